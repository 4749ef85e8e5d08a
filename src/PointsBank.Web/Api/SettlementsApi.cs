using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Funds;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>Statements of shops, step by step. Whether an attendant or keeper is that shop's the desk decides.</summary>
static class SettlementsApi
{
    public static void MapSettlements(this IEndpointRouteBuilder api, Desks desks)
    {
        var statements = api.MapGroup("/banks/{bank}/settlements").WithTags("Settlements");
        statements.Get("", query => (Shop: query.Number("shop", 1), Paging: query.Paging()), (ask, asked) => Page<SettlementItem>.Of(
                desks.Settlements.All(ask.Bank, asked.Shop, FundApi.Before(asked.Paging), asked.Paging.Limit + 1), asked.Paging,
                item => item.Number))
            .Requires(Role.Clerk, Role.Supervisor, Role.Treasurer, Role.Attendant, Role.Keeper).WithSummary("Statements, newest first");
        statements.Post<SettlementInput, SettlementView>("", (ask, input) => desks.Settlements.Make(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.Treasurer)
            .WithSummary("A statement of what a shop took in points in past days and is on none yet; a dry run is its draft")
            .WithExample(new SettlementInput(1, new LocalDate(2026, 2, 1), new LocalDate(2026, 2, 28)));
        statements.Get("/{settlement}", ask => desks.Settlements.Get(ask.Bank, ask.Number("settlement")))
            .Requires(Role.Clerk, Role.Supervisor, Role.Treasurer, Role.Attendant, Role.Keeper)
            .WithSummary("One statement, as it was made");
        statements.Post<SignatureInput, SettlementView>("/{settlement}/shop-signature", (ask, input) =>
                desks.Settlements.SignForShop(ask.Context, ask.Bank, ask.Number("settlement"), input))
            .Requires(Role.Attendant, Role.Keeper, Role.Clerk)
            .WithSummary("The shop signs; a clerk writes down who signed on paper")
            .WithExample(new SignatureInput("店主老周"));
        statements.Post<NothingInput, SettlementView>("/{settlement}/supervisor-signature", (ask, _) =>
                desks.Settlements.SignForSupervision(ask.Context, ask.Bank, ask.Number("settlement")))
            .Requires(Role.Supervisor).WithSummary("A supervisor signs").WithExample(new NothingInput());
        statements.Post<NothingInput, SettlementView>(
            "/{settlement}/approval", (ask, _) => desks.Settlements.Approve(ask.Context, ask.Bank, ask.Number("settlement")))
            .Requires(Role.Clerk, Role.Treasurer)
            .WithSummary("Somebody who did not sign approves it; what is due is owed from then on")
            .WithExample(new NothingInput());
        statements.Post<SettlementPaymentInput, SettlementView>("/{settlement}/payment", (ask, input) =>
                desks.Settlements.Pay(ask.Context, ask.Bank, ask.Number("settlement"), input))
            .Requires(Role.Treasurer).WithSummary("Pay what is due from the fund").WithExample(new SettlementPaymentInput("FK-12"));
        statements.Post<SettlementDropInput, SettlementView>(
            "/{settlement}/drop", (ask, input) => desks.Settlements.Drop(ask.Context, ask.Bank, ask.Number("settlement"), input))
            .Requires(Role.Clerk, Role.Treasurer)
            .WithSummary("Drop one that is not approved; its redemptions can stand on another")
            .WithExample(new SettlementDropInput("日期写错"));
    }
}
