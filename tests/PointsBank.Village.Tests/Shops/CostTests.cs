using FsCheck;
using FsCheck.Fluent;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Shops;
using static PointsBank.Testing.ShopLife;

namespace PointsBank.Village.Tests.Shops;

/// <summary>What pieces cost: where it comes from, and that nothing of it appears or vanishes.</summary>
public class CostTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task A_purchase_is_paid_from_the_fund_at_once()
    {
        using var village = await VillageFixture.Open();
        await village.Fund(1500);

        var sheet = await village.Buy("soap", 10, 1000, paidNow: true);

        (sheet.Cost, village.AtCost(), village.Total(AccountKind.FundCash, 0, Unit.Fen), village.Total(
            AccountKind.PayableToSupplier, 0, Unit.Fen)).Should()
            .Be((1000, 1000, 500, 0));
        village.Done(village.Desks.Stock.Sheet(Bank, 1, sheet.Number)).Should().Match<MovementView>(
            view => view.Origin == "purchase"
                && view.Partner == "县供销社"
                && view.Receipt == "A-1"
                && view.Paid
                && view.Cost == 1000
                && view.CheckCode == sheet.CheckCode);
        village.IsSound();
    }

    [Fact]
    public async Task A_purchase_on_credit_is_owed_to_the_supplier()
    {
        using var village = await VillageFixture.Open();

        await village.Buy("soap", 10, 1000);

        (village.AtCost(), village.Total(AccountKind.PayableToSupplier, 0, Unit.Fen)).Should().Be((1000, -1000));
        village.IsSound();
    }

    [Fact]
    public async Task More_than_the_fund_has_is_not_spent()
    {
        using var village = await VillageFixture.Open();
        await village.Fund(999);

        (await village.TryBuy("soap", 10, 1000, paidNow: true)).ShouldBeRefused(VillageRefusals.NotEnoughFund, "paidNow");

        (village.Stock("soap"), village.AtCost(), village.Total(AccountKind.FundCash, 0, Unit.Fen)).Should().Be((0, 0, 999));
    }

    [Theory]
    [InlineData(1200L, 1200)]
    [InlineData(null, 4500)]
    public async Task A_donation_is_worth_what_it_says_or_what_the_good_is_reckoned_at(long? cost, long worth)
    {
        using var village = await VillageFixture.Open();
        village.Done(
            await village.Desks.Shops.SetGoods(VillageFixture.Ask(), Bank, 1, new("soap", "香皂", "Soap", "块", "", 5, "村委会", Cost: 450)));

        await village.Donate("soap", 10, cost);

        (village.AtCost(), village.Total(AccountKind.FundSource, 6, Unit.Fen)).Should().Be((worth, -worth));
        village.IsSound();
    }

    [Theory]
    [InlineData("purchase", null, "items[0].cost")]
    [InlineData(null, 5L, "items[0].cost")]
    [InlineData("purchase", -1L, "items[0].cost")]
    [InlineData("theft", 5L, "origin")]
    public async Task A_sheet_says_what_it_cost_where_that_is_known_and_nowhere_else(string? origin, long? cost, string field)
    {
        using var village = await VillageFixture.Open();

        (await village.Desks.Stock.Move(
            VillageFixture.Ask(), Bank, 1,
            new("received", [new("soap", 1, cost)], Origin: origin, Partner: "某人"))).Refusal!.Field.Should().Be(field);
    }

    [Fact]
    public async Task A_purchase_and_a_donation_name_who_it_is_from()
    {
        using var village = await VillageFixture.Open();

        (await village.Desks.Stock.Move(VillageFixture.Ask(), Bank, 1, new("received", [new("soap", 1, 5)], Origin: "donation")))
            .ShouldBeRefused(VillageRefusals.MissingValue, "partner");
        (await village.Desks.Stock.Move(VillageFixture.Ask(), Bank, 1, new("spoiled", [new("soap", 1)], Origin: "donation", Partner: "某人")))
            .ShouldBeRefused(VillageRefusals.NotInList, "origin");
    }

    [Fact]
    public async Task The_average_moves_with_each_purchase_and_the_last_piece_takes_all_that_is_left()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        await village.Buy("soap", 1, 100);
        await village.Buy("soap", 2, 100);

        long[] steps = [village.AtCost(), await Left(), await Left(), await Left()];

        steps.Should().Equal(200, 133, 66, 0);
        village.Total(AccountKind.CostOfIssued, 1, Unit.Fen).Should().Be(200);
        village.IsSound();

        async Task<long> Left()
        {
            await village.Redeem(1);
            return village.AtCost();
        }
    }

    [Fact]
    public async Task A_void_brings_back_what_the_pieces_had_cost_whatever_was_bought_since()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        await village.Buy("soap", 2, 300);
        var slip = await village.Redeem(1);
        await village.Buy("soap", 1, 999);

        village.Done(await village.Desks.Redemptions.Void(VillageFixture.Ask(), Bank, 1, slip.Number, new("退")));

        (village.AtCost(), village.Total(AccountKind.CostOfIssued, 1, Unit.Fen)).Should().Be((1299, 0));
        village.IsSound();
    }

    [Fact]
    public void Taken_piece_by_piece_or_at_once_a_pool_is_emptied_to_the_last_fen() => Prop.ForAll(
        Gen.Choose(0, 1_000_000).ToArbitrary(), Gen.Choose(1, 40).ToArbitrary(), (cost, pieces) =>
        {
            var left = (long)cost;
            for (var here = pieces; here > 0; here--)
            {
                var taken = Cost.Of(left, here, 1);
                taken.Should().BeInRange(0, left);
                left -= taken;
            }
            left.Should().Be(0);
            Cost.Of(cost, pieces, pieces).Should().Be(cost);
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Whatever_is_bought_given_corrected_lost_counted_moved_and_redeemed_fen_are_conserved_and_no_piece_is_no_cost() =>
        Prop.ForAll(
        ArbMap.Default.GeneratorFor<(byte What, byte Many, byte Fen)>().ListOf().Resize(40).ToArbitrary(),
        steps => Task.Run(() => Conserved(steps)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(6));

    static async Task Conserved(IEnumerable<(byte What, byte Many, byte Fen)> steps)
    {
        using var village = await VillageFixture.Open();
        var store = await village.OpenShop("store", of: 1);
        await village.Set(Banks.Setting.RedemptionMonthMost, 0);
        await village.BringForward(1, 10_000);
        await village.Fund(500);
        foreach (var (what, many, fen) in steps)
        {
            switch (what % 9)
            {
                case 0 or 1: await village.TryBuy("soap", many % 9 + 1, fen * 7, paidNow: many % 3 == 0); break;
                case 2: await village.Donate("soap", many % 9 + 1, fen); break;
                case 3: await village.TryMove("spoiled", "soap", many % 9 + 1); break;
                case 4: await village.TryCount("soap", many % 30); break;
                case 5: await village.TryMove("moved", "soap", many % 9 + 1, to: store); break;
                case 6: await village.TryMove("moved", "soap", many % 9 + 1, shop: store, to: 1); break;
                case 7:
                    await village.Desks.Corrections.Correct(
                        VillageFixture.Ask(), Bank, 1, many % 4 + 1,
                        new([new("soap", many % 7, many % 7 == 0 ? 0 : fen)], "录错", Confirmed: true));
                    break;
                default: await village.TryRedeem(1, quantity: many % 9 + 1); break;
            }
            var (cost, pieces) = (village.AtCost(), village.Stock("soap") + village.Stock("soap", store));
            cost.Should().BeGreaterThanOrEqualTo(0);
            if (pieces == 0) cost.Should().Be(0, "no piece is left");
        }

        (AccountKind Kind, long Owner)[] accounts =
        [
            (AccountKind.GoodsAtCost, 1), (AccountKind.CostOfIssued, 1), (AccountKind.CostOfLost, 1), (AccountKind.FundSource, 1),
            (AccountKind.FundSource, 6),
            (AccountKind.FundCash, 0), (AccountKind.PayableToSupplier, 0),
        ];
        accounts.Sum(account => village.Total(account.Kind, account.Owner, Unit.Fen)).Should().Be(0);
        village.IsSound();
    }
}
