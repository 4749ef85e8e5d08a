using System.Globalization;
using System.Resources;
using NodaTime;
using PointsBank.Demo;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Keys;

namespace PointsBank.Web;

/// <summary>What happens before the first request: the demo if it was wished for, the database, and somebody who can sign in.</summary>
static class Opening
{
    static readonly ResourceManager Texts = new("PointsBank.Web.Resources.Opening", typeof(Opening).Assembly);

    public static async Task Open(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<Settings>();
        var isNewDemo = settings.Demo && !File.Exists(settings.DatabaseFile);
        if (isNewDemo)
        {
            Tell("demo_begins", settings.DatabaseFile);
            await DemoVillage.Create(
                settings.DatabaseFile, app.Services.GetRequiredService<IClock>(), keys: app.Services.GetRequiredService<KeyRing>());
        }
        app.Services.GetRequiredService<Database>();
        var key = app.Services.GetRequiredService<Desks>().Keys.Open();
        if (app.Services.GetRequiredService<KeyRing>().IsNew && !settings.Demo) Console.WriteLine(RecoverySheet.Of(key));
        if (isNewDemo)
            foreach (var way in DemoVillage.SignIns)
                Tell("demo_sign_in", way.Role, way.Name, way.Secret);
        if (await app.Services.GetRequiredService<Desks>().Staff.AddFirstAdministrator() is { } password)
            Tell("first_administrator", password);
    }

    /// <summary>The operator's language is not known yet, so both are spoken.</summary>
    static void Tell(string key, params object[] facts)
    {
        foreach (var culture in (CultureInfo[])[CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("en")])
            Console.WriteLine(string.Format(CultureInfo.InvariantCulture, Texts.GetString(key, culture)!, facts));
    }
}
