using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Tests.Deeds;

/// <summary>
/// Caps and ceilings that the points never meet exactly: what would pass them is refused, not only what comes after they are met.
/// </summary>
public class OddCapTests
{
    [Theory]
    [InlineData("month")]
    [InlineData("year")]
    public async Task A_cap_of_five_leaves_room_for_two_deeds_of_two_points(string period)
    {
        using var village = await VillageFixture.Open();
        var rules = new Rule[] { new("T01", "试", "Trial", "试一试", "Trial", "credit", "per_event", 2, period, 5, "照片", Direct: true, Ordinary: true, Posted: true) };
        await village.Adopt(new("新细则", "sixty", village.Today, "村民大会", rules));

        await village.Credit(1, "T01");
        await village.Credit(1, "T01");

        (await village.TryCredit(1, "T01")).ShouldBeRefused(VillageRefusals.RuleCapReached, "quantity");
        (village.Points(1)).Should().Be(4);
    }

    [Fact]
    public async Task A_ceiling_of_seven_leaves_room_for_one_deed_of_five_points()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.MonthCeiling, 7);

        await village.Credit(1, "A03");

        (await village.TryCredit(1, "A03")).ShouldBeRefused(VillageRefusals.MonthCeilingReached);
        (village.Points(1)).Should().Be(5);
    }
}
