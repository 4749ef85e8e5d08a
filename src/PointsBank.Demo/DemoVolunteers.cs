using NodaTime;
using PointsBank.Village.Service;
using static PointsBank.Demo.DemoLife;

namespace PointsBank.Demo;

/// <summary>
/// The demo village's volunteers: a library, two teams, the activities of the plan, whose hours one leader writes down and another
/// confirms; and this week: an activity whose hours wait to be confirmed, one of today with a waiting list, one that is planned and one
/// that was called off.
/// </summary>
sealed class DemoVolunteers(DemoLife life)
{
    const long River = 1, Elders = 2;

    static readonly Dictionary<string, (long Project, long Team)> Projects =
        new() { ["C01"] = (4, Elders), ["C02"] = (5, River), ["D05"] = (6, River), ["D09"] = (7, River) };

    readonly ServiceDesk service = life.Desks.Service;
    readonly long bank = life.Bank;
    readonly LocalDate today = life.Today;
    readonly DemoStaff staff = life.Staff;

    public void Tell(DemoPlan plan)
    {
        life.On(life.Span.First.PlusDays(1), Begin);
        foreach (var activity in plan.Events.OfType<DemoCredit>().Where(credit => credit.Way == DemoWay.Service).GroupBy(
            credit => (credit.Date, credit.RuleCode, credit.MemoZh)))
        {
            var number = 0L;
            life.On(
                activity.Key.Date.PlusDays(-3),
                async () => number = await Announce(activity.Key.RuleCode, activity.Key.Date, activity.Key.MemoZh, [.. activity]));
            life.On(activity.Key.Date.PlusDays(1), () => Confirm(number, activity.Key.Date, [.. activity]));
        }
        TellThisWeek();
    }

    async Task Begin()
    {
        Done(await service.Projects.SetClass(life.Next("class", staff.Clerk), bank, new("general", "普通服务", "General service")));
        Done(await service.Projects.SetClass(life.Next("class", staff.Supervisor), bank, new("skilled", "技能服务", "Skilled service", 40)));
        Done(await service.Projects.SetClass(life.Next("class", staff.Clerk), bank, new("company", "陪伴服务", "Keeping company", 120)));
        var from = life.Span.First;
        foreach (var project in (ProjectInput[])
        [
            new("河道清洁", "general", "C01", "村口河边", 12, from, TitleEn: "River cleaning", CeilingPoints: 6),
            new("义务理发", "skilled", "C01", "文化广场", 4, from, TitleEn: "Free haircuts"),
            new("陪独居老人说说话", "company", "C01", "各家各户", 6, from, TitleEn: "Visits to elders living alone"),
            new("志愿服务日", "general", "C01", "全村", 60, from, TitleEn: "Volunteers' day"),
            new("防汛值守", "general", "C02", "河道沟口", 60, from, TitleEn: "Flood watch"),
            new("植树护林巡渠", "general", "D05", "后山和渠边", 60, from, TitleEn: "Trees, forest and ditches"),
            new("清淤修渠", "general", "D09", "主渠", 40, from, TitleEn: "Mending the ditch"),
        ])
            Done(await service.Projects.Publish(life.Next("project", staff.Clerk), bank, project));
        Done(await service.Teams.Open(life.Next("team", staff.Clerk), bank, new("护河队")));
        Done(await service.Teams.Open(life.Next("team", staff.Clerk), bank, new("助老队")));
        foreach (var household in (long[])[1, 2, 3, 5, 8])
            Done(await service.Teams.Join(life.Next("join", staff.TeamLeader), bank, River, life.HeadOf(household)));
        foreach (var household in (long[])[4, 6, 9])
            Done(await service.Teams.Join(life.Next("join", staff.TeamLeader), bank, Elders, life.HeadOf(household)));
    }

    async Task<long> Announce(string rule, LocalDate day, string title, IReadOnlyList<DemoCredit> people)
    {
        var (project, team) = Projects[rule];
        var number = await Plan(project, team, day, 8, 8 + people.Max(credit => credit.Quantity), title: title, wanted: people.Count);
        await All(
            people.Select(
                credit => service.SignUps.SignUp(life.Next("sign-up", staff.TeamLeader), bank, number, new(credit.Member!.Value))));
        return number;
    }

    async Task Confirm(long activity, LocalDate day, IReadOnlyList<DemoCredit> people)
    {
        var rows = Done(await service.Attendance.Record(life.Next("times", staff.TeamLeader), bank, activity, new(
            [.. people.Select(credit => new TimesInput(credit.Member!.Value, At(day, 8), At(day, 8 + credit.Quantity)))]))).Items;
        var confirmed = Done(
            await service.Confirmations.Confirm(
                life.Next("confirmation", staff.Confirmer), bank, activity, new([.. rows.Select(row => row.Number)])));
        if (confirmed.Items.Any(item => item.Lapsed > 0))
            throw new InvalidOperationException($"the demo's plan passes a cap with the hours of {day}");
        Done(await service.Activities.Close(life.Next("activity-close", staff.TeamLeader), bank, activity));
    }

    /// <summary>Confirms nothing, so the published totals stay as they are.</summary>
    void TellThisWeek()
    {
        long waiting = 0, off = 0;
        life.On(today.PlusDays(-3), async () =>
        {
            waiting = await Plan(1, River, today.PlusDays(-2), 14, 17);
            off = await Plan(3, Elders, today.PlusDays(-1), 15, 17);
            foreach (var household in (long[])[1, 2, 3, 5, 8]) await SignUp(waiting, household);
        });
        life.On(today.PlusDays(-1), async () =>
        {
            Done(await service.Activities.Cancel(life.Next("cancel", staff.TeamLeader), bank, off, new("路滑，改日再去")));
            Done(await service.Attendance.Record(life.Next("times", staff.TeamLeader), bank, waiting, new(
            [
                Times(1, 14, 0, 17, 0), Times(2, 14, 5, 16, 40), Times(3, 13, 50, 17, 10), Times(5, 13, 0, 17, 0),
                new(life.HeadOf(8), At(today.PlusDays(-2), 14, 30)),
            ])));
            var morning = await Plan(2, Elders, today, 8, 11);
            foreach (var household in (long[])[4, 6, 9, 12, 14, 20]) await SignUp(morning, household);
            await Plan(1, River, today.PlusDays(6), 8, 11);
            await Plan(3, Elders, today.PlusDays(9), 14, 16, open: false);
        });
    }

    async Task<long> Plan(
        long project, long team, LocalDate day, int from, int until, bool open = true, string? title = null, long? wanted = null)
    {
        var number = Done(
            await service.Activities.Plan(
                life.Next("activity", staff.TeamLeader), bank,
                new(project, team, At(day, from), At(day, until), title, Wanted: wanted))).Number;
        if (open) Done(await service.Activities.Open(life.Next("open", staff.TeamLeader), bank, number));
        return number;
    }

    async Task SignUp(long activity, long household) =>
        Done(await service.SignUps.SignUp(life.Next("sign-up", staff.TeamLeader), bank, activity, new(life.HeadOf(household))));

    TimesInput Times(long household, int from, int fromMinute, int until, int untilMinute) =>
        new(life.HeadOf(household), At(today.PlusDays(-2), from, fromMinute), At(today.PlusDays(-2), until, untilMinute));

    static LocalDateTime At(LocalDate day, int hour, int minute = 0) => day.At(new LocalTime(hour, minute));
}
