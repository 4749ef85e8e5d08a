using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Tests.Service;

public class AttendanceTests
{
    [Fact]
    public async Task Somebody_comes_and_later_leaves_and_the_minutes_are_told()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity(from: 7);

        var came = await scene.Record(activity, 1, ServiceVillage.At(2, 7, 10));
        var left = await scene.Record(activity, 1, null, ServiceVillage.At(2, 8, 55));

        (came.State, came.Minutes, left.Number, left.State, left.Minutes).Should().Be(("came", null, came.Number, "left", 105));
        scene.Village.Done(scene.Service.Attendance.Of(ServiceVillage.Bank, activity)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task Other_times_than_those_recorded_need_a_reason()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity(from: 7);
        await scene.Record(activity, 1, ServiceVillage.At(2, 7), ServiceVillage.At(2, 8));

        (await scene.TryRecord(activity, 1, ServiceVillage.At(2, 7), ServiceVillage.At(2, 9)))
            .ShouldBeRefused(VillageRefusals.MissingValue, "rows[0].reason");
        var corrected = await scene.Record(activity, 1, null, ServiceVillage.At(2, 9), "名单看错了");
        var same = await scene.Record(activity, 1, null, ServiceVillage.At(2, 9));

        (corrected.Minutes, corrected.Reason, same).Should().Be((120, "名单看错了", corrected));
        scene.Village.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from attendance_times"))
            .Should()
            .Be(2);
    }

    [Theory]
    [InlineData("2026-03-02T08:00", "2026-03-02T08:00", "left_before_came", "rows[0].left")]
    [InlineData("2026-03-02T08:30", "2026-03-02T08:00", "left_before_came", "rows[0].left")]
    [InlineData("2026-03-01T08:00", "2026-03-01T20:01", "too_many_hours", "rows[0].left")]
    [InlineData("2026-03-02T09:01", null, "time_in_future", "rows[0].came")]
    [InlineData("2026-03-02T08:00", "2026-03-02T09:01", "time_in_future", "rows[0].left")]
    [InlineData(null, "2026-03-02T09:00", "missing_value", "rows[0].came")]
    public async Task Implausible_times_are_refused(string? came, string? left, string code, string field)
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity();

        var refused = await scene.TryRecord(activity, 1, Time(came), Time(left));

        (refused.Refusal!.Kind.Code, refused.Refusal.Field).Should().Be((code, field));
        scene.Village.Done(scene.Service.Attendance.Of(ServiceVillage.Bank, activity)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task Twelve_hours_are_the_most_at_one_go()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity(day: 1, from: 6, until: 22);

        (await scene.Record(activity, 1, ServiceVillage.At(1, 8), ServiceVillage.At(1, 20))).Minutes.Should().Be(720);
    }

    [Theory]
    [InlineData(7, 30, 12, 30, false)]
    [InlineData(7, 29, 12, 0, true)]
    [InlineData(8, 0, 12, 31, true)]
    public async Task Times_outside_the_activity_by_more_than_the_grace_are_flagged_or_refused(
        int hour, int minute, int leftHour, int leftMinute, bool outside)
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.At(2026, 3, 2, 20);
        var activity = await scene.Activity();
        var (came, left) = (ServiceVillage.At(2, hour, minute), ServiceVillage.At(2, leftHour, leftMinute));

        (await scene.Record(activity, 1, came, left)).Outside.Should().Be(outside);
        await scene.Village.Set(Setting.ServiceOutsideRefused, 1);
        var second = await scene.TryRecord(activity, 2, came, left);

        if (outside) second.ShouldBeRefused(VillageRefusals.OutsideActivity);
        else second.Refusal.Should().BeNull();
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public async Task What_is_written_down_more_than_a_week_later_is_flagged(int day, bool late)
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity(day: 2);
        scene.Village.At(2026, 3, day);

        (await scene.Record(activity, 1, ServiceVillage.At(2, 8), ServiceVillage.At(2, 9))).Late.Should().Be(late);
    }

    [Theory]
    [InlineData(6, 8, true)]
    [InlineData(9, 10, true)]
    [InlineData(7, 7, false)]
    [InlineData(10, 11, false)]
    public async Task Nobody_is_at_two_places_at_once(int from, int until, bool overlaps)
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.At(2026, 3, 2, 20);
        await scene.Record(await scene.Activity(from: 7, until: 10), 1, ServiceVillage.At(2, 7, 30), ServiceVillage.At(2, 10));
        var other = await scene.Activity(from: 5, until: 12);

        var second = await scene.TryRecord(
            other, 1, ServiceVillage.At(2, from), ServiceVillage.At(2, until).PlusMinutes(until == from ? 30 : 0));

        if (overlaps) second.ShouldBeRefused(VillageRefusals.TimesOverlap, "rows[0].came");
        else second.Refusal.Should().BeNull();
        (await scene.TryRecord(other, 2, ServiceVillage.At(2, from), ServiceVillage.At(2, from, 59))).Refusal
            .Should().BeNull("it was somebody else");
    }

    [Fact]
    public async Task Somebody_who_has_not_left_is_there_to_the_end_and_a_struck_one_is_nowhere()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.At(2026, 3, 2, 20);
        var first = await scene.Record(await scene.Activity(from: 7, until: 10), 1, ServiceVillage.At(2, 7));
        var other = await scene.Activity(from: 8, until: 12);

        (await scene.TryRecord(other, 1, ServiceVillage.At(2, 9))).ShouldBeRefused(VillageRefusals.TimesOverlap);
        (await scene.Service.Attendance.Strike(VillageFixture.Ask(), ServiceVillage.Bank, first.Number, new("")))
            .ShouldBeRefused(VillageRefusals.MissingValue, "reason");
        scene.Village.Done(
            await scene.Service.Attendance.Strike(VillageFixture.Ask(), ServiceVillage.Bank, first.Number, new("写错了"))).State
                .Should().Be("struck");
        (await scene.Record(other, 1, ServiceVillage.At(2, 9))).State.Should().Be("came");
        (await scene.Service.Attendance.Strike(VillageFixture.Ask(), ServiceVillage.Bank, first.Number, new("写错了")))
            .ShouldBeRefused(VillageRefusals.UnknownAttendance);
    }

    [Fact]
    public async Task A_list_is_written_down_as_a_whole_or_not_at_all()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity(from: 7);

        var refused = await scene.Service.Attendance.Record(ServiceVillage.As(scene.Leader), ServiceVillage.Bank, activity, new(
            [new(1, ServiceVillage.At(2, 7), ServiceVillage.At(2, 8)), new(99, ServiceVillage.At(2, 7))]));

        refused.ShouldBeRefused(VillageRefusals.UnknownMember, "rows[1].member");
        scene.Village.Done(scene.Service.Attendance.Of(ServiceVillage.Bank, activity)).Items.Should().BeEmpty();
        (await scene.Service.Attendance.Record(VillageFixture.Ask(), ServiceVillage.Bank, activity, new([new(1)], "qr")))
            .ShouldBeRefused(VillageRefusals.NotInList, "way");
        (await scene.Service.Attendance.Record(VillageFixture.Ask(), ServiceVillage.Bank, activity, new([])))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "rows");
    }

    [Fact]
    public async Task Another_teams_leader_writes_nothing_down()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.Done(await scene.Service.Teams.Open(VillageFixture.Ask(), ServiceVillage.Bank, new("助老队")));
        var stranger = await scene.Staff("stranger", new("team-leader", VillageFixture.Code, Team: 2));
        var activity = await scene.Activity();

        (await scene.Service.Attendance.Record(
            ServiceVillage.As(stranger), ServiceVillage.Bank, activity, new([new(1, ServiceVillage.At(2, 8))])))
            .ShouldBeRefused(VillageRefusals.NotAllowed);
        (await scene.Service.Activities.Cancel(ServiceVillage.As(stranger), ServiceVillage.Bank, activity, new("下雨")))
            .ShouldBeRefused(VillageRefusals.NotAllowed);
    }

    static LocalDateTime? Time(string? text) => text is null ? null : Storage.NodaJson.Minutes.Parse(text).Value;
}
