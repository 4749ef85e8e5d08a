using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Shops;

public class RedemptionTests
{
    [Fact]
    public async Task A_redemption_takes_points_and_hands_out_goods_in_one_entry()
    {
        using var village = await Stocked();

        var redemption = await village.Redeem(1, quantity: 2);

        (redemption.Points, redemption.Balance, redemption.AuthorisedBy).Should().Be((10, 40, "booklet"));
        redemption.Items.Should().Equal(new RedemptionLineView("soap", "soap货", "soap", 2, 5, 10) { UnitZh = "块" });
        (village.Points(1)).Should().Be(40);
        village.Stock("soap").Should().Be(8);
        village.Total(AccountKind.Redeemed, VillageFixture.Shop, Unit.Points).Should().Be(10);
        village.IsSound();
    }

    [Fact]
    public async Task Redeeming_never_touches_standing()
    {
        using var village = await Stocked();
        await village.Credit(1, "A03");

        await village.Redeem(1);

        village.Merit(1, 2026).Should().Be(5);
    }

    [Fact]
    public async Task The_passbooks_code_opens_its_own_household_and_names_it()
    {
        using var village = await Stocked();
        var book = await village.Issue(1);

        var redemption = village.Done(await village.Desks.Redemptions.Redeem(
            VillageFixture.Ask(), VillageFixture.Bank, VillageFixture.Shop, new([new("soap", 1)], new("token", Token: book.Token))));

        (redemption.Household, redemption.AuthorisedBy).Should().Be((1, "token"));
    }

    [Fact]
    public async Task Serial_and_PIN_open_the_passbook()
    {
        using var village = await Stocked();
        var book = await village.Issue(1, "2468");

        (await village.TryRedeem(1, by: new("pin", Serial: book.Serial, Pin: "2468"))).Value.AuthorisedBy.Should().Be("pin");
    }

    [Fact]
    public async Task Another_households_passbook_is_refused()
    {
        using var village = await Stocked();
        var other = await village.Issue(2, "2468");

        (await village.TryRedeem(1, by: new("token", Token: other.Token))).ShouldBeRefused(VillageRefusals.NotAuthorised);
        (await village.TryRedeem(1, by: new("pin", Serial: other.Serial, Pin: "2468"))).ShouldBeRefused(VillageRefusals.NotAuthorised);
    }

    [Fact]
    public async Task Five_wrong_PINs_lock_the_passbook_for_a_quarter_of_an_hour()
    {
        using var village = await Stocked();
        var book = await village.Issue(1, "2468");
        for (var i = 0; i < 5; i++)
            (await village.TryRedeem(1, by: new("pin", Serial: book.Serial, Pin: "0000"))).ShouldBeRefused(VillageRefusals.NotAuthorised);

        (await village.TryRedeem(1, by: new("pin", Serial: book.Serial, Pin: "2468"))).ShouldBeRefused(VillageRefusals.SignInLocked);
        village.Clock.Advance(Duration.FromMinutes(14));
        (await village.TryRedeem(1, by: new("pin", Serial: book.Serial, Pin: "2468"))).ShouldBeRefused(VillageRefusals.SignInLocked);
        village.Clock.Advance(Duration.FromMinutes(1));
        (await village.TryRedeem(1, by: new("pin", Serial: book.Serial, Pin: "2468"))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_right_PIN_in_between_begins_the_count_anew()
    {
        using var village = await Stocked();
        var book = await village.Issue(1, "2468");
        foreach (var pin in (string[])["0000", "0000", "0000", "0000", "2468", "0000"])
            await village.TryRedeem(1, by: new("pin", Serial: book.Serial, Pin: pin));

        (await village.TryRedeem(1, by: new("pin", Serial: book.Serial, Pin: "2468"))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_replaced_passbook_no_longer_opens()
    {
        using var village = await Stocked();
        var lost = await village.Issue(1, "2468");
        var found = await village.Issue(1, "1357");

        (await village.TryRedeem(1, by: new("token", Token: lost.Token))).ShouldBeRefused(VillageRefusals.NotAuthorised);
        (await village.TryRedeem(1, by: new("pin", Serial: lost.Serial, Pin: "2468"))).ShouldBeRefused(VillageRefusals.NotAuthorised);
        (await village.TryRedeem(1, by: new("token", Token: found.Token))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_void_passbook_no_longer_opens()
    {
        using var village = await Stocked();
        var book = await village.Issue(1);
        village.Done(await village.Desks.Passbooks.Void(VillageFixture.Ask(), VillageFixture.Bank, book.Serial, new("丢失")));

        (await village.TryRedeem(1, by: new("token", Token: book.Token))).ShouldBeRefused(VillageRefusals.NotAuthorised);
    }

    [Theory]
    [InlineData("token", "authorisedBy.token")]
    [InlineData("pin", "authorisedBy.pin")]
    public async Task An_authorisation_without_its_secret_names_the_field(string by, string field)
    {
        using var village = await Stocked();

        (await village.TryRedeem(1, by: new(by))).ShouldBeRefused(VillageRefusals.MissingValue, field);
    }

    [Fact]
    public async Task Less_than_the_village_redeems_is_refused()
    {
        using var village = await Stocked();
        await village.Sell("match", 1);
        await village.Receive("match", 100);

        (await village.TryRedeem(1, "match", 4)).ShouldBeRefused(VillageRefusals.RedemptionTooSmall);
        (await village.TryRedeem(1, "match", 5)).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task The_months_limit_is_reached_exactly_and_not_passed_and_next_month_is_a_new_one()
    {
        using var village = await Stocked();
        await village.Set(Setting.RedemptionMonthMost, 20);
        await village.Redeem(1, quantity: 3);
        await village.Redeem(1);

        (await village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.RedemptionMonthLimit);
        village.At(2026, 4, 1);
        (await village.TryRedeem(1)).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_void_gives_the_months_limit_its_room_back()
    {
        using var village = await Stocked();
        await village.Set(Setting.RedemptionMonthMost, 5);
        var redemption = await village.Redeem(1);
        await Void(village, redemption.Number);

        (await village.TryRedeem(1)).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task Too_few_points_and_too_few_goods_are_told_apart()
    {
        using var village = await Stocked();
        await village.Receive("soap", 100);

        (await village.TryRedeem(1, quantity: 11)).ShouldBeRefused(VillageRefusals.NotEnoughPoints, "items");
        (await village.TryRedeem(2)).ShouldBeRefused(VillageRefusals.NotEnoughPoints, "items");
        await village.BringForward(3, 1_000);
        await village.Set(Setting.RedemptionMonthMost, 0);
        (await village.TryRedeem(3, quantity: 111)).ShouldBeRefused(VillageRefusals.NotEnoughStock, "items");
        village.IsSound();
    }

    [Fact]
    public async Task Goods_that_nobody_knows_or_that_are_out_of_sale_are_refused()
    {
        using var village = await Stocked();

        (await village.TryRedeem(1, "gold")).ShouldBeRefused(VillageRefusals.UnknownGoods, "items[0].goods");
        await village.Sell("soap", 0);
        (await village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.NotForSale, "items[0].goods");
    }

    [Fact]
    public async Task A_price_counts_from_its_day()
    {
        using var village = await Stocked();
        await village.Sell("soap", 8, new(2026, 3, 10));

        (await village.Redeem(1)).Points.Should().Be(5);
        village.At(2026, 3, 9);
        (await village.Redeem(1)).Points.Should().Be(5);
        village.At(2026, 3, 10);
        (await village.Redeem(1)).Points.Should().Be(8);
        village.IsSound();
    }

    [Fact]
    public async Task Of_two_prices_for_one_day_the_later_word_counts()
    {
        using var village = await Stocked();
        await village.Sell("soap", 8);
        await village.Sell("soap", 6);

        (await village.Redeem(1)).Points.Should().Be(6);
    }

    [Fact]
    public async Task A_void_on_the_same_day_gives_points_and_goods_back_once()
    {
        using var village = await Stocked();
        var redemption = await village.Redeem(1);

        var voided = village.Done(await Void(village, redemption.Number));

        (voided.Balance, voided.VoidedBy).Should().Be((50, redemption.Entry + 1));
        (village.Points(1)).Should().Be(50);
        village.Stock("soap").Should().Be(10);
        (await Void(village, redemption.Number)).ShouldBeRefused(VillageRefusals.AlreadyVoid);
        village.IsSound();
    }

    [Fact]
    public async Task A_redemption_of_yesterday_is_not_voided_at_the_counter()
    {
        using var village = await Stocked();
        village.At(2026, 3, 2, 23, 59);
        var redemption = await village.Redeem(1);
        village.At(2026, 3, 3, 0, 1);

        (await Void(village, redemption.Number)).ShouldBeRefused(VillageRefusals.NotSameDay);
    }

    [Fact]
    public async Task Another_shop_does_not_void_the_redemption()
    {
        using var village = await Stocked();
        var redemption = await village.Redeem(1);

        (await village.Desks.Redemptions.Void(VillageFixture.Ask(), VillageFixture.Bank, 2, redemption.Number, new("错")))
            .ShouldBeRefused(VillageRefusals.UnknownRedemption);
    }

    [Fact]
    public async Task The_last_points_are_redeemed_once_however_many_ask()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 1_000);
        await village.BringForward(1, 9);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => village.TryRedeem(1))));

        answers.Count(answer => answer.Refusal is null).Should().Be(1);
        answers.Where(answer => answer.Refusal is not null)
            .Should().OnlyContain(answer => answer.Refusal!.Kind == VillageRefusals.NotEnoughPoints);
        (village.Points(1)).Should().Be(4);
        village.IsSound();
    }

    [Fact]
    public async Task The_last_piece_of_soap_is_handed_out_once_however_many_ask()
    {
        using var village = await VillageFixture.Open(households: 8);
        await village.Receive("soap", 1);
        for (var household = 1; household <= 8; household++) await village.BringForward(household, 100);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => village.TryRedeem(i % 8 + 1))));

        answers.Count(answer => answer.Refusal is null).Should().Be(1);
        answers.Where(answer => answer.Refusal is not null)
            .Should().OnlyContain(answer => answer.Refusal!.Kind == VillageRefusals.NotEnoughStock);
        village.Stock("soap").Should().Be(0);
        village.IsSound();
    }

    [Fact]
    public async Task One_request_sent_fifty_times_at_once_redeems_once()
    {
        using var village = await Stocked();
        var ask = VillageFixture.Ask();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => village.Desks.Redemptions.Redeem(
            ask, VillageFixture.Bank, VillageFixture.Shop, new([new("soap", 1)], new("booklet"), 1)))));

        answers.Should().OnlyContain(answer => answer.Refusal == null);
        answers.Count(answer => answer.Replayed).Should().Be(49);
        answers.Select(answer => (answer.Value.Number, answer.Value.CheckCode, answer.Value.RedeemedOn, answer.Value.Balance))
            .Distinct()
            .Should()
            .ContainSingle();
        (village.Points(1)).Should().Be(45);
        village.IsSound();
    }

    [Fact]
    public async Task A_key_used_for_something_else_is_refused()
    {
        using var village = await Stocked();
        var ask = VillageFixture.Ask();
        village.Done(await village.Desks.Redemptions.Redeem(ask, VillageFixture.Bank, 1, new([new("soap", 1)], new("booklet"), 1)));

        (await village.Desks.Redemptions.Redeem(
            ask with { Fingerprint = Digest.Of("another") }, VillageFixture.Bank, 1, new([new("soap", 2)], new("booklet"), 1)))
            .ShouldBeRefused(LedgerRefusals.KeyReused);
    }

    [Fact]
    public async Task A_slip_names_each_good_once()
    {
        using var village = await Stocked();

        (await village.Desks.Redemptions.Redeem(
            VillageFixture.Ask(), VillageFixture.Bank, 1, new([new("soap", 1), new("soap", 1)], new("booklet"), 1)))
            .ShouldBeRefused(VillageRefusals.AlreadyExists, "items[1].goods");
    }

    static async Task<VillageFixture> Stocked()
    {
        var village = await VillageFixture.Open();
        await village.Receive("soap", 10);
        await village.BringForward(1, 50);
        return village;
    }

    static Task<Outcome<RedemptionView>> Void(VillageFixture village, long number) =>
        village.Desks.Redemptions.Void(VillageFixture.Ask(), VillageFixture.Bank, VillageFixture.Shop, number, new("拿错了"));
}
