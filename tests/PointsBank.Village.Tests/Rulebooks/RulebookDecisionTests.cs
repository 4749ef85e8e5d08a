using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Imports;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Tests.Rulebooks;

/// <summary>A rulebook: one person adopts it until the first entry; afterwards one proposes and another confirms.</summary>
public class RulebookDecisionTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task Until_the_first_entry_one_person_adopts_alone_and_from_any_day()
    {
        using var village = await VillageFixture.Open();

        var second = village.Done(await Propose(village, new(2025, 1, 1)));

        (second.Version, second.State).Should().Be((2, RulebookState.Alone));
        village.Done(village.Desks.Rulebooks.On(Bank, village.Today)).Version.Should().Be(2);
        village.Desks.Rulebooks.All(Bank).Select(book => book.State).Should().Equal(RulebookState.Alone, RulebookState.Alone);
        (await Decide(village, 2)).ShouldBeRefused(VillageRefusals.RulebookDecided, "version");
        village.IsSound();
    }

    [Fact]
    public async Task Once_the_book_lives_a_rule_is_not_direct_before_another_person_has_confirmed_it()
    {
        using var village = await Lived();

        var proposed = village.Done(await Propose(village, village.Today));

        (proposed.Version, proposed.State).Should().Be((2, RulebookState.Open));
        village.Done(village.Desks.Rulebooks.On(Bank, village.Today)).Version.Should().Be(1);
        village.Desks.Rulebooks.Decided(Bank).Select(book => book.Version).Should().Equal(1);
        (await village.TryCredit(2, "A08")).ShouldBeRefused(VillageRefusals.RuleNeedsNotice, "rule");
        var waiting = (village.Desks.Waiting.Of(VillageFixture.Supervisor, Bank, Role.Supervisor))
            .Single(item => item.Kind == "rulebooks");
        (waiting.Count, waiting.DueOn).Should().Be((1, village.Today));
        (village.Desks.Waiting.Of(VillageFixture.Clerk, Bank, Role.Clerk)).Should().NotContain(item => item.Kind == "rulebooks");

        (await Decide(village, 2, VillageFixture.Clerk)).ShouldBeRefused(VillageRefusals.ConfirmedByAnother, "version");
        (await Decide(village, 9)).ShouldBeRefused(VillageRefusals.UnknownRulebook, "version");
        (await village.TryCredit(2, "A08")).ShouldBeRefused(VillageRefusals.RuleNeedsNotice, "rule");
        village.Done(await Decide(village, 2)).State.Should().Be(RulebookState.Confirmed);

        (await village.Credit(2, "A08")).Points.Should().Be(1_000);
        (await village.TryCredit(2, "A08", on: village.Today.PlusDays(-1))).ShouldBeRefused(VillageRefusals.RuleNeedsNotice, "rule");
        (await Decide(village, 2)).ShouldBeRefused(VillageRefusals.RulebookDecided, "version");
        var hands = village.Done(village.Desks.Rulebooks.HandsOf(Bank, 2));
        (hands.ProposedBy, hands.DecidedBy, hands.DecidedAt).Should().Be(("staff:3", "staff:2", village.Clock.GetCurrentInstant()));
        village.Desks.Rulebooks.HandsOf(Bank, 9).ShouldBeRefused(VillageRefusals.UnknownRulebook, "version");
        (village.Desks.Waiting.Of(VillageFixture.Supervisor, Bank, Role.Supervisor))
            .Should().NotContain(item => item.Kind == "rulebooks");
        village.IsSound();
        village.Restart();
        village.Done(village.Desks.Rulebooks.On(Bank, village.Today)).Version.Should().Be(2);
    }

    [Fact]
    public async Task What_was_refused_is_never_in_force_and_may_be_proposed_anew()
    {
        using var village = await Lived();
        village.Done(await Propose(village, village.Today));

        village.Done(await Decide(village, 2, confirms: false)).State.Should().Be(RulebookState.Refused);

        (await Decide(village, 2)).ShouldBeRefused(VillageRefusals.RulebookDecided, "version");
        (await Decide(village, 2, confirms: false)).ShouldBeRefused(VillageRefusals.RulebookDecided, "version");
        village.At(2027, 1, 1);
        (village.Done(village.Desks.Rulebooks.On(Bank, village.Today)).Version, village.Desks.Rulebooks.Open(Bank).Count)
            .Should().Be((1, 0));
        (await village.TryCredit(2, "A08")).ShouldBeRefused(VillageRefusals.RuleNeedsNotice, "rule");
        village.Done(await Propose(village, village.Today)).Version.Should().Be(3);
        village.Desks.Rulebooks.All(Bank)
            .Select(book => book.State)
            .Should()
            .Equal(RulebookState.Alone, RulebookState.Refused, RulebookState.Open);
    }

    [Fact]
    public async Task Whoever_proposed_a_version_takes_it_back()
    {
        using var village = await Lived();
        village.Done(await Propose(village, village.Today));

        village.Desks.Rulebooks.IsProposedBy(VillageFixture.Clerk, Bank, 2).Should().BeTrue();
        village.Done(await Decide(village, 2, VillageFixture.Clerk, confirms: false)).State.Should().Be(RulebookState.TakenBack);

        village.Done(village.Desks.Rulebooks.On(Bank, village.Today)).Version.Should().Be(1);
        (await Decide(village, 2)).ShouldBeRefused(VillageRefusals.RulebookDecided, "version");
    }

    [Fact]
    public async Task No_day_that_is_over_is_proposed_or_confirmed()
    {
        using var village = await Lived();

        (await Propose(village, village.Today.PlusDays(-1))).ShouldBeRefused(VillageRefusals.RulebookFromPast, "validFrom");
        village.Desks.Rulebooks.All(Bank).Should().ContainSingle();
        village.Done(await Propose(village, village.Today.PlusDays(1)));
        village.At(2026, 3, 4, 0, 1);

        (await Decide(village, 2)).ShouldBeRefused(VillageRefusals.RulebookFromPast, "version");
        village.Done(village.Desks.Rulebooks.On(Bank, village.Today)).Version.Should().Be(1);
        village.Done(await Decide(village, 2, confirms: false));
        village.Done(await Propose(village, village.Today));
        village.At(2026, 3, 4, 23, 59);
        village.Done(await Decide(village, 3)).State.Should().Be(RulebookState.Confirmed);
    }

    [Fact]
    public async Task Of_two_that_begin_on_the_same_day_the_one_confirmed_last_counts()
    {
        using var village = await Lived();
        village.Done(await Propose(village, village.Today));
        await village.Adopt(RulebookSheet.Default("sixty", village.Today, "村民代表会议"));
        village.Done(village.Desks.Rulebooks.On(Bank, village.Today)).Version.Should().Be(3);
        village.At(2026, 3, 2, 10);

        village.Done(await Decide(village, 2));

        village.Done(village.Desks.Rulebooks.On(Bank, village.Today)).Version.Should().Be(2);
        village.Done(village.Desks.Rulebooks.On(Bank, village.Today.PlusDays(-1))).Version.Should().Be(1);
    }

    [Fact]
    public async Task Another_village_neither_finds_nor_decides_it()
    {
        using var village = await Lived();
        village.Done(await Propose(village, village.Today));
        village.Done(await village.Desks.Banks.Open(VillageFixture.Ask(), new("xiaohe", "小河村", "Xiaohe")));
        var elsewhere = village.Desks.Banks.Find("xiaohe")!.Value;
        var next = VillageFixture.Ask() with { Caller = new("staff:9", "supervisor", [new(Role.Supervisor, elsewhere)]) };

        (await village.Desks.Rulebooks.Decide(next, elsewhere, 2, confirms: true))
            .ShouldBeRefused(VillageRefusals.UnknownRulebook, "version");
        village.Desks.Rulebooks.Get(elsewhere, 2).ShouldBeRefused(VillageRefusals.UnknownRulebook, "version");

        // Whether a book has entries is asked of this village's alone, and so is whether a version was decided.
        village.Done(await village.Desks.Rulebooks.Adopt(VillageFixture.Ask(), elsewhere, Book(new(2024, 1, 1)))).State
            .Should().Be(RulebookState.Alone);
        village.Done(await village.Desks.Rulebooks.Adopt(VillageFixture.Ask(), elsewhere, Book(new(2024, 1, 1)))).State
            .Should().Be(RulebookState.Alone);
        village.Desks.Rulebooks.Open(Bank).Should().ContainSingle().Which.Version.Should().Be(2);
        village.Done(await Decide(village, 2)).State.Should().Be(RulebookState.Confirmed);
    }

    [Fact]
    public async Task Eight_confirmations_at_once_decide_once()
    {
        using var village = await Lived();
        village.Done(await Propose(village, village.Today));

        var answers = await Task.WhenAll(
            Enumerable.Range(10, 8).Select(who => Decide(village, 2, new($"staff:{who}", "supervisor", [new(Role.Supervisor, Bank)]))));

        answers.Count(answer => answer.Refusal is null).Should().Be(1);
        answers.Where(answer => answer.Refusal is not null)
            .Should().OnlyContain(answer => answer.Refusal!.Kind == VillageRefusals.RulebookDecided);
        village.Done(village.Desks.Rulebooks.On(Bank, village.Today)).Version.Should().Be(2);
        village.IsSound();
    }

    [Fact]
    public async Task A_sheet_of_rules_waits_as_well_and_not_twice()
    {
        using var village = await Lived();

        var trial = village.Done(await Import(village, village.Today, dryRun: true));
        var proposed = village.Done(await Import(village, village.Today));
        var again = village.Done(await Import(village, village.Today));

        (trial.Waits, trial.Proposal).Should().Be((true, null));
        (proposed.Waits, proposed.Proposal, again.Waits, again.Proposal).Should().Be((true, 2, true, 2));
        (await Import(village, village.Today.PlusDays(-1))).ShouldBeRefused(VillageRefusals.RulebookFromPast, "validFrom");
        (await village.TryCredit(2, "A08")).ShouldBeRefused(VillageRefusals.RuleNeedsNotice, "rule");
        village.Done(await Decide(village, 2));
        (await village.Credit(2, "A08")).Points.Should().Be(1_000);
        (village.Done(await Import(village, village.Today)) is { Waits: false, New: 0, Changed: 0 }).Should().BeTrue("it is in force");
    }

    [Fact]
    public async Task The_database_wants_the_second_person_too()
    {
        using var village = await Lived();
        village.Done(await Propose(village, village.Today));
        var (maker, now) = (VillageFixture.Clerk.Actor, village.Clock.GetCurrentInstant().ToUnixTimeMilliseconds());

        await Refuses($"insert into rulebook_decisions values (1, 2, 'confirmed', {now}, '{maker}')", "does not confirm it");
        await Refuses($"insert into rulebook_decisions values (1, 2, 'alone', {now}, '{maker}')", "only before the first entry");
        await Refuses($"insert into rulebook_decisions values (1, 2, 'confirmed', {now + 86_400_000}, 'staff:2')", "after its first day");
        await Refuses($"insert into rulebook_decisions values (1, 1, 'refused', {now}, 'staff:2')", "UNIQUE");
        await Refuses($"insert into rulebook_decisions values (1, 9, 'refused', {now}, 'staff:2')", "FOREIGN KEY");
        await Refuses($"insert into rulebook_decisions values (1, 2, 'perhaps', {now}, 'staff:2')", "CHECK");
        await Refuses("""
            insert into rules select bank, 1, 900, 'Z99', class_zh, class_en, item_zh, item_en, kind, basis, points, cap_period, cap_points, evidence, direct, ordinary, posted
            from rules where bank = 1 and version = 1 and position = 1
            """, "gets no more rules");
        await Refuses("update rulebook_decisions set kind = 'confirmed'", "append-only");
        await Refuses("delete from rulebook_decisions", "append-only");

        async Task Refuses(string sql, string message)
        {
            var write = () => village.Database.Write<int>(writer => writer.Execute(sql));
            (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(message);
        }
    }

    [Fact]
    public async Task The_database_takes_nobody_elses_word_before_the_first_entry()
    {
        using var village = await VillageFixture.Open();
        var write = () => village.Database.Write<int>(writer => writer.Execute("""
            insert into rulebooks (bank, version, title, mode, valid_from, adopted_by, recorded_at, actor) values (1, 2, '细则', 'sixty', '2026-01-01', '会议', 0, 'staff:3');
            insert into rulebook_decisions values (1, 2, 'alone', 0, 'staff:2')
            """));
        (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain("only before the first entry");
    }

    [Theory]
    [InlineData("delete from rulebook_decisions where version = 2", 2)]
    [InlineData("update rulebook_decisions set kind = 'refused' where version = 2", 2)]
    [InlineData("update rulebook_decisions set kind = 'alone' where version = 2", 2)]
    [InlineData("update rulebook_decisions set actor = 'staff:3' where version = 2", 2)]
    [InlineData("update rulebook_decisions set recorded_at = recorded_at + 86400000 where version = 2", 2)]
    [InlineData("update rulebook_decisions set recorded_at = 0 where version = 2", 2)]
    [InlineData("update rulebook_decisions set kind = 'refused' where version = 1", 1)]
    public async Task Verify_finds_what_an_owner_of_the_file_changes_in_it(string edit, long version)
    {
        using var village = await Lived();
        await village.Credit(2, "C01");
        village.Done(await Propose(village, village.Today));
        village.Done(await Decide(village, 2));
        await village.Credit(2, "A08");
        village.Done(await Propose(village, village.Today));
        village.IsSound();

        (await village.Tamper(edit))
            .Select(deviation => (deviation.Code, deviation.Place))
            .Should()
            .Contain(("rulebook_decision_differs", $"rulebook {version}"));
    }

    /// <summary>A village whose book has entries, and whose clerk enters only what is direct.</summary>
    static async Task<VillageFixture> Lived()
    {
        var village = await VillageFixture.Open();
        await village.Set(Setting.ClerkCreditsAnyRule, 0);
        await village.BringForward(1, 10);
        return village;
    }

    /// <summary>The default rules, but A08 is direct and worth a thousand.</summary>
    static RulebookInput Book(LocalDate from)
    {
        var book = RulebookSheet.Default("sixty", from, "村民代表会议");
        return book with
        {
            Rules = [.. book.Rules.Select(
            rule => rule.Code == "A08"
                ? rule with { Direct = true, Points = 1_000, CapPeriod = "none", CapPoints = 0, Basis = "per_event" }
                : rule)]
        };
    }

    static Task<Outcome<RulebookView>> Propose(VillageFixture village, LocalDate from) =>
        village.Desks.Rulebooks.Adopt(VillageFixture.Ask(), Bank, Book(from));

    static Task<Outcome<RulebookView>> Decide(VillageFixture village, long version, Caller? by = null, bool confirms = true) =>
        village.Desks.Rulebooks.Decide(VillageFixture.Ask() with { Caller = by ?? VillageFixture.Supervisor }, Bank, version, confirms);

    static Task<Outcome<ImportView>> Import(VillageFixture village, LocalDate from, bool dryRun = false)
    {
        var book = Book(from);
        using var sheet = new MemoryStream();
        RulebookSheet.Write(new(1, book.Title, book.Mode, from, book.AdoptedBy, book.Rules), "csv", sheet);
        var file = sheet.ToArray();
        return village.Desks.Imports.Import(
            new(VillageFixture.Clerk, WriteContext.NewKey(), Digest.Of(file), dryRun), Bank, "rulebook", new MemoryStream(file),
            "rules.csv", new("sixty", from));
    }
}
