using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village.Service;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Demo;

/// <summary>
/// This week of the demo village's volunteers: a library, two teams, an activity whose hours wait to be confirmed, one of today with a waiting list, one that is
/// planned and one that was called off. It confirms nothing, so the published totals stay as they are.
/// </summary>
sealed class DemoVolunteers(Desks desks, Action<LocalDate> openOn, long bank, LocalDate today, Func<string, Caller?, WriteContext> next)
{
    readonly Caller clerk = new("staff:3", "记分员", [new(Role.Clerk, bank)]);
    readonly Caller leader = new("staff:7", "队长", [new(Role.TeamLeader, bank)]);
    readonly ServiceDesk service = desks.Service;

    public async Task Tell()
    {
        openOn(today.PlusDays(-7));
        Done(await service.Projects.SetClass(next("class", clerk), bank, new("general", "普通服务", "General service")));
        Done(await service.Projects.SetClass(next("class", clerk), bank, new("skilled", "技能服务", "Skilled service", 40)));
        Done(await service.Projects.SetClass(next("class", clerk), bank, new("company", "陪伴服务", "Keeping company", 120)));
        var from = today.PlusDays(-7);
        Done(await service.Projects.Publish(next("project", clerk), bank, new("河道清洁", "general", "C01", "村口河边", 12, from, TitleEn: "River cleaning", CeilingPoints: 6)));
        Done(await service.Projects.Publish(next("project", clerk), bank, new("义务理发", "skilled", "C01", "文化广场", 4, from, TitleEn: "Free haircuts")));
        Done(await service.Projects.Publish(next("project", clerk), bank, new("陪独居老人说说话", "company", "C01", "各家各户", 6, from, TitleEn: "Visits to elders living alone")));
        var river = Done(await service.Teams.Open(next("team", clerk), bank, new("护河队"))).Number;
        var elders = Done(await service.Teams.Open(next("team", clerk), bank, new("助老队"))).Number;
        foreach (var household in (long[])[1, 2, 3, 5, 8]) Done(await service.Teams.Join(next("join", leader), bank, river, Head(household)));
        foreach (var household in (long[])[4, 6, 9]) Done(await service.Teams.Join(next("join", leader), bank, elders, Head(household)));

        openOn(today.PlusDays(-3));
        var waiting = await Plan(1, river, today.PlusDays(-2), 14, 17);
        var off = await Plan(3, elders, today.PlusDays(-1), 15, 17);
        foreach (var household in (long[])[1, 2, 3, 5, 8]) await SignUp(waiting, household);

        openOn(today.PlusDays(-1));
        Done(await service.Activities.Cancel(next("cancel", leader), bank, off, new("下大雪，路滑")));
        Done(await service.Attendance.Record(next("times", clerk), bank, waiting, new(
        [
            Times(1, 14, 0, 17, 0), Times(2, 14, 5, 16, 40), Times(3, 13, 50, 17, 10), Times(5, 13, 0, 17, 0), new(Head(8), At(today.PlusDays(-2), 14, 30)),
        ])));
        var morning = await Plan(2, elders, today, 8, 11);
        foreach (var household in (long[])[4, 6, 9, 12, 14, 20]) await SignUp(morning, household);
        await Plan(1, river, today.PlusDays(6), 8, 11, open: true);
        await Plan(3, elders, today.PlusDays(9), 14, 16, open: false);
    }

    async Task<long> Plan(long project, long team, LocalDate day, int from, int until, bool open = true)
    {
        var number = Done(await service.Activities.Plan(next("activity", leader), bank, new(project, team, At(day, from), At(day, until)))).Number;
        if (open) Done(await service.Activities.Open(next("open", leader), bank, number));
        return number;
    }

    async Task SignUp(long activity, long household) => Done(await service.SignUps.SignUp(next("sign-up", leader), bank, activity, new(Head(household))));

    TimesInput Times(long household, int from, int fromMinute, int until, int untilMinute) =>
        new(Head(household), At(today.PlusDays(-2), from, fromMinute), At(today.PlusDays(-2), until, untilMinute));

    long Head(long household) => desks.Households.Get(bank, household).Value.Members.First(member => member.IsHead).Number;

    static LocalDateTime At(LocalDate day, int hour, int minute = 0) => day.At(new LocalTime(hour, minute));

    static T Done<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal
        ? throw new InvalidOperationException($"the demo's volunteers were refused: {refusal} {string.Join(", ", refusal.Facts)}")
        : outcome.Value;
}
