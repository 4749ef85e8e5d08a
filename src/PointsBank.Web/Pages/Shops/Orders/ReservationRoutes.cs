using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Shops.Counter;

namespace PointsBank.Web.Pages.Shops.Orders;

/// <summary>What a shop keeps ready, or kept: a page of it in one state or of all, and the mark of the page behind it.</summary>
public sealed record ReservationsFacts(ShopView Shop, string State, IReadOnlyList<ReservationView> Reservations, string? Next);

/// <summary>What the shop has to have ready, on paper.</summary>
public sealed record PickingFacts(ShopView Shop, IReadOnlyList<ReservationView> Reservations);

/// <summary>An order for somebody at the counter or the telephone, as it would be.</summary>
public sealed record OrderCheckFacts(Basket Basket, ReservationView Reservation);

/// <summary>One reservation with its household, and whether whoever looks hands it out, or may cancel it.</summary>
public sealed record ReservationFacts(ShopView Shop, ReservationView Reservation, HouseholdView Household, bool MayServe, bool MayCancel);

/// <summary>A picking up to be checked: the slip as it would be, and whether the open passbook has a PIN to agree by.</summary>
public sealed record PickUpFacts(ReservationFacts Order, RedemptionView Slip, bool HasPin);

/// <summary>Goods kept ready, at the counter: the list, the picking list, picked up in whole or in part, cancelled.</summary>
static class ReservationRoutes
{
    const int OnePage = 30;

    public static void MapReservations(this IEndpointRouteBuilder shop)
    {
        var readers = shop.MapGroup("/orders").Requires(Role.Attendant, Role.Clerk, Role.Supervisor);
        readers.Page("", List);
        readers.Page(
            "/picking",
            visit => visit.Show<PickingSheet>(
                new PickingFacts(CounterRoutes.ShopOf(visit), visit.Desks.Reservations.Waiting(visit.Bank, visit.Shop))));
        readers.Page("/{reservation}", visit => One(visit, facts => visit.Show<ReservationPage>(facts)));
        var servers = shop.MapGroup("/orders/{reservation}").Requires(Role.Attendant);
        servers.Form("/change", (visit, _) => One(visit, facts => visit.Show<ReservationPage>(facts)));
        servers.Form(
            "/check",
            async (visit, form) => Find(visit) is { Refusal: null } found ? await Check(visit, form, found.Value) : Unknown(visit));
        servers.Form(
            "/pick-up",
            async (visit, form) => Find(visit) is { Refusal: null } found ? await PickUp(visit, form, found.Value) : Unknown(visit));
        var cancellers = shop.MapGroup("/orders/{reservation}/cancel").Requires(Role.Attendant, Role.Clerk);
        cancellers.Page("", visit => One(visit, facts => visit.Show<ReservationCancelPage>(facts)));
        cancellers.Form(
            "", async (visit, form) => Find(visit) is { Refusal: null } found ? await Cancel(visit, form, found.Value) : Unknown(visit));
    }

    static IResult List(Visit visit)
    {
        var state = visit.Query("state") is { } asked && (Reservation.States.Contains(asked) || asked == "all") ? asked : "waiting";
        var before = visit.After ?? long.MaxValue;
        var found = visit.Desks.Reservations.Of(visit.Bank, visit.Shop, null, state == "all" ? null : state, before, OnePage + 1);
        var next = found.Count > OnePage ? found[OnePage - 1].Number.ToString(CultureInfo.InvariantCulture) : null;
        return visit.Show<ReservationsPage>(new ReservationsFacts(CounterRoutes.ShopOf(visit), state, [.. found.Take(OnePage)], next));
    }

    static Outcome<ReservationFacts> Find(Visit visit)
    {
        var found = visit.Desks.Reservations.Get(visit.Bank, visit.Ask.Number("reservation"));
        if (found.Refusal is { } refusal) return refusal;
        var reservation = found.Value;
        if (reservation.Shop != visit.Shop) return new Refusal(VillageRefusals.UnknownReservation);
        var serves = visit.Caller.Is(Role.Attendant, visit.Bank, visit.Shop);
        return new ReservationFacts(
            CounterRoutes.ShopOf(visit), reservation, visit.Desks.Households.Get(visit.Bank, reservation.Household).Value,
            serves && reservation.IsWaiting, reservation.IsWaiting && (serves || visit.Caller.Is(Role.Clerk, visit.Bank)));
    }

    static IResult One(Visit visit, Func<ReservationFacts, IResult> show) =>
        Find(visit) is { Refusal: null } found ? show(found.Value) : Unknown(visit);

    static IResult Unknown(Visit visit) => visit.Refuse(new Refusal(VillageRefusals.UnknownReservation));

    /// <summary>How many of each are handed out; none of a good leaves it out.</summary>
    static List<RedemptionLineInput> Items(FormReader form, ReservationView reservation)
    {
        var items = reservation.Items.Select(item => new RedemptionLineInput(item.Goods, form.Number($"q.{item.Goods}", 0, 1_000) ?? 0))
            .Where(item => item.Quantity > 0)
            .ToList();
        if (items.Count == 0 && form.Finish() is null) form.Refuse(new(VillageRefusals.MissingValue, "items"));
        return items;
    }

    static async Task<IResult> Check(Visit visit, FormReader form, ReservationFacts facts, Refusal? wrong = null)
    {
        var items = Items(form, facts.Reservation);
        if (form.Finish() is { } refusals) return visit.Again<ReservationPage>(refusals, facts);
        // How the household agrees and whether somebody of age is there is asked on the page that follows.
        var tried = await visit.Try(context => visit.Desks.Reservations.PickUp(
            context, visit.Bank, visit.Shop, facts.Reservation.Number, new(new AuthorisationInput("booklet"), items, Adult: true)));
        if (tried.Refusal is { } refusal) return visit.Again<ReservationPage>(At(refusal, items), facts);
        var check = new PickUpFacts(facts, tried.Value, SaleRoutes.HasPin(visit, facts.Reservation.Household));
        return wrong is null ? visit.Show<PickUpCheckPage>(check) : visit.Again<PickUpCheckPage>(wrong, check);
    }

    static async Task<IResult> PickUp(Visit visit, FormReader form, ReservationFacts facts)
    {
        var items = Items(form, facts.Reservation);
        if (form.Finish() is { } refusals) return visit.Again<ReservationPage>(refusals, facts);
        if (SaleRoutes.Authorisation("", facts.Household, form) is not { } agreed)
            return await Check(visit, form, facts, new(VillageRefusals.MissingValue, "pin"));
        var outcome = await visit.Write(form, context => visit.Desks.Reservations.PickUp(
            context, visit.Bank, visit.Shop, facts.Reservation.Number, new(agreed, items, form.Flag("adult"))));
        if (outcome.Refusal is not { } refusal) return visit.Go(CounterRoutes.At(visit, $"slips/{outcome.Value.Number}"), "sold");
        if (refusal.Kind == LedgerRefusals.KeyReused) return visit.Refuse(refusal);
        if (refusal.Field == "adult") return await Check(visit, form, facts, refusal);
        if (refusal.Field?.StartsWith("authorisedBy.", StringComparison.Ordinal) is true)
            return await Check(visit, form, facts, refusal with { Field = "pin" });
        return visit.Again<ReservationPage>(At(refusal, items), Find(visit).Value);
    }

    static async Task<IResult> Cancel(Visit visit, FormReader form, ReservationFacts facts)
    {
        var outcome = await visit.Write(
            form, context => visit.Desks.Reservations.Cancel(context, visit.Bank, visit.Shop, facts.Reservation.Number));
        return outcome.Refusal is { } refusal
            ? visit.Again<ReservationPage>(refusal, facts)
            : visit.Go(CounterRoutes.At(visit, "orders"), "order_cancelled");
    }

    /// <summary>An item of the write is a good of the form.</summary>
    static Refusal At(Refusal refusal, List<RedemptionLineInput> items)
    {
        if (refusal.Field is not { } field || !field.StartsWith("items[", StringComparison.Ordinal)) return refusal;
        return int.TryParse(field.AsSpan("items[".Length, field.IndexOf(']', StringComparison.Ordinal) - "items[".Length), out var line)
            ? refusal with { Field = $"q.{items[line].Goods}" }
            : refusal;
    }
}
