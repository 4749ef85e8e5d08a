using System.Globalization;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Proposals;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Proposals;

/// <summary>A proposal as somebody sees it: whose household it is, who goes along, and whether it is their own.</summary>
public sealed record ProposalFacts(
    ProposalView Proposal, string Head, string? OtherHead, IReadOnlyList<MemberView> Members, MemberView? NewHead, bool IsOwn);

/// <summary>A proposal before it is confirmed, with both households before and after as the book stands.</summary>
public sealed record ProposalCheckFacts(ProposalFacts Facts, IReadOnlyList<ChangeSide> Sides);

/// <summary>What waits, whole, and what was decided.</summary>
public sealed record ProposalsFacts(IReadOnlyList<ProposalFacts> Waiting, IReadOnlyList<ProposalView> Decided, string? Next);

/// <summary>
/// Changes of households and awards that wait for another person: the supervisor confirms or refuses, the proposer may take back.
/// </summary>
static class ProposalRoutes
{
    const int OnAPage = 30, MaxWaiting = 50;

    public static void MapProposals(this IEndpointRouteBuilder pages, Desks desks)
    {
        var proposals = pages.MapGroup("/v/{bank}/proposals");
        proposals.Page("", visit => visit.Show<ProposalsPage>(Facts(visit))).Requires(Role.Clerk, Role.Supervisor);
        proposals.Form("/{proposal}/check", async (visit, _) =>
        {
            var number = visit.Ask.Number("proposal");
            var trial = await visit.Try(context => desks.Proposals.Confirm(context, visit.Bank, number));
            return trial.Refusal is { } refusal
                ? visit.Again<ProposalsPage>(refusal, Facts(visit))
                : visit.Show<ProposalCheckPage>(
                    new ProposalCheckFacts(Of(visit, desks.Proposals.Get(visit.Bank, number).Value), trial.Value.Sides));
        }).Requires(Role.Supervisor);
        proposals.Form("/{proposal}/confirmation", async (visit, form) =>
        {
            var done = await visit.Write(form, context => desks.Proposals.Confirm(context, visit.Bank, visit.Ask.Number("proposal")));
            if (done.Refusal is { } refusal) return visit.Again<ProposalsPage>(refusal, Facts(visit));
            return visit.Go(
                done.Value.Proposal.Kind == ProposalKind.Award ? $"{visit.Home}/honour-desk" : $"{visit.Home}/changes/{done.Value.Result}",
                "proposal_confirmed");
        }).Requires(Role.Supervisor);
        proposals.Form("/{proposal}/refusal", async (visit, form) =>
        {
            var done = await visit.Write(form, context => desks.Proposals.Refuse(context, visit.Bank, visit.Ask.Number("proposal")));
            if (done.Refusal is { } refusal) return visit.Again<ProposalsPage>(refusal, Facts(visit));
            return visit.Go(At(visit), "proposal_refused");
        }).Requires(Role.Clerk, Role.Supervisor);

        ProposalsFacts Facts(Visit visit)
        {
            var waiting = desks.Proposals.List(visit.Bank, open: true, 0, MaxWaiting);
            var rows = desks.Proposals.List(visit.Bank, open: false, visit.After ?? 0, OnAPage + 1);
            return new(
                visit.After is null ? [.. waiting.Select(proposal => Of(visit, proposal))] : [],
                [.. rows.Take(OnAPage).Where(proposal => proposal.State != "open")],
                rows.Count > OnAPage ? rows[OnAPage - 1].Number.ToString(CultureInfo.InvariantCulture) : null);
        }
    }

    public static string At(Visit visit) => $"{visit.Home}/proposals";

    /// <summary>With the names behind its numbers, for whoever works in the village.</summary>
    public static ProposalFacts Of(Visit visit, ProposalView proposal)
    {
        var household = visit.Desks.Households.Get(visit.Bank, proposal.Household).Value;
        // The other village's people are no concern of this one.
        var other = proposal.OtherHousehold is { } number && proposal.OtherBank == visit.Village!.Code
            ? visit.Desks.Households.Get(visit.Bank, number).Value.Head : null;
        return new(
            proposal, household.Head, other,
            [.. household.Members.Where(member => proposal.Members.Contains(member.Number))],
            household.Members.FirstOrDefault(member => member.Number == proposal.Head),
            visit.Desks.Proposals.IsProposedBy(visit.Caller, visit.Bank, proposal.Number));
    }
}
