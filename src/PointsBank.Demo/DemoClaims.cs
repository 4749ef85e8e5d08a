using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using static PointsBank.Demo.DemoLife;

namespace PointsBank.Demo;

/// <summary>
/// This week in the demo village, beside the month's own claims: claims in every state, a notice that hangs, an objection that waits. It
/// ends the day before the demo is opened, whenever that is, and enters nothing, so the published totals stay as they are.
/// </summary>
sealed class DemoClaims(DemoLife life)
{
    /// <summary>Two households that were told twice about waste: one stands on the black board, the other has made it good.</summary>
    public const int OnTheBoard = 37, MadeGood = 64;

    // What the week tells of these households is told by nothing else, so that no cap stands in its way.
    static readonly Dictionary<string, int[]> Told = new()
    {
        ["A01"] = [7], ["A02"] = [60, 61, 62], ["A03"] = [2], ["B04"] = [12], ["C03"] = [3], ["C06"] = [31], ["C07"] = [52], ["C08"] = [1],
        ["D03"] = [10, 11, 13, 14, 15, 16, 17],
        ["E01"] = [8, 9], ["E07"] = [4, 5, 6],
    };

    readonly Desks desks = life.Desks;
    readonly long bank = life.Bank;
    readonly LocalDate today = life.Today;
    readonly DemoStaff staff = life.Staff;

    public static IReadOnlyList<int> Warned { get; } = [OnTheBoard, MadeGood];

    /// <summary>The meeting of this week.</summary>
    public long Meeting { get; private set; }

    public static bool Tells(int household, string rule) => Told.TryGetValue(rule, out var households) && households.Contains(household);

    public void Tell()
    {
        life.On(today.PlusDays(-20), () => Remind("private"));
        life.On(today.PlusDays(-12), () => Remind("written"));
        long[] first = [], second = [];
        var notice = 0L;
        life.On(today.PlusDays(-7), async () =>
        {
            var day = today.PlusDays(-8);
            first =
            [
                await Claim(staff.HouseholdOf(2), new(2, "A03", day, Memo: "在村口捡到手机，当天还给失主")),
                await Claim(Leader, Organised(3, "C03", day)),
                await Claim(Leader, Organised(4, "E07", day)),
                await Claim(Leader, Organised(5, "E07", day)), await Claim(Leader, Organised(6, "E07", day)),
                await Claim(staff.Clerk, new(31, "C06", day, Channel: Channel.Villagers, ClaimedBy: "李大妈", Memo: "劝和了两家邻居")),
                await Claim(staff.Clerk, new(52, "C07", day, Channel: Channel.Villagers, Claimant: 53, Memo: "帮邻居拉草料")),
                await Claim(staff.Clerk, Organised(OnTheBoard, "D10", day) with { Document = "整改7号", Witnesses = "王秀兰、李国强" }),
                await Claim(Leader, Organised(7, "A01", day)),
            ];
        });
        life.On(today.PlusDays(-6), () => Collect(first, "都去看过"));
        life.On(today.PlusDays(-4), async () =>
        {
            Meeting = await Meet();
            Done(await desks.Assessments.Decide(life.Next("decisions", staff.Assessor), bank, Meeting,
            [
                new(first[0], "as_claimed"), new(first[1], "as_claimed"), new(first[2], "as_claimed"), new(first[3], "as_claimed"),
                new(first[4], "rejected", Reason: "签到表上没有"), new(first[5], "other_points", 3, "调解还没有履行完"), new(first[6], "as_claimed"),
                new(first[7], "as_claimed", Reason: "两次提醒后仍未清理"), new(first[8], "as_claimed"),
            ]));
            Done(await desks.Assessments.Close(life.Next("closing", staff.Assessor), bank, Meeting));
        });
        life.On(today.PlusDays(-3), async () =>
        {
            notice = Done(
                await desks.Notices.Post(life.Next("notice", staff.Clerk), bank, new(today.PlusDays(-3), Days: 7, HangDays: 10))).Number;
            second = [
                await Claim(Leader, Organised(8, "E01", today.PlusDays(-4))), await Claim(Leader, Organised(9, "E01", today.PlusDays(-4)))];
            await Collect(second);
        });
        life.On(today.PlusDays(-2), async () =>
        {
            var line = Done(desks.Notices.Claims(bank, notice)).Single(item => item.Claim.Number == first[1]).Line;
            Done(
                await desks.Objections.Object(
                    life.Next("objection", staff.Clerk), bank, notice, new(line, "那天是另外一家去的", "voice", Objector: "王大爷")));
        });
        life.On(today.PlusDays(-1), async () =>
        {
            Done(
                await desks.Assessments.Decide(life.Next("decisions", staff.Assessor), bank, await Meet(), [new(second[0], "as_claimed")]));
            await Claim(staff.HouseholdOf(1), new(1, "C08", today.PlusDays(-3), Memo: "教两家嫁接苹果树"));
            await Claim(staff.HouseholdOf(1), new(12, "B04", today.PlusDays(-3), Memo: "陪邻居老人去体检"));
            foreach (var household in (long[])[10, 11, 13, 14, 15, 16])
                await Claim(Leader, Organised(household, "D03", today.PlusDays(-2)));
            await Collect(
            [
                await Claim(staff.Clerk, Organised(60, "A02", today.PlusDays(-2))),
                await Claim(staff.Clerk, Organised(61, "A02", today.PlusDays(-2))),
                await Claim(Leader, Organised(17, "D03", today.PlusDays(-2))),
            ]);
            var mistaken = await Claim(staff.Clerk, Organised(62, "A02", today.PlusDays(-2)));
            Done(await desks.Claims.Withdraw(life.Next("withdrawal", staff.Clerk), bank, mistaken, new("户号写错了")));
        });
    }

    Caller Leader => staff.LeaderOf(1);

    async Task Remind(string kind)
    {
        foreach (var household in Warned)
            Done(await desks.Reminders.Record(life.Next("reminder", staff.Clerk), bank, new(household, "D10", kind, desks.Banks.Today)));
    }

    /// <summary>Groups collect their own.</summary>
    async Task Collect(IReadOnlyList<long> claims, string? note = null)
    {
        var groups = claims.Select(
            number => (
                Number: number, desks.Households.Get(bank, Done(desks.Claims.Get(staff.Clerk, bank, number)).Household).Value.Group));
        foreach (var group in groups.GroupBy(claim => claim.Group))
        {
            var leader = staff.LeaderOf(DemoPlanNames.Groups.Single(known => known.Name == group.Key).Number);
            Done(await desks.Claims.Collect(life.Next("collection", leader), bank, new([.. group.Select(claim => claim.Number)], note)));
        }
    }

    async Task<long> Meet() =>
        Done(
            await desks.Assessments.Open(
                life.Next("assessment", staff.Assessor), bank, new(desks.Banks.Today, DemoStaff.Meeting, "村委会"))).Number;

    async Task<long> Claim(Caller by, ClaimInput input) =>
        Done(await desks.Claims.Submit(life.Next("claim", by), bank, input with { Confirmed = true })).Number;

    static ClaimInput Organised(long household, string rule, LocalDate day) =>
        new(household, rule, day, Channel: Channel.Organisation, ClaimedBy: "村委会");
}
