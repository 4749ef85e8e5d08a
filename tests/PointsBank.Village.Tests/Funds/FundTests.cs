using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Funds;

namespace PointsBank.Village.Tests.Funds;

public class FundTests
{
    [Fact]
    public async Task Money_that_comes_in_stands_in_the_cash_box_under_its_source()
    {
        using var scene = await FundCase.Open();

        var given = await scene.Give(500_000);
        await scene.Give(12_345, "donation", named: true, from: "王五");

        (given.Number, given.Source, given.Fen, given.Receipt, given.Named).Should().Be((1, "government", 500_000, "R1", false));
        scene.Fund.Cash(FundCase.Bank).Should().Be(512_345);
        scene.Fen(AccountKind.FundSource, FundSource.Donation.Number).Should().Be(-12_345);
        scene.Fund.Sources(FundCase.Bank).Should()
            .Equal(new SourceSum(2026, "government", 500_000), new SourceSum(2026, "donation", 12_345));
        scene.Fund.Movements(FundCase.Bank, "contribution", null, 9).Select(movement => movement.Partner).Should().Equal("王五", "镇政府");
        scene.Village.IsSound();
    }

    [Fact]
    public async Task A_purchase_on_credit_is_paid_in_parts_and_never_more_than_is_owed()
    {
        using var scene = await FundCase.Open();
        await scene.Give(100_000);
        var bought = await scene.Buy("soap", 100, 30_000);

        (await scene.TryPay(30_001, bought.Number)).ShouldBeRefused(VillageRefusals.MoreThanOwed, "fen");
        scene.Village.Done(await scene.TryPay(10_000, bought.Number)).Partner.Should().Be("供销社");
        scene.Fund.Owed(FundCase.Bank).Should().ContainSingle().Which.Owed.Should().Be(20_000);
        scene.Village.Done(await scene.TryPay(20_000, bought.Number));

        (await scene.TryPay(1, bought.Number)).ShouldBeRefused(VillageRefusals.MoreThanOwed);
        scene.Fund.Owed(FundCase.Bank).Should().BeEmpty();
        (scene.Fen(AccountKind.PayableToSupplier), scene.Fund.Cash(FundCase.Bank)).Should().Be((0, 70_000));
        scene.Village.IsSound();
    }

    [Fact]
    public async Task Nothing_is_owed_for_goods_paid_at_once_or_given()
    {
        using var scene = await FundCase.Open();
        await scene.Give(100_000);
        var paid = await scene.Buy("soap", 10, 3_000, paidNow: true);
        var given = await scene.Donate("soap", 10, 3_000);

        (await scene.TryPay(1, paid.Number)).ShouldBeRefused(VillageRefusals.UnknownPurchase, "purchase");
        (await scene.TryPay(1, given.Number)).ShouldBeRefused(VillageRefusals.UnknownPurchase, "purchase");
        (await scene.TryPay(1, 99)).ShouldBeRefused(VillageRefusals.UnknownPurchase, "purchase");
    }

    [Fact]
    public async Task The_cash_box_never_goes_below_nothing()
    {
        using var scene = await FundCase.Open();
        var given = await scene.Give(1_000);
        scene.Village.Done(await scene.TryPay(600));

        (await scene.TryPay(401)).ShouldBeRefused(VillageRefusals.NotEnoughFund, "fen");
        (await scene.Fund.Void(FundCase.As(FundCase.Treasurer), FundCase.Bank, given.Number, new("退回")))
            .ShouldBeRefused(VillageRefusals.NotEnoughFund);

        scene.Fund.Cash(FundCase.Bank).Should().Be(400);
        scene.Village.IsSound();
    }

    [Fact]
    public async Task A_movement_is_voided_once_and_what_it_paid_is_owed_again()
    {
        using var scene = await FundCase.Open();
        await scene.Give(50_000);
        var bought = await scene.Buy("soap", 100, 30_000);
        var payment = scene.Village.Done(await scene.TryPay(30_000, bought.Number));

        var voided = scene.Village.Done(await scene.Fund.Void(FundCase.As(FundCase.Treasurer), FundCase.Bank, payment.Number, new("付错了")));

        voided.VoidedBy.Should().NotBeNull();
        scene.Fund.Owed(FundCase.Bank).Single().Owed.Should().Be(30_000);
        (await scene.Fund.Void(FundCase.As(FundCase.Treasurer), FundCase.Bank, payment.Number, new("再来")))
            .ShouldBeRefused(VillageRefusals.AlreadyVoid);
        scene.Village.Done(await scene.TryPay(30_000, bought.Number));
        scene.Village.Desks.Reports.Exceptions(FundCase.Bank, scene.Village.Today, scene.Village.Today)
            .Should().ContainSingle(line => line.Kind == "taken_back", "nobody voids money unseen");
        scene.Village.IsSound();
    }

    [Fact]
    public async Task What_the_fund_entered_is_not_reversed_by_itself_and_a_paid_purchase_stays()
    {
        using var scene = await FundCase.Open();
        var given = await scene.Give(50_000);
        var bought = await scene.Buy("soap", 100, 30_000);
        var payment = scene.Village.Done(await scene.TryPay(1_000, bought.Number));

        (await scene.Village.TryReverse(given.Entry)).ShouldBeRefused(VillageRefusals.KeptByFund);
        (await scene.Village.TryReverse(bought.Entry!.Value)).ShouldBeRefused(VillageRefusals.PurchasePaid);
        scene.Village.Done(await scene.Fund.Void(FundCase.As(FundCase.Treasurer), FundCase.Bank, payment.Number, new("付错了")));
        await scene.Village.Reverse(bought.Entry!.Value);

        scene.Fund.Owed(FundCase.Bank).Should().BeEmpty();
        scene.Village.IsSound();
    }

    [Fact]
    public async Task The_day_book_runs_through_money_goods_and_debts_with_the_cash_after_each()
    {
        using var scene = await FundCase.Open();
        var given = await scene.Give(50_000);
        var bought = await scene.Buy("soap", 100, 30_000);
        await scene.Donate("soap", 10, 3_000);
        await scene.Buy("soap", 1, 400, paidNow: true);
        scene.Village.Done(await scene.TryPay(10_000, bought.Number));
        var second = await scene.Give(7, "dividend");
        scene.Village.Done(await scene.Fund.Void(FundCase.As(FundCase.Treasurer), FundCase.Bank, second.Number, new("错")));

        var lines = scene.Fund.Book(FundCase.Bank, null, 20);

        lines.Select(line => (line.What, line.Undone, line.Cash, line.Worth, line.Balance)).Should().Equal(
            ("contribution", true, -7, 7, 39_600), ("contribution", false, 7, 7, 39_607), ("supplier", false, -10_000, 10_000, 39_600),
            ("purchase", false, -400, 400, 49_600), ("donation", false, 0, 3_000, null), ("purchase", false, 0, 30_000, null),
            ("contribution", false, 50_000, 50_000, 50_000));
        scene.Fund.Book(FundCase.Bank, lines[5].Entry, 20).Should().ContainSingle().Which.Entry.Should().Be(given.Entry);
        scene.Fund.Sources(FundCase.Bank).Should().Equal(new SourceSum(2026, "government", 50_000), new SourceSum(2026, "in_kind", 3_000));
    }

    [Fact]
    public async Task A_giver_is_named_only_where_they_agreed_and_the_last_word_counts()
    {
        using var scene = await FundCase.Open();
        var money = await scene.Give(50_000, "donation", named: true, from: "王五");
        await scene.Give(100, "donation", from: "赵六");
        var goods = await scene.Donate("soap", 10, 3_000);

        Givers().Should().BeEquivalentTo([("王五", 50_000L), (null, 100L), (null, 3_000L)]);
        scene.Fund.Donations(FundCase.Bank, 0, 9).Single(gift => gift.Gift == "stock").Goods
            .Should().Equal(new GiftGoods("soap货", "soap", "块", 10));
        scene.Village.Done(await scene.Fund.SetConsent(FundCase.As(FundCase.Treasurer), FundCase.Bank, new("stock", goods.Number, true)));
        scene.Village.Done(await scene.Fund.SetConsent(FundCase.As(FundCase.Treasurer), FundCase.Bank, new("fund", money.Number, false)));

        Givers().Should().BeEquivalentTo([(null, 50_000L), (null, 100L), ("李四", 3_000L)]);
        (await scene.Fund.SetConsent(FundCase.As(FundCase.Treasurer), FundCase.Bank, new("stock", 99, true)))
            .ShouldBeRefused(VillageRefusals.UnknownGift);
        scene.Village.Done(await scene.Fund.Void(FundCase.As(FundCase.Treasurer), FundCase.Bank, money.Number, new("错")));
        Givers().Should().BeEquivalentTo([(null, 100L), ("李四", 3_000L)]);

        IEnumerable<(string?, long)> Givers() => scene.Fund.Donations(FundCase.Bank, 0, 9).Select(gift => (gift.Giver, gift.Fen));
    }

    [Theory]
    [InlineData("tax", "镇政府", 1, "source")]
    [InlineData("in_kind", "镇政府", 1, "source")]
    [InlineData("settlement", "镇政府", 1, "source")]
    [InlineData("donation", " ", 1, "from")]
    [InlineData("donation", "镇政府", 0, "fen")]
    [InlineData("donation", "镇政府", -5, "fen")]
    public async Task A_contribution_that_makes_no_sense_is_refused(string source, string from, long fen, string field)
    {
        using var scene = await FundCase.Open();

        (await scene.Fund.Contribute(FundCase.As(FundCase.Treasurer), FundCase.Bank, new(source, from, fen))).Refusal!.Field
            .Should().Be(field);
    }

    [Fact]
    public async Task A_payment_says_to_whom_and_for_what_and_not_of_tomorrow()
    {
        using var scene = await FundCase.Open();
        var treasurer = FundCase.As(FundCase.Treasurer);

        (await scene.Fund.Pay(treasurer, FundCase.Bank, new("spent", 5, Memo: "x"))).ShouldBeRefused(VillageRefusals.MissingValue, "to");
        (await scene.Fund.Pay(treasurer, FundCase.Bank, new("spent", 5, To: "x"))).ShouldBeRefused(VillageRefusals.MissingValue, "memo");
        (await scene.Fund.Pay(treasurer, FundCase.Bank, new("spent", 5, Purchase: 1, To: "x", Memo: "x")))
            .ShouldBeRefused(VillageRefusals.NotInList, "purchase");
        (await scene.Fund.Pay(treasurer, FundCase.Bank, new("supplier", 5))).ShouldBeRefused(VillageRefusals.MissingValue, "purchase");
        (await scene.Fund.Pay(treasurer, FundCase.Bank, new("stolen", 5))).ShouldBeRefused(VillageRefusals.NotInList, "kind");
        (await scene.Fund.Pay(treasurer, FundCase.Bank, new("spent", 5, To: "x", Memo: "x", PaidOn: new(2026, 3, 3))))
            .ShouldBeRefused(VillageRefusals.DateInFuture, "paidOn");
    }
}
