using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Funds;
using PointsBank.Village.Shops;
using static PointsBank.Testing.ClaimLife;
using static PointsBank.Testing.ShopLife;

namespace PointsBank.Village.Tests.Shops;

/// <summary>The keeper has written a delivery wrongly, and the clerk puts it right. Fen are reckoned by hand.</summary>
public partial class CorrectionTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task A_slip_entered_twice_is_taken_off_though_goods_went_out_at_the_mixed_cost()
    {
        // Ten pieces lay there at 1 fen, and ten came at 1 yuan, which were written twice: 30 pieces of 2,010 fen. Twelve went out for 67
        // fen each: 804.
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        await village.Buy("soap", 10, 10);
        await village.Buy("soap", 10, 1_000);
        var twice = await village.Buy("soap", 10, 1_000);
        for (var i = 0; i < 12; i++) await village.Redeem(1);
        (village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen)).Should().Be((1_206, 804));

        var correction = village.Done(await Correct(village, twice.Number, 0, 0, "同一张送货单录了两次"));

        // Of 20 pieces that cost 1,010 fen twelve went out one by one for 606, and eight of 404 are left.
        correction.Items.Should().Equal(new StockLineView("soap", 0, -10, 8, 404 - 1_206, 606 - 804));
        (correction.Cost, correction.Corrects, correction.Kind).Should().Be((-1_000, twice.Number, "corrected"));
        (village.Stock("soap"), village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen), village.Total(
            AccountKind.PayableToSupplier, 0, Unit.Fen)).Should()
            .Be((8, 404, 606, -1_010));
        village.IsSound();
    }

    [Fact]
    public async Task A_delivery_whose_cost_has_gone_is_not_reversed_and_the_refusal_names_the_sheet_to_correct()
    {
        // Ten at 1 fen and ten at 1 yuan are 1,010 fen, or 50.5 each. Ten went out, and the ten that are left cost 505 or less: 1,000
        // cannot be taken from them.
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        await village.Buy("soap", 10, 10);
        var delivery = await village.Buy("soap", 10, 1_000);
        await village.Redeem(1, quantity: 10);

        var reversed = await village.TryReverse(delivery.Entry!.Value);
        reversed.ShouldBeRefused(VillageRefusals.CostGone, "entry");
        reversed.Refusal!.Facts.Should().Contain(new KeyValuePair<string, string>("sheet", "2"));
        village.Done(await Correct(village, 2, 0, 0));

        // The ten that went out were the old ones: 10 fen.
        (village.Stock("soap"), village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen)).Should().Be((0, 0, 10));
        village.IsSound();
    }

    [Fact]
    public async Task A_cost_written_with_a_nought_too_many_is_put_right_on_the_shelf_and_in_what_was_handed_out()
    {
        // Twenty pieces for 80 yuan were written as 800. Five went out for 200 yuan instead of 20.
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        var delivery = await village.Buy("soap", 20, 80_000);
        await village.Redeem(1, quantity: 5);
        (village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen)).Should().Be((60_000, 20_000));

        var correction = village.Done(await Correct(village, delivery.Number, 20, 8_000));

        correction.Items.Should().Equal(new StockLineView("soap", 20, 0, 15, -54_000, -18_000));
        (village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen), Owed(village)).Should().Be((6_000, 2_000, 8_000));
        village.IsSound();
    }

    [Fact]
    public async Task Pieces_that_were_written_too_few_come_onto_the_shelf_and_make_what_went_out_cheaper()
    {
        // 24 pieces came for 48 yuan, and 4 were written: 12 yuan each. Two went out for 24 yuan, and were worth 4.
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        var delivery = await village.Buy("soap", 4, 4_800);
        await village.Redeem(1, quantity: 2);

        var correction = village.Done(await Correct(village, delivery.Number, 24, 4_800));

        correction.Items.Should().Equal(new StockLineView("soap", 24, 20, 22, 2_000, -2_000));
        (correction.Cost, village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen), Owed(village))
            .Should().Be((0, 4_400, 400, 4_800));
        village.IsSound();
    }

    [Fact]
    public async Task What_was_bought_moved_and_taken_back_since_is_reckoned_anew()
    {
        // 10 pieces for 100 yuan, in truth for 10. One went out (10 yuan; 1) and came back. Three went to the storeroom. Ten more came for
        // 30 yuan. Four went out.
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        var store = await village.OpenShop("store", of: 1);
        var delivery = await village.Buy("soap", 10, 10_000);
        var slip = await village.Redeem(1);
        village.Done(await village.Desks.Redemptions.Void(VillageFixture.Ask(), Bank, 1, slip.Number, new("退")));
        village.Done(await village.TryMove("moved", "soap", 3, to: store));
        await village.Buy("soap", 10, 3_000);
        await village.Redeem(1, quantity: 4);
        (village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen)).Should().Be((10_400, 2_600));

        village.Done(await Correct(village, delivery.Number, 10, 1_000));

        // Twenty pieces for 40 yuan: four of them for 8.
        (village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen), village.Stock("soap"), village.Stock("soap", store))
            .Should()
            .Be((3_200, 800, 13, 3));
        village.IsSound();
    }

    [Fact]
    public async Task A_delivery_is_corrected_again_and_again_and_each_time_by_the_difference()
    {
        // 10 for 10 yuan; then 12 for 18; then 11 for 22. Two went out between the first and the second correction.
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        var delivery = await village.Buy("soap", 10, 1_000);

        var first = village.Done(await Correct(village, delivery.Number, 12, 1_800));
        await village.Redeem(1, quantity: 2);
        var second = village.Done(await Correct(village, delivery.Number, 11, 2_200));

        first.Items.Should().Equal(new StockLineView("soap", 12, 2, 12, 800, 0));
        // Nine of eleven pieces at 2 yuan are left; two went out for 3 yuan and were worth 4.
        second.Items.Should().Equal(new StockLineView("soap", 11, -1, 9, 1_800 - 1_500, 100));
        (village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen), Owed(village)).Should().Be((1_800, 400, 2_200));
        var sheet = village.Done(village.Desks.Stock.Sheet(Bank, 1, delivery.Number));
        sheet.CorrectedBy.Should().Equal(first.Number, second.Number);
        village.Done(village.Desks.Stock.Sheet(Bank, 1, second.Number)).Should().Match<MovementView>(
            view => view.Kind == "corrected"
                && view.Corrects == delivery.Number
                && view.Partner == "县供销社"
                && view.Receipt == "A-1"
                && view.Memo == "录错"
                && view.Cost == 400);
        village.IsSound();
    }

    [Fact]
    public async Task No_more_is_taken_off_than_lies_on_the_shelf_and_the_refusal_says_how_many()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        var delivery = await village.Buy("soap", 20, 2_000);
        await village.Redeem(1, quantity: 5);

        var refused = await Correct(village, delivery.Number, 4, 400);

        refused.ShouldBeRefused(CorrectionRefusals.PiecesGone, "items[0].quantity");
        refused.Refusal!.Facts.Should().BeEquivalentTo([KeyValuePair.Create("left", "15"), KeyValuePair.Create("least", "5")]);
        village.Done(await Correct(village, delivery.Number, 5, 500));
        (village.Stock("soap"), village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen)).Should().Be((0, 0, 500));
        village.IsSound();
    }

    [Fact]
    public async Task Whoever_entered_the_delivery_does_not_correct_it()
    {
        using var village = await VillageFixture.Open();
        var delivery = await village.Buy("soap", 20, 2_000);

        (await Correct(village, delivery.Number, 2, 200, by: Keeper)).ShouldBeRefused(CorrectionRefusals.CorrectedByAnother, "sheet");

        village.Stock("soap").Should().Be(20);
    }

    [Fact]
    public async Task Cash_that_was_paid_at_once_comes_back_to_the_cash_box_and_never_goes_below_nothing()
    {
        using var village = await VillageFixture.Open();
        await village.Fund(1_500);
        var delivery = await village.Buy("soap", 10, 1_000, paidNow: true);

        (await Correct(village, delivery.Number, 10, 900)).ShouldBeRefused(VillageRefusals.TreasurerPays, "items");
        var purse = VillageFixture.Clerk with { Grants = [.. VillageFixture.Clerk.Grants, new(Role.Treasurer, Bank)] };
        (await Correct(village, delivery.Number, 10, 1_501, by: purse)).ShouldBeRefused(VillageRefusals.NotEnoughFund, "items");
        village.Done(await Correct(village, delivery.Number, 10, 900, by: purse));

        (village.AtCost(), village.Total(AccountKind.FundCash, 0, Unit.Fen)).Should().Be((900, 600));
        village.Desks.Fund.Book(Bank, null, 1).Should().ContainSingle().Which.Should().Match<DayBookLine>(
            line => line.What == "corrected" && line.Cash == 100 && line.Worth == -100 && line.Partner == "县供销社" && line.Balance == 600);
        village.IsSound();
    }

    [Fact]
    public async Task What_is_owed_follows_the_correction_and_never_falls_below_what_is_paid()
    {
        using var village = await VillageFixture.Open();
        await village.Fund(5_000);
        var delivery = await village.Buy("soap", 10, 1_000);
        village.Done(await village.Desks.Fund.Pay(As(Treasurer), Bank, new("supplier", 600, Purchase: delivery.Number)));

        (await Correct(village, delivery.Number, 5, 599)).ShouldBeRefused(VillageRefusals.PurchasePaid, "items");
        village.Done(await Correct(village, delivery.Number, 7, 700));

        Owed(village).Should().Be(100);
        (await village.Desks.Fund.Pay(As(Treasurer), Bank, new("supplier", 101, Purchase: delivery.Number)))
            .ShouldBeRefused(VillageRefusals.MoreThanOwed, "fen");
        village.Done(await village.Desks.Fund.Pay(As(Treasurer), Bank, new("supplier", 100, Purchase: delivery.Number)));
        (village.Total(AccountKind.PayableToSupplier, 0, Unit.Fen), village.Total(AccountKind.FundCash, 0, Unit.Fen))
            .Should().Be((0, 4_300));
        village.IsSound();
    }

    [Fact]
    public async Task A_gift_is_told_as_it_was_and_one_that_never_came_is_told_no_more()
    {
        using var village = await VillageFixture.Open();
        var gift = await village.Donate("soap", 10, 3_000);
        var never = await village.Donate("soap", 5, 1_500);

        village.Done(await Correct(village, gift.Number, 12, 3_600));
        village.Done(await Correct(village, never.Number, 0, 0));

        (village.AtCost(), village.Total(AccountKind.FundSource, 6, Unit.Fen)).Should().Be((3_600, -3_600));
        var told = village.Desks.Fund.Givers(Bank, 0, 10).Should().ContainSingle().Which.Gift;
        (told.Number, told.Fen, told.Goods.Single().Quantity).Should().Be((gift.Number, 3_600, 12));
        village.Desks.Fund.Sources(Bank).Should().ContainSingle().Which.Fen.Should().Be(3_600);
        village.IsSound();
    }

    [Fact]
    public async Task Of_goods_from_nobody_knows_where_pieces_alone_are_corrected()
    {
        // Ten pieces of 100 fen and ten of no cost: 5 each. Two went out for 10. In truth none came without cost: 10 each.
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        await village.Buy("soap", 10, 100);
        var found = await village.Receive("soap", 10);
        await village.Redeem(1, quantity: 2);

        (await Correct(village, found.Number, 0, 5, by: SecondClerk)).ShouldBeRefused(VillageRefusals.OutOfRange, "items[0].cost");
        (await Correct(village, found.Number, 1, 5, by: SecondClerk)).ShouldBeRefused(VillageRefusals.NotInList, "items[0].cost");
        village.Done(await Correct(village, found.Number, 0, null, by: SecondClerk));

        (village.Stock("soap"), village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen)).Should().Be((8, 80, 20));
        village.IsSound();
    }

    [Fact]
    public async Task The_report_of_goods_moved_tells_a_corrected_purchase_as_it_was()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        var delivery = await village.Buy("soap", 20, 80_000);
        await village.Redeem(1, quantity: 5);
        village.Done(await Correct(village, delivery.Number, 18, 7_200));

        var soap = village.Done(village.Desks.ShopReports.GoodsMoved(Bank, 1, village.Today, village.Today)).Goods.Single();

        soap.Pieces.Should().Be(new Flow(0, 18, 0, 0, 0, 0, -5, 0, 0, 0));
        soap.Fen.Should().Be(new Flow(0, 7_200, 0, 0, 0, 0, -2_000, 0, 0, 0));
        village.AtCost().Should().Be(5_200);
        village.Desks.ShopReports.DayBook(Bank, 1, village.Today)[^1]
            .Should().Match<DayLine>(line => line.Kind == "corrected" && line.Goods.Single().Change == -2);
    }

    [Fact]
    public async Task A_difference_that_a_count_found_is_not_taken_off_a_second_time_unless_it_is_another()
    {
        using var village = await VillageFixture.Open();
        var delivery = await village.Buy("soap", 12, 1_200);
        await village.Count("soap", 10);

        var asked = await Correct(village, delivery.Number, 10, 1_000);
        asked.ShouldBeRefused(CorrectionRefusals.CountedSince, "items[0].quantity");
        asked.Refusal!.Facts.Should().ContainSingle().Which.Value.Should().Be("1");
        village.Done(await Correct(village, delivery.Number, 12, 1_080));
        village.Done(await Correct(village, delivery.Number, 11, 990, confirmed: true));

        // Eleven pieces of 90 fen came, two were lost.
        (village.Stock("soap"), village.AtCost()).Should().Be((9, 810));
        (village.Total(AccountKind.CostOfLost, 1, Unit.Fen) + village.Total(AccountKind.CostOfIssued, 1, Unit.Fen)).Should().Be(180);
        village.IsSound();
    }

    [Fact]
    public async Task A_corrected_delivery_and_a_correction_are_put_right_by_a_further_correction_alone()
    {
        using var village = await VillageFixture.Open();
        var delivery = await village.Buy("soap", 12, 1_200);
        var correction = village.Done(await Correct(village, delivery.Number, 10, 1_000));

        (await village.TryReverse(delivery.Entry!.Value)).ShouldBeRefused(CorrectionRefusals.DeliveryCorrected, "entry");
        (await village.TryReverse(correction.Entry!.Value)).ShouldBeRefused(CorrectionRefusals.DeliveryCorrected, "entry");
        (await Correct(village, correction.Number, 10, 1_000)).ShouldBeRefused(CorrectionRefusals.DeliveryCorrected, "sheet");
        (await Correct(village, delivery.Number, 10, 1_000)).ShouldBeRefused(CorrectionRefusals.NothingDiffers, "items");
        village.Done(await Correct(village, delivery.Number, 12, 1_200));

        (village.Stock("soap"), village.AtCost(), Owed(village)).Should().Be((12, 1_200, 1_200));
        village.IsSound();
    }

    [Fact]
    public async Task Only_a_delivery_that_stands_is_corrected()
    {
        using var village = await VillageFixture.Open();
        var delivery = await village.Buy("soap", 12, 1_200);
        var spoiled = village.Done(await village.TryMove("spoiled", "soap", 2));

        (await Correct(village, spoiled.Number, 1, null, by: SecondClerk)).ShouldBeRefused(CorrectionRefusals.NotADelivery, "sheet");
        (await Correct(village, 9, 1, 100)).ShouldBeRefused(VillageRefusals.UnknownSheet, "sheet");
        (await village.Desks.Corrections.Correct(As(VillageFixture.Clerk), Bank, 1, delivery.Number, new([new("rice", 1, 100)], "录错")))
            .ShouldBeRefused(VillageRefusals.UnknownGoods, "items[0].goods");
        (await Correct(village, delivery.Number, 12, null)).ShouldBeRefused(VillageRefusals.MissingValue, "items[0].cost");
        (await Correct(village, delivery.Number, 12, 1_000, reason: " ")).ShouldBeRefused(VillageRefusals.MissingValue, "reason");
        village.Done(await village.TryReverse(spoiled.Entry!.Value));
        village.Done(await village.TryReverse(delivery.Entry!.Value));
        (await Correct(village, delivery.Number, 10, 1_000)).ShouldBeRefused(LedgerRefusals.AlreadyReversed, "sheet");
    }

    [Fact]
    public async Task A_slip_that_was_corrected_to_nothing_may_be_entered_again()
    {
        using var village = await VillageFixture.Open();
        Task<Outcome<StockView>> Deliver() => village.Desks.Stock.Move(
            As(Keeper), Bank, 1, new("received", [new("soap", 10, 3_000)], Origin: "purchase", Partner: "县供销社", Receipt: "017"));
        var delivery = village.Done(await Deliver());
        (await Deliver()).ShouldBeRefused(VillageRefusals.ReceiptEntered, "receipt");

        village.Done(await Correct(village, delivery.Number, 0, 0));

        village.Done(await Deliver());
        village.Stock("soap").Should().Be(10);
    }

    static Caller SecondClerk { get; } = new("staff:23", "second clerk", [new(Role.Clerk, Bank)]);

    static Caller Treasurer { get; } = new("staff:31", "treasurer", [new(Role.Treasurer, Bank)]);

    static long Owed(VillageFixture village) => village.Desks.Fund.Owed(Bank).Sum(purchase => purchase.Owed);

    static Task<Outcome<StockView>> Correct(
        VillageFixture village, long sheet, long quantity, long? cost, string reason = "录错", Caller? by = null, bool confirmed = false) =>
        village.Desks.Corrections.Correct(
            As(by ?? VillageFixture.Clerk), Bank, 1, sheet, new([new("soap", quantity, cost)], reason, confirmed));
}
