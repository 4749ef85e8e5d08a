using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Banks;
using PointsBank.Web.Pages.Shops.Counter;
using PointsBank.Web.Pages.Shops.Counts;
using PointsBank.Web.Pages.Shops.Goods;
using PointsBank.Web.Pages.Shops.Orders;
using PointsBank.Web.Pages.Shops.Reports;
using PointsBank.Web.Pages.Shops.Sharing;
using PointsBank.Web.Pages.Shops.Shifts;
using PointsBank.Web.Pages.Shops.Slips;
using PointsBank.Web.Pages.Shops.Stock;

namespace PointsBank.Web.Pages.Shops;

/// <summary>
/// Whom the counter looks for: what was typed, and the households that fit; null before anything is typed. The attendant's open shift, and
/// how many reservations wait to be picked up.
/// </summary>
public sealed record CounterFacts(
    ShopView Shop, ShiftView? Shift, int Waiting, string Query = "", IReadOnlyList<HouseholdLine>? Hits = null);

/// <summary>The households that fit what was typed, and where each leads.</summary>
public sealed record HitsFacts(string Query, IReadOnlyList<HouseholdLine> Hits, string Counter);

/// <summary>The way to a shop, and from the counter to a household: a card, or two keystrokes.</summary>
static class CounterRoutes
{
    const int MaxHits = 12;

    /// <summary>
    /// Longer than anything by which a household is looked for: a card's secret without its mark, which must not stand in an address.
    /// </summary>
    const int LongestQuery = 24;

    public static void MapCounter(this IEndpointRouteBuilder pages, Desks desks)
    {
        var shops = pages.MapGroup("/v/{bank}/shops");
        shops.Page("", Choose).Requires(Role.Attendant, Role.Clerk, Role.Keeper, Role.Supervisor);
        shops.Page("/new", visit => visit.Show<ShopFormPage>(visit.Desks.Shops.All(visit.Bank))).Requires(Role.Clerk, Role.Administrator);
        shops.Form("/new", OpenShop).Requires(Role.Clerk, Role.Administrator);

        shops.MapOffers();

        var counter = shops.MapGroup("/{shop}").Requires(Role.Attendant);
        counter.Page("", visit => visit.Show<CounterPage>(Hits(visit)));
        counter.Page(
            "/find",
            visit => visit.Show<HitList>(
                Hits(visit) is { Hits: { } hits } found ? new HitsFacts(found.Query, hits, At(visit)) : new HitsFacts("", [], At(visit))));
        counter.Form("", Find);
        counter.MapSales();
        shops.MapGroup("/{shop}").MapSlips();
        shops.MapGroup("/{shop}").MapShifts();
        shops.MapGroup("/{shop}").MapReservations();
        shops.MapGroup("/{shop}").MapSharings();
        shops.MapGroup("/{shop}").MapStock();
        shops.MapGroup("/{shop}").MapGoods();
        shops.MapGroup("/{shop}").MapCounts();
        shops.MapGroup("/{shop}").MapSheets();
        shops.MapGroup("/{shop}").MapCorrections();
        shops.MapGroup("/{shop}").MapShopReports();
    }

    /// <summary>The pages of this door, for the bar above each of them: what whoever asks may do.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links(Visit visit) => !SeesShops(visit) ? OfficeRoutes.Links :
    [
        .. visit.Caller.Is(Role.Attendant, visit.Bank, visit.Shop) ? [(At(visit), "counter_sell")] : Array.Empty<(string, string)>(),
        .. Sees(visit)
            ? [
                (At(visit, "orders"), "order_list"), (At(visit, "slips"), "counter_slips"), (At(visit, "shifts"), "shift_list"),
                ($"{visit.Home}/vouchers", "voucher_list")]
            : Array.Empty<(string, string)>(),
        (At(visit, "stock"), "counter_stock"),
        .. Sees(visit) ? [(At(visit, "day"), "counter_shift"), (At(visit, "trips"), "trip_trips")] : Array.Empty<(string, string)>(),
        .. Keeps(visit) || visit.Caller.Is(Role.Supervisor, visit.Bank)
            ? [
                (At(visit, "goods"), "counter_goods"),
                (At(visit, ShopOf(visit).HasStock ? "reports" : "reports/redeemed"), "shopreport_title")]
            : Array.Empty<(string, string)>(),
        .. visit.Caller.Is(Role.Clerk, visit.Bank) && ShopOf(visit).Kind is "village" or "shared" && visit.Desks.Banks.All().Count > 1
            ? [(At(visit, "sharings"), "sharing_title")]
            : Array.Empty<(string, string)>(),
    ];

    /// <summary>Whether whoever asks sees what households took here.</summary>
    static bool Sees(Visit visit) =>
        visit.Caller.Is(Role.Attendant, visit.Bank, visit.Shop)
            || visit.Caller.Is(Role.Clerk, visit.Bank)
            || visit.Caller.Is(Role.Supervisor, visit.Bank);

    /// <summary>Whether whoever asks keeps the goods of the shop: prices, what comes in, what is counted.</summary>
    public static bool Keeps(Visit visit) =>
        visit.Caller.Is(Role.Keeper, visit.Bank, visit.Shop) || visit.Caller.Is(Role.Clerk, visit.Bank);

    /// <summary>Whether whoever asks works with a shop and may see them all. An administrator opens shops and works in none.</summary>
    static bool SeesShops(Visit visit) =>
        ((Role[])[Role.Attendant, Role.Clerk, Role.Keeper, Role.Supervisor]).Any(role => visit.Caller.Is(role, visit.Bank));

    /// <summary>The page of all shops for whoever works with them; the list of villages for who only opens shops.</summary>
    public static string ShopsOf(Visit visit) => SeesShops(visit) ? $"{visit.Home}/shops" : "/office/banks";

    /// <summary>The bar above the pages on which shops are opened and shared: who works in no shop came from the office.</summary>
    public static IReadOnlyList<(string Address, string Word)> OpeningLinks(Visit visit) => SeesShops(visit) ? [] : OfficeRoutes.Links;

    /// <summary>An address of this shop's door.</summary>
    public static string At(Visit visit, string page = "") =>
        page.Length == 0 ? $"{visit.Home}/shops/{visit.Shop}" : $"{visit.Home}/shops/{visit.Shop}/{page}";

    /// <summary>A good's or a shop's name in the visitor's language, where it goes into an attribute or a sentence.</summary>
    public static string Name(Visit visit, string zh, string en) => visit.IsEnglish && en.Length > 0 ? en : zh;

    /// <summary>The shop of the address; whoever came here was let into it, so it is there.</summary>
    public static ShopView ShopOf(Visit visit) => visit.Desks.Shops.All(visit.Bank).First(shop => shop.Number == visit.Shop);

    /// <summary>The household that a scanned card or voucher opens, in this village; a card of another one opens nothing here.</summary>
    public static async Task<Outcome<long>> Scan(Visit visit, string card)
    {
        if (Voucher.Read(card) is var (number, code))
        {
            var voucher = await visit.Desks.Vouchers.Open(visit.Bank, number, code);
            return voucher.Then(found => found.Household);
        }
        var opened = visit.Desks.Passbooks.OpenByToken(card);
        return opened.Refusal is null && opened.Value.Bank == visit.Bank
            ? opened.Value.Household
            : new Refusal(VillageRefusals.NotAuthorised, "card");
    }

    public static bool IsCard(string text) => Card.IsCard(text) || Voucher.Read(text) is not null || text.Length > LongestQuery;

    /// <summary>With one shop, straight on.</summary>
    static IResult Choose(Visit visit)
    {
        var mayAll = visit.Caller.Is(Role.Clerk, visit.Bank) || visit.Caller.Is(Role.Supervisor, visit.Bank);
        var shops = visit.Desks.Shops.All(visit.Bank)
            .Where(
                shop => mayAll
                    || visit.Caller.Is(Role.Attendant, visit.Bank, shop.Number)
                    || visit.Caller.Is(Role.Keeper, visit.Bank, shop.Number)).ToList();
        return shops is [var only]
            && visit.Query("done") is null
            && !(visit.Caller.Is(Role.Clerk, visit.Bank) && visit.Desks.Sharings.Offers(visit.Bank).Count > 0)
            ? visit.Go(Entrance(visit, only))
            : visit.Show<ShopsPage>(shops);
    }

    /// <summary>Who sells begins at the counter, who oversees at the stock.</summary>
    public static string Entrance(Visit visit, ShopView shop) =>
        $"{visit.Home}/shops/{shop.Number}{(shop.HasCounter && visit.Caller.Is(Role.Attendant, visit.Bank, shop.Number) ? "" : "/stock")}";

    static async Task<IResult> OpenShop(Visit visit, FormReader form)
    {
        var zh = form.Required("nameZh");
        // What is left empty is left out: which shop it belongs to is asked of some kinds alone.
        var (owned, of) = (form.Text("ownedBy"), form.Number("of"));
        var input = new ShopInput(
            zh, form.Text("nameEn") is { Length: > 0 } en ? en : zh, form.Required("kind"), owned.Length > 0 ? owned : "station", Of: of);
        if (form.Finish() is { } refusals) return visit.Again<ShopFormPage>(refusals, visit.Desks.Shops.All(visit.Bank));
        var outcome = await visit.Write(form, context => visit.Desks.Shops.Open(context, visit.Bank, input));
        return outcome.Refusal is { } refusal
            ? visit.Again<ShopFormPage>(refusal, visit.Desks.Shops.All(visit.Bank))
            : visit.Go(ShopsOf(visit), "shop_opened");
    }

    static CounterFacts Hits(Visit visit)
    {
        var facts = Facts(visit);
        return visit.Query("q") is { Length: <= LongestQuery } query
            ? facts with { Query = query, Hits = visit.Desks.Finder.Find(visit.Bank, query, MaxHits) }
            : facts;
    }

    static CounterFacts Facts(Visit visit) => new(
        ShopOf(visit), visit.Desks.Shifts.Current(visit.Bank, visit.Shop, visit.Caller.Actor),
        visit.Desks.Reservations.Waiting(visit.Bank, visit.Shop).Count);

    /// <summary>
    /// A card, which is posted so that its secret stays out of every address; or keystrokes. One household goes straight on.
    /// </summary>
    static async Task<IResult> Find(Visit visit, FormReader form)
    {
        var text = form.Text("card", 200);
        if (form.Finish() is { } refusals) return visit.Again<CounterPage>(refusals, Facts(visit));
        if (text.Length == 0) return visit.Go(At(visit));
        if (IsCard(text))
        {
            var scanned = await Scan(visit, text);
            return scanned.Refusal is { } unknown
                ? visit.Again<CounterPage>(unknown, Facts(visit))
                : SaleRoutes.Begin(visit, scanned.Value, text);
        }
        var hits = visit.Desks.Finder.Find(visit.Bank, text, MaxHits);
        // A whole number is that household's, however many others begin with it.
        var one = hits is [var only] ? only : hits.FirstOrDefault(hit => hit.Number == TypedNumber.Whole(text));
        return visit.Go(one is null ? $"{At(visit)}?q={Uri.EscapeDataString(text)}" : At(visit, $"h/{one.Number}"));
    }
}
