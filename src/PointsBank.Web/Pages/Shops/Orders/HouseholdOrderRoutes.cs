using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Shops;
using PointsBank.Web.Pages.Households.Personal;
using PointsBank.Web.Pages.Shops.Counter;

namespace PointsBank.Web.Pages.Shops.Orders;

/// <summary>What a household ordered, newest first, the shops where it may order, and its vouchers that are good.</summary>
public sealed record OrdersFacts(
    IReadOnlyList<ReservationView> Orders, IReadOnlyList<ShopView> Shops, IReadOnlyList<VoucherView> Vouchers, string? Next);

/// <summary>A household's own order as it would be, and what is left to spend then.</summary>
public sealed record OwnOrderFacts(Basket Basket, ReservationView Reservation);

/// <summary>A household orders for itself, sees what it ordered, and cancels what it no longer wants.</summary>
static class HouseholdOrderRoutes
{
    const int OnePage = 10;

    public static void MapHouseholdOrders(this IEndpointRouteBuilder own)
    {
        own.Page("/orders", List);
        own.Page("/orders/{reservation}/cancel", visit => One(visit, order => visit.Show<OrderCancelPage>(order)));
        own.Form(
            "/orders/{reservation}/cancel",
            async (visit, form) => Find(visit) is { Refusal: null } found ? await Cancel(visit, form, found.Value) : Unknown(visit));
        own.Page("/shops/{shop}", Goods);
        own.Form("/shops/{shop}", Change);
        own.Form("/shops/{shop}/check", Check);
        own.Form("/shops/{shop}/order", Order);
    }

    /// <summary>Where the household orders at a shop.</summary>
    public static string At(Visit visit, long shop, string page = "") => $"{HouseholdRoutes.Home(visit)}/shops/{shop}{page}";

    static IResult List(Visit visit)
    {
        var before = visit.After ?? long.MaxValue;
        var orders = visit.Desks.Reservations.Of(visit.Bank, null, visit.Household, null, before, OnePage + 1);
        var next = orders.Count > OnePage ? orders[OnePage - 1].Number.ToString(CultureInfo.InvariantCulture) : null;
        return visit.Show<OrdersPage>(new OrdersFacts(
            [.. orders.Take(OnePage)], [.. visit.Desks.Shops.All(visit.Bank).Where(shop => shop is { HasCounter: true, IsServing: true })],
            visit.Desks.Vouchers.Of(visit.Bank, "open", visit.Household, long.MaxValue, 50), next));
    }

    static Outcome<ReservationView> Find(Visit visit)
    {
        var found = visit.Desks.Reservations.Get(visit.Bank, visit.Ask.Number("reservation"));
        return found.Refusal is null && found.Value.Household != visit.Household ? new Refusal(VillageRefusals.UnknownReservation) : found;
    }

    static IResult One(Visit visit, Func<ReservationView, IResult> show) =>
        Find(visit) is { Refusal: null } found ? show(found.Value) : Unknown(visit);

    static IResult Unknown(Visit visit) => visit.Refuse(new Refusal(VillageRefusals.UnknownReservation));

    static Outcome<Basket> Read(Visit visit, Func<string, string?> field) => SaleRoutes.Read(visit, visit.Household, field, "");

    static Outcome<Basket> Read(Visit visit, FormReader form) => Read(visit, name => form.Text(name, 20));

    static IResult Goods(Visit visit)
    {
        var basket = Read(visit, visit.Query);
        if (basket.Refusal is { } refusal) return visit.Refuse(refusal);
        return basket.Value.Shop is { HasCounter: true, IsServing: true }
            ? visit.Show<OrderPage>(basket.Value)
            : visit.Refuse(new Refusal(VillageRefusals.UnknownShop));
    }

    /// <summary>A tap without script: one more, or one less.</summary>
    static IResult Change(Visit visit, FormReader form)
    {
        var read = Read(visit, form);
        if (read.Refusal is { } refusal) return visit.Refuse(refusal);
        var basket = read.Value.Change(form.Text("add", 20), 1).Change(form.Text("take", 20), -1);
        return visit.Go(At(visit, visit.Shop) + (basket.Query is { Length: > 0 } query ? "?" + query : ""));
    }

    static async Task<IResult> Check(Visit visit, FormReader form)
    {
        var read = Read(visit, form);
        if (read.Refusal is { } unknown) return visit.Refuse(unknown);
        var tried = await visit.Try(
            context => visit.Desks.Reservations.Place(context, visit.Bank, visit.Shop, new(visit.Household, read.Value.Items, "page")));
        return tried.Refusal is { } refusal
            ? visit.Again<OrderPage>(refusal, read.Value)
            : visit.Show<OwnOrderCheckPage>(new OwnOrderFacts(read.Value, tried.Value));
    }

    static async Task<IResult> Order(Visit visit, FormReader form)
    {
        var read = Read(visit, form);
        if (read.Refusal is { } unknown) return visit.Refuse(unknown);
        var outcome = await visit.Write(
            form,
            context => visit.Desks.Reservations.Place(context, visit.Bank, visit.Shop, new(visit.Household, read.Value.Items, "page")));
        if (outcome.Refusal is not { } refusal) return visit.Go(HouseholdRoutes.Home(visit) + "/orders", "order_placed");
        return refusal.Kind == LedgerRefusals.KeyReused ? visit.Refuse(refusal) : visit.Again<OrderPage>(refusal, read.Value);
    }

    static async Task<IResult> Cancel(Visit visit, FormReader form, ReservationView order)
    {
        var outcome = await visit.Write(
            form, context => visit.Desks.Reservations.Cancel(context, visit.Bank, order.Shop, order.Number, visit.Household));
        return outcome.Refusal is { } refusal
            ? visit.Again<OrderCancelPage>(refusal, order)
            : visit.Go(HouseholdRoutes.Home(visit) + "/orders", "order_cancelled");
    }
}
