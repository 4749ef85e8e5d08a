using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Shops;
using static PointsBank.Testing.ClaimLife;
using static PointsBank.Testing.ShopLife;

namespace PointsBank.Village.Tests.Shops;

/// <summary>Shops of every kind: whose goods they hand out, and in whose book those move.</summary>
public class PlaceTests
{
    const long Bank = VillageFixture.Bank;
    const long Owner = 2;

    [Fact]
    public async Task A_contract_shop_hands_out_the_merchants_goods_for_the_villages_points()
    {
        using var village = await VillageFixture.Open();
        var contract = await village.OpenShop("contract");
        await village.Sell("rice", 20, shop: contract);
        await village.BringForward(1, 50);

        var slip = village.Done(await village.TryRedeem(1, "rice", shop: contract));

        (village.Points(1), village.Total(AccountKind.Redeemed, contract, Unit.Points)).Should().Be((30, 20));
        (village.Stock("rice", contract), village.Total(
            AccountKind.GoodsSource, contract, Unit.Goods("rice")), village.Total(AccountKind.GoodsIssued, contract, Unit.Goods("rice")))
            .Should().Be((0, -1, 1));
        village.Done(village.Desks.Shops.Goods(Bank, contract))
            .Single()
            .Should()
            .Match<GoodsView>(good => good.IsOffered && !good.IsStocked && !good.IsLow);
        (await village.TryMove("received", "rice", 1, contract)).ShouldBeRefused(VillageRefusals.NotOurStock, "shop");
        await village.Sell("rice", 20);
        await village.Receive("rice", 3);
        (await village.TryMove("moved", "rice", 1, to: contract)).ShouldBeRefused(VillageRefusals.NotOurStock, "toShop");
        village.Done(await village.Desks.Redemptions.Void(VillageFixture.Ask(), Bank, contract, slip.Number, new("退")));
        (village.Points(1), village.Total(AccountKind.GoodsIssued, contract, Unit.Goods("rice"))).Should().Be((50, 0));
        village.IsSound();
    }

    [Fact]
    public async Task A_shared_shop_takes_points_in_one_book_and_hands_out_goods_in_the_other_and_a_void_brings_both_back()
    {
        using var village = await Shared();

        var slip = village.Done(await village.TryRedeem(1, quantity: 3, shop: 2));

        (village.Points(1), Elsewhere(
            village, AccountKind.GoodsShelf, 1, Unit.Goods("soap")), Elsewhere(village, AccountKind.CostOfIssued, 1, Unit.Fen))
            .Should().Be((29, 7, 300));
        village.Total(AccountKind.Redeemed, 2, Unit.Points).Should().Be(21);
        village.Desks.Verification.Verify(Owner, full: true).Deviations.Should().BeEmpty();
        village.IsSound();

        var handed = village.Desks.Journal.Entries(Owner, null, 1)[0].Number;
        (await village.Desks.Reversals.Reverse(
            VillageFixture.Ask() with { Caller = new("staff:9", "", [new(PointsBank.Village.Callers.Role.Supervisor, Owner)]) }, Owner,
            handed, new("错"))).ShouldBeRefused(
            VillageRefusals.HandedElsewhere, "entry");
        village.Done(await village.Desks.Redemptions.Void(VillageFixture.Ask(), Bank, 2, slip.Number, new("退")));

        (village.Points(1), Elsewhere(
            village, AccountKind.GoodsShelf, 1, Unit.Goods("soap")), Elsewhere(village, AccountKind.CostOfIssued, 1, Unit.Fen))
            .Should().Be((50, 10, 0));
        village.Desks.Verification.Verify(Owner, full: true).Deviations.Should().BeEmpty();
        village.IsSound();
    }

    [Fact]
    public async Task A_shared_shop_has_its_owners_goods_and_prices_and_neither_is_changed_from_here()
    {
        using var village = await Shared();

        village.Done(village.Desks.Shops.Goods(Bank, 2))
            .Single()
            .Should()
            .Match<GoodsView>(good => good.Code == "soap" && good.Price == 7 && good.Stock == 10);
        (await village.Desks.Shops.SetGoods(VillageFixture.Ask(), Bank, 2, new("soap", "皂", "Soap", "块", "", 1, "村委会")))
            .ShouldBeRefused(VillageRefusals.NotOurStock, "shop");
        (await village.TryMove("received", "soap", 1, shop: 2)).ShouldBeRefused(VillageRefusals.NotOurStock, "shop");
        (await village.Desks.Counts.Open(As(Keeper), Bank, 2)).ShouldBeRefused(VillageRefusals.NotOurStock, "shop");
        (await village.TryRedeem(1, quantity: 11, shop: 2)).Refusal.Should().NotBeNull();
        village.Desks.Journal.Entries(Owner, null, 1)[0].Number.Should().Be(1, "nothing was handed out");
    }

    [Fact]
    public async Task Too_little_on_the_owners_shelf_leaves_both_books_as_they_were()
    {
        using var village = await Shared();
        await village.BringForward(1, 100);
        await village.Set(Banks.Setting.RedemptionMonthMost, 0);

        (await village.TryRedeem(1, quantity: 11, shop: 2)).ShouldBeRefused(VillageRefusals.NotEnoughStock, "items");

        (village.Points(1)).Should().Be(150);
        village.IsSound();
    }

    [Theory]
    [InlineData("store")]
    [InlineData("mobile")]
    public async Task A_place_behind_a_shop_has_its_goods_and_costs_nothing_to_move_to(string kind)
    {
        using var village = await VillageFixture.Open();
        var place = await village.OpenShop(kind, of: 1);
        await village.Buy("soap", 10, 1000);

        var moved = village.Done(await village.TryMove("moved", "soap", 4, to: place));

        (moved.Cost, village.AtCost(), village.Stock("soap"), village.Stock("soap", place)).Should().Be((0, 1000, 6, 4));
        village.Done(village.Desks.Shops.Goods(Bank, place)).Single().Stock.Should().Be(4);
        (await village.TryRedeem(1, shop: place)).ShouldBeRefused(VillageRefusals.UnknownShop);
        (await village.Desks.Shops.SetGoods(VillageFixture.Ask(), Bank, place, new("tea", "茶", "Tea", "包", "", 1, "村委会")))
            .ShouldBeRefused(VillageRefusals.NotOurStock, "shop");
        village.IsSound();
    }

    [Fact]
    public async Task Between_two_shops_pieces_take_their_cost_along()
    {
        using var village = await VillageFixture.Open();
        var other = await village.OpenShop("village");
        await village.Sell("soap", 5, shop: other);
        await village.Buy("soap", 10, 1000);

        village.Done(await village.TryMove("moved", "soap", 4, to: other)).Cost.Should().Be(-400);

        (village.AtCost(1), village.AtCost(2)).Should().Be((600, 400));
        village.IsSound();
    }

    [Theory]
    [InlineData("kiosk", null, null, "kind")]
    [InlineData("village", 1L, null, "of")]
    [InlineData("store", null, null, "of")]
    [InlineData("store", 9L, null, "of")]
    [InlineData("shared", 1L, null, "ofBank")]
    [InlineData("shared", 1L, "nowhere", "ofBank")]
    [InlineData("shared", 1L, "anjiahe", "ofBank")]
    [InlineData("store", 1L, "anjiahe", "ofBank")]
    public async Task A_shop_that_makes_no_sense_is_refused_by_name(string kind, long? of, string? ofBank, string field)
    {
        using var village = await VillageFixture.Open();

        (await village.Desks.Shops.Open(As(Keeper), Bank, new("店", "Shop", kind, Of: of, OfBank: ofBank))).Refusal!.Field
            .Should().Be(field);
    }

    [Fact]
    public async Task A_storeroom_has_no_storeroom()
    {
        using var village = await VillageFixture.Open();
        var store = await village.OpenShop("store", of: 1);

        (await village.Desks.Shops.Open(As(Keeper), Bank, new("店", "Shop", "mobile", Of: store)))
            .ShouldBeRefused(VillageRefusals.UnknownShop, "of");
    }

    /// <summary>The next village's shop has ten pieces of soap at 7 points, bought for 10 yuan; shop 2 here is that one.</summary>
    static async Task<VillageFixture> Shared()
    {
        var village = await VillageFixture.Open();
        village.Done(await village.Desks.Banks.Open(VillageFixture.Ask(), new("xiaohe", "小河村", "Xiaohe")));
        village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), Owner, new("总店", "Centre", OwnedBy: "centre")));
        village.Done(await village.Desks.Shops.SetGoods(VillageFixture.Ask(), Owner, 1, new("soap", "香皂", "Soap", "块", "🧼", 7, "中心")));
        village.Done(
            await village.Desks.Stock.Move(
                VillageFixture.Ask(), Owner, 1, new("received", [new("soap", 10, 1000)], Origin: "purchase", Partner: "县供销社")));
        (await village.OpenShop("shared", of: 1, ofBank: "xiaohe")).Should().Be(2);
        await village.BringForward(1, 50);
        return village;
    }

    static long Elsewhere(VillageFixture village, AccountKind kind, long owner, Unit unit) =>
        village.Database.ReadAccount(Owner, new(kind, owner, unit))?.Balance.Value ?? 0;
}
