using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Web;
using PointsBank.Web.Api;
using PointsBank.Web.Http;
using PointsBank.Web.Pages;

try
{
    // The program may be started from any folder: published, its assets lie beside it; as built, it knows where.
    var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
    var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
    {
        // No settings file is watched: the data folder may lie beside it, and then each write would wake the program. Nor are assets,
        // so that browsers keep them as long whichever way the program was started.
        Args = [.. args, "--hostBuilder:reloadConfigOnChange=false", "--ReloadStaticAssetsAtRuntime=false"],
        WebRootPath = Directory.Exists(published) ? published : null,
    });
    builder.WebHost.UseStaticWebAssets();
    builder.Configuration.AddEnvironmentVariables("POINTSBANK_").AddCommandLine(args);
    builder.AddFrame(Settings.From(builder.Configuration));
    builder.Services.AddSingleton(provider => new KeyRing(provider.GetRequiredService<Settings>().KeyFile));
    builder.Services.AddSingleton<Desks>();
    builder.Services.AddSingleton(provider => RouteDirectory.Of(provider.GetRequiredService<Desks>()));

    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddHostedService<ClockTask>();

    await using var app = builder.Build();
    await app.Open();
    app.UseFrame();
    app.MapFrame();
    app.MapGroup(Frame.BasePath).MapApi(app.Services.GetRequiredService<Desks>());
    app.MapPages(app.Services.GetRequiredService<Desks>());
    await app.RunAsync();
    return 0;
}
catch (Exception fault) when (fault is CannotOpenException or IOException or UnauthorizedAccessException)
{
    // A busy file, a full or forbidden folder, a taken port: the operator can mend it, and needs no stack trace for that.
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
