using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Claims;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Claims;

/// <summary>A month in Anjiahe, as a clerk would tell it.</summary>
public class MonthInAnjiaheTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task From_deeds_in_March_to_passbooks_in_April()
    {
        using var village = await OpenWithPeople(households: 5, at: new(2026, 3, 3, 9, 0));

        // In March people do good, and say so: one for itself with a photo, one about a neighbour, and the village about two.
        village.At(2026, 3, 12);
        var wallet = village.Done(
            await village.Desks.Claims.Submit(As(HouseholdOf(1)), Bank, new(1, "A03", new(2026, 3, 11), Memo: "捡到手机，交给失主")));
        village.Done(
            await village.Desks.Claims.AddEvidence(
                As(HouseholdOf(1)), Bank, wallet.Number, village.Done(PointsBank.Papers.Cleaning.EvidenceFile.Read(Pictures.Png(7)))));
        var neighbour = village.Done(
            await village.Desks.Claims.Submit(As(HouseholdOf(1)), Bank, new(2, "A03", new(2026, 3, 10), Memo: "送还钱包")));
        village.At(2026, 3, 20);
        var cleaning = village.Done(await village.Desks.Claims.Submit(As(Leader), Bank, [.. new long[] { 2, 3, 4 }
            .Select(
                household => new ClaimInput(
                    household, "E07", new(2026, 3, 20),
                    Channel: Channel.Organisation))], "yard")).Items.Select(item => item.Number).ToList();

        // Household 5 was asked in private and then in writing to clear its yard; it did not.
        village.Done(await village.Desks.Reminders.Record(As(VillageFixture.Clerk), Bank, new(5, "D10", "private", new(2026, 3, 8))));
        village.Done(await village.Desks.Reminders.Record(As(VillageFixture.Clerk), Bank, new(5, "D10", "written", new(2026, 3, 15))));
        village.At(2026, 3, 24);
        var yard = village.Done(await village.Desks.Claims.Submit(As(VillageFixture.Clerk), Bank, new(
            5, "D10", new(2026, 3, 23), Channel: Channel.Organisation, Document: "整改〔2026〕7号", Witnesses: "王秀兰、李国强"))).Number;

        // On the 25th the group collects.
        village.At(2026, 3, 25, 19);
        await village.Collect([wallet.Number, neighbour.Number, .. cleaning, yard]);

        // On the 28th the village assesses, and closes the meeting.
        village.At(2026, 3, 28, 15);
        var session = await village.Meet();
        village.Desks.Assessments.Due(Assessor, Bank, village.Today).Should().HaveCount(6);
        await village.Decide(
            session, new(wallet.Number, "as_claimed"), new(neighbour.Number, "other_points", 3, "当天已口头表扬"), new(cleaning[0], "as_claimed"),
            new(cleaning[1], "as_claimed"), new(cleaning[2], "rejected", Reason: "签到表上没有"), new(yard, "as_claimed", Reason: "两次提醒后仍未清理"));
        village.Done(await village.Desks.Assessments.Close(As(Assessor), Bank, session));

        // A deed of March comes late, on the 30th: it waits for the next meeting.
        village.At(2026, 3, 30);
        var late = await village.Claim(3, "A03", new(2026, 3, 29));
        await village.Collect(late);

        // On the 1st it hangs on the wall.
        village.At(2026, 4, 1);
        var notice = await village.Post();
        var sheet = village.Done(village.Desks.Notices.Get(Bank, notice));
        (sheet.Notice.OpensOn, sheet.Notice.ClosesOn, sheet.Notice.HangsUntil)
            .Should().Be((new LocalDate(2026, 4, 1), new(2026, 4, 7), new(2026, 4, 10)));
        sheet.Items.Select(item => (item.Line, item.Name, item.Rule, item.Posted)).Should().Equal(
            (1, "张*国", "A03", 5), (2, "张**2", "A03", 3), (3, "张**2", "E07", 3), (4, "张**3", "E07", 3),
            (5, "", "D10", village.Look(yard).Worth));
        village.Held().Should().Be(14);
        (village.Points(1)).Should().Be(0, "what hangs on the wall is no points yet");

        // On the 3rd two object: one is right, one is not.
        village.At(2026, 4, 3);
        var right = village.Done(await village.TryObject(notice, 4, HouseholdOf(4))).Number;
        var wrong = await village.Object(notice, 1);
        village.Done(village.Desks.Notices.Get(Bank, notice)).Items.Select(item => item.State).Should().Equal(
            ClaimState.Objected, ClaimState.OnNotice, ClaimState.OnNotice, ClaimState.Objected, ClaimState.OnNotice);
        village.At(2026, 4, 5);
        await village.Rule(right, "dropped");
        await village.Rule(wrong, "dismissed");
        village.Held().Should().Be(11);

        // On the 8th everything due is entered by one action.
        village.At(2026, 4, 7, 23, 59);
        (await village.TryEnter(notice)).ShouldBeRefused(VillageRefusals.WindowOpen);
        village.At(2026, 4, 8);
        var entered = await village.Enter(notice);
        entered.Entered.Select(item => item.Line).Should().Equal(1, 2, 3, 5);
        entered.Refused.Should().BeEmpty();

        // The passbooks as they must be: the deed's own day, its rule, its points.
        Lines(1).Should().Equal((new LocalDate(2026, 3, 11), "A03", 5L, 0L, 5L));
        Lines(2).Should().Equal((new(2026, 3, 10), "A03", 3, 0, 3), (new(2026, 3, 20), "E07", 3, 0, 6));
        Lines(3).Should().BeEmpty();
        Lines(4).Should().BeEmpty();
        Lines(5).Should().BeEmpty("there was nothing to take");
        village.Merit(5, 2026).Should().Be(-village.Look(yard).Worth);
        village.Held().Should().Be(0);

        // The household that was refused sees why; the late deed follows in April's round.
        village.Done(village.Desks.Claims.Get(HouseholdOf(3), Bank, cleaning[1])).Steps[^1].Note.Should().Be("核实过了");
        village.Done(village.Desks.Claims.Get(HouseholdOf(4), Bank, cleaning[2])).Steps[^1].Note.Should().Be("签到表上没有");
        village.At(2026, 4, 28);
        await village.Decide(await village.Meet(), new DecisionInput(late, "as_claimed"));
        village.At(2026, 5, 1);
        var next = await village.Post();
        village.At(2026, 5, 8);
        await village.Enter(next);
        Lines(3).Should().Equal((new(2026, 3, 29), "A03", 5, 0, 5));

        village.Desks.Reports.Durations(Bank, new(2026, 3, 1), new(2026, 5, 31))
            .Should().Contain(step => step.From == ClaimState.OnNotice && step.To == ClaimState.Entered);
        village.Desks.Reports.States(Bank, new(2026, 3, 1), new(2026, 5, 31)).Sum(count => count.Count).Should().Be(7);
        village.IsSound();

        IEnumerable<(LocalDate Day, string Rule, long In, long Out, long Balance)> Lines(long household) =>
            village.Done(village.Desks.Journal.Passbook(Bank, household, null, null, null, 50)).Items.Reverse()
                .Select(
                    line => (line.Date, village.Done(village.Desks.Journal.Entry(Bank, line.Entry)).Rule, line.In, line.Out, line.Balance));
    }
}
