using System.Globalization;
using NodaTime;

namespace PointsBank.Village.Boards;

/// <summary>A year (2026), a quarter (2026-Q1) or a month (2026-03).</summary>
public sealed record Period(LocalDate From, LocalDate Until, int? WholeYear)
{
    public int Year => From.Year;

    /// <summary>1 to 4; null where it is no quarter.</summary>
    public int? Quarter => Months == 3 ? From.Month / 3 + 1 : null;

    /// <summary>1 to 12; null where it is no month.</summary>
    public int? Month => Months == 1 ? From.Month : null;

    /// <summary>The one before, of the same length; null at the edge of time.</summary>
    public Period? Previous => At(From.PlusMonths(-Months));

    /// <summary>The one after, of the same length; null at the edge of time.</summary>
    public Period? Next => At(Until);

    int Months => NodaTime.Period.Between(From, Until, PeriodUnits.Months).Months;

    /// <summary>As it is read and stands in addresses.</summary>
    public override string ToString() => CodeOf(From);

    public static bool TryParse(string? text, out Period period)
    {
        period = null!;
        if (text is null
            || text.Length < 4
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < 1900 or > 9998)
            return false;
        var first = new LocalDate(year, 1, 1);
        if (text.Length == 4) period = new(first, first.PlusYears(1), year);
        else if (text.Length == 7 && text[4] == '-' && text[5] == 'Q' && text[6] is >= '1' and <= '4')
            period = new(first.PlusMonths(3 * (text[6] - '1')), first.PlusMonths(3 * (text[6] - '0')), null);
        else if (text.Length == 7
            && text[4] == '-'
            && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var month)
            && month is >= 1 and <= 12)
            period = new(first.PlusMonths(month - 1), first.PlusMonths(month), null);
        return period is not null;
    }

    Period? At(LocalDate from) => TryParse(CodeOf(from), out var period) ? period : null;

    string CodeOf(LocalDate from) => Months switch
    {
        12 => $"{from.Year:D4}",
        3 => $"{from.Year:D4}-Q{from.Month / 3 + 1}",
        _ => $"{from.Year:D4}-{from.Month:D2}",
    };
}
