using Microsoft.AspNetCore.Http.Metadata;
using PointsBank.Ledger;
using PointsBank.Papers.Cleaning;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

static class ShopsApi
{
    public static void MapShops(this IEndpointRouteBuilder api, Desks desks)
    {
        var shops = api.MapGroup("/banks/{bank}/shops").WithTags("Shops");
        shops.Get("", ask => new Page<ShopView>(desks.Shops.All(ask.Bank), null))
            .Requires(Role.Clerk, Role.Supervisor, Role.Attendant, Role.Keeper, Role.Household).WithSummary("The village's shops");
        shops.Post<ShopInput, ShopView>("", (ask, input) => desks.Shops.Open(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.Administrator)
            .WithSummary(
                "Open a shop of the village, a contract shop, another village's shop that serves this one too, or a storeroom or mobile "
                    + "shop of a shop")
            .WithExample(new ShopInput("爱心超市", "Points shop"));
        shops.Get(
            "/{shop}/goods", async ask => (desks.Shops.Goods(ask.Bank, ask.Shop)).Then(goods => new Page<GoodsView>(goods, null)))
            .Requires(Role.Clerk, Role.Supervisor, Role.Attendant, Role.Keeper, Role.Household)
            .WithSummary("Goods with today's price and stock");
        shops.Post<GoodsInput, GoodsView>("/{shop}/goods", (ask, input) => desks.Shops.SetGoods(ask.Context, ask.Bank, ask.Shop, input))
            .Requires(Role.Clerk, Role.Supervisor, Role.Keeper)
            .WithSummary("Add a good, or give it new words and limits and a new price from a day on")
            .WithExample(new GoodsInput("G31", "香皂", "Soap", "块", "🧼", 5, "村委会", Category: "日用品", LeastStock: 10, MonthMost: 4, Cost: 450));
        shops.Get(
            "/{shop}/goods/{goods}/prices",
            ask => desks.Shops.Prices(ask.Bank, ask.Shop, ask.Text("goods")).Then(prices => new Page<PriceVersion>(prices, null)))
            .Requires(Role.Clerk, Role.Supervisor, Role.Attendant, Role.Keeper)
            .WithSummary("Every price a good ever had, with who approved it, newest first");
        shops.MapPut("/{shop}/goods/{goods}/picture", (RequestDelegate)(http => SetPicture(http, desks)))
            .Describe(typeof(GoodsView), "application/json")
            .WithMetadata(
                new TakesFile(
                    new Dictionary<string, string?> { ["image/jpeg"] = null, ["image/png"] = null, ["application/octet-stream"] = null }),
                new IsWrite(), new TakesPicture())
            .Requires(Role.Clerk, Role.Keeper)
            .Limited("picture", 60)
            .WithSummary("Show a good by a JPEG or PNG, up to 4 MB; what it tells beside the picture is taken out");
        shops.MapGet("/{shop}/goods/{goods}/picture", (RequestDelegate)(http => SendPicture(http, desks)))
            .Describe(typeof(byte[]), "image/jpeg", "image/png")
            .Requires(Role.Clerk, Role.Supervisor, Role.Attendant, Role.Keeper, Role.Household).WithSummary("A good's picture");

        var redemptions = shops.MapGroup("/{shop}/redemptions");
        redemptions.Get("", query => query.Paging(), (ask, paging) => Page<RedemptionView>.Of(
                desks.Redemptions.Of(ask.Bank, ask.Shop, paging.After == 0 ? long.MaxValue : paging.After, paging.Limit + 1), paging,
                redemption => redemption.Number))
            .Requires(Role.Attendant, Role.Clerk, Role.Supervisor).WithSummary("The shop's redemptions, newest first");
        redemptions.Post<RedemptionInput, RedemptionView>(
            "", (ask, input) => desks.Redemptions.Redeem(ask.Context, ask.Bank, ask.Shop, input))
            .Requires(Role.Attendant).WithSummary("Goods for points, authorised by the passbook")
            .WithExample(new RedemptionInput([new RedemptionLineInput("G01", 2)], new AuthorisationInput("booklet"), 12));
        redemptions.Get(
            "/{redemption}",
            ask => desks.Redemptions.Get(ask.Bank, ask.Number("redemption")) is { Refusal: null } found && found.Value.Shop == ask.Shop
                ? found
                : (Outcome<RedemptionView>)VillageRefusals.UnknownRedemption)
            .Requires(Role.Attendant, Role.Clerk, Role.Supervisor).WithSummary("One redemption");
        redemptions.Post<RedemptionVoidInput, RedemptionView>("/{redemption}/void", (ask, input) =>
                desks.Redemptions.Void(ask.Context, ask.Bank, ask.Shop, ask.Number("redemption"), input))
            .Requires(Role.Attendant, Role.Supervisor)
            .WithSummary(
                "Take a redemption back: points and goods return. An attendant does so on the same day or in the open shift, a "
                    + "supervisor at any time")
            .WithExample(new RedemptionVoidInput("拿错了"));
    }

    /// <summary>A picture may be larger than other bodies.</summary>
    sealed record TakesPicture : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => EvidenceFile.MaxBytes + 1024;
    }

    static async Task SetPicture(HttpContext http, Desks desks)
    {
        var ask = Ask.Of(http);
        var refusals = ask.ReadWrite(out var key, out var dryRun);
        if (refusals is null && http.Request.ContentLength > EvidenceFile.MaxBytes) refusals = [new(WebRefusals.BodyTooLarge)];
        if (refusals is not null)
        {
            await Problems.Write(http, refusals);
            return;
        }
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        var sent = bytes.ToArray();
        using var turn = await http.RequestServices.GetRequiredService<FileTurns>().Take(sent, http.RequestAborted);
        if (turn is null)
        {
            await Problems.Write(http, FileTurns.Busy);
            return;
        }
        var fingerprint = Digest.Of($"{ask.Caller.Actor} {http.Request.Path} {Digest.Of(sent)}");
        await Endpoints.Answer(
            http, await desks.Shops.SetPicture(new(ask.Caller, key, fingerprint, dryRun), ask.Bank, ask.Shop, ask.Text("goods"), sent),
            dryRun, StatusCodes.Status200OK);
    }

    static async Task SendPicture(HttpContext http, Desks desks)
    {
        var ask = Ask.Of(http);
        if (new QueryReader(http.Request.Query).Finish() is { } refusals) await Problems.Write(http, refusals);
        else if (desks.Shops.Picture(ask.Bank, ask.Shop, ask.Text("goods")) is { } picture) await EvidenceAnswer.Send(http, picture);
        else await Problems.Write(http, new Refusal(VillageRefusals.UnknownGoods, "goods"));
    }
}
