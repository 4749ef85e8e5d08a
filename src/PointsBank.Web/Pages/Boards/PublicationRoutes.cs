using PointsBank.Village.Boards;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Boards;

/// <summary>
/// A publication, what it changed of the one it corrects, and, where it was asked for, whether the journal still says the same.
/// </summary>
public sealed record PublicationFacts(PublicationView View, DifferenceView? Difference, RecomputationView? Recomputed);

/// <summary>What was published of the boards, and its sheets.</summary>
static class PublicationRoutes
{
    const int PerMinute = 120;

    public static void MapPublications(this IEndpointRouteBuilder pages)
    {
        const string One = "/v/{bank}/boards/{kind}/publications/{publication}";
        pages.Page(One, visit => Shown<PublicationPage>(visit)).Public().Limited("boards", PerMinute);
        pages.Page(One + "/recomputation", visit => Shown<PublicationPage>(visit, recompute: true)).Public().Limited("boards", PerMinute);
        pages.Page(One + "/sheet", visit => Shown<PublicationSheetPage>(visit)).Public().Limited("boards", PerMinute);
    }

    /// <summary>The address of a publication.</summary>
    public static string At(Visit visit, PublicationLine line, string page = "") =>
        $"{visit.Home}/boards/{line.Board}/publications/{line.Number}{page}";

    /// <summary>Its period in words.</summary>
    public static string PeriodOf(Visit visit, PublicationLine line) =>
        Period.TryParse(line.Period, out var period) ? Periods.Name(visit, period) : line.Period;

    static IResult Shown<TPage>(Visit visit, bool recompute = false) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var (desk, kind, number, isStaff) = (
            visit.Desks.Publications, visit.Ask.Text("kind"), visit.Ask.Number("publication"),
            PublicationDesk.IsStaff(visit.CallerIfKnown, visit.Bank));
        visit.Http.Response.Headers["X-Robots-Tag"] = "noindex";
        var found = desk.Get(visit.Bank, kind, number, isStaff);
        return found.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<TPage>(new PublicationFacts(
            found.Value, found.Value.Publication.Corrects is null ? null : desk.Difference(visit.Bank, kind, number, isStaff).Value,
            recompute ? desk.Recompute(visit.Bank, kind, number, isStaff).Value : null));
    }
}
