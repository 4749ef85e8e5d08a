using System.Collections.Concurrent;
using System.Text;
using NodaTime;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Callers;
using Xunit.Abstractions;

namespace PointsBank.Web.Tests;

/// <summary>
/// The real server, killed with SIGKILL in the middle of what takes long or cannot be taken back: publishing boards, ending a year, erasing
/// names. Whoever sends the same again gets the same answer, and nothing is there twice or by half. POINTSBANK_SEED repeats a run's plan.
/// </summary>
[Trait("Pace", "slow")]
public sealed class MidwayCrashTests(ITestOutputHelper output) : IDisposable
{
    const int Clients = 8;

    readonly CrashCase village = new();
    readonly List<KnownWrite> writes = [];
    string clerk = "", supervisor = "";

    public void Dispose() => village.Dispose();

    [Fact]
    public async Task A_board_is_published_once_and_whole_or_not_at_all()
    {
        await village.Make(60, async desks =>
        {
            await Hire(desks);
            foreach (var deed in await Task.WhenAll(Enumerable.Range(1, 60).Select(household =>
                desks.Deeds.Credit(
                    CrashCase.System($"deed {household}"), village.Bank,
                    new(household, "C01", village.Today, 1 + household % 7))))) CrashCase.Done(deed);
        });
        foreach (var back in Enumerable.Range(0, 4)) Publish("red", $"{village.Today.PlusYears(-back):uuuu}");
        foreach (var back in Enumerable.Range(0, 4)) Publish("stars", $"{village.Today.PlusYears(-back):uuuu}");
        foreach (var back in Enumerable.Range(0, 24)) Publish("good-deeds", $"{village.Today.PlusMonths(-back):uuuu-MM}");

        await KilledAmong(writes);

        village.Read<long>("select count(*) from board_publications").Should().Be(writes.Count);
        village.Read<long>("select max(number) from board_publications").Should().Be(writes.Count);
        village.Read<long>("select cast(coalesce(sum(places), 0) as bigint) from board_publications")
            .Should().Be(village.Read<long>("select count(*) from board_places")).And.BePositive();
        village.Verify();

        void Publish(string board, string period) =>
            Plan(clerk, $"boards/{board}/publications", $$"""{"period":"{{period}}","reason":"按期张榜"}""");
    }

    [Fact]
    public async Task A_name_is_erased_wholly_or_not_at_all_and_what_was_acknowledged_is_in_no_byte_of_the_file()
    {
        const int leavers = 32;
        await village.Make(leavers + 1, async desks =>
        {
            await Hire(desks);
            foreach (var household in Enumerable.Range(1, leavers))
            {
                CrashCase.Done(
                    await desks.Deeds.Credit(
                        CrashCase.System($"deed {household}"), village.Bank,
                        new(household, "C01", village.Today, Memo: $"{CrashCase.NameOf(household)}打扫")));
                CrashCase.Done(
                    await desks.Deeds.Credit(
                        CrashCase.System($"with {household}"), village.Bank,
                        new(leavers + 1, "C01", village.Today, Memo: $"同{CrashCase.NameOf(household)}")));
                var asked = CrashCase.Done(
                    await desks.Changes.Leave(
                        CrashCase.System($"leave {household}"), village.Bank,
                        new(household, new($"{CrashCase.NameOf(household)}搬走了", "村委会"))));
                CrashCase.Done(
                    await desks.Proposals.Confirm(
                        CrashCase.System($"left {household}") with
                        {
                            Caller = new("staff:2", "supervisor", [new(Role.Supervisor, village.Bank)]),
                        },
                        village.Bank,
                        asked.Proposal!.Number));
                CrashCase.Done(await desks.Privacy.Erasures.Ask(CrashCase.System($"erasure {household}"), village.Bank, new(household)));
            }
        });
        foreach (var erasure in Enumerable.Range(1, leavers)) Plan(supervisor, $"erasures/{erasure}/execution", "{}");

        await KilledAmong(writes, () =>
        {
            for (var erasure = 1; erasure <= leavers; erasure++)
            {
                var places = PlacesOf(CrashCase.NameOf(erasure));
                if (village.Holds(writes[erasure - 1])) places.Should().BeEmpty("the erasure of household {0} was written", erasure);
                else places.Should()
                    .Contain(
                        ["members.name", "entry_notes.text", "household_changes.reason"], "the erasure of household {0} was not", erasure);
            }
        });

        village.Read<long>("select count(*) from erasure_ends where outcome = 'done'").Should().Be(leavers);
        village.Verify();
        // A stop as it should be folds the side file into the one file.
        Database.Open(new() { File = village.File, Clock = SystemClock.Instance, Migrations = VillageSchema.Migrations }).Dispose();
        foreach (var file in Directory.EnumerateFiles(village.Folder, "pointsbank.db*"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            for (var household = 1; household <= leavers; household++)
                bytes.AsSpan()
                    .IndexOf(Encoding.UTF8.GetBytes(CrashCase.NameOf(household)))
                    .Should()
                    .Be(-1, "{0} is erased from {1}", household, file);
        }
    }

    [Fact]
    public async Task A_year_that_was_ended_by_half_is_ended_by_whoever_sends_the_same_again()
    {
        // Five times the village, so that carrying over takes more than one write.
        const int households = 5 * 226;
        const int carryOver = 50;
        await village.Make(households, async desks =>
        {
            await Hire(desks);
            CrashCase.Done(await desks.Banks.Set(
                CrashCase.System("expiry"), village.Bank,
                new(
                    new Dictionary<string, long> { ["pointsExpire"] = 1, ["carryOver"] = carryOver, ["expiryDay"] = 10 }, new(2020, 1, 1),
                    "代表会议决议")));
            foreach (var part in Enumerable.Range(1, households).Chunk(500))
                CrashCase.Done(
                    await desks.Deeds.BringForward(
                        CrashCase.System($"opening {part[0]}"), village.Bank,
                        [.. part.Select(household => new Village.Deeds.OpeningInput(household, PointsOf(household)))]));
        });
        var random = new Random(village.Seed);
        // Two years back, because the last one's grace day may still be ahead.
        var year = village.Today.Year - 2;

        var close = Plan(clerk, $"years/{year}/close", $$"""{"head":"{{village.Head()}}"}""");
        await Killed(close, () => random.Next(3) == 0);
        var expiry = Plan(clerk, $"years/{year}/expiry", $$"""{"head":"{{village.Head()}}"}""");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var before = village.Read<long>("select count(*) from year_expiries");
            await Killed(expiry, () => village.Read<long>("select count(*) from year_expiries") > before);
            var done = village.Read<long>("select count(*) from year_expiries");
            output.WriteLine($"{done} of {households} households");
            (done % 500).Should().BeOneOf([0, households % 500], "a write of many is whole or absent");
        }
        await Settle([close, expiry]);

        var olds = Enumerable.Range(1, households).Select(PointsOf).ToList();
        village.Read<string>(
            "select count(*) || ' ' || sum(balance) || ' ' || sum(carried) || ' ' || sum(expired) || ' ' || count(entry) from year_expiries")
            .Should()
            .Be(
                $"{households} {olds.Sum()} {olds.Sum(old => Math.Min(old, carryOver))} {olds.Sum(old => Math.Max(0, old - carryOver))} "
                    + $"{olds.Count(old => old > 0)}");
        village.Read<long>("select count(*) from entries where reason = 'year_end'").Should().Be(olds.Count(old => old > 0));
        village.Read<long>("select count(*) from year_closes").Should().Be(1);
        village.Verify();

        static int PointsOf(int household) => 1 + household % 120;
    }

    async Task Hire(PointsBank.Village.Desks desks)
    {
        clerk = await CrashCase.SignIn(desks, "clerk");
        supervisor = await CrashCase.SignIn(desks, "supervisor");
    }

    KnownWrite Plan(string token, string path, string body)
    {
        var write = new KnownWrite($"{village.Seed}-{writes.Count}", token, $"{CrashCase.Api}/{path}", body);
        writes.Add(write);
        return write;
    }

    /// <summary>
    /// Many clients send these writes while the server is killed twice among them; whatever was not answered is sent again.
    /// </summary>
    async Task KilledAmong(IReadOnlyList<KnownWrite> all, Action? lookWhileDown = null)
    {
        var random = new Random(village.Seed);
        foreach (var half in all.Chunk((all.Count + 1) / 2))
        {
            await using (var server = await ServerProcess.Start(village.Folder))
            {
                var (waiting, answered, moment) = (new ConcurrentQueue<KnownWrite>(half), 0, random.Next(1, half.Length - Clients));
                await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
                {
                    while (waiting.TryDequeue(out var write) && await write.Send(server.Client))
                        if (Interlocked.Increment(ref answered) == moment) server.Kill();
                })));
            }
            lookWhileDown?.Invoke();
            village.Verify();
        }
        await Settle(all);
    }

    /// <summary>Sends one write and kills the server when it is time; the write may be done, half done or not begun.</summary>
    async Task Killed(KnownWrite write, Func<bool> isTime)
    {
        await using (var server = await ServerProcess.Start(village.Folder))
        {
            var sending = write.SendAny(server.Client);
            while (!sending.IsCompleted && !isTime()) await Task.Yield();
            server.Kill();
            await sending;
        }
        output.WriteLine($"{write.Path}: {(write.Answer is null ? "killed" : "answered before the kill")}");
        village.Verify();
    }

    /// <summary>
    /// Sends all again, twice: the acknowledged are replayed word for word, the others are done now, or replayed if the file has them.
    /// </summary>
    async Task Settle(IReadOnlyList<KnownWrite> all)
    {
        await using var server = await ServerProcess.Start(village.Folder);
        output.WriteLine(
            $"POINTSBANK_SEED={village.Seed}: {all.Count(write => write.Answer is null)} of {all.Count} without an answer, "
                + $"{all.Count(write => write.Answer is null && village.Holds(write))} of them written");
        foreach (var write in all.Concat(all))
        {
            var (known, holds) = (write.Answer, village.Holds(write));
            var (status, replayed, text) = await write.SendAgain(server.Client);
            (status, replayed).Should().Be(holds ? (200, true) : (201, false), "{0} {1}: {2}", write.Path, write.Body, text);
            if (known is not null) (holds, text).Should().Be((true, known), "it was acknowledged: {0}", write.Path);
        }
    }

    /// <summary>Every table and column in which this text stands.</summary>
    IReadOnlyList<string> PlacesOf(string text)
    {
        using var connection = Database.OpenToRead(village.File);
        return connection.Query<(string Table, string Column)>("""
            select t.name, c.name from pragma_table_list t join pragma_table_info(t.name) c where t.type = 'table' and c.type = 'TEXT'
            """)
                .Where(
                    place => connection.ExecuteScalar<long>(
                        $"select count(*) from {place.Table} where {place.Column} like @like", new { like = $"%{text}%" }) > 0)
            .Select(place => $"{place.Table}.{place.Column}").ToList();
    }
}
