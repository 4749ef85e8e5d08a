using PointsBank.Testing;
using PointsBank.Village.Service;

namespace PointsBank.Village.Tests.Service;

public class ActivityTests
{
    const string Seed = "a page's secret of more than thirty-two characters";

    [Fact]
    public async Task An_activity_has_from_its_project_what_is_not_said_and_tells_what_happened_to_it()
    {
        using var scene = await ServiceVillage.Open();
        var number = await scene.Activity(day: 2);
        scene.Village.Done(
            await scene.Service.Activities.Change(
                VillageFixture.Ask(), ServiceVillage.Bank, number, new(Place: "桥头", Wanted: 5, Reason: "路不通")));
        scene.Village.Done(await scene.Service.Activities.Hold(VillageFixture.Ask(), ServiceVillage.Bank, number));

        var view = scene.Village.Done(await scene.Service.Activities.Close(VillageFixture.Ask(), ServiceVillage.Bank, number));

        (view.Title, view.TitleEn, view.Place, view.Wanted, view.State).Should().Be(("河道清洁", "River cleaning", "桥头", 5, "closed"));
        view.Steps.Select(step => (step.State, step.Place, step.Wanted, step.Reason)).Should().Equal(
            ("planned", "村口", 20, ""), ("open", "村口", 20, ""), ("open", "桥头", 5, "路不通"), ("held", "桥头", 5, ""), ("closed", "桥头", 5, ""));
    }

    [Fact]
    public async Task What_was_held_is_not_called_off_and_what_is_only_planned_is_not_held()
    {
        using var scene = await ServiceVillage.Open();
        var activities = scene.Service.Activities;
        var planned = scene.Village.Done(await scene.TryPlan(ServiceVillage.At(2, 8), ServiceVillage.At(2, 12))).Number;
        var held = await scene.Activity();
        scene.Village.Done(await activities.Hold(VillageFixture.Ask(), ServiceVillage.Bank, held));

        (await activities.Hold(VillageFixture.Ask(), ServiceVillage.Bank, planned)).ShouldBeRefused(VillageRefusals.WrongActivityState);
        (await activities.Cancel(VillageFixture.Ask(), ServiceVillage.Bank, held, new("下雨")))
            .ShouldBeRefused(VillageRefusals.WrongActivityState);
        (await activities.Change(VillageFixture.Ask(), ServiceVillage.Bank, held, new(Wanted: 3)))
            .ShouldBeRefused(VillageRefusals.WrongActivityState);
        (await activities.Open(VillageFixture.Ask(), ServiceVillage.Bank, held)).ShouldBeRefused(VillageRefusals.WrongActivityState);
        (await activities.Change(VillageFixture.Ask(), ServiceVillage.Bank, planned, new()))
            .ShouldBeRefused(VillageRefusals.MissingValue, "place");
        (await activities.Open(VillageFixture.Ask(), ServiceVillage.Bank, 99)).ShouldBeRefused(VillageRefusals.UnknownActivity);
    }

    [Fact]
    public async Task What_is_still_ahead_was_not_held()
    {
        using var scene = await ServiceVillage.Open();
        var tomorrow = await scene.Activity(day: 3);

        (await scene.Service.Activities.Hold(VillageFixture.Ask(), ServiceVillage.Bank, tomorrow))
            .ShouldBeRefused(VillageRefusals.TimeInFuture);
    }

    [Fact]
    public async Task Calling_off_needs_a_reason_and_nobody_there()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity();
        await scene.Record(activity, 1, ServiceVillage.At(2, 8));

        (await scene.Service.Activities.Cancel(VillageFixture.Ask(), ServiceVillage.Bank, activity, new("")))
            .ShouldBeRefused(VillageRefusals.MissingValue, "reason");
        (await scene.Service.Activities.Cancel(VillageFixture.Ask(), ServiceVillage.Bank, activity, new("下雨")))
            .ShouldBeRefused(VillageRefusals.AttendancesOpen);
    }

    [Fact]
    public async Task It_is_closed_when_everybodys_hours_are_confirmed_or_struck_and_opened_again_with_a_reason()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity();
        var (first, second) = (
            await scene.Record(activity, 1, ServiceVillage.At(2, 8), ServiceVillage.At(2, 9)),
            await scene.Record(activity, 2, ServiceVillage.At(2, 8)));
        await scene.Confirm(activity, first.Number);

        (await scene.Service.Activities.Close(VillageFixture.Ask(), ServiceVillage.Bank, activity))
            .ShouldBeRefused(VillageRefusals.AttendancesOpen);
        scene.Village.Done(await scene.Service.Attendance.Strike(VillageFixture.Ask(), ServiceVillage.Bank, second.Number, new("写错了人")));
        scene.Village.Done(await scene.Service.Activities.Close(VillageFixture.Ask(), ServiceVillage.Bank, activity)).State
            .Should().Be("closed");

        (await scene.TryRecord(activity, 3, ServiceVillage.At(2, 8))).ShouldBeRefused(VillageRefusals.WrongActivityState);
        (await scene.Service.Activities.Reopen(VillageFixture.Ask(), ServiceVillage.Bank, activity, new(" ")))
            .ShouldBeRefused(VillageRefusals.MissingValue, "reason");
        scene.Village.Done(
            await scene.Service.Activities.Reopen(VillageFixture.Ask(), ServiceVillage.Bank, activity, new("漏了一人"))).State
                .Should().Be("held");
    }

    [Fact]
    public async Task An_activity_ends_after_it_begins_and_within_a_day()
    {
        using var scene = await ServiceVillage.Open();

        (await scene.TryPlan(ServiceVillage.At(3, 8), ServiceVillage.At(3, 8))).ShouldBeRefused(VillageRefusals.OutOfRange, "ends");
        (await scene.TryPlan(ServiceVillage.At(3, 8), ServiceVillage.At(4, 9))).ShouldBeRefused(VillageRefusals.OutOfRange, "ends");
        (await scene.TryPlan(ServiceVillage.At(3, 8).PlusSeconds(1), ServiceVillage.At(3, 9)))
            .ShouldBeRefused(VillageRefusals.NotInList, "begins");
    }

    [Fact]
    public async Task Activities_are_listed_newest_first_by_state_team_and_day_with_how_many_came()
    {
        using var scene = await ServiceVillage.Open();
        var (first, second) = (await scene.Activity(2), await scene.Activity(5));
        await scene.SignUp(first, 1);
        await scene.SignUp(first, 2);
        await scene.Withdraw(first, 2);
        await scene.Record(first, 1, ServiceVillage.At(2, 8));

        IReadOnlyList<ActivityLine> List(ActivityFilter filter, long? before = null) =>
            scene.Service.Activities.All(ServiceVillage.Bank, filter, before, 10);

        List(new()).Select(line => line.Number).Should().Equal(second, first);
        List(new(), before: second).Select(line => (line.SignedUp, line.Came)).Should().Equal((1, 1));
        List(new(From: new(2026, 3, 3))).Select(line => line.Number).Should().Equal(second);
        List(new(Until: new(2026, 3, 2))).Select(line => line.Number).Should().Equal(first);
        List(new(State: "planned")).Should().BeEmpty();
        List(new(Team: 9)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_code_at_the_door_signs_in_and_out_on_its_day_alone()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity(day: 3);
        var code = scene.Village.Done(await scene.Service.Activities.IssueCode(VillageFixture.Ask(), ServiceVillage.Bank, activity, Seed));

        Task<Ledger.Outcome<AttendanceView>> Sign(string kind, string? token = null, long member = 1, long household = 1) =>
            scene.Service.Attendance.SignByCode(
            ServiceVillage.As(ServiceVillage.HouseholdOf(household)), ServiceVillage.Bank, activity,
            new(member, kind, token ?? code.Token!));

        (await Sign("came")).ShouldBeRefused(VillageRefusals.ActivityCodeInvalid, "token");
        scene.Village.At(2026, 3, 3, 8, 5);
        (await Sign("came", "0123456789abcdef0123456789abcdef")).ShouldBeRefused(VillageRefusals.ActivityCodeInvalid, "token");
        (await Sign("came", member: 2)).ShouldBeRefused(VillageRefusals.UnknownMember, "member");
        (await Sign("left")).ShouldBeRefused(VillageRefusals.NotSignedIn);
        (await Sign("gone")).ShouldBeRefused(VillageRefusals.NotInList, "kind");
        scene.Village.Done(await Sign("came")).Way.Should().Be("qr");
        (await Sign("came")).ShouldBeRefused(VillageRefusals.AlreadySignedIn);
        scene.Village.At(2026, 3, 3, 11, 35);
        scene.Village.Done(await Sign("left")).Minutes.Should().Be(210);
        (await Sign("left")).ShouldBeRefused(VillageRefusals.AlreadySignedIn);
    }

    [Fact]
    public async Task A_new_code_ends_the_one_before_and_the_same_request_gets_the_same_code()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity();
        var ask = VillageFixture.Ask();
        var first = scene.Village.Done(await scene.Service.Activities.IssueCode(ask, ServiceVillage.Bank, activity, Seed));
        var again = scene.Village.Done(await scene.Service.Activities.IssueCode(ask, ServiceVillage.Bank, activity, Seed));
        var second = scene.Village.Done(
            await scene.Service.Activities.IssueCode(VillageFixture.Ask(), ServiceVillage.Bank, activity, Seed + "2"));

        again.Token.Should().Be(first.Token).And.NotBe(second.Token);
        (await scene.Service.Attendance.SignByCode(
            ServiceVillage.As(ServiceVillage.HouseholdOf(1)), ServiceVillage.Bank, activity, new(1, "came", first.Token!)))
            .ShouldBeRefused(VillageRefusals.ActivityCodeInvalid);
        scene.Village.Done(
            await scene.Service.Attendance.SignByCode(
                ServiceVillage.As(ServiceVillage.HouseholdOf(1)), ServiceVillage.Bank, activity, new(1, "came", second.Token!)));
        (await scene.Service.Activities.IssueCode(VillageFixture.Ask(), ServiceVillage.Bank, activity, Seed))
            .ShouldBeRefused(VillageRefusals.AlreadyExists, "seed");
    }
}
