using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Shops.Stock;

/// <summary>
/// A stock sheet, the shop at the other end where goods were moved, and of a delivery what bars whoever looks from correcting it.
/// </summary>
public sealed record SheetFacts(ShopView Shop, MovementView Sheet, ShopView? Other, PointsBank.Ledger.Refusal? Bars);

/// <summary>One stock sheet on the screen and on paper: a donation's receipt and inventory, or what came, moved or spoiled.</summary>
static class SheetRoutes
{
    public static void MapSheets(this IEndpointRouteBuilder shop)
    {
        var sheets = shop.MapGroup("/stock/sheets/{sheet}").Requires(Role.Attendant, Role.Clerk, Role.Keeper, Role.Supervisor);
        sheets.Page("", visit => Show<StockSheetPage>(visit));
        sheets.Page("/print", visit => Show<StockSheetPrint>(visit));
    }

    /// <summary>An address of a sheet.</summary>
    public static string At(Visit visit, long sheet, string page = "") =>
        CounterRoutes.At(visit, $"stock/sheets/{sheet}{(page.Length == 0 ? "" : "/" + page)}");

    /// <summary>What kind of sheet it is, in words.</summary>
    public static string What(Visit visit, MovementView sheet) =>
        visit.Words.Say(sheet is { Origin: { } origin, Corrects: null } ? "receive_origin_" + origin : "stock_kind_" + sheet.Kind);

    static IResult Show<TPage>(Visit visit) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var sheet = visit.Desks.Stock.Sheet(visit.Bank, visit.Shop, visit.Ask.Number("sheet"));
        if (sheet.Refusal is { } unknown) return visit.Refuse(unknown);
        var other = sheet.Value.ToShop is not { } to ? (long?)null : to == visit.Shop ? sheet.Value.Shop : to;
        return visit.Show<TPage>(
            new SheetFacts(
                CounterRoutes.ShopOf(visit), sheet.Value, visit.Desks.Shops.All(visit.Bank).FirstOrDefault(shop => shop.Number == other),
            visit.Desks.Corrections.Bars(visit.Bank, visit.Shop, sheet.Value.Number, visit.Caller.Actor)));
    }
}
