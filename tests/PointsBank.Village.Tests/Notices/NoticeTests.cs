using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Claims;
using PointsBank.Village.Households;
using PointsBank.Village.Notices;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Notices;

public class NoticeTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task What_is_posted_holds_its_points_and_is_entered_when_the_window_has_closed()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        await village.Granted(2, "E07");

        var notice = await village.Post();

        var line = village.Desks.Notices.List(Bank, 0, 10).Single();
        (line.OpensOn, line.ClosesOn, line.HangsUntil, line.Window, line.Items, line.Due)
            .Should().Be((new LocalDate(2026, 3, 2), new(2026, 3, 8), new(2026, 3, 11), "open", 2, 2));
        (village.Held(), village.Points(1)).Should().Be((8, 0));
        (await village.TryEnter(notice)).ShouldBeRefused(VillageRefusals.WindowOpen);

        village.At(2026, 3, 9);
        var entered = await village.Enter(notice);

        entered.Entered.Select(item => (item.Line, item.Household, item.Points)).Should().Equal((1, 1, 5), (2, 2, 3));
        (village.Held(), village.Points(1), village.Merit(2, 2026)).Should().Be((0, 5, 3));
        var entry = village.Done(village.Desks.Journal.Entry(Bank, entered.Entered[0].Entry));
        (entry.Reason, entry.Source, entry.EffectiveOn).Should().Be(("after_notice", "claim:1", new LocalDate(2026, 3, 2)));
        (await village.TryEnter(notice)).ShouldBeRefused(VillageRefusals.NothingDue);
        village.IsSound();
    }

    [Fact]
    public async Task Caps_are_looked_at_again_when_it_is_entered_and_what_passes_one_stays_out()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "E07", new(2026, 3, 1));
        await village.Granted(2, "A03");
        var notice = await village.Post();
        await village.Credit(1, "E07", quantity: 2);
        village.At(2026, 3, 9);

        var entered = await village.Enter(notice);

        entered.Entered.Select(item => item.Household).Should().Equal(2);
        entered.Refused.Should().Equal(new RefusedItem(1, 1, 1, "rule_cap_reached"));
        village.StateOf(1).Should().Be(ClaimState.OnNotice);
        village.Held().Should().Be(3, "what stays out is still promised until somebody takes it back");
        village.Done(await village.Desks.Claims.Withdraw(As(VillageFixture.Clerk), Bank, 1, new("已到上限")));
        village.Held().Should().Be(0);
        village.IsSound();
    }

    [Fact]
    public async Task Nothing_is_posted_where_nothing_was_granted()
    {
        using var village = await OpenWithPeople();

        (await village.Desks.Notices.Post(As(VillageFixture.Clerk), Bank, new())).ShouldBeRefused(VillageRefusals.NothingDue);
    }

    [Fact]
    public async Task What_was_entered_directly_is_listed_once()
    {
        using var village = await OpenWithPeople();
        await village.Credit(1, "A03");
        var mistaken = await village.Credit(2, "A03");
        await village.Reverse(mistaken.Entry);
        await village.Deduct(3, "D10");

        var first = village.Done(village.Desks.Notices.Get(Bank, await village.Post()));
        await village.Credit(2, "A01");
        var second = village.Done(village.Desks.Notices.Get(Bank, await village.Post()));

        first.Direct.Select(item => (item.Rule, item.Name)).Should().Equal(("A03", "张*国"), ("D10", ""));
        second.Direct.Select(item => item.Rule).Should().Equal("A01");
    }

    [Fact]
    public async Task Names_are_masked_and_stand_in_full_only_where_the_village_and_the_head_agree_and_never_beside_a_deduction()
    {
        using var village = await OpenWithPeople();
        village.Done(await village.Desks.Households.SetConsent(VillageFixture.Ask(), Bank, 1, 1, Purpose.Notices, true));
        village.Done(await village.Desks.Households.SetConsent(VillageFixture.Ask(), Bank, 3, 3, Purpose.Notices, true));
        await village.Set(Setting.DeductionReminders, 0);
        await village.Granted(1, "A03");
        await village.Granted(2, "A03");
        var deduction = await village.Claim(3, "D10", document: "3号");
        await village.Collect(deduction);
        await village.Decide(await village.Meet(), new DecisionInput(deduction, "as_claimed", Reason: "屡劝不改"));
        village.Done(village.Desks.Notices.Get(Bank, await village.Post())).Items.Select(item => item.Name)
            .Should().Equal("张*国", "张**2", "");

        await village.Set(Setting.NoticeNames, 1);
        await village.Granted(1, "A01");
        await village.Granted(2, "A01");
        var second = await village.Post();
        village.Done(village.Desks.Notices.Get(Bank, second)).Items.Select(item => item.Name).Should().Equal("张建国", "张**2");

        village.Done(await village.Desks.Households.SetConsent(VillageFixture.Ask(), Bank, 1, 1, Purpose.Notices, false));
        village.Done(village.Desks.Notices.Get(Bank, second)).Items[0].Name
            .Should().Be("张*国", "a consent taken back counts at once, on the next print too");
    }

    [Fact]
    public async Task What_the_rulebook_keeps_from_the_public_hangs_without_name_and_matter()
    {
        using var village = await OpenWithPeople();
        var hidden = village.Done(village.Desks.Rulebooks.On(Bank, village.Today)).Rules.First(rule => rule.IsCredit && !rule.Posted).Code;
        await village.Granted(1, hidden);

        var item = village.Done(village.Desks.Notices.Get(Bank, await village.Post())).Items.Single();

        (item.IsShown, item.Name, item.Rule, item.ItemZh, item.Group).Should().Be((false, "", "", "", "一组"));
    }

    [Fact]
    public async Task A_window_is_made_longer_with_a_reason_while_it_is_open()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        var notice = await village.Post();
        Task<Ledger.Outcome<NoticeLine>> Extend(LocalDate to) =>
            village.Desks.Notices.Extend(As(VillageFixture.Clerk), Bank, notice, new(to, "下大雪，路不通"));

        (await Extend(new(2026, 3, 8))).ShouldBeRefused(VillageRefusals.OutOfRange, "closesOn");
        village.Done(await Extend(new(2026, 3, 15))).HangsUntil
            .Should().Be(new LocalDate(2026, 3, 15), "the sheet hangs at least as long as objections are heard");
        village.At(2026, 3, 12);
        (await village.TryEnter(notice)).ShouldBeRefused(VillageRefusals.WindowOpen);
        await village.Object(notice, 1);
        village.At(2026, 3, 16);
        (await Extend(new(2026, 3, 20))).ShouldBeRefused(VillageRefusals.WindowClosed);
        village.Done(village.Desks.Notices.Get(Bank, notice)).Changes.Select(change => (change.Kind, change.Reason))
            .Should().Equal(("extended", "下大雪，路不通"));
    }

    [Fact]
    public async Task A_window_ends_early_by_a_decision_with_its_document_that_a_second_person_confirms()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        var notice = await village.Post();
        Task<Ledger.Outcome<NoticeView>> Propose(string document = "会议纪要第 3 号") =>
            village.Desks.Notices.ProposeEnd(As(Supervisor), Bank, notice, new("村民代表会议决定", document));
        Task<Ledger.Outcome<NoticeView>> Confirm(PointsBank.Village.Callers.Caller who) =>
            village.Desks.Notices.ConfirmEnd(As(who), Bank, notice);

        (await Confirm(VillageFixture.Clerk)).ShouldBeRefused(VillageRefusals.NothingDue);
        (await Propose(document: " ")).ShouldBeRefused(VillageRefusals.MissingValue, "document");
        village.Done(await Propose()).Notice.ClosesOn
            .Should().Be(new LocalDate(2026, 3, 8), "nothing is shorter before a second person agrees");
        (await Propose()).ShouldBeRefused(VillageRefusals.AlreadyExists);
        (await Confirm(Supervisor)).ShouldBeRefused(VillageRefusals.ConfirmedByAnother);
        village.At(2026, 3, 5);
        var ended = village.Done(await Confirm(VillageFixture.Clerk));

        (ended.Notice.ClosesOn, ended.Notice.Window).Should()
            .Be((new LocalDate(2026, 3, 6), "open"), "the end of tomorrow is the earliest");
        ended.Changes.Should().ContainSingle().Which.Should()
            .Match<NoticeChangeView>(change => change.Kind == "ended" && change.Document == "会议纪要第 3 号" && change.ProposedBy.Length > 0);
        (await village.TryEnter(notice)).ShouldBeRefused(VillageRefusals.WindowOpen);
        village.At(2026, 3, 6, 23, 59);
        (await village.TryEnter(notice)).ShouldBeRefused(VillageRefusals.WindowOpen);
        village.At(2026, 3, 7);
        (await village.Enter(notice)).Entered.Should().ContainSingle();
        (await Propose()).ShouldBeRefused(VillageRefusals.WindowClosed);
    }

    [Fact]
    public async Task A_window_is_open_for_three_days_whatever_is_decided_and_the_database_keeps_the_second_person()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        var notice = await village.Post();
        village.Done(await village.Desks.Notices.ProposeEnd(As(Supervisor), Bank, notice, new("村民代表会议决定", "纪要 3")));

        foreach (var (document, proposedBy, actor, closes) in new[]
        {
            ("", Supervisor.Actor, "staff:3", "2026-03-03"), ("纪要 3", Supervisor.Actor, Supervisor.Actor, "2026-03-03"),
            ("纪要 3", "staff:9", "staff:3", "2026-03-03"),
            ("纪要 3", Supervisor.Actor, "staff:3", "2026-03-02"),
        })
            (await FluentActions.Awaiting(() => village.Database.Write<int>(writer => writer.Execute("""
                insert into notice_changes (bank, notice, sequence, kind, closes_on, reason, recorded_at, actor, document, proposed_by) values (1, @notice, 1, 'ended', @closes, '决定', 0, @actor, @document, @proposedBy)
                """,
                new
                {
                    notice, document, proposedBy, actor, closes,
                }))).Should().ThrowAsync<Microsoft.Data.Sqlite.SqliteException>()).Which.Message.Should().Contain("another person");
        village.Done(await village.Desks.Notices.ConfirmEnd(As(VillageFixture.Clerk), Bank, notice)).Notice.ClosesOn
            .Should().Be(new LocalDate(2026, 3, 4));
    }

    [Fact]
    public async Task What_is_posted_after_the_meeting_opens_on_the_villages_day_for_posting_and_later_at_once()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");

        Opens().Should().Be(new LocalDate(2026, 3, 2), "the day for posting, the 1st, is past");
        village.At(2026, 3, 27);
        Opens().Should().Be(new LocalDate(2026, 3, 27), "the next meeting is tomorrow");
        village.At(2026, 3, 28);
        Opens().Should().Be(new LocalDate(2026, 4, 1));
        await village.Set(Banks.Setting.NoticeDay, 5);
        Opens().Should().Be(new LocalDate(2026, 4, 5));

        LocalDate Opens() => village.Done(village.Desks.Notices.Draft(Bank, new())).OpensOn;
    }

    [Fact]
    public async Task A_notice_that_opens_later_hears_nothing_before()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        var notice = await village.Post(new(new(2026, 3, 5), 3, 3));

        (await village.TryObject(notice, 1)).ShouldBeRefused(VillageRefusals.WindowClosed);
        village.Desks.Notices.List(Bank, 0, 10).Single().Window.Should().Be("waiting");
        (await village.Desks.Notices.Post(As(VillageFixture.Clerk), Bank, new(new(2026, 3, 1))))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "opensOn");
        (await village.Desks.Notices.Post(As(VillageFixture.Clerk), Bank, new(Days: 2)))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "days");
        (await village.Desks.Notices.Post(As(VillageFixture.Clerk), Bank, new(Days: 9, HangDays: 8)))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "hangDays");
    }

    [Fact]
    public async Task The_sheet_carries_the_head_of_the_book_as_it_was_posted()
    {
        using var village = await OpenWithPeople();
        await village.Credit(1, "A03");
        var head = village.Desks.Journal.Head(Bank).CheckCode;
        await village.Granted(1, "A01");

        var notice = await village.Post();
        await village.Credit(2, "A03");

        village.Done(village.Desks.Notices.Get(Bank, notice)).Notice.HeadCode.Should().Be(head);
    }

    [Fact]
    public async Task The_clock_enters_what_is_due_where_the_village_wants_it()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        await village.Post();
        village.At(2026, 3, 9);
        await village.Desks.Clock.Tick();
        village.StateOf(1).Should().Be(ClaimState.OnNotice, "the village enters by hand");

        await village.Set(Setting.NoticeAutoEntry, 1);
        await village.Desks.Clock.Tick();
        var entries = village.Desks.Journal.Head(Bank).Entry;
        await village.Desks.Clock.Tick();

        (village.StateOf(1), village.Desks.Journal.Head(Bank).Entry).Should().Be((ClaimState.Entered, entries));
        village.Done(village.Desks.Journal.Entry(Bank, entries)).Actor.Should().Be("system");
    }

    [Fact]
    public async Task A_deduction_takes_its_full_value_off_standing_and_points_down_to_the_floor()
    {
        using var village = await OpenWithPeople();
        await village.Set(Setting.DeductionReminders, 0);
        await village.BringForward(1, 1);
        var claim = await village.Claim(1, "D10", document: "3号");
        await village.Collect(claim);
        await village.Decide(await village.Meet(), new DecisionInput(claim, "as_claimed", Reason: "屡劝不改"));
        var worth = village.Look(claim).Worth;
        var notice = await village.Post();
        village.Held().Should().Be(0, "a deduction promises nothing");
        village.At(2026, 3, 9);

        await village.Enter(notice);

        worth.Should().BeGreaterThan(1);
        (village.Merit(1, 2026), village.Points(1)).Should().Be((-worth, 0));
        village.IsSound();
    }
}
