using System.Globalization;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Shops.Reports;

namespace PointsBank.Web.Pages.Shops.Slips;

/// <summary>
/// A page of a shop's slips, newest first, those of them that whoever looks may take back, and the mark of the page behind it.
/// </summary>
public sealed record SlipsFacts(ShopView Shop, IReadOnlyList<RedemptionView> Slips, IReadOnlySet<long> Voidable, string? Next);

/// <summary>One slip, whether whoever looks may take it back, and where anybody may look its check code up.</summary>
public sealed record SlipFacts(SlipView Slip, bool MayVoid, string? CheckAddress);

/// <summary>A void to be checked: the slip as it would be, and the reason.</summary>
public sealed record VoidFacts(SlipView Slip, string Reason, long Balance);

/// <summary>
/// A day at the counter: its slips, whether they are the caller's alone, and the day's counts in which something was missing or over.
/// </summary>
public sealed record CounterDayFacts(CounterDayView Book, bool IsOwn, IReadOnlyList<MovementView> Counts);

/// <summary>
/// Slips: shown, printed, taken back by the attendant on their own day or in the open shift and by a supervisor later; and the day's
/// closing sheet.
/// </summary>
static class SlipRoutes
{
    const int OnePage = 30;

    /// <summary>Why slips are usually taken back.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["goods", "household", "quantity", "mind"];

    public static void MapSlips(this IEndpointRouteBuilder shop)
    {
        var readers = shop.MapGroup("").Requires(Role.Attendant, Role.Clerk, Role.Supervisor);
        readers.Page("/slips", List);
        readers.Page("/slips/{redemption}", visit => OneSlip(visit, slip => visit.Show<SlipPage>(Facts(visit, slip))));
        readers.Page("/slips/{redemption}/print", visit => OneSlip(visit, slip => visit.Show<SlipPrintPage>(Facts(visit, slip))));
        readers.Page("/day", visit => ShowDay<CounterDayPage>(visit));
        readers.Page("/day/print", visit => ShowDay<CounterDayPrintPage>(visit));

        var sellers = shop.MapGroup("/slips/{redemption}").Requires(Role.Attendant, Role.Supervisor);
        sellers.Page("/void", visit => OneSlip(visit, slip => visit.Show<VoidPage>(slip)));
        sellers.Form("/void/change", (visit, _) => OneSlip(visit, slip => visit.Show<VoidPage>(slip)));
        sellers.Form("/void/check", CheckVoid);
        sellers.Form("/void", Void);
    }

    static IResult List(Visit visit)
    {
        if (Typed(visit) is { } typed) return visit.Go(CounterRoutes.At(visit, $"slips/{typed}"));
        var before = visit.After ?? long.MaxValue;
        var slips = visit.Desks.Redemptions.Of(visit.Bank, visit.Shop, before, OnePage + 1);
        var next = slips.Count > OnePage ? slips[OnePage - 1].Number.ToString(CultureInfo.InvariantCulture) : null;
        List<RedemptionView> shown = [.. slips.Take(OnePage)];
        return visit.Show<SlipsPage>(
            new SlipsFacts(
                CounterRoutes.ShopOf(visit), shown, shown.Where(slip => MayVoid(visit, slip)).Select(slip => slip.Number).ToHashSet(),
                next));
    }

    /// <summary>The slip whose number was typed, where there is one.</summary>
    static long? Typed(Visit visit) => TypedNumber.Whole(visit.Query("number") ?? "") is { } number
        && visit.Desks.Redemptions.Get(visit.Bank, number) is { Refusal: null } found && found.Value.Shop == visit.Shop ? number : null;

    /// <summary>Whether whoever looks may take a slip back now: the desk decides again.</summary>
    static bool MayVoid(Visit visit, RedemptionView slip)
    {
        if (slip.VoidedBy is not null) return false;
        if (visit.Caller.Is(Role.Supervisor, visit.Bank)) return true;
        if (!visit.Caller.Is(Role.Attendant, visit.Bank, visit.Shop)) return false;
        return slip.Shift is { } shift
            ? visit.Desks.Shifts.Get(visit.Bank, visit.Shop, shift) is { Refusal: null, Value.IsOpen: true }
            : slip.RedeemedOn == visit.Today;
    }

    static Outcome<SlipView> Find(Visit visit)
    {
        var slip = visit.Desks.Redemptions.Slip(visit.Bank, visit.Ask.Number("redemption"));
        return slip.Refusal is null && slip.Value.Redemption.Shop != visit.Shop ? new Refusal(VillageRefusals.UnknownRedemption) : slip;
    }

    static IResult OneSlip(Visit visit, Func<SlipView, IResult> show) =>
        Find(visit) is { Refusal: null } found ? show(found.Value) : visit.Refuse(new Refusal(VillageRefusals.UnknownRedemption));

    static SlipFacts Facts(Visit visit, SlipView slip) =>
        new(slip, MayVoid(visit, slip.Redemption), visit.CheckAddress(slip.Redemption.CheckCode));

    /// <summary>The reason in the attendant's own words, else the usual one that was chosen.</summary>
    static string Reason(Visit visit, FormReader form)
    {
        var own = form.Text("reason");
        return own.Length > 0 ? own : Reasons.Contains(form.Text("usual")) ? visit.Say("void_because_" + form.Text("usual")) : "";
    }

    static async Task<IResult> CheckVoid(Visit visit, FormReader form)
    {
        var found = Find(visit);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var reason = Reason(visit, form);
        var tried = await visit.Try(
            context => visit.Desks.Redemptions.Void(context, visit.Bank, visit.Shop, found.Value.Redemption.Number, new(reason)));
        return tried.Refusal is { } refusal
            ? visit.Again<VoidPage>(refusal, found.Value)
            : visit.Show<VoidCheckPage>(new VoidFacts(found.Value, reason, tried.Value.Balance));
    }

    static async Task<IResult> Void(Visit visit, FormReader form)
    {
        var found = Find(visit);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var reason = Reason(visit, form);
        var outcome = await visit.Write(
            form, context => visit.Desks.Redemptions.Void(context, visit.Bank, visit.Shop, found.Value.Redemption.Number, new(reason)));
        return outcome.Refusal is { } refusal
            ? visit.Again<VoidPage>(refusal, found.Value)
            : visit.Go(CounterRoutes.At(visit, $"slips/{outcome.Value.Number}"), "slip_voided");
    }

    /// <summary>An attendant sees their own day; the whole shop's where they ask for it, and so does whoever oversees.</summary>
    static IResult ShowDay<TPage>(Visit visit) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var day = TypedDay.Whole(visit.Query("day")) ?? visit.Today;
        var isOwn = visit.Query("whose") != "all" && visit.Caller.Is(Role.Attendant, visit.Bank, visit.Shop);
        var book = visit.Desks.Redemptions.Day(visit.Bank, visit.Shop, isOwn ? visit.Caller.Actor : null, day);
        return book.Refusal is { } refusal
            ? visit.Refuse(refusal)
            : visit.Show<TPage>(new CounterDayFacts(book.Value, isOwn, Counts(visit, day)));
    }

    /// <summary>The day's counts in which something differed.</summary>
    static List<MovementView> Counts(Visit visit, LocalDate day)
    {
        var counts = new List<MovementView>();
        for (long? before = null; ;)
        {
            var sheets = visit.Desks.Stock.Movements(visit.Bank, visit.Shop, before, OnePage);
            counts.AddRange(
                sheets.Where(sheet => sheet.Kind == "counted" && sheet.MovedOn == day && sheet.Lines.Any(line => line.Change != 0)));
            if (sheets.Count < OnePage || sheets[^1].MovedOn < day) return counts;
            before = sheets[^1].Number;
        }
    }
}
