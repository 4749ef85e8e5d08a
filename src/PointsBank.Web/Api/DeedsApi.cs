using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Deeds;
using PointsBank.Village.Journal;
using PointsBank.Village.Reversals;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

static class DeedsApi
{
    public static void MapDeeds(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Credits, deductions, entries");
        bank.Post<DeedInput, DeedView>("/credits", (ask, input) => desks.Deeds.Credit(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("Credit a household for a deed under a rule that is entered directly; any other rule wants a claim")
            .WithExample(new DeedInput(12, "D04", new LocalDate(2026, 3, 1), Memo: "村组清洁日"));
        bank.Post<SlipsInput, SlipsView>("/slips", (ask, input) => desks.Slips.Enter(ask.Context, ask.Bank, input.Items))
            .Requires(Role.Clerk)
            .WithSummary(
                "Send an evening's slips, all or none: a direct rule's slip is entered, any other becomes a claim; each item says which")
            .WithExample(
                new SlipsInput(
                    [new DeedInput(12, "D04", new LocalDate(2026, 3, 1)), new DeedInput(
                        12, "A03", new LocalDate(2026, 3, 1), Memo: "拾到钱包交还失主")]));
        bank.Post<DeedInput, DeedView>("/deductions", (ask, input) => desks.Deeds.Deduct(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk).WithSummary("Deduct under a rule: the full value off standing, points down to the floor")
            .WithExample(new DeedInput(12, "D10", new LocalDate(2026, 3, 1)));
        bank.Get("/entries", query => query.Paging(), (ask, paging) =>
            {
                var rows = desks.Journal.Entries(ask.Bank, paging.After == 0 ? null : paging.After, paging.Limit + 1);
                return Page<EntryView>.Of(rows, paging, entry => entry.Number);
            })
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("The journal's entries, newest first");
        bank.Get("/entries/{entry}", ask => desks.Journal.Entry(ask.Bank, ask.Number("entry"))).Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("One entry");
        bank.Post<ReversalInput, ReversalView>(
            "/entries/{entry}/reversal", (ask, input) => desks.Reversals.Reverse(ask.Context, ask.Bank, ask.Number("entry"), input))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("Undo an entry by its mirror, once, with a reason")
            .WithExample(new ReversalInput("户号录错"));
    }
}
