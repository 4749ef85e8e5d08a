using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Shops;

public class CounterDayTests
{
    [Fact]
    public async Task A_shift_counts_its_slips_its_points_and_what_left_the_shelf_without_what_was_voided()
    {
        using var village = await Stocked();
        village.At(2026, 3, 2, 8, 30);
        var first = await village.Redeem(1, quantity: 2);
        var wrong = await village.Redeem(2, "rice");
        var voided = village.Done(
            await village.Desks.Redemptions.Void(VillageFixture.Ask(), VillageFixture.Bank, 1, wrong.Number, new("拿错了")));
        village.At(2026, 3, 2, 17, 0);
        var last = await village.Redeem(2);

        var shift = Shift(village);

        (shift.Shop, shift.Day).Should().Be((new ShopView(1, "爱心超市", "Points shop"), new(2026, 3, 2)));
        (shift.Slips.Count, shift.Voids, shift.Points, shift.FirstNumber, shift.LastNumber)
            .Should().Be((3, 1, 15, first.Number, last.Number));
        shift.Goods.Should().Equal(new HandedOut("soap", "soap货", "soap", "块", 3));
        shift.Slips.Select(slip => (slip.Number, slip.Household, slip.Points, slip.VoidedBy, slip.AuthorisedBy, slip.Handler))
            .Should().Equal(
            (first.Number, 1, 10, null, "booklet", "staff:3"), (wrong.Number, 2, 20, voided.VoidedBy, "booklet", "staff:3"),
            (last.Number, 2, 5, null, "booklet", "staff:3"));
        shift.Slips[^1].RecordedAt.Should().Be(village.Clock.GetCurrentInstant());
    }

    [Fact]
    public async Task A_shift_is_one_attendants_day_at_one_shop()
    {
        using var village = await Stocked();
        village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), VillageFixture.Bank, new("流动超市", "Mobile shop")));
        await village.Sell("soap", 5, shop: 2);
        await village.Receive("soap", 5, shop: 2);
        await village.Redeem(1);
        var other = VillageFixture.Ask() with { Caller = new("staff:5", "another", [new(Role.Attendant, VillageFixture.Bank, 1)]) };
        village.Done(await village.Desks.Redemptions.Redeem(other, VillageFixture.Bank, 1, new([new("soap", 2)], new("booklet"), 1)));
        village.Done(await village.TryRedeem(2, shop: 2));
        village.At(2026, 3, 3);
        await village.Redeem(2);

        village.At(2026, 3, 2);
        (Shift(village).Points, Shift(village, actor: "staff:3").Points, Shift(village, actor: "staff:5").Points, Shift(village, 2).Points)
            .Should()
            .Be((15, 5, 10, 5));
        Shift(village, actor: "staff:5").Goods.Single().Quantity.Should().Be(2);
        Shift(village, actor: "staff:9").Should()
            .BeEquivalentTo(
                new
                {
                    Voids = 0, Points = 0L, FirstNumber = (long?)null, LastNumber = (long?)null, Slips = Array.Empty<CounterSlip>(),
                    Goods = Array.Empty<HandedOut>(),
                });
    }

    [Fact]
    public async Task What_a_supervisor_takes_back_on_a_later_day_leaves_the_shift_as_it_was_counted()
    {
        using var village = await Stocked();
        var slip = await village.Redeem(1);
        village.At(2026, 3, 3);
        var reversal = await village.Reverse(slip.Entry);
        village.At(2026, 3, 2);

        var shift = Shift(village);

        (shift.Voids, shift.Points, shift.Goods.Single().Quantity).Should().Be((0, 5, 1));
        (shift.Slips.Single().VoidedBy, shift.Slips.Single().ReversedBy).Should().Be((null, reversal.Entry));
    }

    [Fact]
    public async Task A_shop_that_nobody_opened_has_no_shift()
    {
        using var village = await VillageFixture.Open();

        village.Desks.Redemptions.Day(VillageFixture.Bank, 9, null, village.Today).ShouldBeRefused(VillageRefusals.UnknownShop, "shop");
    }

    [Fact]
    public async Task A_slip_names_the_household_the_shop_and_who_served()
    {
        using var village = await Stocked();
        var redemption = await village.Redeem(1, quantity: 2);

        var slip = village.Done(village.Desks.Redemptions.Slip(VillageFixture.Bank, redemption.Number));

        slip.Redemption.Should().BeEquivalentTo(redemption);
        (slip.RecordedAt, slip.Handler, slip.Shop, slip.Group, slip.Head).Should().Be(
            (village.Clock.GetCurrentInstant(), "staff:3", new ShopView(1, "爱心超市", "Points shop"), "一组", "张建国"));
        village.Desks.Redemptions.Slip(VillageFixture.Bank, 99).ShouldBeRefused(VillageRefusals.UnknownRedemption, "redemption");
    }

    [Fact]
    public async Task A_trial_redemption_counts_wrong_PINs_as_any_other_and_hands_nothing_out()
    {
        using var village = await Stocked();
        var book = await village.Issue(1, "2468");
        for (var i = 0; i < 5; i++)
            (await Try(village, new("pin", Serial: book.Serial, Pin: "0000"))).ShouldBeRefused(VillageRefusals.NotAuthorised);

        (await Try(village, new("pin", Serial: book.Serial, Pin: "2468"))).ShouldBeRefused(VillageRefusals.SignInLocked);
        (await village.TryRedeem(1, by: new("pin", Serial: book.Serial, Pin: "2468"))).ShouldBeRefused(VillageRefusals.SignInLocked);
        village.Done(await Try(village, new("booklet"))).Balance.Should().Be(95);
        (village.Points(1), village.Stock("soap")).Should().Be((100, 20));
        Shift(village).Slips.Should().BeEmpty();
    }

    [Fact]
    public async Task A_stock_page_tells_each_sheet_with_goods_handler_and_memo()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 10);
        village.Done(
            await village.Desks.Stock.Move(VillageFixture.Ask(), VillageFixture.Bank, 1, new("spoiled", [new("soap", 2)], Memo: "受潮")));
        await village.Sell("rice", 20);
        var count = await village.OpenCount();
        foreach (var (goods, found) in ((string, long)[])[("soap", 7), ("rice", 0)])
            foreach (var counter in (Caller[])[ShopLife.Keeper, ShopLife.Attendant])
                await village.Find(counter, count, goods, found);
        village.Done(await village.TryClose(count, reasons: ("soap", "missing")));

        var sheets = village.Desks.Stock.Movements(VillageFixture.Bank, 1, null, 10);

        sheets.Select(sheet => (sheet.Number, sheet.Kind, sheet.MovedOn, sheet.Handler, sheet.Memo)).Should().Equal(
            (3, "counted", village.Today, "staff:8", null), (2, "spoiled", village.Today, "staff:3", "受潮"),
            (1, "received", village.Today, "staff:3", null));
        sheets[0].Lines.Should()
            .Equal(
                new MovementLine("soap", "soap货", "soap", "块", 7, -1, Reason: "missing"),
                new MovementLine("rice", "rice货", "rice", "块", 0, 0));
        sheets[1].Lines.Should().Equal(new MovementLine("soap", "soap货", "soap", "块", 2, -2));
        village.Desks.Stock.Movements(VillageFixture.Bank, 1, 3, 1).Select(sheet => sheet.Number).Should().Equal(2);
        village.Desks.Stock.Movements(VillageFixture.Bank, 1, 1, 5).Should().BeEmpty();
    }

    [Fact]
    public async Task Goods_that_moved_stand_in_the_lists_of_both_shops()
    {
        using var village = await Stocked();
        village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), VillageFixture.Bank, new("流动超市", "Mobile shop")));
        await village.Sell("soap", 5, shop: 2);
        village.Done(await village.TryMove("moved", "soap", 4, to: 2));

        var (here, there) = (
            village.Desks.Stock.Movements(VillageFixture.Bank, 1, null, 1).Single(),
            village.Desks.Stock.Movements(VillageFixture.Bank, 2, null, 9).Single());

        (here.Number, here.Shop, here.ToShop, here.Lines.Single().Change).Should().Be((there.Number, 1, 2, -4));
        (there.Shop, there.ToShop, there.Lines.Single().Quantity, there.Lines.Single().Change).Should().Be((1, 2, 4, 4));
    }

    static Task<Outcome<RedemptionView>> Try(VillageFixture village, AuthorisationInput by) => village.Desks.Redemptions.Redeem(
        VillageFixture.Ask() with { DryRun = true }, VillageFixture.Bank, VillageFixture.Shop, new([new("soap", 1)], by, 1));

    static CounterDayView Shift(VillageFixture village, long shop = 1, string? actor = null) =>
        village.Done(village.Desks.Redemptions.Day(VillageFixture.Bank, shop, actor, village.Today));

    static async Task<VillageFixture> Stocked()
    {
        var village = await VillageFixture.Open();
        await village.Receive("soap", 20);
        await village.Sell("rice", 20);
        await village.Receive("rice", 5);
        await village.BringForward(1, 100);
        await village.BringForward(2, 100);
        return village;
    }
}
