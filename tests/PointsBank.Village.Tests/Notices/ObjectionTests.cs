using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Notices;

public class ObjectionTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task An_item_under_objection_is_marked_and_stays_out_until_it_is_ruled_on()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        await village.Granted(2, "A03");
        var notice = await village.Post();
        var objection = await village.Object(notice, 1);
        village.Done(village.Desks.Notices.Get(Bank, notice)).Items.Select(item => item.State)
            .Should().Equal(ClaimState.Objected, ClaimState.OnNotice);
        village.At(2026, 3, 9);

        (await village.Enter(notice)).Entered.Select(item => item.Household).Should().Equal(2);
        village.Held().Should().Be(5);
        await village.Rule(objection, "dismissed");
        (await village.Enter(notice)).Entered.Select(item => item.Household).Should().Equal(1);

        village.IsSound();
    }

    [Fact]
    public async Task An_upheld_item_is_corrected_or_dropped_and_the_household_sees_why()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        await village.Granted(2, "A03");
        var notice = await village.Post();
        var (one, other) = (await village.Object(notice, 1), await village.Object(notice, 2));

        await village.Rule(one, "corrected", 2);
        await village.Rule(other, "dropped");

        village.Held().Should().Be(2);
        (village.StateOf(1), village.StateOf(2)).Should().Be((ClaimState.OnNotice, ClaimState.Dropped));
        var seen = village.Done(village.Desks.Claims.Get(HouseholdOf(2), Bank, 2));
        (seen.Steps[^1].Note, seen.Steps[^1].Handler).Should().Be(("核实过了", "监督员"));
        village.Desks.Objections.ToldOf(Bank, 2).Single().Ruling!.Reason.Should().Be("核实过了");
        village.At(2026, 3, 9);
        await village.Enter(notice);
        (village.Points(1), village.Points(2)).Should().Be((2, 0));
        village.IsSound();
    }

    [Fact]
    public async Task A_household_objects_once_to_an_item_and_its_name_is_not_told_to_the_other()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        var notice = await village.Post();

        var objection = village.Done(await village.TryObject(notice, 1, HouseholdOf(2)));
        (await village.TryObject(notice, 1, HouseholdOf(2))).ShouldBeRefused(VillageRefusals.AlreadyObjected, "line");

        (objection.Channel, objection.Household).Should().Be(("household", 2));
        System.Text.Json.JsonSerializer.Serialize(village.Desks.Objections.ToldOf(Bank, 1))
            .Should().NotContain("张建国2").And.NotContain("Household");
        (await village.TryObject(notice, 9)).ShouldBeRefused(VillageRefusals.UnknownClaim, "line");
    }

    [Fact]
    public async Task With_two_objections_it_stays_out_until_both_are_answered()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        var notice = await village.Post();
        var (one, other) = (await village.Object(notice, 1), await village.Object(notice, 1, HouseholdOf(2)));

        await village.Rule(one, "dismissed");
        village.StateOf(1).Should().Be(ClaimState.Objected);
        await village.Rule(other, "dismissed");

        village.StateOf(1).Should().Be(ClaimState.OnNotice);
        (await village.TryRule(one, "dropped")).ShouldBeRefused(VillageRefusals.AlreadyRuled);
    }

    [Fact]
    public async Task What_one_ruling_dropped_another_cannot_bring_back()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        var notice = await village.Post();
        var (one, other) = (await village.Object(notice, 1), await village.Object(notice, 1, HouseholdOf(2)));
        await village.Rule(one, "dropped");

        (await village.TryRule(other, "corrected", 3)).ShouldBeRefused(VillageRefusals.WrongState);
        await village.Rule(other, "dismissed");

        (village.StateOf(1), village.Held()).Should().Be((ClaimState.Dropped, 0));
    }

    [Fact]
    public async Task Whoever_had_a_part_or_is_kin_to_either_side_does_not_rule()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        var notice = await village.Post();
        var objection = village.Done(await village.TryObject(notice, 1, HouseholdOf(2))).Number;
        Caller Also(Caller caller) => caller with { Grants = [.. caller.Grants, new(Role.Supervisor, Bank)] };

        foreach (var involved in (Caller[])[VillageFixture.Clerk, Leader, Assessor, SecondAssessor])
            (await village.TryRule(objection, "dismissed", by: Also(involved))).ShouldBeRefused(VillageRefusals.Involved);
        await village.Tie(Supervisor, 2);
        (await village.TryRule(objection, "dismissed")).ShouldBeRefused(VillageRefusals.Involved);
        await village.Tie(Supervisor, 1);
        (await village.TryRule(objection, "dismissed")).ShouldBeRefused(VillageRefusals.Involved);
        await village.Tie(Supervisor, 3);
        await village.Rule(objection, "dismissed");
    }

    [Fact]
    public async Task Whoever_sat_in_the_meeting_does_not_rule_on_what_it_decided_but_on_what_it_left()
    {
        using var village = await OpenWithPeople();
        long[] claims = [await village.Claim(1, "A03"), await village.Claim(3, "A03")];
        await village.Collect(claims);
        var session = await village.Meet(2, 7);
        await village.Decide(session, new DecisionInput(claims[0], "as_claimed"));
        await village.Decide(await village.Meet(7), new DecisionInput(claims[1], "as_claimed"));
        var notice = await village.Post();
        var (sat, left) = (await village.Object(notice, 1), await village.Object(notice, 2));

        (await village.TryRule(sat, "dismissed")).ShouldBeRefused(VillageRefusals.Involved, "objection");
        await village.Rule(left, "dismissed");

        var past = () => village.Database.Write<int>(writer => writer.Execute(
            "insert into rulings (bank, objection, outcome, reason, recorded_at, actor) values (1, @sat, 'dismissed', '-', 1, 'staff:2')",
            new { sat }));
        (await past.Should().ThrowAsync<SqliteException>()).WithMessage("*who had a part in the claim does not rule on it*");
        village.IsSound();
    }

    [Fact]
    public async Task Whoever_kept_out_of_the_claim_and_is_tied_no_more_may_rule()
    {
        using var village = await OpenWithPeople();
        await village.Tie(Supervisor, 1);
        var claim = await village.Claim(1, "A03");
        await village.Collect(claim);
        await village.Decide(await village.Meet(2, 7), new DecisionInput(claim, "as_claimed"));
        var objection = await village.Object(await village.Post(), 1);
        await village.Tie(Supervisor, 3);

        await village.Rule(objection, "dismissed");
        village.IsSound();
    }

    [Fact]
    public async Task An_objection_is_to_be_answered_in_three_days()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        var objection = await village.Object(await village.Post(), 1);

        village.At(2026, 3, 5);
        village.Desks.Objections.List(Bank, open: true, null, 0, 10).Single().IsOverdue.Should().BeFalse();
        village.At(2026, 3, 6);
        var late = village.Desks.Objections.List(Bank, open: true, null, 0, 10).Single();

        (late.DueOn, late.IsOverdue).Should().Be((new LocalDate(2026, 3, 5), true));
        await village.Rule(objection, "dismissed");
        village.Desks.Objections.List(Bank, open: true, null, 0, 10).Should().BeEmpty();
    }

    [Fact]
    public async Task A_correction_keeps_within_the_rule_and_the_caps()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        var objection = await village.Object(await village.Post(), 1);

        (await village.TryRule(objection, "corrected", 6)).ShouldBeRefused(VillageRefusals.AboveRule, "points");
        (await village.TryRule(objection, "corrected")).ShouldBeRefused(VillageRefusals.MissingValue, "points");
        (await village.Desks.Objections.Rule(As(Supervisor), Bank, objection, new("dropped", "")))
            .ShouldBeRefused(VillageRefusals.MissingValue, "reason");
        village.StateOf(1).Should().Be(ClaimState.Objected);
    }
}
