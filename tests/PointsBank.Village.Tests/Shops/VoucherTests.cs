using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Shops;

public class VoucherTests
{
    [Fact]
    public async Task Vouchers_hold_their_points_until_their_last_day()
    {
        using var village = await Counter.Open();

        var vouchers = await village.IssueVouchers(1, 20, 5);

        vouchers.Select(voucher => (voucher.Number, voucher.Household, voucher.Points, voucher.State, voucher.ValidUntil)).Should().Equal(
            (1, 1, 20, "open", new LocalDate(2026, 5, 31)), (2, 1, 5, "open", new LocalDate(2026, 5, 31)));
        vouchers.Select(voucher => voucher.Code).Should()
            .OnlyHaveUniqueItems().And.AllSatisfy(code => code.Should().MatchRegex("^[2-9A-HJ-NP-Z]{6}$"));
        (village.PointsOf(1)).Should().Be((100, 25));
        village.IsSound();
    }

    [Fact]
    public async Task The_codes_are_told_to_a_repetition_and_kept_nowhere()
    {
        using var village = await Counter.Open();
        var ask = VillageFixture.Ask();
        var input = new VoucherInput([10], Counter.Booklet, Counter.Seed, 1);
        var first = village.Done(await village.Desks.Vouchers.Issue(ask, Counter.Bank, input));

        var again = await village.Desks.Vouchers.Issue(ask, Counter.Bank, input);

        (again.Replayed, again.Value.Vouchers.Single().Code).Should().Be((true, first.Vouchers.Single().Code));
        village.Done(village.Desks.Vouchers.Get(Counter.Bank, 1)).Code.Should().BeNull();
        (await village.Desks.Vouchers.Issue(ask, Counter.Bank, input with { Seed = "another sheet of slips, of 9 March 2026" }))
            .ShouldBeRefused(LedgerRefusals.KeyReused);
        village.Close();
        File.ReadAllText(village.File).Should().NotContain(first.Vouchers.Single().Code!);
    }

    [Fact]
    public async Task A_voucher_is_spent_once_and_what_is_left_of_it_goes_back()
    {
        using var village = await Counter.Open();
        var voucher = (await village.IssueVouchers(1, 20)).Single();

        (await village.TrySpend(1, voucher.Code!, quantity: 5)).ShouldBeRefused(VillageRefusals.VoucherTooSmall, "items");
        var slip = village.Done(await village.TrySpend(1, voucher.Code!, quantity: 3));

        (slip.Household, slip.Points, slip.AuthorisedBy, slip.Voucher).Should().Be((1, 15, "voucher", 1));
        (village.PointsOf(1)).Should().Be((85, 0));
        (await village.TrySpend(1, voucher.Code!)).ShouldBeRefused(VillageRefusals.VoucherSpent, "authorisedBy.voucher");
        village.Done(village.Desks.Vouchers.Get(Counter.Bank, 1))
            .Should().BeEquivalentTo(new { State = "spent", Redemption = (long?)slip.Number, Taken = (long?)15 });
        village.IsSound();
    }

    [Fact]
    public async Task A_repetition_of_spending_finds_its_first_answer()
    {
        using var village = await Counter.Open();
        var voucher = (await village.IssueVouchers(1, 20)).Single();
        var ask = Counter.Attendant();
        village.Done(await village.TrySpend(1, voucher.Code!, ask: ask));

        (await village.TrySpend(1, voucher.Code!, ask: ask)).Replayed.Should().BeTrue();
        (village.PointsOf(1)).Balance.Should().Be(95);
    }

    [Fact]
    public async Task Five_wrong_codes_lock_a_voucher_for_a_quarter_of_an_hour()
    {
        using var village = await Counter.Open();
        var voucher = (await village.IssueVouchers(1, 20)).Single();
        for (var i = 0; i < 4; i++)
            (await village.TrySpend(1, "AAAAAA")).ShouldBeRefused(VillageRefusals.VoucherInvalid, "authorisedBy.code");
        village.Done(await village.TrySpend(1, voucher.Code!, ask: Counter.Attendant() with { DryRun = true }));
        for (var i = 0; i < 5; i++) (await village.TrySpend(1, "AAAAAA")).ShouldBeRefused(VillageRefusals.VoucherInvalid);

        (await village.TrySpend(1, voucher.Code!)).ShouldBeRefused(VillageRefusals.VoucherLocked, "authorisedBy.code");
        village.Clock.Advance(Duration.FromMinutes(15));

        village.Done(await village.TrySpend(1, $" {voucher.Code!.ToLowerInvariant()} "));
    }

    [Fact]
    public async Task A_voucher_opens_its_own_household_in_its_own_village()
    {
        using var village = await Counter.Open();
        var voucher = (await village.IssueVouchers(1, 20)).Single();

        (await village.TrySpend(1, voucher.Code!, household: 2)).ShouldBeRefused(VillageRefusals.VoucherInvalid);
        (await village.TrySpend(2, voucher.Code!)).ShouldBeRefused(VillageRefusals.VoucherInvalid);
        (await village.TrySpend(1, " ")).ShouldBeRefused(VillageRefusals.MissingValue, "authorisedBy.code");
        (await village.Desks.Redemptions.Redeem(
            Counter.Attendant(), Counter.Bank, Counter.Shop, new([new("soap", 1)], new("voucher", Code: "AAAAAA"), 1)))
            .ShouldBeRefused(VillageRefusals.MissingValue, "authorisedBy.voucher");
    }

    [Fact]
    public async Task A_lost_voucher_is_made_void_with_a_reason_and_its_points_are_free()
    {
        using var village = await Counter.Open();
        var voucher = (await village.IssueVouchers(1, 20)).Single();

        (await village.Desks.Vouchers.Void(VillageFixture.Ask(), Counter.Bank, 1, new("")))
            .ShouldBeRefused(VillageRefusals.MissingValue, "reason");
        (await village.Desks.Vouchers.Void(VillageFixture.Ask(), Counter.Bank, 7, new("丢了")))
            .ShouldBeRefused(VillageRefusals.UnknownVoucher);
        village.Done(await village.Desks.Vouchers.Void(VillageFixture.Ask(), Counter.Bank, 1, new("丢了")))
            .Should().BeEquivalentTo(new { State = "void", Reason = "丢了" });

        (village.PointsOf(1)).Should().Be((100, 0));
        (await village.TrySpend(1, voucher.Code!)).ShouldBeRefused(VillageRefusals.VoucherVoid);
        (await village.Desks.Vouchers.Void(VillageFixture.Ask(), Counter.Bank, 1, new("丢了")))
            .ShouldBeRefused(VillageRefusals.VoucherVoid, "voucher");
        village.IsSound();
    }

    [Fact]
    public async Task Past_its_last_day_a_voucher_is_expired_before_and_after_the_sweeper_came()
    {
        using var village = await Counter.Open();
        await village.Set(Setting.VoucherDays, 3);
        var voucher = (await village.IssueVouchers(1, 20)).Single();
        village.At(2026, 3, 5, 23, 59);
        village.Done(village.Desks.Vouchers.Get(Counter.Bank, 1)).State.Should().Be("open");
        village.At(2026, 3, 6, 0);

        village.Done(village.Desks.Vouchers.Get(Counter.Bank, 1)).State.Should().Be("expired");
        (await village.TrySpend(1, voucher.Code!)).ShouldBeRefused(VillageRefusals.VoucherExpired);
        (await village.Desks.Vouchers.Void(VillageFixture.Ask(), Counter.Bank, 1, new("丢了")))
            .ShouldBeRefused(VillageRefusals.VoucherExpired);
        await village.Desks.Clock.Tick();

        village.Done(village.Desks.Vouchers.Get(Counter.Bank, 1)).State.Should().Be("expired");
        (village.PointsOf(1)).Should().Be((100, 0));
        (await village.TrySpend(1, voucher.Code!)).ShouldBeRefused(VillageRefusals.VoucherExpired);
        village.IsSound();
    }

    [Fact]
    public async Task No_more_vouchers_than_the_household_has_points_for_and_none_of_them_is_left()
    {
        using var village = await Counter.Open();

        (await village.TryIssue(1, 50, 50, 5)).ShouldBeRefused(VillageRefusals.NotEnoughPoints, "points");
        (await village.TryIssue(3, 5)).ShouldBeRefused(VillageRefusals.NotEnoughPoints, "points");
        (await village.TryIssue(9, 5)).ShouldBeRefused(VillageRefusals.UnknownHousehold, "household");
        (await village.TryIssue(1)).ShouldBeRefused(VillageRefusals.OutOfRange, "points");
        (await village.TryIssue(1, [.. Enumerable.Repeat(5L, 21)])).ShouldBeRefused(VillageRefusals.OutOfRange, "points");
        (await village.TryIssue(1, 5, 7)).ShouldBeRefused(VillageRefusals.NotInList, "points[1]");

        (village.PointsOf(1)).Should().Be((100, 0));
        village.Desks.Vouchers.Of(Counter.Bank, null, null, long.MaxValue, 10).Should().BeEmpty();
    }

    [Fact]
    public async Task The_household_agrees_as_to_a_redemption_and_not_by_another_voucher()
    {
        using var village = await Counter.Open();
        var book = await village.Issue(1, "2468");

        (await Issue(new("pin", Serial: book.Serial, Pin: "0000"))).ShouldBeRefused(VillageRefusals.NotAuthorised, "authorisedBy.pin");
        (await Issue(new("voucher", Voucher: 1, Code: "AAAAAA"))).ShouldBeRefused(VillageRefusals.NotInList, "authorisedBy.by");
        (await Issue(new("booklet"))).ShouldBeRefused(VillageRefusals.MissingValue, "household");
        village.Done(await Issue(new("pin", Serial: book.Serial, Pin: "2468"))).Vouchers.Single().Household.Should().Be(1);

        Task<Outcome<VouchersView>> Issue(AuthorisationInput by) =>
            village.Desks.Vouchers.Issue(VillageFixture.Ask(), Counter.Bank, new([5], by, Counter.Seed));
    }

    [Fact]
    public async Task Vouchers_are_listed_by_state_and_household_newest_first()
    {
        using var village = await Counter.Open();
        await village.IssueVouchers(1, 5, 10);
        await village.IssueVouchers(2, 20);
        village.Done(await village.Desks.Vouchers.Void(VillageFixture.Ask(), Counter.Bank, 1, new("丢了")));

        List(null, null).Should().Equal(3, 2, 1);
        List("open", null).Should().Equal(3, 2);
        List("void", null).Should().Equal(1);
        List("open", 1).Should().Equal(2);
        village.Desks.Vouchers.Of(Counter.Bank, null, null, 3, 1).Single().Number.Should().Be(2);

        IEnumerable<long> List(string? state, long? household) =>
            village.Desks.Vouchers.Of(Counter.Bank, state, household, long.MaxValue, 10).Select(voucher => voucher.Number);
    }

    [Theory]
    [InlineData("pv:12-AB2C9K", 12, "AB2C9K")]
    [InlineData(" PV：12－ab2c9k ", 12, "AB2C9K")]
    [InlineData("12 - AB2C9K", 12, "AB2C9K")]
    [InlineData("12-AB0C9K", 0, "")]
    [InlineData("0-AB2C9K", 0, "")]
    [InlineData("pb:12-AB2C9K", 0, "")]
    [InlineData("张建国", 0, "")]
    public void Number_and_code_are_read_as_they_are_scanned_or_typed(string text, long number, string code) =>
        (Voucher.Read(text) ?? (0, "")).Should().Be((number, code));
}
