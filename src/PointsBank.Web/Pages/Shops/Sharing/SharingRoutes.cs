using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Shops.Sharing;

/// <summary>The villages a shop serves or is offered to, and those it could be offered to: code and name.</summary>
public sealed record SharingsFacts(ShopView Shop, IReadOnlyList<SharingView> Sharings, IReadOnlyList<(string Code, string Name)> Others);

/// <summary>A shop of one village for the households of another: offered here, accepted there, ended by either.</summary>
static class SharingRoutes
{
    public static void MapSharings(this IEndpointRouteBuilder shop)
    {
        var sharings = shop.MapGroup("/sharings").Requires(Role.Clerk, Role.Administrator);
        sharings.Page("", visit => visit.Show<SharingsPage>(Facts(visit)));
        sharings.Form("", Offer);
        sharings.Form("/end", End);
    }

    public static void MapOffers(this IEndpointRouteBuilder shops)
    {
        shops.Page("/offers", visit => visit.Show<OffersPage>(visit.Desks.Sharings.Offers(visit.Bank)))
            .Requires(Role.Clerk, Role.Administrator);
        shops.Form("/offers", Accept).Requires(Role.Clerk, Role.Administrator);
    }

    /// <summary>A village's name in the visitor's language, by its code.</summary>
    public static string NameOf(Visit visit, string code) =>
        visit.Desks.Banks.All().FirstOrDefault(bank => bank.Code == code) is { } bank
            ? CounterRoutes.Name(visit, bank.NameZh, bank.NameEn)
            : code;

    static SharingsFacts Facts(Visit visit)
    {
        var found = visit.Desks.Sharings.Of(visit.Bank, visit.Shop).Value;
        var open = found.Where(sharing => sharing.IsOpen).Select(sharing => sharing.Village).ToHashSet();
        return new(CounterRoutes.ShopOf(visit), found,
            [.. visit.Desks.Banks.All().Where(bank => bank.Code != visit.Village!.Code && !open.Contains(bank.Code)).Select(
                bank => (bank.Code, CounterRoutes.Name(visit, bank.NameZh, bank.NameEn)))]);
    }

    static async Task<IResult> Offer(Visit visit, FormReader form)
    {
        var input = new SharingInput(form.Required("bank", 40));
        if (form.Finish() is { } refusals) return visit.Again<SharingsPage>(refusals, Facts(visit));
        var outcome = await visit.Write(form, context => visit.Desks.Sharings.Offer(context, visit.Bank, visit.Shop, input));
        return outcome.Refusal is { } refusal
            ? visit.Again<SharingsPage>(refusal, Facts(visit))
            : visit.Go(CounterRoutes.At(visit, "sharings"), "sharing_offered");
    }

    static async Task<IResult> End(Visit visit, FormReader form)
    {
        var bank = form.Text("bank", 40);
        if (form.Finish() is { } refusals) return visit.Again<SharingsPage>(refusals, Facts(visit));
        var outcome = await visit.Write(
            form, context => visit.Desks.Sharings.End(context, visit.Bank, visit.Shop, new(bank.Length > 0 ? bank : null)));
        return outcome.Refusal is { } refusal
            ? visit.Again<SharingsPage>(refusal, Facts(visit))
            : visit.Go(CounterRoutes.At(visit, "sharings"), "sharing_ended");
    }

    /// <summary>The shop keeps the name that its own village gave it.</summary>
    static async Task<IResult> Accept(Visit visit, FormReader form)
    {
        var (bank, of) = (form.Required("ofBank", 40), form.RequiredNumber("of"));
        if (form.Finish() is { } refusals) return visit.Again<OffersPage>(refusals, visit.Desks.Sharings.Offers(visit.Bank));
        var (zh, en) = visit.Desks.Sharings.Offers(visit.Bank).FirstOrDefault(offer => offer.Owner == bank && offer.Shop == of) is { } found
            ? (found.NameZh, found.NameEn)
            : (bank, bank);
        var outcome = await visit.Write(
            form, context => visit.Desks.Shops.Open(context, visit.Bank, new(zh, en, "shared", OfBank: bank, Of: of)));
        return outcome.Refusal is { } refusal
            ? visit.Again<OffersPage>(refusal, visit.Desks.Sharings.Offers(visit.Bank))
            : visit.Go(CounterRoutes.ShopsOf(visit), "shop_opened");
    }
}
