using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Claims;
using PointsBank.Village.Reports;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Claims;

public class ClaimReportTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task Where_claims_stand_is_counted_by_group_and_channel()
    {
        using var village = await OpenWithPeople();
        await village.OpenHousehold("远处", "二组");
        await village.Claim(1, "A03");
        await village.Claim(2, "A03", by: HouseholdOf(2), channel: Channel.Self);
        await village.Claim(4, "A03");
        await village.Granted(3, "A03");

        village.Desks.Reports.States(Bank, village.Today, village.Today)
            .Select(row => (row.GroupName, row.Channel, row.State, row.Count, row.Points))
            .Should()
            .BeEquivalentTo(
        [
            ("一组", Channel.Organisation, ClaimState.Submitted, 1L, 0L), ("一组", Channel.Organisation, ClaimState.Assessed, 1L, 5L),
            ("一组", Channel.Self, ClaimState.Submitted, 1L, 0L), ("二组", Channel.Organisation, ClaimState.Submitted, 1L, 0L),
        ]);
        village.Desks.Reports.States(Bank, village.Today.PlusDays(1), village.Today.PlusDays(1)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_unusual_is_listed_with_what_made_it_so()
    {
        using var village = await OpenWithPeople();
        await village.Set(Banks.Setting.ClerkCreditsAnyRule, 1);
        var backdated = await village.Claim(1, "A03", new(2026, 1, 1));
        await village.Tie(VillageFixture.Clerk with { Actor = "staff:5" }, 2, "own");
        var kin = await village.Claim(2, "A01", by: Leader);
        village.Done(
            await village.Desks.Households.AddMember(VillageFixture.Ask(), Bank, 3, new("张小", new(1990, 1, 1), RelatedToCommittee: true)));
        var related = await village.Claim(3, "A01");
        await village.Set(Banks.Setting.MonthCeiling, 32);
        await village.Credit(1, "E02", quantity: 4);
        await village.Credit(1, "C06", quantity: 2);

        var lines = village.Desks.Reports.Exceptions(Bank, new(2026, 3, 1), village.Today);

        lines.Should().Contain(line => line.Kind == "backdated" && line.Claim == backdated && line.Found == 60 && line.Usual == 31);
        lines.Should().Contain(line => line.Kind == "kin" && line.Claim == kin && line.Handler == "组长");
        lines.Should().Contain(line => line.Kind == "related" && line.Claim == related);
        lines.Should().Contain(line => line.Kind == "just_under_cap" && line.Household == 1 && line.Found == 30 && line.Usual == 32);
        lines.Should().Contain(line => line.Kind == "direct" && line.Household == 1 && line.Found == 20);
        lines.Select(line => line.Kind).Should().NotContain(["one_person", "same_photo", "many_by_one"]);
    }

    [Fact]
    public async Task One_busy_hand_among_several_is_pointed_out()
    {
        using var village = await OpenWithPeople();
        await village.Claim(1, "A01", by: Leader);
        var busy = Enumerable.Range(0, ClaimReports.MinUnusual)
            .Select(day => new ClaimInput(2, "A01", village.Today.PlusDays(-day), Channel: Channel.Organisation)).ToList();
        village.Done(await village.Desks.Claims.Submit(As(VillageFixture.Clerk), Bank, busy, "ticks"));

        village.Desks.Reports.Exceptions(Bank, village.Today, village.Today).Where(line => line.Kind == "many_by_one")
            .Select(line => (line.Handler, line.Found, line.Usual)).Should().Equal(("记分员", 20L, 1L));
    }

    [Fact]
    public async Task How_long_each_step_takes_is_its_median_and_its_longest()
    {
        using var village = await OpenWithPeople();
        foreach (var hours in (int[])[2, 10, 30])
        {
            var claim = await village.Claim(1, "A03", village.Today);
            village.Clock.Advance(Duration.FromHours(hours));
            await village.Collect(claim);
            village.Done(await village.Desks.Claims.Withdraw(As(VillageFixture.Clerk), Bank, claim, new("算了")));
        }

        village.Desks.Reports.Durations(Bank, new(2026, 3, 1), new(2026, 3, 31))
            .Should().Contain(new StepTime(ClaimState.Submitted, ClaimState.Collected, 3, 10, 30));
    }
}
