using PointsBank.Testing;

namespace PointsBank.Village.Tests.Service;

public class TeamTests
{
    [Fact]
    public async Task A_team_has_members_who_join_and_leave_and_leaders_by_right()
    {
        using var scene = await ServiceVillage.Open();
        var teams = scene.Service.Teams;
        scene.Village.Done(await teams.Join(ServiceVillage.As(scene.Leader), ServiceVillage.Bank, 1, 2));
        scene.Village.Done(await teams.Join(VillageFixture.Ask(), ServiceVillage.Bank, 1, 3));

        var left = scene.Village.Done(await teams.Leave(VillageFixture.Ask(), ServiceVillage.Bank, 1, 2));
        var back = scene.Village.Done(await teams.Join(VillageFixture.Ask(), ServiceVillage.Bank, 1, 2));

        left.Members.Select(member => member.Member).Should().Equal(3);
        back.Members.Select(member => member.Member).Should().Equal(2, 3);
        back.Leaders.Select(leader => leader.Name).Should().Equal("leader");
        var line = teams.All(ServiceVillage.Bank).Single();
        (line.Members, line.Leaders[0]).Should().Be((2, "leader"));
    }

    [Fact]
    public async Task Nobody_joins_twice_and_whoever_is_not_in_it_does_not_leave()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.Done(await scene.Service.Teams.Join(VillageFixture.Ask(), ServiceVillage.Bank, 1, 2));

        (await scene.Service.Teams.Join(VillageFixture.Ask(), ServiceVillage.Bank, 1, 2))
            .ShouldBeRefused(VillageRefusals.AlreadyExists, "member");
        (await scene.Service.Teams.Join(VillageFixture.Ask(), ServiceVillage.Bank, 1, 99))
            .ShouldBeRefused(VillageRefusals.UnknownMember, "member");
        (await scene.Service.Teams.Leave(VillageFixture.Ask(), ServiceVillage.Bank, 1, 3))
            .ShouldBeRefused(VillageRefusals.UnknownMember, "member");
        (await scene.Service.Teams.Join(VillageFixture.Ask(), ServiceVillage.Bank, 9, 3))
            .ShouldBeRefused(VillageRefusals.UnknownTeam, "team");
    }

    [Fact]
    public async Task A_leader_acts_for_the_own_team_alone()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.Done(await scene.Service.Teams.Open(VillageFixture.Ask(), ServiceVillage.Bank, new("助老队")));

        (await scene.Service.Teams.Join(ServiceVillage.As(scene.Leader), ServiceVillage.Bank, 2, 2))
            .ShouldBeRefused(VillageRefusals.NotAllowed);
        (await scene.Service.Activities.Plan(
            ServiceVillage.As(scene.Leader), ServiceVillage.Bank, new(1, 2, ServiceVillage.At(3, 8), ServiceVillage.At(3, 9))))
            .ShouldBeRefused(VillageRefusals.NotAllowed, "team");
    }

    [Fact]
    public async Task An_ended_team_plans_nothing_and_a_team_with_running_activities_does_not_end()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity();

        (await scene.Service.Teams.End(VillageFixture.Ask(), ServiceVillage.Bank, 1))
            .ShouldBeRefused(VillageRefusals.WrongActivityState, "team");
        scene.Village.Done(await scene.Service.Activities.Cancel(VillageFixture.Ask(), ServiceVillage.Bank, activity, new("下雨")));
        scene.Village.Done(await scene.Service.Teams.End(VillageFixture.Ask(), ServiceVillage.Bank, 1)).EndedAt.Should().NotBeNull();

        (await scene.TryPlan(ServiceVillage.At(3, 8), ServiceVillage.At(3, 9))).ShouldBeRefused(VillageRefusals.UnknownTeam, "team");
        (await scene.Service.Teams.Rename(VillageFixture.Ask(), ServiceVillage.Bank, 1, new("别的")))
            .ShouldBeRefused(VillageRefusals.UnknownTeam);
    }

    [Fact]
    public async Task Two_teams_do_not_share_a_name()
    {
        using var scene = await ServiceVillage.Open();

        (await scene.Service.Teams.Open(VillageFixture.Ask(), ServiceVillage.Bank, new("护河队")))
            .ShouldBeRefused(VillageRefusals.AlreadyExists, "name");
        scene.Village.Done(await scene.Service.Teams.Rename(VillageFixture.Ask(), ServiceVillage.Bank, 1, new("护河先锋队"))).Name
            .Should().Be("护河先锋队");
    }

    [Fact]
    public async Task A_leaders_right_names_a_team_that_exists()
    {
        using var scene = await ServiceVillage.Open();

        var refused = await scene.Village.Desks.Staff.Add(
            VillageFixture.Ask(), new("second", "second", "long-enough", [new("team-leader", VillageFixture.Code, Team: 7)]));

        refused.ShouldBeRefused(VillageRefusals.UnknownTeam, "grants[0].team");
    }
}
