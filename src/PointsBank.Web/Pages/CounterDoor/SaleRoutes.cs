using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Shops;

namespace PointsBank.Web.Pages.CounterDoor;

/// <summary>What is checked before it is written: the slip as it would be, and whether the open passbook has a PIN to agree by.</summary>
public sealed record SaleFacts(Basket Basket, RedemptionView Slip, bool HasPin);

/// <summary>A sale: goods are taken, checked, and paid with points.</summary>
static class SaleRoutes
{
    public static void MapSales(this IEndpointRouteBuilder counter)
    {
        counter.Page("/h/{household}", visit => Show(visit, visit.Household, visit.Query, ""));
        counter.Form("/h/{household}", Change);
        counter.Form("/h/{household}/check", Check);
        counter.Form("/h/{household}/redeem", Redeem);
    }

    /// <summary>The household whose card was scanned, with nothing taken yet.</summary>
    public static Task<IResult> Begin(Visit visit, long household, string card) => Show(visit, household, _ => null, card);

    public static string At(Visit visit, long household, string page = "") => CounterRoutes.At(visit, $"h/{household}{page}");

    static async Task<IResult> Show(Visit visit, long household, Func<string, string?> field, string card)
    {
        var basket = await Read(visit, household, field, card);
        return basket.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<BasketPage>(basket.Value);
    }

    static async Task<Outcome<Basket>> Read(Visit visit, long number, Func<string, string?> field, string card)
    {
        var (bank, desks) = (visit.Bank, visit.Desks);
        var household = desks.Households.Get(bank, number);
        if (household.Refusal is { } unknown) return unknown;
        var balance = await desks.Journal.Balance(bank, number);
        if (balance.Refusal is { } none) return none;
        var goods = await desks.Shops.Goods(bank, visit.Shop);
        return goods.Then(all => new Basket(CounterRoutes.ShopOf(visit), household.Value, balance.Value.Points.Available, card, Basket.Read(all, field)));
    }

    static Task<Outcome<Basket>> Read(Visit visit, FormReader form) => Read(visit, visit.Household, name => form.Text(name, 20), form.Text("card", 200));

    /// <summary>A tap without script: one more, one less, or the good that a few keystrokes name. A card may be scanned here too.</summary>
    static async Task<IResult> Change(Visit visit, FormReader form)
    {
        var read = await Read(visit, form);
        if (read.Refusal is { } refusal) return visit.Refuse(refusal);
        var basket = read.Value.Change(form.Text("add", 20), 1).Change(form.Text("take", 20), -1);
        if (form.Text("go") == "pick" && form.Text("pick", 200) is { Length: > 0 } typed)
        {
            if (CounterRoutes.IsCard(typed))
            {
                var scanned = CounterRoutes.Scan(visit, typed);
                if (scanned.Refusal is { } unknown) return visit.Again<BasketPage>(unknown, basket);
                if (scanned.Value != visit.Household) return await Begin(visit, scanned.Value, typed);
                basket = basket with { Card = typed };
            }
            else if (GoodsFinder.Find([.. basket.Lines.Select(line => line.Good)], typed, 1) is [var good]) basket = basket.Change(good.Code, 1);
            else return visit.Again<BasketPage>(new Refusal(VillageRefusals.UnknownGoods, "pick"), basket);
        }
        return basket.Card.Length > 0 ? visit.Show<BasketPage>(basket) : visit.Go(Address(visit, basket));
    }

    static string Address(Visit visit, Basket basket) => At(visit, visit.Household) + (basket.Query is { Length: > 0 } query ? "?" + query : "");

    static async Task<IResult> Check(Visit visit, FormReader form)
    {
        var read = await Read(visit, form);
        return read.Refusal is { } refusal ? visit.Refuse(refusal) : await Check(visit, read.Value);
    }

    /// <summary>Tries the sale and shows the slip as it would be; where it cannot be, the goods again with the reason.</summary>
    static async Task<IResult> Check(Visit visit, Basket basket, Refusal? wrong = null)
    {
        var agreed = basket.Card.Length > 0 ? new AuthorisationInput("token", Token: basket.Card) : new AuthorisationInput("booklet");
        var tried = await visit.Try(context => visit.Desks.Redemptions.Redeem(context, visit.Bank, visit.Shop, new(basket.Items, agreed, basket.Household.Number)));
        if (tried.Refusal is { } refusal)
            return visit.Again<BasketPage>(refusal, refusal.Kind == VillageRefusals.NotAuthorised ? basket with { Card = "" } : basket);
        var hasPin = visit.Desks.Passbooks.Of(visit.Bank, basket.Household.Number).Any(passbook => passbook is { EndedAt: null, HasPin: true });
        var facts = new SaleFacts(basket, tried.Value, hasPin);
        return wrong is null ? visit.Show<SaleCheckPage>(facts) : visit.Again<SaleCheckPage>(wrong, facts);
    }

    static async Task<IResult> Redeem(Visit visit, FormReader form)
    {
        var read = await Read(visit, form);
        if (read.Refusal is { } unknown) return visit.Refuse(unknown);
        var basket = read.Value;
        if (Authorisation(basket, form) is not { } agreed) return await Check(visit, basket, new(VillageRefusals.MissingValue, "pin"));
        var outcome = await visit.Write(form, context =>
            visit.Desks.Redemptions.Redeem(context, visit.Bank, visit.Shop, new(basket.Items, agreed, basket.Household.Number)));
        if (outcome.Refusal is not { } refusal) return visit.Go(CounterRoutes.At(visit, $"slips/{outcome.Value.Number}"), "sold");
        if (refusal.Kind == LedgerRefusals.KeyReused) return visit.Refuse(refusal);
        if (refusal.Field is "authorisedBy.pin" or "authorisedBy.token" && basket.Card.Length == 0) return await Check(visit, basket, refusal with { Field = "pin" });
        // What is left may have changed while they stood there, so it is read again; what they took stays.
        var fresh = await Read(visit, form);
        return visit.Again<BasketPage>(refusal, refusal.Field == "authorisedBy.token" ? fresh.Value with { Card = "" } : fresh.Value);
    }

    /// <summary>A card scanned at any time says enough; else the PIN, in whose field a card may be scanned too; else the booklet that was shown.</summary>
    static AuthorisationInput? Authorisation(Basket basket, FormReader form) => form.Text("pin", 200) switch
    {
        _ when basket.Card.Length > 0 => new("token", Token: basket.Card),
        { Length: > 0 } pin when CounterRoutes.IsCard(pin) => new("token", Token: pin),
        { Length: > 0 } pin => new("pin", Serial: basket.Household.Passbook, Pin: pin),
        _ => form.Flag("booklet") ? new("booklet") : null,
    };
}
