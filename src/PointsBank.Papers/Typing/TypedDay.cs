using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace PointsBank.Papers.Typing;

/// <summary>A day as somebody typed it. Where the year was left out it is the nearest such day that is not in the future.</summary>
public readonly partial record struct TypedDay(LocalDate Day, bool IsWithoutYear)
{
    /// <summary>No book has a day outside of these years; nothing is added to such a day or taken from it.</summary>
    public const int MinYear = 1900;
    public const int MaxYear = 2200;

    /// <summary>The day of a text that names its year; null where it is none, or is far from any book's.</summary>
    public static LocalDate? Whole(string? text) => text is not null && Read(text, null) is { } typed ? typed.Day : null;

    /// <summary>
    /// The day of a text that may leave out the year, or the month too: 3-5, 3月5日, 0305, or 5 alone. It lies on the day of <paramref
    /// name="today"/> or before it.
    /// </summary>
    public static TypedDay? Near(string text, LocalDate today) => Read(text, today);

    /// <summary>The day with this number in a workbook, whose first day is 1 January 1900 or 1904; null outside of our years.</summary>
    public static LocalDate? OfSerial(double serial, bool from1904)
    {
        // Workbooks count a 29 February 1900 that never was, as number 60.
        if (from1904 ? serial is < 0 or > 110_000 : serial is < 1 or > 110_000 or (>= 60 and < 61)) return null;
        var day = from1904 ? new LocalDate(1904, 1, 1) : new LocalDate(1899, 12, serial < 60 ? 31 : 30);
        return InBook(day.PlusDays((int)serial));
    }

    static TypedDay? Read(string text, LocalDate? today)
    {
        var clean = TypedName.Digits(CleanText.Narrow(CleanText.Line(text)).Trim());
        if (Day8().Match(clean) is { Success: true } whole) return Of(whole) is { } day ? new(day, false) : null;
        if (Parts().Match(clean) is { Success: true } parts) return Of(parts) is { } day ? new(day, false) : null;
        if (today is not { } now || ShortDay().Match(clean) is not { Success: true } part) return null;
        var number = Number(part, "day");
        var last = part.Groups["month"].Success
            ? Last(Made(now.Year, Number(part, "month"), number), Made(now.Year - 1, Number(part, "month"), number), now)
            : Last(Made(now.Year, now.Month, number), Made(now.PlusMonths(-1).Year, now.PlusMonths(-1).Month, number), now);
        return last is { } near ? new(near, true) : null;
    }

    static LocalDate? Last(LocalDate? later, LocalDate? earlier, LocalDate today) => later <= today ? later : earlier;

    static LocalDate? Of(Match match) => Made(Number(match, "year"), Number(match, "month"), Number(match, "day"));

    static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    static LocalDate? Made(int year, int month, int day) =>
        year is < MinYear or > MaxYear || month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month)
            ? null
            : new LocalDate(year, month, day);

    static LocalDate? InBook(LocalDate day) => day.Year is < MinYear or > MaxYear ? null : day;

    const string Time = @"(?:[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,7})?)?(?:Z)?)?\z";

    [GeneratedRegex(@"\A(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})" + Time, RegexOptions.ExplicitCapture)]
    private static partial Regex Day8();

    // The same sign on both sides, or the words for year, month and day; blanks wherever somebody left them.
    [GeneratedRegex(
        @"\A(?<year>[0-9]{4}) *(?:(?<sign>[-/.]) *(?<month>[0-9]{1,2}) *\k<sign> *|年 *(?<month>[0-9]{1,2}) *月 *)(?<day>[0-9]{1,2}) *[日号.]?"
            + Time,
        RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();

    [GeneratedRegex(
        @"\A(?:(?:(?<month>[0-9]{1,2}) *(?:[-/.]|月) *|(?<month>[0-9]{2})(?=[0-9]{2}\z)))?(?<day>[0-9]{1,2}) *[日号]?\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex ShortDay();
}
