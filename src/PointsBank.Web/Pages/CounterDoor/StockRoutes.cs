using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Shops;
using PointsBank.Village.Staff;
using PointsBank.Web.Security;

namespace PointsBank.Web.Pages.CounterDoor;

/// <summary>A shop's shelf, and whether the village has another shop to move goods to.</summary>
public sealed record StockFacts(ShopView Shop, IReadOnlyList<GoodsView> Goods, bool HasOthers);

/// <summary>A sheet to fill in (<c>received</c>, <c>spoiled</c>, <c>moved</c> or <c>counted</c>), and the shops to which goods may be moved.</summary>
public sealed record StockFormFacts(ShopView Shop, string Kind, IReadOnlyList<GoodsView> Goods, IReadOnlyList<ShopView> Others);

/// <summary>A sheet to be checked: what the shelf would hold after it.</summary>
public sealed record StockCheckFacts(StockFormFacts Form, StockView Sheet, string Memo, ShopView? To);

public sealed record MovementsFacts(ShopView Shop, IReadOnlyList<MovementView> Sheets, IReadOnlyList<ShopView> Shops, string? Next);

/// <summary>Stock: what is there, what came and went, and the count.</summary>
static class StockRoutes
{
    const int OnePage = 20;

    /// <summary>So few are left that somebody should order.</summary>
    public const int Low = 5;

    public static IReadOnlyList<string> Kinds { get; } = ["received", "spoiled", "moved", "counted"];

    public static void MapStock(this IEndpointRouteBuilder shop)
    {
        var readers = shop.MapGroup("/stock").Requires(Role.Attendant, Role.Clerk, Role.Supervisor);
        readers.Page("", visit => Show<StockPage>(visit));
        readers.Page("/sheet", visit => Show<CountSheetPage>(visit));
        readers.Page("/movements", Movements);
        var writers = shop.MapGroup("/stock/{kind}").Requires(Role.Attendant, Role.Clerk);
        writers.Page("", visit => Fill(visit));
        writers.Form("/change", (visit, _) => Fill(visit));
        writers.Form("/check", Check);
        writers.Form("", Move);
    }

    /// <summary>Whether whoever asks may change the stock.</summary>
    public static bool MayMove(Visit visit) => visit.Caller.Is(Role.Attendant, visit.Bank, visit.Shop) || visit.Caller.Is(Role.Clerk, visit.Bank);

    static async Task<IResult> Show<TPage>(Visit visit) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var goods = await visit.Desks.Shops.Goods(visit.Bank, visit.Shop);
        return goods.Refusal is { } refusal
            ? visit.Refuse(refusal)
            : visit.Show<TPage>(new StockFacts(CounterRoutes.ShopOf(visit), goods.Value, visit.Desks.Shops.All(visit.Bank).Count > 1));
    }

    static IResult Movements(Visit visit)
    {
        var before = long.TryParse(visit.Query("after"), out var number) ? number : (long?)null;
        var sheets = visit.Desks.Stock.Movements(visit.Bank, visit.Shop, before, OnePage + 1);
        var next = sheets.Count > OnePage ? sheets[OnePage - 1].Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return visit.Show<MovementsPage>(new MovementsFacts(CounterRoutes.ShopOf(visit), [.. sheets.Take(OnePage)], visit.Desks.Shops.All(visit.Bank), next));
    }

    static async Task<Outcome<StockFormFacts>> Facts(Visit visit)
    {
        var kind = visit.Ask.Text("kind");
        if (!Kinds.Contains(kind)) return new Refusal(Api.WebRefusals.UnknownAddress);
        var goods = await visit.Desks.Shops.Goods(visit.Bank, visit.Shop);
        return goods.Then(all => new StockFormFacts(CounterRoutes.ShopOf(visit), kind, all, [.. visit.Desks.Shops.All(visit.Bank).Where(shop => shop.Number != visit.Shop)]));
    }

    static async Task<IResult> Fill(Visit visit)
    {
        var facts = await Facts(visit);
        return facts.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<StockFormPage>(facts.Value);
    }

    /// <summary>The sheet as it was filled in. An empty field says nothing; 0 says something in a count alone.</summary>
    static StockInput Read(Visit visit, FormReader form, StockFormFacts facts)
    {
        var isCount = facts.Kind == "counted";
        var items = facts.Goods.Select(good => (good.Code, Quantity: form.Number($"q.{good.Code}", 0, 100_000)))
            .Where(line => line.Quantity is { } quantity && (isCount || quantity > 0)).Select(line => new StockLineInput(line.Code, line.Quantity!.Value)).ToList();
        if (items.Count == 0 && form.Finish() is null) form.Refuse(new(VillageRefusals.MissingValue, "items"));
        var memo = isCount ? visit.Say("counted_by", ("one", form.Required("counter1", 40)), ("two", form.Required("counter2", 40))) : form.Text("memo");
        return new(facts.Kind, items, facts.Kind == "moved" ? form.Number("toShop") : null, memo);
    }

    static async Task<IResult> Check(Visit visit, FormReader form)
    {
        var found = await Facts(visit);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var facts = found.Value;
        var input = Read(visit, form, facts);
        if (form.Finish() is { } refusals) return visit.Again<StockFormPage>(refusals, facts);
        var tried = await visit.Try(context => visit.Desks.Stock.Move(context, visit.Bank, visit.Shop, input));
        return tried.Refusal is { } refusal
            ? visit.Again<StockFormPage>(At(refusal, input), facts)
            : visit.Show<StockCheckPage>(new StockCheckFacts(facts, tried.Value, input.Memo ?? "", facts.Others.FirstOrDefault(shop => shop.Number == input.ToShop)));
    }

    static async Task<IResult> Move(Visit visit, FormReader form)
    {
        var found = await Facts(visit);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var input = Read(visit, form, found.Value);
        if (form.Finish() is { } refusals) return visit.Again<StockFormPage>(refusals, found.Value);
        var outcome = await visit.Write(form, context => visit.Desks.Stock.Move(context, visit.Bank, visit.Shop, input));
        return outcome.Refusal is { } refusal ? visit.Again<StockFormPage>(At(refusal, input), found.Value) : visit.Go(CounterRoutes.At(visit, "stock"), Done(input.Kind));
    }

    static string Done(string kind) => kind switch { "received" => "stock_received", "spoiled" => "stock_spoiled", "moved" => "stock_moved", _ => "stock_counted" };

    /// <summary>A line of the sheet is a good of the form.</summary>
    static Refusal At(Refusal refusal, StockInput input)
    {
        if (refusal.Field is not { } field || !field.StartsWith("items[", StringComparison.Ordinal)) return refusal;
        return int.TryParse(field.AsSpan("items[".Length, field.IndexOf(']', StringComparison.Ordinal) - "items[".Length), out var line)
            ? refusal with { Field = $"q.{input.Items[line].Goods}" }
            : refusal;
    }
}
