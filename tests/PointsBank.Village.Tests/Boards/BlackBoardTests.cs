using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;
using static PointsBank.Village.Tests.Boards.BoardLife;

namespace PointsBank.Village.Tests.Boards;

/// <summary>The way onto the black board, and every way off it.</summary>
public class BlackBoardTests
{
    [Fact]
    public async Task A_decided_and_posted_entry_stands_without_a_name_with_reason_document_and_last_day_whoever_agreed()
    {
        using var village = await ClaimLife.OpenWithPeople();
        await village.Consents(1);
        var entry = village.Done(await village.TryRecord(await village.Decided()));
        (village.Board("black")).Should().BeEmpty("nobody posted it yet");

        village.Done(await village.TryPost(entry.Number));

        var line = (village.Board("black", "2026-03")).Should().ContainSingle().Subject;
        (line.Name, line.Group, line.Standing).Should().Be(("", "一组", 0), "in a group of a few households a mask tells who it is");
        (village.Board("black", "2026-02")).Should().BeEmpty("it did not stand there in that month");
        (village.Board("black", "2025")).Should().BeEmpty();
        await village.Set(Banks.Setting.BlackNames, 1);
        (village.Board("black", "2026-03")).Single().Name.Should().Be("张*国");
        line.Decided.Should().Be(new DecidedLine("两次提醒后仍乱倒垃圾", "整改7号", new(2026, 3, 2), new(2026, 3, 11)));
        village.Desks.Black.OfHousehold(Bank, 1).Should().ContainSingle();
        village.Desks.Black.OfHousehold(Bank, 2).Should().BeEmpty();
        village.IsSound();
    }

    [Fact]
    public async Task Each_step_that_is_missing_is_named()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var input = await village.Decided();
        var late = await village.Remind(1, "written", new(2026, 3, 2));
        var early = await village.Remind(1, "written", new(2026, 2, 1));
        var other = await village.Remind(1, "private", new(2026, 2, 1), "D10");
        var neighbour = await village.Remind(2, "private", new(2026, 2, 1));

        async Task Refused(BlackInput wrong, RefusalKind kind, string field) =>
            (await village.TryRecord(wrong)).ShouldBeRefused(kind, field);
        await Refused(input with { Household = 99 }, VillageRefusals.UnknownHousehold, "household");
        await Refused(input with { Rule = "X99" }, VillageRefusals.UnknownRule, "rule");
        await Refused(input with { Rule = "A03" }, VillageRefusals.WrongRuleKind, "rule");
        await Refused(input with { Rule = Protected }, VillageRefusals.NeverOnBoard, "rule");
        await Refused(input with { PrivateReminder = 99 }, VillageRefusals.ReminderMissing, "privateReminder");
        await Refused(input with { PrivateReminder = input.WrittenReminder }, VillageRefusals.ReminderMissing, "privateReminder");
        await Refused(input with { PrivateReminder = other }, VillageRefusals.ReminderMissing, "privateReminder");
        await Refused(input with { PrivateReminder = neighbour }, VillageRefusals.ReminderMissing, "privateReminder");
        await Refused(input with { WrittenReminder = late }, VillageRefusals.ReminderMissing, "writtenReminder");
        await Refused(input with { WrittenReminder = early }, VillageRefusals.ReminderMissing, "writtenReminder");
        await Refused(input with { Session = 99 }, VillageRefusals.UnknownAssessment, "session");
        await Refused(input with { Document = " " }, VillageRefusals.MissingValue, "document");
        await Refused(input with { Reason = "" }, VillageRefusals.MissingValue, "reason");
        await Refused(input with { Reason = new('长', 401) }, VillageRefusals.TooLong, "reason");
        await Refused(input with { Reason = "因上访" }, VillageRefusals.ProtectedMatter, "reason");
        await Refused(input with { Reason = "张建国乱倒垃圾" }, VillageRefusals.ProtectedMatter, "reason");
        await Refused(input with { Document = "电话13812345678" }, VillageRefusals.ProtectedMatter, "document");
        await Refused(input with { Days = 9 }, VillageRefusals.OutOfRange, "days");
        await Refused(input with { Days = 31 }, VillageRefusals.OutOfRange, "days");
        await Refused(input with { ShownFrom = new(2026, 3, 1) }, VillageRefusals.OutOfRange, "shownFrom");
        await Refused(input with { ShownFrom = new(2026, 4, 3) }, VillageRefusals.OutOfRange, "shownFrom");
        village.Done(await village.TryRecord(input));
    }

    [Fact]
    public async Task The_meeting_had_enough_people_without_a_tie_and_kin_neither_record_nor_post()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var input = await village.Decided();
        await village.Tie(ClaimLife.SecondAssessor, 1);
        (await village.TryRecord(input)).ShouldBeRefused(VillageRefusals.QuorumMissing, "session");

        var wider = input with { Session = await village.Meet(2, 7) };
        await village.Tie(ClaimLife.Leader, 1);
        (await village.TryRecord(wider, ClaimLife.Leader)).ShouldBeRefused(VillageRefusals.OwnOrRelated, "household");
        var entry = village.Done(await village.TryRecord(wider, ClaimLife.Assessor)).Number;
        await village.Tie(ClaimLife.Supervisor, 1);
        (await village.TryPost(entry)).ShouldBeRefused(VillageRefusals.OwnOrRelated, "entry");
        (await village.TryPost(entry, ClaimLife.Assessor)).ShouldBeRefused(VillageRefusals.MakerIsChecker, "entry");
        village.Done(await village.TryPost(entry, SecondSupervisor));
    }

    [Fact]
    public async Task A_minors_household_never_stands_there_nor_one_that_is_no_more()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var minor = (await village.OpenHousehold("小明明", born: new(2010, 1, 1))).Number;

        (await village.TryRecord(await village.Decided(minor))).ShouldBeRefused(VillageRefusals.NeverOnBoard, "household");
        var input = await village.Decided(2);
        await village.EndHousehold(2);
        (await village.TryRecord(input)).ShouldBeRefused(VillageRefusals.HouseholdEnded, "household");
    }

    [Fact]
    public async Task An_entry_is_posted_once_and_not_after_its_end()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var (posted, dropped) = (await village.OnBlack(), village.Done(await village.TryRecord(await village.Decided(2))).Number);
        (await village.TryPost(posted)).ShouldBeRefused(VillageRefusals.BlackEntryPosted, "entry");

        village.Done(await village.TryEnd(dropped, "withdrawn"));

        (await village.TryPost(dropped)).ShouldBeRefused(VillageRefusals.BlackEntryEnded, "entry");
        (await village.TryEnd(dropped)).ShouldBeRefused(VillageRefusals.BlackEntryEnded, "entry");
        (await village.TryEnd(posted, "upheld")).ShouldBeRefused(VillageRefusals.NotInList, "kind");
        (await village.TryPost(99)).ShouldBeRefused(VillageRefusals.UnknownBlackEntry, "entry");
    }

    [Fact]
    public async Task Reminders_bring_a_household_there_once_so_that_no_second_decision_prolongs_the_first()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var input = await village.Decided();
        var mistyped = village.Done(await village.TryRecord(input)).Number;
        (await village.TryRecord(input)).ShouldBeRefused(VillageRefusals.ReminderUsed, "writtenReminder");
        village.Done(await village.TryEnd(mistyped, "withdrawn"));
        village.Done(await village.TryPost(village.Done(await village.TryRecord(input)).Number));

        village.At(2026, 3, 12);

        (await village.TryRecord(input)).ShouldBeRefused(VillageRefusals.ReminderUsed, "writtenReminder");
        (await village.TryRecord(input with { WrittenReminder = await village.Remind(1, "written", new(2026, 2, 21)) }))
            .ShouldBeRefused(VillageRefusals.ReminderUsed, "writtenReminder");
        village.Done(await village.TryRecord(await village.Decided()));
    }

    [Fact]
    public async Task No_relative_takes_it_off_early()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var entry = await village.OnBlack();
        await village.Tie(ClaimLife.Supervisor, 1);

        (await village.TryEnd(entry)).ShouldBeRefused(VillageRefusals.OwnOrRelated, "entry");
    }

    [Fact]
    public async Task What_hangs_in_public_names_no_neighbour_either()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var input = await village.Decided();
        await village.OpenHousehold("李大山");

        (await village.TryRecord(input with { Reason = "把垃圾倒在李大山门口" })).ShouldBeRefused(VillageRefusals.ProtectedMatter, "reason");
        (await village.TryRecord(input with { Document = "李大山反映" })).ShouldBeRefused(VillageRefusals.ProtectedMatter, "document");
    }

    [Fact]
    public async Task Two_who_post_at_once_post_it_once()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var entry = village.Done(await village.TryRecord(await village.Decided())).Number;

        var both = await Task.WhenAll(village.TryPost(entry), village.TryPost(entry, SecondSupervisor));

        both.Count(outcome => outcome.Refusal is null).Should().Be(1);
        both.Single(outcome => outcome.Refusal is not null).ShouldBeRefused(VillageRefusals.BlackEntryPosted);
    }

    [Fact]
    public async Task It_comes_off_by_itself_at_the_end_of_its_last_day()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var entry = await village.OnBlack();

        village.At(new(2026, 3, 11, 23, 59, 59));
        (village.Board("black")).Should().ContainSingle();
        village.At(2026, 3, 12, 0);
        await IsFoundByNobodyButTheSupervisor(village, entry, BlackState.Over);
        (await village.TryEnd(entry)).ShouldBeRefused(VillageRefusals.BlackEntryEnded, "entry");
        village.IsSound();
    }

    [Fact]
    public async Task It_does_not_hang_before_its_first_day_and_a_year_ends_without_touching_it()
    {
        using var village = await ClaimLife.OpenWithPeople(at: new(2026, 12, 20, 9, 0));
        var input = await village.Decided() with { ShownFrom = new(2026, 12, 28) };
        village.Done(await village.TryPost(village.Done(await village.TryRecord(input)).Number));

        village.At(2026, 12, 27);
        (village.Board("black", "2026")).Should().BeEmpty();
        village.Desks.Black.OfHousehold(Bank, 1).Should().BeEmpty();
        foreach (var day in (int[])[28, 31])
        {
            village.At(2026, 12, day);
            (village.Board("black", "2026")).Should().ContainSingle();
        }
        village.At(2027, 1, 6);
        (village.Board("black", "2027")).Should().ContainSingle();
        village.At(2027, 1, 7);
        (village.Board("black", "2026")).Should().BeEmpty();
    }

    [Fact]
    public async Task What_was_made_good_comes_off_at_once_and_is_found_by_nobody_but_the_supervisor()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var entry = await village.OnBlack();

        village.Done(await village.TryEnd(entry));

        await IsFoundByNobodyButTheSupervisor(village, entry, BlackState.Amended);
        village.IsSound();
    }

    [Fact]
    public async Task An_objection_that_is_upheld_takes_it_off_at_once()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var entry = await village.OnBlack();
        var objection = village.Done(await village.TryObjectTo(entry));
        objection.DueOn.Should().Be(new NodaTime.LocalDate(2026, 3, 5));
        (village.Board("black")).Should().ContainSingle("an objection alone takes nothing off");

        village.Done(await village.TryAnswer(objection.Number, "upheld"));

        await IsFoundByNobodyButTheSupervisor(village, entry, BlackState.Upheld);
        (await village.TryAnswer(objection.Number, "dismissed")).ShouldBeRefused(VillageRefusals.AlreadyRuled);
        village.IsSound();
    }

    [Fact]
    public async Task An_objection_that_is_dismissed_leaves_it_and_another_may_follow()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var entry = await village.OnBlack();
        var first = village.Done(await village.TryObjectTo(entry)).Number;
        (await village.TryObjectTo(entry)).ShouldBeRefused(VillageRefusals.AlreadyObjected);
        village.At(2026, 3, 6);
        village.Desks.BlackObjections.List(Bank, open: true, 0, 0, 9).Single().IsOverdue.Should().BeTrue();

        village.Done(await village.TryAnswer(first, "dismissed"));

        (village.Board("black")).Should().ContainSingle();
        village.Done(await village.TryObjectTo(entry)).Number.Should().Be(first + 1);
        (await village.TryObjectTo(entry, ClaimLife.HouseholdOf(2))).ShouldBeRefused(VillageRefusals.UnknownBlackEntry, "entry");
    }

    [Fact]
    public async Task Whoever_had_a_part_does_not_rule()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var objection = village.Done(await village.TryObjectTo(await village.OnBlack())).Number;

        foreach (var involved in (Caller[])[VillageFixture.Clerk, ClaimLife.Supervisor, ClaimLife.Assessor, ClaimLife.SecondAssessor])
            (await village.TryAnswer(objection, "dismissed", involved)).ShouldBeRefused(VillageRefusals.Involved);
        var kin = ClaimLife.Leader with { Grants = [new(Role.Supervisor, Bank)] };
        await village.Tie(kin, 1);
        (await village.TryAnswer(objection, "dismissed", kin)).ShouldBeRefused(VillageRefusals.Involved);
    }

    [Fact]
    public async Task Whoever_reminded_does_not_rule()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var input = await village.Decided();
        var reminded = village.Done(
            await village.Desks.Reminders.Record(ClaimLife.As(SecondSupervisor), Bank, new(1, Rule, "written", new(2026, 2, 21)))).Number;
        var entry = village.Done(await village.TryRecord(input with { WrittenReminder = reminded })).Number;
        village.Done(await village.TryPost(entry));
        var objection = village.Done(await village.TryObjectTo(entry)).Number;

        (await village.TryAnswer(objection, "dismissed")).ShouldBeRefused(VillageRefusals.Involved, "objection");
    }

    [Fact]
    public async Task A_ruling_after_its_end_changes_nothing_but_the_record()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var entry = await village.OnBlack();
        var objection = village.Done(await village.TryObjectTo(entry)).Number;
        village.Done(await village.TryEnd(entry));

        village.Done(await village.TryAnswer(objection, "upheld")).Ruling!.Outcome.Should().Be("upheld");

        village.Done(village.Desks.Black.Get(ClaimLife.Supervisor, Bank, entry)).State.Should().Be(BlackState.Amended);
        village.IsSound();
    }

    [Fact]
    public async Task The_days_are_a_villages_setting()
    {
        using var village = await ClaimLife.OpenWithPeople();
        await village.Set(Setting.BlackDaysMost, 15);

        (await village.TryRecord(await village.Decided() with { Days = 16 })).ShouldBeRefused(VillageRefusals.OutOfRange, "days");
    }

    [Theory]
    [InlineData("update black_entries set household = 2", "black_entry_unlawful")]
    [InlineData("update black_entries set rule = 'B11'", "black_entry_unlawful")]
    [InlineData("update black_entries set decided_on = '2026-03-01'", "black_entry_unlawful")]
    [InlineData("update reminders set reminded_on = '2026-03-02' where kind = 'written'", "black_entry_unlawful")]
    [InlineData("update black_entry_steps set actor = 'staff:3'", "black_entry_moved_unlawfully")]
    [InlineData(
        "insert into black_entry_steps select bank, 9, entry, state, null, '', recorded_at, 'staff:9' from black_entry_steps",
        "black_entry_moved_unlawfully")]
    [InlineData(
        """
        insert into black_entry_steps select bank, 9 + k, entry, 'amended', null, 'x', recorded_at, actor
          from black_entry_steps, (select 0 as k union select 1) as twice
        """,
        "black_entry_moved_unlawfully")]
    [InlineData(
        "insert into black_entry_steps select bank, 9, entry, 'upheld', 1, 'x', recorded_at, actor from black_entry_steps",
        "black_entry_moved_unlawfully")]
    public async Task The_audit_finds_what_somebody_changed_in_the_file(string sql, string code)
    {
        using var village = await ClaimLife.OpenWithPeople();
        village.Done(await village.TryObjectTo(await village.OnBlack()));

        (await village.Tamper(sql)).Select(deviation => deviation.Code).Should().Contain(code);
    }

    static async Task IsFoundByNobodyButTheSupervisor(VillageFixture village, long entry, string state)
    {
        var desk = village.Desks.Black;
        (village.Board("black")).Should().BeEmpty();
        foreach (var caller in (Caller[])[VillageFixture.Clerk, ClaimLife.Assessor, ClaimLife.Leader, ClaimLife.HouseholdOf(1)])
        {
            desk.Get(caller, Bank, entry).ShouldBeRefused(VillageRefusals.UnknownBlackEntry);
            desk.List(caller, Bank, null, 0, 9).Should().BeEmpty();
            desk.List(caller, Bank, state, 0, 9).Should().BeEmpty();
        }
        desk.OfHousehold(Bank, 1).Should().BeEmpty();
        (await village.TryObjectTo(entry)).ShouldBeRefused(VillageRefusals.UnknownBlackEntry);
        village.Done(desk.Get(ClaimLife.Supervisor, Bank, entry)).State.Should().Be(state);
        desk.List(ClaimLife.Supervisor, Bank, state, 0, 9).Should().ContainSingle();
    }
}
