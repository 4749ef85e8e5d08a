using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Service;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.Service;

/// <summary>Somebody whose times are written down, with what is known of them.</summary>
public sealed record TimesRow(long Member, string Name, string Household, AttendanceView? Known);

/// <summary>The list at the door, to be copied: everybody on the list, and who came without being on it.</summary>
public sealed record TimesFacts(ActivityView View, IReadOnlyList<TimesRow> Rows);

/// <summary>Hours to be confirmed, as they would be.</summary>
public sealed record ConfirmFacts(ActivityView View, IReadOnlyList<(AttendanceView Attendance, ConfirmationView Would)> Lines);

/// <summary>Somebody's attendance, to be struck off.</summary>
public sealed record StrikeFacts(ActivityView View, AttendanceView Attendance);

/// <summary>Times of those who came, and confirming them.</summary>
static class TimesRoutes
{
    public static void MapTimesPages(this IEndpointRouteBuilder door, Desks desks)
    {
        door.Page("/activities/{activity}/times", visit => ActivityRoutes.With(visit, facts => visit.Show<TimesPage>(Times(visit, facts))));
        door.Form("/activities/{activity}/times", (visit, form) => ActivityRoutes.WithAsync(visit, facts => Record(visit, form, facts)));
        door.Page(
            "/activities/{activity}/strike",
            visit => ActivityRoutes.With(
                visit,
                facts => Struck(visit, facts, TypedText.Number(visit.Query("attendance") ?? ""), found => visit.Show<StrikePage>(found))));
        door.Form("/activities/{activity}/strike", (visit, form) => ActivityRoutes.WithAsync(visit, async facts =>
        {
            var number = form.RequiredNumber("attendance");
            if (facts.Attendances.FirstOrDefault(item => item.Number == number) is not { } attendance)
                return visit.Refuse(new Refusal(VillageRefusals.UnknownAttendance));
            var struck = await visit.Write(
                form, context => desks.Service.Attendance.Strike(context, visit.Bank, number, new(form.Text("reason"))));
            return struck.Refusal is { } refusal
                ? visit.Again<StrikePage>(refusal, new StrikeFacts(facts.View, attendance))
                : visit.Go(ServiceRoutes.At(visit, facts.View.Number), "attendance_struck");
        }));
        door.Form("/activities/{activity}/confirm/check", (visit, form) => ActivityRoutes.WithAsync(visit, async facts =>
        {
            var numbers = Numbers(form);
            if (form.Finish() is { } refusals) return visit.Again<ActivityPage>(refusals, facts);
            var tried = await visit.Try(
                context => desks.Service.Confirmations.Confirm(context, visit.Bank, facts.View.Number, new(numbers)));
            if (tried.Refusal is { } refusal) return visit.Again<ActivityPage>(refusal, facts);
            return visit.Show<ConfirmPage>(new ConfirmFacts(
                facts.View,
                [.. tried.Value.Items.Select(would => (facts.Attendances.First(item => item.Number == would.Attendance), would))]));
        }));
        door.Form(
            "/activities/{activity}/confirm/again",
            (visit, _) => ActivityRoutes.WithAsync(visit, facts => Task.FromResult(visit.Show<ActivityPage>(facts))));
        door.Form("/activities/{activity}/confirm", (visit, form) => ActivityRoutes.WithAsync(visit, async facts =>
        {
            var numbers = Numbers(form);
            if (form.Finish() is { } refusals) return visit.Again<ActivityPage>(refusals, facts);
            var confirmed = await visit.Write(
                form, context => desks.Service.Confirmations.Confirm(context, visit.Bank, facts.View.Number, new(numbers)));
            return confirmed.Refusal is { } refusal
                ? visit.Again<ActivityPage>(refusal, facts)
                : visit.Go(ServiceRoutes.At(visit, facts.View.Number), "hours_confirmed", ("count", confirmed.Value.Items.Count));
        }));
    }

    static async Task<IResult> Record(Visit visit, FormReader form, ActivityFacts facts)
    {
        var (rows, places) = (new List<TimesInput>(), new List<int>());
        var reason = form.Text("reason");
        for (var i = 0; form.Number($"rows[{i}].member") is { } member; i++)
        {
            var (came, left) = (form.Time($"rows[{i}].came"), form.Time($"rows[{i}].left"));
            if (came is null && left is null) continue;
            rows.Add(new(member, On(facts.View, came), On(facts.View, left), reason));
            places.Add(i);
        }
        if (rows.Count == 0) form.Refuse(new(VillageRefusals.MissingValue, "rows"));
        if (form.Finish() is { } refusals) return visit.Again<TimesPage>(refusals, Times(visit, facts));
        var way = ClerkLinks.IsClerk(visit) ? "clerk" : "list";
        var recorded = await visit.Write(
            form, context => visit.Desks.Service.Attendance.Record(context, visit.Bank, facts.View.Number, new(rows, way)));
        return recorded.Refusal is { } refusal
            ? visit.Again<TimesPage>(InForm(refusal, places), Times(visit, facts))
            : visit.Go(ServiceRoutes.At(visit, facts.View.Number), "times_recorded");
    }

    /// <summary>
    /// A row that was left empty was not sent on: the refused one stands elsewhere in the form. One reason is asked for all.
    /// </summary>
    static Refusal InForm(Refusal refusal, List<int> places)
    {
        if (refusal.Field?.Split('[', ']', '.') is not ["rows", var at, _, var field] || TypedText.Number(at) is not { } row)
            return refusal;
        return refusal with { Field = field == "reason" ? "reason" : $"rows[{places[(int)row]}].{(field == "left" ? "left" : "came")}" };
    }

    /// <summary>A time of the activity's day; where that goes on past midnight, an early one is the next day's.</summary>
    static LocalDateTime? On(ActivityView view, LocalTime? time)
    {
        if (time is not { } given) return null;
        var first = view.Begins.Date + given;
        return view.Ends.Date > view.Begins.Date && first < view.Begins.PlusHours(-6) ? first.PlusDays(1) : first;
    }

    static TimesFacts Times(Visit visit, ActivityFacts facts)
    {
        var rows = facts.SignUps.Select(item => new TimesRow(item.Member, item.Name, $"{item.Household}", Of(item.Member))).ToList();
        rows.AddRange(
            facts.Attendances.Where(item => facts.SignUps.All(signed => signed.Member != item.Member)).Select(
                item => new TimesRow(item.Member, item.Name, $"{item.Household}", item)));
        var added = visit.Query("member") is { } typed ? TypedText.Number(typed) : null;
        foreach (var member in Posted(visit).Append(added ?? 0))
            if (rows.All(row => row.Member != member) && visit.Desks.Service.Volunteers.Get(visit.Bank, member) is { Refusal: null } found)
                rows.Add(new(member, found.Value.Name, $"{found.Value.Household}", null));
        return new(facts.View, rows);

        AttendanceView? Of(long member) => facts.Attendances.FirstOrDefault(item => item.Member == member);
    }

    /// <summary>Whoever stood in the form that is shown again.</summary>
    static IEnumerable<long> Posted(Visit visit)
    {
        for (var i = 0; visit.Posted($"rows[{i}].member") is { } member; i++) yield return TypedText.Number(member) ?? 0;
    }

    static List<long> Numbers(FormReader form)
    {
        var numbers = form.All("tick").Select(TypedText.Number).OfType<long>().Distinct().ToList();
        if (numbers.Count == 0) form.Refuse(new(VillageRefusals.MissingValue, "tick"));
        return numbers;
    }

    static IResult Struck(Visit visit, ActivityFacts facts, long? number, Func<StrikeFacts, IResult> show) =>
        facts.Attendances.FirstOrDefault(item => item.Number == number) is { } attendance
            ? show(new(facts.View, attendance))
            : visit.Refuse(new Refusal(VillageRefusals.UnknownAttendance));
}
