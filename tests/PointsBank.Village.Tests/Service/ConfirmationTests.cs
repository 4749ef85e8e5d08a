using PointsBank.Testing;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Tests.Service;

public class ConfirmationTests
{
    [Fact]
    public async Task Confirmed_hours_give_minutes_to_the_member_and_points_and_merit_to_the_household()
    {
        using var scene = await ServiceVillage.Open();

        var confirmed = await scene.Serve(2, 150);

        (confirmed.Minutes, confirmed.Quantity, confirmed.Points, confirmed.Rest, confirmed.Lapsed, confirmed.Ceiling)
            .Should().Be((150, 2, 4, 30, 0, null));
        (scene.Minutes(2), scene.Village.Points(2), scene.Village.Merit(2, 2026)).Should().Be((150, 4, 4));
        var entry = scene.Village.Done(scene.Village.Desks.Journal.Entry(ServiceVillage.Bank, confirmed.Entry));
        (entry.Source, entry.Rule, entry.Reason, entry.Actor, entry.CheckCode)
            .Should().Be(("attendance:1", "C01", "confirmed_hours", scene.Leader.Actor, confirmed.CheckCode));
        scene.Village.Done(scene.Service.Activities.Get(ServiceVillage.Bank, 1)).State.Should().Be("held");
        scene.Village.IsSound();
    }

    [Fact]
    public async Task What_makes_no_whole_unit_is_carried_to_the_next_time()
    {
        using var scene = await ServiceVillage.Open(unitMinutes: 120);

        var first = await scene.Serve(2, 100, day: 2);
        var second = await scene.Serve(2, 50, day: 3);
        var other = await scene.Serve(3, 100, day: 4);

        (first.Quantity, first.Rest).Should().Be((0, 100));
        (second.Carried, second.Quantity, second.Points, second.Rest).Should().Be((100, 1, 2, 30));
        (other.Carried, other.Rest).Should().Be((0, 100));
        (scene.Minutes(2), scene.Minutes(3), scene.Village.Points(3)).Should().Be((150, 100, 0));
        scene.Village.IsSound();
    }

    [Fact]
    public async Task Minutes_of_another_class_or_rule_are_carried_by_themselves()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.Done(
            await scene.Service.Projects.SetClass(VillageFixture.Ask(), ServiceVillage.Bank, new("skilled", "技能服务", "Skilled", 40)));
        scene.Village.Done(
            await scene.Service.Projects.Publish(
                VillageFixture.Ask(), ServiceVillage.Bank, ServiceVillage.Project() with { Class = "skilled" }));

        await scene.Serve(2, 50, day: 2);
        var skilled = await scene.Serve(2, 50, day: 3, project: 2);

        (skilled.Carried, skilled.Quantity, skilled.Rest).Should().Be((0, 1, 10));
    }

    [Fact]
    public async Task By_the_event_an_attendance_counts_once_however_long_it_was()
    {
        using var scene = await ServiceVillage.Open(rule: "A01");

        var confirmed = await scene.Serve(2, 30);

        (confirmed.Quantity, confirmed.Points, confirmed.Minutes).Should().Be((1, 2, 30));
        scene.Village.IsSound();
    }

    [Fact]
    public async Task The_activitys_ceiling_holds_points_back_and_never_minutes()
    {
        using var scene = await ServiceVillage.Open(ceiling: 2);

        var confirmed = await scene.Serve(2, 200);

        (confirmed.Quantity, confirmed.Points, confirmed.Lapsed, confirmed.Ceiling, confirmed.Rest)
            .Should().Be((1, 2, 2, "activity_ceiling", 20));
        scene.Minutes(2).Should().Be(200);
        scene.Village.IsSound();
    }

    [Fact]
    public async Task Past_a_cap_of_the_household_points_go_as_far_as_it_lets_and_minutes_all_the_way()
    {
        using var scene = await ServiceVillage.Open();
        await scene.Village.Credit(2, "C01", 8, member: 2);

        var confirmed = await scene.Serve(2, 180, day: 3);
        var none = await scene.Serve(2, 60, day: 4);

        (confirmed.Quantity, confirmed.Points, confirmed.Lapsed, confirmed.Ceiling).Should().Be((2, 4, 1, "rule_cap_reached"));
        (none.Quantity, none.Points, none.Lapsed, none.Ceiling, none.Minutes).Should().Be((0, 0, 1, "rule_cap_reached", 60));
        (scene.Village.Points(2), scene.Minutes(2)).Should().Be((20, 480 + 180 + 60));
        scene.Village.IsSound();
    }

    [Fact]
    public async Task Past_the_villages_issue_ceiling_minutes_are_still_posted()
    {
        using var scene = await ServiceVillage.Open();
        await scene.Village.Set(Setting.IssueCeiling, 3, new(2026, 1, 1));

        var confirmed = await scene.Serve(2, 120);

        (confirmed.Points, confirmed.Lapsed, confirmed.Ceiling, scene.Minutes(2)).Should().Be((0, 2, "issue_ceiling_reached", 120));
        scene.Village.IsSound();
    }

    [Fact]
    public async Task Many_are_confirmed_in_one_write_each_by_its_own_entry_or_none_is()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.At(2026, 3, 2, 20);
        var activity = await scene.Activity();
        var numbers = new List<long>();
        foreach (var member in (long[])[1, 2, 3])
            numbers.Add(
                (await scene.Record(activity, member, ServiceVillage.At(2, 8), member == 3 ? null : ServiceVillage.At(2, 10))).Number);
        var (commits, head) = (scene.Village.Database.Commits, scene.Village.Desks.Journal.Head(ServiceVillage.Bank).Entry);

        (await scene.TryConfirm(activity, [.. numbers])).ShouldBeRefused(VillageRefusals.TimesMissing, "attendances[2]");
        scene.Village.Desks.Journal.Head(ServiceVillage.Bank).Entry.Should().Be(head);
        await scene.Record(activity, 3, null, ServiceVillage.At(2, 9));
        var all = scene.Village.Done(await scene.TryConfirm(activity, [.. numbers])).Items;

        all.Select(item => item.Entry).Should().Equal(head + 1, head + 2, head + 3);
        all.Select(item => item.Points).Should().Equal(4, 4, 2);
        scene.Village.Database.Commits.Should().BeLessThanOrEqualTo(commits + 3);
        (await scene.TryConfirm(activity, numbers[0])).ShouldBeRefused(VillageRefusals.AlreadyConfirmed, "attendances[0]");
        (await scene.TryRecord(activity, 1, null, ServiceVillage.At(2, 11), "改")).ShouldBeRefused(VillageRefusals.AlreadyConfirmed);
        (await scene.Service.Attendance.Strike(VillageFixture.Ask(), ServiceVillage.Bank, numbers[0], new("改")))
            .ShouldBeRefused(VillageRefusals.AlreadyConfirmed);
    }

    [Fact]
    public async Task A_request_sent_twice_is_confirmed_once()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.At(2026, 3, 2, 20);
        var activity = await scene.Activity();
        var attendance = await scene.Record(activity, 2, ServiceVillage.At(2, 8), ServiceVillage.At(2, 10));
        var ask = ServiceVillage.As(scene.Leader);

        var first = await scene.Service.Confirmations.Confirm(ask, ServiceVillage.Bank, activity, new([attendance.Number]));
        var second = await scene.Service.Confirmations.Confirm(ask, ServiceVillage.Bank, activity, new([attendance.Number]));

        (second.Replayed, second.Value.Items[0]).Should().Be((true, first.Value.Items[0]));
        (scene.Village.Points(2)).Should().Be(4);
    }

    [Theory]
    [InlineData("own")]
    [InlineData("relative")]
    public async Task Nobody_confirms_the_own_household_or_a_relatives(string tie)
    {
        using var scene = await ServiceVillage.Open();
        await scene.Ties(scene.Leader, 2, tie);
        scene.Village.At(2026, 3, 2, 20);
        var activity = await scene.Activity();
        var attendance = await scene.Record(activity, 2, ServiceVillage.At(2, 8), ServiceVillage.At(2, 10));

        (await scene.TryConfirm(activity, attendance.Number)).ShouldBeRefused(VillageRefusals.OwnOrRelated, "attendances[0]");
        (await scene.TryConfirm(
            await scene.Staff("supervisor", new("supervisor", VillageFixture.Code)), activity,
            attendance.Number)).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task Whoever_leads_another_team_does_not_confirm_and_a_household_never_does()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.Done(await scene.Service.Teams.Open(VillageFixture.Ask(), ServiceVillage.Bank, new("助老队")));
        var stranger = await scene.Staff("stranger", new("team-leader", VillageFixture.Code, Team: 2));
        scene.Village.At(2026, 3, 2, 20);
        var activity = await scene.Activity();
        var attendance = await scene.Record(activity, 2, ServiceVillage.At(2, 8), ServiceVillage.At(2, 10));

        (await scene.TryConfirm(stranger, activity, attendance.Number)).ShouldBeRefused(VillageRefusals.NotAllowed);
        (await scene.TryConfirm(ServiceVillage.HouseholdOf(2), activity, attendance.Number)).ShouldBeRefused(VillageRefusals.NotAllowed);
    }

    [Fact]
    public async Task A_rule_that_needs_a_notice_is_not_confirmed_where_clerks_may_not_credit_it()
    {
        using var scene = await ServiceVillage.Open(rule: "C03");
        await scene.Village.Set(Setting.ClerkCreditsAnyRule, 0);
        scene.Village.At(2026, 3, 2, 20);
        var activity = await scene.Activity();
        var attendance = await scene.Record(activity, 2, ServiceVillage.At(2, 8), ServiceVillage.At(2, 10));

        (await scene.TryConfirm(activity, attendance.Number)).ShouldBeRefused(VillageRefusals.RuleNeedsNotice, "attendances[0]");
    }

    [Fact]
    public async Task A_reversal_frees_the_attendance_to_be_corrected_and_confirmed_anew_and_the_carried_minutes_go_back()
    {
        using var scene = await ServiceVillage.Open();
        var first = await scene.Serve(2, 40, day: 2);
        var second = await scene.Serve(2, 40, day: 3);

        await scene.Village.Reverse(first.Entry);
        var corrected = await scene.Record(1, 2, null, ServiceVillage.At(2, 8, 10), "其实只有十分钟");
        var anew = await scene.Confirm(1, corrected.Number);
        var third = await scene.Serve(2, 60, day: 4);

        (second.Carried, second.Quantity, second.Rest).Should().Be((40, 1, 20));
        (anew.Attendance, anew.Carried, anew.Minutes, anew.Quantity, anew.Rest).Should().Be((1, -20, 10, 0, -10));
        (third.Carried, third.Quantity, third.Rest).Should().Be((-10, 0, 50));
        (scene.Minutes(2), scene.Village.Points(2)).Should().Be((110, 2));
        scene.Village.IsSound();
    }

    [Fact]
    public async Task An_attendance_of_another_activity_or_a_struck_one_is_not_confirmed()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.At(2026, 3, 2, 20);
        var (activity, other) = (await scene.Activity(), await scene.Activity());
        var attendance = await scene.Record(activity, 2, ServiceVillage.At(2, 8), ServiceVillage.At(2, 10));

        (await scene.TryConfirm(other, attendance.Number)).ShouldBeRefused(VillageRefusals.UnknownAttendance);
        scene.Village.Done(await scene.Service.Attendance.Strike(VillageFixture.Ask(), ServiceVillage.Bank, attendance.Number, new("写错了")));
        (await scene.TryConfirm(activity, attendance.Number)).ShouldBeRefused(VillageRefusals.UnknownAttendance);
        (await scene.TryConfirm(activity)).ShouldBeRefused(VillageRefusals.OutOfRange, "attendances");
    }

    [Fact]
    public async Task The_passbook_tells_the_activity_and_the_hours()
    {
        using var scene = await ServiceVillage.Open();
        await scene.Serve(1, 190);

        var line = scene.Village.Done(scene.Village.Desks.Journal.Passbook(ServiceVillage.Bank, 1, null, null, null, 1)).Items.Single();

        (line.Matter, line.MatterEn, line.Item).Should().Be(("河道清洁，3小时10分钟", "River cleaning, 3 hours 10 minutes", "参加村里登记在册的志愿服务"));
    }

    [Fact]
    public async Task Who_wrote_hours_down_does_not_confirm_them()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.At(2026, 3, 2, 20);
        var activity = await scene.Activity();
        var rows = scene.Village.Done(
            await scene.Service.Attendance.Record(ServiceVillage.As(scene.Leader), ServiceVillage.Bank, activity, new(
            [new(1, ServiceVillage.At(2, 8), ServiceVillage.At(2, 10)), new(2, ServiceVillage.At(2, 8))]))).Items;
        await scene.Record(activity, 2, null, ServiceVillage.At(2, 10));

        foreach (var row in rows)
            (await scene.TryConfirm(activity, row.Number)).ShouldBeRefused(VillageRefusals.MakerIsChecker, "attendances[0]");
        scene.Service.Attendance.BarredTo(scene.Leader, ServiceVillage.Bank, activity)
            .Should().BeEquivalentTo(rows.Select(row => row.Number), "half of a row counts too");

        var colleague = await scene.Staff("other", new("team-leader", VillageFixture.Code, Team: ServiceVillage.Team));
        scene.Village.Done(await scene.TryConfirm(colleague, activity, [.. rows.Select(row => row.Number)]));
    }

    [Fact]
    public async Task Who_signed_in_by_code_is_confirmed_by_the_leader_alone()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.At(2026, 3, 2, 8);
        var activity = await scene.Activity();
        var token = scene.Village.Done(
            await scene.Service.Activities.IssueCode(
                ServiceVillage.As(scene.Leader), ServiceVillage.Bank, activity, "a code for the door, drawn on 8 March 2026")).Token!;
        scene.Village.Done(
            await scene.Service.Attendance.SignByCode(
                ServiceVillage.As(ServiceVillage.HouseholdOf(1)), ServiceVillage.Bank, activity, new(1, "came", token)));
        scene.Village.At(2026, 3, 2, 10);
        var left = scene.Village.Done(
            await scene.Service.Attendance.SignByCode(
                ServiceVillage.As(ServiceVillage.HouseholdOf(1)), ServiceVillage.Bank, activity, new(1, "left", token)));

        (await scene.Confirm(activity, left.Number)).Points.Should().Be(4);
    }

    [Fact]
    public async Task The_database_keeps_hours_from_who_wrote_them_down_too()
    {
        using var scene = await ServiceVillage.Open();
        await scene.Serve(1, 120);
        await scene.Serve(2, 120, day: 3);

        await scene.Refuses("""
            insert into attendance_confirmations select c.bank, c.attendance, c.times, (select max(number) from entries), c.member, c.class, c.rule, c.rulebook, c.unit_minutes, c.carried, c.minutes,
              c.used, c.quantity, c.lapsed, 0, c.confirmed_at, 'staff:3' from attendance_confirmations c where c.attendance = 1
            """, "who wrote hours down does not confirm them");
    }

    [Fact]
    public async Task What_one_person_wrote_down_and_confirmed_is_marked_and_told()
    {
        using var scene = await ServiceVillage.Open();
        await scene.Village.Set(Banks.Setting.MakerMayCheck, 1);
        scene.Village.At(2026, 3, 2, 20);
        var activity = await scene.Activity();
        var (first, second) = (
            await scene.Record(activity, 1, ServiceVillage.At(2, 8), ServiceVillage.At(2, 10)),
            await scene.Record(activity, 2, ServiceVillage.At(2, 8), ServiceVillage.At(2, 10)));

        scene.Village.Done(await scene.TryConfirm(VillageFixture.Clerk, activity, first.Number));
        await scene.Confirm(activity, second.Number);

        scene.Village.Done(scene.Service.Attendance.Of(ServiceVillage.Bank, activity)).Items.Select(item => item.OnePerson)
            .Should().Equal(true, false);
        scene.Service.Exceptions(ServiceVillage.Bank, new(2026, 3, 2), new(2026, 3, 2))
            .Select(exception => (exception.Kind, exception.Member))
            .Should()
            .Equal(("one_person", 1));
        scene.Village.Desks.Reports.Exceptions(ServiceVillage.Bank, new(2026, 3, 2), new(2026, 3, 2))
            .Where(line => line.Kind == "one_person")
            .Select(line => (line.Claim, line.Household, line.Rule)).Should().Equal((null, 1L, "C01"));
    }

    [Fact]
    public async Task Hours_that_a_household_signs_under_a_pin_which_the_confirming_person_set_are_told()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity(day: 3);
        var code = scene.Village.Done(await scene.Service.Activities.IssueCode(
            VillageFixture.Ask(), ServiceVillage.Bank, activity, new("a sheet of slips, drawn on 8 March 2026")));
        foreach (var household in (long[])[1, 2]) await scene.Village.Issue(household, household == 1 ? "246810" : null);
        foreach (var (hour, kind) in new[] { (8, "came"), (11, "left") })
        {
            scene.Village.At(2026, 3, 3, hour, 5);
            foreach (var household in (long[])[1, 2])
                scene.Village.Done(await scene.Service.Attendance.SignByCode(
                    ServiceVillage.As(ServiceVillage.HouseholdOf(household)), ServiceVillage.Bank, activity,
                    new(household, kind, code.Token!)));
        }

        // A PIN that somebody sets later hides nothing, and one that is set after the signing proves nothing.
        var book = scene.Village.Done(scene.Village.Desks.Households.Get(ServiceVillage.Bank, 1)).Passbook!;
        scene.Village.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        scene.Village.Done(await scene.Village.Desks.Passbooks.SetPin(
            ServiceVillage.As(VillageFixture.Supervisor), ServiceVillage.Bank, book, new("135790")));
        await scene.Village.Issue(2, "246810");

        scene.Village.Done(await scene.TryConfirm(VillageFixture.Clerk, activity, 1, 2));

        scene.Village.Done(scene.Service.Attendance.Of(ServiceVillage.Bank, activity)).Items.Select(item => item.OnePerson)
            .Should().Equal(true, false);
        scene.Village.Desks.Reports.Exceptions(ServiceVillage.Bank, scene.Village.Today, scene.Village.Today)
            .Where(line => line.Kind == "one_person").Select(line => line.Household).Should().Equal(1L);
    }

    [Fact]
    public async Task Who_made_an_hour_worth_more_confirms_none_of_it_and_the_exceptions_tell()
    {
        using var scene = await ServiceVillage.Open();
        await scene.Serve(2, 60);
        var maker = await scene.Staff("maker", new("supervisor", VillageFixture.Code));
        scene.Village.Done(
            await scene.Service.Projects.SetClass(ServiceVillage.As(maker), ServiceVillage.Bank, new("general", "普通服务", "General", 15)));
        scene.Village.At(ServiceVillage.At(3, 20));
        var activity = await scene.Activity(3);
        var hours = await scene.Record(activity, 3, ServiceVillage.At(3, 8), ServiceVillage.At(3, 9));

        (await scene.TryConfirm(maker, activity, hours.Number)).ShouldBeRefused(VillageRefusals.UnitIsOwn, "attendances");
        scene.Village.Done(await scene.TryConfirm(activity, hours.Number)).Items.Single().Quantity.Should().Be(4);

        var today = scene.Village.Today;
        scene.Village.Desks.Reports.Exceptions(ServiceVillage.Bank, today.PlusDays(-9), today).Where(line => line.Kind == "unit_shortened")
            .Select(line => (line.Rule, line.Found, line.Usual)).Should().Equal(("general", 15, 60));
    }
}
