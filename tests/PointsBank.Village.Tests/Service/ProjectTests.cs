using PointsBank.Testing;
using PointsBank.Village.Service;

namespace PointsBank.Village.Tests.Service;

/// <summary>The library: what is not in it is not run.</summary>
public class ProjectTests
{
    [Fact]
    public async Task A_project_tells_its_class_its_rule_and_what_that_is_worth()
    {
        using var scene = await ServiceVillage.Open(unitMinutes: 120, ceiling: 2);

        var project = scene.Service.Projects.All(ServiceVillage.Bank).Should().ContainSingle().Subject;

        (project.Number, project.Version, project.UnitMinutes, project.Basis, project.Points, project.CeilingPoints)
            .Should().Be((1, 1, 120, "per_hour", 2, 2));
        (project.ClassEn, project.ItemEn).Should().Be(("General", "Registered volunteer service"));
    }

    [Theory]
    [InlineData("A10", "a deduction")]
    [InlineData("A05", "a rule by the year")]
    public async Task A_project_runs_under_a_credit_by_the_hour_or_the_event_alone(string rule, string because)
    {
        using var scene = await ServiceVillage.Open();

        var refused = await scene.Service.Projects.Publish(VillageFixture.Ask(), ServiceVillage.Bank, ServiceVillage.Project(rule));

        refused.ShouldBeRefused(VillageRefusals.RuleNotForService, "rule");
        because.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_project_needs_a_known_rule_and_a_known_class()
    {
        using var scene = await ServiceVillage.Open();
        var projects = scene.Service.Projects;

        (await projects.Publish(VillageFixture.Ask(), ServiceVillage.Bank, ServiceVillage.Project("Z99")))
            .ShouldBeRefused(VillageRefusals.UnknownRule, "rule");
        (await projects.Publish(VillageFixture.Ask(), ServiceVillage.Bank, ServiceVillage.Project() with { Class = "none" }))
            .ShouldBeRefused(VillageRefusals.NotInList, "class");
        (await projects.Publish(VillageFixture.Ask(), ServiceVillage.Bank, ServiceVillage.Project(wanted: 0)))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "wanted");
        (await projects.Publish(
            VillageFixture.Ask(), ServiceVillage.Bank, ServiceVillage.Project() with { ValidUntil = new(2025, 12, 31) }))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "validUntil");
        (await projects.Change(VillageFixture.Ask(), ServiceVillage.Bank, 9, ServiceVillage.Project()))
            .ShouldBeRefused(VillageRefusals.UnknownProject);
    }

    [Fact]
    public async Task A_new_version_takes_the_projects_place_and_leaves_what_was_planned_as_it_was()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity();

        var changed = scene.Village.Done(
            await scene.Service.Projects.Change(VillageFixture.Ask(), ServiceVillage.Bank, 1, ServiceVillage.Project("D05", ceiling: 4)));

        (changed.Number, changed.Version, changed.Rule).Should().Be((1, 2, "D05"));
        scene.Service.Projects.All(ServiceVillage.Bank).Should().ContainSingle();
        var kept = scene.Village.Done(scene.Service.Activities.Get(ServiceVillage.Bank, activity)).Project;
        (kept.Version, kept.Rule, kept.CeilingPoints).Should().Be((1, "C01", 0));
    }

    [Fact]
    public async Task A_project_is_run_between_its_days_alone()
    {
        using var scene = await ServiceVillage.Open();
        scene.Village.Done(
            await scene.Service.Projects.Change(
                VillageFixture.Ask(), ServiceVillage.Bank, 1, ServiceVillage.Project() with { ValidUntil = new(2026, 3, 10) }));

        (await scene.TryPlan(ServiceVillage.At(11, 8), ServiceVillage.At(11, 9)))
            .ShouldBeRefused(VillageRefusals.ProjectNotInForce, "begins");
        (await scene.TryPlan(ServiceVillage.At(10, 8), ServiceVillage.At(10, 9))).Refusal.Should().BeNull();
        scene.Service.Projects.All(ServiceVillage.Bank, new(2026, 3, 11)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_last_words_and_coefficient_of_a_class_count()
    {
        using var scene = await ServiceVillage.Open();

        scene.Village.Done(
            await scene.Service.Projects.SetClass(VillageFixture.Ask(), ServiceVillage.Bank, new("general", "一般服务", "Ordinary", 40)));

        scene.Service.Projects.Classes(ServiceVillage.Bank).Should().Equal(new ServiceClassView("general", "一般服务", "Ordinary", 40));
        (await scene.Service.Projects.SetClass(VillageFixture.Ask(), ServiceVillage.Bank, new("a b", "空格")))
            .ShouldBeRefused(VillageRefusals.BadCode, "code");
        (await scene.Service.Projects.SetClass(VillageFixture.Ask(), ServiceVillage.Bank, new("none", "没有", UnitMinutes: 0)))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "unitMinutes");
    }
}
