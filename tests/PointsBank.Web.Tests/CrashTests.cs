using System.Collections.Concurrent;
using PointsBank.Storage;
using Xunit.Abstractions;

namespace PointsBank.Web.Tests;

/// <summary>
/// The proof by axe: the real server is killed at random moments under many writers, again and again on the same file, and after each
/// start every acknowledged write is there exactly once, every other one whole or absent, and the audit finds nothing.
/// POINTSBANK_KILLS sets how often, POINTSBANK_SEED repeats a run's plan.
/// </summary>
[Trait("Pace", "slow")]
public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    const int Clients = 12;
    const int UsualKills = 5;

    static readonly int Kills = CrashCase.Number("POINTSBANK_KILLS") ?? UsualKills;

    readonly CrashCase village = new();
    readonly List<KnownWrite> writes = [];
    long entriesBefore;
    int settledUnknown, settledWritten;

    public void Dispose() => village.Dispose();

    [Fact]
    public async Task A_server_killed_at_any_moment_keeps_every_acknowledged_write_exactly_once_and_no_half_of_another()
    {
        output.WriteLine($"POINTSBANK_SEED={village.Seed} POINTSBANK_KILLS={Kills}");
        var random = new Random(village.Seed);
        var life = new CrashLife(village);
        await life.Make();
        village.Verify();
        entriesBefore = Head();

        var checkedUpTo = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            if (kill % 5 == 4) await ServerProcess.StartAndKill(village.Folder, TimeSpan.FromMilliseconds(random.Next(100, 700)));
            await using var server = await ServerProcess.Start(village.Folder);
            await Settle(server.Client, checkedUpTo);
            village.Verify();
            checkedUpTo = writes.Count;
            await WriteUntilKilled(server, life, random);
        }

        await using (var last = await ServerProcess.Start(village.Folder))
        {
            await Settle(last.Client, checkedUpTo);
            // And once more every write of the whole run, however many kills ago it was.
            await Settle(last.Client, 0);
        }
        village.Verify();
        EveryWriteIsThereOnce();
        foreach (var kind in writes.GroupBy(write => write.Kind).OrderBy(kind => kind.Key)) output.WriteLine($"{kind.Key}: {kind.Count()}");
        output.WriteLine(
            $"{writes.Count} writes, {settledUnknown} of them without an answer at a kill, of which {settledWritten} were in the file");
        writes.Count.Should().BeGreaterThan(Kills * Clients);
        settledUnknown.Should().BePositive("a kill that hits nobody proves nothing");
    }

    /// <summary>Many clients write until the axe falls, at a moment that one of them meets.</summary>
    async Task WriteUntilKilled(ServerProcess server, CrashLife life, Random random)
    {
        var (moment, onSending) = (random.Next(1, 300), random.Next(2) == 0);
        var (sent, answered) = (0, 0);
        var ended = 0;
        var made = new ConcurrentQueue<KnownWrite>();
        var round = writes.Count;
        var seeds = Enumerable.Range(0, Clients).Select(_ => random.Next()).ToList();
        await Task.WhenAll(seeds.Select((own, client) => Task.Run(() => Work(client, new Random(own)))));
        writes.AddRange(made.Where(write => !write.CameTooLate));

        async Task Work(int client, Random dice)
        {
            for (var i = 0; Volatile.Read(ref ended) == 0; i++)
                foreach (var write in life.Next(client, $"{village.Seed}-{round}-{client}-{i}", dice))
                {
                    made.Enqueue(write);
                    var sending = write.Send(server.Client);
                    if (Interlocked.Increment(ref sent) == moment && onSending) End();
                    if (!await sending) return;
                    if (Interlocked.Increment(ref answered) == moment && !onSending) End();
                    if (Volatile.Read(ref ended) != 0) return;
                }
        }

        void End()
        {
            server.Kill();
            Volatile.Write(ref ended, 1);
        }
    }

    /// <summary>
    /// Sends all writes from an index on again: the acknowledged must be replayed word for word, unless a name in the answer was erased;
    /// the others are done now, or replayed if the file has them, and the file must have them whole.
    /// </summary>
    async Task Settle(HttpClient client, int from)
    {
        var (parts, names) = (Parts(), Names());
        await Parallel.ForEachAsync(writes.Skip(from), new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (write, _) =>
        {
            var known = write.Answer;
            var there = parts.GetValueOrDefault(CrashCase.KeyOf(write));
            var (status, replayed, text) = await write.SendAgain(client);
            if (write.Person is { } person && there != default && !names.Contains(person))
            {
                text.Should().NotContain(person, "the name was erased: {0} {1}", write.Path, write.Key);
                (status == 409 || text == known).Should().BeTrue("{0} {1}: {2} {3}", write.Path, write.Key, status, text);
                return;
            }
            if (known is not null)
            {
                (status, replayed, text).Should().Be((200, true, known), "it was acknowledged: {0} {1}", write.Path, write.Key);
                return;
            }
            Interlocked.Increment(ref settledUnknown);
            if (there != default) Interlocked.Increment(ref settledWritten);
            there.Should().BeOneOf([default, (1, write.Entries)], "a write is whole or absent: {0} {1}", write.Path, write.Key);
            if (write.CameTooLate) there.Should().Be(default, "it was refused: {0} {1}", write.Path, write.Key);
            else (status, replayed).Should().Be(there == default ? (201, false) : (200, true), "{0} {1}: {2}", write.Path, write.Key, text);
        });
        writes.RemoveAll(write => write.CameTooLate);
    }

    HashSet<string> Names()
    {
        using var connection = Database.OpenToRead(village.File);
        return [.. connection.Query<string>("select name from members where bank = @bank", new { bank = village.Bank })];
    }

    long Head()
    {
        using var connection = Database.OpenToRead(village.File);
        return BookTable.Head(connection, village.Bank).Entry.Value;
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
        Head().Should().Be(entriesBefore + writes.Sum(write => write.Entries));
    }
}
