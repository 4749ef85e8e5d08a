using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Coverage;
using PointsBank.Village.Funds;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>The fund: what came in, what was paid, what is owed, and whether the points are covered. Money is in fen.</summary>
static class FundApi
{
    const int DonationsPerMinute = 120;

    public static void MapFund(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Fund");
        bank.Get("/donations", query => query.Paging(), (ask, paging) => Donations(desks.Fund, ask.Bank, paging))
            .Public()
            .Limited("donations", DonationsPerMinute)
            .WithSummary("Money and goods given, newest first; givers are named where they agreed");

        var fund = bank.MapGroup("/fund");
        fund.Get(
            "/movements", query => (Kind: query.OneOf("kind", "contribution", "payment"), Paging: query.Paging()),
            (ask, asked) => Page<FundMovementView>.Of(
                desks.Fund.Movements(ask.Bank, asked.Kind, Before(asked.Paging), asked.Paging.Limit + 1), asked.Paging,
                movement => movement.Number))
            .Requires(Role.Treasurer, Role.Clerk, Role.Supervisor).WithSummary("Contributions and payments, newest first");
        fund.Get("/movements/{movement}", ask => desks.Fund.Get(ask.Bank, ask.Number("movement")))
            .Requires(Role.Treasurer, Role.Clerk, Role.Supervisor).WithSummary("One contribution or payment");
        fund.Post<ContributionInput, FundMovementView>(
            "/contributions", (ask, input) => desks.Fund.Contribute(ask.Context, ask.Bank, input))
            .Requires(Role.Treasurer).WithSummary("Money that came in, in fen")
            .WithExample(new ContributionInput("donation", "王五", 50_000, Named: true, "SJ-2026-07", new LocalDate(2026, 3, 1)));
        fund.Post<PaymentInput, FundMovementView>("/payments", (ask, input) => desks.Fund.Pay(ask.Context, ask.Bank, input))
            .Requires(Role.Treasurer).WithSummary("Pay a supplier for a purchase received unpaid, or spend on something else; in fen")
            .WithExample(new PaymentInput("spent", 1_200, To: "邮局", Memo: "寄送材料"));
        fund.Post<FundVoidInput, FundMovementView>(
            "/movements/{movement}/void", (ask, input) => desks.Fund.Void(ask.Context, ask.Bank, ask.Number("movement"), input))
            .Requires(Role.Treasurer).WithSummary("Void a movement by its mirror, once").WithExample(new FundVoidInput("金额录错"));
        fund.Get("/purchases", ask => new Page<PurchaseView>(desks.Fund.Owed(ask.Bank), null))
            .Requires(Role.Treasurer, Role.Clerk, Role.Supervisor).WithSummary("Purchases that something is owed for");
        fund.Get(
            "/book", query => query.Paging(),
            (ask, paging) => Page<DayBookLine>.Of(desks.Fund.Book(ask.Bank, Before(paging), paging.Limit + 1), paging, line => line.Entry))
            .Requires(Role.Treasurer, Role.Clerk, Role.Supervisor).WithSummary("The day book with the cash after each line, newest first");
        fund.Get("/sources", ask => new Page<SourceSum>(desks.Fund.Sources(ask.Bank), null))
            .Requires(Role.Treasurer, Role.Clerk, Role.Supervisor).WithSummary("What each source brought in each year");
        fund.Post<DonorConsentInput, DonorConsentView>(
            "/donor-consents", (ask, input) => desks.Fund.SetConsent(ask.Context, ask.Bank, input))
            .Requires(Role.Treasurer, Role.Clerk)
            .WithSummary("Whether a giver may be named in public; the last word counts")
            .WithExample(new DonorConsentInput("stock", 1, true));
        fund.Get("/coverage", async ask => (Outcome<CoverageView>)desks.Fund.Coverage(ask.Bank))
            .Requires(Role.Treasurer, Role.Clerk, Role.Supervisor)
            .WithSummary("Points out and promised against what covers them, and what may still be issued");
        fund.Get("/months", async ask => (Outcome<FundMonthsView>)desks.Fund.Months(ask.Bank))
            .Requires(Role.Treasurer, Role.Clerk, Role.Supervisor)
            .WithSummary("The last twelve months, and the year if it goes on like that");
    }

    internal static long? Before(Paging paging) => paging.After == 0 ? null : paging.After;

    /// <summary>Gifts of two kinds have no common number, so the mark of the next page counts rows.</summary>
    static Page<GiftView> Donations(FundDesk fund, long bank, Paging paging)
    {
        var skip = (int)Math.Min(paging.After, int.MaxValue - Paging.MaxItems - 1);
        var gifts = fund.Donations(bank, skip, paging.Limit + 1);
        return gifts.Count <= paging.Limit ? new(gifts, null) : new([.. gifts.Take(paging.Limit)], skip + paging.Limit);
    }
}
