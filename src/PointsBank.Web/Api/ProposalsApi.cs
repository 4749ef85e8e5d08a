using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Proposals;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>Changes of households and awards that move points or standing: they wait for another person.</summary>
static class ProposalsApi
{
    public static void MapProposals(this IEndpointRouteBuilder api, Desks desks)
    {
        var proposals = api.MapGroup("/banks/{bank}/proposals").WithTags("Proposals");
        proposals.Get("", query => (Open: query.Flag("open"), Paging: query.Paging()), (ask, asked) => Page<ProposalView>.Of(
                desks.Proposals.List(ask.Bank, asked.Open, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                proposal => proposal.Number))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("What was proposed of households and awards, newest first; with open=true what waits for another person");
        proposals.Get("/{proposal}", ask => desks.Proposals.Get(ask.Bank, ask.Number("proposal"))).Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("One proposal, with who proposed it and who decided");
        proposals.Post<NothingInput, ConfirmedView>(
            "/{proposal}/confirmation", (ask, _) => desks.Proposals.Confirm(ask.Context, ask.Bank, ask.Number("proposal")))
            .Requires(Role.Supervisor)
            .WithSummary("Another person confirms it, and it is carried out in the same write");
        proposals.Post<NothingInput, ProposalView>(
            "/{proposal}/refusal", (ask, _) => desks.Proposals.Refuse(ask.Context, ask.Bank, ask.Number("proposal")))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("The supervisor refuses it, or whoever proposed it takes it back");
    }
}
