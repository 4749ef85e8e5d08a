// Account heads are written back lazily; nobody may notice, whatever happens to the process.
using PointsBank.Ledger;
using PointsBank.Testing;

namespace PointsBank.Storage.Tests;

public sealed class HeadsTests
{
    const int Households = 60;

    [Fact]
    public async Task What_was_written_can_be_read_at_once()
    {
        using var bank = await Bank.Open(options => options with { HeadsPerCommit = 1 });

        for (var round = 1; round <= 5; round++)
            foreach (var household in Enumerable.Range(1, Households))
            {
                await bank.Credit($"c{round}-{household}", household, household);
                bank.Balance(household).Should().Be(round * household);
            }

        bank.Database.ReadAccount(1, Bank.Household(999)).Should().BeNull();
        bank.Verify().Should().BeEmpty();
    }

    [Fact]
    public async Task Readers_beside_many_writers_never_see_less_than_was_answered()
    {
        using var bank = await Bank.Open(options => options with { HeadsPerCommit = 1 });

        await Task.WhenAll(Enumerable.Range(1, 8).Select(household => Task.Run(async () =>
        {
            for (var round = 1; round <= 40; round++)
            {
                await bank.Credit($"c{household}-{round}", household, 1);
                bank.Balance(household).Should().Be(round);
            }
        })));

        bank.Verify().Should().BeEmpty();
    }

    [Fact]
    public async Task After_a_kill_heads_are_rebuilt_from_the_journal()
    {
        using var bank = await Bank.Open(options => options with { HeadsPerCommit = 1 });
        // One write, so that one commit leaves many heads behind; the file is copied on the writer's thread, so nothing moves meanwhile.
        var copied = bank.Database.Write<bool>(writer =>
        {
            for (var household = 1; household <= Households; household++)
                _ = writer.Book(1).Post(Bank.CreditDraft($"c{household}", household, household), writer.Now);
            return true;
        }).ContinueWith(_ => bank.Database.Write<string>(_ => bank.CopyOfFile()), TaskScheduler.Default).Unwrap();
        var copy = (await copied).Value;
        Verifier.VerifyFile(copy).Should().OnlyContain(proof => proof.IsSound, "what is not written back is no deviation");

        using var reopened = Database.Open(new() { File = copy, Clock = bank.Clock, HeadsPerCommit = 1 });
        foreach (var household in Enumerable.Range(1, Households))
            reopened.ReadAccount(1, Bank.Household(household))!.Balance.Value
                .Should().Be(household, "a reader need not wait for the first write");
        foreach (var household in Enumerable.Range(1, Households))
            (await reopened.Write<long>(writer => writer.Book(1).Find(Bank.Household(household))!.Balance.Value)).Value
                .Should().Be(household);
        (await reopened.Write(writer => writer.Book(1).Post(Bank.CreditDraft("after", 1, 1), writer.Now))).Value.Number.Value
            .Should().Be(Households + 1);
        await reopened.WriteHeads(1);

        reopened.ReadAccount(1, Bank.Household(1))!.Balance.Value.Should().Be(2);
        reopened.Read(connection => connection.ExecuteScalar<long>("select count(*) from account_heads where kind = 1 and balance > 0"))
            .Should()
            .Be(Households);
        reopened.Read(connection => Verifier.Verify(connection, 1, null, null)).Deviations.Should().BeEmpty();
    }

    [Fact]
    public async Task Who_goes_through_many_heads_sees_each_as_its_postings_have_it_while_the_writer_lags()
    {
        using var bank = await Bank.Open(options => options with { HeadsPerCommit = 0, MaxPerCommit = 1 });
        // What an account is opened with is written at once.
        for (var household = 1; household < 12; household++) await bank.Credit($"opened {household}", household, 1);
        var random = new Random(7);
        for (var round = 0; round < 4; round++)
        {
            // Between two gates, because an idle writer writes heads back.
            using var before = new Gate(bank);
            var written = bank.Database.Write<bool>(writer =>
            {
                for (var i = 0; i < 30; i++)
                {
                    var household = random.Next(1, 12);
                    var entry = writer.Book(1).Post(Bank.CreditDraft($"c{round}-{i}", household, random.Next(1, 9)), writer.Now).Value;
                    if (i % 7 == 3) _ = writer.Book(1).Reverse(Bank.Reversal($"r{round}-{i}", entry.Number.Value), writer.Now);
                }
                _ = writer.Book(1).Place(
                    new(Bank.Household(1), new(1), null, "staff:1", Bank.Key($"h{round}"), default, "order"), writer.Now);
                return true;
            });
            using var after = new Gate(bank, isAwaited: false);
            before.Open();
            after.Await();

            bank.Count("select count(*) from books where heads_as_of < postings").Should().Be(1, "the writer lags");
            var (heads, counts) = bank.Database.ReadHeads(1, db => (Heads(db), Counts(db)));
            bank.Database.Read(Heads).Should().NotEqual(heads, "what is in the table is old");
            bank.Count("select count(*) from temp.sqlite_schema").Should().Be(0, "the overlay goes with its reader");
            after.Open();
            await written;
            await bank.Database.WriteHeads(1);

            heads.Should().Equal(bank.Database.Read(Heads));
            counts.Should().Equal(bank.Database.Read(Counts));
            bank.Verify().Should().BeEmpty();
        }

        static List<(long, long, long, long, long, long, long)> Heads(DbSession db) =>
            db.Query<(long, long, long, long, long, long, long)>("""
                select account, balance, total_in, total_out, held, postings, last_posting from account_heads where bank = 1
                order by account
                """);

        static List<(long, long, long)> Counts(DbSession db) => db.Query<(long, long, long)>("""
            select period, standing, sum(households) from standing_counts where bank = 1 group by period, standing
            having sum(households) > 0 order by period, standing
            """);
    }

    [Fact]
    public async Task A_work_that_needs_them_writes_every_head_to_its_table()
    {
        using var bank = await Bank.Open(options => options with { HeadsPerCommit = 1 });
        await Task.WhenAll(Enumerable.Range(1, Households).Select(household => bank.Credit($"c{household}", household, 3)));

        await bank.Database.WriteHeads(1);

        bank.Count("select heads_as_of = postings from books").Should().Be(1);
        bank.Count("select sum(balance) from account_heads where kind = 1").Should().Be(3 * Households);
        bank.Database.Read(connection => AccountTable.All(connection, 1).ToList()).Should().OnlyContain(account => account.Postings > 0);
    }

    [Fact]
    public async Task Closing_writes_every_head_back()
    {
        using var bank = await Bank.Open(options => options with { HeadsPerCommit = 1 });
        await Task.WhenAll(Enumerable.Range(1, Households).Select(household => bank.Credit($"c{household}", household, 3)));

        bank.Reopen();

        bank.Count("select heads_as_of = postings from books").Should().Be(1);
        bank.Verify().Should().BeEmpty();
    }

    [Fact]
    public async Task Closing_right_after_a_throw_loses_no_head()
    {
        using var bank = await Bank.Open(options => options with { HeadsPerCommit = 1 });
        _ = await bank.Database.Write<bool>(writer =>
        {
            for (var household = 1; household <= Households; household++)
                _ = writer.Book(1).Post(Bank.CreditDraft($"c{household}", household, household), writer.Now);
            return true;
        });
        await FluentActions.Awaiting(() => bank.Database.Write<bool>(_ => throw new InvalidOperationException()))
            .Should().ThrowAsync<InvalidOperationException>();

        bank.Reopen();

        Enumerable.Range(1, Households).Select(bank.Balance).Should().Equal(Enumerable.Range(1, Households).Select(number => (long)number));
        bank.Verify().Should().BeEmpty();
    }

    [Fact]
    public async Task Standing_counts_say_how_many_households_stand_where()
    {
        using var bank = await Bank.Open(options => options with { HeadsPerCommit = 2 });
        foreach (var (household, points) in new[] { (1, 5), (2, 5), (3, 8), (1, 3), (4, 5) })
            await bank.Credit($"c{household}-{points}", household, points);
        _ = await bank.Database.Write(writer => writer.Book(1).Reverse(Bank.Reversal("undo", 2), writer.Now));

        await bank.Database.WriteHeads(1);

        bank.Database.Read(
            connection => connection.Query<(long, long)>(
                "select standing, households from standing_counts where households > 0 order by standing").ToList())
            .Should().Equal((0, 1), (5, 1), (8, 2));
    }

    [Fact]
    public async Task A_passbook_is_walked_from_the_last_line_back()
    {
        using var bank = await Bank.Open();
        for (var points = 1; points <= 10; points++) await bank.Credit($"c{points}", 1, points);
        var last = bank.Database.ReadAccount(1, Bank.Household(1))!.LastPosting;

        var lines = bank.Database.Read(connection => PostingTable.Walk(connection, 1, last, 4));

        lines.Select(line => (line.Posting.Amount.Value, line.Posting.BalanceAfter.Value, line.Posting.Sequence, line.Entry.Value))
            .Should().Equal((10, 55, 10, 10), (9, 45, 9, 9), (8, 36, 8, 8), (7, 28, 7, 7));
        bank.Database.Read(connection => PostingTable.Walk(connection, 1, last, 100)).Should().HaveCount(10);
        bank.Database.Read(connection => PostingTable.Walk(connection, 1, 0, 4)).Should().BeEmpty();
    }

    [Fact]
    public async Task Entries_are_read_one_by_one_and_in_ranges()
    {
        using var bank = await Bank.OpenLived();

        bank.Database.Read(connection => EntryTable.After(connection, 1, new(2), 2).Select(entry => entry.Number.Value).ToList())
            .Should().Equal(3, 4);
        bank.Database.Read(connection => EntryTable.After(connection, 1, default).ToList())
            .Should().OnlyContain(entry => Canonical.HashOf(entry) == entry.Hash).And.HaveCount(6);
        bank.Database.Read(connection => EntryTable.Find(connection, 1, new(5)))!.Reverses!.Value.Value.Should().Be(4);
        foreach (var number in new[] { long.MinValue, -1, 0, 7, long.MaxValue })
            bank.Database.Read(connection => EntryTable.Find(connection, 1, new(number))).Should().BeNull();
    }

    [Fact]
    public async Task The_sweeper_is_given_the_holds_past_their_time()
    {
        using var bank = await Bank.Open();
        await bank.Credit("c", 1, 50);
        foreach (var hours in new[] { 3, 1, 2 })
            _ = await bank.Database.Write(writer => writer.Book(1).Place(
                new(
                    Bank.Household(1), new(hours), writer.Now + NodaTime.Duration.FromHours(hours), "staff:1", Bank.Key($"h{hours}"),
                    default, "order"),
                writer.Now));
        await bank.Hold("for ever", 1, 9);
        bank.Clock.Advance(NodaTime.Duration.FromHours(2));

        var past = await bank.Database.Write<List<long>>(
            writer => writer.Book(1).HoldsPast(writer.Now, 10).Select(hold => hold.Amount.Value).ToList());

        past.Value.Should().Equal(1, 2);
    }
}
