using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;
using PointsBank.Web.Pages.SignIn;

namespace PointsBank.Web.Pages;

/// <summary>The one place where a refusal becomes a page.</summary>
sealed class PageProblems : IProblemPage
{
    public async Task Write(HttpContext http, IReadOnlyList<Refusal> refusals, long? retryAfter)
    {
        var visit = Visit.Of(http);
        if (retryAfter is { } seconds) http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await (await Page(visit, refusals)).ExecuteAsync(http);
    }

    static async Task<IResult> Page(Visit visit, IReadOnlyList<Refusal> refusals)
    {
        var (http, kind) = (visit.Http, refusals[0].Kind);
        if (kind == VillageRefusals.PasswordChangeNeeded) return visit.Go("/password");
        // A step that only a form reaches, opened from a history or a bookmark: its form is the page above it.
        if (kind == WebRefusals.WrongMethod && HttpMethods.IsGet(http.Request.Method)) return visit.Go(Above(http.Request.Path));
        if (kind.Class is RefusalClass.Unauthenticated && HttpMethods.IsGet(http.Request.Method))
            return visit.Again<SignInPage>(refusals, new SignInFacts(visit.Address));
        // The sign-in ended while the form was being filled in: sign in, and the form is still there.
        if (kind.Class is RefusalClass.Unauthenticated && await KeptForm.Posted(http) is { } kept)
            return visit.Again<SignInPage>(refusals, new SignInFacts(null, kept));
        return visit.Again<ProblemPage>(refusals);
    }

    static string Above(PathString path) =>
        path.Value!.TrimEnd('/') is var text && text.LastIndexOf('/') is > 0 and var end ? text[..end] : "/";
}
