using System.Globalization;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Parts;

namespace PointsBank.Web.Pages.Shops.Stock;

/// <summary>A delivery to put right.</summary>
public sealed record CorrectionFacts(ShopView Shop, DeliveryView Delivery);

/// <summary>A correction before it is written: what it changes.</summary>
public sealed record CorrectionCheckFacts(CorrectionFacts Correction, StockView Sheet, string Reason);

/// <summary>
/// A delivery that was written wrongly: what came in truth is typed beside what the book says, and the difference is entered.
/// </summary>
static class CorrectionRoutes
{
    const string Page = "correction";

    public static void MapCorrections(this IEndpointRouteBuilder shop)
    {
        var pages = shop.MapGroup("/stock/sheets/{sheet}/" + Page).Requires(Role.Clerk, Role.Keeper, Role.Supervisor);
        pages.Page("", visit => Fill(visit));
        pages.Form("/change", (visit, _) => Fill(visit));
        pages.Form("/check", Check);
        pages.Form("", Correct);
    }

    public static string At(Visit visit, long sheet, string page = "") =>
        SheetRoutes.At(visit, sheet, page.Length == 0 ? Page : $"{Page}/{page}");

    /// <summary>Whether whoever asks may put deliveries right at all.</summary>
    public static bool MayCorrect(Visit visit) => CounterRoutes.Keeps(visit) || visit.Caller.Is(Role.Supervisor, visit.Bank);

    static async Task<IResult> Fill(Visit visit) => await With(visit, facts => Task.FromResult(visit.Show<CorrectionPage>(facts)));

    static async Task<IResult> With(Visit visit, Func<CorrectionFacts, Task<IResult>> then)
    {
        var delivery = visit.Desks.Corrections.Delivery(visit.Bank, visit.Shop, visit.Ask.Number("sheet"), visit.Caller.Actor);
        if ((delivery.Refusal ?? delivery.Value.Barred) is { } refusal) return visit.Refuse(refusal);
        return await then(new(CounterRoutes.ShopOf(visit), delivery.Value));
    }

    /// <summary>What was typed otherwise than the book says; what stays empty stays as it is.</summary>
    static CorrectionInput Read(FormReader form, DeliveryView delivery)
    {
        var items = new List<CorrectionLineInput>();
        foreach (var line in delivery.Lines)
        {
            var quantity = form.Number($"q.{line.Goods}", 0, 100_000) ?? line.Quantity;
            var cost = quantity == 0 ? 0 : Fen(form, $"c.{line.Goods}") ?? line.Cost;
            if (quantity != line.Quantity || (delivery.Sheet.Origin is not null && cost != line.Cost))
                items.Add(new(line.Goods, quantity, delivery.Sheet.Origin is null ? null : cost));
        }
        return new(items, form.Text("reason"), form.Flag("confirmed"));
    }

    static long? Fen(FormReader form, string name)
    {
        var text = form.Text(name, 40);
        if (text.Length == 0) return null;
        if (Yuan.TryParse(text, out var fen)) return fen;
        form.Refuse(new(WebRefusals.WrongType, name));
        return 0;
    }

    static Task<IResult> Check(Visit visit, FormReader form) => With(visit, async facts =>
    {
        var input = Read(form, facts.Delivery);
        if (form.Finish() is { } refusals) return visit.Again<CorrectionPage>(refusals, facts);
        if (input.Items.Count == 0)
            return visit.Again<CorrectionPage>(
                new PointsBank.Ledger.Refusal(PointsBank.Village.Shops.CorrectionRefusals.NothingDiffers), facts);
        var tried = await visit.Try(
            context => visit.Desks.Corrections.Correct(context, visit.Bank, visit.Shop, facts.Delivery.Sheet.Number, input));
        return tried.Refusal is { } refusal
            ? visit.Again<CorrectionPage>(At(refusal, input), facts)
            : visit.Show<CorrectionCheckPage>(new CorrectionCheckFacts(facts, tried.Value, input.Reason));
    });

    static Task<IResult> Correct(Visit visit, FormReader form) => With(visit, async facts =>
    {
        var input = Read(form, facts.Delivery);
        if (form.Finish() is { } refusals) return visit.Again<CorrectionPage>(refusals, facts);
        var outcome = await visit.Write(
            form, context => visit.Desks.Corrections.Correct(context, visit.Bank, visit.Shop, facts.Delivery.Sheet.Number, input));
        return outcome.Refusal is { } refusal
            ? visit.Again<CorrectionPage>(At(refusal, input), facts)
            : visit.Go(SheetRoutes.At(visit, outcome.Value.Number), "stock_corrected");
    });

    /// <summary>A line of the correction is a good of the form.</summary>
    static PointsBank.Ledger.Refusal At(PointsBank.Ledger.Refusal refusal, CorrectionInput input)
    {
        if (refusal.Field is not { } field || !field.StartsWith("items[", StringComparison.Ordinal)) return refusal;
        return int.TryParse(
            field.AsSpan("items[".Length, field.IndexOf(']', StringComparison.Ordinal) - "items[".Length), NumberStyles.None,
            CultureInfo.InvariantCulture, out var line)
            ? refusal with { Field = $"{(field.EndsWith(".cost", StringComparison.Ordinal) ? 'c' : 'q')}.{input.Items[line].Goods}" }
            : refusal;
    }
}
