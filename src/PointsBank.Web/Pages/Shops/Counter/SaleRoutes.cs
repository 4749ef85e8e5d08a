using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Households;
using PointsBank.Village.Shops;
using PointsBank.Web.Pages.Shops.Orders;

namespace PointsBank.Web.Pages.Shops.Counter;

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
        counter.Form("/h/{household}/order/check", CheckOrder);
        counter.Form("/h/{household}/order", Order);
    }

    /// <summary>The household whose card was scanned, with nothing taken yet.</summary>
    public static IResult Begin(Visit visit, long household, string card) => Show(visit, household, _ => null, card);

    public static string At(Visit visit, long household, string page = "") => CounterRoutes.At(visit, $"h/{household}{page}");

    static IResult Show(Visit visit, long household, Func<string, string?> field, string card)
    {
        var basket = Read(visit, household, field, card);
        return basket.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<BasketPage>(basket.Value);
    }

    internal static Outcome<Basket> Read(Visit visit, long number, Func<string, string?> field, string card)
    {
        var (bank, desks) = (visit.Bank, visit.Desks);
        var household = desks.Households.Get(bank, number);
        if (household.Refusal is { } unknown) return unknown;
        var balance = desks.Journal.Balance(bank, number);
        if (balance.Refusal is { } none) return none;
        var goods = desks.Shops.Goods(bank, visit.Shop);
        var voucher = Voucher.Read(card) is var (printed, _) && desks.Vouchers.Get(bank, printed) is { Refusal: null } found
            ? found.Value
            : null;
        return goods.Then(all => new Basket(
            CounterRoutes.ShopOf(visit), household.Value, voucher?.Points ?? balance.Value.Points.Available, card, Basket.Read(all, field),
            voucher));
    }

    static Outcome<Basket> Read(Visit visit, FormReader form) =>
        Read(visit, visit.Household, name => form.Text(name, 20), form.Text("card", 200));

    /// <summary>A tap without script: one more, one less, or the good that a few keystrokes name. A card may be scanned here too.</summary>
    static async Task<IResult> Change(Visit visit, FormReader form)
    {
        var read = Read(visit, form);
        if (read.Refusal is { } refusal) return visit.Refuse(refusal);
        var basket = read.Value.Change(form.Text("add", 20), 1).Change(form.Text("take", 20), -1);
        if (form.Text("go") == "pick" && form.Text("pick", 200) is { Length: > 0 } typed)
        {
            if (CounterRoutes.IsCard(typed))
            {
                var scanned = await CounterRoutes.Scan(visit, typed);
                if (scanned.Refusal is { } unknown) return visit.Again<BasketPage>(unknown, basket);
                if (scanned.Value != visit.Household || Voucher.Read(typed) is not null) return Begin(visit, scanned.Value, typed);
                basket = basket with { Card = typed };
            }
            else if (GoodsFinder.Find([.. basket.Lines.Select(line => line.Good)], typed, 1) is [var good])
                basket = basket.Change(good.Code, 1);
            else return visit.Again<BasketPage>(new Refusal(VillageRefusals.UnknownGoods, "pick"), basket);
        }
        return basket.Card.Length > 0 ? visit.Show<BasketPage>(basket) : visit.Go(Address(visit, basket));
    }

    static string Address(Visit visit, Basket basket) =>
        At(visit, visit.Household) + (basket.Query is { Length: > 0 } query ? "?" + query : "");

    static async Task<IResult> Check(Visit visit, FormReader form)
    {
        var read = Read(visit, form);
        return read.Refusal is { } refusal ? visit.Refuse(refusal) : await Check(visit, read.Value);
    }

    /// <summary>Tries the sale and shows the slip as it would be; where it cannot be, the goods again with the reason.</summary>
    static async Task<IResult> Check(Visit visit, Basket basket, Refusal? wrong = null)
    {
        var agreed = basket.Card.Length > 0 ? Agreed(basket.Card) : new AuthorisationInput("booklet");
        // Whether somebody of age is there is asked on the page that follows.
        var tried = await visit.Try(
            context => visit.Desks.Redemptions.Redeem(
                context, visit.Bank, visit.Shop, new(basket.Items, agreed, basket.Household.Number, Adult: true)));
        if (tried.Refusal is { } refusal) return Again(visit, basket, refusal);
        var facts = new SaleFacts(basket, tried.Value, HasPin(visit, basket.Household.Number));
        return wrong is null ? visit.Show<SaleCheckPage>(facts) : visit.Again<SaleCheckPage>(wrong, facts);
    }

    static async Task<IResult> Redeem(Visit visit, FormReader form)
    {
        var read = Read(visit, form);
        if (read.Refusal is { } unknown) return visit.Refuse(unknown);
        var basket = read.Value;
        if (Authorisation(basket.Card, basket.Household, form) is not { } agreed)
            return await Check(visit, basket, new(VillageRefusals.MissingValue, "pin"));
        var outcome = await visit.Write(form, context =>
            visit.Desks.Redemptions.Redeem(
                context, visit.Bank, visit.Shop, new(basket.Items, agreed, basket.Household.Number, form.Flag("adult"))));
        if (outcome.Refusal is not { } refusal) return visit.Go(CounterRoutes.At(visit, $"slips/{outcome.Value.Number}"), "sold");
        if (refusal.Kind == LedgerRefusals.KeyReused) return visit.Refuse(refusal);
        if (refusal.Field == "adult") return await Check(visit, basket, refusal);
        if (refusal.Field?.StartsWith("authorisedBy.", StringComparison.Ordinal) is true && basket.Card.Length == 0)
            return await Check(visit, basket, refusal with { Field = "pin" });
        return Again(visit, basket, refusal);
    }

    /// <summary>
    /// What is left may have changed while they stood there, so it is read again; what they took stays. A card that opened nothing is put
    /// away.
    /// </summary>
    static IResult Again(Visit visit, Basket basket, Refusal refusal)
    {
        var opened = refusal.Field?.StartsWith("authorisedBy.", StringComparison.Ordinal) is not true;
        var taken = basket.Taken.ToDictionary(line => $"q.{line.Good.Code}", line => line.Quantity.ToString(CultureInfo.InvariantCulture));
        var fresh = Read(visit, basket.Household.Number, taken.GetValueOrDefault, opened ? basket.Card : "");
        return fresh.Refusal is { } unknown ? visit.Refuse(unknown) : visit.Again<BasketPage>(refusal, fresh.Value);
    }

    /// <summary>Whether the household's open passbook has a PIN to agree by.</summary>
    public static bool HasPin(Visit visit, long household) =>
        visit.Desks.Passbooks.Of(visit.Bank, household).Any(passbook => passbook is { EndedAt: null, HasPin: true });

    /// <summary>What was taken is to be kept ready for somebody who rang, or who stands there and comes again.</summary>
    static async Task<IResult> CheckOrder(Visit visit, FormReader form)
    {
        var read = Read(visit, form);
        if (read.Refusal is { } unknown) return visit.Refuse(unknown);
        var tried = await visit.Try(
            context => visit.Desks.Reservations.Place(context, visit.Bank, visit.Shop, new(visit.Household, read.Value.Items, "phone")));
        return tried.Refusal is { } refusal
            ? Again(visit, read.Value, refusal)
            : visit.Show<OrderCheckPage>(new OrderCheckFacts(read.Value, tried.Value));
    }

    static async Task<IResult> Order(Visit visit, FormReader form)
    {
        var read = Read(visit, form);
        if (read.Refusal is { } unknown) return visit.Refuse(unknown);
        var channel = form.Text("channel") == "desk" ? "desk" : "phone";
        var outcome = await visit.Write(
            form,
            context => visit.Desks.Reservations.Place(context, visit.Bank, visit.Shop, new(visit.Household, read.Value.Items, channel)));
        return outcome.Refusal is { } refusal
            ? refusal.Kind == LedgerRefusals.KeyReused ? visit.Refuse(refusal) : Again(visit, read.Value, refusal)
            : visit.Go(CounterRoutes.At(visit, $"orders/{outcome.Value.Number}"), "ordered");
    }

    /// <summary>
    /// A card scanned at any time says enough; else the PIN, in whose field a card may be scanned too; else the booklet that was shown.
    /// </summary>
    public static AuthorisationInput? Authorisation(string card, HouseholdView household, FormReader form) => form.Text("pin", 200) switch
    {
        _ when card.Length > 0 => Agreed(card),
        { Length: > 0 } pin when CounterRoutes.IsCard(pin) => Agreed(pin),
        { Length: > 0 } pin => new("pin", Serial: household.Passbook, Pin: pin),
        _ => form.Flag("booklet") ? new("booklet") : null,
    };

    static AuthorisationInput Agreed(string card) =>
        Voucher.Read(card) is var (number, code) ? new("voucher", Voucher: number, Code: code) : new("token", Token: card);
}
