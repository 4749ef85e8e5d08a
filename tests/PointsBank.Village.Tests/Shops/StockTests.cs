using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Shops;

public class StockTests
{
    [Fact]
    public async Task Goods_received_stand_on_the_shelf()
    {
        using var village = await VillageFixture.Open();

        var sheet = await village.Receive("soap", 12);

        sheet.Items.Should().Equal(new StockLineView("soap", 12, 12, 12));
        village.Done(village.Desks.Shops.Goods(VillageFixture.Bank, 1)).Should().ContainSingle().Which.Stock.Should().Be(12);
        village.IsSound();
    }

    [Fact]
    public async Task Spoiled_goods_leave_the_shelf_and_never_more_than_there_are()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 3);

        village.Done(await village.TryMove("spoiled", "soap", 2)).Items[0].Stock.Should().Be(1);
        (await village.TryMove("spoiled", "soap", 2)).ShouldBeRefused(VillageRefusals.NotEnoughStock);

        village.Stock("soap").Should().Be(1);
        village.Total(AccountKind.GoodsLost, 1, Unit.Goods("soap")).Should().Be(2);
        village.IsSound();
    }

    [Fact]
    public async Task Goods_move_from_one_shop_to_the_other()
    {
        using var village = await TwoShops();
        await village.Receive("soap", 10);

        village.Done(await village.TryMove("moved", "soap", 4, to: 2));

        (village.Stock("soap"), village.Stock("soap", shop: 2)).Should().Be((6, 4));
        (await village.TryMove("moved", "soap", 7, to: 2)).ShouldBeRefused(VillageRefusals.NotEnoughStock);
        village.IsSound();
    }

    [Fact]
    public async Task A_delivery_slip_entered_twice_is_told_by_its_number_and_supplier_and_another_of_that_number_is_confirmed()
    {
        using var village = await VillageFixture.Open();
        Task<Outcome<StockView>> Deliver(string partner, string receipt, bool confirmed = false) => village.Desks.Stock.Move(
            VillageFixture.Ask(), VillageFixture.Bank, 1,
            new("received", [new("soap", 10, 3_000)], Origin: "purchase", Partner: partner, Receipt: receipt, Confirmed: confirmed));
        var first = village.Done(await Deliver("县供销社", "No.０１７"));

        var twice = await Deliver("县 供销社", "no.017");
        twice.ShouldBeRefused(VillageRefusals.ReceiptEntered, "receipt");
        twice.Refusal!.Facts.Should().ContainSingle().Which.Value.Should().Be("1");
        village.Done(await Deliver("乡供销社", "No.017"));
        village.Done(await Deliver("县供销社", "No.017", confirmed: true));

        village.Stock("soap").Should().Be(30);
        village.IsSound();
    }

    [Fact]
    public async Task Each_shop_redeems_from_its_own_shelf()
    {
        using var village = await TwoShops();
        await village.Receive("soap", 10);
        await village.BringForward(1, 50);

        (await village.TryRedeem(1, shop: 2)).ShouldBeRefused(VillageRefusals.NotEnoughStock);
    }

    [Fact]
    public async Task Goods_do_not_move_to_where_nobody_knows_them_or_to_themselves()
    {
        using var village = await VillageFixture.Open();
        village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), VillageFixture.Bank, new("二店", "Second")));
        await village.Receive("soap", 10);

        (await village.TryMove("moved", "soap", 1, to: 2)).ShouldBeRefused(VillageRefusals.UnknownGoods);
        (await village.TryMove("moved", "soap", 1, to: 9)).ShouldBeRefused(VillageRefusals.UnknownShop, "toShop");
        (await village.TryMove("moved", "soap", 1, to: 1)).ShouldBeRefused(VillageRefusals.NotInList, "toShop");
        (await village.TryMove("moved", "soap", 1)).ShouldBeRefused(VillageRefusals.NotInList, "toShop");
        (await village.TryMove("received", "soap", 1, to: 2)).ShouldBeRefused(VillageRefusals.NotInList, "toShop");
    }

    [Theory]
    [InlineData("stolen", 1, "not_in_list")]
    [InlineData("received", 0, "out_of_range")]
    [InlineData("spoiled", -1, "out_of_range")]
    [InlineData("counted", 1, "not_in_list")]
    public async Task A_sheet_that_makes_no_sense_is_refused(string kind, long quantity, string code)
    {
        using var village = await VillageFixture.Open();

        (await village.TryMove(kind, "soap", quantity)).Refusal!.Kind.Code.Should().Be(code);
    }

    [Fact]
    public async Task One_good_stands_once_on_a_sheet_and_a_bad_line_writes_nothing()
    {
        using var village = await VillageFixture.Open();

        (await village.Desks.Stock.Move(VillageFixture.Ask(), VillageFixture.Bank, 1, new("received", [new("soap", 1), new("soap", 2)])))
            .ShouldBeRefused(VillageRefusals.AlreadyExists, "items[1].goods");
        (await village.Desks.Stock.Move(VillageFixture.Ask(), VillageFixture.Bank, 1, new("received", [new("soap", 1), new("gold", 2)])))
            .ShouldBeRefused(VillageRefusals.UnknownGoods, "items[1].goods");

        village.Stock("soap").Should().Be(0);
    }

    static async Task<VillageFixture> TwoShops()
    {
        var village = await VillageFixture.Open();
        village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), VillageFixture.Bank, new("流动超市", "Mobile shop")));
        await village.Sell("soap", 5, shop: 2);
        return village;
    }
}
