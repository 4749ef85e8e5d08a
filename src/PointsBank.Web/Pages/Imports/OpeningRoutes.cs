using PointsBank.Ledger;
using PointsBank.Village.Callers;
using PointsBank.Village.Imports;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;

namespace PointsBank.Web.Pages.Imports;

/// <summary>Opening balances that were proposed: those that wait, or all there were.</summary>
public sealed record OpeningsFacts(IReadOnlyList<OpeningProposalView> Proposals, bool All, string? Next);

/// <summary>A proposal with a page of its lines.</summary>
public sealed record OpeningFacts(OpeningProposalView Proposal, IReadOnlyList<OpeningLineView> Lines, string? Next);

/// <summary>
/// Two people for points that no deed explains: a clerk hands in the sheet, the supervisor reads its lines and decides. Both may read them.
/// </summary>
static class OpeningRoutes
{
    const int ProposalsOnAPage = 30;

    const int LinesOnAPage = 100;

    public static void MapOpeningPages(this IEndpointRouteBuilder pages)
    {
        var openings = pages.MapGroup("/v/{bank}/supervisor/openings");
        openings.Page("", List).Requires(Role.Clerk, Role.Supervisor);
        openings.Page("/{proposal}", One).Requires(Role.Clerk, Role.Supervisor);
        openings.Form("/{proposal}/confirmation", (visit, form) => Decide(visit, form, confirms: true)).Requires(Role.Supervisor);
        openings.Form("/{proposal}/refusal", (visit, form) => Decide(visit, form, confirms: false)).Requires(Role.Supervisor);
    }

    /// <summary>An address of the proposed opening balances.</summary>
    public static string At(Visit visit, string page = "") => $"{visit.Home}/supervisor/openings{page}";

    static IResult List(Visit visit)
    {
        var asked = Asked.Of(visit);
        var (before, show) = (asked.After() ?? 0, visit.Query("show"));
        if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
        // Where nothing waits, what was brought forward is what people come for.
        var all = show == "all" || (show != "open" && visit.Desks.Openings.Waiting(visit.Bank, 1) == 0);
        var found = visit.Desks.Openings.Proposals(visit.Bank, !all, before, ProposalsOnAPage + 1);
        var page = found.Take(ProposalsOnAPage).ToList();
        return visit.Show<OpeningsPage>(new OpeningsFacts(page, all, found.Count > ProposalsOnAPage ? page[^1].Number.Plain() : null));
    }

    static IResult One(Visit visit)
    {
        var asked = Asked.Of(visit);
        var after = asked.After() ?? 0;
        if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
        var facts = FactsOf(visit, after);
        return facts.Refusal is { } unknown ? visit.Refuse(unknown) : visit.Show<OpeningPage>(facts.Value);
    }

    static async Task<IResult> Decide(Visit visit, FormReader form, bool confirms)
    {
        var number = visit.Ask.Number("proposal");
        var decided = await visit.Write(form, context => visit.Desks.Openings.Decide(context, visit.Bank, number, confirms));
        if (decided.Refusal is null)
            return confirms
                ? visit.Go(At(visit, $"/{number}"), "opening_confirmed", ("count", decided.Value.Households))
                : visit.Go(At(visit, $"/{number}"), decided.Value.State == "taken_back" ? "taken_back" : "opening_refused");
        var facts = FactsOf(visit, 0);
        return facts.Refusal is { } unknown ? visit.Refuse(unknown) : visit.Again<OpeningPage>(decided.Refusal, facts.Value);
    }

    static Outcome<OpeningFacts> FactsOf(Visit visit, long after)
    {
        var number = visit.Ask.Number("proposal");
        return visit.Desks.Openings.Get(visit.Bank, number).Then(proposal =>
        {
            var found = visit.Desks.Openings.Lines(visit.Bank, number, after, LinesOnAPage + 1).Value;
            var page = found.Take(LinesOnAPage).ToList();
            return new OpeningFacts(proposal, page, found.Count > LinesOnAPage ? page[^1].Household.Plain() : null);
        });
    }
}
