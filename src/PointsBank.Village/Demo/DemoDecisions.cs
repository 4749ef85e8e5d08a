using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Households;
using PointsBank.Village.Privacy;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Demo;

/// <summary>
/// What the demo village decides after it has closed its year: who stands on the black board and who is off it again, whose favours are suspended and whose are back, who
/// is honoured and who was certified. It credits nothing, so the published totals stay as they are.
/// </summary>
sealed class DemoDecisions(Desks desks, Action<LocalDate> openOn, long bank, LocalDate today, Func<string, Caller?, WriteContext> next)
{
    const long Warned = 37, MadeGood = 64, Suspended = 22, Restored = 88, AtStake = 26;

    readonly Caller supervisor = new("staff:2", "监督员", [new(Role.Supervisor, bank)]);
    readonly Caller clerk = new("staff:3", "记分员", [new(Role.Clerk, bank)]);
    readonly Caller assessor = new("staff:6", "评议员", [new(Role.Assessor, bank)]);

    /// <summary>How far into a year this can be told: before, a village is still busy with the last one.</summary>
    public static bool IsTime(LocalDate day) => day.DayOfYear > 40;

    /// <summary>The levels of the village's own, and what three households lost.</summary>
    public async Task Warn()
    {
        openOn(today.PlusDays(-28));
        var proposed = Done(await desks.Banks.Set(
            next("settings", null), bank, new(new Dictionary<string, long> { [Setting.FavourRemindBelow.Name] = 95, [Setting.FavourPauseBelow.Name] = 88 }, Document: "村民代表会议决议 2")));
        Done(await desks.Banks.Decide(next("setting-confirmation", supervisor), bank, proposed.Proposal!.Value, confirms: true));
        openOn(today.PlusDays(-25));
        foreach (var (household, rule, memo) in ((long, string, string)[])[(Suspended, "A12", "整改通知书3号，限期未改"), (Restored, "A12", "整改通知书4号，限期未改"), (AtStake, "E10", "理事会核实，超桌办席")])
            Done(await desks.Deeds.Deduct(next("deduction", clerk), bank, new(household, rule, today.PlusDays(-26), 1, null, memo)));
        openOn(today.PlusDays(-22));
        foreach (var household in (long[])[Suspended, Restored]) Done(await desks.Suspensions.Remind(next("favour-reminder", clerk), bank, new(household)));
    }

    /// <summary>Everything after the meeting of this week.</summary>
    public async Task Tell()
    {
        await PutUpLists();
        await AskForCertificates();
        await Honour();
        await Decide();
        await KeepFavours();
        openOn(today);
    }

    async Task PutUpLists()
    {
        openOn(today.PlusDays(-20));
        Done(await desks.Publications.Publish(next("publication", clerk), bank, "stars", new($"{today.Year - 1}", "年度星级户名单")));
        foreach (var line in await Best(6))
        {
            var head = Done(desks.Households.Get(bank, line.Household)).Members.First(member => member.IsHead).Number;
            Done(await desks.Privacy.Consents.Say(next("consent", clerk), bank, line.Household, new(head, Purpose.Honours, true, ConsentDesk.OnPaper, $"同意书{line.Household}号")));
        }
        // Somebody high on the red board who agreed to it takes that back: the name goes at once, also from what hangs.
        foreach (var line in (await Best(30)).Skip(3))
        {
            var household = Done(desks.Households.Get(bank, line.Household));
            if (household.Members.First(member => member.IsHead) is not { } head || !head.Consents.Contains(Purpose.Boards)) continue;
            Done(await desks.Privacy.Consents.Say(next("consent", clerk), bank, line.Household, new(head.Number, Purpose.Boards, false, ConsentDesk.AtDesk)));
            break;
        }
    }

    async Task AskForCertificates()
    {
        openOn(today.PlusDays(-11));
        var best = await Best(3);
        long[] numbers = [await Certify(HouseholdOf(best[0].Household), best[0].Household), await Certify(clerk, best[1].Household), await Certify(clerk, best[2].Household)];
        openOn(today.PlusDays(-5));
        Done(await desks.Loans.Record(next("loan", clerk), bank, new(numbers[0], "县农商银行", 10_000_000, 5_000_000, today.PlusDays(-7), "授信2026-018")));
        Done(await desks.Loans.Record(next("loan", clerk), bank, new(numbers[1], "县农商银行", 6_000_000, 0, today.PlusDays(-6), "授信2026-021")));
    }

    async Task Honour()
    {
        openOn(today.PlusDays(-6));
        Done(await desks.Honours.SetTitle(next("title", clerk), bank, new("WM", "文明家庭", "Model family", "village", "安家河村")));
        Done(await desks.Honours.SetTitle(next("title", clerk), bank, new("PA", "平安家庭", "Safe family", "township", "乡政府")));
        var candidates = Done(await desks.Honours.Propose(next("candidates", clerk), bank, new(today.Year - 1, "WM"))).Items;
        openOn(today.PlusDays(-3));
        foreach (var candidate in candidates.Take(4))
            Done(await desks.Honours.Decide(
                next("decision", assessor), bank, candidate.Number, candidate == candidates[3] ? new("declined", 1, "评议纪要2026-1", "本人希望把名额让给别家") : new("accepted", 1, "评议纪要2026-1")));
        openOn(today.PlusDays(-2));
        foreach (var candidate in candidates.Take(2))
            Done(await desks.Honours.Award(next("award", clerk), bank, new("WM", "安村发〔2026〕1号", today.PlusDays(-2), Candidate: candidate.Number)));
        Done(await desks.Honours.Award(next("award", clerk), bank, new("PA", "乡政发〔2026〕2号", today.PlusDays(-2), Household: (await Best(6))[^1].Household)));
    }

    async Task Decide()
    {
        openOn(today.PlusDays(-3));
        var warned = await Record(Warned, "整改7号", "河边倒垃圾，两次提醒后仍未清理");
        var madeGood = await Record(MadeGood, "整改8号", "门前污水外流，两次提醒后仍未处理");
        foreach (var entry in (long[])[warned, madeGood]) Done(await desks.Black.Post(next("black-posting", supervisor), bank, entry));
        var (suspended, restored) = (await Suspend(Suspended, "安村议〔2026〕3号"), await Suspend(Restored, "安村议〔2026〕4号"));
        openOn(today.PlusDays(-2));
        foreach (var number in (long[])[suspended, restored]) Done(await desks.Suspensions.Confirm(next("confirmation", supervisor), bank, number));
        openOn(today.PlusDays(-1));
        Done(await desks.Black.End(next("black-end", supervisor), bank, madeGood, new(BlackState.Amended, "污水管已接通，组长看过")));
        Done(await desks.Suspensions.Amend(next("amendment", supervisor), bank, restored, new("违建已自行拆除，村里验收过")));
        Done(await desks.BlackObjections.Object(next("black-objection", HouseholdOf(Warned)), bank, warned, new("垃圾前天已经清走了，请再来看")));
        Done(await desks.Suspensions.Object(next("favour-objection", HouseholdOf(Suspended)), bank, Suspended, new(suspended, "棚子是临时的，收完土豆就拆")));
    }

    async Task KeepFavours()
    {
        openOn(today.PlusDays(-2));
        var gift = Done(await desks.Favours.Add(next("favour", clerk), bank, new("春节慰问礼包", "Spring Festival parcel", "gift", MostDeducted: 5))).Number;
        var machine = Done(await desks.Favours.Add(
            next("favour", clerk), bank, new("优先使用村里农机", "First call on the village's machines", "priority", LeastStanding: 0, MostDeducted: 12))).Number;
        Done(await desks.Favours.Add(next("favour", clerk), bank, new("评先推优", "Put forward for honours", "honour", LeastStanding: 20)));
        foreach (var household in (long[])[12, 45]) Done(await desks.Favours.Grant(next("grant", clerk), bank, new(gift, household, "礼包一份")));
        Done(await desks.Favours.Grant(next("grant", clerk), bank, new(machine, 103, "旋耕机半天")));
    }

    /// <summary>A decision of this week's meeting for the black board, after both reminders.</summary>
    async Task<long> Record(long household, string document, string reason)
    {
        var reminders = desks.Reminders.List(bank, household, 0, 9);
        var (inPrivate, inWriting) = (reminders.First(reminder => reminder.Kind == "private").Number, reminders.First(reminder => reminder.Kind == "written").Number);
        return Done(await desks.Black.Record(next("black-entry", clerk), bank, new(household, "D10", inPrivate, inWriting, 1, document, reason))).Number;
    }

    async Task<long> Suspend(long household, string document) => Done(await desks.Suspensions.Record(
        next("suspension", assessor), bank, new(household, 1, document, "占地搭建，限期未改", today.PlusDays(57)))).Number;

    async Task<long> Certify(Caller by, long household) => Done(await desks.Ratings.Issue(next("certificate", by), bank, household, new(today.Year - 1))).Number;

    async Task<IReadOnlyList<YearEnd.YearLine>> Best(int count) => Done(await desks.Years.Lines(bank, today.Year - 1, null, count));

    Caller HouseholdOf(long number) => new($"household:{number}", "", [new(Role.Household, bank)], number);

    static T Done<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal
        ? throw new InvalidOperationException($"the demo's decisions were refused: {refusal} {string.Join(", ", refusal.Facts)}")
        : outcome.Value;
}
