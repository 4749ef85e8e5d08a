using PointsBank.Testing;
using PointsBank.Village.Funds;

namespace PointsBank.Village.Tests.Funds;

public class FundMonthsTests
{
    [Fact]
    public async Task Each_month_tells_what_moved_in_it_and_how_the_fund_stood_at_its_end()
    {
        using var scene = await FundCase.Open();
        scene.Village.At(2026, 3, 31, 23, 59);
        await scene.Village.BringForward(1, 100);
        await scene.Give(20_000);
        await scene.Village.Credit(1, "A03");
        await scene.Redeem(1, "rice", FundCase.Contract);
        scene.Village.At(2026, 4, 1, 0);
        await scene.Buy("soap", 10, 5_000, paidNow: true);
        await scene.Redeem(1, "soap", VillageFixture.Shop, 2);
        await scene.Village.Deduct(2, "A10");
        var statement = scene.Village.Done(
            await scene.Settlements.Make(VillageFixture.Ask(), FundCase.Bank, new(FundCase.Contract, new(2026, 3, 1), new(2026, 3, 31))));
        await scene.Approve(statement.Number);
        scene.Village.At(2026, 5, 2);
        scene.Village.Done(await scene.TryPayStatement(statement.Number));

        var months = (scene.Fund.Months(FundCase.Bank)).Months;

        months.Should().Equal(
            new FundMonth("2026-03", 5, 20, 0, 0, 0, 85, 20_000, 0, 2_000, 180, 47),
            new FundMonth("2026-04", 0, 10, 0, 0, 3_000, 75, 15_000, 4_000, 2_000, 170, 44),
            new FundMonth("2026-05", 0, 0, 0, 0, 0, 75, 13_000, 4_000, 0, 170, 44));
    }

    [Fact]
    public async Task Fewer_than_two_whole_months_make_no_forecast()
    {
        using var scene = await FundCase.Open();
        scene.Village.At(2026, 3, 2);
        await scene.Give(20_000);
        scene.Village.At(2026, 4, 2);

        (scene.Fund.Months(FundCase.Bank)).Forecast.Should().BeNull();
    }

    [Fact]
    public void The_year_goes_on_as_its_whole_months_went()
    {
        var months = new[] { Month("2026-01", 100, 40, 8_000, 300, 100_000), Month("2026-02", 121, 50, 9_001, 371, 91_000) };

        var forecast = Forecast.Of(new(2026, 3, 1), months, Month("2026-03", 0, 0, 0, 371, 91_000), 500);

        forecast.Should().Be(new Forecast(2026, 2, 110, 45, 8_500, 221 + 1_100, 90 + 450, 371 + 650, "2026-05", "2027-01"));
    }

    [Fact]
    public void A_ceiling_passed_already_is_reached_now_and_what_nobody_spends_lasts()
    {
        var months = new[] { Month("2026-01", 100, 0, 0, 100, 5), Month("2026-02", 100, 0, 0, 200, 5) };

        (Of(200).CeilingIn, Of(200).UsedUpIn).Should().Be(("2026-03", null));
        Of(0).CeilingIn.Should().BeNull();
        Of(100_000).CeilingIn.Should().BeNull();

        Forecast Of(long ceiling) => Forecast.Of(new(2026, 3, 20), months, Month("2026-03", 10, 0, 0, 210, 5), ceiling)!;
    }

    [Fact]
    public void Nothing_is_foretold_of_the_past_and_of_a_fund_that_nobody_keeps_nothing_at_all()
    {
        // On 30 November; the fund was begun in this month, so at the end of October there was nothing.
        FundMonth[] whole = [.. Enumerable.Range(1, 10).Select(month => Month($"2026-{month:00}", 100, 50, 500, 50 * month, 0))];
        var today = new NodaTime.LocalDate(2026, 11, 30);

        Forecast.Of(today, whole, Month("2026-11", 300, 50, 0, 750, 1_000), 0)!.UsedUpIn
            .Should().Be("2027-01", "two average months from today on");
        Forecast.Of(today, whole, Month("2026-11", 300, 50, 2_000, 750, -1), 0)!.UsedUpIn
            .Should().Be("2026-11", "owing more than there is, it is used up now");
        Forecast.Of(today, whole, Month("2026-11", 300, 50, 0, 750, 0), 0)!.UsedUpIn.Should().BeNull("no fund is kept");
        Forecast.Of(today, whole, Month("2026-11", 300, 50, 0, 750, 0), 0)!.Issued
            .Should().Be(1_000 + 300 + 100, "this month's points are counted as they are");
    }

    [Fact]
    public async Task Where_no_fund_is_kept_nothing_says_that_points_can_be_honoured()
    {
        using var village = await PointsBank.Testing.VillageFixture.Open();
        await village.Credit(1, "A03");

        (village.Desks.Fund.Coverage(PointsBank.Testing.VillageFixture.Bank)).State.Should().Be("none");
    }

    static FundMonth Month(string name, long issued, long redeemed, long spent, long outstanding, long cash) =>
        new(name, issued, redeemed, 0, 0, spent, outstanding, cash, 0, 0, 0, null);
}
