using System.Security.Cryptography;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Households;
using PointsBank.Village.Service;

namespace PointsBank.Web.Pages.Service;

/// <summary>An activity with its list and who came; whose hours the visitor wrote down is barred to them.</summary>
public sealed record ActivityFacts(
    ActivityView View, IReadOnlyList<SignUpView> SignUps, IReadOnlyList<AttendanceView> Attendances, IReadOnlySet<long> Barred);

/// <summary>An activity to plan, or to change where it is there already.</summary>
public sealed record PlanFacts(IReadOnlyList<ProjectView> Projects, IReadOnlyList<TeamLine> Teams, ActivityView? Before);

/// <summary>People to put on the list: the members of the households found.</summary>
public sealed record PeopleFacts(ActivityView View, IReadOnlyList<HouseholdView> Households, bool IsOpen);

/// <summary>The code at the door: the secret from which it is made, drawn for this form.</summary>
public sealed record CodeFacts(ActivityView View, string Seed);

/// <summary>The poster for the door with the code's address.</summary>
public sealed record CodeSheetFacts(ActivityView View, string? Address, string Token);

/// <summary>Planning activities, taking them through their states, and the list of who means to come.</summary>
static class ActivityRoutes
{
    const int MaxFound = 8;

    public static void MapActivityPages(this IEndpointRouteBuilder door, Desks desks)
    {
        door.Page("/activities/new", visit => visit.Show<PlanPage>(Plan(visit)));
        door.Form("/activities", async (visit, form) =>
        {
            var (begins, ends) = Times(form, form.RequiredDate("day"));
            var input = new ActivityInput(
                form.RequiredNumber("project"), form.RequiredNumber("team"), begins, ends, form.Text("title"), form.Text("place"),
                form.Number("wanted"));
            if (form.Finish() is { } refusals) return visit.Again<PlanPage>(refusals, Plan(visit));
            var planned = await visit.Write(form, context => desks.Service.Activities.Plan(context, visit.Bank, input));
            return planned.Refusal is { } refusal
                ? visit.Again<PlanPage>(refusal, Plan(visit))
                : visit.Go(ServiceRoutes.At(visit, planned.Value.Number), "activity_planned");
        });
        door.Page("/activities/{activity}", visit => With(visit, facts => visit.Show<ActivityPage>(facts)));
        door.Page("/activities/{activity}/terms", visit => With(visit, facts => visit.Show<PlanPage>(Plan(visit, facts.View))));
        door.Form("/activities/{activity}/terms", (visit, form) => WithAsync(visit, async facts =>
        {
            var (begins, ends) = Times(form, form.RequiredDate("day"));
            var before = facts.View;
            var wanted = form.Number("wanted");
            if (form.Finish() is { } refusals) return visit.Again<PlanPage>(refusals, Plan(visit, before));
            var changed = await visit.Write(form, context => desks.Service.Activities.Change(
                context, visit.Bank, before.Number, new(begins, ends, form.Text("place"), wanted, form.Text("reason"))));
            return changed.Refusal is { } refusal
                ? visit.Again<PlanPage>(refusal, Plan(visit, before))
                : visit.Go(ServiceRoutes.At(visit, before.Number), "activity_changed");
        }));
        door.Form("/activities/{activity}/steps", (visit, form) => WithAsync(visit, async facts =>
        {
            var stepped = await visit.Write(
                form,
                context => desks.Service.Activities.Advance(
                    context, visit.Bank, facts.View.Number, new(form.Text("state"), form.Text("reason"))));
            return stepped.Refusal is { } refusal
                ? visit.Again<ActivityPage>(refusal, facts)
                : visit.Go(ServiceRoutes.At(visit, facts.View.Number), "activity_" + stepped.Value.State);
        }));
        door.Page("/activities/{activity}/people", visit => With(visit, facts =>
        {
            var found = visit.Query("q") is { Length: > 0 } typed
                ? desks.Finder.Find(visit.Bank, typed, MaxFound).Select(line => desks.Households.Get(visit.Bank, line.Number).Value)
                    .ToList()
                : [];
            return visit.Show<PeoplePage>(new PeopleFacts(facts.View, found, IsOpen(visit, facts.View)));
        }));
        door.Form("/activities/{activity}/sign-ups", (visit, form) => List(visit, form, desks.Service.SignUps.SignUp, "signed_up"));
        door.Form("/activities/{activity}/withdrawals", (visit, form) => List(visit, form, desks.Service.SignUps.Withdraw, "signed_off"));
        door.Page("/activities/{activity}/sheet", visit => With(visit, facts => visit.Show<ActivitySheet>(facts)));
        door.Page("/activities/{activity}/code", visit => With(visit, facts =>
            visit.Show<CodePage>(new CodeFacts(facts.View, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))))));
        // The poster is the answer itself: the same form sent again shows the same code.
        door.Form("/activities/{activity}/code", (visit, form) => WithAsync(visit, async facts =>
        {
            var seed = form.Required("seed");
            var issued = form.Finish() is null
                ? await visit.Write(form, context => desks.Service.Activities.IssueCode(context, visit.Bank, facts.View.Number, seed))
                : new Refusal(VillageRefusals.MissingValue, "seed");
            if (issued.Refusal is { } refusal) return visit.Again<CodePage>(refusal, new CodeFacts(facts.View, seed));
            var token = issued.Value.Token!;
            return visit.Show<CodeSheet>(
                new CodeSheetFacts(
                    facts.View, visit.Outside($"{visit.Home}/door/{facts.View.Number}{QueryString.Create("code", token)}"), token));
        }));
    }

    /// <summary>The activity of the address with its list, for whoever acts for its team.</summary>
    public static Task<IResult> With(Visit visit, Func<ActivityFacts, IResult> show) =>
        WithAsync(visit, facts => Task.FromResult(show(facts)));

    public static async Task<IResult> WithAsync(Visit visit, Func<ActivityFacts, Task<IResult>> show)
    {
        var service = visit.Desks.Service;
        var found = service.Activities.Led(visit.Caller, visit.Bank, visit.Ask.Number("activity"));
        if (found.Refusal is { } refusal) return visit.Refuse(refusal);
        var number = found.Value.Number;
        return await show(
            new(
                found.Value, service.SignUps.Of(visit.Bank, number).Value.Items, service.Attendance.Of(visit.Bank, number).Value.Items,
                service.Attendance.BarredTo(visit.Caller, visit.Bank, number)));
    }

    /// <summary>Whether somebody may still sign up.</summary>
    public static bool IsOpen(Visit visit, ActivityView view) => view.State == ActivityState.Open && view.Ends > Now(visit);

    public static LocalDateTime Now(Visit visit) => visit.Desks.Banks.LocalNow;

    static Task<IResult> List(
        Visit visit, FormReader form, Func<WriteContext, long, long, SignUpInput, Task<Outcome<SignUpsView>>> turn,
        string done) => WithAsync(visit, async facts =>
    {
        var member = form.RequiredNumber("member");
        if (form.Finish() is { } refusals) return visit.Again<ActivityPage>(refusals, facts);
        var turned = await visit.Write(form, context => turn(context, visit.Bank, facts.View.Number, new(member)));
        return turned.Refusal is { } refusal
            ? visit.Again<ActivityPage>(refusal, facts)
            : visit.Go(ServiceRoutes.At(visit, facts.View.Number), turned.Value.MovedUp.Count > 0 ? "moved_up" : done);
    });

    static PlanFacts Plan(Visit visit, ActivityView? before = null) => new(
        visit.Desks.Service.Projects.All(visit.Bank).Where(project => project.ValidUntil is null || project.ValidUntil >= visit.Today)
            .ToList(),
        visit.Desks.Service.Teams.All(visit.Bank).Where(team => team.EndedAt is null && visit.Caller.Leads(visit.Bank, team.Number))
            .ToList(),
        before);

    /// <summary>From when until when; an end before the beginning is meant for the day after.</summary>
    static (LocalDateTime Begins, LocalDateTime Ends) Times(FormReader form, LocalDate day)
    {
        var (begins, ends) = (form.Time("begins"), form.Time("ends"));
        if (begins is null && form.Text("begins").Length == 0) form.Refuse(new(VillageRefusals.MissingValue, "begins"));
        if (ends is null && form.Text("ends").Length == 0) form.Refuse(new(VillageRefusals.MissingValue, "ends"));
        if (begins is not { } first || ends is not { } last || day == default) return default;
        return (day + first, (last < first ? day.PlusDays(1) : day) + last);
    }
}
