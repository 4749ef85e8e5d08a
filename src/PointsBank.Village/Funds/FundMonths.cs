using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Coverage;

namespace PointsBank.Village.Funds;

/// <summary>An accounting month: points that moved in it, and how the fund stood at its end (of the current month: now).</summary>
/// <param name="Month">The month, such as <c>2026-02</c>.</param>
/// <param name="Issued">Points issued, less what was taken back.</param>
/// <param name="Redeemed">Points redeemed, less what was voided.</param>
/// <param name="Expired">Points that expired.</param>
/// <param name="Deducted">Points deducted.</param>
/// <param name="Spent">What the points cost the fund, in fen: goods handed out, spoiled and missing, shops paid, other payments.</param>
/// <param name="Outstanding">Points in households' hands at the end.</param>
/// <param name="Cash">The fund's cash at the end, in fen.</param>
/// <param name="Stock">What the goods in stock cost at the end, in fen.</param>
/// <param name="Owed">What was owed to suppliers and shops at the end, in fen.</param>
/// <param name="Cover">How many points that covered at the end.</param>
/// <param name="Percent">How much of it the outstanding points used; null where nothing covered anything.</param>
public sealed record FundMonth(
    string Month, long Issued, long Redeemed, long Expired, long Deducted, long Spent, long Outstanding, long Cash, long Stock, long Owed,
    long Cover, long? Percent);

/// <summary>
/// The last months, oldest first, and the forecast of the year; null where fewer than two whole months of the year are over.
/// </summary>
public sealed record FundMonthsView(IReadOnlyList<FundMonth> Months, Forecast? Forecast);

/// <summary>
/// The year if it goes on as its whole months went, in whole numbers: an average month rounded down, times the months that are left.
/// </summary>
/// <param name="Year">The year.</param>
/// <param name="Months">How many whole months it rests on.</param>
/// <param name="IssuedPerMonth">Points issued in an average month.</param>
/// <param name="RedeemedPerMonth">Points redeemed in an average month.</param>
/// <param name="SpentPerMonth">Fen spent in an average month.</param>
/// <param name="Issued">Points issued at the year's end.</param>
/// <param name="Redeemed">Points redeemed at the year's end.</param>
/// <param name="Outstanding">Points in households' hands at the year's end.</param>
/// <param name="CeilingIn">The month in which what may be issued is used up; null where it is not, within the year.</param>
/// <param name="UsedUpIn">The month in which cash and stock are used up; null where that is more than five years off, or no fund is
/// kept.</param>
public sealed record Forecast(
    int Year, int Months, long IssuedPerMonth, long RedeemedPerMonth, long SpentPerMonth, long Issued, long Redeemed, long Outstanding,
    string? CeilingIn, string? UsedUpIn)
{
    const int Horizon = 60;

    /// <summary>
    /// From the year's whole months, from January on without a gap, the running month as it stands, and the most that may be issued in the
    /// year (0 for no ceiling). What is used up already is used up in the running month: nothing is foretold of the past.
    /// </summary>
    internal static Forecast? Of(LocalDate today, IReadOnlyList<FundMonth> whole, FundMonth now, long ceiling)
    {
        if (whole.Count < 2) return null;
        var (issuedEach, redeemedEach, spentEach) = (
            whole.Sum(month => month.Issued) / whole.Count, whole.Sum(month => month.Redeemed) / whole.Count,
            whole.Sum(month => month.Spent) / whole.Count);
        var (issued, redeemed, left) = (
            whole.Sum(month => month.Issued) + now.Issued, whole.Sum(month => month.Redeemed) + now.Redeemed, 12 - today.Month);
        // The running month becomes an average one, if it is not more already.
        var (issuedMore, redeemedMore) = (
            Math.Max(0, issuedEach - now.Issued) + (issuedEach * left), Math.Max(0, redeemedEach - now.Redeemed) + (redeemedEach * left));
        return new(
            today.Year, whole.Count, issuedEach, redeemedEach, spentEach, issued + issuedMore, redeemed + redeemedMore,
            now.Outstanding + issuedMore - redeemedMore, ceiling == 0 ? null : When(ceiling - issued, issuedEach, left),
            (now.Cash | now.Stock | now.Owed) == 0 ? null : When(now.Cash + now.Stock - now.Owed, spentEach, Horizon));

        string? When(long room, long each, int most)
        {
            var month = today.ToYearMonth();
            if (room <= 0) return FundMonths.Name(month);
            if (each <= 0) return null;
            Int128 days = today.Calendar.GetDaysInMonth(today.Year, today.Month);
            var months = ((room * days) + ((today.Day - 1) * each) + (each * days) - 1) / (each * days) - 1;
            return months > most ? null : FundMonths.Name(month.PlusMonths((int)months));
        }
    }
}

/// <summary>
/// Months by the accounting clock. The ends are walked back from how the book stands now, so that only the postings of those months are
/// read, each month's from its own stretch of the journal.
/// </summary>
static class FundMonths
{
    const int Most = 12;

    public static string Name(YearMonth month) => NodaTime.Text.YearMonthPattern.Iso.Format(month);

    public static FundMonthsView Of(DbSession db, long bank, LocalDate today, Settings settings, CoverageView view)
    {
        var (cover, billed) = (view.Cover, CoverageTable.Billed(db, bank));
        var (outstanding, cash, stock, suppliers, shops, unbilled) = (
            cover.Outstanding, cover.Cash, cover.Stock, cover.OwedToSuppliers, cover.OwedToShops, cover.Unbilled / cover.Rate);
        var months = new List<FundMonth>(Most);
        var (month, until) = (today.ToYearMonth(), long.MaxValue);
        for (var i = 0; i < Most; i++, month = month.PlusMonths(-1))
        {
            var starts = month.OnDayOfMonth(1).AtStartOfDayInZone(BankDesk.Zone).ToInstant().ToUnixTimeMilliseconds();
            var first = FundTable.FirstFrom(db, bank, starts);
            var flows = FundTable.Flows(db, bank, first, until);
            var rate = settings.On(i == 0 ? today : month.OnDayOfMonth(1).With(DateAdjusters.EndOfMonth), Setting.PointRate);
            var at = new Cover(outstanding, 0, rate, cash, stock, suppliers, shops, unbilled * rate);
            months.Add(new(
                Name(month), -Flow(AccountKind.Issuance), Flow(AccountKind.Redeemed), Flow(AccountKind.Expired), Flow(AccountKind.Deducted),
                Flow(AccountKind.CostOfIssued) + Flow(AccountKind.CostOfLost) + Flow(AccountKind.PaidForPoints)
                    + Flow(AccountKind.FundSpent),
                outstanding, cash, stock, suppliers + shops + (unbilled * rate), at.Points, at.Percent));
            outstanding += Flow(AccountKind.Issuance) + Flow(AccountKind.Opening) + Flow(AccountKind.Redeemed) + Flow(AccountKind.Expired)
                + Flow(AccountKind.Deducted)
                + Flow(AccountKind.Clearing);
            cash -= Flow(AccountKind.FundCash);
            stock -= Flow(AccountKind.GoodsAtCost);
            suppliers += Flow(AccountKind.PayableToSupplier);
            shops += Flow(AccountKind.PayableToShop);
            unbilled -= flows.Where(flow => flow.Kind == AccountKind.Redeemed && billed.Contains(flow.Owner)).Sum(flow => flow.Amount)
                - CoverageTable.Settled(
                    db, bank, starts,
                    i == 0
                        ? long.MaxValue
                        : month.PlusMonths(1).OnDayOfMonth(1).AtStartOfDayInZone(BankDesk.Zone).ToInstant().ToUnixTimeMilliseconds());
            until = first;
            if (first <= 1) break;

            long Flow(AccountKind kind) => flows.Where(flow => flow.Kind == kind).Sum(flow => flow.Amount);
        }
        months.Reverse();
        var whole = months.Where(
            row => row.Month != Name(today.ToYearMonth()) && row.Month.StartsWith($"{today.Year:0000}-", StringComparison.Ordinal))
                .ToList();
        // A year whose first months are before the book began has no average of whole months from January on.
        return new(
            months,
            whole.Count > 0 && whole[0].Month.EndsWith("-01", StringComparison.Ordinal)
                ? Forecast.Of(today, whole, months[^1], view.Ceiling)
                : null);
    }
}
