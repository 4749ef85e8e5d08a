using System.Diagnostics;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village;
using PointsBank.Village.Deeds;

namespace PointsBank.Benchmarks;

/// <summary>In process: the raw bound, the product with 1 to 256 callers, the desk, and the naive way, in turn.</summary>
static class PostingBench
{
    public static async Task Run(Size size, Report report)
    {
        using var folder = new TempFolder();
        var households = size.Quick ? 5_000 : 50_000;
        await Seed(Path.Combine(folder.Path, "seed.db"), households);
        string Copy(string name)
        {
            var copy = Path.Combine(folder.Path, name);
            File.Copy(Path.Combine(folder.Path, "seed.db"), copy);
            return copy;
        }

        using var product = BenchVillage.Again(Copy("product.db"), households);
        using var bound = new RawBook(Copy("raw.db"));
        var naive = new Naive(Copy("naive.db"), households);
        var rounds = new Rounds(size.Rounds);
        rounds.Add("raw 4", () => Raw(bound, 4, size.Round));
        foreach (var callers in (int[])[1, 16, 64, 256])
            rounds.Add($"post {callers}", () => Post(product, callers, minutes: false, size.Round));
        rounds.Add("raw 6", () => Raw(bound, 6, size.Round));
        rounds.Add("post 64 with minutes", () => Post(product, 64, minutes: true, size.Round));
        rounds.Add("desk", () => Desk(product, 64, size.Round));
        rounds.Add("naive", () => Measuring.Threads(64, size.Round, naive.Credit));

        await Post(product, 64, minutes: true, size.WarmUp / 2);
        await Desk(product, 64, size.WarmUp / 2);
        Raw(bound, 4, size.WarmUp / 4);
        await rounds.Run();
        naive.LetGo();
        Tell(report, rounds);
    }

    /// <summary>The product alone, over and over, for a profiler.</summary>
    public static async Task Profile(string what)
    {
        using var folder = new TempFolder();
        await Seed(Path.Combine(folder.Path, "seed.db"), 5_000);
        using var product = BenchVillage.Again(Path.Combine(folder.Path, "seed.db"), 5_000);
        for (var i = 0; i < 8; i++)
        {
            var (commits, writes) = (product.Database.Commits, product.Database.Writes);
            var rate = what switch
            {
                "desk" => await Desk(product, 64, TimeSpan.FromSeconds(1)),
                "batch" => await Measuring.Callers(1, TimeSpan.FromSeconds(1), _ => product.Database.Write<bool>(writer =>
                {
                    for (var j = 0; j < 512; j++)
                        BenchVillage.Done(
                            writer.Book(product.Bank).Post(
                                BenchVillage.Credit(Random.Shared.Next(product.Households) + 1, false), writer.Now));
                    return true;
                })),
                "memory" => Memory(),
                _ =>
                    await Post(product, int.Parse(what, System.Globalization.CultureInfo.InvariantCulture), false, TimeSpan.FromSeconds(1)),
            };
            Console.WriteLine(
                $"{rate}, {(double)(product.Database.Writes - writes) / Math.Max(1, product.Database.Commits - commits):0.0} in a commit");
        }
    }

    static Rate Memory()
    {
        var book = new MemoryBook(BankCode.Parse("bench"));
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        for (var j = 0; j < 100_000; j++)
            BenchVillage.Done(
                book.Post(BenchVillage.Credit(Random.Shared.Next(5000) + 1, false), NodaTime.SystemClock.Instance.GetCurrentInstant()));
        return Measuring.Of(Enumerable.Repeat(0.0, 100_000), clock.Elapsed, processor);
    }

    static void Tell(Report report, Rounds rounds)
    {
        report.Note("(a) raw bound: entries of 4 postings, 512 in a commit", Measuring.Median(rounds["raw 4"]).ToString());
        foreach (var callers in (int[])[1, 16, 64, 256])
        {
            var (what, median, ratio) = (
                $"(b) post 4 postings, {callers} callers", Measuring.Median(rounds[$"post {callers}"]).ToString(),
                Measuring.Ratio(rounds[$"post {callers}"], rounds["raw 4"]));
            if (callers == 64) report.Goal(what, median, $"{ratio.Ratio()} of raw", "≥ 0.8 × of raw", ratio >= 0.8);
            else report.Note(what, median, $"{ratio.Ratio()} of raw");
        }
        report.Note("(a) raw bound: 6 postings, with minutes", Measuring.Median(rounds["raw 6"]).ToString());
        var minutes = Measuring.Ratio(rounds["post 64 with minutes"], rounds["raw 6"]);
        report.Goal(
            "(b) post 6 postings, 64 callers", Measuring.Median(rounds["post 64 with minutes"]).ToString(), $"{minutes.Ratio()} of raw",
            "≥ 0.8 × of raw", minutes >= 0.8);
        report.Note(
            "(b) credit at the clerk's desk (caps, deed, answer kept), 64 callers", Measuring.Median(rounds["desk"]).ToString(),
            $"{Measuring.Ratio(rounds["desk"], rounds["raw 4"]).Ratio()} of raw");
        report.Note("(b) naive: a transaction for each request, 64 callers", Measuring.Median(rounds["naive"]).ToString());
        var better = Measuring.Ratio(rounds["post 64"], rounds["naive"]);
        report.Goal("(b) post against naive, 64 callers", "", $"{better.Ratio()} naive", "≥ 10 × naive", better >= 10);
    }

    static async Task Seed(string file, int households)
    {
        using var village = await BenchVillage.Make(file, households);
        await Task.WhenAll(Enumerable.Range(1, households).Chunk(1_000).Select(async chunk =>
        {
            foreach (var household in chunk) await village.Post(BenchVillage.Credit(household, minutes: true));
        }));
    }

    static Rate Raw(RawBook book, int legs, TimeSpan time)
    {
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var times = new List<double>();
        while (clock.Elapsed < time)
        {
            var start = Stopwatch.GetTimestamp();
            book.Commit(legs);
            // Each entry of a commit waits for all of it.
            times.AddRange(Enumerable.Repeat(Stopwatch.GetElapsedTime(start).TotalMilliseconds, RawBook.EntriesPerCommit));
        }
        return Measuring.Of(times, clock.Elapsed, processor);
    }

    static Task<Rate> Post(BenchVillage village, int callers, bool minutes, TimeSpan time) =>
        Measuring.Callers(callers, time, _ => village.Post(BenchVillage.Credit(Random.Shared.Next(village.Households) + 1, minutes)));

    static Task<Rate> Desk(BenchVillage village, int callers, TimeSpan time)
    {
        var today = BenchVillage.Today;
        return Measuring.Callers(callers, time, async _ => BenchVillage.Done(await village.Desks.Deeds.Credit(
            new(new("staff:1", "clerk", []), WriteContext.NewKey(), BenchVillage.AnyFingerprint), village.Bank,
            new DeedInput(Random.Shared.Next(village.Households) + 1, BenchVillage.EventRule, today))));
    }
}
