using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>What a household orders for itself, at one of the village's shops.</summary>
public sealed record OwnReservationInput(long Shop, IReadOnlyList<RedemptionLineInput> Items);

static class ReservationsApi
{
    public static void MapReservations(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Shops");
        var reservations = bank.MapGroup("/shops/{shop}/reservations");
        reservations.Get(
            "", query => (State: query.OneOf("state", Reservation.States), Household: query.Number("household", 1), Paging: query.Paging()),
            (ask, asked) =>
                List(desks, ask, ask.Shop, asked.Household, asked.State, asked.Paging))
            .Requires(Role.Attendant, Role.Clerk, Role.Supervisor).WithSummary("What households ordered at the shop, newest first");
        reservations.Get("/{reservation}", ask => Find(desks, ask, reservation => reservation.Shop == ask.Shop))
            .Requires(Role.Attendant, Role.Clerk, Role.Supervisor).WithSummary("One reservation and what became of it");
        reservations.Post<ReservationInput, ReservationView>(
            "", (ask, input) => desks.Reservations.Place(ask.Context, ask.Bank, ask.Shop, input))
            .Requires(Role.Attendant, Role.Clerk)
            .WithSummary("Keep goods ready for a household that rang or came: points and pieces are held")
            .WithExample(new ReservationInput(12, [new RedemptionLineInput("G01", 2)], "phone"));
        reservations.Post<PickUpInput, RedemptionView>("/{reservation}/pick-up", (ask, input) =>
                desks.Reservations.PickUp(ask.Context, ask.Bank, ask.Shop, ask.Number("reservation"), input))
            .Requires(Role.Attendant)
            .WithSummary("Hand out what was kept ready, or a part of it, authorised by the passbook; the rest goes back")
            .WithExample(new PickUpInput(new AuthorisationInput("booklet"), [new RedemptionLineInput("G01", 1)]));
        reservations.Post<NothingInput, ReservationView>("/{reservation}/cancellation", (ask, _) =>
                desks.Reservations.Cancel(ask.Context, ask.Bank, ask.Shop, ask.Number("reservation")))
            .Requires(Role.Attendant, Role.Clerk)
            .WithSummary("Cancel a reservation: points and pieces are free again")
            .WithExample(new NothingInput());

        var own = bank.MapGroup("/households/{household}/reservations");
        own.Get(
            "", query => (State: query.OneOf("state", Reservation.States), Paging: query.Paging()),
            (ask, asked) => List(desks, ask, null, ask.Household, asked.State, asked.Paging))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor).WithSummary("What a household ordered, newest first");
        own.Post<OwnReservationInput, ReservationView>(
            "", (ask, input) => desks.Reservations.Place(ask.Context, ask.Bank, input.Shop, new(ask.Household, input.Items, "page")))
            .RequiresOwnHousehold()
            .WithSummary("A household orders for itself")
            .WithExample(new OwnReservationInput(1, [new RedemptionLineInput("G01", 2)]));
        own.Get("/{reservation}", ask => Find(desks, ask, reservation => reservation.Household == ask.Household))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor).WithSummary("One reservation of the household");
        own.Post<NothingInput, ReservationView>("/{reservation}/cancellation", async (ask, _) =>
            {
                var found = Find(desks, ask, reservation => reservation.Household == ask.Household);
                return found.Refusal is null
                    ? await desks.Reservations.Cancel(ask.Context, ask.Bank, found.Value.Shop, found.Value.Number, ask.Household)
                    : found;
            })
            .RequiresOwnHousehold().WithSummary("A household cancels what it ordered").WithExample(new NothingInput());
    }

    static Outcome<ReservationView> Find(Desks desks, Ask ask, Func<ReservationView, bool> isHere)
    {
        var found = desks.Reservations.Get(ask.Bank, ask.Number("reservation"));
        return found.Refusal is null && !isHere(found.Value) ? new Refusal(VillageRefusals.UnknownReservation, "reservation") : found;
    }

    static Page<ReservationView> List(Desks desks, Ask ask, long? shop, long? household, string? state, Paging paging) =>
        Page<ReservationView>.Of(
        desks.Reservations.Of(ask.Bank, shop, household, state, paging.After == 0 ? long.MaxValue : paging.After, paging.Limit + 1), paging,
        reservation => reservation.Number);
}
