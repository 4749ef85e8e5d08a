using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Shops;
using static PointsBank.Testing.ShopLife;

namespace PointsBank.Village.Tests.Shops;

public class ShopReportTests
{
    const long Bank = VillageFixture.Bank;
    static readonly LocalDate First = new(2026, 3, 1);
    static readonly LocalDate Last = new(2026, 3, 31);

    [Fact]
    public async Task Goods_moved_add_up_in_pieces_and_fen_with_reversals_against_what_they_undid()
    {
        using var village = await VillageFixture.Open();
        var (store, other) = (await village.OpenShop("store", of: 1), await village.OpenShop("village"));
        await village.Sell("soap", 5, shop: other);
        await village.BringForward(1, 100);
        village.At(2026, 2, 27);
        await village.Buy("soap", 10, 1000);
        village.At(2026, 3, 2);
        await village.Buy("soap", 10, 1000);
        await village.Donate("soap", 4, 400);
        await village.Receive("soap", 1);
        var wrong = await village.Buy("soap", 5, 500);
        await village.Reverse(wrong.Entry!.Value);
        village.Done(await village.TryMove("moved", "soap", 5, to: store));
        village.Done(await village.TryMove("moved", "soap", 2, to: other));
        await village.Redeem(1, quantity: 3);
        var back = await village.Redeem(1);
        village.Done(await village.Desks.Redemptions.Void(VillageFixture.Ask(), Bank, 1, back.Number, new("退")));
        village.Done(await village.TryMove("spoiled", "soap", 1));
        await village.Count("soap", village.Stock("soap") - 2);
        village.At(2026, 4, 1);
        await village.Redeem(1);

        var report = village.Done(village.Desks.ShopReports.GoodsMoved(Bank, 1, First, Last)).Goods.Single();

        report.Pieces.Should().Be(new Flow(10, 10, 4, 1, 0, -2, -3, -1, -2, 0));
        report.Pieces.Closing.Should().Be(village.Stock("soap") + village.Stock("soap", store) + 1);
        var cost = report.Fen!;
        (cost.Opening, cost.Bought, cost.Donated, cost.Received, cost.MovedIn, cost.Other).Should().Be((1000, 1000, 400, 0, 0, 0));
        cost.Closing.Should().Be(village.AtCost() + Redeemed());
        village.Done(village.Desks.ShopReports.GoodsMoved(Bank, store, First, Last)).Goods.Single()
            .Should().BeEquivalentTo(new { Pieces = new Flow(0, 0, 0, 0, 5, 0, 0, 0, 0, 0), Fen = (Flow?)null });
        village.Done(village.Desks.ShopReports.GoodsMoved(Bank, other, First, Last)).Goods.Single().Pieces.MovedIn.Should().Be(2);
        village.Done(
            village.Desks.ShopReports.GoodsMoved(Bank, 1, new(2026, 4, 1), new(2026, 4, 30))).Goods.Single().Pieces.Opening
                .Should().Be(report.Pieces.Closing);

        long Redeemed() =>
            -village.Done(village.Desks.ShopReports.GoodsMoved(Bank, 1, new(2026, 4, 1), new(2026, 4, 30))).Goods.Single().Fen!.HandedOut;
    }

    [Fact]
    public async Task A_moved_in_sheet_taken_back_counts_against_moved_in()
    {
        using var village = await VillageFixture.Open();
        var other = await village.OpenShop("village");
        await village.Sell("soap", 5, shop: other);
        await village.Receive("soap", 9);
        var sheet = village.Done(await village.TryMove("moved", "soap", 4, to: other));
        await village.Reverse(sheet.Entry!.Value);

        village.Done(village.Desks.ShopReports.GoodsMoved(Bank, other, First, Last)).Goods.Single().Pieces.Should().Be(Flow.None);
        village.Done(village.Desks.ShopReports.GoodsMoved(Bank, 1, First, Last)).Goods.Single().Pieces
            .Should().Be(Flow.None with { Received = 9 });
    }

    [Fact]
    public async Task The_day_book_tells_every_entry_of_the_day_in_order()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        await village.Receive("soap", 10);
        village.At(2026, 3, 3);
        var bought = await village.Buy("soap", 5, 500);
        var slip = await village.Redeem(1, quantity: 2);
        village.Done(await village.Desks.Redemptions.Void(VillageFixture.Ask(), Bank, 1, slip.Number, new("退")));
        await village.Reverse(bought.Entry!.Value);

        var day = village.Desks.ShopReports.DayBook(Bank, 1, village.Today);

        day.Select(line => (line.Kind, line.Number, line.Household, line.Points, line.Goods.Single().Change)).Should().Equal(
            ("received", 2, null, 0, 5), ("redemption", slip.Number, 1, 10, -2), ("void", slip.Number, 1, -10, 2),
            ("undone", 2, null, 0, -5));
        (day[1].CheckCode, day[1].Entry, day[0].Handler).Should().Be((slip.CheckCode, slip.Entry, "staff:8"));
        village.Desks.ShopReports.DayBook(Bank, 1, new(2026, 3, 4)).Should().BeEmpty();
    }

    [Fact]
    public async Task Differences_of_counts_are_told_with_their_reason_and_who_counted()
    {
        using var village = await VillageFixture.Open();
        await village.Sell("rice", 20);
        await village.Buy("soap", 10, 1000);
        var result = await village.Count("soap", 8);
        await village.Count("rice", 0);

        village.Desks.ShopReports.Differences(Bank, 1, First, Last).Should().Equal(
            new CountDifference(
                1, village.Today, "soap", "soap货", "soap", "块", 8, -2, -200, "missing", "staff:8", "staff:4", result.Entry!.Value,
                IsReversed: false));
        await village.Reverse(result.Entry!.Value);
        village.Desks.ShopReports.Differences(Bank, 1, First, Last).Single().IsReversed.Should().BeTrue();
        village.Desks.ShopReports.Differences(Bank, 1, new(2026, 4, 1), new(2026, 4, 30)).Should().BeEmpty();
    }

    [Fact]
    public async Task Redemptions_are_told_by_household_and_by_good_without_what_was_taken_back()
    {
        using var village = await Stocked();
        await village.Redeem(1, quantity: 2);
        await village.Redeem(1, "rice");
        await village.Redeem(2);
        var back = await village.Redeem(2);
        village.Done(await village.Desks.Redemptions.Void(VillageFixture.Ask(), Bank, 1, back.Number, new("退")));

        village.Desks.ShopReports.ByHousehold(Bank, 1, First, Last, 0, 9)
            .Should().Equal(new HouseholdRedeemed(1, "一组", "张建国", 2, 3, 30), new HouseholdRedeemed(2, "一组", "张建国2", 1, 1, 5));
        village.Desks.ShopReports.ByHousehold(Bank, 1, First, Last, 1, 9).Single().Household.Should().Be(2);
        village.Desks.ShopReports.ByGoods(Bank, 1, First, Last).Should().Equal(
            new GoodsRedeemed("soap", "soap货", "soap", "块", 2, 2, 3, 15), new GoodsRedeemed("rice", "rice货", "rice", "块", 1, 1, 1, 20));
    }

    [Fact]
    public async Task Points_that_lie_and_goods_that_nobody_wants_are_told()
    {
        using var village = await Stocked();
        await village.Redeem(1);
        village.At(2026, 6, 30);
        await village.Redeem(2);
        village.At(2026, 7, 10);

        (village.Desks.ShopReports.Unspent(Bank, 50, 90, 0, 9))
            .Should().Equal(new UnspentLine(1, "一组", "张建国", 95, new(2026, 3, 2)), new UnspentLine(3, "一组", "张建国3", 60, null));
        (village.Desks.ShopReports.Unspent(Bank, 61, 90, 0, 9)).Single().Household.Should().Be(1);
        (village.Desks.ShopReports.Unspent(Bank, 50, 90, 1, 9)).Single().Household.Should().Be(3);
        village.Done(village.Desks.ShopReports.Dead(Bank, 1, 30))
            .Should().Equal(new DeadStock("rice", "rice货", "rice", "块", 5, 0, null));
        village.Done(village.Desks.ShopReports.Dead(Bank, 1, 5)).Select(good => good.Goods).Should().Equal("soap", "rice");
    }

    [Fact]
    public async Task What_is_there_is_worth_what_it_cost_in_all_places()
    {
        using var village = await VillageFixture.Open();
        var store = await village.OpenShop("store", of: 1);
        await village.Buy("soap", 10, 1000);
        village.Done(await village.TryMove("moved", "soap", 4, to: store));

        village.Done(village.Desks.ShopReports.Worth(Bank, store)).Should().Equal(new GoodsWorth("soap", 10, 1000));
    }

    [Fact]
    public async Task Of_others_goods_there_is_no_report()
    {
        using var village = await VillageFixture.Open();
        var contract = await village.OpenShop("contract");

        village.Desks.ShopReports.GoodsMoved(Bank, contract, First, Last).ShouldBeRefused(VillageRefusals.NotOurStock, "shop");
        (village.Desks.ShopReports.Dead(Bank, contract, 1)).ShouldBeRefused(VillageRefusals.NotOurStock, "shop");
        village.Desks.ShopReports.GoodsMoved(Bank, 9, First, Last).ShouldBeRefused(VillageRefusals.UnknownShop, "shop");
    }

    static async Task<VillageFixture> Stocked()
    {
        var village = await VillageFixture.Open();
        await village.Receive("soap", 20);
        await village.Sell("rice", 20);
        await village.Receive("rice", 6);
        for (var household = 1; household <= 2; household++) await village.BringForward(household, 100);
        await village.BringForward(3, 60);
        village.Done(await village.TryMove("spoiled", "rice", 1));
        return village;
    }
}
