using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;
using PointsBank.Village.Honours;
using PointsBank.Village.Households;
using PointsBank.Village.Privacy;
using PointsBank.Village.YearEnd;
using static PointsBank.Demo.DemoLife;

namespace PointsBank.Demo;

/// <summary>
/// What the demo village decided of late: who stands on the black board and who is off it again, whose favours are suspended and whose are
/// back, who is honoured and who was certified. It credits nothing, so the published totals stay as they are.
/// </summary>
sealed class DemoDecisions(DemoLife life, DemoClaims week)
{
    readonly Desks desks = life.Desks;
    readonly long bank = life.Bank;
    readonly LocalDate today = life.Today;
    readonly DemoStaff staff = life.Staff;
    readonly int lastYear = life.Today.Year - 1;

    public void Tell()
    {
        KeepBlackBoard();
        // In January a village is still busy with the year that ended: nothing of the new one is settled, and that of the old one is not
        // closed.
        if (life.Span.Settled is { } settled)
        {
            life.On(today.PlusDays(-20), PutUpLists);
            AskForCertificates();
            Honour();
            Suspend(settled.PlusMonths(1).PlusDays(8));
        }
        life.On(today.PlusDays(-2), KeepFavours);
    }

    async Task PutUpLists()
    {
        Done(await desks.Publications.Publish(life.Next("publication", staff.Clerk), bank, "stars", new($"{lastYear}", "年度星级户名单")));
        foreach (var line in Best(6))
            Done(await desks.Privacy.Consents.Say(
                life.Next("consent", staff.Clerk), bank, line.Household,
                new(life.HeadOf(line.Household), Purpose.Honours, true, ConsentDesk.OnPaper, $"同意书{line.Household}号")));
        // Somebody high on the red board who agreed to it takes that back: the name goes at once, also from what hangs.
        foreach (var line in (Best(30)).Skip(3))
        {
            var household = Done(desks.Households.Get(bank, line.Household));
            if (household.Members.First(member => member.IsHead) is not { } head || !head.Consents.Contains(Purpose.Boards)) continue;
            Done(
                await desks.Privacy.Consents.Say(
                    life.Next("consent", staff.Clerk), bank, line.Household, new(head.Number, Purpose.Boards, false, ConsentDesk.AtDesk)));
            break;
        }
    }

    void AskForCertificates()
    {
        long[] numbers = [];
        life.On(today.PlusDays(-11), async () =>
        {
            var best = Best(3);
            numbers =
            [
                await Certify(staff.HouseholdOf(best[0].Household), best[0].Household), await Certify(staff.Clerk, best[1].Household),
                await Certify(staff.Clerk, best[2].Household),
            ];
        });
        life.On(today.PlusDays(-5), async () =>
        {
            Done(
                await desks.Loans.Record(
                    life.Next("loan", staff.Clerk), bank,
                    new(numbers[0], "县农商银行", 10_000_000, 5_000_000, today.PlusDays(-7), $"授信{today.Year}-018")));
            Done(
                await desks.Loans.Record(
                    life.Next("loan", staff.Clerk), bank,
                    new(numbers[1], "县农商银行", 6_000_000, 0, today.PlusDays(-6), $"授信{today.Year}-021")));
        });
    }

    void Honour()
    {
        IReadOnlyList<CandidateView> candidates = [];
        var minutes = $"评议纪要{today.Year}-1";
        life.On(today.PlusDays(-6), async () =>
        {
            Done(await desks.Honours.SetTitle(life.Next("title", staff.Clerk), bank, new("WM", "文明家庭", "Model family", "village", "安家河村")));
            Done(await desks.Honours.SetTitle(life.Next("title", staff.Clerk), bank, new("PA", "平安家庭", "Safe family", "township", "乡政府")));
            candidates = Done(await desks.Honours.Propose(life.Next("candidates", staff.Clerk), bank, new(lastYear, "WM"))).Items;
        });
        life.On(today.PlusDays(-3), async () =>
        {
            foreach (var candidate in candidates.Take(4))
                Done(await desks.Honours.Decide(
                    life.Next("decision", staff.AssessorFor(candidate.Household)), bank, candidate.Number,
                    candidate == candidates[3]
                        ? new("declined", week.Meeting, minutes, "本人希望把名额让给别家")
                        : new("accepted", week.Meeting, minutes)));
        });
        life.On(today.PlusDays(-2), async () =>
        {
            foreach (var candidate in candidates.Take(2))
                Done(
                    await desks.Honours.Award(
                        life.Next("award", staff.Clerk), bank,
                        new("WM", $"安村发〔{today.Year}〕1号", today.PlusDays(-2), Candidate: candidate.Number)));
            Done(await desks.Honours.Award(
                life.Next("award", staff.Clerk), bank,
                new("PA", $"乡政发〔{today.Year}〕2号", today.PlusDays(-2), Household: (Best(6))[^1].Household)));
        });
    }

    void KeepBlackBoard()
    {
        long standing = 0, madeGood = 0;
        life.On(today.PlusDays(-3), async () =>
        {
            standing = await Record(DemoClaims.OnTheBoard, "整改7号", "河边倒垃圾，两次提醒后仍未清理");
            madeGood = await Record(DemoClaims.MadeGood, "整改8号", "门前污水外流，两次提醒后仍未处理");
            foreach (var entry in (long[])[standing, madeGood])
                Done(await desks.Black.Post(life.Next("black-posting", staff.Supervisor), bank, entry));
        });
        life.On(today.PlusDays(-1), async () =>
        {
            Done(await desks.Black.End(life.Next("black-end", staff.Supervisor), bank, madeGood, new(BlackState.Amended, "污水管已接通，组长看过")));
            Done(
                await desks.BlackObjections.Object(
                    life.Next("black-objection", staff.HouseholdOf(DemoClaims.OnTheBoard)), bank, standing, new("垃圾前天已经清走了，请再来看")));
        });
    }

    void Suspend(LocalDate remindedOn)
    {
        const long Suspended = DemoPlanDeeds.Suspended, Restored = DemoPlanDeeds.Restored;
        long suspended = 0, restored = 0;
        life.On(remindedOn, async () =>
        {
            foreach (var household in (long[])[Suspended, Restored])
                Done(await desks.Suspensions.Remind(life.Next("favour-reminder", staff.Clerk), bank, new(household)));
        });
        life.On(today.PlusDays(-3), async () =>
            (suspended, restored) = (await Suspend(Suspended, $"安村议〔{today.Year}〕3号"), await Suspend(Restored, $"安村议〔{today.Year}〕4号")));
        life.On(today.PlusDays(-2), async () =>
        {
            foreach (var number in (long[])[suspended, restored])
                Done(await desks.Suspensions.Confirm(life.Next("confirmation", staff.Supervisor), bank, number));
        });
        life.On(today.PlusDays(-1), async () =>
        {
            Done(await desks.Suspensions.Amend(life.Next("amendment", staff.Supervisor), bank, restored, new("违建已自行拆除，村里验收过")));
            Done(
                await desks.Suspensions.Object(
                    life.Next("favour-objection", staff.HouseholdOf(Suspended)), bank, Suspended, new(suspended, "棚子是临时的，收完土豆就拆")));
        });
    }

    async Task KeepFavours()
    {
        var gift = Done(
            await desks.Favours.Add(
                life.Next("favour", staff.Clerk), bank, new("春节慰问礼包", "Spring Festival parcel", "gift", MostDeducted: 5))).Number;
        var machine = Done(await desks.Favours.Add(
            life.Next("favour", staff.Clerk), bank,
            new("优先使用村里农机", "First call on the village's machines", "priority", LeastStanding: 0, MostDeducted: 12))).Number;
        Done(
            await desks.Favours.Add(
                life.Next("favour", staff.Clerk), bank, new("评先推优", "Put forward for honours", "honour", LeastStanding: 20)));
        foreach (var household in (long[])[12, 45])
            Done(await desks.Favours.Grant(life.Next("grant", staff.Clerk), bank, new(gift, household, "礼包一份")));
        Done(await desks.Favours.Grant(life.Next("grant", staff.Clerk), bank, new(machine, 103, "旋耕机半天")));
    }

    /// <summary>A decision of this week's meeting for the black board, after both reminders.</summary>
    async Task<long> Record(long household, string document, string reason)
    {
        var reminders = desks.Reminders.List(bank, household, 0, 9);
        var (inPrivate, inWriting) = (
            reminders.First(reminder => reminder.Kind == "private").Number, reminders.First(reminder => reminder.Kind == "written").Number);
        return Done(
            await desks.Black.Record(
                life.Next("black-entry", staff.Clerk), bank,
                new(household, "D10", inPrivate, inWriting, week.Meeting, document, reason))).Number;
    }

    async Task<long> Suspend(long household, string document) => Done(await desks.Suspensions.Record(
        life.Next("suspension", staff.Assessor), bank, new(household, week.Meeting, document, "占地搭建，限期未改", today.PlusDays(57)))).Number;

    async Task<long> Certify(Caller by, long household) =>
        Done(await desks.Ratings.Issue(life.Next("certificate", by), bank, household, new(lastYear))).Number;

    IReadOnlyList<YearLine> Best(int count) => Done(desks.Years.Lines(bank, lastYear, null, count));
}
