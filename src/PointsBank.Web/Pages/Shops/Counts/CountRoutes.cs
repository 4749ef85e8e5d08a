using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Shops.Counts;

public sealed record CountsFacts(ShopView Shop, IReadOnlyList<CountView> Counts, bool IsOpen, string? Next);

/// <summary>A count, and whether whoever asks may write figures and enter it.</summary>
public sealed record CountFacts(ShopView Shop, CountResult Result, bool MayCount, bool MayClose, bool MayDrop);

/// <summary>
/// What one of the two is to count: goods they have not counted, those on which the two differ, and what they wrote themselves.
/// </summary>
public sealed record CountFormFacts(
    ShopView Shop, CountView Count, IReadOnlyList<GoodsView> Missing, IReadOnlyList<GoodsView> Differing,
    IReadOnlyList<(GoodsView Good, long Found)> Done);

/// <summary>A count's result as everybody may see it.</summary>
public sealed record CountWallFacts(ShopView Shop, CountResult Result);

/// <summary>Counts by two people: opened, counted blind by each, compared, entered, and posted on the wall.</summary>
static class CountRoutes
{
    const int OnePage = 20;

    public static void MapCounts(this IEndpointRouteBuilder shop)
    {
        var counts = shop.MapGroup("/stock/counts").Requires(Role.Attendant, Role.Clerk, Role.Keeper, Role.Supervisor);
        counts.Page("", List);
        counts.Form("", Open);
        counts.Page("/{count}", visit => Show(visit));
        counts.Page("/{count}/figures", Fill);
        counts.Form("/{count}/figures", Enter);
        counts.Form("/{count}/close", Close);
        counts.Form("/{count}/drop", Drop);
        var wall = shop.MapGroup("/counts/{count}").Public();
        wall.Page("", visit => Wall<CountWallPage>(visit));
        wall.Page("/sheet", visit => Wall<CountWallSheet>(visit));
    }

    /// <summary>An address of a count.</summary>
    public static string At(Visit visit, long count, string page = "") =>
        CounterRoutes.At(visit, $"stock/counts/{count}{(page.Length == 0 ? "" : "/" + page)}");

    static IResult List(Visit visit)
    {
        var before = visit.After;
        var counts = visit.Desks.Counts.Of(visit.Bank, visit.Shop, before, OnePage + 1);
        return visit.Show<CountsPage>(new CountsFacts(
            CounterRoutes.ShopOf(visit), [.. counts.Take(OnePage)], visit.Desks.Counts.OpenAt(visit.Bank, visit.Shop) is not null,
            counts.Count > OnePage ? counts[OnePage - 1].Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null));
    }

    static async Task<IResult> Open(Visit visit, FormReader form)
    {
        var outcome = await visit.Write(form, context => visit.Desks.Counts.Open(context, visit.Bank, visit.Shop));
        return outcome.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Go(At(visit, outcome.Value.Number), "count_opened");
    }

    static Outcome<CountFacts> Facts(Visit visit)
    {
        var result = visit.Desks.Counts.Result(visit.Bank, visit.Shop, visit.Ask.Number("count"));
        return result.Then(found => new CountFacts(
            CounterRoutes.ShopOf(visit), found, found.Count.CounterOf(visit.Caller.Actor) is not null,
            found.Count.First?.Actor == visit.Caller.Actor
                || found.Count.Second?.Actor == visit.Caller.Actor
                || visit.Caller.Is(Role.Supervisor, visit.Bank),
            found.Count.First is null || visit.Caller.Is(Role.Supervisor, visit.Bank)));
    }

    static IResult Show(Visit visit, Refusal? wrong = null)
    {
        var facts = Facts(visit);
        if (facts.Refusal is { } unknown) return visit.Refuse(unknown);
        return wrong is null ? visit.Show<CountPage>(facts.Value) : visit.Again<CountPage>(wrong, facts.Value);
    }

    static Outcome<CountFormFacts> Form(Visit visit)
    {
        var result = visit.Desks.Counts.Result(visit.Bank, visit.Shop, visit.Ask.Number("count"));
        if (result.Refusal is { } unknown) return unknown;
        var count = result.Value.Count;
        if (count.State != "open") return new Refusal(VillageRefusals.CountEnded);
        if (count.CounterOf(visit.Caller.Actor) is null) return new Refusal(VillageRefusals.CountedByTwo);
        var goods = visit.Desks.Shops.Goods(visit.Bank, visit.Shop);
        if (goods.Refusal is { } refusal) return refusal;
        var own = visit.Desks.Counts.Own(visit.Bank, count.Number, visit.Caller.Actor);
        var differing = result.Value.Lines.Where(line => line is { ByFirst: true, BySecond: true, Agreed: false })
            .Select(line => line.Goods)
            .ToHashSet();
        return new CountFormFacts(
            CounterRoutes.ShopOf(visit), count, [.. goods.Value.Where(good => !own.ContainsKey(good.Code))],
            [.. goods.Value.Where(good => differing.Contains(good.Code))],
            [.. goods.Value.Where(
                good => own.ContainsKey(good.Code) && !differing.Contains(good.Code)).Select(good => (good, own[good.Code]))]);
    }

    static IResult Fill(Visit visit)
    {
        var facts = Form(visit);
        return facts.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<CountFormPage>(facts.Value);
    }

    static async Task<IResult> Enter(Visit visit, FormReader form)
    {
        var count = visit.Ask.Number("count");
        var goods = visit.Desks.Shops.Goods(visit.Bank, visit.Shop);
        if (goods.Refusal is { } unknown) return visit.Refuse(unknown);
        var items = goods.Value.Select(good => (good.Code, Found: form.Number($"q.{good.Code}", 0, 100_000)))
            .Where(line => line.Found is not null)
            .Select(line => new CountLineInput(line.Code, line.Found!.Value)).ToList();
        if (items.Count == 0 && form.Finish() is null) form.Refuse(new(VillageRefusals.MissingValue, "items"));
        IReadOnlyList<Refusal>? wrong = form.Finish();
        if (wrong is null)
        {
            var outcome = await visit.Write(form, context => visit.Desks.Counts.Enter(context, visit.Bank, visit.Shop, count, new(items)));
            if (outcome.Refusal is not { } refusal) return visit.Go(At(visit, count), "count_figures");
            wrong = [refusal];
        }
        var facts = Form(visit);
        return facts.Refusal is { } gone ? visit.Refuse(gone) : visit.Again<CountFormPage>(wrong, facts.Value);
    }

    /// <summary>The page shows what is about to be entered, so that this is the check and the confirmation in one.</summary>
    static async Task<IResult> Close(Visit visit, FormReader form)
    {
        var count = visit.Ask.Number("count");
        var goods = visit.Desks.Shops.Goods(visit.Bank, visit.Shop);
        if (goods.Refusal is { } unknown) return visit.Refuse(unknown);
        var reasons = goods.Value.Select(good => new CountReasonInput(good.Code, form.Text(Reason(good.Code))))
            .Where(line => line.Reason.Length > 0)
            .ToList();
        var outcome = await visit.Write(form, context => visit.Desks.Counts.Close(context, visit.Bank, visit.Shop, count, new(reasons)));
        if (outcome.Refusal is not { } refusal) return visit.Go(At(visit, count), "count_entered");
        var differing = refusal.Fact("goods");
        return Show(visit, differing is null ? refusal : refusal with { Field = Reason(differing) });
    }

    /// <summary>The name of the field with a good's reason.</summary>
    public static string Reason(string goods) => $"reason.{goods}";

    static async Task<IResult> Drop(Visit visit, FormReader form)
    {
        var count = visit.Ask.Number("count");
        var outcome = await visit.Write(form, context => visit.Desks.Counts.Drop(context, visit.Bank, visit.Shop, count));
        return outcome.Refusal is { } refusal
            ? Show(visit, refusal)
            : visit.Go(CounterRoutes.At(visit, "stock/counts"), "count_dropped");
    }

    /// <summary>Only what was entered hangs on the wall.</summary>
    static IResult Wall<TPage>(Visit visit) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var result = visit.Desks.Counts.Result(visit.Bank, visit.Shop, visit.Ask.Number("count"));
        if (result.Refusal is { } unknown) return visit.Refuse(unknown);
        return result.Value.Count.State == "entered"
            ? visit.Show<TPage>(new CountWallFacts(CounterRoutes.ShopOf(visit), result.Value))
            : visit.Refuse(new Refusal(VillageRefusals.UnknownCount));
    }
}
