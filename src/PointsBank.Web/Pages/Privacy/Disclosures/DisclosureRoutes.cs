using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Privacy;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Funds;

namespace PointsBank.Web.Pages.Privacy.Disclosures;

public sealed record DisclosuresFacts(IReadOnlyList<DisclosureView> Disclosures, string? Next);

/// <summary>Decisions to publish something, with what was weighed.</summary>
static class DisclosureRoutes
{
    const int OnePage = 30;

    public static void MapDisclosures(this IEndpointRouteBuilder desk, Desks desks)
    {
        var publications = desks.Privacy.Disclosures;
        var pages = desk.MapGroup("/publications").Requires(Role.Clerk, Role.Supervisor);
        pages.Page("", visit =>
        {
            var rows = publications.All(visit.Bank, FundRoutes.Before(visit), OnePage + 1);
            return visit.Show<DisclosuresPage>(
                new DisclosuresFacts([.. rows.Take(OnePage)], rows.Count > OnePage ? FundRoutes.Text(rows[OnePage - 1].Number) : null));
        });
        pages.Page("/new", visit => visit.Show<DisclosureFormPage>());
        pages.Page("/{assessment}", visit =>
        {
            var found = publications.Get(visit.Bank, visit.Ask.Number("assessment"));
            return found.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<DisclosureSheet>(found.Value);
        });
        pages.Form("/change", (visit, _) => visit.Show<DisclosureFormPage>());
        pages.Form("/check", (visit, form) => Record(visit, form, isTrial: true));
        pages.Form("", (visit, form) => Record(visit, form, isTrial: false));

        async Task<IResult> Record(Visit visit, FormReader form, bool isTrial)
        {
            var input = new DisclosureInput(
                form.Required("subject"), form.Required("purpose"), form.Required("data"), form.Required("necessity"),
                form.Required("risk"), form.Required("measures"), form.Required("decidedBy"), form.RequiredDate("decidedOn"),
                form.RequiredDate("reviewOn"), form.Text("document"));
            if (form.Finish() is { } refusals) return visit.Again<DisclosureFormPage>(refusals);
            var outcome = isTrial
                ? await visit.Try(context => publications.Record(context, visit.Bank, input))
                : await visit.Write(form, context => publications.Record(context, visit.Bank, input));
            if (outcome.Refusal is { } refusal) return visit.Again<DisclosureFormPage>(refusal);
            return isTrial
                ? visit.Show<DisclosureCheckPage>(outcome.Value)
                : visit.Go(PrivacyRoutes.At(visit, $"publications/{outcome.Value.Number}"), "privacy_publication_kept");
        }
    }
}
