using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

static class ShiftsApi
{
    public static void MapShifts(this IEndpointRouteBuilder api, Desks desks)
    {
        var shifts = api.MapGroup("/banks/{bank}/shops/{shop}/shifts").WithTags("Shops");
        shifts.Get("", query => query.Paging(), (ask, paging) => Page<ShiftSummary>.Of(
                desks.Shifts.Of(ask.Bank, ask.Shop, paging.After == 0 ? long.MaxValue : paging.After, paging.Limit + 1), paging,
                shift => shift.Number))
            .Requires(Role.Attendant, Role.Clerk, Role.Supervisor).WithSummary("The shop's shifts, newest first");
        shifts.Get("/{shift}", ask => desks.Shifts.Get(ask.Bank, ask.Shop, ask.Number("shift")))
            .Requires(Role.Attendant, Role.Clerk, Role.Supervisor)
            .WithSummary("A shift: its slips, and what was counted beside what the book said");
        shifts.Post<ShiftInput, ShiftView>("", (ask, input) => desks.Shifts.Open(ask.Context, ask.Bank, ask.Shop, input))
            .Requires(Role.Attendant)
            .WithSummary("Open a shift, with any goods counted")
            .WithExample(new ShiftInput([new ShiftCountInput("G01", 20)]));
        shifts.Post<ShiftInput, ShiftView>(
            "/{shift}/end", (ask, input) => desks.Shifts.Close(ask.Context, ask.Bank, ask.Shop, ask.Number("shift"), input))
            .Requires(Role.Attendant, Role.Supervisor)
            .WithSummary("Close a shift, with any goods counted; nothing is entered by it")
            .WithExample(new ShiftInput([new ShiftCountInput("G01", 17)]));
    }
}
