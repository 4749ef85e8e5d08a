using System.Diagnostics;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Testing;

namespace PointsBank.Benchmarks;

/// <summary>One file that grows: what a posting and a page of a passbook cost on the way, and how fast the whole is verified.</summary>
static class GrowthBench
{
    const int Lines = 20;
    const int EntriesInRound = 6_000;

    public static async Task Run(Size size, Report report)
    {
        using var folder = new TempFolder();
        // The first ten thousand postings go to a hundred households, so that each has a page to show.
        const int first = 100;
        var households = size.Quick ? 1_000 : 10_000;
        var small = folder.File("small.db");
        var file = folder.File("growing.db");
        var village = await BenchVillage.Make(file, households);
        var pageAtFirst = (Walk: 0.0, Desk: 0.0);
        foreach (var postings in (long[])(size.Quick ? [10_000, 100_000, 200_000] : [10_000, 100_000, 1_000_000, 10_000_000]))
        {
            var owners = postings == 10_000 ? first : households;
            await Fill(village, postings, owners);
            var page = (Walk: await Walk(village, owners), Desk: await Page(village, owners));
            if (postings == 10_000) pageAtFirst = page;
            report.Note(
                $"(d) passbook page of {Lines} at {postings:N0} postings: the walk alone", page.Walk.Milliseconds(),
                $"{(page.Walk / pageAtFirst.Walk).Ratio()} of 10 k");
            var ratio = page.Desk / pageAtFirst.Desk;
            report.Goal(
                $"(d) passbook page of {Lines} at {postings:N0} postings: the desk, words and codes with it", page.Desk.Milliseconds(),
                $"{ratio.Ratio()} of 10 k",
                "≤ 0.2 ms, ≤ 2 × of 10 k", page.Desk <= 0.2 && ratio <= 2);
            if (postings != 100_000) continue;
            village.Dispose();
            File.Copy(file, small);
            village = BenchVillage.Again(file, households);
        }
        await Compare(size, report, BenchVillage.Again(small, households), village);
        village.Dispose();
        Verify(report, file);
    }

    /// <summary>The large file and a copy of it as it was at a hundred thousand postings, in turn.</summary>
    static async Task Compare(Size size, Report report, BenchVillage small, BenchVillage large)
    {
        using (small)
        {
            await Enter(small, EntriesInRound);
            await Enter(large, EntriesInRound);
            var rounds = new Rounds(size.Rounds);
            rounds.Add("small", () => Enter(small, EntriesInRound));
            rounds.Add("large", () => Enter(large, EntriesInRound));
            await rounds.Run();
            var head = large.Desks.Journal.Head(large.Bank).Postings;
            var ratio = Measuring.Ratio(rounds["small"], rounds["large"]);
            report.Note("(d) an entry of 4 postings at 100,000 postings, 256 callers", Measuring.Median(rounds["small"]).ToString());
            report.Goal(
                $"(d) the same at {head:N0} postings", Measuring.Median(rounds["large"]).ToString(), $"costs {ratio.Ratio()}", "≤ 1.2 ×",
                ratio <= 1.2);
        }
    }

    static void Verify(Report report, string file)
    {
        using var connection = Database.OpenToRead(file);
        var clock = Stopwatch.StartNew();
        var proof = Verifier.Verify(connection, 1, null, null);
        var seconds = clock.Elapsed.TotalSeconds;
        if (!proof.IsSound) throw new InvalidOperationException($"the bench's own book is not sound: {proof.Deviations[0]}");
        var rate = proof.UpTo.Postings / seconds;
        report.Goal(
            $"(f) full verify of {proof.UpTo.Postings:N0} postings",
            $"{rate.Whole()} postings/s, {(proof.UpTo.Entry.Value / seconds).Whole()} entries/s", "",
            "≥ 200,000 postings/s", rate >= 200_000);
    }

    static async Task Fill(BenchVillage village, long postings, int owners)
    {
        var missing = (postings - village.Desks.Journal.Head(village.Bank).Postings) / 4;
        if (missing > 0) await Enter(village, (int)missing, owners);
    }

    static Task<Rate> Enter(BenchVillage village, int entries) => Enter(village, entries, village.Households);

    static async Task<Rate> Enter(BenchVillage village, int entries, int owners)
    {
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var (next, times) = (0, new List<double>[256]);
        await Task.WhenAll(times.Select((_, caller) => Task.Run(async () =>
        {
            var mine = times[caller] = [];
            for (var number = Interlocked.Increment(ref next); number <= entries; number = Interlocked.Increment(ref next))
            {
                var start = Stopwatch.GetTimestamp();
                await village.Post(BenchVillage.Credit(number % owners + 1, minutes: false));
                mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        })));
        return Measuring.Of(times.SelectMany(mine => mine), clock.Elapsed, processor);
    }

    static Task<double> Walk(BenchVillage village, int owners) => Measuring.Each(300, _ =>
    {
        var account = village.Database.ReadAccount(
            village.Bank, new(AccountKind.HouseholdPoints, Random.Shared.Next(owners) + 1, Unit.Points))!;
        village.Database.Read(connection => PostingTable.Walk(connection, village.Bank, account.LastPosting, Lines));
        return Task.CompletedTask;
    });

    static Task<double> Page(BenchVillage village, int owners) => Measuring.Each(300, _ =>
    {
        BenchVillage.Done(village.Desks.Journal.Passbook(village.Bank, Random.Shared.Next(owners) + 1, null, null, null, Lines));
        return Task.CompletedTask;
    });
}
