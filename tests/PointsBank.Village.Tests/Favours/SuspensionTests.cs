using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Favours;
using PointsBank.Village.Tests.Shops;
using PointsBank.Village.Tests.Trips;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Favours;

public class SuspensionTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task A_household_is_reminded_first_then_a_meeting_decides_and_another_person_confirms()
    {
        using var village = await FavourLife.Open();
        (await village.TryRecord()).ShouldBeRefused(VillageRefusals.FavourReminderMissing, "household");

        var reminder = village.Done(await village.TryRemind());
        (reminder.Standing, reminder.Level).Should().Be((68, 80));
        var recorded = village.Done(await village.TryRecord());

        (recorded.State, recorded.Standing, recorded.RestoresAt, recorded.Reminder).Should().Be(("recorded", 68, 70, reminder.Number));
        village.Done(await village.TryRedeem(1)).Points.Should().Be(5, "what is not confirmed holds back nothing");
        (await village.TryConfirm(recorded.Number, VillageFixture.Clerk)).ShouldBeRefused(VillageRefusals.ConfirmedByAnother, "suspension");
        village.Done(await village.TryConfirm(recorded.Number)).State.Should().Be("live");
        (await village.TryConfirm(recorded.Number)).ShouldBeRefused(VillageRefusals.AlreadySuspended, "suspension");
        village.Merit(1, 2026).Should().Be(-32, "standing is never touched");
        village.IsSound();
    }

    [Fact]
    public async Task Who_has_a_tie_to_the_household_neither_confirms_nor_ends_it()
    {
        using var village = await FavourLife.Open();
        village.Done(await village.TryRemind());
        var recorded = village.Done(await village.TryRecord());
        await village.Tie(Supervisor, 1);

        (await village.TryConfirm(recorded.Number)).ShouldBeRefused(VillageRefusals.OwnOrRelated, "suspension");
        (await village.Desks.Suspensions.Amend(As(Supervisor), Bank, recorded.Number, new("补上了")))
            .ShouldBeRefused(VillageRefusals.OwnOrRelated, "suspension");
        (await village.Desks.Suspensions.Refuse(As(Supervisor), Bank, recorded.Number, new("不足")))
            .ShouldBeRefused(VillageRefusals.OwnOrRelated, "suspension");

        await village.Tie(Supervisor, 2);
        village.Done(await village.TryConfirm(recorded.Number)).State.Should().Be("live");
    }

    [Fact]
    public async Task No_meeting_that_was_before_the_reminder_suspends_anybody()
    {
        using var village = await FavourLife.Open();
        var before = await village.Meet();
        village.At(2026, 3, 3);
        village.Done(await village.TryRemind());

        (await village.TryRecord(session: before)).ShouldBeRefused(VillageRefusals.FavourReminderMissing, "session");
        village.Done(await village.TryRecord());
    }

    [Fact]
    public async Task Whoever_had_favours_back_is_reminded_anew_before_they_are_suspended_again()
    {
        using var village = await FavourLife.Open();
        var first = await village.Suspend();
        village.Done(await village.TryRecord(prolongs: first)).Reminder.Should().Be(1, "what goes on needs no other reminder");
        village.Done(await village.Desks.Suspensions.Refuse(As(Supervisor), Bank, 2, new("材料不足")));
        village.Done(await village.Desks.Suspensions.Amend(As(Supervisor), Bank, first, new("补上了三次清扫")));

        (await village.TryRecord()).ShouldBeRefused(VillageRefusals.FavourReminderMissing, "household");
        village.Done(await village.TryRemind());
        village.Done(await village.TryRecord());
    }

    [Fact]
    public async Task Whoever_reminded_does_not_rule()
    {
        using var village = await FavourLife.Open();
        village.Done(await village.Desks.Suspensions.Remind(As(FavourLife.OtherSupervisor), Bank, new(1)));
        var suspension = village.Done(await village.TryRecord()).Number;
        village.Done(await village.TryConfirm(suspension));
        var objection = village.Done(await village.TryObjectTo(suspension)).Number;

        (await village.Desks.Suspensions.Rule(As(FavourLife.OtherSupervisor), Bank, objection, new("dismissed", "维持")))
            .ShouldBeRefused(VillageRefusals.Involved, "objection");
    }

    [Fact]
    public async Task Nobody_is_suspended_or_reminded_whose_standing_is_not_below_the_level()
    {
        using var village = await FavourLife.Open();
        (await village.TryRemind(2)).ShouldBeRefused(VillageRefusals.StandingNotBelow, "household");
        village.Done(await village.TryRemind());
        await village.Credit(1, "A01");

        (await village.TryRecord()).ShouldBeRefused(VillageRefusals.StandingNotBelow, "household");
    }

    [Fact]
    public async Task A_decision_needs_a_quorum_without_ties_a_document_and_a_reason_that_touches_nothing_protected()
    {
        using var village = await FavourLife.Open();
        village.Done(await village.TryRemind());
        var session = await village.Meet();
        await village.Tie(SecondAssessor, 1);
        (await village.TryRecord(session: session)).ShouldBeRefused(VillageRefusals.QuorumMissing, "session");
        (await village.TryRecord(session: 99)).ShouldBeRefused(VillageRefusals.UnknownAssessment, "session");
        await village.Tie(SecondAssessor, 2);

        (await village.TryRecord(session: session, reason: "长期上访")).ShouldBeRefused(VillageRefusals.ProtectedMatter, "reason");
        (await village.TryRecord(session: session, days: 91)).ShouldBeRefused(VillageRefusals.OutOfRange, "reviewOn");
        (await village.TryRecord(session: session, days: 0)).ShouldBeRefused(VillageRefusals.OutOfRange, "reviewOn");
        await village.Tie(Assessor, 1);
        (await village.TryRecord(session: session, by: Assessor)).ShouldBeRefused(VillageRefusals.OwnOrRelated, "household");
        await village.Tie(Assessor, 2);
        village.Done(await village.TryRecord(session: session, days: 90, by: Assessor));
        (await village.TryRecord(session: session, by: Assessor)).ShouldBeRefused(VillageRefusals.AlreadySuspended, "household");
    }

    [Fact]
    public async Task While_suspended_there_are_no_redemptions_vouchers_reservations_and_gifts()
    {
        using var village = await FavourLife.Open();
        var gift = village.Done(await village.Desks.Favours.Add(As(VillageFixture.Clerk), Bank, new("年货礼包", "New year's parcel", "gift")));
        await village.Suspend();

        var refused = await village.TryRedeem(1);
        refused.ShouldBeRefused(VillageRefusals.FavoursSuspended, "household");
        refused.Refusal!.Facts.Should()
            .Contain(fact => fact.Key == "level" && fact.Value == "70").And.Contain(
                fact => fact.Key == "until" && fact.Value == "2026-04-01");
        (await village.TryReserve()).ShouldBeRefused(VillageRefusals.FavoursSuspended, "household");
        (await village.Desks.Vouchers.Issue(As(VillageFixture.Clerk), Bank, new([5], new("booklet"), Counter.Seed, 1)))
            .ShouldBeRefused(VillageRefusals.FavoursSuspended, "household");
        (await village.Desks.Favours.Grant(As(VillageFixture.Clerk), Bank, new(gift.Number, 1, "一份")))
            .ShouldBeRefused(VillageRefusals.FavoursSuspended, "household");
        village.Done(await village.TryRedeem(2)).Points.Should().Be(5, "another household has its favours");
    }

    [Fact]
    public async Task What_was_kept_ready_before_can_still_be_picked_up()
    {
        using var village = await FavourLife.Open();
        var kept = await village.Reserve();
        await village.Suspend();

        village.Done(await village.TryPickUp(kept.Number)).Points.Should().Be(10);
    }

    [Fact]
    public async Task What_was_set_aside_for_a_trip_before_is_handed_out()
    {
        using var road = await TripRoad.Open();
        var village = road.Village;
        await village.Hire();
        await village.Set(Setting.BaseStanding, 100);
        await village.Sink();
        await village.Suspend();

        village.Done(await road.Tell(1, TripRoad.Soap(1))).Redemption.Trip.Should().Be(road.Trip);
    }

    [Fact]
    public async Task It_ends_at_exactly_the_level_inside_the_redemption_that_asks()
    {
        using var village = await FavourLife.Open();
        var suspension = await village.Suspend();
        await village.Credit(1, "A01");
        village.Look().Standing.Should().Be(70);
        village.Look().Items[0].Eligible.Should().BeTrue("nobody is told that it holds when the next redemption ends it");
        village.Look().Suspension.Should().BeNull("nor shown its reasons once more");

        village.Done(await village.TryRedeem(1));

        var end = village.Done(village.Desks.Suspensions.Get(Bank, suspension)).End!;
        (end.Kind, end.Handler, end.EndedOn).Should().Be(("level", "system", village.Today));
        village.IsSound();
    }

    [Fact]
    public async Task One_point_below_the_level_it_holds_and_the_clock_ends_it_only_when_it_is_back()
    {
        using var village = await FavourLife.Open();
        await village.Deduct(1, "D12");
        await village.Credit(1, "A03");
        village.Look().Standing.Should().Be(69);
        var suspension = await village.Suspend();

        await village.Desks.Clock.Tick();
        village.State(suspension).Should().Be("live");
        await village.Credit(1, "A01");
        await village.Desks.Clock.Tick();
        await village.Desks.Clock.Tick();

        village.State(suspension).Should().Be("level");
    }

    [Fact]
    public async Task It_never_outlives_its_review_day_whether_the_clock_ran_or_not()
    {
        using var village = await FavourLife.Open();
        var suspension = await village.Suspend(days: 10);
        village.At(2026, 3, 12);
        (await village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.FavoursSuspended);
        village.At(2026, 3, 13);

        village.Done(await village.TryRedeem(1));
        village.State(suspension).Should().Be("lapsed");
        await village.Desks.Clock.Tick();
        village.Done(village.Desks.Suspensions.Get(Bank, suspension)).End!.Kind.Should().Be("lapsed");
        village.IsSound();
    }

    [Fact]
    public async Task After_its_review_day_a_new_decision_is_confirmed_even_before_the_clock_ran()
    {
        using var village = await FavourLife.Open();
        var first = await village.Suspend(days: 10);
        village.At(2026, 3, 20);
        village.Done(await village.TryRemind());
        var second = village.Done(await village.TryRecord()).Number;

        village.Done(await village.TryConfirm(second)).State.Should().Be("live");

        village.Done(village.Desks.Suspensions.Get(Bank, first)).End!.Kind.Should().Be("lapsed");
        village.IsSound();
    }

    [Fact]
    public async Task A_new_decision_prolongs_it_and_takes_its_place()
    {
        using var village = await FavourLife.Open();
        var first = await village.Suspend(days: 10);
        village.At(2026, 3, 12);
        (await village.TryRecord()).ShouldBeRefused(VillageRefusals.AlreadySuspended, "household");
        var second = village.Done(await village.TryRecord(prolongs: first)).Number;
        village.State(first).Should().Be("live");

        village.Done(await village.TryConfirm(second));

        (village.State(first), village.State(second)).Should().Be(("prolonged", "live"));
        village.At(2026, 3, 13);
        (await village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.FavoursSuspended);
        village.IsSound();
    }

    [Fact]
    public async Task In_a_new_year_everybody_begins_at_the_base_and_has_their_favours()
    {
        using var village = await FavourLife.Open();
        village.At(2026, 12, 20);
        var suspension = await village.Suspend(days: 60);
        village.At(2027, 1, 2);

        village.Done(await village.TryRedeem(1));

        village.State(suspension).Should().Be("level");
    }

    [Fact]
    public async Task What_was_made_good_ends_it_early_and_a_record_that_is_refused_never_holds()
    {
        using var village = await FavourLife.Open();
        var suspension = await village.Suspend();
        (await village.Desks.Suspensions.Refuse(As(Supervisor), Bank, suspension, new("不妥")))
            .ShouldBeRefused(VillageRefusals.AlreadySuspended);
        village.Done(await village.Desks.Suspensions.Amend(As(Supervisor), Bank, suspension, new("补交了清扫义务"))).State.Should().Be("amended");
        (await village.Desks.Suspensions.Amend(As(Supervisor), Bank, suspension, new("再来")))
            .ShouldBeRefused(VillageRefusals.SuspensionEnded);
        village.Done(await village.TryRedeem(1));

        village.Done(await village.TryRemind());
        var next = village.Done(await village.TryRecord()).Number;
        (await village.Desks.Suspensions.Amend(As(Supervisor), Bank, next, new("补交了")))
            .ShouldBeRefused(VillageRefusals.SuspensionUnconfirmed);
        village.Done(await village.Desks.Suspensions.Refuse(As(Supervisor), Bank, next, new("材料不足"))).State.Should().Be("refused");
        (await village.TryConfirm(next)).ShouldBeRefused(VillageRefusals.SuspensionEnded);
        village.IsSound();
    }

    [Fact]
    public async Task The_household_objects_at_any_time_and_somebody_without_a_part_answers()
    {
        using var village = await FavourLife.Open();
        var suspension = await village.Suspend();
        (await village.TryObjectTo(suspension, 2)).ShouldBeRefused(VillageRefusals.UnknownSuspension, "suspension");
        var objection = village.Done(await village.TryObjectTo(suspension));
        (await village.TryObjectTo(suspension)).ShouldBeRefused(VillageRefusals.AlreadyObjected, "suspension");
        (objection.Channel, village.Look(by: HouseholdOf(1)).Objections.Single().Words).Should().Be(("household", "那天我在医院陪护"));

        (await village.Desks.Suspensions.Rule(As(Supervisor), Bank, objection.Number, new("upheld", "查实")))
            .ShouldBeRefused(VillageRefusals.Involved, "objection");
        var meeting = new Caller(Assessor.Actor, "", [new(Role.Supervisor, Bank)]);
        (await village.Desks.Suspensions.Rule(As(meeting), Bank, objection.Number, new("upheld", "查实")))
            .ShouldBeRefused(VillageRefusals.Involved, "objection");
        village.Done(
            await village.Desks.Suspensions.Rule(
                As(FavourLife.OtherSupervisor), Bank, objection.Number, new("upheld", "查实"))).Ruling!.Outcome.Should().Be("upheld");
        (await village.Desks.Suspensions.Rule(As(FavourLife.OtherSupervisor), Bank, objection.Number, new("dismissed", "查实")))
            .ShouldBeRefused(VillageRefusals.AlreadyRuled);

        village.State(suspension).Should().Be("ruled");
        village.Done(await village.TryRedeem(1));
        village.IsSound();
    }

    [Fact]
    public async Task A_double_click_records_one_and_of_two_at_once_one_wins()
    {
        using var village = await FavourLife.Open();
        village.Done(await village.TryRemind());
        var (session, ask) = (await village.Meet(), As(VillageFixture.Clerk));
        var input = new SuspensionInput(1, session, "3号", "不参加清扫", village.Today.PlusDays(30));

        var first = village.Done(await village.Desks.Suspensions.Record(ask, Bank, input));
        var again = await village.Desks.Suspensions.Record(ask, Bank, input);
        var both = await Task.WhenAll(village.TryConfirm(first.Number), village.TryConfirm(first.Number, FavourLife.OtherSupervisor));

        (again.Replayed, again.Value.Number).Should().Be((true, first.Number));
        both.Count(outcome => outcome.Refusal is null).Should().Be(1);
        village.Desks.Suspensions.List(Bank, null, open: false, 0, 10).Should().ContainSingle();
    }

    [Fact]
    public async Task Who_is_at_stake_is_listed_lowest_first()
    {
        using var village = await FavourLife.Open();
        await village.Deduct(2, "A11");
        await village.Deduct(2, "D10");

        var stakes = village.Desks.Suspensions.AtStake(Bank);

        stakes.Select(line => (line.Household, line.Standing, line.RemindedOn)).Should().Equal((1, 68, null), (2, 78, null));
    }
}
