using System.Globalization;
using System.Security.Cryptography;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;
using PointsBank.Web.Pages.Shops.Counter;

namespace PointsBank.Web.Pages.Shops.Vouchers;

/// <summary>A page of vouchers, of one state or all, and the mark of the page behind it.</summary>
public sealed record VouchersFacts(string State, IReadOnlyList<VoucherView> Vouchers, string? Next);

/// <summary>
/// Vouchers to issue to a household: what it may spend, and the secret from which their codes follow; drawn for this form.
/// </summary>
public sealed record VoucherFormFacts(HouseholdView? Household, long Available, string Seed);

/// <summary>Vouchers to be checked: how many of each value, and what the household may spend then.</summary>
public sealed record VoucherCheckFacts(VoucherFormFacts Form, IReadOnlyList<long> Points, bool HasPin);

/// <summary>Vouchers: issued, printed, listed, made void. Seeds and codes travel in forms and answers alone, never in an address.</summary>
static class VoucherRoutes
{
    const int OnePage = 30;

    /// <summary>Vouchers on a sheet.</summary>
    public const int OnSheet = 8;

    public static void MapVoucher(this IEndpointRouteBuilder pages, Desks desks)
    {
        var vouchers = pages.MapGroup("/v/{bank}/vouchers");
        vouchers.Page("", List).Requires(Role.Clerk, Role.Attendant, Role.Supervisor);
        var issuers = vouchers.MapGroup("").Requires(Role.Clerk, Role.Attendant);
        issuers.Page("/new", async visit => await Fill(visit, Facts(visit, null)));
        issuers.Form("/new", async (visit, form) => await Fill(visit, Facts(visit, form)));
        issuers.Form("/check", Check);
        issuers.Form("/issue", Issue);
        var voiders = vouchers.MapGroup("/{voucher}/void").Requires(Role.Clerk, Role.Supervisor);
        voiders.Page(
            "",
            visit => desks.Vouchers.Get(visit.Bank, visit.Ask.Number("voucher")) is { Refusal: null } found
                ? visit.Show<VoucherVoidPage>(found.Value)
                : Unknown(visit));
        voiders.Form("", Void);
    }

    /// <summary>The bar of whoever asks: the clerk's and supervisor's own, or the way back to the counter.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links(Visit visit) =>
        visit.Caller.Is(Role.Clerk, visit.Bank) || visit.Caller.Is(Role.Supervisor, visit.Bank)
            ? ClerkLinks.Of(visit)
            : visit.Desks.Shops.All(visit.Bank)
                .FirstOrDefault(shop => shop.HasCounter && visit.Caller.Is(Role.Attendant, visit.Bank, shop.Number)) is { } shop
                ? [(CounterRoutes.Entrance(visit, shop), "counter_sell"), (At(visit), "voucher_list")]
                : [(At(visit), "voucher_list")];

    public static string At(Visit visit, string page = "") => $"{visit.Home}/vouchers{page}";

    static IResult Unknown(Visit visit) => visit.Refuse(new Refusal(VillageRefusals.UnknownVoucher));

    static IResult List(Visit visit)
    {
        var state = visit.Query("state") is { } asked && Voucher.States.Contains(asked) ? asked : "";
        var before = visit.After ?? long.MaxValue;
        var found = visit.Desks.Vouchers.Of(visit.Bank, state.Length == 0 ? null : state, null, before, OnePage + 1);
        var next = found.Count > OnePage ? found[OnePage - 1].Number.ToString(CultureInfo.InvariantCulture) : null;
        return visit.Show<VouchersPage>(new VouchersFacts(state, [.. found.Take(OnePage)], next));
    }

    static VoucherFormFacts Facts(Visit visit, FormReader? form)
    {
        var seed = form?.Text("seed") is { Length: > 0 } kept ? kept : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var asked = form?.Text("household", 20) ?? visit.Query("household");
        if (PointsBank.Papers.Typing.TypedNumber.Whole(asked ?? "") is not { } number
            || visit.Desks.Households.Get(visit.Bank, number) is not { Refusal: null } found)
            return new(null, 0, seed);
        var balance = visit.Desks.Journal.Balance(visit.Bank, number);
        return new(found.Value, balance.Refusal is null ? balance.Value.Points.Available : 0, seed);
    }

    static Task<IResult> Fill(Visit visit, VoucherFormFacts facts) => Task.FromResult(
        facts.Household is null && visit.Query("household") is not null
            ? visit.Again<VoucherFormPage>(new Refusal(VillageRefusals.UnknownHousehold, "household"), facts)
            : visit.Show<VoucherFormPage>(facts));

    /// <summary>The values asked for, the largest first.</summary>
    static List<long> Points(FormReader form)
    {
        var points = Voucher.Values.Reverse()
            .SelectMany(value => Enumerable.Repeat(value, (int)(form.Number($"v.{value}", 0, Voucher.Most) ?? 0)))
            .ToList();
        if (points.Count == 0 && form.Finish() is null) form.Refuse(new(VillageRefusals.MissingValue, "points"));
        return points;
    }

    static async Task<IResult> Check(Visit visit, FormReader form)
    {
        var facts = Facts(visit, form);
        if (facts.Household is null) form.Refuse(new(VillageRefusals.UnknownHousehold, "household"));
        var points = Points(form);
        return form.Finish() is { } refusals ? visit.Again<VoucherFormPage>(refusals, facts) : await Check(visit, facts, points);
    }

    static async Task<IResult> Check(Visit visit, VoucherFormFacts facts, List<long> points, Refusal? wrong = null)
    {
        var household = facts.Household!.Number;
        var tried = await visit.Try(
            context => visit.Desks.Vouchers.Issue(
                context, visit.Bank, new(points, new AuthorisationInput("booklet"), facts.Seed, household)));
        if (tried.Refusal is { } refusal) return visit.Again<VoucherFormPage>(refusal, facts);
        var check = new VoucherCheckFacts(facts, points, SaleRoutes.HasPin(visit, household));
        return wrong is null ? visit.Show<VoucherCheckPage>(check) : visit.Again<VoucherCheckPage>(wrong, check);
    }

    /// <summary>The sheet is the answer itself: the same form sent again shows the same vouchers.</summary>
    static async Task<IResult> Issue(Visit visit, FormReader form)
    {
        var facts = Facts(visit, form);
        if (facts.Household is null) form.Refuse(new(VillageRefusals.UnknownHousehold, "household"));
        var points = Points(form);
        if (form.Finish() is { } refusals) return visit.Again<VoucherFormPage>(refusals, facts);
        if (SaleRoutes.Authorisation("", facts.Household!, form) is not { } agreed)
            return await Check(visit, facts, points, new(VillageRefusals.MissingValue, "pin"));
        var issued = await visit.Write(
            form, context => visit.Desks.Vouchers.Issue(context, visit.Bank, new(points, agreed, facts.Seed, facts.Household!.Number)));
        if (issued.Refusal is not { } refusal) return visit.Show<VoucherSheet>(issued.Value);
        return refusal.Field?.StartsWith("authorisedBy.", StringComparison.Ordinal) is true
            ? await Check(visit, facts, points, refusal with { Field = "pin" })
            : visit.Again<VoucherFormPage>(refusal, facts);
    }

    static async Task<IResult> Void(Visit visit, FormReader form)
    {
        var found = visit.Desks.Vouchers.Get(visit.Bank, visit.Ask.Number("voucher"));
        if (found.Refusal is not null) return Unknown(visit);
        var reason = form.Required("reason");
        if (form.Finish() is { } refusals) return visit.Again<VoucherVoidPage>(refusals, found.Value);
        var outcome = await visit.Write(form, context => visit.Desks.Vouchers.Void(context, visit.Bank, found.Value.Number, new(reason)));
        return outcome.Refusal is { } refusal ? visit.Again<VoucherVoidPage>(refusal, found.Value) : visit.Go(At(visit), "voucher_voided");
    }
}
