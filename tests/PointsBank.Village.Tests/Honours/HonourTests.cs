using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Honours;
using PointsBank.Village.Households;
using PointsBank.Village.Proposals;
using PointsBank.Village.Tests.Favours;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Honours;

public class HonourTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task Candidates_come_from_the_closed_years_list_without_the_suspended_and_once()
    {
        using var village = await Open();
        await village.Set(Banks.Setting.HonourRanks, 2);
        (await Propose(2024)).ShouldBeRefused(VillageRefusals.YearNotClosed, "year");
        await village.Suspend();

        village.Done(await Propose(2025)).Items.Select(candidate => (candidate.Household, candidate.Rank)).Should().Equal((2, 1));
        (await Propose(2025)).ShouldBeRefused(VillageRefusals.NothingDue);
        (await Propose(2025, 1, "热心")).ShouldBeRefused(VillageRefusals.FavoursSuspended, "household");
        (await Propose(2025, 3)).ShouldBeRefused(VillageRefusals.MissingValue, "reason");
        village.Done(await Propose(2025, 3, "热心公益")).Items.Single().Rank.Should().BeNull();
        (await Propose(2025, 3, "热心公益")).ShouldBeRefused(VillageRefusals.AlreadyExists, "household");

        Task<Outcome<CandidatesView>> Propose(int year, long? household = null, string? reason = null) =>
            village.Desks.Honours.Propose(As(VillageFixture.Clerk), Bank, new(year, "WM", household, null, reason));
    }

    [Fact]
    public async Task A_meeting_accepts_or_declines_once_and_the_award_credits_its_points_once_in_the_same_write()
    {
        using var village = await Open();
        village.Done(await village.Desks.Honours.Propose(As(VillageFixture.Clerk), Bank, new(2025, "WM")));
        var session = await village.Meet();
        (await village.TryAward(new("WM", "1号", village.Today, Candidate: 1)))
            .ShouldBeRefused(VillageRefusals.CandidateNotAccepted, "candidate");
        (await Decide(2, "declined")).ShouldBeRefused(VillageRefusals.MissingValue, "reason");
        village.Done(await Decide(1, "accepted"));
        (await Decide(1, "declined", "不妥")).ShouldBeRefused(VillageRefusals.CandidateDecided, "candidate");
        (await village.TryAward(new("WM", "1号", village.Today, Household: 2))).ShouldBeRefused(VillageRefusals.MissingValue, "candidate");
        var before = village.Merit(2, 2026);

        var ask = As(VillageFixture.Clerk);
        var input = new AwardInput("WM", "1号", village.Today, Candidate: 1);
        var asked = village.Done(await village.Desks.Honours.Award(ask, Bank, input));
        (asked.Award, asked.Proposal!.Points, village.Merit(2, 2026)).Should().Be((null, 5, before), "it waits for another person");
        (await village.Desks.Honours.Award(ask, Bank, input)).Replayed.Should().BeTrue();
        (await village.TryAward(input with { Document = "2号" })).ShouldBeRefused(VillageRefusals.AlreadyProposed, "candidate");
        (await Confirm(VillageFixture.Clerk)).ShouldBeRefused(VillageRefusals.ConfirmedByAnother, "proposal");
        var award = village.Done(village.Desks.Honours.Get(Bank, village.Done(await Confirm(Supervisor)).Result));
        (await village.TryAward(input)).ShouldBeRefused(VillageRefusals.AlreadyExists, "candidate");

        var entry = village.Done(village.Desks.Journal.Entry(Bank, award.Entry!.Value));
        (entry.Source, entry.Rule, entry.Reason, village.Merit(2, 2026) - before).Should().Be(("award:1", "A03", "award", 5));
        var mirror = await village.Reverse(award.Entry.Value);
        village.Done(village.Desks.Honours.Get(Bank, 1)).ReversedBy.Should().Be(mirror.Entry);
        village.IsSoundBesideTheYear();

        Task<Outcome<ConfirmedView>> Confirm(Caller caller) => village.Desks.Proposals.Confirm(As(caller), Bank, asked.Proposal!.Number);

        Task<Outcome<CandidateView>> Decide(long candidate, string outcome, string? reason = null) =>
            village.Desks.Honours.Decide(As(VillageFixture.Clerk), Bank, candidate, new(outcome, session, "评议1号", reason));
    }

    [Fact]
    public async Task An_award_whose_points_cannot_be_credited_is_not_made()
    {
        using var village = await Open();
        village.Done(
            await village.Desks.Honours.SetTitle(
                As(VillageFixture.Clerk), Bank, new("XS", "县道德模范", "County model", "county", "县文明办", "A03")));
        await village.Set(Banks.Setting.MonthCeiling, 3);

        var proposal = village.Done(await village.TryAward(new("XS", "县发3号", village.Today, Household: 2))).Proposal!;
        (await village.Desks.Proposals.Confirm(As(Supervisor), Bank, proposal.Number)).ShouldBeRefused(VillageRefusals.MonthCeilingReached);
        village.Done(village.Desks.Proposals.Get(Bank, proposal.Number)).State.Should().Be("open");

        village.Desks.Honours.Awards(Bank, null, 0, 10).Should().BeEmpty();
    }

    [Fact]
    public async Task An_award_from_above_is_recorded_once_whoever_asks_again_and_by_no_relative()
    {
        using var village = await Open();
        village.Done(
            await village.Desks.Honours.SetTitle(
                As(VillageFixture.Clerk), Bank, new("XS", "县道德模范", "County model", "county", "县文明办", "A03")));
        var input = new AwardInput("XS", "县发3号", village.Today, Household: 2);
        await village.Awarded(village.TryAward(input));

        (await village.TryAward(input)).ShouldBeRefused(VillageRefusals.AlreadyExists, "document");
        (await village.Awarded(village.TryAward(input with { Household = 3 }))).Number.Should().Be(2, "one document may honour two");
        await village.Tie(Assessor, 1);
        (await village.Desks.Honours.Award(As(Assessor), Bank, input with { Household = 1 }))
            .ShouldBeRefused(VillageRefusals.OwnOrRelated, "household");
    }

    [Fact]
    public async Task What_stands_on_the_public_roll_names_nobody_and_no_protected_matter()
    {
        using var village = await Open();

        (await village.Desks.Honours.SetTitle(As(VillageFixture.Clerk), Bank, new("XS", "残疾人自强模范", "Model", "county", "县残联")))
            .ShouldBeRefused(VillageRefusals.ProtectedMatter, "nameZh");
        village.Done(
            await village.Desks.Honours.SetTitle(As(VillageFixture.Clerk), Bank, new("XS", "县道德模范", "County model", "county", "县文明办")));
        (await village.TryAward(new("XS", "县发3号", village.Today, Household: 2, Body: "县文明办（张建国3代领）")))
            .ShouldBeRefused(VillageRefusals.ProtectedMatter, "body");
    }

    [Fact]
    public async Task The_roll_names_in_full_who_agreed_masks_others_and_leaves_minors_and_what_was_taken_back_out()
    {
        using var village = await Open();
        village.Done(await village.Desks.Honours.SetTitle(As(VillageFixture.Clerk), Bank, new("XF", "好少年", "Good youth", "county", "县团委")));
        var child = village.Done(await village.Desks.Households.AddMember(VillageFixture.Ask(), Bank, 3, new("张小明", new(2014, 1, 1))));
        village.Done(await village.Desks.Households.SetConsent(VillageFixture.Ask(), Bank, 2, 2, Purpose.Honours, true));
        village.Done(await village.TryAward(new("XF", "县发1号", village.Today, Household: 1)));
        village.Done(await village.TryAward(new("XF", "县发2号", village.Today, Household: 2)));
        village.Done(await village.TryAward(new("XF", "县发3号", village.Today, Household: 3, Member: child.Members[^1].Number)));
        village.Done(await village.TryAward(new("XF", "县发4号", village.Today, Household: 3)));
        village.Done(await village.Desks.Honours.TakeBack(As(Supervisor), Bank, 4, new("名单有误")));
        (await village.Desks.Honours.TakeBack(As(Supervisor), Bank, 4, new("名单有误"))).ShouldBeRefused(VillageRefusals.AwardTakenBack);

        village.Desks.Honours.Roll(Bank, 0, 10).Select(line => line.Name).Should().Equal("张建国2", "张*国");
        village.Done(await village.Desks.Households.SetConsent(VillageFixture.Ask(), Bank, 2, 2, Purpose.Honours, false));
        village.Desks.Honours.Roll(Bank, 0, 10)[0].Name.Should().Be("张**2");
    }

    static async Task<VillageFixture> Open()
    {
        var village = await FavourLife.Open();
        await village.CloseYear(2025, (2, 120, 1, 5), (1, 110, 2, 5), (3, 90, 3, 4));
        village.Done(
            await village.Desks.Honours.SetTitle(
                As(VillageFixture.Clerk), Bank, new("WM", "文明家庭", "Model family", "village", "村委会", "A03")));
        return village;
    }
}

static class HonourLife
{
    public static Task<Outcome<AwardAnswer>> TryAward(this VillageFixture village, AwardInput input) =>
        village.Desks.Honours.Award(As(VillageFixture.Clerk), VillageFixture.Bank, input);
}
