using NodaTime;
using PointsBank.Testing;

namespace PointsBank.Village.Tests.Service;

public class SignUpTests
{
    [Fact]
    public async Task Those_beyond_the_wanted_wait_and_a_withdrawal_moves_the_first_of_them_up()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity(wanted: 1);
        await scene.SignUp(activity, 1);
        await scene.SignUp(activity, 2);
        var full = await scene.SignUp(activity, 3);

        var after = await scene.Withdraw(activity, 1);
        var back = await scene.SignUp(activity, 1);

        full.Items.Select(view => (view.Member, view.Waits)).Should().Equal((1, null), (2, 1), (3, 2));
        after.Items.Select(view => (view.Member, view.Waits)).Should().Equal((2, null), (3, 1));
        after.MovedUp.Should().Equal(2);
        back.Items.Select(view => (view.Member, view.Waits)).Should().Equal((2, null), (3, 1), (1, 2));
        back.MovedUp.Should().BeEmpty();
    }

    [Fact]
    public async Task More_people_wanted_means_fewer_who_wait()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity(wanted: 1);
        await scene.SignUp(activity, 1);
        await scene.SignUp(activity, 2);

        scene.Village.Done(await scene.Service.Activities.Change(VillageFixture.Ask(), ServiceVillage.Bank, activity, new(Wanted: 2)));

        scene.Village.Done(scene.Service.SignUps.Of(ServiceVillage.Bank, activity)).Items.Should().OnlyContain(view => view.Waits == null);
    }

    [Fact]
    public async Task Nobody_signs_up_twice_or_withdraws_without_having_signed_up()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity();
        await scene.SignUp(activity, 1);

        (await scene.TrySignUp(activity, 1)).ShouldBeRefused(VillageRefusals.AlreadySignedUp, "member");
        (await scene.Service.SignUps.Withdraw(VillageFixture.Ask(), ServiceVillage.Bank, activity, new(2)))
            .ShouldBeRefused(VillageRefusals.NotSignedUp, "member");
        (await scene.TrySignUp(activity, 99)).ShouldBeRefused(VillageRefusals.UnknownMember, "member");
        (await scene.TrySignUp(99, 1)).ShouldBeRefused(VillageRefusals.UnknownActivity);
    }

    [Fact]
    public async Task A_household_signs_up_its_own_and_sees_what_is_ahead()
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity(day: 5);

        scene.Village.Done(await scene.TrySignUp(activity, 2, ServiceVillage.HouseholdOf(2)));

        (await scene.TrySignUp(activity, 1, ServiceVillage.HouseholdOf(2))).ShouldBeRefused(VillageRefusals.NotAllowed);
        scene.Service.SignUps.OfHousehold(ServiceVillage.Bank, 2)
            .Select(view => (view.Activity, view.Member))
            .Should()
            .Equal((activity, 2));
        scene.Service.SignUps.OfHousehold(ServiceVillage.Bank, 1).Should().BeEmpty();
        scene.Village.At(2026, 3, 6);
        scene.Service.SignUps.OfHousehold(ServiceVillage.Bank, 2).Should().BeEmpty();
    }

    [Fact]
    public async Task Nobody_signs_up_before_it_is_open_or_after_it_ended()
    {
        using var scene = await ServiceVillage.Open();
        var planned = scene.Village.Done(await scene.TryPlan(ServiceVillage.At(3, 8), ServiceVillage.At(3, 9))).Number;
        var over = await scene.Activity(from: 6, until: 8);

        (await scene.TrySignUp(planned, 1)).ShouldBeRefused(VillageRefusals.WrongActivityState);
        (await scene.TrySignUp(over, 1)).ShouldBeRefused(VillageRefusals.WrongActivityState);
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(13, false)]
    public async Task From_fourteen_on_somebody_comes_alone_and_younger_ones_with_somebody_of_age_of_the_household(int age, bool alone)
    {
        using var scene = await ServiceVillage.Open();
        var activity = await scene.Activity();
        var child = await Child(scene, new LocalDate(2026, 3, 2).PlusYears(-age));

        var first = await scene.TrySignUp(activity, child);

        if (alone)
        {
            first.Refusal.Should().BeNull();
            return;
        }
        first.ShouldBeRefused(VillageRefusals.TooYoungAlone, "member");
        (await scene.TryRecord(activity, child, ServiceVillage.At(2, 8))).ShouldBeRefused(VillageRefusals.TooYoungAlone, "rows[0].member");
        await scene.SignUp(activity, 2);
        (await scene.TrySignUp(activity, child)).ShouldBeRefused(VillageRefusals.TooYoungAlone, "member");
        await scene.SignUp(activity, 1);
        (await scene.TrySignUp(activity, child)).Refusal.Should().BeNull();
        (await scene.TryRecord(activity, child, ServiceVillage.At(2, 8))).Refusal.Should().BeNull();
        (await scene.Service.SignUps.Withdraw(VillageFixture.Ask(), ServiceVillage.Bank, activity, new(1)))
            .ShouldBeRefused(VillageRefusals.TooYoungAlone, "member");
    }

    static async Task<long> Child(ServiceVillage scene, LocalDate born)
    {
        var household = scene.Village.Done(
            await scene.Village.Desks.Households.AddMember(VillageFixture.Ask(), ServiceVillage.Bank, 1, new("张小宝", born)));
        return household.Members.Single(member => member.Name == "张小宝").Number;
    }
}
