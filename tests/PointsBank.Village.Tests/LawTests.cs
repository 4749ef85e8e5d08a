using FsCheck;
using FsCheck.Fluent;
using PointsBank.Ledger;
using PointsBank.Testing;

namespace PointsBank.Village.Tests;

/// <summary>Whatever clerks and attendants do, in any order, points and goods neither appear nor vanish.</summary>
public class LawTests
{
    const int Households = 3;
    static readonly string[] Credits = ["A03", "C09", "A01", "C01", "D01"];
    static readonly string[] Deductions = ["A10", "D10", "B11"];
    static readonly string[] Movements = ["received", "spoiled", "counted", "moved"];

    [Fact]
    public void Points_and_goods_are_conserved_under_anything_a_village_does() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(byte What, byte Who, byte How)>().ListOf().Resize(60).ToArbitrary(),
        steps => Task.Run(() => Conserved(steps)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    static async Task Conserved(IEnumerable<(byte What, byte Who, byte How)> steps)
    {
        using var village = await VillageFixture.Open(Households);
        village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), VillageFixture.Bank, new("二店", "Second")));
        await village.Sell("soap", 5, shop: 2);
        await village.Receive("soap", 20);
        var entries = new List<long>();
        var slips = new List<long>();
        foreach (var (what, who, how) in steps)
        {
            var household = who % Households + 1;
            switch (what % 8)
            {
                case 0 or 1:
                    if (await village.TryCredit(
                        household, Credits[how % Credits.Length], how % 3 + 1, member: household) is { Refusal: null } credit)
                        entries.Add(credit.Value.Entry);
                    break;
                case 2:
                    if (await village.TryDeduct(household, Deductions[how % Deductions.Length]) is { Refusal: null } deduction)
                        entries.Add(deduction.Value.Entry);
                    break;
                case 3 or 4:
                    if (await village.TryRedeem(household, quantity: how % 4 + 1, shop: who % 5 == 0 ? 2 : 1) is { Refusal: null } slip)
                        slips.Add(slip.Value.Number);
                    break;
                case 5 when slips.Count > 0:
                    await village.Desks.Redemptions.Void(VillageFixture.Ask(), VillageFixture.Bank, 1, slips[how % slips.Count], new("退"));
                    break;
                case 6 when entries.Count > 0:
                    await village.TryReverse(entries[how % entries.Count], allowDeficit: who % 2 == 0);
                    break;
                case 7:
                    var kind = Movements[how % Movements.Length];
                    if (kind == "counted") await village.TryCount("soap", who % 40);
                    else if (await village.TryMove(
                        kind, "soap", who % 6 + 1, to: kind == "moved" ? 2 : null) is { Refusal: null, Value.Entry: { } entry })
                        entries.Add(entry);
                    break;
            }
        }

        var inHouseholds = Enumerable.Range(1, Households)
            .Sum(household => village.Total(AccountKind.HouseholdPoints, household, Unit.Points));
        var issued = -village.Total(AccountKind.Issuance, 0, Unit.Points, 2026);
        var deducted = village.Total(AccountKind.Deducted, 0, Unit.Points, 2026);
        var redeemed = ByShop(AccountKind.Redeemed, Unit.Points);
        inHouseholds.Should().Be(issued - deducted - redeemed);

        var soap = Unit.Goods("soap");
        ByShop(AccountKind.GoodsShelf, soap).Should()
            .Be(-ByShop(AccountKind.GoodsSource, soap) - ByShop(AccountKind.GoodsIssued, soap) - ByShop(AccountKind.GoodsLost, soap));
        village.Stock("soap").Should().BeGreaterThanOrEqualTo(0);
        village.Stock("soap", shop: 2).Should().BeGreaterThanOrEqualTo(0);
        village.IsSound();

        long ByShop(AccountKind kind, Unit unit) => village.Total(kind, 1, unit) + village.Total(kind, 2, unit);
    }
}
