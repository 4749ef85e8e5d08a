using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Claims;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Notices;

/// <summary>The village's day begins at 16:00 the day before in the server's UTC; windows open and close by the village's.</summary>
public class NoticeClockTests
{
    const long Bank = VillageFixture.Bank;

    [Theory]
    [InlineData("2026-03-31", "2026-04-06")]
    [InlineData("2025-12-29", "2026-01-04")]
    [InlineData("2028-02-26", "2028-03-03")]
    [InlineData("2027-02-26", "2027-03-04")]
    public async Task A_week_is_seven_days_of_the_village_at_the_end_of_a_month_of_a_year_and_in_a_leap_year(string posted, string closes)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(posted).Value;
        using var village = await OpenWithPeople(at: day.At(new(0, 0)));
        await village.Granted(1, "A03", day);

        await village.Post(new(OpensOn: day));

        village.Desks.Notices.List(Bank, 0, 1).Single().ClosesOn.Should().Be(NodaTime.Text.LocalDatePattern.Iso.Parse(closes).Value);
    }

    [Fact]
    public async Task In_the_last_minute_an_objection_counts_and_in_the_next_it_is_entered()
    {
        using var village = await OpenWithPeople(at: new(2025, 12, 26, 8, 0));
        await village.Granted(1, "A03");
        await village.Granted(2, "A03");
        var notice = await village.Post();

        // 1 January 2026, 23:59:59 in the village.
        village.Clock.Set(Instant.FromUtc(2026, 1, 1, 15, 59, 59));
        await village.Object(notice, 1);
        (await village.TryEnter(notice)).ShouldBeRefused(VillageRefusals.WindowOpen);

        village.Clock.Set(Instant.FromUtc(2026, 1, 1, 16, 0));
        (await village.TryObject(notice, 2)).ShouldBeRefused(VillageRefusals.WindowClosed);
        var entered = await village.Enter(notice);

        entered.Entered.Select(item => item.Household).Should().Equal(2);
        (village.Merit(2, 2025), village.Merit(2, 2026))
            .Should().Be((5, 0), "a deed of December counts for its own year, also when it is entered in January");
        village.Done(village.Desks.Journal.Entry(Bank, entered.Entered[0].Entry)).EffectiveOn.Should().Be(new LocalDate(2025, 12, 26));
        village.IsSound();
    }

    [Fact]
    public async Task The_hold_of_a_deed_of_December_stands_on_Decembers_issuance()
    {
        using var village = await OpenWithPeople(at: new(2025, 12, 31, 23, 0));
        var claim = await village.Claim(1, "A03");
        village.At(2026, 1, 2);
        await village.Collect(claim);
        await village.Decide(await village.Meet(), new DecisionInput(claim, "as_claimed"));

        await village.Post();

        (village.Held(2025), village.Held(2026)).Should().Be((5, 0));
    }

    [Fact]
    public async Task The_ceiling_of_the_deeds_year_is_the_one_that_counts()
    {
        using var village = await OpenWithPeople(at: new(2025, 12, 31, 23, 0));
        await village.Set(Setting.IssueCeiling, 4, new(2025, 1, 1));
        await village.Set(Setting.IssueCeiling, 100, new(2026, 1, 1));
        var claim = await village.Claim(1, "A03");
        village.At(2026, 1, 2);
        await village.Collect(claim);

        (await village.TryDecide(await village.Meet(), new DecisionInput(claim, "as_claimed")))
            .ShouldBeRefused(VillageRefusals.IssueCeilingReached);
    }

    [Fact]
    public async Task A_late_answer_is_told_by_the_villages_day()
    {
        using var village = await OpenWithPeople(at: new(2026, 2, 26, 0, 0));
        await village.Granted(1, "A03");
        await village.Object(await village.Post(), 1);

        village.Clock.Set(Instant.FromUtc(2026, 3, 1, 15, 59));
        village.Desks.Objections.List(Bank, true, null, 0, 1).Single().IsOverdue.Should().BeFalse();
        village.Clock.Set(Instant.FromUtc(2026, 3, 1, 16, 0));
        village.Desks.Objections.List(Bank, true, null, 0, 1).Single().IsOverdue.Should().BeTrue();
    }
}
