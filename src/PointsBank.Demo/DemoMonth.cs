using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using static PointsBank.Demo.DemoLife;

namespace PointsBank.Demo;

/// <summary>
/// A month of the demo village on its way from deeds to points: claims by three channels, collected by the groups on the 25th, assessed in
/// the meeting on the 28th, posted on the first, answered where somebody objects, and entered on the eighth.
/// </summary>
sealed class DemoMonth(DemoLife life, LocalDate month, IReadOnlyList<DemoHousehold> households)
{
    readonly List<(long Number, DemoDeed Deed)> claims = [];
    long notice;

    LocalDate Next => month.PlusMonths(1);

    public void Plan()
    {
        life.On(month.PlusDays(24), Collect);
        life.On(month.PlusDays(27), Assess);
        life.On(Next, Post);
        life.On(Next.PlusDays(2), Object);
        life.On(Next.PlusDays(4), Rule);
        life.On(Next.PlusDays(7), Enter);
    }

    /// <summary>
    /// What is claimed on a day: lists of a group's leader and of the clerk, one by one where a household speaks for itself or for a
    /// neighbour.
    /// </summary>
    public async Task Claim(IReadOnlyList<DemoCredit> credits)
    {
        foreach (var list in credits.Where(credit => credit.Way == DemoWay.Group).GroupBy(credit => GroupOf(credit.Household)))
            await Tick(life.Staff.LeaderOf(list.Key), [.. list], "yard");
        foreach (var list in credits.Where(credit => credit.Way == DemoWay.Village).Chunk(ClaimDesk.MaxAtOnce))
            await Tick(life.Staff.Clerk, list, "ticks");
        var single = credits.Where(credit => credit.Way is DemoWay.Self or DemoWay.Neighbour).ToList();
        var made = await All(single.Select(credit => life.Desks.Claims.Submit(
            life.Next("claim", credit.Way == DemoWay.Self ? life.Staff.HouseholdOf(credit.Household) : life.Staff.Clerk), life.Bank,
            Input(credit))));
        claims.AddRange(made.Zip(single, (claim, credit) => (claim.Number, (DemoDeed)credit)));
    }

    /// <summary>A deduction is claimed by the village, with the paper that proves it.</summary>
    public async Task Claim(DemoDeduction deduction)
    {
        var input = new ClaimInput(
            deduction.Household, deduction.RuleCode, deduction.Date, Channel: Channel.Organisation, ClaimedBy: "村委会",
            Memo: deduction.MemoZh, Confirmed: true,
            Document: $"整改〔{deduction.Date.Year}〕{deduction.Date.Month:00}{deduction.Household:000}号");
        claims.Add((Done(await life.Desks.Claims.Submit(life.Next("claim", life.Staff.Clerk), life.Bank, input)).Number, deduction));
    }

    async Task Tick(Caller by, IReadOnlyList<DemoCredit> list, string via)
    {
        var made = Done(await life.Desks.Claims.Submit(life.Next("claims", by), life.Bank, [.. list.Select(Input)], via));
        claims.AddRange(made.Items.Zip(list, (claim, credit) => (claim.Number, (DemoDeed)credit)));
    }

    ClaimInput Input(DemoCredit credit)
    {
        var input = new ClaimInput(
            credit.Household, credit.RuleCode, credit.Date, credit.Quantity, credit.Member, Memo: credit.MemoZh, Confirmed: true);
        return credit.Way switch
        {
            DemoWay.Group => input with { Channel = Channel.Organisation },
            DemoWay.Village => input with { Channel = Channel.Organisation, ClaimedBy = "村委会" },
            DemoWay.Neighbour => input with { Channel = Channel.Villagers, Claimant = NeighbourOf(credit.Household) },
            _ => input,
        };
    }

    async Task Collect()
    {
        foreach (var group in claims.GroupBy(claim => GroupOf(claim.Deed.Household)).OrderBy(group => group.Key))
            Done(
                await life.Desks.Claims.Collect(
                    life.Next("collection", life.Staff.LeaderOf(group.Key)), life.Bank,
                    new([.. group.Select(claim => claim.Number)], "组里看过")));
    }

    async Task Assess()
    {
        var meeting = Done(
            await life.Desks.Assessments.Open(
                life.Next("assessment", life.Staff.Assessor), life.Bank, new(month.PlusDays(27), DemoStaff.Meeting, "村委会"))).Number;
        foreach (var decided in claims.GroupBy(claim => life.Staff.AssessorFor(claim.Deed.Household)))
            foreach (var items in decided.Chunk(ClaimDesk.MaxAtOnce))
                Done(
                    await life.Desks.Assessments.Decide(
                        life.Next("decisions", decided.Key), life.Bank, meeting,
                        [.. items.Select(item => Decision(item.Number, item.Deed))]));
        Done(await life.Desks.Assessments.Close(life.Next("closing", life.Staff.Assessor), life.Bank, meeting));
    }

    static DecisionInput Decision(long claim, DemoDeed deed) => deed switch
    {
        DemoDeduction => new(claim, "as_claimed", Reason: "两次提醒后仍未改正"),
        DemoCredit { Fate: DemoFate.Rejected } => new(claim, "rejected", Reason: "代表会议还没有表决"),
        DemoCredit { Fate: DemoFate.Reduced } => new(claim, "other_points", deed.Points, "只说好了一半"),
        _ => new(claim, "as_claimed"),
    };

    /// <summary>What an extraordinary notice has posted before is on the wall already.</summary>
    async Task Post()
    {
        var posted = await life.Desks.Notices.Post(life.Next("notice", life.Staff.Clerk), life.Bank, new(Next));
        notice = posted.Refusal?.Kind == VillageRefusals.NothingDue ? 0 : Done(posted).Number;
    }

    async Task Object()
    {
        var lines = notice == 0
            ? []
            : Done(life.Desks.Notices.Claims(life.Bank, notice)).ToDictionary(item => item.Claim.Number, item => item.Line);
        foreach (var (number, words) in Disputed(fate => fate switch
        {
            DemoFate.Dropped => "手机是别人捡到的",
            DemoFate.Corrected => "那天只教了半天",
            DemoFate.Dismissed => "没见他们去过",
            _ => null,
        }))
            if (lines.TryGetValue(number, out var line))
                Done(
                    await life.Desks.Objections.Object(
                        life.Next("objection", life.Staff.Clerk), life.Bank, notice, new(line, words, "voice", Objector: "一位村民")));
    }

    async Task Rule()
    {
        var open = life.Desks.Objections.List(life.Bank, open: true, notice, 0, 9)
            .ToDictionary(objection => objection.Claim.Number, objection => objection.Number);
        foreach (var (number, outcome) in Disputed(fate => fate switch
        {
            DemoFate.Dropped => "dropped",
            DemoFate.Corrected => "corrected",
            DemoFate.Dismissed => "dismissed",
            _ => null,
        }))
        {
            if (!open.TryGetValue(number, out var objection)) continue;
            long? points = outcome == "corrected" ? claims.Single(claim => claim.Number == number).Deed.Points : null;
            var reason = outcome switch { "dropped" => "失主说是别人还的", "corrected" => "签到表上是半天", _ => "受助人说确实去了" };
            Done(
                await life.Desks.Objections.Rule(
                    life.Next("ruling", life.Staff.Arbiter), life.Bank, objection, new(outcome, reason, points)));
        }
    }

    async Task Enter()
    {
        if (notice == 0) return;
        var entered = Done(await life.Desks.Notices.Enter(life.Next("notice-entry", life.Staff.Clerk), life.Bank, notice));
        if (entered.Refused.Count > 0)
            throw new InvalidOperationException($"the demo's plan was refused on notice {notice}: {entered.Refused[0]}");
    }

    IEnumerable<(long Number, string Words)> Disputed(Func<DemoFate, string?> words) => claims
        .Select(claim => (claim.Number, Words: claim.Deed is DemoCredit credit ? words(credit.Fate) : null))
        .Where(claim => claim.Words is not null).Select(claim => (claim.Number, claim.Words!));

    long GroupOf(int household) => households[household - 1].GroupNumber;

    /// <summary>A household of the same group that saw it.</summary>
    long NeighbourOf(int household) =>
        household < households.Count && GroupOf(household + 1) == GroupOf(household) ? household + 1 : household - 1;
}
