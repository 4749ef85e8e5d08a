using PointsBank.Testing;
using PointsBank.Village.Claims;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Claims;

public class ClaimTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task A_household_claims_for_itself_and_names_another()
    {
        using var village = await OpenWithPeople();

        var own = village.Done(
            await village.Desks.Claims.Submit(
                As(HouseholdOf(1)), Bank, new(1, "A03", village.Today, Channel: Channel.Organisation, ClaimedBy: "别人")));
        var other = village.Done(await village.Desks.Claims.Submit(As(HouseholdOf(1)), Bank, new(2, "A03", village.Today)));

        (own.Channel, own.Claimant, own.ClaimedBy, own.RecordedBy).Should().Be((Channel.Self, 1, "张建国", "household:1"));
        (other.Channel, other.Claimant, other.Household).Should().Be((Channel.Villagers, 1, 2));
        other.Head.Should().BeEmpty("a number tells no name");
        village.Done(village.Desks.Claims.List(HouseholdOf(1), Bank, ClaimFilter.All, 0, 10))
            .Select(line => (line.Household, line.Head))
            .Should()
            .Equal((2, ""), (1, "张建国"));
    }

    [Fact]
    public async Task Who_claims_and_who_wrote_it_down_are_two_things()
    {
        using var village = await OpenWithPeople();

        var claim = village.Done(await village.Desks.Claims.Submit(
            As(VillageFixture.Clerk), Bank,
            new(1, "A03", village.Today, Channel: Channel.Villagers, ClaimedBy: "李大妈", From: "08:30", Until: "10:00", Memo: "捡到钱包")));

        (claim.ClaimedBy, claim.RecordedBy, claim.From, claim.Until, claim.Worth, claim.State)
            .Should().Be(("李大妈", "记分员", "08:30", "10:00", 5, ClaimState.Submitted));
    }

    [Fact]
    public async Task A_household_cannot_claim_a_deduction_nor_see_another_households_claim()
    {
        using var village = await OpenWithPeople();
        var claim = await village.Claim(2, "A03");

        (await village.TryClaim(2, "A10", by: HouseholdOf(1))).ShouldBeRefused(VillageRefusals.WrongRuleKind, "rule");
        village.Desks.Claims.Get(HouseholdOf(1), Bank, claim).ShouldBeRefused(VillageRefusals.UnknownClaim);
        village.Done(village.Desks.Claims.List(HouseholdOf(1), Bank, new(Household: 2), 0, 10)).Should().BeEmpty();
        village.Done(village.Desks.Claims.List(HouseholdOf(2), Bank, ClaimFilter.All, 0, 10)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_leader_writes_and_collects_for_the_own_group_alone()
    {
        using var village = await OpenWithPeople();
        await village.OpenHousehold("远处", "二组");
        var theirs = await village.Claim(4, "A03");

        (await village.TryClaim(4, "A03", by: Leader)).ShouldBeRefused(VillageRefusals.NotAllowed, "household");
        (await village.Desks.Claims.Collect(As(Leader), Bank, new([theirs]))).ShouldBeRefused(VillageRefusals.UnknownClaim, "claims[0]");
        village.Desks.Claims.List(Leader, Bank, new(Group: 2), 0, 10).ShouldBeRefused(VillageRefusals.NotAllowed, "group");
        village.Desks.Claims.List(Leader, Bank, ClaimFilter.All, 0, 10).ShouldBeRefused(VillageRefusals.NotAllowed, "group");
        village.Done(await village.TryClaim(1, "A03", by: Leader));
    }

    [Fact]
    public async Task The_same_deed_twice_asks_whether_it_is_meant()
    {
        using var village = await OpenWithPeople();
        await village.Claim(1, "A03");
        await village.Credit(2, "A03");

        (await village.TryClaim(1, "A03")).ShouldBeRefused(VillageRefusals.NeedsConfirmation, "confirmed");
        (await village.TryClaim(2, "A03")).ShouldBeRefused(VillageRefusals.NeedsConfirmation, "confirmed");
        var meant = village.Done(
            await village.Desks.Claims.Submit(
                As(VillageFixture.Clerk), Bank, new(1, "A03", village.Today, Channel: Channel.Organisation, Confirmed: true)));
        village.Desks.Claims.Warnings(Bank, meant.Number).Should().Contain(ClaimWarning.SameDeed);
    }

    [Fact]
    public async Task A_list_is_written_as_a_whole_or_not_at_all()
    {
        using var village = await OpenWithPeople();
        ClaimInput[] inputs =
            [new(1, "E07", village.Today, Channel: Channel.Organisation), new(9, "E07", village.Today, Channel: Channel.Organisation)];

        (await village.Desks.Claims.Submit(As(Leader), Bank, inputs, "yard"))
            .ShouldBeRefused(VillageRefusals.UnknownHousehold, "items[1].household");
        var check = village.Done(await village.Desks.Claims.Check(Leader, Bank, inputs));
        village.Desks.Claims.Counts(Bank).Should().BeEmpty();

        check.IsSound.Should().BeFalse();
        check.Items[0].Claim!.Worth.Should().Be(3);
        check.Items[1].Refusal!.Kind.Should().Be(VillageRefusals.UnknownHousehold);
        village.Done(await village.Desks.Claims.Submit(As(Leader), Bank, [inputs[0]], "yard"));
        village.Look(1).Via.Should().Be("yard");
    }

    [Fact]
    public async Task Sent_twice_it_is_one_claim()
    {
        using var village = await OpenWithPeople();
        var context = As(HouseholdOf(1));

        var first = village.Done(await village.Desks.Claims.Submit(context, Bank, new(1, "A03", village.Today)));
        var again = await village.Desks.Claims.Submit(context, Bank, new(1, "A03", village.Today));

        (again.Replayed, again.Value.Number).Should().Be((true, first.Number));
        village.Desks.Claims.Counts(Bank).Should().Equal(new Dictionary<string, long> { [ClaimState.Submitted] = 1 });
    }

    [Theory]
    [InlineData("25:00", "26:00", "from")]
    [InlineData("08:00", null, "until")]
    [InlineData("10:00", "09:00", "until")]
    public async Task A_time_that_is_none_is_named(string from, string? until, string field)
    {
        using var village = await OpenWithPeople();

        var outcome = await village.Desks.Claims.Submit(
            As(VillageFixture.Clerk), Bank, new(1, "A03", village.Today, From: from, Until: until));

        outcome.Refusal!.Field.Should().Be(field);
    }

    [Fact]
    public async Task What_needs_a_second_look_is_told()
    {
        using var village = await OpenWithPeople();
        var relative = village.Done(
            await village.Desks.Households.AddMember(
                VillageFixture.Ask(), Bank, 1, new("张小", new(1990, 1, 1), RelatedToCommittee: true))).Members[^1].Number;
        village.Done(
            await village.Desks.Claims.Submit(
                As(VillageFixture.Clerk), Bank, new(1, "C02", new(2026, 1, 5), Member: relative, From: "08:00", Until: "12:00")));

        var later = village.Done(
            await village.Desks.Claims.Submit(
                As(VillageFixture.Clerk), Bank, new(1, "A03", new(2026, 1, 5), Member: relative, From: "11:00", Until: "13:00")));

        village.Desks.Claims.Warnings(Bank, later.Number)
            .Should().Equal(ClaimWarning.Related, ClaimWarning.Backdated, ClaimWarning.Overlap);
    }

    [Fact]
    public async Task Whoever_submitted_it_or_a_clerk_takes_it_back_with_a_reason()
    {
        using var village = await OpenWithPeople();
        var own = village.Done(await village.TryClaim(1, "A03", by: HouseholdOf(1), channel: Channel.Self)).Number;
        var written = await village.Claim(1, "A01");

        (await village.Desks.Claims.Withdraw(As(HouseholdOf(1)), Bank, written, new("不要了"))).ShouldBeRefused(VillageRefusals.NotAllowed);
        (await village.Desks.Claims.Withdraw(As(HouseholdOf(1)), Bank, own, new(" ")))
            .ShouldBeRefused(VillageRefusals.MissingValue, "reason");
        village.Done(await village.Desks.Claims.Withdraw(As(HouseholdOf(1)), Bank, own, new("记错了"))).State
            .Should().Be(ClaimState.Withdrawn);
        village.Done(await village.Desks.Claims.Withdraw(As(VillageFixture.Clerk), Bank, written, new("重复")));
        (await village.Desks.Claims.Withdraw(As(VillageFixture.Clerk), Bank, written, new("重复")))
            .ShouldBeRefused(VillageRefusals.WrongState);
    }
}
