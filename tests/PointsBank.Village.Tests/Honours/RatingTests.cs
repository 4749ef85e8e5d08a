using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Honours;
using PointsBank.Village.Tests.Favours;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Honours;

public class RatingTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task Too_many_points_deducted_in_a_year_leave_three_stars_wherever_stars_are_shown()
    {
        using var village = await Open();
        await village.Deduct(2, "A11");
        for (var i = 0; i < 4; i++) await village.Credit(2, "A03");

        FavourLife.Look(village, 2).Standing.Should().Be(200, "the base counts for favours");
        (village.Desks.Boards.StandingOf(Bank, 2, 2026)).Stars.Should().Be(3);
        (village.Balance(2)).Merit.Stars.Should().Be(3);
        var stars = village.Done(village.Desks.Ratings.StarsOf(Bank, 2));
        (stars.Stars, stars.MostStars).Should().Be((3, 3));
        (await Issue(village, 2)).ShouldBeRefused(VillageRefusals.TooFewStars, "household");
        village.Done(village.Desks.Ratings.StarsOf(Bank, 3)).Stars.Should().Be(5, "nothing was deducted there");
    }

    [Fact]
    public async Task A_suspension_leaves_three_stars_for_as_long_as_it_holds()
    {
        using var village = await Open();
        await village.Set(Setting.StarVetoDeducted, 1_000);
        await village.Set(Setting.PauseBy, 1);
        await village.Credit(1, "C09", quantity: 5);
        village.Done(village.Desks.Ratings.StarsOf(Bank, 1)).Stars.Should().Be(5);
        var suspension = await village.Suspend();

        village.Done(village.Desks.Ratings.StarsOf(Bank, 1)).Stars.Should().Be(3);
        (await Issue(village, 1)).ShouldBeRefused(VillageRefusals.FavoursSuspended, "household");
        village.Done(await village.Desks.Suspensions.Amend(As(Supervisor), Bank, suspension, new("补上了")));
        village.Done(await Issue(village, 1)).Stars.Should().Be(5);
    }

    [Fact]
    public async Task A_certificate_says_how_it_was_computed_stays_as_it_is_and_tells_by_its_code_whether_it_is_valid()
    {
        using var village = await Open();

        var rating = village.Done(await village.Desks.Ratings.Issue(As(HouseholdOf(2)), Bank, 2, new()));
        await village.Sink(2);

        (rating.Asked, rating.Standing, rating.Stars, rating.Step, rating.MostStars).Should().Be(("passbook", 100, 5, 20, 5));
        rating.CheckCode.Should().StartWith("R1-");
        village.Done(village.Desks.Ratings.Get(Bank, rating.Number)).Standing.Should().Be(100);
        var check = village.Done(village.Desks.CheckCodes.Check(Bank, rating.CheckCode.ToLowerInvariant()));
        (check.Kind, check.Day, check.Amount, check.Valid, check.ValidUntil)
            .Should().Be(("rating_certificate", village.Today, 5, true, village.Today.PlusDays(180)));
        village.Desks.CheckCodes.Check(Bank, "R1-ABCDEF").ShouldBeRefused(VillageRefusals.UnknownCheckCode);
        village.At(2026, 8, 29);
        village.Done(village.Desks.CheckCodes.Check(Bank, rating.CheckCode)).Valid.Should().BeTrue();
        village.At(2026, 8, 30);
        village.Done(village.Desks.CheckCodes.Check(Bank, rating.CheckCode)).Valid.Should().BeFalse();
        village.IsSoundBesideTheYear();
    }

    [Fact]
    public async Task A_voided_certificate_is_not_valid_and_is_voided_once()
    {
        using var village = await Open();
        var rating = village.Done(await Issue(village, 2));

        village.Done(await village.Desks.Ratings.Void(As(Supervisor), Bank, 1, new("打错了"))).Valid.Should().BeFalse();

        (await village.Desks.Ratings.Void(As(Supervisor), Bank, 1, new("打错了"))).ShouldBeRefused(VillageRefusals.CertificateVoided);
        village.Done(village.Desks.CheckCodes.Check(Bank, rating.CheckCode)).Valid.Should().BeFalse();
        (await village.Desks.Loans.Record(As(VillageFixture.Clerk), Bank, Loan(1, village)))
            .ShouldBeRefused(VillageRefusals.CertificateNotValid, "agreedOn");
    }

    [Fact]
    public async Task The_certificate_of_a_household_that_is_no_more_is_not_valid()
    {
        using var village = await Open();
        var rating = village.Done(await Issue(village, 2));

        await village.Changed(village.Desks.Changes.Leave(As(VillageFixture.Clerk), Bank, new(2, new("搬走了", "村委会"))));

        village.Done(village.Desks.CheckCodes.Check(Bank, rating.CheckCode)).Valid.Should().BeFalse();
    }

    [Fact]
    public async Task A_closed_years_certificate_is_of_its_frozen_list()
    {
        using var village = await Open();
        (await Issue(village, 1, 2025)).ShouldBeRefused(VillageRefusals.YearNotClosed, "year");
        await village.CloseYear(2025, (1, 120, 1, 5), (2, 75, 2, 3));

        var rating = village.Done(await Issue(village, 1, 2025));

        (rating.Closed, rating.Year, rating.HeadCode, rating.Standing, rating.Stars).Should().Be((true, 2025, "1-ABCDEF", 120, 5));
        (await Issue(village, 2, 2025)).ShouldBeRefused(VillageRefusals.TooFewStars, "household");
        (await Issue(village, 3, 2025)).ShouldBeRefused(VillageRefusals.TooFewStars, "household");
        village.Done(village.Desks.Ratings.StarsOf(Bank, 1)).Years.Should().Equal(new YearStars(2025, 120, 1, 5));
    }

    [Fact]
    public async Task What_a_lender_agreed_is_recorded_from_the_paper_and_sums_up_without_persons()
    {
        using var village = await Open();
        village.Done(await Issue(village, 2));
        village.Done(await Issue(village, 2));
        village.Done(await Issue(village, 3));
        (await Record(Loan(9, village))).ShouldBeRefused(VillageRefusals.UnknownCertificate, "certificate");
        (await Record(Loan(1, village) with { AgreedOn = village.Today.PlusDays(-1) }))
            .ShouldBeRefused(VillageRefusals.CertificateNotValid, "agreedOn");
        (await Record(Loan(1, village) with { Lent = 10_000_001 })).ShouldBeRefused(VillageRefusals.OutOfRange, "lent");

        village.Done(await Record(Loan(1, village)));
        village.Done(await Record(Loan(3, village)));
        (await village.Desks.Loans.Correct(As(VillageFixture.Clerk), Bank, 1, Loan(3, village)))
            .ShouldBeRefused(VillageRefusals.UnknownCertificate, "certificate");
        village.Done(
            await village.Desks.Loans.Correct(As(VillageFixture.Clerk), Bank, 1, Loan(2, village) with { Lent = 1 })).Version
                .Should().Be(2);

        var figures = village.Desks.Loans.Figures();
        (figures.Certified, figures.Certificates, figures.Loans, figures.Line, figures.Lent).Should().Be((2, 3, 2, 20_000_000, 5_000_001));
        System.Text.Json.JsonSerializer.Serialize(figures).Should().NotContain("张").And.NotContain("Household");
        village.IsSoundBesideTheYear();

        Task<Outcome<LoanView>> Record(LoanInput input) => village.Desks.Loans.Record(As(VillageFixture.Clerk), Bank, input);
    }

    /// <summary>The village of the favours, in which households 2 and 3 have earned a hundred.</summary>
    static async Task<VillageFixture> Open()
    {
        var village = await FavourLife.Open();
        foreach (var household in (long[])[2, 3])
        {
            await village.Credit(household, "C09", quantity: 3);
            await village.Credit(household, "A09");
        }
        return village;
    }

    static Task<Outcome<RatingView>> Issue(VillageFixture village, long household, int? year = null) =>
        village.Desks.Ratings.Issue(As(VillageFixture.Clerk), Bank, household, new(year));

    static LoanInput Loan(long certificate, VillageFixture village) =>
        new(certificate, "农商行", 10_000_000, 5_000_000, village.Today, "贷2026-1");
}
