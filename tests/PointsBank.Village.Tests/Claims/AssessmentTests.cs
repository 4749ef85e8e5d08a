using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Claims;

public class AssessmentTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task The_meeting_decides_item_by_item_and_its_minutes_say_what_and_why()
    {
        using var village = await OpenWithPeople();
        long[] claims =
            [await village.Claim(1, "A03"), await village.Claim(2, "A03"), await village.Claim(3, "A03"), await village.Claim(1, "A01")];
        await village.Collect(claims);
        var session = await village.Meet();

        await village.Decide(
            session, new(claims[0], "as_claimed"), new(claims[1], "other_points", 2, "东西不大"), new(claims[2], "rejected", Reason: "没有人见到"));

        claims.Select(village.StateOf).Should().Equal(ClaimState.Assessed, ClaimState.Assessed, ClaimState.Rejected, ClaimState.Collected);
        village.Look(claims[1]).Points.Should().Be(2);
        village.Desks.Assessments.Decided(Bank, session).Select(item => (item.Claim.Number, item.Decision.Points, item.Decision.Reason))
            .Should().Equal((claims[0], 5L, ""), (claims[1], 2L, "东西不大"), (claims[2], null, "没有人见到"));
        var meeting = village.Done(village.Desks.Assessments.Get(Bank, session));
        (meeting.Granted, meeting.Rejected, meeting.Points).Should().Be((2, 1, 7));
        meeting.Present.Select(person => person.Name).Should().Equal("评议员甲", "评议员乙");
    }

    [Fact]
    public async Task What_was_not_collected_is_not_decided_nor_what_was_decided_before()
    {
        using var village = await OpenWithPeople();
        var claim = await village.Claim(1, "A03");
        var session = await village.Meet();

        (await village.TryDecide(session, new DecisionInput(claim, "as_claimed"))).ShouldBeRefused(VillageRefusals.WrongState);
        await village.Collect(claim);
        await village.Decide(session, new DecisionInput(claim, "as_claimed"));
        (await village.TryDecide(session, new DecisionInput(claim, "rejected", Reason: "改主意了")))
            .ShouldBeRefused(VillageRefusals.WrongState, "items[0].claim");
    }

    [Fact]
    public async Task A_closed_meeting_stays_as_it_is()
    {
        using var village = await OpenWithPeople();
        var claim = await village.Claim(1, "A03");
        await village.Collect(claim);
        var session = await village.Meet();
        village.Done(await village.Desks.Assessments.Close(As(Assessor), Bank, session));

        (await village.TryDecide(session, new DecisionInput(claim, "as_claimed"))).ShouldBeRefused(VillageRefusals.AssessmentClosed);
        (await village.Desks.Assessments.AddPresent(As(Assessor), Bank, session, new([2])))
            .ShouldBeRefused(VillageRefusals.AssessmentClosed);
        (await village.Desks.Assessments.Close(As(Assessor), Bank, session)).ShouldBeRefused(VillageRefusals.AssessmentClosed);
        village.StateOf(claim).Should().Be(ClaimState.Collected);
    }

    [Fact]
    public async Task Who_wrote_or_collected_a_claim_does_not_assess_it()
    {
        using var village = await OpenWithPeople();
        var both = Assessor with { Grants = [.. Assessor.Grants, new(Role.Clerk, Bank)] };
        var written = village.Done(await village.TryClaim(1, "A03", by: both)).Number;
        var collected = await village.Claim(2, "A03");
        await village.Collect(written);
        village.Done(await village.Desks.Claims.Collect(As(both), Bank, new([collected])));
        var session = await village.Meet();

        (await village.TryDecide(session, new DecisionInput(written, "as_claimed"))).ShouldBeRefused(VillageRefusals.MakerIsChecker);
        (await village.TryDecide(session, new DecisionInput(collected, "as_claimed"))).ShouldBeRefused(VillageRefusals.MakerIsChecker);
        village.Desks.Assessments.Due(Assessor, Bank, village.Today)
            .Select(item => item.Barred)
            .Should()
            .Equal("maker_is_checker", "maker_is_checker");
    }

    [Fact]
    public async Task A_very_small_village_may_let_one_person_do_both_and_the_entry_says_so()
    {
        using var village = await OpenWithPeople();
        await village.Set(Setting.MakerMayCheck, 1);
        await village.Set(Setting.AssessmentQuorum, 1);
        var both = Assessor with { Grants = [.. Assessor.Grants, new(Role.Clerk, Bank)] };
        var claim = village.Done(await village.TryClaim(1, "A03", by: both)).Number;
        village.Done(await village.Desks.Claims.Collect(As(both), Bank, new([claim])));
        await village.Decide(await village.Meet(), new DecisionInput(claim, "as_claimed"));
        var notice = await village.Post();
        village.At(2026, 3, 9);

        var entry = (await village.Enter(notice)).Entered.Single().Entry;

        village.Done(village.Desks.Journal.Entry(Bank, entry)).Reason.Should().Be("by_one_person");
        village.Desks.Reports.Exceptions(Bank, new(2026, 3, 1), village.Today)
            .Where(line => line.Kind == "one_person")
            .Should()
            .ContainSingle(line => line.Claim == claim && line.Entry == entry);
        village.IsSound();
    }

    [Fact]
    public async Task Nobody_judges_the_own_household_or_a_relative_whatever_the_settings()
    {
        using var village = await OpenWithPeople();
        await village.Set(Setting.MakerMayCheck, 1);
        await village.Tie(Assessor, 1);
        var claim = await village.Claim(1, "A03");
        await village.Collect(claim);

        (await village.TryDecide(await village.Meet(), new DecisionInput(claim, "as_claimed")))
            .ShouldBeRefused(VillageRefusals.OwnOrRelated);
    }

    [Fact]
    public async Task Those_who_have_a_part_keep_out_and_too_few_others_decide_nothing()
    {
        using var village = await OpenWithPeople();
        await village.Tie(SecondAssessor, 1, "own");
        var claim = await village.Claim(1, "A03");
        await village.Collect(claim);
        var session = await village.Meet();

        (await village.TryDecide(session, new DecisionInput(claim, "as_claimed"))).ShouldBeRefused(VillageRefusals.QuorumMissing);
        village.Done(await village.Desks.Assessments.AddPresent(As(Assessor), Bank, session, new([2])));
        await village.Decide(session, new DecisionInput(claim, "as_claimed"));

        village.Desks.Assessments.Decided(Bank, session).Single().Decision.Recused.Select(person => person.Staff).Should().Equal(7);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Nobody_without_the_right_to_assess_makes_a_quorum(long staff)
    {
        using var village = await OpenWithPeople();
        var refused = await village.Desks.Assessments.Open(As(Assessor), Bank, new(village.Today, [7, staff]));
        refused.ShouldBeRefused(VillageRefusals.MayNotAssess, "present[1]");

        var session = await village.Meet(2);
        (await village.Desks.Assessments.AddPresent(As(Assessor), Bank, session, new([staff])))
            .ShouldBeRefused(VillageRefusals.MayNotAssess, "present[0]");
        (await village.Desks.Assessments.AddPresent(As(Assessor), Bank, session, new([99])))
            .ShouldBeRefused(VillageRefusals.UnknownStaff, "present[0]");

        village.Done(village.Desks.Assessments.Get(Bank, session)).Present.Select(person => person.Staff).Should().Equal(2, 6);
        village.Desks.Assessments.People(Bank).Select(person => person.Staff).Should().Equal(2, 6, 7);
    }

    [Fact]
    public async Task Only_who_is_there_decides()
    {
        using var village = await OpenWithPeople();
        var claim = await village.Claim(1, "A03");
        await village.Collect(claim);
        var session = village.Done(await village.Desks.Assessments.Open(As(SecondAssessor), Bank, new(village.Today, [2]))).Number;

        (await village.TryDecide(session, new DecisionInput(claim, "as_claimed"))).ShouldBeRefused(VillageRefusals.NotAllowed);
    }

    [Fact]
    public async Task Points_stay_within_the_rule()
    {
        using var village = await OpenWithPeople();
        var claim = await village.Claim(1, "E07", quantity: 2);
        await village.Collect(claim);
        var session = await village.Meet();

        (await village.TryDecide(session, new DecisionInput(claim, "other_points", 7, "多")))
            .ShouldBeRefused(VillageRefusals.AboveRule, "items[0].points");
        (await village.TryDecide(session, new DecisionInput(claim, "other_points", 0, "少")))
            .ShouldBeRefused(VillageRefusals.AboveRule, "items[0].points");
        (await village.TryDecide(session, new DecisionInput(claim, "other_points", Reason: "少")))
            .ShouldBeRefused(VillageRefusals.MissingValue, "items[0].points");
        (await village.TryDecide(session, new DecisionInput(claim, "other_points", 4)))
            .ShouldBeRefused(VillageRefusals.MissingValue, "items[0].reason");
        await village.Decide(session, new DecisionInput(claim, "other_points", 4, "只来了一半"));
    }

    [Fact]
    public async Task What_is_granted_already_counts_towards_the_caps()
    {
        using var village = await OpenWithPeople();
        await village.Credit(1, "E07");
        long[] claims = [await village.Claim(1, "E07", new(2026, 3, 1)), await village.Claim(1, "E07", new(2026, 2, 28))];
        await village.Collect(claims);
        var session = await village.Meet();
        await village.Decide(session, new DecisionInput(claims[0], "as_claimed"));
        var third = village.Done(
            await village.Desks.Claims.Submit(
                As(VillageFixture.Clerk), Bank, new(1, "E07", new(2026, 3, 1), Channel: Channel.Organisation, Confirmed: true))).Number;
        await village.Collect(third);

        (await village.TryDecide(session, new DecisionInput(third, "as_claimed")))
            .ShouldBeRefused(VillageRefusals.RuleCapReached, "items[0].points");
        await village.Decide(session, new DecisionInput(claims[1], "as_claimed"));
    }

    [Fact]
    public async Task What_is_granted_and_what_hangs_on_the_wall_counts_towards_the_villages_ceiling()
    {
        using var village = await OpenWithPeople();
        await village.Set(Setting.IssueCeiling, 12);
        await village.Granted(1, "A03");
        await village.Post();
        await village.Granted(2, "A03");
        var third = await village.Claim(3, "A03");
        await village.Collect(third);
        var session = await village.Meet();

        (await village.TryDecide(session, new DecisionInput(third, "as_claimed")))
            .ShouldBeRefused(VillageRefusals.IssueCeilingReached, "items[0].points");
        await village.Decide(session, new DecisionInput(third, "other_points", 2, "只剩这些"));
        village.Held().Should().Be(5);
    }

    [Fact]
    public async Task A_deduction_wants_two_reminders_before_its_day_proof_and_a_reason()
    {
        using var village = await OpenWithPeople();
        var claim = await village.Claim(1, "D10");
        await village.Collect(claim);
        var session = await village.Meet();
        Task<Outcome<DecisionsView>> Try(string? reason = "屡劝不改") =>
            village.TryDecide(session, new DecisionInput(claim, "as_claimed", Reason: reason));

        (await Try(reason: null)).ShouldBeRefused(VillageRefusals.MissingValue, "items[0].reason");
        (await Try()).ShouldBeRefused(VillageRefusals.ReminderMissing);
        village.Done(await village.Desks.Reminders.Record(As(VillageFixture.Clerk), Bank, new(1, "D10", "written", new(2026, 2, 20))));
        (await Try()).ShouldBeRefused(VillageRefusals.ReminderMissing);
        village.Done(await village.Desks.Reminders.Record(As(VillageFixture.Clerk), Bank, new(1, "D10", "private", new(2026, 2, 10))));
        (await Try()).ShouldBeRefused(VillageRefusals.ProofMissing);

        var proven = await village.Claim(1, "D10", new(2026, 3, 1), document: "整改〔2026〕3号");
        await village.Collect(proven);
        await village.Decide(session, new DecisionInput(proven, "as_claimed", Reason: "屡劝不改"));
        village.Look(proven).State.Should().Be(ClaimState.Assessed);
    }

    [Theory]
    [InlineData(1, "private", true)]
    [InlineData(2, "private", false)]
    [InlineData(0, "", true)]
    public async Task How_many_reminders_a_deduction_wants_is_the_villages_choice(long needed, string kind, bool granted)
    {
        using var village = await OpenWithPeople();
        await village.Set(Setting.DeductionReminders, needed);
        if (kind.Length > 0)
            village.Done(await village.Desks.Reminders.Record(As(VillageFixture.Clerk), Bank, new(1, "D10", kind, village.Today)));
        var claim = await village.Claim(1, "D10", document: "3号");
        await village.Collect(claim);

        var decided = await village.TryDecide(await village.Meet(), new DecisionInput(claim, "as_claimed", Reason: "屡劝不改"));

        (decided.Refusal is null).Should().Be(granted);
    }

    [Fact]
    public async Task A_reminder_after_the_day_of_the_deed_is_none_for_it()
    {
        using var village = await OpenWithPeople();
        await village.Set(Setting.DeductionReminders, 1);
        var claim = await village.Claim(1, "D10", new(2026, 3, 1), document: "3号");
        await village.Collect(claim);
        village.Done(await village.Desks.Reminders.Record(As(VillageFixture.Clerk), Bank, new(1, "D10", "private", new(2026, 3, 2))));

        (await village.TryDecide(await village.Meet(), new DecisionInput(claim, "as_claimed", Reason: "屡劝不改")))
            .ShouldBeRefused(VillageRefusals.ReminderMissing);
    }

    [Fact]
    public async Task A_rule_that_needs_no_notice_is_entered_with_the_decision()
    {
        using var village = await OpenWithPeople();
        var rulebook = village.Done(village.Desks.Rulebooks.On(Bank, village.Today));
        village.Done(await village.Desks.Rulebooks.Adopt(VillageFixture.Ask(), Bank, new(
            "二", "sixty", new(2026, 3, 1), "村民代表会议",
            [.. rulebook.Rules.Select(rule => rule.Code == "A03" ? rule with { Direct = true } : rule)])));
        var claim = await village.Claim(1, "A03");
        await village.Collect(claim);

        var decided = village.Done(await village.TryDecide(await village.Meet(), new DecisionInput(claim, "as_claimed"))).Items.Single();

        (decided.State, village.StateOf(claim), village.Points(1)).Should().Be((ClaimState.Entered, ClaimState.Entered, 5));
        village.Done(village.Desks.Journal.Entry(Bank, decided.Entry!.Value)).Reason.Should().Be("assessed_direct");
        var notice = village.Done(village.Desks.Notices.Get(Bank, await village.Post()));
        notice.Direct.Should().ContainSingle(item => item.Rule == "A03", "it is listed on the next notice all the same");
        village.IsSound();
    }

    [Fact]
    public async Task Decisions_are_tried_without_a_trace_and_each_says_what_is_wrong_with_it()
    {
        using var village = await OpenWithPeople();
        long[] claims = [await village.Claim(1, "A03"), await village.Claim(2, "A03")];
        await village.Collect(claims);
        var session = await village.Meet();

        var check = village.Done(
            await village.Desks.Assessments.Check(
                Assessor, Bank, session, [new(claims[0], "other_points", 9, "多"), new(claims[1], "as_claimed")]));

        check.Items[0].Refusal!.Kind.Should().Be(VillageRefusals.AboveRule);
        check.Items[1].Decision!.Points.Should().Be(5);
        claims.Select(village.StateOf).Should().AllBe(ClaimState.Collected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-32)]
    public async Task A_meeting_is_neither_ahead_nor_long_ago(int days)
    {
        using var village = await OpenWithPeople();

        (await village.Desks.Assessments.Open(As(Assessor), Bank, new(village.Today.PlusDays(days), [7]))).Refusal!.Field
            .Should().Be("heldOn");
    }

    [Fact]
    public async Task A_reversed_entry_takes_its_claim_with_it()
    {
        using var village = await OpenWithPeople();
        var claim = await village.Granted(1, "A03");
        var notice = await village.Post();
        village.At(2026, 3, 9);
        var entry = (await village.Enter(notice)).Entered.Single().Entry;

        var reversal = await village.Reverse(entry);

        var view = village.Look(claim);
        (view.State, view.Entry, view.Steps[^1].Handler).Should().Be((ClaimState.Reversed, reversal.Entry, "监督员"));
        (village.Points(1)).Should().Be(0);
        village.IsSound();
    }
}
