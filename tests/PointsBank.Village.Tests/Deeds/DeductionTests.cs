using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Tests.Deeds;

public class DeductionTests
{
    [Fact]
    public async Task A_deduction_takes_its_full_value_off_standing_and_points_down_to_nothing()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A03");

        var deed = await village.Deduct(1, "A10");

        (deed.Points, deed.Merit, deed.Balance).Should().Be((-5, -10, 0));
        (village.Points(1)).Should().Be(0);
        village.Merit(1, 2026).Should().Be(-5);
        village.Total(AccountKind.Deducted, 0, Unit.Points, 2026).Should().Be(5);
        village.IsSound();
    }

    [Fact]
    public async Task A_household_with_enough_points_loses_all_of_the_value()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 50);

        await village.Deduct(1, "A10");

        (village.Points(1)).Should().Be(40);
    }

    [Fact]
    public async Task A_household_without_points_loses_standing_alone()
    {
        using var village = await VillageFixture.Open();

        var deed = await village.Deduct(1, "A10");

        (deed.Points, deed.Merit).Should().Be((0, -10));
        (village.Balance(1)).Merit.Standing.Should().Be(-10);
        village.IsSound();
    }

    [Fact]
    public async Task Where_the_village_says_so_a_deduction_leaves_points_alone()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.DeductionTakesPoints, 0);
        await village.BringForward(1, 50);

        await village.Deduct(1, "A10");

        (village.Points(1)).Should().Be(50);
        village.Merit(1, 2026).Should().Be(-10);
    }

    [Fact]
    public async Task A_reversed_deduction_gives_back_what_it_took_and_no_more()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A03");
        var deed = await village.Deduct(1, "A10");

        await village.Reverse(deed.Entry);

        (village.Points(1)).Should().Be(5);
        village.Merit(1, 2026).Should().Be(5);
        village.IsSound();
    }

    [Fact]
    public async Task Standing_orders_households_and_equal_ones_share_a_rank()
    {
        using var village = await VillageFixture.Open(households: 5);
        await village.Credit(1, "C09");
        await village.Credit(2, "A03");
        await village.Credit(3, "A03");
        await village.Deduct(5, "A10");

        (village.Balance(1)).Merit.Rank.Should().Be(1);
        (village.Balance(2)).Merit.Rank.Should().Be(2);
        (village.Balance(3)).Merit.Rank.Should().Be(2);
        (village.Balance(4)).Merit.Rank.Should().BeNull();
    }

    [Fact]
    public async Task Who_did_nothing_and_who_lost_more_than_it_earned_have_no_rank()
    {
        using var village = await VillageFixture.Open(households: 2);
        await village.Deduct(1, "A10");

        (village.Balance(2)).Merit.Rank.Should().BeNull();
        (village.Balance(1)).Merit.Rank.Should().BeNull();
    }

    [Fact]
    public async Task The_base_counts_for_favours_alone_and_stars_follow_what_was_earned()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.StarStep, 5);
        await village.Credit(1, "A09");

        var merit = (village.Balance(1)).Merit;

        (merit.Year, merit.Standing, merit.Stars).Should().Be((2026, 10, 2));
        village.Done(village.Desks.Favours.Of(VillageFixture.Clerk, VillageFixture.Bank, 1)).Standing.Should().Be(110);
    }

    [Fact]
    public async Task Nothing_is_taken_without_reminder_meeting_and_notice_unless_the_village_says_so()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.ClerkDeductsDirectly, Setting.ClerkDeductsDirectly.Default);

        (await village.TryDeduct(1, "D10")).ShouldBeRefused(VillageRefusals.RuleNeedsNotice, "rule");
        (await village.TryCredit(1, "A03")).Refusal.Should().BeNull();
    }
}
