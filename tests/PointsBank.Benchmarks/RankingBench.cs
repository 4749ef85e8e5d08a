using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;

namespace PointsBank.Benchmarks;

/// <summary>The rank of one household and the first hundred of a year's red board, however many households there are.</summary>
static class RankingBench
{
    public static async Task Run(Size size, Report report)
    {
        foreach (var households in (int[])(size.Quick ? [226, 100_000] : [226, 100_000, 1_000_000]))
        {
            using var folder = new TempFolder();
            var file = folder.File("ranking.db");
            using (var made = await BenchVillage.Make(file, households)) await made.Post(BenchVillage.Credit(1, minutes: false));
            Fill(file, households);
            using var village = BenchVillage.Again(file, households);
            var boards = village.Desks.Boards;
            var rank = await Measuring.Each(
                300, _ => Task.FromResult(boards.StandingOf(village.Bank, Random.Shared.Next(households) + 1, BenchVillage.Year)));
            report.Goal($"(e) rank of one household among {households:N0}", rank.Milliseconds(), "", "≤ 0.2 ms", rank <= 0.2);
            var year = $"{BenchVillage.Year:D4}";
            BoardView First() => BenchVillage.Done(boards.Compute(village.Bank, "red", year, null, 100));
            var top = await Measuring.Each(100, _ => Task.FromResult(First()));
            report.Goal($"(e) first 100 of the red board among {households:N0}", top.Milliseconds(), "", "≤ 0.2 ms", top <= 0.2);
            var (page, _) = await Allocated(() => Task.FromResult(First()));
            report.Note($"(e) memory allocated by computing them among {households:N0}", page);
            // The first takes the code into the processor's hands, the second is measured.
            await Publish();
            var (published, took) = await Allocated(Publish);
            report.Note($"(e) memory allocated by computing and publishing the red board of {households:N0}", published);
            report.Note($"(e) publishing the red board of {households:N0}", took.Milliseconds());

            async Task Publish()
            {
                var ask = new WriteContext(Supervisor(village.Bank), WriteContext.NewKey(), Digest.Of("publish"), DryRun: true);
                BenchVillage.Done(await village.Desks.Publications.Publish(ask, village.Bank, "red", new(year, "按年张榜")));
            }
        }
    }

    static Caller Supervisor(long bank) => new("staff:1", "supervisor", [new(Role.Supervisor, bank)]);

    static async Task<(string Memory, double Milliseconds)> Allocated(Func<Task> work)
    {
        var (before, start) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        await work();
        return ((GC.GetTotalAllocatedBytes(precise: true) - before).Kilobytes(), Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>A year's standing for every household, as the writer would have left it.</summary>
    static void Fill(string file, int households)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        var merit = (int)AccountKind.HouseholdMerit;
        connection.Execute($"""
            begin;
            insert into accounts (bank, number, kind, owner, unit, period, floor)
            select h.bank, (select accounts from books) + h.number - 1, {merit}, h.number, 'merit', {BenchVillage.Year}, null from households h where h.number > 1;
            insert into account_heads (bank, account, kind, owner, period, balance, total_in, total_out, held, postings, last_posting)
            select bank, number, kind, owner, period, 1 + owner * 7919 % 300, 1 + owner * 7919 % 300, 0, 0, 1, 4 from accounts where kind = {merit} and owner > 1;
            """);
        connection.Execute($"""
            delete from standing_counts;
            insert into standing_counts (bank, period, standing, households) select bank, period, balance, count(*) from account_heads where kind = {merit} group by 1, 2, 3;
            update books set accounts = (select max(number) from accounts);
            commit;
            """);
    }
}
