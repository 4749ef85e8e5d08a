using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village.Claims;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Demo;

/// <summary>
/// This week in the demo village: claims in every state, a notice that hangs, an objection that waits. It ends the day before the demo is opened, whenever that is,
/// and enters nothing, so the published totals stay as they are.
/// </summary>
sealed class DemoClaims(Desks desks, Action<LocalDate> openOn, long bank, LocalDate today, Func<string, Caller?, WriteContext> next)
{
    readonly Caller clerk = new("staff:3", "记分员", [new(Role.Clerk, bank)]);
    readonly Caller leader = new("staff:5", "组长", [new(Role.GroupLeader, bank)]);
    readonly Caller assessor = new("staff:6", "评议员", [new(Role.Assessor, bank)]);

    public async Task Tell()
    {
        openOn(today.PlusDays(-20));
        foreach (var household in (long[])[37, 64]) Done(await desks.Reminders.Record(next("reminder", clerk), bank, new(household, "D10", "private", today.PlusDays(-20))));
        openOn(today.PlusDays(-12));
        foreach (var household in (long[])[37, 64]) Done(await desks.Reminders.Record(next("reminder", clerk), bank, new(household, "D10", "written", today.PlusDays(-12))));

        openOn(today.PlusDays(-7));
        var day = today.PlusDays(-8);
        long[] first =
        [
            await Claim(HouseholdOf(2), new(2, "A03", day, Memo: "在村口捡到手机，当天还给失主")), await Claim(leader, Organised(3, "C03", day)),
            await Claim(leader, Organised(4, "E07", day)),
            await Claim(leader, Organised(5, "E07", day)), await Claim(leader, Organised(6, "E07", day)), await Claim(clerk, new(31, "C06", day, Channel: Channel.Villagers, ClaimedBy: "李大妈")),
            await Claim(clerk, new(52, "C07", day, Channel: Channel.Villagers, Claimant: 53)), await Claim(clerk, Organised(37, "D10", day) with { Document = "整改7号", Witnesses = "王秀兰、李国强" }),
            await Claim(leader, Organised(7, "A01", day)),
        ];
        openOn(today.PlusDays(-6));
        Done(await desks.Claims.Collect(next("collection", leader), bank, new(first, "都去看过")));

        openOn(today.PlusDays(-4));
        var meeting = await Meet();
        Done(await desks.Assessments.Decide(next("decisions", assessor), bank, meeting,
        [
            new(first[0], "as_claimed"), new(first[1], "as_claimed"), new(first[2], "as_claimed"), new(first[3], "as_claimed"), new(first[4], "rejected", Reason: "签到表上没有"),
            new(first[5], "other_points", 3, "调解还没有履行完"), new(first[6], "as_claimed"), new(first[7], "as_claimed", Reason: "两次提醒后仍未清理"), new(first[8], "as_claimed"),
        ]));
        Done(await desks.Assessments.Close(next("closing", assessor), bank, meeting));

        openOn(today.PlusDays(-3));
        var notice = Done(await desks.Notices.Post(next("notice", clerk), bank, new(Days: 7, HangDays: 10))).Number;
        long[] second = [await Claim(leader, Organised(8, "E01", today.PlusDays(-4))), await Claim(leader, Organised(9, "E01", today.PlusDays(-4)))];
        Done(await desks.Claims.Collect(next("collection", leader), bank, new(second)));

        openOn(today.PlusDays(-2));
        Done(await desks.Objections.Object(next("objection", clerk), bank, notice, new(2, "那天是另外一家去的", "voice", Objector: "王大爷")));
        var later = await Meet();
        Done(await desks.Assessments.Decide(next("decisions", assessor), bank, later, [new(second[0], "as_claimed")]));

        openOn(today.PlusDays(-1));
        await Claim(HouseholdOf(1), new(1, "C08", today.PlusDays(-3), Memo: "教两家嫁接苹果树"));
        await Claim(HouseholdOf(1), new(12, "B04", today.PlusDays(-3), Memo: "陪邻居老人去体检"));
        foreach (var household in (long[])[10, 11, 13, 14, 15, 16]) await Claim(leader, Organised(household, "D03", today.PlusDays(-2)));
        long[] waiting = [await Claim(clerk, Organised(60, "A02", today.PlusDays(-2))), await Claim(clerk, Organised(61, "A02", today.PlusDays(-2))), await Claim(leader, Organised(17, "D03", today.PlusDays(-2)))];
        Done(await desks.Claims.Collect(next("collection", leader), bank, new(waiting)));
        var mistaken = await Claim(clerk, Organised(62, "A02", today.PlusDays(-2)));
        Done(await desks.Claims.Withdraw(next("withdrawal", clerk), bank, mistaken, new("户号写错了")));
    }

    async Task<long> Meet() => Done(await desks.Assessments.Open(next("assessment", assessor), bank, new(desks.Banks.Today, [2, 3, 5], "村委会"))).Number;

    async Task<long> Claim(Caller by, ClaimInput input) => Done(await desks.Claims.Submit(next("claim", by), bank, input with { Confirmed = true })).Number;

    Caller HouseholdOf(long number) => new($"household:{number}", "", [new(Role.Household, bank)], number);

    static ClaimInput Organised(long household, string rule, LocalDate day) => new(household, rule, day, Channel: Channel.Organisation, ClaimedBy: "村委会");

    static T Done<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal
        ? throw new InvalidOperationException($"the demo's week was refused: {refusal} {string.Join(", ", refusal.Facts)}")
        : outcome.Value;
}
