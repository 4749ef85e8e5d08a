using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Honours;
using PointsBank.Village.Households;
using PointsBank.Village.Proposals;
using PointsBank.Village.Reports;
using PointsBank.Village.Tests.Shops;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Proposals;

/// <summary>What moves points or standing waits for another person, who is not of the proposer's making.</summary>
public class ProposalTests
{
    const long Bank = VillageFixture.Bank;

    static readonly ChangeGrounds Grounds = new("搬去县城", "村民代表会议", "〔2026〕3号");

    static Task<Outcome<ChangeAnswer>> TryLeave(VillageFixture village, long household = 1, long? to = 2, Caller? by = null) =>
        village.Desks.Changes.Leave(As(by ?? VillageFixture.Clerk), Bank, new(household, Grounds, to));

    static Task<Outcome<ConfirmedView>> Confirm(VillageFixture village, long number, Caller? by = null) =>
        village.Desks.Proposals.Confirm(As(by ?? Supervisor), Bank, number);

    static Task<Outcome<ProposalView>> Refuse(VillageFixture village, long number, Caller? by = null) =>
        village.Desks.Proposals.Refuse(As(by ?? Supervisor), Bank, number);

    [Fact]
    public async Task A_clerk_alone_moves_no_points_by_a_departure()
    {
        using var village = await OpenWithPeople();
        await village.BringForward(1, 80);

        var asked = village.Done(await TryLeave(village));

        (village.Points(1), village.Points(2)).Should().Be((80, 0));
        asked.Change.Should().BeNull();
        asked.Proposal.Should().Match<ProposalView>(proposal =>
            proposal.Kind == "leave" && proposal.Household == 1 && proposal.OtherHousehold == 2 && proposal.Points == 80
                && proposal.Reason == "搬去县城" && proposal.DecidedBy == "村民代表会议" && proposal.State == "open");
        asked.Sides.Select(side => (side.PointsBefore, side.PointsAfter)).Should().Equal((80, 0), (0, 80));
        (await Confirm(village, 1, VillageFixture.Clerk)).ShouldBeRefused(VillageRefusals.ConfirmedByAnother, "proposal");

        var confirmed = village.Done(await Confirm(village, 1));

        confirmed.Proposal.Should().Match<ProposalView>(proposal => proposal.State == "confirmed" && proposal.DecidedAt != null);
        village.Done(village.Desks.Changes.Get(Bank, confirmed.Result)).Should().Match<ChangeView>(change =>
            change.Proposal == 1 && change.Reason == "搬去县城" && change.Document == "〔2026〕3号" && change.Points == 80);
        (village.Points(2)).Should().Be(80);
        (await Confirm(village, 1)).ShouldBeRefused(VillageRefusals.ProposalDecided, "proposal");
        (await Refuse(village, 1)).ShouldBeRefused(VillageRefusals.ProposalDecided, "proposal");
        (await Confirm(village, 9)).ShouldBeRefused(VillageRefusals.UnknownProposal, "proposal");
        village.IsSound();
    }

    [Fact]
    public async Task A_move_to_another_group_is_done_at_once_and_all_else_waits_whatever_it_moves()
    {
        using var village = await OpenWithPeople();

        var done = village.Done(await village.Desks.Changes.Move(As(VillageFixture.Clerk), Bank, new(1, "三组", Grounds)));

        (done.Proposal, done.Change!.Proposal).Should().Be((null, null));
        village.Done(await TryLeave(village)).Proposal!.Points.Should().Be(0);
        village.Desks.Proposals.List(Bank, open: false, 0, 9).Should().ContainSingle();
        village.IsSound();
    }

    [Fact]
    public async Task It_is_carried_out_only_as_it_was_proposed()
    {
        using var village = await OpenWithPeople();
        await village.BringForward(1, 80);
        var asked = village.Done(await village.Desks.Changes.Merge(As(VillageFixture.Clerk), Bank, new(1, 2, Grounds)));
        await village.Credit(1, "C01");
        var points = village.Points(1);

        var refused = await Confirm(village, asked.Proposal!.Number);

        refused.ShouldBeRefused(VillageRefusals.ProposalMoved, "proposal");
        refused.Refusal!.Facts.Should().Contain(new KeyValuePair<string, string>("before", "80"))
            .And.Contain(new KeyValuePair<string, string>("now", $"{points}"));
        village.Done(await Refuse(village, 1));
        var again = village.Done(await village.Desks.Changes.Merge(As(VillageFixture.Clerk), Bank, new(1, 2, Grounds)));
        village.Done(await Confirm(village, again.Proposal!.Number)).Sides.Select(side => (side.PointsBefore, side.PointsAfter))
            .Should().Equal((points, 0), (0, points));
        village.IsSound();
    }

    [Fact]
    public async Task A_proposal_of_a_year_that_is_over_is_made_anew()
    {
        using var village = await OpenWithPeople();
        await village.BringForward(1, 80);
        village.Done(await TryLeave(village));
        village.At(2027, 1, 2);

        (await Confirm(village, 1)).ShouldBeRefused(VillageRefusals.ProposalMoved, "proposal");
    }

    [Fact]
    public async Task An_award_whose_title_or_points_changed_meanwhile_is_proposed_anew()
    {
        using var village = await OpenWithPeople();
        await AddTitle(village);
        village.Done(await village.Desks.Honours.Award(As(VillageFixture.Clerk), Bank, new("XS", "县发3号", village.Today, Household: 2)));
        foreach (var (name, rule) in new[] { ("县道德模范", "A01"), ("县道德模范", null), ("县好人", "A03") })
        {
            village.Done(await village.Desks.Honours.SetTitle(
                As(VillageFixture.Clerk), Bank, new("XS", name, "Model", "county", "县文明办", rule)));
            (await Confirm(village, 1)).ShouldBeRefused(VillageRefusals.ProposalMoved, "proposal");
        }
        await AddTitle(village);
        village.Done(await Confirm(village, 1));
        village.IsSound();
    }

    [Fact]
    public async Task While_it_waits_nothing_else_becomes_of_either_household_and_it_may_be_taken_back()
    {
        using var village = await OpenWithPeople();
        await village.BringForward(1, 80);
        await village.BringForward(2, 10);
        village.Done(await TryLeave(village));

        (await TryLeave(village)).Refusal!.Facts.Should().Contain(new KeyValuePair<string, string>("proposals", "#1"));
        (await TryLeave(village, household: 2, to: 3)).ShouldBeRefused(VillageRefusals.HouseholdHasOpen, "household");
        village.Desks.Proposals.WaitingFor(Supervisor, Bank, 9).Should().Be(1);
        village.Desks.Proposals.WaitingFor(VillageFixture.Clerk, Bank, 9).Should().Be(0, "it is the clerk's own");
        var stranger = new Caller("staff:77", "clerk", [new(Role.Clerk, Bank)]);
        (await Refuse(village, 1, stranger)).ShouldBeRefused(VillageRefusals.NotAllowed);
        village.Done(await Refuse(village, 1, VillageFixture.Clerk)).State.Should().Be("taken_back");

        village.Done(await TryLeave(village)).Proposal!.Number.Should().Be(2);
        village.Done(await Refuse(village, 2)).Decider.Should().NotBeEmpty();
        (village.Points(1)).Should().Be(80);
        village.Desks.Proposals.List(Bank, open: true, 0, 9).Should().BeEmpty();
        village.Desks.Proposals.List(Bank, open: false, 0, 9).Select(proposal => proposal.Number).Should().Equal(2, 1);
        village.Desks.Proposals.List(Bank, open: false, 2, 9).Select(proposal => proposal.Number).Should().Equal(1);
        village.IsSound();
    }

    [Fact]
    public async Task What_is_looked_at_when_it_is_proposed_is_looked_at_again()
    {
        using var village = await OpenWithPeople();
        await village.BringForward(1, 80);
        village.Done(await village.Desks.Households.AddMember(As(VillageFixture.Clerk), Bank, 1, new("张小明", new(2000, 1, 1))));
        var split = village.Done(
            await village.Desks.Changes.Split(As(VillageFixture.Clerk), Bank, new(1, [4], 4, "二组", 60, 0, Grounds)));
        await village.Receive("soap", 10);
        await village.Redeem(1, quantity: 10);

        (await Confirm(village, split.Proposal!.Number)).ShouldBeRefused(VillageRefusals.ProposalMoved, "proposal");

        village.Done(village.Desks.Proposals.Get(Bank, 1)).Should().Match<ProposalView>(proposal =>
            proposal.State == "open" && proposal.Subject == "二组" && proposal.Head == 4 && proposal.Members.Single() == 4);
        village.IsSound();
    }

    [Fact]
    public async Task Nobody_confirms_for_a_relative()
    {
        using var village = await OpenWithPeople();
        await village.BringForward(1, 80);
        await village.Tie(Supervisor, 2);
        village.Done(await TryLeave(village));

        (await Confirm(village, 1)).ShouldBeRefused(VillageRefusals.OwnOrRelated, "proposal");
        (await Refuse(village, 1)).ShouldBeRefused(VillageRefusals.OwnOrRelated, "proposal");

        village.Done(village.Desks.Proposals.Get(Bank, 1)).State.Should().Be("open");
    }

    [Fact]
    public async Task Whom_the_proposer_makes_staff_afterwards_confirms_nothing()
    {
        using var village = await OpenWithPeople();
        await village.BringForward(1, 80);
        var first = await Add(village, "fang", VillageFixture.Administrator);
        var maker = new Caller(VillageFixture.Administrator.Actor, "both", [new(Role.Administrator), new(Role.Clerk, Bank)]);
        village.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        village.Done(await TryLeave(village, by: maker));
        village.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        var second = await Add(village, "gao", VillageFixture.Administrator);

        (await Confirm(village, 1, Supervising(second))).ShouldBeRefused(VillageRefusals.MadeByProposer, "proposal");
        village.Done(
            await village.Desks.Staff.SetPassword(As(VillageFixture.Administrator), first, new("another long word 7")));
        (await Confirm(village, 1, Supervising(first))).ShouldBeRefused(VillageRefusals.MadeByProposer, "proposal");
        await village.Refuses(
            $"insert into proposal_decisions values (1, 1, 'confirmed', 0, 'staff:{first}')",
            "whom the proposer made staff since does not confirm it");
        village.Done(await Confirm(village, 1));
    }

    [Fact]
    public async Task Nor_does_whom_somebody_made_whom_the_proposer_had_made()
    {
        using var village = await OpenWithPeople();
        await village.BringForward(1, 80);
        var maker = new Caller(VillageFixture.Administrator.Actor, "both", [new(Role.Administrator), new(Role.Clerk, Bank)]);
        var deputy = village.Done(await village.Desks.Staff.Add(
            As(maker), new("deputy", "deputy", "a long word for all 5", [new("administrator")]))).Number;
        village.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        village.Done(await TryLeave(village, by: maker));
        village.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        var made = await Add(village, "gao", new($"staff:{deputy}", "deputy", [new(Role.Administrator)]));

        (await Confirm(village, 1, Supervising(made))).ShouldBeRefused(VillageRefusals.MadeByProposer, "proposal");
        village.Done(await Confirm(village, 1));
    }

    [Theory]
    [InlineData("the confirmer made the proposer")]
    [InlineData("the confirmer set the proposer's password")]
    [InlineData("somebody made both of late")]
    public async Task One_hand_behind_two_is_told_to_the_supervisor(string how)
    {
        using var village = await OpenWithPeople();
        var hand = new Caller("staff:1", "hand", [new(Role.Administrator), new(Role.Supervisor, Bank)]);
        await Add(village, "first", new("system", "system", []));
        var clerk = village.Done(await village.Desks.Staff.Add(
            As(how.Contains("password", StringComparison.Ordinal) ? VillageFixture.Supervisor : hand),
            new("clerk", "clerk", "a long word for all 5", [new("clerk", VillageFixture.Code)]))).Number;
        if (how.Contains("password", StringComparison.Ordinal))
            village.Done(await village.Desks.Staff.SetPassword(As(hand), clerk, new("another long word 7")));
        var decider = how.StartsWith("somebody", StringComparison.Ordinal) ? Supervising(await Add(village, "fang", hand)) : hand;
        village.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        village.Done(await TryLeave(village, by: new($"staff:{clerk}", "clerk", [new(Role.Clerk, Bank)])));

        village.Done(await Confirm(village, 1, decider));

        Told().Should().Be(1);
        village.Done(await TryLeave(village, household: 3));
        village.Done(await Confirm(village, 2, Caller.System with { Actor = "staff:88", Grants = [new(Role.Supervisor, Bank)] }));
        Told().Should().Be(1, "nobody made those two");

        int Told() => village.Desks.Reports.Exceptions(Bank, village.Today, village.Today).Count(line => line.Kind == "second_made");
    }

    [Fact]
    public async Task Whoever_confirms_at_the_hand_of_the_proposer_is_told_to_the_supervisor()
    {
        using var village = await OpenWithPeople();
        await village.BringForward(1, 80);
        var made = await Add(village, "fang", VillageFixture.Administrator);
        village.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        var maker = new Caller(VillageFixture.Administrator.Actor, "both", [new(Role.Administrator), new(Role.Clerk, Bank)]);
        village.Done(await TryLeave(village, by: maker));
        village.Done(await Confirm(village, 1, Supervising(made)));
        await village.BringForward(3, 20);
        village.Done(await village.Desks.Changes.Leave(As(maker), Bank, new(3, Grounds)));
        village.Done(await Confirm(village, 2));

        village.Desks.Reports.Exceptions(Bank, village.Today, village.Today).Where(line => line.Kind == "second_made")
            .Should().ContainSingle().Which.Should().Match<ExceptionLine>(line =>
                line.Household == 1 && line.Found == 1 && line.What == "leave"
                && line.Handler.EndsWith(" → fang", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_award_waits_once()
    {
        using var village = await OpenWithPeople();
        await AddTitle(village);
        var input = new AwardInput("XS", "县发3号", village.Today, Household: 2);

        var asked = village.Done(await village.Desks.Honours.Award(As(VillageFixture.Clerk), Bank, input));

        asked.Proposal.Should().Match<ProposalView>(proposal =>
            proposal.Kind == "award" && proposal.Household == 2 && proposal.Points == 5 && proposal.Subject == "县道德模范"
                && proposal.DecidedBy == "县文明办" && proposal.Document == "县发3号");
        (await village.Desks.Honours.Award(As(VillageFixture.Clerk), Bank, input)).ShouldBeRefused(
            VillageRefusals.AlreadyProposed, "household");
        var confirmed = village.Done(await Confirm(village, 1));
        village.Done(village.Desks.Honours.Get(Bank, confirmed.Result)).Should().Match<AwardView>(award =>
            award.Entry != null && award.Proposal == 1 && award.Document == "县发3号" && award.Body == "县文明办");
        village.IsSound();
    }

    [Theory]
    [InlineData("insert into proposal_decisions values (1, 1, 'confirmed', 0, 'staff:3')", "who proposed it does not confirm it")]
    [InlineData("insert into proposal_decisions values (1, 1, 'confirmed', 0, 'staff:2')", "own household or a relative")]
    [InlineData("insert into proposal_decisions values (1, 2, 'confirmed', 0, 'staff:9')", "UNIQUE")]
    [InlineData("insert into proposal_decisions values (1, 1, 'perhaps', 0, 'staff:9')", "CHECK")]
    [InlineData("insert into proposal_members values (1, 2, 1)", "a proposal that was decided gets no more members")]
    [InlineData("update proposals set points = 1", "append-only")]
    [InlineData("delete from proposals", "append-only")]
    [InlineData("update proposal_members set member = 2", "append-only")]
    [InlineData("delete from proposal_members", "append-only")]
    [InlineData("update proposal_decisions set kind = 'confirmed'", "append-only")]
    [InlineData("delete from proposal_decisions", "append-only")]
    [InlineData("update staff_changes set actor = 'staff:9'", "append-only")]
    [InlineData("delete from staff_changes", "append-only")]
    [InlineData("update pin_settings set actor = 'staff:9'", "append-only")]
    [InlineData("delete from pin_settings", "append-only")]
    [InlineData("insert into staff_changes values (9, 1, 'renamed', 0, 'staff:1')", "CHECK")]
    [InlineData(
        "insert into household_changes values (1, 9, 'leave', 1, null, null, 5, 0, 2026, 'x', 'x', '', '2026-03-02', null, null, 0, "
            + "'staff:9', null)",
        "as another person has confirmed it")]
    [InlineData(
        "insert into household_changes values (1, 9, 'leave', 1, null, null, 5, 0, 2026, 'x', 'x', '', '2026-03-02', null, null, 0, "
            + "'staff:9', 1)",
        "as another person has confirmed it")]
    [InlineData(
        "insert into household_changes values (1, 9, 'leave', 1, null, null, 0, 5, 2026, 'x', 'x', '', '2026-03-02', null, null, 0, "
            + "'staff:9', 2)",
        "as another person has confirmed it")]
    [InlineData(
        "insert into awards select 1, 9, 'XS', 1, 2, null, 'x', 'x', '2026-03-02', null, max(number), 0, 'staff:9', 2 from entries",
        "when another person has confirmed it")]
    public async Task The_database_refuses_what_cannot_be(string sql, string message)
    {
        using var village = await OpenWithPeople();
        await AddTitle(village);
        village.Done(await village.Desks.Households.AddMember(As(VillageFixture.Clerk), Bank, 1, new("张小明", new(2000, 1, 1))));
        await village.BringForward(1, 80);
        await Add(village, "fang", VillageFixture.Administrator);
        village.Done(await village.Desks.Changes.Split(As(VillageFixture.Clerk), Bank, new(1, [4], 4, "二组", 10, 0, Grounds)));
        village.Done(
            await village.Desks.Honours.Award(As(VillageFixture.Clerk), Bank, new("XS", "县发3号", village.Today, Household: 2)));
        village.Done(await Refuse(village, 2));
        await village.Tie(Supervisor, 1);
        await village.Issue(3, "246810");

        await village.Refuses(sql, message);
    }

    /// <summary>A title from above that gives five points.</summary>
    static async Task AddTitle(VillageFixture village) => village.Done(await village.Desks.Honours.SetTitle(
        As(VillageFixture.Clerk), Bank, new("XS", "县道德模范", "Model", "county", "县文明办", "A03")));

    static async Task<long> Add(VillageFixture village, string name, Caller by) => village.Done(await village.Desks.Staff.Add(
        As(by), new(name, name, "a long word for all 5", [new("supervisor", VillageFixture.Code)]))).Number;

    static Caller Supervising(long staff) => new($"staff:{staff}", "supervisor", [new(Role.Supervisor, Bank)]);
}
