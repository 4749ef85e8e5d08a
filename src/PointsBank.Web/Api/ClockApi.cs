using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Clocks;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

static class ClockApi
{
    public static void MapClock(this IEndpointRouteBuilder api, Desks desks)
    {
        var clock = api.MapGroup("/clock").WithTags("Clock").RequiresSignIn();
        clock.Get("", ask => desks.ClockCheck.View(ask.Caller))
            .WithSummary("Whether the clock is believed, and who said that it is right; for staff");
        clock.Post<ClockInput, ClockView>("/confirmations", (ask, input) => desks.ClockCheck.Confirm(ask.Context, input))
            .WithSummary("Say what day it is after the clock has jumped; until then every write is refused with clock_in_doubt")
            .WithExample(new ClockInput(new LocalDate(2026, 3, 2)));
        api.MapGroup("/banks/{bank}").WithTags("Clock")
            .Get("/clock-stretches", query => query.Paging(), (ask, paging) => Page<ClockStretchView>.Of(
                desks.ClockCheck.Told(ask.Bank, paging.After == 0 ? null : paging.After, paging.Limit + 1), paging,
                told => told.Stretch.Confirmation.Number))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary(
                "What happened after each check of the clock, newest first: entries, holds that lapsed, notices entered, suspensions "
                    + "ended, rows erased, boards published");
    }
}
