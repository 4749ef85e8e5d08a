using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Clocks;
using PointsBank.Web.Security;

namespace PointsBank.Web.Api;

static class ClockApi
{
    public static void MapClock(this IEndpointRouteBuilder api, Desks desks)
    {
        var clock = api.MapGroup("/clock").WithTags("Clock").RequiresSignIn();
        clock.Get("", ask => desks.ClockCheck.View(ask.Caller)).WithSummary("Whether the clock is believed, and who said that it is right; for staff");
        clock.Post<ClockInput, ClockView>("/confirmations", (ask, input) => desks.ClockCheck.Confirm(ask.Context, input))
            .WithSummary("Say what day it is after the clock has jumped; until then every write is refused with clock_in_doubt").WithExample(new ClockInput(new LocalDate(2026, 3, 2)));
    }
}
