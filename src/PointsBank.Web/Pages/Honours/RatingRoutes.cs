using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Honours;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Parts;

namespace PointsBank.Web.Pages.Honours;

/// <summary>Certificates that were issued, what lenders agreed on them, and what it came to.</summary>
public sealed record RatingsFacts(IReadOnlyList<RatingView> Ratings, string? Next, IReadOnlyList<LoanView> Loans, MoralCreditView Figures);

/// <summary>A certificate on paper, with the address at which its code is checked.</summary>
public sealed record RatingFacts(RatingView Rating, string? CheckAddress, string Back);

/// <summary>
/// Rating certificates at the desk: issued at the household's request alone, and what lenders agreed is written down from the household's
/// paper.
/// </summary>
static class RatingRoutes
{
    const int OnAPage = 50;

    public static void MapRatingDoor(this IEndpointRouteBuilder pages, Desks desks)
    {
        var door = pages.MapGroup("/v/{bank}/ratings");
        var readers = door.MapGroup("").Requires(Role.Clerk, Role.Supervisor);
        readers.Page("", visit => visit.Show<RatingsPage>(Facts(visit)));
        readers.Page("/{certificate}", visit => Sheet(visit, desks.Ratings.Get(visit.Bank, visit.Ask.Number("certificate")), At(visit)));
        door.Form("", async (visit, form) =>
        {
            var (household, year) = (form.RequiredNumber("household", 1), (int?)form.Number("year", 1949, 2199));
            if (form.Finish() is { } refusals) return visit.Again<RatingsPage>(refusals, Facts(visit));
            var done = await visit.Write(form, context => desks.Ratings.Issue(context, visit.Bank, household, new(year)));
            return done.Refusal is { } refusal
                ? visit.Again<RatingsPage>(refusal, Facts(visit))
                : visit.Go(At(visit, $"/{done.Value.Number}"));
        }).Requires(Role.Clerk);
        door.Form("/loans", (visit, form) =>
        {
            var (line, lent) = (Fen(form, "line"), Fen(form, "lent"));
            var input = new LoanInput(
                form.RequiredNumber("certificate", 1), form.Required("partner", 400), line, lent, form.RequiredDate("agreedOn"),
                form.Required("paper", 400));
            return Write(visit, form, "rating_loan_recorded", context => form.Number("loan", 1) is { } loan
                ? desks.Loans.Correct(context, visit.Bank, loan, input)
                : desks.Loans.Record(context, visit.Bank, input));
        }).Requires(Role.Clerk);
        door.Form("/void", (visit, form) =>
        {
            var (certificate, reason) = (form.RequiredNumber("certificate", 1), form.Required("reason", 2_000));
            return Write(visit, form, "rating_voided", context => desks.Ratings.Void(context, visit.Bank, certificate, new(reason)));
        }).Requires(Role.Supervisor);
    }

    public static string At(Visit visit, string page = "") => $"{visit.Home}/ratings{page}";

    public static IResult Sheet(Visit visit, Outcome<RatingView> found, string back)
    {
        if (found.Refusal is { } refusal) return visit.Refuse(refusal);
        return visit.Show<RatingSheet>(new RatingFacts(found.Value, visit.CheckAddress(found.Value.CheckCode), back));
    }

    static long Fen(FormReader form, string name)
    {
        var text = form.Required(name, 20);
        if (text.Length == 0) return 0;
        if (Yuan.TryParse(text, out var fen)) return fen;
        form.Refuse(new(WebRefusals.WrongType, name));
        return 0;
    }

    static RatingsFacts Facts(Visit visit)
    {
        var ratings = visit.Desks.Ratings.All(visit.Bank, null, visit.After ?? 0, OnAPage + 1);
        return new(
            [.. ratings.Take(OnAPage)], ratings.Count > OnAPage ? ratings[OnAPage - 1].Number.Plain() : null,
            visit.Desks.Loans.All(visit.Bank, 0, OnAPage), visit.Desks.Loans.Figures(visit.Bank));
    }

    static async Task<IResult> Write<T>(Visit visit, FormReader form, string done, Func<WriteContext, Task<Outcome<T>>> write)
    {
        if (form.Finish() is { } refusals) return visit.Again<RatingsPage>(refusals, Facts(visit));
        var outcome = await visit.Write(form, write);
        return outcome.Refusal is { } refusal ? visit.Again<RatingsPage>(refusal, Facts(visit)) : visit.Go(At(visit), done);
    }
}
