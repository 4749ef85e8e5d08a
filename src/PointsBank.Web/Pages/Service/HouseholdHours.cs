using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Service;
using PointsBank.Web.Pages.Households.Personal;

namespace PointsBank.Web.Pages.Service;

/// <summary>What a household sees of service: its hours, what is open, what it signed up for.</summary>
public sealed record HouseholdServiceFacts(
    HouseholdServiceView Own, IReadOnlyList<ActivityLine> Open, IReadOnlyList<CertificateView> Certificates);

/// <summary>One activity for a household: who of it is on the list, and what can be done.</summary>
public sealed record HouseholdActivityFacts(
    ActivityView View, IReadOnlyList<VolunteerView> Members, IReadOnlyList<SignUpView> SignUps, IReadOnlyList<AttendanceView> Attendances,
    bool IsOpen, string? Code);

/// <summary>Signing up, signing in and out by the code at the door, and hours, at a household's own door.</summary>
static class HouseholdHours
{
    const int MaxOpen = 50;

    public static void MapHouseholdService(this IEndpointRouteBuilder own, Desks desks)
    {
        own.Page("/service", visit =>
        {
            var view = desks.Service.OfHousehold(visit.Bank, visit.Household, 10);
            if (view.Refusal is { } refusal) return visit.Refuse(refusal);
            var open = desks.Service.Activities.All(visit.Bank, new(ActivityState.Open, From: visit.Today.PlusDays(-1)), null, MaxOpen)
                .Where(line => line.Ends > ActivityRoutes.Now(visit));
            return visit.Show<HouseholdServicePage>(
                new HouseholdServiceFacts(
                    view.Value, [.. open.OrderBy(line => line.Begins)],
                    desks.Service.Certificates.All(visit.Bank, visit.Household, null, 10)));
        });
        own.Page("/service/certificates/{certificate}", visit => HoursRoutes.Sheet(visit,
            desks.Service.Certificates.Get(visit.Bank, visit.Ask.Number("certificate")) is { Refusal: null } found
                && found.Value.Household == visit.Household
                ? found
                : (Outcome<CertificateView>)new Refusal(VillageRefusals.UnknownCertificate), At(visit)));
        own.Page(
            "/service/members/{member}/certificate", visit => HoursRoutes.Form(visit, facts => visit.Show<CertificateFormPage>(facts)));
        own.Form("/service/members/{member}/certificate", (visit, form) => HoursRoutes.Issue(visit, form, At(visit, "certificates")));
        own.Page("/service/{activity}", visit => With(visit, null, facts => Task.FromResult(visit.Show<HouseholdActivityPage>(facts))));
        own.Form("/service/{activity}/sign-ups", (visit, form) => List(visit, form, desks.Service.SignUps.SignUp, "signed_up"));
        own.Form("/service/{activity}/withdrawals", (visit, form) => List(visit, form, desks.Service.SignUps.Withdraw, "signed_off"));
        own.Page(
            "/service/{activity}/door",
            visit => With(visit, Typed(visit.Query("code")), facts => Task.FromResult(visit.Show<HouseholdActivityPage>(facts))));
        own.Form("/service/{activity}/door", (visit, form) => With(visit, form.Text("token"), async facts =>
        {
            var (member, kind) = (form.RequiredNumber("member"), form.Text("kind"));
            if (form.Finish() is { } refusals) return visit.Again<HouseholdActivityPage>(refusals, facts);
            var signed = await visit.Write(
                form,
                context => desks.Service.Attendance.SignByCode(
                    context, visit.Bank, facts.View.Number, new(member, kind, facts.Code ?? "")));
            return signed.Refusal is { } refusal
                ? visit.Again<HouseholdActivityPage>(refusal, facts)
                : visit.Go(At(visit, $"{facts.View.Number}"), kind == "came" ? "signed_in" : "signed_out_of_activity");
        }));
    }

    /// <summary>An address of these pages.</summary>
    public static string At(Visit visit, string page = "") =>
        page.Length == 0 ? $"{HouseholdRoutes.Home(visit)}/service" : $"{HouseholdRoutes.Home(visit)}/service/{page}";

    /// <summary>The code as it is scanned, or typed from the poster with the spaces that part it there.</summary>
    static string? Typed(string? code) => code is null ? null : string.Concat(code.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    static Task<IResult> List(
        Visit visit, FormReader form, Func<WriteContext, long, long, SignUpInput, Task<Outcome<SignUpsView>>> turn, string done) =>
        With(visit, null, async facts =>
    {
        var member = form.RequiredNumber("member");
        if (form.Finish() is { } refusals) return visit.Again<HouseholdActivityPage>(refusals, facts);
        var turned = await visit.Write(form, context => turn(context, visit.Bank, facts.View.Number, new(member)));
        if (turned.Refusal is { } refusal) return visit.Again<HouseholdActivityPage>(refusal, facts);
        var waits = done == "signed_up" && turned.Value.Items.Any(item => item.Member == member && item.Waits is not null);
        return visit.Go(At(visit, $"{facts.View.Number}"), waits ? "on_waiting_list" : done);
    });

    static async Task<IResult> With(Visit visit, string? code, Func<HouseholdActivityFacts, Task<IResult>> show)
    {
        var service = visit.Desks.Service;
        var found = service.Activities.Get(visit.Bank, visit.Ask.Number("activity"));
        // What is only planned is nothing for the village yet.
        if (found.Refusal is not null || found.Value.State == ActivityState.Planned)
            return visit.Refuse(new Refusal(VillageRefusals.UnknownActivity, "activity"));
        var number = found.Value.Number;
        return await show(new(
            found.Value, service.Volunteers.OfHousehold(visit.Bank, visit.Household),
            [.. service.SignUps.Of(visit.Bank, number).Value.Items.Where(item => item.Household == visit.Household)],
            [.. service.Attendance.Of(visit.Bank, number).Value.Items.Where(item => item.Household == visit.Household)],
            ActivityRoutes.IsOpen(visit, found.Value), code));
    }
}
