using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Dapper;
using PointsBank.Storage;
using Xunit.Abstractions;

namespace PointsBank.Web.Tests;

/// <summary>
/// The proof by axe: the real server is killed at random moments under many writers, again and again on the same file, and after each
/// start every acknowledged write is there exactly once, every other one whole or absent, and the audit finds nothing.
/// POINTSBANK_KILLS sets how often, POINTSBANK_SEED repeats a run's plan.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    const string Api = CrashCase.Api;
    const int Households = 12;
    const int Clients = 12;
    const int UsualKills = 20;

    static readonly int Kills = CrashCase.Number("POINTSBANK_KILLS") ?? UsualKills;

    readonly CrashCase village = new();
    readonly List<KnownWrite> writes = [];
    string clerk = "", attendant = "", keeper = "", treasurer = "", today = "";
    long entriesBefore;
    int settledUnknown, settledWritten;

    public void Dispose() => village.Dispose();

    [Fact]
    public async Task A_server_killed_at_any_moment_keeps_every_acknowledged_write_exactly_once_and_no_half_of_another()
    {
        output.WriteLine($"POINTSBANK_SEED={village.Seed} POINTSBANK_KILLS={Kills}");
        var random = new Random(village.Seed);
        await MakeVillage();
        village.Verify();

        var checkedUpTo = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            if (kill % 5 == 4) await ServerProcess.StartAndKill(village.Folder, TimeSpan.FromMilliseconds(random.Next(100, 700)));
            await using var server = await ServerProcess.Start(village.Folder);
            await Settle(server.Client, checkedUpTo);
            village.Verify();
            checkedUpTo = writes.Count;
            await WriteUntilKilled(server, random);
        }

        await using (var last = await ServerProcess.Start(village.Folder))
        {
            await Settle(last.Client, checkedUpTo);
            // And once more every write of the whole run, however many kills ago it was.
            await Settle(last.Client, 0);
        }
        village.Verify();
        EveryWriteIsThereOnce();
        output.WriteLine($"{writes.Count} writes, {settledUnknown} of them without an answer at a kill, of which {settledWritten} were in the file");
        writes.Count.Should().BeGreaterThan(Kills * Clients);
        settledUnknown.Should().BePositive("a kill that hits nobody proves nothing");
    }

    /// <summary>Many clients write until the axe falls, at a moment that one of them meets.</summary>
    async Task WriteUntilKilled(ServerProcess server, Random random)
    {
        var (moment, onSending) = (random.Next(1, 300), random.Next(2) == 0);
        var (sent, answered) = (0, 0);
        var ended = 0;
        var made = new ConcurrentQueue<KnownWrite>();
        var round = writes.Count;
        var seeds = Enumerable.Range(0, Clients).Select(_ => random.Next()).ToList();
        await Task.WhenAll(seeds.Select((own, client) => Task.Run(() => Work(client, new Random(own)))));
        writes.AddRange(made);

        async Task Work(int client, Random dice)
        {
            var (credits, redemptions) = (new Queue<long>(), new Queue<long>());
            for (var i = 0; Volatile.Read(ref ended) == 0; i++)
            {
                var (write, kept) = Next(dice, $"{village.Seed}-{round}-{client}-{i}", credits, redemptions);
                made.Enqueue(write);
                var sending = write.Send(server.Client);
                if (Interlocked.Increment(ref sent) == moment && onSending) End();
                if (!await sending) return;
                using var answer = JsonDocument.Parse(write.Answer!);
                kept?.Enqueue(answer.RootElement.GetProperty(kept == credits ? "entry" : "number").GetInt64());
                if (Interlocked.Increment(ref answered) == moment && !onSending) End();
            }
        }

        void End()
        {
            server.Kill();
            Volatile.Write(ref ended, 1);
        }
    }

    /// <summary>A credit, a claim, a household, goods, money, a redemption, or the undoing of one of the client's own.</summary>
    (KnownWrite Write, Queue<long>? Kept) Next(Random dice, string key, Queue<long> credits, Queue<long> redemptions)
    {
        var household = dice.Next(1, Households + 1);
        return dice.Next(14) switch
        {
            10 => (new(key, keeper, $"{Api}/shops/1/stock-movements", $$"""{"kind":"received","items":[{"goods":"G01","quantity":{{dice.Next(1, 9)}}}],"memo":"补货"}"""), null),
            11 => (new(key, treasurer, $"{Api}/fund/contributions", $$"""{"source":"government","from":"镇政府","fen":{{dice.Next(1, 9_999)}},"receivedOn":"{{today}}"}"""), null),
            12 => (new(
                key, clerk, $"{Api}/households", """{"group":"下河组","members":[{"name":"新来","birthDate":"1970-01-01","isHead":true,"relatedToCommittee":false}]}""", entries: 0), null),
            13 => (new(
                key, clerk, $"{Api}/claims", $$"""{"household":{{household}},"rule":"A01","effectiveOn":"{{today}}","channel":"organisation","confirmed":true}""", entries: 0), null),
            0 or 1 when credits.TryDequeue(out var entry) => (new(key, clerk, $"{Api}/entries/{entry}/reversal", """{"reason":"录错"}"""), null),
            2 or 3 when redemptions.TryDequeue(out var number) => (new(key, attendant, $"{Api}/shops/1/redemptions/{number}/void", """{"reason":"拿错了"}"""), null),
            < 6 => (new(
                key, attendant, $"{Api}/shops/1/redemptions",
                $$"""{"items":[{"goods":"G01","quantity":{{dice.Next(1, 3)}}}],"authorisedBy":{"by":"booklet"},"household":{{household}}}"""), redemptions),
            _ => (new(
                key, clerk, $"{Api}/credits", $$"""{"household":{{household}},"rule":"C01","effectiveOn":"{{today}}","quantity":{{dice.Next(1, 4)}},"memo":"清洁日"}"""), credits),
        };
    }

    /// <summary>
    /// Sends all writes from an index on again: the acknowledged must be replayed word for word; the others are done now, or replayed if the file
    /// has them, and the file must have them whole.
    /// </summary>
    async Task Settle(HttpClient client, int from)
    {
        var parts = Parts();
        await Parallel.ForEachAsync(writes.Skip(from), new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (write, _) =>
        {
            var known = write.Answer;
            var there = parts.GetValueOrDefault(CrashCase.KeyOf(write));
            var (status, replayed, text) = await write.SendAgain(client);
            if (known is not null)
            {
                (status, replayed, text).Should().Be((200, true, known), "it was acknowledged: {0} {1}", write.Path, write.Key);
                return;
            }
            Interlocked.Increment(ref settledUnknown);
            if (there != default) Interlocked.Increment(ref settledWritten);
            there.Should().BeOneOf([default, (1, write.Entries)], "a write is whole or absent: {0} {1}", write.Path, write.Key);
            (status, replayed).Should().Be(there == default ? (201, false) : (200, true), "{0} {1}: {2}", write.Path, write.Key, text);
        });
    }

    /// <summary>What the file holds under each key: requests and entries.</summary>
    Dictionary<string, (long Requests, long Entries)> Parts()
    {
        using var connection = Database.OpenToRead(village.File);
        return connection.Query<(string Key, long Requests, long Entries)>("""
            select hex(key), cast(sum(request) as bigint), cast(sum(entry) as bigint) from (
              select key, 1 as request, 0 as entry from requests where bank = @bank
              union all
              select key, 0, 1 from entries where bank = @bank
            ) as both_sides group by key
            """, new { bank = village.Bank }).ToDictionary(row => row.Key, row => (row.Requests, row.Entries));
    }

    void EveryWriteIsThereOnce()
    {
        var parts = Parts();
        foreach (var write in writes) parts.Should().Contain(CrashCase.KeyOf(write), (1, write.Entries));
        using var connection = Database.OpenToRead(village.File);
        BookTable.Head(connection, village.Bank).Entry.Value.Should().Be(entriesBefore + writes.Sum(write => write.Entries));
    }

    async Task MakeVillage() => await village.Make(Households, async desks =>
    {
        today = village.Today.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture);
        CrashCase.Done(await desks.Deeds.BringForward(
            CrashCase.System("opening"), village.Bank, [.. Enumerable.Range(1, Households).Select(household => new Village.Deeds.OpeningInput(household, 1_000_000))]));
        CrashCase.Done(await desks.Shops.Open(CrashCase.System("shop"), village.Bank, new("爱心超市", "Points shop")));
        CrashCase.Done(await desks.Shops.SetGoods(CrashCase.System("goods"), village.Bank, 1, new("G01", "香皂", "Soap", "块", "🧼", 3, "村委会")));
        CrashCase.Done(await desks.Stock.Move(CrashCase.System("stock"), village.Bank, 1, new("received", [new("G01", 100_000)])));
        clerk = await CrashCase.SignIn(desks, "clerk");
        attendant = await CrashCase.SignIn(desks, "attendant");
        keeper = await CrashCase.SignIn(desks, "keeper");
        treasurer = await CrashCase.SignIn(desks, "treasurer");
        entriesBefore = desks.Journal.Head(village.Bank).Entry;
    });
}
