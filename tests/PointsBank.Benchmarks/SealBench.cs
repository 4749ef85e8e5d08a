using System.Diagnostics;
using PointsBank.Demo;
using PointsBank.Testing;
using PointsBank.Village;
using PointsBank.Village.Callers;

namespace PointsBank.Benchmarks;

/// <summary>What seals cost: of the demo village, of a book with all its tables that has grown large, and of what came since.</summary>
static class SealBench
{
    const int Households = 2_000, Deeds = 75_000, Since = 1_000;

    static readonly Caller Clerk = new("staff:1", "clerk", [new(Role.Clerk, 1)]);

    public static async Task Run(Size size, Report report)
    {
        using var folder = new TempFolder();
        await DemoVillage.Create(folder.File("demo.db"), NodaTime.SystemClock.Instance);
        using (var database = Storage.Database.Open(
            new() { File = folder.File("demo.db"), Clock = NodaTime.SystemClock.Instance, Migrations = VillageSchema.Migrations }))
            Goal(report, "(s) a seal of the demo", await Seal(new Desks(database, NodaTime.SystemClock.Instance), 1), 200);

        var file = folder.File("large.db");
        using var village = await BenchVillage.Make(file, Households);
        await Credit(village, size.Quick ? Deeds / 5 : Deeds);
        var postings = village.Desks.Journal.Head(village.Bank).Postings;
        var first = await Seal(village.Desks, village.Bank);
        Goal(report, $"(s) the first seal of {postings:N0} postings with their deeds and requests", first, 2_000);
        await Credit(village, Since);
        var next = await Seal(village.Desks, village.Bank);
        report.Goal(
            $"(s) the next one, of {Since:N0} deeds more", next.Milliseconds(), $"{(next / first).Ratio()} of the first",
            "≤ 0.2 of the first", next <= 0.2 * first);
    }

    static void Goal(Report report, string what, double milliseconds, double most) =>
        report.Goal(what, milliseconds.Milliseconds(), "", $"≤ {most.Milliseconds()}", milliseconds <= most);

    static async Task<double> Seal(Desks desks, long bank)
    {
        var clock = Stopwatch.StartNew();
        await desks.Seals.Make(bank, "day");
        return clock.Elapsed.TotalMilliseconds;
    }

    static async Task Credit(BenchVillage village, int deeds)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, 128).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number <= deeds; number = Interlocked.Increment(ref next))
                BenchVillage.Done(await village.Desks.Deeds.Credit(
                    new(Clerk, WriteContext.NewKey(), BenchVillage.AnyFingerprint), village.Bank,
                    new(number % Households + 1, BenchVillage.EventRule, BenchVillage.Today)));
        })));
    }
}
