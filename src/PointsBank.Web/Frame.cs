using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.Json;
using NodaTime;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Web.Api;
using PointsBank.Web.Http;
using PointsBank.Web.Pages;

namespace PointsBank.Web;

/// <summary>Everything around the endpoints, in the order in which a request passes it.</summary>
public static class Frame
{
    public static void AddFrame(this WebApplicationBuilder builder, Settings settings)
    {
        builder.WebHost.UseUrls(settings.Urls).UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Bodies.MaxBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 50;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        AddLog(builder.Logging, settings);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton<IClock>(settings.Now is { } now ? new StandingClock(now) : SystemClock.Instance);
        services.AddSingleton(provider => Database.Open(new()
        {
            File = settings.DatabaseFile,
            Clock = provider.GetRequiredService<IClock>(),
            GuardsClock = true,
            Migrations = VillageSchema.Migrations,
        }));
        services.Configure<RequestLocalizationOptions>(RequestLanguage.Configure);
        services.AddCallers();
        services.AddRateLimiter(_ => { });
        services.AddSingleton<FileTurns>();
        services.AddPages(settings);
        services.AddSingleton<Meters>();
        services.Configure<JsonOptions>(options => Json.Configure(options.SerializerOptions));
        services.AddOpenApiDocument();
    }

    public static void UseFrame(this WebApplication app)
    {
        app.UsePublicAddress(app.Services.GetRequiredService<Settings>());
        // A village's line is thin. Not for the API, whose answers are small, and never inside HTTPS, where a length can give a secret
        // away.
        app.UseWhen(http => !http.Request.Path.StartsWithSegments("/api"), pages => pages.UseResponseCompression());
        app.UseRequestLocalization();
        app.UseMiddleware<Envelope>();
        app.UseWhen(http => SecurityHeaders.IsTryPage(http.Request.Path), page => page.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "api";
            options.DocumentTitle = "PointsBank API";
            options.SwaggerEndpoint("/openapi/v1.json", "PointsBank v1");
        }));
        app.Use(WellFormed.Query);
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    public static void MapFrame(this WebApplication app)
    {
        app.MapHealth(app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<Meters>());
        app.MapOpenApi().Public();
    }

    public const string BasePath = "/api/v1";

    sealed class StandingClock(Instant now) : IClock
    {
        public Instant GetCurrentInstant() => now;
    }

    static void AddLog(ILoggingBuilder log, Settings settings)
    {
        log.ClearProviders();
        // The framework's own lines at this level hold whole addresses, and with them whom somebody searched for.
        log.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Its keys lie in the data folder, beside the database, and are as well guarded as that.
        log.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // A form that is too old is told to whoever sent it; the log need not know.
        log.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.None);
        // What keeps the program from starting is told in one sentence by Program itself.
        log.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        if (settings.JsonLog)
            log.AddJsonConsole(options => options.JsonWriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        else log.AddSimpleConsole(options => options.SingleLine = true);
    }
}
