using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>
/// Households that split, merge, move or leave. What moves points or standing is proposed. A dry run tells both before and after.
/// </summary>
static class HouseholdChangesApi
{
    public static void MapHouseholdChanges(this IEndpointRouteBuilder api, Desks desks)
    {
        var changes = api.MapGroup("/banks/{bank}/household-changes").WithTags("Households");
        changes.Get("", query => (Household: query.Number("household", 1), Paging: query.Paging()), (ask, asked) => Page<ChangeView>.Of(
                desks.Changes.List(ask.Bank, asked.Household, FundApi.Before(asked.Paging), asked.Paging.Limit + 1), asked.Paging,
                change => change.Number))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("Changes of households, newest first; of one household where it is named");
        changes.Get("/{change}", ask => desks.Changes.Get(ask.Bank, ask.Number("change"))).Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("One change, with who decided it and its entries");
        changes.Post<SplitInput, ChangeAnswer>("/splits", (ask, input) => desks.Changes.Split(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary(
                "Some members go into a household of their own; with points or standing it waits for another person, else its passbook's "
                    + "token is told once")
            .WithExample(new SplitInput(1, [4, 5], 4, "二组", 30, 20, new("成家立户", "村民代表会议", "〔2026〕3号")));
        changes.Post<MergeInput, ChangeAnswer>("/merges", (ask, input) => desks.Changes.Merge(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("A household goes into another with all it has, and ends; with points or standing it waits for another person")
            .WithExample(new MergeInput(7, 3, new("成家立户", "村民代表会议", "〔2026〕3号")));
        changes.Post<MoveInput, ChangeAnswer>("/moves", (ask, input) => desks.Changes.Move(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("A household moves to another group, or to another village of this installation, which waits for another person")
            .WithExample(new MoveInput(7, "三组", new("成家立户", "村民代表会议", "〔2026〕3号")));
        changes.Post<LeaveInput, ChangeAnswer>("/departures", (ask, input) => desks.Changes.Leave(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("A household leaves: its points expire or go to another; with points or standing it waits for another person")
            .WithExample(new LeaveInput(7, new("成家立户", "村民代表会议", "〔2026〕3号"), 3));
    }
}
