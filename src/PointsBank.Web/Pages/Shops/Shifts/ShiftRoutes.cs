using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Shops.Shifts;

/// <summary>A page of a shop's shifts, newest first, the caller's open one, and the mark of the page behind it.</summary>
public sealed record ShiftsFacts(ShopView Shop, IReadOnlyList<ShiftSummary> Shifts, long? Own, string? Next);

/// <summary>A shift to open, or one to close, and the goods that may be counted then; none at a merchant's.</summary>
public sealed record ShiftFormFacts(ShopView Shop, ShiftView? Shift, IReadOnlyList<GoodsView> Goods);

/// <summary>A shift, and whether whoever looks may close it.</summary>
public sealed record ShiftFacts(ShiftView Shift, bool MayClose);

/// <summary>Shifts: opened and closed with as many goods counted as somebody likes to.</summary>
static class ShiftRoutes
{
    const int OnePage = 20;

    public static void MapShifts(this IEndpointRouteBuilder shop)
    {
        var readers = shop.MapGroup("/shifts").Requires(Role.Attendant, Role.Clerk, Role.Supervisor);
        readers.Page("", List);
        readers.Page("/{shift}", visit => OneShift(visit, shift => visit.Show<ShiftPage>(new ShiftFacts(shift, MayClose(visit, shift)))));
        readers.Page("/{shift}/print", visit => OneShift(visit, shift => visit.Show<ShiftSheet>(new ShiftFacts(shift, false))));
        var own = shop.MapGroup("/shifts").Requires(Role.Attendant);
        own.Page("/open", visit => Fill(visit, null));
        own.Form("/open", Open);
        var closers = shop.MapGroup("/shifts/{shift}").Requires(Role.Attendant, Role.Supervisor);
        closers.Page("/close", async visit => Find(visit) is { Refusal: null } found ? Fill(visit, found.Value) : Unknown(visit));
        closers.Form("/close", Close);
    }

    static IResult List(Visit visit)
    {
        var before = visit.After ?? long.MaxValue;
        var shifts = visit.Desks.Shifts.Of(visit.Bank, visit.Shop, before, OnePage + 1);
        var next = shifts.Count > OnePage ? shifts[OnePage - 1].Number.ToString(CultureInfo.InvariantCulture) : null;
        return visit.Show<ShiftsPage>(new ShiftsFacts(
            CounterRoutes.ShopOf(visit), [.. shifts.Take(OnePage)],
            visit.Desks.Shifts.Current(visit.Bank, visit.Shop, visit.Caller.Actor)?.Number, next));
    }

    static Outcome<ShiftView> Find(Visit visit) => visit.Desks.Shifts.Get(visit.Bank, visit.Shop, visit.Ask.Number("shift"));

    static IResult OneShift(Visit visit, Func<ShiftView, IResult> show) =>
        Find(visit) is { Refusal: null } found ? show(found.Value) : Unknown(visit);

    static IResult Unknown(Visit visit) => visit.Refuse(new Refusal(VillageRefusals.UnknownShift));

    static bool MayClose(Visit visit, ShiftView shift) =>
        shift.IsOpen && (shift.Actor == visit.Caller.Actor || visit.Caller.Is(Role.Supervisor, visit.Bank));

    static IResult Fill(Visit visit, ShiftView? shift, IReadOnlyList<Refusal>? refusals = null)
    {
        var goods = visit.Desks.Shops.Goods(visit.Bank, visit.Shop);
        if (goods.Refusal is { } unknown) return visit.Refuse(unknown);
        var facts = new ShiftFormFacts(
            CounterRoutes.ShopOf(visit), shift, [.. goods.Value.Where(good => good.IsStocked && (good.Price > 0 || good.Stock > 0))]);
        return refusals is null ? visit.Show<ShiftFormPage>(facts) : visit.Again<ShiftFormPage>(refusals, facts);
    }

    /// <summary>What was counted. An empty field says nothing.</summary>
    static ShiftInput Read(Visit visit, FormReader form)
    {
        var goods = visit.Desks.Shops.Goods(visit.Bank, visit.Shop);
        return new(goods.Refusal is null
            ? [
                .. goods.Value.Select(good => (good.Code, Quantity: form.Number($"q.{good.Code}", 0, 100_000)))
                .Where(line => line.Quantity is not null)
                .Select(line => new ShiftCountInput(line.Code, line.Quantity!.Value))]
            : []);
    }

    static async Task<IResult> Open(Visit visit, FormReader form)
    {
        var input = Read(visit, form);
        if (form.Finish() is { } refusals) return Fill(visit, null, refusals);
        var outcome = await visit.Write(form, context => visit.Desks.Shifts.Open(context, visit.Bank, visit.Shop, input));
        return outcome.Refusal is { } refusal ? Fill(visit, null, [refusal]) : visit.Go(CounterRoutes.At(visit), "shift_opened");
    }

    static async Task<IResult> Close(Visit visit, FormReader form)
    {
        if (Find(visit) is not { Refusal: null } found) return Unknown(visit);
        var input = Read(visit, form);
        if (form.Finish() is { } refusals) return Fill(visit, found.Value, refusals);
        var outcome = await visit.Write(
            form, context => visit.Desks.Shifts.Close(context, visit.Bank, visit.Shop, found.Value.Number, input));
        return outcome.Refusal is { } refusal
            ? Fill(visit, found.Value, [refusal])
            : visit.Go(CounterRoutes.At(visit, $"shifts/{outcome.Value.Number}"), "shift_closed");
    }
}
