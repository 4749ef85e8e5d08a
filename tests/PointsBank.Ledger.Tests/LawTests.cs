// The law, whatever anybody does: random steps on a book in memory.
using PointsBank.Testing;

namespace PointsBank.Ledger.Tests;

public sealed class LawTests
{
    [Fact]
    public void The_audit_names_one_changed_amount_once_and_not_every_line_after_it()
    {
        var bank = BankCode.Parse("anjiahe");
        var book = new MemoryBook(bank);
        for (var i = 1; i <= 5; i++)
            book.Post(
                new Draft
                {
                    Kind = EntryKind.Credit,
                    EffectiveOn = new(2026, 3, 1),
                    Actor = "staff:1",
                    Reason = "test",
                    Key = IdempotencyKey.TryParse($"slip {i}", out var key) ? key : default,
                    Fingerprint = Digest.Of("test"),
                    Legs = [
                        new(new(AccountKind.Issuance, 0, Unit.Points, 2026), new(-5)),
                        new(new(AccountKind.HouseholdPoints, 12, Unit.Points), new(5))],
                },
                NodaTime.Instant.FromUtc(2026, 3, 1, 1, 0));

        var audit = new Audit(bank);
        foreach (var account in book.Accounts) audit.Opened(account.Number, account.Key, account.Floor);
        foreach (var entry in book.Entries)
            audit.Check(
                entry.Number.Value == 2
                    ? entry with { Postings = [entry.Postings[0], entry.Postings[1] with { Amount = new(6) }] }
                    : entry);

        audit.Deviations.Should().OnlyContain(deviation => deviation.Place.StartsWith("entry 2"));
    }

    [Theory]
    [InlineData(EntryKind.Reversal)]
    [InlineData((EntryKind)99)]
    public void Only_a_reversal_is_called_one(EntryKind kind)
    {
        var book = new MemoryBook(BankCode.Parse("anjiahe"));
        var draft = new Draft
        {
            Kind = kind,
            EffectiveOn = new(2026, 3, 1),
            Actor = "staff:1",
            Reason = "test",
            Key = new("0123456789abcdef"u8),
            Fingerprint = Digest.Of("test"),
            Legs = [
                new(new(AccountKind.Issuance, 0, Unit.Points, 2026), new(-5)),
                new(new(AccountKind.HouseholdPoints, 12, Unit.Points), new(5))],
        };

        book.Post(draft, NodaTime.Instant.FromUtc(2026, 3, 1, 1, 0)).Refusal!.Kind.Should().Be(LedgerRefusals.BadLabel);
        book.Entries.Should().BeEmpty();
    }

    [Fact]
    public Task Postings_of_each_unit_sum_to_zero() => Steps.Hold(100, 150, async steps =>
    {
        using var book = await Played(steps);

        foreach (var entry in book.Book.Entries)
            entry.Postings.GroupBy(posting => posting.Key.Unit)
                .Should().OnlyContain(unit => unit.Sum(posting => posting.Amount.Value) == 0);
        foreach (var unit in book.Book.Accounts.GroupBy(account => account.Key.Unit))
            unit.Sum(account => account.Balance.Value).Should().Be(0);
    });

    [Fact]
    public Task What_is_available_never_falls_below_the_floor_unless_a_deficit_was_chosen() => Steps.Hold(100, 150, async steps =>
    {
        using var book = new MemoryScenarioBook();
        foreach (var step in steps)
        {
            var before = book.Book.Accounts.ToDictionary(account => account.Key);

            await step.Play(book);

            if (step.MayPassFloor) continue;
            foreach (var after in book.Book.Accounts.Where(account => account.Available < account.Floor))
                after.Available.Should().BeGreaterOrEqualTo(before[after.Key].Available, "an account in deficit may only be filled");
        }
    });

    [Fact]
    public Task What_is_held_is_the_sum_of_open_holds_and_never_below_zero() => Steps.Hold(100, 150, async steps =>
    {
        using var book = await Played(steps);

        foreach (var account in book.Book.Accounts)
        {
            account.Held.Value.Should().BeGreaterOrEqualTo(0);
            account.Held.Value.Should()
                .Be(book.Book.Holds.Where(hold => hold.Key == account.Key && hold.End is null).Sum(hold => hold.Amount.Value));
        }
    });

    [Fact]
    public Task A_replay_changes_nothing() => Steps.Hold(100, 100, async steps =>
    {
        using var book = new MemoryScenarioBook();
        foreach (var step in steps.Where(step => step.HasKey))
        {
            var first = await step.Play(book);
            var (head, accounts) = (book.Head, book.Book.Accounts.ToList());

            var second = await step.Play(book);

            second.Should().Be(first == "ok" ? "replayed" : first);
            book.Head.Should().Be(head);
            book.Book.Accounts.Should().Equal(accounts);
        }
    });

    [Fact]
    public Task Whatever_is_refused_leaves_no_trace() => Steps.Hold(100, 150, async steps =>
    {
        using var book = new MemoryScenarioBook();
        foreach (var step in steps)
        {
            var (head, accounts, holds) = (book.Head, book.Book.Accounts.ToList(), book.Book.Holds.ToList());

            if (await step.Play(book) == "ok") continue;

            book.Head.Should().Be(head);
            book.Book.Accounts.Should().Equal(accounts);
            book.Book.Holds.Should().Equal(holds);
        }
    });

    [Fact]
    public Task An_entry_is_reversed_once_and_a_reversal_never() => Steps.Hold(60, 150, async steps =>
    {
        using var book = await Played(steps);
        foreach (var entry in book.Book.Entries.ToList())
        {
            var reversed = await new ScenarioStep(7, 1, (int)entry.Number.Value, 10, 1000 + (int)entry.Number.Value).Play(book);
            var again = await new ScenarioStep(7, 1, (int)entry.Number.Value, 10, 9000 + (int)entry.Number.Value).Play(book);

            if (entry.Reverses is not null) reversed.Should().Be("is_reversal");
            if (reversed == "ok") again.Should().Be("already_reversed");
            else again.Should().Be(reversed);
        }
        book.Book.Entries.Where(entry => entry.Reverses is not null).Select(entry => entry.Reverses).Should().OnlyHaveUniqueItems();
    });

    [Fact]
    public Task Numbers_have_no_gaps_and_the_chain_has_no_break() => Steps.Hold(100, 150, async steps =>
    {
        using var book = await Played(steps);
        var (number, posting, hash) = (0L, 0L, default(Digest));
        var sequences = new Dictionary<AccountNumber, long>();
        foreach (var entry in book.Book.Entries)
        {
            entry.Number.Value.Should().Be(++number);
            entry.Previous.Should().Be(hash);
            hash = Canonical.HashOf(entry);
            entry.Hash.Should().Be(hash);
            foreach (var line in entry.Postings)
            {
                line.Number.Should().Be(++posting);
                line.Sequence.Should().Be(sequences[line.Account] = sequences.GetValueOrDefault(line.Account) + 1);
            }
        }
        book.Book.Accounts.Select(account => account.Number.Value)
            .Should().Equal(Enumerable.Range(1, book.Book.Accounts.Count()).Select(count => (long)count));
    });

    [Fact]
    public Task What_the_audit_derives_is_what_stands_there() => Steps.Hold(150, 200, async steps =>
    {
        using var book = await Played(steps);

        book.Verify().Should().BeEmpty();
    });

    [Fact]
    public async Task Random_steps_reach_every_sort_of_outcome()
    {
        var outcomes = new HashSet<string>();

        await Steps.Hold(200, 200, async steps =>
        {
            using var book = new MemoryScenarioBook();
            foreach (var step in steps) outcomes.Add($"{step.Action} {await step.Play(book)}");
        });

        // Without this the properties above could hold because nothing ever happens.
        outcomes.Should().Contain(["0 ok", "1 ok", "2 ok", "3 ok", "4 ok", "5 ok", "6 ok", "7 ok", "8 ok"]);
        outcomes.Should()
            .Contain(["0 bad_amount", "1 would_pass_floor", "1 account_frozen", "0 key_reused", "5 exceeds_hold", "7 already_reversed"]);
    }

    static async Task<MemoryScenarioBook> Played(ScenarioStep[] steps)
    {
        var book = new MemoryScenarioBook();
        foreach (var step in steps) await step.Play(book);
        return book;
    }
}
