using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Parts;
using PointsBank.Web.Pages.Shops.Counts;

namespace PointsBank.Web.Pages.Shops.Stock;

/// <summary>
/// A shop's shelf: what is there, what its pieces cost where that is the village's matter, its open count, and whether there is another
/// place to move goods to.
/// </summary>
public sealed record StockFacts(
    ShopView Shop, IReadOnlyList<GoodsView> Goods, bool HasOthers, IReadOnlyDictionary<string, GoodsWorth> Worth, long? OpenCount)
{
    public IReadOnlyList<GoodsView> Low { get; } = [.. Goods.Where(good => good.IsLow)];
}

/// <summary>A sheet to fill in (<c>received</c>, <c>spoiled</c> or <c>moved</c>), and the shops to which goods may be moved.</summary>
public sealed record StockFormFacts(ShopView Shop, string Kind, IReadOnlyList<GoodsView> Goods, IReadOnlyList<ShopView> Others);

/// <summary>A sheet to be checked: what the shelf would hold after it.</summary>
public sealed record StockCheckFacts(StockFormFacts Form, StockInput Input, StockView Sheet, ShopView? To);

public sealed record MovementsFacts(ShopView Shop, IReadOnlyList<MovementView> Sheets, IReadOnlyList<ShopView> Shops, string? Next);

/// <summary>Stock: what is there, what is low, and what came and went.</summary>
static class StockRoutes
{
    const int OnePage = 20;

    public static IReadOnlyList<string> Kinds { get; } = ["received", "spoiled", "moved"];

    public static IReadOnlyList<string> Origins { get; } = ["purchase", "donation"];

    public static void MapStock(this IEndpointRouteBuilder shop)
    {
        var readers = shop.MapGroup("/stock").Requires(Role.Attendant, Role.Clerk, Role.Keeper, Role.Supervisor);
        readers.Page("", visit => Show<StockPage>(visit));
        readers.Page("/sheet", visit => Show<CountSheetPage>(visit));
        readers.Page("/movements", Movements);
        var writers = shop.MapGroup("/stock/{kind}").Requires(Role.Attendant, Role.Clerk, Role.Keeper);
        writers.Page("", visit => Fill(visit));
        writers.Form("/change", (visit, _) => Fill(visit));
        writers.Form("/check", Check);
        writers.Form("", Move);
    }

    /// <summary>Whether whoever asks may change the stock.</summary>
    public static bool MayMove(Visit visit) => visit.Caller.Is(Role.Attendant, visit.Bank, visit.Shop) || CounterRoutes.Keeps(visit);

    static IResult Show<TPage>(Visit visit) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var goods = visit.Desks.Shops.Goods(visit.Bank, visit.Shop);
        if (goods.Refusal is { } refusal) return visit.Refuse(refusal);
        var shop = CounterRoutes.ShopOf(visit);
        var worth = shop.Kind == "village" ? visit.Desks.ShopReports.Worth(visit.Bank, visit.Shop) : default;
        return visit.Show<TPage>(new StockFacts(
            shop, goods.Value, visit.Desks.Shops.All(visit.Bank).Count(other => other.HasStock) > 1,
            shop.Kind == "village" && worth.Refusal is null ? worth.Value.ToDictionary(good => good.Goods) : [],
            visit.Desks.Counts.OpenAt(visit.Bank, visit.Shop)));
    }

    static IResult Movements(Visit visit)
    {
        var before = visit.After;
        var sheets = visit.Desks.Stock.Movements(visit.Bank, visit.Shop, before, OnePage + 1);
        var next = sheets.Count > OnePage ? sheets[OnePage - 1].Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return visit.Show<MovementsPage>(
            new MovementsFacts(CounterRoutes.ShopOf(visit), [.. sheets.Take(OnePage)], visit.Desks.Shops.All(visit.Bank), next));
    }

    static Outcome<StockFormFacts> Facts(Visit visit)
    {
        var kind = visit.Ask.Text("kind");
        if (!Kinds.Contains(kind)) return new Refusal(WebRefusals.UnknownAddress);
        var goods = visit.Desks.Shops.Goods(visit.Bank, visit.Shop);
        return goods.Then(all => new StockFormFacts(
            CounterRoutes.ShopOf(visit), kind, all,
            [.. visit.Desks.Shops.All(visit.Bank).Where(shop => shop.Number != visit.Shop && shop.HasStock)]));
    }

    static IResult Fill(Visit visit)
    {
        var facts = Facts(visit);
        return facts.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<StockFormPage>(facts.Value);
    }

    /// <summary>The sheet as it was filled in. An empty field says nothing.</summary>
    static StockInput Read(FormReader form, StockFormFacts facts)
    {
        var origin = facts.Kind == "received" && form.Text("origin") is { Length: > 0 } said ? said : null;
        var items = facts.Goods.Select(good => (good.Code, Quantity: form.Number($"q.{good.Code}", 0, 100_000)))
            .Where(line => line.Quantity > 0)
            .Select(line => new StockLineInput(line.Code, line.Quantity!.Value, origin is null ? null : Fen(form, $"c.{line.Code}")))
            .ToList();
        if (items.Count == 0 && form.Finish() is null) form.Refuse(new(VillageRefusals.MissingValue, "items"));
        return new(
            facts.Kind, items, facts.Kind == "moved" ? form.Number("toShop") : null, form.Text("memo"), origin,
            origin is null ? null : form.Text("partner"), origin is null ? null : form.Text("receipt"),
            origin == "purchase" && form.Flag("paidNow"), form.Flag("confirmed"));
    }

    /// <summary>Yuan as they were typed; null where nothing was.</summary>
    static long? Fen(FormReader form, string name)
    {
        var text = form.Text(name, 40);
        if (text.Length == 0) return null;
        if (Yuan.TryParse(text, out var fen)) return fen;
        form.Refuse(new(WebRefusals.WrongType, name));
        return 0;
    }

    static async Task<IResult> Check(Visit visit, FormReader form)
    {
        var found = Facts(visit);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var facts = found.Value;
        var input = Read(form, facts);
        if (form.Finish() is { } refusals) return visit.Again<StockFormPage>(refusals, facts);
        var tried = await visit.Try(context => visit.Desks.Stock.Move(context, visit.Bank, visit.Shop, input));
        return tried.Refusal is { } refusal
            ? visit.Again<StockFormPage>(At(refusal, input), facts)
            : visit.Show<StockCheckPage>(
                new StockCheckFacts(facts, input, tried.Value, facts.Others.FirstOrDefault(shop => shop.Number == input.ToShop)));
    }

    static async Task<IResult> Move(Visit visit, FormReader form)
    {
        var found = Facts(visit);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var input = Read(form, found.Value);
        if (form.Finish() is { } refusals) return visit.Again<StockFormPage>(refusals, found.Value);
        var outcome = await visit.Write(form, context => visit.Desks.Stock.Move(context, visit.Bank, visit.Shop, input));
        if (outcome.Refusal is { } refusal) return visit.Again<StockFormPage>(At(refusal, input), found.Value);
        // A donor waits for the receipt, and an invoice is compared once more; nobody waits for anything else.
        return visit.Go(
            input.Origin is null ? CounterRoutes.At(visit, "stock") : SheetRoutes.At(visit, outcome.Value.Number),
            Done(input.Kind));
    }

    static string Done(string kind) => kind switch { "received" => "stock_received", "spoiled" => "stock_spoiled", _ => "stock_moved" };

    /// <summary>A line of the sheet is a good of the form.</summary>
    static Refusal At(Refusal refusal, StockInput input)
    {
        if (refusal.Field is not { } field || !field.StartsWith("items[", StringComparison.Ordinal)) return refusal;
        return int.TryParse(field.AsSpan("items[".Length, field.IndexOf(']', StringComparison.Ordinal) - "items[".Length), out var line)
            ? refusal with { Field = $"{(field.EndsWith(".cost", StringComparison.Ordinal) ? 'c' : 'q')}.{input.Items[line].Goods}" }
            : refusal;
    }
}
