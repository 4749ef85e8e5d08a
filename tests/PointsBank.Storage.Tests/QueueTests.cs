// The one door to writing: shared commits, lonely failures, keys that serve once, refusals that leave no trace.
using PointsBank.Ledger;

namespace PointsBank.Storage.Tests;

public sealed class QueueTests
{
    static readonly Refusal No = new(LedgerRefusals.Unbalanced);

    [Fact]
    public async Task Many_callers_share_a_commit()
    {
        using var bank = await Bank.Open();
        using var gate = new Gate(bank);
        var commits = bank.Database.Commits;

        var posted = Enumerable.Range(1, 100).Select(number => bank.Credit($"c{number}", number, 1)).ToList();
        gate.Open();
        await Task.WhenAll(posted);

        bank.Database.Writes.Should().BeGreaterOrEqualTo(100);
        (bank.Database.Commits - commits).Should().BeLessThan(5);
        bank.Head.Entry.Value.Should().Be(100);
        bank.Verify().Should().BeEmpty();
    }

    [Fact]
    public async Task A_commit_holds_no_more_writes_than_it_may()
    {
        using var bank = await Bank.Open(options => options with { MaxPerCommit = 10 });
        using var gate = new Gate(bank);
        var commits = bank.Database.Commits;

        var posted = Enumerable.Range(1, 100).Select(number => bank.Credit($"c{number}", 1, 1)).ToList();
        gate.Open();
        await Task.WhenAll(posted);

        (bank.Database.Commits - commits).Should().BeGreaterOrEqualTo(10);
    }

    [Fact]
    public async Task A_caller_that_throws_fails_alone()
    {
        using var bank = await Bank.Open();
        await bank.Credit("first", 1, 5);
        using var gate = new Gate(bank);

        var before = Enumerable.Range(1, 5).Select(number => bank.Credit($"b{number}", 1, 1)).ToList();
        var guilty = bank.Database.Write<bool>(writer =>
        {
            writer.Book(1).Post(Bank.CreditDraft("guilty", 1, 1000), writer.Now).Refusal.Should().BeNull();
            throw new InvalidOperationException("mine alone");
        });
        var after = Enumerable.Range(1, 5).Select(number => bank.Credit($"a{number}", 1, 1)).ToList();
        gate.Open();

        await Task.WhenAll(before.Concat(after));
        await FluentActions.Awaiting(() => guilty).Should().ThrowAsync<InvalidOperationException>().WithMessage("mine alone");
        bank.Balance(1).Should().Be(15);
        bank.Head.Entry.Value.Should().Be(11);
        bank.Database.Fault.Should().BeNull();
        bank.Verify().Should().BeEmpty();
    }

    [Fact]
    public async Task After_a_throw_readers_still_see_what_was_written_before()
    {
        using var bank = await Bank.Open(options => options with { HeadsPerCommit = 1 });
        using (var gate = new Gate(bank))
        {
            var posted = Enumerable.Range(1, 40).Select(number => bank.Credit($"c{number}", number, number)).ToList();
            gate.Open();
            await Task.WhenAll(posted);
        }

        await FluentActions.Awaiting(() => bank.Database.Write<bool>(_ => throw new InvalidOperationException()))
            .Should().ThrowAsync<InvalidOperationException>();

        Enumerable.Range(1, 40).Select(bank.Balance).Should().Equal(Enumerable.Range(1, 40).Select(number => (long)number));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_write_and_a_dry_run_leave_no_trace(bool dryRun)
    {
        using var bank = await Bank.OpenLived();
        var before = Everything(bank);

        var outcome = await bank.Database.Write<long>(writer =>
        {
            var book = writer.Book(1);
            book.Post(Bank.CreditDraft("new", 7, 70), writer.Now).Refusal.Should().BeNull();
            book.Place(new(Bank.Household(1), new(3), null, "staff:1", Bank.Key("new hold"), default, "order"), writer.Now).Refusal
                .Should().BeNull();
            book.End(new(new(2), HoldOutcome.Voided, "staff:1", Bank.Key("new end")), writer.Now).Refusal.Should().BeNull();
            book.SetTerms(Bank.Household(2), null, AccountState.Frozen, "staff:1", "test", writer.Now).Refusal.Should().BeNull();
            book.WriteAllHeads();
            return dryRun ? book.Head.Entry.Value : No;
        }, dryRun);

        outcome.Refusal.Should().Be(dryRun ? null : No);
        Everything(bank).Should().Equal(before);
        (await bank.Credit("after", 7, 1)).Number.Value.Should().Be(7);
        bank.Balance(7).Should().Be(1);
        bank.Verify().Should().BeEmpty();
    }

    [Fact]
    public async Task Heads_written_by_a_dry_run_are_still_owed()
    {
        using var bank = await Bank.Open(options => options with { HeadsPerCommit = 1 });
        using var gate = new Gate(bank);
        var posted = Enumerable.Range(1, 40).Select(number => bank.Credit($"c{number}", number, number)).ToList();
        var copied = bank.Database.Write<string>(writer =>
        {
            writer.Book(1).WriteAllHeads();
            return "kept nowhere";
        }, dryRun: true);
        var copy = bank.Database.Write<string>(_ => bank.CopyOfFile());
        gate.Open();
        await Task.WhenAll(posted);
        _ = await copied;

        Enumerable.Range(1, 40).Select(bank.Balance).Should().Equal(Enumerable.Range(1, 40).Select(number => (long)number));
        bank.Verify().Should().BeEmpty();
        Verifier.VerifyFile((await copy).Value).Should().OnlyContain(proof => proof.IsSound);
    }

    [Fact]
    public async Task Work_sees_its_own_heads_after_writing_them_all()
    {
        using var bank = await Bank.Open(options => options with { HeadsPerCommit = 1 });

        var seen = await bank.Database.Write<long>(writer =>
        {
            var book = writer.Book(1);
            for (var household = 1; household <= 30; household++)
                _ = book.Post(Bank.CreditDraft($"c{household}", household, 2), writer.Now);
            book.WriteAllHeads();
            return writer.ExecuteScalar<long>("select sum(balance) from account_heads where kind = 1");
        });

        seen.Value.Should().Be(60);
        bank.Count("select heads_as_of = postings from books").Should().Be(1, "nothing is owed after that");
        bank.Count("select households from standing_counts where standing = 2").Should().Be(30);
        bank.Verify().Should().BeEmpty();
    }

    [Fact]
    public async Task A_bank_whose_opening_was_refused_leaves_its_number_but_not_its_name()
    {
        using var bank = await Bank.Open();

        foreach (var (code, dryRun) in new[] { ("refused", false), ("tried", true), ("second", false) })
            _ = await bank.Database.Write<long>(writer =>
            {
                var number = writer.AddBook(BankCode.Parse(code))!.Value;
                _ = writer.Book(number).Post(Bank.CreditDraft("first", 1, 1), writer.Now);
                return code == "refused" ? No : number;
            }, dryRun);

        bank.Database.Read(BookTable.All).Should().Equal((1, BankCode.Parse("anjiahe")), (2, BankCode.Parse("second")));
        Verifier.VerifyFile(bank.File).Should().OnlyContain(proof => proof.IsSound, "the bank's code stands under every hash");
    }

    [Fact]
    public async Task A_banks_code_is_given_once()
    {
        using var bank = await Bank.Open();

        var second = await bank.Database.Write<bool>(writer => writer.AddBook(BankCode.Parse("anjiahe")) is null);

        second.Value.Should().BeTrue();
        bank.Database.Read(BookTable.All).Should().ContainSingle();
        bank.Database.Read(connection => BookTable.Find(connection, BankCode.Parse("anjiahe"))).Should().Be(1);
        bank.Database.Read(connection => BookTable.Find(connection, BankCode.Parse("other"))).Should().BeNull();
    }

    [Fact]
    public async Task Books_of_two_banks_in_one_file_do_not_touch()
    {
        using var bank = await Bank.Open();
        _ = await bank.Database.Write<long>(writer => writer.AddBook(BankCode.Parse("second"))!.Value);

        foreach (var number in new[] { 1L, 2, 2 })
            _ = await bank.Database.Write(
                writer => writer.Book(number).Post(Bank.CreditDraft($"c{writer.Book(number).Head.Entry}", 1, number), writer.Now));

        bank.Database.ReadAccount(1, Bank.Household(1))!.Balance.Value.Should().Be(1);
        bank.Database.ReadAccount(2, Bank.Household(1))!.Balance.Value.Should().Be(4);
        Verifier.VerifyFile(bank.File).Should().HaveCount(2).And.OnlyContain(proof => proof.IsSound);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        using var bank = await Bank.Open(options => options with { QueueCapacity = 2 });
        using var gate = new Gate(bank);
        var waiting = new[] { bank.Credit("c1", 1, 1), bank.Credit("c2", 1, 1) };

        var refused = await bank.Database.Write<bool>(_ => true);

        refused.Refusal!.Kind.Should().Be(StorageRefusals.Overloaded);
        bank.Database.Waiting.Should().Be(2);
        gate.Open();
        await Task.WhenAll(waiting);
        bank.Balance(1).Should().Be(2);
    }

    [Fact]
    public async Task A_closed_database_refuses_and_what_waited_was_written()
    {
        using var bank = await Bank.Open();
        var gate = new Gate(bank);
        var waiting = bank.Credit("c1", 1, 1);
        gate.Open();

        bank.Database.Dispose();

        (await waiting).Number.Value.Should().Be(1);
        (await bank.Database.Write<bool>(_ => true)).Refusal!.Kind.Should().Be(StorageRefusals.Stopping);
        Verifier.VerifyFile(bank.File)[0].UpTo.Entry.Value.Should().Be(1);
    }

    [Fact]
    public async Task The_same_key_fifty_times_at_once_has_one_effect()
    {
        using var bank = await Bank.Open();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Credited(bank, "once", "5 points", 5))));

        outcomes.Count(outcome => outcome.Replayed).Should().Be(49);
        outcomes.Should().OnlyContain(outcome => outcome.Value == 1);
        bank.Balance(1).Should().Be(5);
        bank.Head.Entry.Value.Should().Be(1);
    }

    [Fact]
    public async Task The_same_key_for_something_else_is_refused()
    {
        using var bank = await Bank.Open();
        (await Credited(bank, "key", "5 points", 5)).Value.Should().Be(1);

        var other = await Credited(bank, "key", "6 points", 6);

        other.Refusal!.Kind.Should().Be(LedgerRefusals.KeyReused);
        bank.Balance(1).Should().Be(5);
    }

    [Fact]
    public async Task A_refused_request_does_not_burn_its_key_and_no_key_is_no_request()
    {
        using var bank = await Bank.Open();

        (await Credited(bank, "key", "0 points", 0)).Refusal!.Kind.Should().Be(LedgerRefusals.BadAmount);
        (await Credited(bank, "key", "5 points", 5)).Value.Should().Be(1);
        var none = await bank.Database.Write(writer => writer.Once<long>(1, Bank.Request("x") with { Key = default }, () => 1));

        none.Refusal!.Kind.Should().Be(LedgerRefusals.KeyMissing);
        bank.Count("select count(*) from requests").Should().Be(1);
    }

    [Fact]
    public async Task A_dry_run_does_not_burn_its_key()
    {
        using var bank = await Bank.Open();

        var tried = await Credited(bank, "key", "5 points", 5, dryRun: true);
        var done = await Credited(bank, "key", "5 points", 5);

        tried.Value.Should().Be(1);
        done.Replayed.Should().BeFalse();
        bank.Balance(1).Should().Be(5);
    }

    [Fact]
    public async Task A_replay_after_a_restart_gets_the_first_answer()
    {
        using var bank = await Bank.Open();
        await Credited(bank, "key", "5 points", 5);

        bank.Reopen();
        var again = await Credited(bank, "key", "5 points", 5);

        again.Replayed.Should().BeTrue();
        again.Value.Should().Be(1);
        bank.Count("select count(*) from requests where actor = 'staff:1' and action = 'credit'").Should().Be(1);
    }

    static Task<Outcome<long>> Credited(Bank bank, string key, string asked, long points, bool dryRun = false) =>
        bank.Database.Write(writer => writer.Once(1, Bank.Request(key, asked), () =>
            writer.Book(1).Post(Bank.CreditDraft($"entry of {key}", 1, points), writer.Now).Then(entry => entry.Number.Value)), dryRun);

    static List<string> Everything(Bank bank) => bank.Database.Read(connection =>
    {
        string[] tables = [
            "books", "accounts", "account_terms", "account_heads", "standing_counts", "entries", "postings", "holds", "hold_ends",
            "entry_notes", "requests"];
        return tables.SelectMany(table => connection.Query<dynamic>($"select * from {table}")
            .Select(
                row => $"{table}: {string.Join(", ", ((IDictionary<string, object?>)row).Values.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : value))}")).ToList();
    });

    [Fact]
    public async Task Who_goes_through_many_heads_waits_for_no_writer_and_sees_what_was_answered()
    {
        using var bank = await Bank.Open(options => options with { QueueCapacity = 1, HeadsPerCommit = 0 });
        await bank.Credit("first", 1, 5);
        using var gate = new Gate(bank);
        var waiting = bank.Credit("second", 1, 5);

        bank.Database.ReadHeads(1, db => db.Query<long>("select balance from account_heads where bank = 1 and kind = 1"))
            .Should().Equal(5);
        gate.Open();
        await waiting;
    }
}
