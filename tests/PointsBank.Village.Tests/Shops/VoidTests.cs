using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Shops;

/// <summary>What a supervisor takes back later.</summary>
public class VoidTests
{
    [Fact]
    public async Task Points_goods_and_their_cost_return_together()
    {
        using var village = await Counter.Open();
        var slip = await village.Redeem(1, quantity: 4);
        (Cost(), village.Points(1), village.Stock("soap")).Should().Be((4800, 80, 16));
        village.At(2026, 4, 9);

        (await Void(village, slip.Number, ask: Counter.Attendant())).ShouldBeRefused(VillageRefusals.NotSameDay, "redemption");
        village.Done(await Void(village, slip.Number)).VoidedBy.Should().NotBeNull();

        (Cost(), village.Points(1), village.Stock("soap")).Should().Be((6000, 100, 20));
        village.IsSound();

        long Cost() => village.Total(AccountKind.GoodsAtCost, 1, Unit.Fen);
    }

    [Fact]
    public async Task A_slip_is_taken_back_once_and_with_a_reason()
    {
        using var village = await Counter.Open();
        var slip = await village.Redeem(1);

        (await Void(village, slip.Number, reason: " ")).ShouldBeRefused(VillageRefusals.MissingValue, "reason");
        village.Done(await Void(village, slip.Number));
        (await Void(village, slip.Number)).ShouldBeRefused(VillageRefusals.AlreadyVoid, "redemption");

        (village.Points(1), village.Stock("soap")).Should().Be((100, 20));
    }

    [Fact]
    public async Task A_slip_of_another_shop_or_village_is_not_known_here()
    {
        using var village = await Counter.Open();
        village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), Counter.Bank, new("二店", "Second")));
        var other = village.Done(await village.Desks.Banks.Open(VillageFixture.Ask(), new("other", "邻村", "Next village")));
        var slip = await village.Redeem(1);

        (await Void(village, slip.Number, shop: 2)).ShouldBeRefused(VillageRefusals.UnknownRedemption);
        (await Void(village, 99)).ShouldBeRefused(VillageRefusals.UnknownRedemption);
        (await village.Desks.Redemptions.Void(
            Counter.Supervisor(), village.Desks.Banks.Find(other.Code)!.Value, Counter.Shop, slip.Number, new("拿错了")))
            .ShouldBeRefused(VillageRefusals.UnknownRedemption);
    }

    [Fact]
    public async Task What_another_village_handed_out_returns_to_its_shelf()
    {
        using var village = await Counter.Open();
        var other = village.Done(await village.Desks.Banks.Open(VillageFixture.Ask(), new("other", "邻村", "Next village")));
        var bank = village.Desks.Banks.Find(other.Code)!.Value;
        village.Done(
            await village.Desks.Households.Open(VillageFixture.Ask(), bank, new("一组", [new("李四", new(1970, 1, 1), IsHead: true)])));
        village.Done(await village.Desks.Deeds.BringForward(WriteContext.OfSystem("opening"), bank, [new(1, 50)]));
        await village.OfferShop(1, Counter.Shop, "other");
        village.Done(
            await village.Desks.Shops.Open(
                VillageFixture.Ask(), bank, new("共用店", "Shared", "shared", OfBank: VillageFixture.Code, Of: Counter.Shop)));
        var slip = village.Done(
            await village.Desks.Redemptions.Redeem(VillageFixture.Ask(), bank, 1, new([new("soap", 2)], Counter.Booklet, 1)));
        village.Stock("soap").Should().Be(18);
        village.At(2026, 4, 9);

        village.Done(await village.Desks.Redemptions.Void(
            VillageFixture.Ask() with { Caller = new("staff:8", "", [new(Role.Supervisor, bank)]) }, bank, 1, slip.Number, new("拿错了")));

        village.Stock("soap").Should().Be(20);
        village.Done(village.Desks.Journal.Balance(bank, 1)).Points.Balance.Should().Be(50);
        village.IsSound();
        village.Desks.Verification.Verify(bank, full: true).Deviations.Should().BeEmpty();
    }

    static Task<Outcome<RedemptionView>> Void(
        VillageFixture village, long number, WriteContext? ask = null, long shop = Counter.Shop, string reason = "拿错了") =>
        village.Desks.Redemptions.Void(ask ?? Counter.Supervisor(), Counter.Bank, shop, number, new(reason));
}
