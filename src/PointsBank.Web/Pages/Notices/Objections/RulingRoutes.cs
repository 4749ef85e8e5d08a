using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Notices;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;

namespace PointsBank.Web.Pages.Notices.Objections;

/// <summary>Objections: those that wait, or all there were.</summary>
public sealed record ObjectionsFacts(IReadOnlyList<ObjectionView> Objections, bool All, string? Next);

/// <summary>An objection to rule on, the claim it is about, and whether whoever asks has a part in it.</summary>
public sealed record RulingFacts(ObjectionView Objection, ClaimView Claim, IReadOnlyList<string> Warnings, bool IsInvolved);

/// <summary>A ruling to read once more: the points before and after.</summary>
public sealed record RulingCheckFacts(RulingFacts Ruling, RulingInput Input);

/// <summary>Objections are answered by the supervisor alone, who may see who objects.</summary>
static class RulingRoutes
{
    const int ObjectionsOnAPage = 30;

    public static IReadOnlyList<string> Outcomes { get; } = ["dismissed", "corrected", "dropped"];

    public static void MapRulingPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var objections = pages.MapGroup("/v/{bank}/supervisor/objections").Requires(Role.Supervisor);
        objections.Page("", List);
        objections.Page("/{objection}", visit => With(visit, facts => Task.FromResult(visit.Show<RulingPage>(facts))));
        objections.Form("/{objection}/again", (visit, _) => With(visit, facts => Task.FromResult(visit.Show<RulingPage>(facts))));
        objections.Form("/{objection}/check", (visit, form) => Read(visit, form, async (facts, input) =>
        {
            var tried = await visit.Try(context => desks.Objections.Rule(context, visit.Bank, facts.Objection.Number, input));
            return tried.Refusal is { } refusal
                ? visit.Again<RulingPage>(refusal, facts)
                : visit.Show<RulingCheckPage>(new RulingCheckFacts(facts, input));
        }));
        objections.Form("/{objection}", (visit, form) => Read(visit, form, async (facts, input) =>
        {
            var written = await visit.Write(form, context => desks.Objections.Rule(context, visit.Bank, facts.Objection.Number, input));
            return written.Refusal is { } refusal
                ? visit.Again<RulingPage>(refusal, facts)
                : visit.Go(At(visit, $"/{facts.Objection.Number}"), "ruling_written");
        }));
    }

    /// <summary>An address of the objections.</summary>
    public static string At(Visit visit, string page = "") => $"{visit.Home}/supervisor/objections{page}";

    static IResult List(Visit visit)
    {
        var asked = Asked.Of(visit);
        var (before, all) = (asked.After() ?? 0, visit.Query("show") == "all");
        if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
        var found = visit.Desks.Objections.List(visit.Bank, !all, null, before, ObjectionsOnAPage + 1);
        var page = found.Take(ObjectionsOnAPage).ToList();
        return visit.Show<ObjectionsPage>(new ObjectionsFacts(page, all, found.Count > ObjectionsOnAPage ? page[^1].Number.Plain() : null));
    }

    static Task<IResult> Read(Visit visit, FormReader form, Func<RulingFacts, RulingInput, Task<IResult>> then) => With(visit, facts =>
    {
        var (outcome, reason, points) = (form.Required("outcome", 20), form.Required("reason", 400), form.Number("points"));
        if (outcome == "corrected" && points is null) form.Refuse(new(VillageRefusals.MissingValue, "points"));
        return form.Finish() is { } refusals
            ? Task.FromResult(visit.Again<RulingPage>(refusals, facts))
            : then(facts, new(outcome, reason, outcome == "corrected" ? points : null));
    });

    static async Task<IResult> With(Visit visit, Func<RulingFacts, Task<IResult>> then)
    {
        var (desks, number) = (visit.Desks, visit.Ask.Number("objection"));
        var found = desks.Objections.Get(visit.Bank, number);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var claim = desks.Claims.Get(visit.Caller, visit.Bank, found.Value.Claim.Number);
        if (claim.Refusal is { } hidden) return visit.Refuse(hidden);
        // The desk itself says whether they have a part in it: an answer that changes nothing, tried.
        var tried = found.Value.Ruling is null
            ? await visit.Try(context => desks.Objections.Rule(context, visit.Bank, number, new("dismissed", "-")))
            : found;
        return await then(
            new(
                found.Value, claim.Value, desks.Claims.Warnings(visit.Bank, claim.Value.Number),
                tried.Refusal?.Kind == VillageRefusals.Involved));
    }
}
