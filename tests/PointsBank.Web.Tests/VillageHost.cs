using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Village;
using PointsBank.Village.Callers;

namespace PointsBank.Web.Tests;

/// <summary>The real program over a folder of its own, with a clock that stands still.</summary>
public class VillageHost : WebApplicationFactory<Program>
{
    /// <summary>The folder; several hosts, one after the other, may share one that the test owns.</summary>
    public TempFolder Folder { get; init; } = new();

    public bool OwnsFolder { get; init; } = true;

    public FakeClock Clock { get; init; } = new();

    /// <summary>What is different about the database of this host.</summary>
    public Func<DatabaseOptions, DatabaseOptions>? Tune { get; init; }

    /// <summary>
    /// Whether a leap of the clock must be confirmed, as it must outside of tests; most tests let months pass as they please.
    /// </summary>
    public bool GuardsClock { get; init; }

    public DatabaseOptions Options =>
        new()
        {
            File = Folder.File("pointsbank.db"), Clock = Clock, GuardsClock = GuardsClock, Migrations = VillageSchema.Migrations,
            Rewrite = BankLaw.Check,
        };

    /// <summary>Further settings of the operator. The address is not this machine's, so that papers have codes that lead there.</summary>
    public Dictionary<string, string> Settings { get; init; } = new() { ["public-address"] = "http://points.example" };

    protected override void ConfigureWebHost(IWebHostBuilder builder) =>
        Settings.Aggregate(builder, (with, setting) => with.UseSetting(setting.Key, setting.Value))
        .UseSetting("data", Folder.Path)
        .ConfigureTestServices(services =>
        {
            services.AddSingleton<IClock>(Clock);
            // Tests move the clock back and forth, and ask themselves for what it does.
            foreach (var task in services.Where(service => service.ImplementationType?.Name == "ClockTask").ToList()) services.Remove(task);
            services.AddSingleton(new Secrets(VillageFixture.FewRounds));
            services.AddSingleton(_ => Database.Open(Tune is null ? Options : Tune(Options)));
        });

    public override async ValueTask DisposeAsync()
    {
        var database = Services.GetRequiredService<Database>();
        await base.DisposeAsync();
        // The program closes its database on its own way out; this waits for that, so that the next host finds the file free.
        database.Dispose();
        if (OwnsFolder) Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
