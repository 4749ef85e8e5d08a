using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>
/// Shops that serve another village: offered by the one, accepted by the other by opening a shared shop, ended by either.
/// </summary>
static class SharingsApi
{
    public static void MapSharings(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Shops");
        bank.Get("/shop-offers", ask => new Page<SharingView>(desks.Sharings.Offers(ask.Bank), null))
            .Requires(Role.Clerk, Role.Supervisor, Role.Administrator)
            .WithSummary("Shops that other villages offer to this one and it has not accepted");
        var sharings = bank.MapGroup("/shops/{shop}/sharings");
        sharings.Get("", ask => desks.Sharings.Of(ask.Bank, ask.Shop).Then(found => new Page<SharingView>(found, null)))
            .Requires(Role.Clerk, Role.Supervisor, Role.Administrator)
            .WithSummary("Which villages a shop serves or is offered to, who said so and when");
        sharings.Post<SharingInput, SharingView>("", (ask, input) => desks.Sharings.Offer(ask.Context, ask.Bank, ask.Shop, input))
            .Requires(Role.Clerk, Role.Administrator)
            .WithSummary("Offer the shop to another village, which accepts by opening a shared shop of it")
            .WithExample(new SharingInput("xiaohe"));
        sharings.Post<SharingEndInput, SharingView>("/end", (ask, input) => desks.Sharings.End(ask.Context, ask.Bank, ask.Shop, input))
            .Requires(Role.Clerk, Role.Administrator)
            .WithSummary(
                "End it: the owner names the village, the village that is served leaves it out. From then on nothing is handed out")
                    .WithExample(new SharingEndInput("xiaohe"));
    }
}
