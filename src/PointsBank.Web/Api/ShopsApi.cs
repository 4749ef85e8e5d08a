using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Shops;
using PointsBank.Village.Staff;
using PointsBank.Web.Security;

namespace PointsBank.Web.Api;

static class ShopsApi
{
    public static void MapShops(this IEndpointRouteBuilder api, Desks desks)
    {
        var shops = api.MapGroup("/banks/{bank}/shops").WithTags("Shops");
        shops.Get("", ask => new Page<ShopView>(desks.Shops.All(ask.Bank), null))
            .Requires(Role.Clerk, Role.Supervisor, Role.Attendant, Role.Household).WithSummary("The village's shops");
        shops.Post<ShopInput, ShopView>("", (ask, input) => desks.Shops.Open(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.Administrator).WithSummary("Open a shop").WithExample(new ShopInput("爱心超市", "Shop of love"));
        shops.Get("/{shop}/goods", async ask => (await desks.Shops.Goods(ask.Bank, ask.Shop)).Then(goods => new Page<GoodsView>(goods, null)))
            .Requires(Role.Clerk, Role.Supervisor, Role.Attendant, Role.Household).WithSummary("Goods with today's price and stock");
        shops.Post<GoodsInput, GoodsView>("/{shop}/goods", (ask, input) => desks.Shops.SetGoods(ask.Context, ask.Bank, ask.Shop, input))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("Add a good, or give it a new price from a day on")
            .WithExample(new GoodsInput("G31", "香皂", "Soap", "块", "🧼", 5, "村委会"));
        shops.Post<StockInput, StockView>("/{shop}/stock-movements", (ask, input) => desks.Stock.Move(ask.Context, ask.Bank, ask.Shop, input))
            .Requires(Role.Attendant, Role.Clerk).WithSummary("Goods received, moved, counted or spoiled")
            .WithExample(new StockInput("received", [new StockLineInput("G01", 20)], Memo: "县供销社捐赠"));

        var redemptions = shops.MapGroup("/{shop}/redemptions");
        redemptions.Get("", query => query.Paging(), (ask, paging) => Page<RedemptionView>.Of(
                desks.Redemptions.Of(ask.Bank, ask.Shop, paging.After == 0 ? long.MaxValue : paging.After, paging.Limit + 1), paging, redemption => redemption.Number))
            .Requires(Role.Attendant, Role.Clerk, Role.Supervisor).WithSummary("The shop's redemptions, newest first");
        redemptions.Post<RedemptionInput, RedemptionView>("", (ask, input) => desks.Redemptions.Redeem(ask.Context, ask.Bank, ask.Shop, input))
            .Requires(Role.Attendant).WithSummary("Goods for points, authorised by the passbook")
            .WithExample(new RedemptionInput([new RedemptionLineInput("G01", 2)], new AuthorisationInput("booklet"), 12));
        redemptions.Get("/{redemption}", ask => desks.Redemptions.Get(ask.Bank, ask.Number("redemption")) is { Refusal: null } found && found.Value.Shop == ask.Shop
                ? found
                : (Outcome<RedemptionView>)VillageRefusals.UnknownRedemption)
            .Requires(Role.Attendant, Role.Clerk, Role.Supervisor).WithSummary("One redemption");
        redemptions.Post<RedemptionVoidInput, RedemptionView>("/{redemption}/void", (ask, input) =>
                desks.Redemptions.Void(ask.Context, ask.Bank, ask.Shop, ask.Number("redemption"), input))
            .Requires(Role.Attendant, Role.Supervisor).WithSummary("Take a redemption back: points and goods return. An attendant does so on the same day or in the open shift, a supervisor at any time")
            .WithExample(new RedemptionVoidInput("拿错了"));
    }
}
