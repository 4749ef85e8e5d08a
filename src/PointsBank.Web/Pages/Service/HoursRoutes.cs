using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Service;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;

namespace PointsBank.Web.Pages.Service;

/// <summary>Certificates that were issued, the newest first.</summary>
public sealed record CertificatesFacts(IReadOnlyList<CertificateView> Items, string? Next);

/// <summary>A certificate to issue for somebody.</summary>
public sealed record CertificateFormFacts(VolunteerView Volunteer, LocalDate From, LocalDate Until);

/// <summary>A certificate on paper, with the address at which its code is checked.</summary>
public sealed record CertificateFacts(CertificateView Certificate, string? CheckAddress, string Back);

/// <summary>What is odd about hours of these days.</summary>
public sealed record ServiceExceptionsFacts(LocalDate From, LocalDate Until, IReadOnlyList<ServiceException> Lines);

/// <summary>Hours and stars, certificates, and what is odd: for the clerk and the supervisor.</summary>
static class HoursRoutes
{
    const int OnAPage = 50;

    public static void MapHoursPages(this IEndpointRouteBuilder door, Desks desks)
    {
        door.Page("/volunteers", async visit =>
        {
            var volunteers = desks.Service.Volunteers.All(visit.Bank, visit.Query("after"), OnAPage);
            return volunteers.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<VolunteersPage>(volunteers.Value);
        });
        door.Page("/volunteers/{member}/certificate", visit => Form(visit, facts => visit.Show<CertificateFormPage>(facts)))
            .Requires(Role.Clerk);
        door.Form("/volunteers/{member}/certificate", (visit, form) => Issue(visit, form, ServiceRoutes.At(visit, "certificates")))
            .Requires(Role.Clerk);
        door.Page("/certificates", visit =>
        {
            var asked = Asked.Of(visit);
            var after = asked.After();
            if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
            var items = desks.Service.Certificates.All(visit.Bank, null, after, OnAPage + 1);
            return visit.Show<CertificatesPage>(
                new CertificatesFacts([.. items.Take(OnAPage)], items.Count > OnAPage ? items[OnAPage - 1].Number.Plain() : null));
        });
        door.Page(
            "/certificates/{certificate}",
            visit => Sheet(
                visit, desks.Service.Certificates.Get(visit.Bank, visit.Ask.Number("certificate")),
                ServiceRoutes.At(visit, "certificates")));
        door.Page("/exceptions", visit =>
        {
            var asked = Asked.Of(visit);
            var (from, until) = (asked.Date("from") ?? visit.Today.PlusMonths(-1), asked.Date("until") ?? visit.Today);
            if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
            (from, until) = (LocalDate.Min(from, until), LocalDate.Max(from, until));
            return visit.Show<ServiceExceptionsPage>(
                new ServiceExceptionsFacts(from, until, desks.Service.Exceptions(visit.Bank, from, until)));
        });
    }

    /// <summary>The form for a certificate of the member of the address; from the year's first day on where nothing is asked.</summary>
    public static IResult Form(Visit visit, Func<CertificateFormFacts, IResult> show)
    {
        var volunteer = visit.Desks.Service.Volunteers.Get(visit.Bank, visit.Ask.Number("member"));
        if (volunteer.Refusal is { } refusal) return visit.Refuse(refusal);
        return visit.Household > 0 && volunteer.Value.Household != visit.Household
            ? visit.Refuse(new Refusal(VillageRefusals.UnknownMember))
            : show(new(volunteer.Value, new(visit.Today.Year, 1, 1), visit.Today));
    }

    public static async Task<IResult> Issue(Visit visit, FormReader form, string certificates)
    {
        CertificateFormFacts? facts = null;
        if (Form(visit, found => Results.Ok(facts = found)) is var problem && facts is null) return problem;
        var input = new CertificateInput(facts.Volunteer.Member, form.RequiredDate("from"), form.RequiredDate("until"));
        if (form.Finish() is { } refusals) return visit.Again<CertificateFormPage>(refusals, facts);
        var issued = await visit.Write(form, context => visit.Desks.Service.Certificates.Issue(context, visit.Bank, input));
        return issued.Refusal is { } refusal
            ? visit.Again<CertificateFormPage>(refusal, facts)
            : visit.Go($"{certificates}/{issued.Value.Number}");
    }

    public static IResult Sheet(Visit visit, Outcome<CertificateView> found, string back)
    {
        if (found.Refusal is { } refusal) return visit.Refuse(refusal);
        return visit.Show<CertificateSheet>(new CertificateFacts(found.Value, visit.CheckAddress(found.Value.CheckCode), back));
    }
}
