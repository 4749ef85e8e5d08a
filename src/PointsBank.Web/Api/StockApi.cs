using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>What lies on shelves: sheets of what came and went, counts by two people, and reports.</summary>
static class StockApi
{
    public static void MapStock(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Stock");
        var shop = bank.MapGroup("/shops/{shop}");
        var sheets = shop.MapGroup("/stock-movements").Requires(Role.Attendant, Role.Clerk, Role.Keeper, Role.Supervisor);
        sheets.Get("", query => query.Paging(), (ask, paging) => Page<MovementView>.Of(
                desks.Stock.Movements(ask.Bank, ask.Shop, Before(paging), paging.Limit + 1), paging, sheet => sheet.Number))
            .WithSummary("The shop's stock sheets, newest first");
        sheets.Get("/{sheet}", ask => desks.Stock.Sheet(ask.Bank, ask.Shop, ask.Number("sheet")))
            .WithSummary("One stock sheet, with what its goods cost");
        sheets.Post<StockInput, StockView>("", (ask, input) => desks.Stock.Move(ask.Context, ask.Bank, ask.Shop, input))
            .Requires(Role.Attendant, Role.Clerk, Role.Keeper)
            .WithSummary("Goods received by purchase or donation, moved or spoiled; what was counted is entered by its count")
            .WithExample(
                new StockInput(
                    "received", [new StockLineInput("G01", 20, 9000)], Memo: "开春补货", Origin: "purchase", Partner: "县供销社",
                    Receipt: "0012345"));
        sheets.Post<CorrectionInput, StockView>(
            "/{sheet}/corrections", (ask, input) => desks.Corrections.Correct(ask.Context, ask.Bank, ask.Shop, ask.Number("sheet"), input))
            .Requires(Role.Clerk, Role.Keeper, Role.Supervisor)
            .WithSummary("Put a delivery right that was written wrongly: what came in truth, by another person than who wrote it")
            .WithExample(new CorrectionInput([new CorrectionLineInput("G01", 12)], "送货单多录了8袋"));

        var counts = shop.MapGroup("/counts").Requires(Role.Attendant, Role.Clerk, Role.Keeper, Role.Supervisor);
        counts.Get("", query => query.Paging(), (ask, paging) => Page<CountView>.Of(
                desks.Counts.Of(ask.Bank, ask.Shop, Before(paging), paging.Limit + 1), paging, count => count.Number))
            .WithSummary("The place's counts, newest first");
        counts.Post<NothingInput, CountView>("", (ask, _) => desks.Counts.Open(ask.Context, ask.Bank, ask.Shop))
            .WithSummary("Open a count; one is open at a place at a time").WithExample(new NothingInput());
        counts.Get("/{count}", ask => desks.Counts.Result(ask.Bank, ask.Shop, ask.Number("count")))
            .WithSummary("A count and what it came to; while it is open, figures are told only where both found the same");
        counts.Post<CountInput, CountView>(
            "/{count}/figures", (ask, input) => desks.Counts.Enter(ask.Context, ask.Bank, ask.Shop, ask.Number("count"), input))
            .WithSummary("What one of the two found, of all goods or of some; a good that is found again counts anew")
            .WithExample(new CountInput([new CountLineInput("G01", 19)]));
        counts.Post<CountCloseInput, CountView>(
            "/{count}/closing", (ask, input) => desks.Counts.Close(ask.Context, ask.Bank, ask.Shop, ask.Number("count"), input))
            .WithSummary("Enter what both found, with a reason for each difference")
            .WithExample(new CountCloseInput([new CountReasonInput("G01", "missing")]));
        counts.Post<NothingInput, CountView>(
            "/{count}/dropping", (ask, _) => desks.Counts.Drop(ask.Context, ask.Bank, ask.Shop, ask.Number("count")))
            .WithSummary("Drop a count in which nobody wrote anything; a supervisor drops any").WithExample(new NothingInput());

        var reports = shop.MapGroup("/reports").Requires(Role.Clerk, Role.Keeper, Role.Supervisor);
        reports.Get("/goods-moved", Days, (ask, days) => desks.ShopReports.GoodsMoved(ask.Bank, ask.Shop, days.From, days.Until))
            .WithSummary("Opening, what came and went, and closing of each good, in pieces and fen");
        reports.Get(
            "/day-book", query => query.Date("day") ?? desks.Banks.Today,
            (ask, day) => new Page<DayLine>(desks.ShopReports.DayBook(ask.Bank, ask.Shop, day), null))
            .WithSummary("Everything entered for the shop on a day, in order");
        reports.Get(
            "/count-differences", Days,
            (ask, days) => new Page<CountDifference>(desks.ShopReports.Differences(ask.Bank, ask.Shop, days.From, days.Until), null))
            .WithSummary("What counts found otherwise than the book said");
        reports.Get(
            "/redeemed-by-household", query => (Days: Days(query), Paging: query.Paging()), (ask, asked) => Page<HouseholdRedeemed>.Of(
                desks.ShopReports.ByHousehold(
                    ask.Bank, ask.Shop, asked.Days.From, asked.Days.Until, asked.Paging.After, asked.Paging.Limit + 1),
                asked.Paging, line => line.Household))
            .WithSummary("What each household redeemed at the shop");
        reports.Get(
            "/redeemed-by-goods", Days,
            (ask, days) => new Page<GoodsRedeemed>(desks.ShopReports.ByGoods(ask.Bank, ask.Shop, days.From, days.Until), null))
            .WithSummary("What was redeemed of each good");
        reports.Get("/dead-stock", query => (int)(query.Number("days", 1, 3650) ?? 90), async (ask, days) =>
                (desks.ShopReports.Dead(ask.Bank, ask.Shop, days)).Then(goods => new Page<DeadStock>(goods, null)))
            .WithSummary("Goods of which nobody redeemed a piece for so many days");
        bank.Get(
            "/reports/unspent-points",
            query => (Days: (int)(query.Number("days", 1, 3650) ?? 180), Least: query.Number("least", 1) ?? 50, Paging: query.Paging()),
            async (ask, asked) =>
                (Outcome<Page<UnspentLine>>)Page<UnspentLine>.Of(
                    desks.ShopReports.Unspent(ask.Bank, asked.Least, asked.Days, asked.Paging.After, asked.Paging.Limit + 1),
                    asked.Paging, line => line.Household))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("Households with many points that redeemed nothing for so many days");

        (LocalDate From, LocalDate Until) Days(QueryReader query)
        {
            var (from, until) = (query.Date("from"), query.Date("until"));
            var last = until ?? desks.Banks.Today;
            return (from ?? last.PlusDays(-30), last);
        }
    }

    static long? Before(Paging paging) => paging.After == 0 ? null : paging.After;
}
