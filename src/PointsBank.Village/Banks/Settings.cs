using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace PointsBank.Village.Banks;

/// <summary>One setting of a bank: its name, its value out of the box, and what it may be. Sources are sections of the programmes' rules.</summary>
/// <param name="Name">The name in the API and the table.</param>
/// <param name="Default">The value out of the box.</param>
/// <param name="Least">The least it may be.</param>
/// <param name="Most">The most it may be.</param>
public sealed record Setting(string Name, long Default, long Least, long Most)
{
    /// <summary>The most points issued in a year, kept by the floor of the issuance account; 0 for no ceiling. Fund ÷ rate.</summary>
    public static readonly Setting IssueCeiling = new("issueCeiling", 0, 0, 1_000_000_000);

    /// <summary>The most ordinary points a household is credited in a month (60 in published rules).</summary>
    public static readonly Setting MonthCeiling = new("monthCeiling", 60, 0, 100_000);

    /// <summary>The most ordinary points a household is credited in a year.</summary>
    public static readonly Setting YearCeiling = new("yearCeiling", 300, 0, 1_000_000);

    /// <summary>Standing that each household has at a year's start (0, 10, 50, 60 or 100 in published rules).</summary>
    public static readonly Setting BaseStanding = new("baseStanding", 0, 0, 1_000);

    /// <summary>1 lets a clerk credit any rule directly, marked on the entry; 0 leaves that to rules marked direct.</summary>
    public static readonly Setting ClerkCreditsAnyRule = new("clerkCreditsAnyRule", 1, 0, 1);

    /// <summary>1 lets a deduction take spendable points down to the floor; 0 lets it lower standing only.</summary>
    public static readonly Setting DeductionTakesPoints = new("deductionTakesPoints", 1, 0, 1);

    /// <summary>The least points of one redemption.</summary>
    public static readonly Setting RedemptionLeast = new("redemptionLeast", 5, 1, 1_000);

    /// <summary>The most points a household redeems in a month; 0 for no limit.</summary>
    public static readonly Setting RedemptionMonthMost = new("redemptionMonthMost", 100, 0, 100_000);

    /// <summary>How far back a deed may lie, in days.</summary>
    public static readonly Setting BackdateDays = new("backdateDays", 400, 0, 3_660);

    /// <summary>Points deducted in a period from which a household stands on the black board, always masked.</summary>
    public static readonly Setting BlackBoardFrom = new("blackBoardFrom", 10, 1, 1_000);

    /// <summary>Standing that each further star takes; five stars at five times as much.</summary>
    public static readonly Setting StarStep = new("starStep", 20, 1, 10_000);

    /// <summary>Rows on a page of the printed passbook.</summary>
    public static readonly Setting PassbookRows = new("passbookRows", 24, 6, 60);

    public static ImmutableArray<Setting> All { get; } =
    [
        IssueCeiling, MonthCeiling, YearCeiling, BaseStanding, ClerkCreditsAnyRule, DeductionTakesPoints, RedemptionLeast, RedemptionMonthMost,
        BackdateDays, BlackBoardFrom, StarStep, PassbookRows,
    ];
}

/// <summary>The settings of a bank with their dates; a value holds from its day until the next one's.</summary>
public sealed class Settings(IEnumerable<(string Name, string ValidFrom, long Value)> dated)
{
    readonly ILookup<string, (string ValidFrom, long Value)> values = dated.ToLookup(row => row.Name, row => (row.ValidFrom, row.Value));

    public long On(LocalDate day, Setting setting)
    {
        var iso = day.ToIso();
        var value = setting.Default;
        foreach (var (validFrom, later) in values[setting.Name])
            if (string.CompareOrdinal(validFrom, iso) <= 0)
                value = later;
        return value;
    }

    /// <summary>The values that hold from days after this one, in their order; of several for a day the last.</summary>
    public IReadOnlyList<(LocalDate From, long Value)> After(LocalDate day, Setting setting) =>
        [.. values[setting.Name].Where(row => string.CompareOrdinal(row.ValidFrom, day.ToIso()) > 0).GroupBy(row => row.ValidFrom)
            .Select(group => (group.Key.ToDate(), group.Last().Value))];
}

/// <summary>Dates as the tables keep them.</summary>
static class Iso
{
    public static string ToIso(this LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);

    public static LocalDate ToDate(this string iso) => NodaTime.Text.LocalDatePattern.Iso.Parse(iso).GetValueOrThrow();

    public static Instant ToInstant(this long milliseconds) => Instant.FromUnixTimeMilliseconds(milliseconds);

    public static string Text(this long number) => number.ToString(CultureInfo.InvariantCulture);
}
