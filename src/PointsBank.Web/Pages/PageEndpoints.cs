using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Net.Http.Headers;
using PointsBank.Ledger;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.SignIn;

namespace PointsBank.Web.Pages;

/// <summary>
/// How pages are written: an address and a function from the visit to a page. What a form changes goes through a form of ours alone.
/// </summary>
static class PageEndpoints
{
    public static IEndpointConventionBuilder Page(this IEndpointRouteBuilder routes, string pattern, Func<Visit, IResult> show) =>
        routes.Page(pattern, visit => Task.FromResult(show(visit)));

    public static IEndpointConventionBuilder Page(this IEndpointRouteBuilder routes, string pattern, Func<Visit, Task<IResult>> show) =>
        routes.MapMethods(pattern, [HttpMethods.Get], Answer(show)).WithMetadata(new IsPage()).ExcludeFromDescription();

    /// <summary>A form sent in. It is taken only from a page of ours.</summary>
    public static IEndpointConventionBuilder Form(
        this IEndpointRouteBuilder routes, string pattern, Func<Visit, FormReader, Task<IResult>> submit) =>
        routes.MapMethods(pattern, [HttpMethods.Post], Answer(async visit =>
        {
            var http = visit.Http;
            if (IsFromElsewhere(http.Request)) return visit.Refuse(new Refusal(WebRefusals.StaleForm));
            if (!http.Request.HasFormContentType || !IsUtf8(http.Request.ContentType))
                return visit.Refuse(new Refusal(WebRefusals.WrongContentType));
            IFormCollection form;
            try
            {
                form = WellFormed.Form(http.Request, await http.Request.ReadFormAsync(http.RequestAborted));
                await http.RequestServices.GetRequiredService<IAntiforgery>().ValidateRequestAsync(http);
            }
            catch (AntiforgeryValidationException)
            {
                return await Stale(visit);
            }
            catch (NotSupportedException)
            {
                // A part of the form says that it is written in a way that nobody reads any more.
                return visit.Refuse(new Refusal(WebRefusals.WrongContentType));
            }
            catch (Exception fault) when (
                fault is InvalidDataException or IOException and not BadHttpRequestException
                    && !http.RequestAborted.IsCancellationRequested)
            {
                // Cut off, or not in the shape of a form.
                return visit.Refuse(new Refusal(WebRefusals.BadRequest));
            }
            using var turn = await http.RequestServices.GetRequiredService<FileTurns>().Take(form, http.RequestAborted);
            return turn is null ? visit.Refuse(FileTurns.Busy) : await submit(visit, new(form));
        })).WithMetadata(new IsPage()).ExcludeFromDescription();

    public static IEndpointConventionBuilder Form(
        this IEndpointRouteBuilder routes, string pattern, Func<Visit, FormReader, IResult> submit) =>
        routes.Form(pattern, (visit, form) => Task.FromResult(submit(visit, form)));

    /// <summary>
    /// Whether the browser says that another site's page sends the form. One that says nothing is old, and has our token to show.
    /// </summary>
    static bool IsFromElsewhere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    /// <summary>Our pages are sent in UTF-8, and so are their forms; what says that it is written otherwise is none of ours.</summary>
    static bool IsUtf8(string? contentType) => MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The page that is too old still holds what was typed: it is shown to be sent once more, where it is certain that it came from us.
    /// </summary>
    static async Task<IResult> Stale(Visit visit)
    {
        var refusal = new Refusal(WebRefusals.StaleForm);
        if (visit.Http.Request.Path.StartsWithSegments("/sign-in"))
            return visit.Again<SignInPage>(refusal, new SignInFacts(visit.Posted("return"), KeptForm.CarriedIn(visit.Http)));
        return await KeptForm.Posted(visit.Http) is { } kept ? visit.Again<ResumePage>(refusal, kept) : visit.Refuse(refusal);
    }

    static RequestDelegate Answer(Func<Visit, Task<IResult>> page) => async http => await (await page(Visit.Of(http))).ExecuteAsync(http);
}
