using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Clocks;

/// <summary>The page on which somebody of the staff says that the clock is right.</summary>
static class ClockRoutes
{
    public static void MapClock(this IEndpointRouteBuilder pages, Desks desks)
    {
        pages.Page(
            "/clock",
            visit => desks.ClockCheck.View(visit.Caller) is { Refusal: null } view
                ? visit.Show<ClockPage>(view.Value)
                : visit.Refuse(new Refusal(VillageRefusals.NotAllowed))).RequiresSignIn();
        pages.Form("/clock", async (visit, form) =>
        {
            if (desks.ClockCheck.View(visit.Caller) is not { Refusal: null } view)
                return visit.Refuse(new Refusal(VillageRefusals.NotAllowed));
            var today = form.RequiredDate("today");
            if (form.Finish() is { } refusals) return visit.Again<ClockPage>(refusals, view.Value);
            var outcome = await visit.Write(form, context => desks.ClockCheck.Confirm(context, new(today)));
            return outcome.Refusal is { } refusal ? visit.Again<ClockPage>(refusal, view.Value) : visit.Go("/clock", "clock");
        }).RequiresSignIn();
    }
}
