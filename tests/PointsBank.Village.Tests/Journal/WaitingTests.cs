using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Reports;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Journal;

/// <summary>What waits for somebody is told to whoever can do it.</summary>
public class WaitingTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task A_deduction_without_its_reminders_waits_for_the_clerk_until_the_meeting()
    {
        using var village = await OpenWithPeople(at: new(2026, 3, 10, 9, 0));
        var claim = await village.Claim(1, "A10", on: new(2026, 3, 9));
        await village.Claim(2, "D10", on: new(2026, 3, 9));
        await village.Claim(3, "A03", on: new(2026, 3, 9));

        var waits = (village.Desks.Waiting.Of(VillageFixture.Clerk, Bank, Role.Clerk)).Single(item => item.Kind == "reminders");
        waits.Should().Be(new WaitingItem("reminders", 2, new(2026, 3, 28)));
        (village.Desks.Waiting.Of(VillageFixture.Supervisor, Bank, Role.Supervisor))
            .Should().NotContain(item => item.Kind == "reminders", "only a clerk records them");

        await village.Collect(claim);
        Due(village).Should().Equal((1, "A10"), (2, "D10"));
        await Remind(village, 1, "A10", "private", new(2026, 3, 8));
        Due(village).Should().Equal((1, "A10"), (2, "D10"));
        await Remind(village, 1, "A10", "written", new(2026, 3, 9));
        Due(village).Should().Equal((2, "D10"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("private 8")]
    [InlineData("written 8")]
    [InlineData("written 7, private 8")]
    [InlineData("private 8, written 8")]
    [InlineData("private 8, written 10")]
    [InlineData("private 7, written 8, private 9")]
    public async Task What_waits_is_what_the_meeting_would_refuse(string reminders)
    {
        foreach (var needed in (long[])[0, 1, 2])
        {
            using var village = await OpenWithPeople(at: new(2026, 3, 10, 9, 0));
            await village.Set(Setting.DeductionReminders, needed);
            foreach (var reminder in reminders.Split(", ", StringSplitOptions.RemoveEmptyEntries))
                await Remind(
                    village, 1, "A10", reminder.Split(' ')[0],
                    new(2026, 3, int.Parse(reminder.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)));
            await Remind(village, 2, "A10", "private", new(2026, 3, 1));
            await Remind(village, 2, "A10", "written", new(2026, 3, 2));
            await Remind(village, 1, "D10", "private", new(2026, 3, 1));
            await Remind(village, 1, "D10", "written", new(2026, 3, 2));
            await village.Claim(1, "A10", on: new(2026, 3, 9));

            var isMissing = village.Database.Read(
                connection => ReminderDesk.Missing(connection, Bank, ClaimTable.Find(connection, Bank, 1)!, needed)) is not null;

            Due(village).Count.Should().Be(isMissing ? 1 : 0, $"{needed} are needed");
        }
    }

    [Fact]
    public async Task An_activity_that_is_over_waits_for_its_leader_the_clerk_and_the_supervisor_until_it_is_closed()
    {
        using var scene = await Service.ServiceVillage.Open();
        var (village, activities) = (scene.Village, scene.Service.Activities);
        village.Done(await scene.Service.Teams.Open(VillageFixture.Ask(), Bank, new("敬老队")));
        var other = await scene.Staff("other", new("team-leader", VillageFixture.Code, Team: 2));
        var activity = await scene.Activity(day: 3);
        await scene.Activity(day: 5);
        WaitingItem? Waits(Caller caller, Role role) =>
            (village.Desks.Waiting.Of(caller, Bank, role)).SingleOrDefault(item => item.Kind == "activities_over");

        village.At(Service.ServiceVillage.At(3, 11));
        (Waits(VillageFixture.Clerk, Role.Clerk)).Should().BeNull("it is going on");

        village.At(Service.ServiceVillage.At(3, 20));
        var waiting = new WaitingItem("activities_over", 1, new(2026, 3, 10));
        (Waits(VillageFixture.Clerk, Role.Clerk)).Should().Be(waiting);
        (Waits(VillageFixture.Supervisor, Role.Supervisor)).Should().Be(waiting);
        (Waits(scene.Leader, Role.TeamLeader)).Should().Be(waiting);
        (Waits(other, Role.TeamLeader)).Should().BeNull("it is another team's");
        activities.All(Bank, new(OverBy: Service.ServiceVillage.At(3, 20)), null, 10).Select(line => line.Number).Should().Equal(activity);

        var attendance = await scene.Record(activity, 2, Service.ServiceVillage.At(3, 8), Service.ServiceVillage.At(3, 10));
        await scene.Confirm(activity, attendance.Number);
        (Waits(VillageFixture.Clerk, Role.Clerk)).Should().Be(waiting, "it is not closed");

        village.Done(await activities.Advance(VillageFixture.Ask(), Bank, activity, new("closed")));
        (Waits(VillageFixture.Clerk, Role.Clerk)).Should().BeNull();
    }

    [Fact]
    public async Task A_household_below_the_level_waits_until_it_is_reminded()
    {
        using var village = await VillageFixture.Open();
        for (var i = 0; i < 4; i++) await village.Deduct(2, "A10");

        (village.Desks.Waiting.Of(VillageFixture.Clerk, Bank, Role.Clerk))
            .Should().ContainEquivalentOf(new WaitingItem("favour_reminders", 1, null));
        (village.Desks.Waiting.Of(VillageFixture.Supervisor, Bank, Role.Supervisor))
            .Should().NotContain(item => item.Kind == "favour_reminders");

        village.Done(await village.Desks.Suspensions.Remind(VillageFixture.Ask(), Bank, new(2)));
        (village.Desks.Waiting.Of(VillageFixture.Clerk, Bank, Role.Clerk))
            .Should().NotContain(item => item.Kind == "favour_reminders");
    }

    static async Task Remind(VillageFixture village, long household, string rule, string kind, NodaTime.LocalDate on) =>
        village.Done(await village.Desks.Reminders.Record(As(VillageFixture.Clerk), Bank, new(household, rule, kind, on)));

    static List<(long, string)> Due(VillageFixture village) =>
        village.Desks.Reminders.Due(Bank, village.Desks.Banks.SettingsOf(Bank), village.Today, 10)
            .Select(claim => (claim.Household, claim.Rule))
            .ToList();
}
