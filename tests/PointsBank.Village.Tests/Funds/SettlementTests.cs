using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Funds;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Funds;

public class SettlementTests
{
    static readonly LocalDate First = new(2026, 3, 1);
    static readonly LocalDate Last = new(2026, 3, 31);

    [Fact]
    public async Task A_contract_shop_is_billed_what_its_points_are_worth_and_paid_in_five_steps()
    {
        using var scene = await Redeemed();

        var made = await scene.Settle(First, Last);
        made.Lines.Should().Equal(new SettlementLine(1, "rice", "rice货", "rice", "块", 100, 3, 60));
        (made.Points, made.Value, made.Due, made.Cost, made.State, made.NextStep).Should().Be((60, 6_000, 6_000, 0, "made", "signed_shop"));
        var approved = await scene.Approve(made.Number);
        (scene.Fen(AccountKind.PayableToShop, FundCase.Contract), scene.Fen(AccountKind.PaidForPoints, FundCase.Contract))
            .Should().Be((-6_000, 6_000));
        scene.Settlements.ToPay(FundCase.Bank).Should().ContainSingle().Which.Due.Should().Be(6_000);
        var paid = scene.Village.Done(await scene.TryPayStatement(made.Number));

        approved.Steps.Select(step => step.Step).Should().Equal("signed_shop", "signed_supervisor", "approved");
        (paid.State, paid.NextStep).Should().Be(("paid", null));
        (scene.Fen(AccountKind.PayableToShop, FundCase.Contract), scene.Fund.Cash(FundCase.Bank)).Should().Be((0, 44_000));
        scene.Fund.Book(FundCase.Bank, null, 2).Select(line => (line.What, line.Cash)).Should().Equal(("paid", -6_000), ("approved", 0));
        scene.Settlements.ToPay(FundCase.Bank).Should().BeEmpty();
        scene.Village.IsSound();
    }

    [Fact]
    public async Task No_redemption_stands_on_two_statements()
    {
        using var scene = await Redeemed();
        await scene.Settle(First, new(2026, 3, 2));

        (await scene.TrySettle(First, Last)).ShouldBeRefused(VillageRefusals.NothingToSettle);
        await scene.Redeem(1, "rice", FundCase.Contract);
        scene.Village.At(2026, 4, 3);

        (await scene.Settle(First, new(2026, 4, 2))).Points.Should().Be(20);
    }

    [Fact]
    public async Task What_was_voided_before_is_on_none_and_what_was_voided_after_is_taken_off_the_next()
    {
        using var scene = await FundCase.Open();
        await scene.Village.BringForward(1, 200);
        await scene.Give(50_000);
        var slips = new List<RedemptionView>();
        for (var i = 0; i < 3; i++) slips.Add(await scene.Redeem(1, "rice", FundCase.Contract));
        await Void(slips[0]);
        scene.Village.At(2026, 4, 1);
        await scene.Village.Set(Setting.PointRate, 90);
        var march = await scene.Settle(First, Last);
        await Void(slips[1]);
        await scene.Redeem(1, "rice", FundCase.Contract, 2);
        scene.Village.At(2026, 5, 1);

        var april = await scene.Settle(new(2026, 4, 1), new(2026, 4, 30));

        (march.Points, march.Value).Should().Be((40, 4_000));
        april.Redemptions.Select(item => (item.Redemption, item.Sign, item.Rate))
            .Should().Equal((slips[2].Number + 1, 1, 90), (slips[1].Number, -1, 100));
        (april.Points, april.Value, april.Due).Should().Be((20, 40 * 90 - 2_000, 40 * 90 - 2_000));
        (await scene.Settlements.Drop(VillageFixture.Ask(), FundCase.Bank, march.Number, new("错")))
            .ShouldBeRefused(VillageRefusals.SettlementTakenOff);
        await scene.Approve(march.Number);
        await scene.Approve(april.Number);
        scene.Village.IsSound();

        async Task Void(RedemptionView slip) =>
            scene.Village.Done(
                await scene.Village.Desks.Redemptions.Void(
                    FundCase.As(FundCase.Supervisor), FundCase.Bank, FundCase.Contract, slip.Number, new("退货")));
    }

    [Fact]
    public async Task A_dropped_statement_sets_its_redemptions_free_and_an_approved_one_stays()
    {
        using var scene = await Redeemed();
        var dropped = await scene.Settle(First, Last);
        scene.Village.Done(await scene.Settlements.SignForShop(FundCase.As(FundCase.Attendant), FundCase.Bank, dropped.Number, new()));
        scene.Village.Done(await scene.Settlements.Drop(VillageFixture.Ask(), FundCase.Bank, dropped.Number, new("日期错了")));
        (await scene.Settlements.SignForSupervision(FundCase.As(FundCase.Supervisor), FundCase.Bank, dropped.Number))
            .ShouldBeRefused(VillageRefusals.WrongSettlementState);

        var again = await scene.Settle(First, Last);
        again.Points.Should().Be(60);
        await scene.Approve(again.Number);

        (await scene.Settlements.Drop(VillageFixture.Ask(), FundCase.Bank, again.Number, new("错")))
            .ShouldBeRefused(VillageRefusals.WrongSettlementState);
        (await scene.Settlements.Drop(VillageFixture.Ask(), FundCase.Bank, dropped.Number, new("错")))
            .ShouldBeRefused(VillageRefusals.WrongSettlementState);
        (await scene.Village.TryReverse(scene.Village.Done(scene.Settlements.Get(FundCase.Bank, again.Number)).Steps[2].Entry!.Value))
            .ShouldBeRefused(VillageRefusals.KeptByFund);
        scene.Village.IsSound();
    }

    [Fact]
    public async Task Steps_come_in_their_order_and_from_three_people()
    {
        using var scene = await Redeemed();
        var number = (await scene.Settle(First, Last)).Number;

        (await scene.Settlements.SignForSupervision(FundCase.As(FundCase.Supervisor), FundCase.Bank, number))
            .ShouldBeRefused(VillageRefusals.WrongSettlementState);
        (await scene.Settlements.Approve(VillageFixture.Ask(), FundCase.Bank, number))
            .ShouldBeRefused(VillageRefusals.WrongSettlementState);
        (await scene.TryPayStatement(number)).ShouldBeRefused(VillageRefusals.WrongSettlementState);
        var elsewhere = new Caller("staff:5", "other", [new(Role.Attendant, FundCase.Bank, 1)]);
        (await scene.Settlements.SignForShop(FundCase.As(elsewhere), FundCase.Bank, number, new()))
            .ShouldBeRefused(VillageRefusals.NotAllowed);
        (await scene.Settlements.SignForShop(VillageFixture.Ask(), FundCase.Bank, number, new()))
            .ShouldBeRefused(VillageRefusals.MissingValue, "name");

        var signed = scene.Village.Done(await scene.Settlements.SignForShop(VillageFixture.Ask(), FundCase.Bank, number, new("店主老周")));
        signed.Steps[0].Name.Should().Be("店主老周");
        var both = new Caller("staff:3", "clerk", [new(Role.Supervisor, FundCase.Bank), new(Role.Clerk, FundCase.Bank)]);
        (await scene.Settlements.SignForSupervision(FundCase.As(both), FundCase.Bank, number))
            .ShouldBeRefused(VillageRefusals.SignerApproves);
        scene.Village.Done(await scene.Settlements.SignForSupervision(FundCase.As(FundCase.Supervisor), FundCase.Bank, number));
        (await scene.Settlements.Approve(VillageFixture.Ask(), FundCase.Bank, number)).ShouldBeRefused(VillageRefusals.SignerApproves);
        (await scene.Settlements.Approve(FundCase.As(FundCase.Attendant), FundCase.Bank, number))
            .ShouldBeRefused(VillageRefusals.NotAllowed);
        scene.Village.Done(await scene.Settlements.Approve(FundCase.As(FundCase.Treasurer), FundCase.Bank, number));
        (await scene.Settlements.Pay(VillageFixture.Ask(), FundCase.Bank, number, new())).ShouldBeRefused(VillageRefusals.NotAllowed);
        scene.Village.IsSound();
    }

    [Fact]
    public async Task The_villages_own_shop_is_owed_nothing_and_tells_what_its_goods_had_cost()
    {
        using var scene = await FundCase.Open();
        await scene.Village.BringForward(1, 100);
        await scene.Donate("soap", 10, 3_000);
        await scene.Redeem(1, "soap", VillageFixture.Shop, 2);
        scene.Village.At(2026, 4, 1);

        var statement = await scene.Settle(First, Last, VillageFixture.Shop);
        var approved = await scene.Approve(statement.Number);

        (statement.Value, statement.Due, statement.Cost).Should().Be((1_000, 0, 600));
        (approved.NextStep, approved.Steps[2].Entry).Should().Be((null, null));
        (await scene.TryPayStatement(statement.Number)).ShouldBeRefused(VillageRefusals.WrongSettlementState);
        scene.Village.IsSound();
    }

    [Fact]
    public async Task A_shared_shop_is_paid_into_its_owners_fund_in_the_same_write()
    {
        using var scene = await FundCase.Open();
        var desks = scene.Village.Desks;
        scene.Village.Done(await desks.Banks.Open(VillageFixture.Ask(), new("heping", "和平村", "Heping")));
        var neighbours = desks.Banks.Find("heping")!.Value;
        scene.Village.Done(await desks.Shops.Open(VillageFixture.Ask(), neighbours, new("和平超市", "Heping shop")));
        scene.Village.Done(await desks.Shops.SetGoods(VillageFixture.Ask(), neighbours, 1, new("oil", "油", "Oil", "桶", "🛢", 10, "村委会")));
        scene.Village.Done(
            await desks.Stock.Move(
                VillageFixture.Ask(), neighbours, 1, new("received", [new("oil", 5, 2_500)], Origin: "donation", Partner: "x")));
        await scene.Village.OfferShop(neighbours, 1, VillageFixture.Code);
        var shared = scene.Village.Done(
            await desks.Shops.Open(VillageFixture.Ask(), FundCase.Bank, new("和平超市", "Heping shop", "shared", "station", "heping", 1)));
        await scene.Village.BringForward(1, 100);
        await scene.Give(50_000);
        await scene.Redeem(1, "oil", shared.Number, 3);
        scene.Village.At(2026, 4, 1);
        var statement = await scene.Settle(First, Last, shared.Number);
        scene.Village.Done(await scene.Settlements.SignForShop(VillageFixture.Ask(), FundCase.Bank, statement.Number, new("店主")));
        scene.Village.Done(await scene.Settlements.SignForSupervision(FundCase.As(FundCase.Supervisor), FundCase.Bank, statement.Number));
        scene.Village.Done(await scene.Settlements.Approve(FundCase.As(FundCase.Treasurer), FundCase.Bank, statement.Number));

        scene.Village.Done(await scene.TryPayStatement(statement.Number));

        (scene.Fund.Cash(FundCase.Bank), scene.Fund.Cash(neighbours)).Should().Be((47_000, 3_000));
        var received = scene.Fund.Movements(neighbours, null, null, 9).Should().ContainSingle().Which;
        (received.Source, received.Partner, received.Receipt).Should().Be(("settlement", "安家河村", "F7"));
        (await scene.Fund.Void(FundCase.As(FundCase.Treasurer), neighbours, received.Number, new("错")))
            .ShouldBeRefused(VillageRefusals.KeptByFund);
        scene.Fund.Donations(neighbours, 0, 9).Select(gift => gift.Gift).Should().Equal("stock");
        scene.Village.IsSound();
        desks.Verification.Verify(neighbours, full: true).Deviations.Should().BeEmpty();
    }

    [Fact]
    public async Task A_statement_is_of_past_days_and_of_a_shop_with_a_counter()
    {
        using var scene = await Redeemed();
        var store = scene.Village.Done(
            await scene.Village.Desks.Shops.Open(VillageFixture.Ask(), FundCase.Bank, new("库房", "Store", "store", Of: 1)));

        (await scene.TrySettle(First, new(2026, 4, 1))).ShouldBeRefused(VillageRefusals.DateInFuture, "until");
        (await scene.TrySettle(Last, First)).ShouldBeRefused(VillageRefusals.OutOfRange, "until");
        (await scene.TrySettle(First, Last, store.Number)).ShouldBeRefused(VillageRefusals.UnknownShop, "shop");
        (await scene.TrySettle(First, Last, 99)).ShouldBeRefused(VillageRefusals.UnknownShop, "shop");
        scene.Village.Done(scene.Settlements.Get(FundCase.Bank, (await scene.Settle(new(2026, 3, 2), Last)).Number)).Points.Should().Be(60);
    }

    [Fact]
    public async Task A_statement_stays_word_for_word_what_it_was()
    {
        using var scene = await Redeemed();
        var made = await scene.Settle(First, Last);
        await scene.Village.Sell("rice", 30, shop: FundCase.Contract);
        scene.Village.Done(
            await scene.Village.Desks.Shops.SetGoods(
                VillageFixture.Ask(), FundCase.Bank, FundCase.Contract, new("rice", "大米新", "New rice", "袋", "🍚", 33, "村委会")));
        await scene.Village.Set(Setting.PointRate, 250);

        scene.Village.Done(scene.Settlements.Get(FundCase.Bank, made.Number)).Should().BeEquivalentTo(made);
    }

    /// <summary>Three bags of rice at the contract shop on 2 March; it is April.</summary>
    static async Task<FundCase> Redeemed()
    {
        var scene = await FundCase.Open();
        await scene.Village.BringForward(1, 200);
        await scene.Give(50_000);
        await scene.Redeem(1, "rice", FundCase.Contract, 2);
        await scene.Redeem(1, "rice", FundCase.Contract);
        scene.Village.At(2026, 4, 1);
        return scene;
    }
}
