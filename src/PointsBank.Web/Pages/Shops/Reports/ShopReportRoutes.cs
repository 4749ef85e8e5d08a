using NodaTime;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Shops.Reports;

public sealed record GoodsMovedFacts(ShopView Shop, GoodsMovedReport Report, bool InYuan);

public sealed record DayBookFacts(ShopView Shop, LocalDate On, IReadOnlyList<DayLine> Lines);

public sealed record DifferencesFacts(ShopView Shop, LocalDate From, LocalDate Until, IReadOnlyList<CountDifference> Lines);

public sealed record RedeemedFacts(
    ShopView Shop, LocalDate From, LocalDate Until, IReadOnlyList<GoodsRedeemed> Goods, IReadOnlyList<HouseholdRedeemed> Households,
    string? Next);

/// <summary>
/// What lies about: goods that nobody wanted, and to whoever may know of households, points that nobody spent; null to others.
/// </summary>
public sealed record LyingFacts(
    ShopView Shop, long Days, long Least, IReadOnlyList<DeadStock> Goods, IReadOnlyList<UnspentLine>? Households, string? Next);

/// <summary>Reports of a shop.</summary>
static class ShopReportRoutes
{
    const int OnePage = 50;
    const int UsualDays = 90;
    const int MinUsual = 50;

    public static void MapShopReports(this IEndpointRouteBuilder shop)
    {
        var reports = shop.MapGroup("/reports").Requires(Role.Clerk, Role.Keeper, Role.Supervisor);
        reports.Page("", GoodsMoved);
        reports.Page("/day-book", DayBook);
        reports.Page("/count-differences", Differences);
        reports.Page("/redeemed", Redeemed);
        reports.Page("/lying", Lying);
    }

    /// <summary>An address of the reports.</summary>
    public static string At(Visit visit, string page = "") => CounterRoutes.At(visit, page.Length == 0 ? "reports" : $"reports/{page}");

    static IResult GoodsMoved(Visit visit)
    {
        var (from, until) = Days(visit);
        var report = visit.Desks.ShopReports.GoodsMoved(visit.Bank, visit.Shop, from, until);
        return report.Refusal is { } refusal
            ? visit.Refuse(refusal)
            : visit.Show<GoodsMovedPage>(
                new GoodsMovedFacts(
                    CounterRoutes.ShopOf(visit), report.Value, visit.Query("in") == "yuan" && report.Value.Fen is not null));
    }

    static IResult DayBook(Visit visit)
    {
        var day = DayOf(visit, "day") ?? visit.Today;
        return visit.Show<ShopDayPage>(
            new DayBookFacts(CounterRoutes.ShopOf(visit), day, visit.Desks.ShopReports.DayBook(visit.Bank, visit.Shop, day)));
    }

    static IResult Differences(Visit visit)
    {
        var (from, until) = Days(visit, months: 12);
        return visit.Show<DifferencesPage>(
            new DifferencesFacts(
                CounterRoutes.ShopOf(visit), from, until, visit.Desks.ShopReports.Differences(visit.Bank, visit.Shop, from, until)));
    }

    static IResult Redeemed(Visit visit)
    {
        var (from, until) = Days(visit);
        var after = visit.After ?? 0;
        var households = visit.Desks.ShopReports.ByHousehold(visit.Bank, visit.Shop, from, until, after, OnePage + 1);
        return visit.Show<RedeemedPage>(new RedeemedFacts(
            CounterRoutes.ShopOf(visit), from, until, visit.Desks.ShopReports.ByGoods(visit.Bank, visit.Shop, from, until),
            [.. households.Take(OnePage)], households.Count > OnePage ? Text(households[OnePage - 1].Household) : null));
    }

    static IResult Lying(Visit visit)
    {
        var (days, least) = (Number(visit, "days", UsualDays), Number(visit, "least", MinUsual));
        var after = visit.After ?? 0;
        var goods = visit.Desks.ShopReports.Dead(visit.Bank, visit.Shop, (int)days);
        if (goods.Refusal is { } refusal) return visit.Refuse(refusal);
        var maySee = visit.Caller.Is(Role.Clerk, visit.Bank) || visit.Caller.Is(Role.Supervisor, visit.Bank);
        var households = maySee ? visit.Desks.ShopReports.Unspent(visit.Bank, least, (int)days, after, OnePage + 1) : null;
        return visit.Show<LyingPage>(new LyingFacts(
            CounterRoutes.ShopOf(visit), days, least, goods.Value, households is null ? null : [.. households.Take(OnePage)],
            households?.Count > OnePage ? Text(households[OnePage - 1].Household) : null));
    }

    static (LocalDate From, LocalDate Until) Days(Visit visit, int months = 3)
    {
        var (from, until) = (DayOf(visit, "from") ?? visit.Today.PlusMonths(-months), DayOf(visit, "until") ?? visit.Today);
        return (LocalDate.Min(from, until), LocalDate.Max(from, until));
    }

    static LocalDate? DayOf(Visit visit, string name) => PointsBank.Papers.Typing.TypedDay.Whole(visit.Query(name));

    static long Number(Visit visit, string name, long usual) =>
        long.TryParse(visit.Query(name), out var number) && number is > 0 and <= 3650 ? number : usual;

    static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
