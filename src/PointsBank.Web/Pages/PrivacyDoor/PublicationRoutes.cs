using PointsBank.Village;
using PointsBank.Village.Privacy;
using PointsBank.Village.Staff;
using PointsBank.Web.Pages.FundDoor;
using PointsBank.Web.Security;

namespace PointsBank.Web.Pages.PrivacyDoor;

public sealed record PublicationsFacts(IReadOnlyList<PublicationView> Publications, string? Next);

/// <summary>Decisions to publish something, with what was weighed.</summary>
static class PublicationRoutes
{
    const int OnePage = 30;

    public static void MapPublications(this IEndpointRouteBuilder desk, Desks desks)
    {
        var publications = desks.Privacy.Publications;
        var pages = desk.MapGroup("/publications").Requires(Role.Clerk, Role.Supervisor);
        pages.Page("", visit =>
        {
            var rows = publications.All(visit.Bank, FundRoutes.Before(visit), OnePage + 1);
            return visit.Show<PublicationsPage>(new PublicationsFacts([.. rows.Take(OnePage)], rows.Count > OnePage ? FundRoutes.Text(rows[OnePage - 1].Number) : null));
        });
        pages.Page("/new", visit => visit.Show<PublicationFormPage>());
        pages.Page("/{assessment}", visit =>
        {
            var found = publications.Get(visit.Bank, visit.Ask.Number("assessment"));
            return found.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<PublicationSheet>(found.Value);
        });
        pages.Form("/change", (visit, _) => visit.Show<PublicationFormPage>());
        pages.Form("/check", (visit, form) => Record(visit, form, isTrial: true));
        pages.Form("", (visit, form) => Record(visit, form, isTrial: false));

        async Task<IResult> Record(Visit visit, FormReader form, bool isTrial)
        {
            var input = new PublicationInput(
                form.Required("subject"), form.Required("purpose"), form.Required("data"), form.Required("necessity"), form.Required("risk"), form.Required("measures"),
                form.Required("decidedBy"), form.RequiredDate("decidedOn"), form.RequiredDate("reviewOn"), form.Text("document"));
            if (form.Finish() is { } refusals) return visit.Again<PublicationFormPage>(refusals);
            var outcome = isTrial ? await visit.Try(context => publications.Record(context, visit.Bank, input)) : await visit.Write(form, context => publications.Record(context, visit.Bank, input));
            if (outcome.Refusal is { } refusal) return visit.Again<PublicationFormPage>(refusal);
            return isTrial ? visit.Show<PublicationCheckPage>(outcome.Value) : visit.Go(PrivacyRoutes.At(visit, $"publications/{outcome.Value.Number}"), "privacy_publication_kept");
        }
    }
}
