using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Tests;

/// <summary>Settings on which money or rights hang: a document, and after the first entry a second person.</summary>
public class SettingTests
{
    const long Bank = VillageFixture.Bank;

    static readonly Caller Administrator = new("staff:1", "administrator", [new(Role.Administrator, 0)]);
    static readonly Caller Supervisor = new("staff:2", "supervisor", [new(Role.Supervisor, Bank)]);

    [Fact]
    public async Task A_ceiling_wants_a_document_and_on_the_first_day_no_second_person()
    {
        using var village = await VillageFixture.Open();

        (await Set(village, Setting.IssueCeiling, 9_000, document: null)).ShouldBeRefused(VillageRefusals.MissingValue, "document");
        var set = village.Done(await Set(village, Setting.IssueCeiling, 9_000));

        (set.Proposal, set.Values[Setting.IssueCeiling.Name]).Should().Be((null, 9_000));
        village.Desks.Banks.Proposals(Bank, open: false, 0, 1)[0]
            .Should().Match<SettingProposalView>(made => made.State == "alone" && made.Document == "代表会议决议");
    }

    [Fact]
    public async Task After_the_first_entry_one_person_proposes_a_ceiling_and_another_puts_it_into_force()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D04");

        var set = village.Done(await Set(village, Setting.IssueCeiling, 99_999));
        var number = set.Proposal!.Value;
        set.Values[Setting.IssueCeiling.Name].Should().Be(0);

        (await Decide(village, number, Administrator)).ShouldBeRefused(VillageRefusals.ConfirmedByAnother, "proposal");
        village.Done(await Decide(village, number, Supervisor)).DecidedBy.Should().NotBeNull();
        village.Desks.Banks.SettingsOf(Bank).On(village.Today, Setting.IssueCeiling).Should().Be(99_999);
        (await Decide(village, number, Supervisor)).ShouldBeRefused(VillageRefusals.ProposalDecided, "proposal");
        (await Decide(village, 99, Supervisor)).ShouldBeRefused(VillageRefusals.UnknownProposal, "proposal");
    }

    [Fact]
    public async Task A_refused_change_changes_nothing()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D04");
        var number = village.Done(await Set(village, Setting.MakerMayCheck, 1)).Proposal!.Value;

        village.Done(await village.Desks.Banks.Decide(As(Supervisor), Bank, number, confirms: false)).State.Should().Be("refused");
        var second = village.Done(await Set(village, Setting.MakerMayCheck, 1)).Proposal!.Value;
        village.Done(await village.Desks.Banks.Decide(As(Administrator), Bank, second, confirms: false)).State
            .Should().Be("taken_back", "the administrator proposed it");

        village.Desks.Banks.SettingsOf(Bank).On(village.Today, Setting.MakerMayCheck).Should().Be(0);
        village.Desks.Banks.Proposals(Bank, open: true, 0, 9).Should().BeEmpty();
    }

    [Fact]
    public async Task A_change_that_is_confirmed_late_is_told_from_the_day_on_which_it_holds()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D04");
        var asked = village.Today;
        var late = village.Done(await Set(village, Setting.IssueCeiling, 99_999)).Proposal!.Value;
        village.Desks.Banks.Proposals(Bank, open: true, 0, 9).Single().HoldsFrom.Should().BeNull("it waits");
        village.Clock.Advance(NodaTime.Duration.FromDays(3));

        var decided = village.Done(await Decide(village, late, Supervisor));

        (decided.ValidFrom, decided.HoldsFrom).Should().Be((asked, asked.PlusDays(3)));
        village.Desks.Banks.SettingsOf(Bank).On(asked.PlusDays(2), Setting.IssueCeiling).Should().Be(0);
        village.Desks.Banks.SettingsOf(Bank).On(asked.PlusDays(3), Setting.IssueCeiling).Should().Be(99_999);
    }

    [Fact]
    public async Task What_no_money_and_no_right_hangs_on_is_set_by_one_person_at_any_time()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D04");

        village.Done(await Set(village, Setting.PassbookRows, 30, document: null)).Values[Setting.PassbookRows.Name].Should().Be(30);
    }

    [Fact]
    public async Task A_reminder_comes_before_a_pause_and_neither_at_the_honour_of_the_start()
    {
        using var village = await VillageFixture.Open();
        new[] { Setting.BaseStanding.Default, Setting.FavourRemindBelow.Default, Setting.FavourPauseBelow.Default }
            .Should().Equal(100, 80, 70);

        (await Set(village, Setting.FavourPauseBelow, 81)).ShouldBeRefused(VillageRefusals.OutOfRange, "values.favourPauseBelow");
        (await Set(village, Setting.FavourRemindBelow, 101)).ShouldBeRefused(VillageRefusals.OutOfRange, "values.favourRemindBelow");
        (await Set(village, Setting.BaseStanding, 50)).ShouldBeRefused(VillageRefusals.OutOfRange, "values.baseStanding");
    }

    [Fact]
    public async Task The_database_wants_the_second_person_too()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D04");
        var number = village.Done(await Set(village, Setting.IssueCeiling, 99_999)).Proposal!.Value;

        await Refuses(
            "insert into settings values (1, 'issueCeiling', '2026-03-02', 1, '99999', 0, 'staff:1')", "a document and a second person");
        await Refuses($"insert into setting_decisions values (1, {number}, 'confirmed', 0, 'staff:1')", "does not confirm it");
        await Refuses($"insert into setting_decisions values (1, {number}, 'alone', 0, 'staff:1')", "only before the first entry");

        async Task Refuses(string sql, string message)
        {
            var write = () => village.Database.Write<int>(writer => writer.Execute(sql));
            (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(message);
        }
    }

    [Fact]
    public async Task The_database_knows_the_same_settings_as_the_program()
    {
        using var village = await VillageFixture.Open();
        var trigger = village.Database.Read(
            connection => connection.QuerySingle<string>("select sql from sqlite_master where name = 'settings_decided'"));

        Setting.All.Where(setting => trigger.Contains($"'{setting.Name}'", StringComparison.Ordinal))
            .Should().BeEquivalentTo(Setting.Guarded);
        Setting.All.Should().OnlyHaveUniqueItems().And.Contain(Setting.Guarded);
    }

    static WriteContext As(Caller caller) => VillageFixture.Ask() with { Caller = caller };

    [Fact]
    public async Task The_same_change_waits_once_and_one_that_was_overtaken_is_not_confirmed()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D04");
        var first = village.Done(await Set(village, Setting.IssueCeiling, 30_000)).Proposal!.Value;
        village.Done(await Set(village, Setting.IssueCeiling, 30_000)).Proposal.Should().Be(first, "it waits already");
        village.At(2026, 3, 3);
        var second = village.Done(await Set(village, Setting.IssueCeiling, 40_000)).Proposal!.Value;
        second.Should().NotBe(first);

        village.At(2026, 3, 4);
        village.Done(await Decide(village, second, Supervisor));
        (await Decide(village, first, Supervisor)).ShouldBeRefused(VillageRefusals.ProposalMoved, "proposal");

        village.Desks.Banks.SettingsOf(Bank).On(village.Today, Setting.IssueCeiling).Should().Be(40_000);
    }

    static Task<Outcome<SettingsView>> Set(VillageFixture village, Setting setting, long value, string? document = "代表会议决议") =>
        village.Desks.Banks.Set(As(Administrator), Bank, new(new Dictionary<string, long> { [setting.Name] = value }, Document: document));

    static Task<Outcome<SettingProposalView>> Decide(VillageFixture village, long number, Caller by) =>
        village.Desks.Banks.Decide(As(by), Bank, number, confirms: true);
}
