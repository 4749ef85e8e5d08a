using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Village.Trips;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

static class TripsApi
{
    /// <summary>
    /// Several devices may send from one place all they handed out in a day; a stranger's guesses at a token are stopped long before they
    /// are worth it.
    /// </summary>
    const int DevicePerMinute = 3_000;

    public static void MapTrips(this IEndpointRouteBuilder api, Desks desks)
    {
        var trips = api.MapGroup("/banks/{bank}/shops/{shop}/trips").WithTags("Trips");
        trips.Get("", query => query.Paging(), (ask, paging) => Page<TripView>.Of(
                desks.Trips.Of(ask.Bank, ask.Shop, paging.After == 0 ? long.MaxValue : paging.After, paging.Limit + 1), paging,
                trip => trip.Number))
            .Requires(Role.Attendant, Role.Keeper, Role.Clerk, Role.Supervisor).WithSummary("The shop's trips, the last planned first");
        trips.Post<TripInput, TripView>("", (ask, input) => desks.Trips.Plan(ask.Context, ask.Bank, ask.Shop, input))
            .Requires(Role.Attendant, Role.Keeper)
            .WithSummary(
                "Plan a trip: days, villages, the groups it visits there, devices, and the most a household may spend (100 where "
                    + "nothing is said)")
            .WithExample(
                new TripInput(new(2026, 3, 5), ["anjiahe"], ["Tablet 1", "Tablet 2"], LimitPoints: 50, Groups: [new("anjiahe", "上庄组", 1)]));
        trips.Get("/{trip}", ask => desks.Trips.Result(ask.Bank, ask.Shop, ask.Number("trip")))
            .Requires(Role.Attendant, Role.Keeper, Role.Clerk, Role.Supervisor)
            .WithSummary("A trip with all that its devices told: what was taken, what was refused and why");
        trips.Post<NothingInput, PreparationView>(
            "/{trip}/preparation", (ask, _) => desks.Trips.Prepare(ask.Context, ask.Bank, ask.Shop, ask.Number("trip")))
            .Requires(Role.Attendant, Role.Keeper)
            .WithSummary("Set aside what each household of the visited groups may spend, from the eve of the trip on")
            .WithExample(new NothingInput());

        trips.Post<TripRemovalInput, TripRemovalView>(
            "/{trip}/removals", (ask, input) => desks.Trips.Remove(ask.Context, ask.Bank, ask.Shop, ask.Number("trip"), input))
            .Requires(Role.Attendant, Role.Keeper)
            .WithSummary("Take a household off the devices that nobody has taken yet; its points come back")
            .WithExample(new TripRemovalInput("anjiahe", 12));

        var devices = trips.MapGroup("/{trip}/devices/{device}");
        devices.Post<TakingInput, TripDeviceView>(
            "/taking", (ask, input) => desks.Devices.Take(ask.Context, ask.Bank, ask.Shop, ask.Number("trip"), ask.Number("device"), input))
            .Requires(Role.Attendant, Role.Keeper).WithSummary("Take a device into use under the digest of a token that it keeps to itself")
            .WithExample(new TakingInput("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"));
        devices.Post<DeviceReasonInput, TripDeviceView>(
            "/revocation",
            (ask, input) => desks.Devices.Revoke(ask.Context, ask.Bank, ask.Shop, ask.Number("trip"), ask.Number("device"), input))
            .Requires(Role.Attendant, Role.Keeper, Role.Supervisor)
            .WithSummary("A device is lost: it is let in no longer, and gives back after the set hours")
            .WithExample(new DeviceReasonInput("丢在路上"));
        devices.Post<DeviceReasonInput, TripDeviceView>(
            "/readmission",
            (ask, input) => desks.Devices.Readmit(ask.Context, ask.Bank, ask.Shop, ask.Number("trip"), ask.Number("device"), input))
            .Requires(Role.Attendant, Role.Keeper, Role.Supervisor)
            .WithSummary("A lost device was found in time")
            .WithExample(new DeviceReasonInput("找到了"));
        devices.Post<NothingInput, TripDeviceView>(
            "/closing", (ask, _) => desks.Devices.Close(ask.Context, ask.Bank, ask.Shop, ask.Number("trip"), ask.Number("device")))
            .Requires(Role.Device, Role.Attendant, Role.Keeper, Role.Supervisor)
            .WithSummary("A device has told all; what is left goes back to the households")
            .WithExample(new NothingInput());
        devices.Get("/package", ask => desks.Devices.Package(ask.Caller, ask.Bank, ask.Number("trip"), ask.Number("device")))
            .Requires(Role.Device)
            .Limited("trip-package", DevicePerMinute)
            .WithSummary("What the device needs for its day without network");
        devices.Post<HandOutInput, HandOutView>("/hand-outs", (ask, input) => desks.HandOuts.Tell(
                ask.Context, ask.Http.Request.Headers["Idempotency-Key"].ToString(), ask.Bank, ask.Number("trip"), ask.Number("device"),
                input))
            .Requires(Role.Device)
            .Limited("trip-hand-out", DevicePerMinute)
            .WithSummary("Tell what was handed out without network; the answer to a key stays what it was")
            .WithExample(
                new HandOutInput(
                    "anjiahe", 12, [new RedemptionLineInput("G01", 2)], new HandOutAgreement("booklet"),
                    Instant.FromUtc(2026, 3, 5, 2, 30)));
    }
}
