using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

static class VouchersApi
{
    public static void MapVouchers(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Shops");
        var vouchers = bank.MapGroup("/vouchers");
        vouchers.Get(
            "", query => (State: query.OneOf("state", Voucher.States), Household: query.Number("household", 1), Paging: query.Paging()),
            (ask, asked) =>
                List(desks, ask, asked.State, asked.Household, asked.Paging))
            .Requires(Role.Clerk, Role.Supervisor, Role.Attendant).WithSummary("Vouchers, newest first");
        vouchers.Get("/{voucher}", ask => desks.Vouchers.Get(ask.Bank, ask.Number("voucher")))
            .Requires(Role.Clerk, Role.Supervisor, Role.Attendant).WithSummary("A voucher and what became of it");
        vouchers.Post<VoucherInput, VouchersView>("", (ask, input) => desks.Vouchers.Issue(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.Attendant)
            .WithSummary("Issue vouchers against a household's points. Their codes are told to whoever holds the seed, and kept nowhere")
            .WithExample(new VoucherInput([10, 10], new AuthorisationInput("booklet"), "a secret of 32 characters or more", 12));
        vouchers.Post<VoucherVoidInput, VoucherView>(
            "/{voucher}/void", (ask, input) => desks.Vouchers.Void(ask.Context, ask.Bank, ask.Number("voucher"), input))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("A voucher was lost: its points are free again")
            .WithExample(new VoucherVoidInput("丢了"));
        bank.Get(
            "/households/{household}/vouchers", query => query.Paging(), (ask, paging) => List(desks, ask, null, ask.Household, paging))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor).WithSummary("A household's vouchers, newest first");
    }

    static Page<VoucherView> List(Desks desks, Ask ask, string? state, long? household, Paging paging) => Page<VoucherView>.Of(
        desks.Vouchers.Of(ask.Bank, state, household, paging.After == 0 ? long.MaxValue : paging.After, paging.Limit + 1), paging,
        voucher => voucher.Number);
}
