using System.Globalization;
using NodaTime;

namespace PointsBank.Village;

/// <summary>Dates as the tables keep them.</summary>
static class Iso
{
    public static string ToIso(this LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);

    public static LocalDate ToDate(this string iso) => NodaTime.Text.LocalDatePattern.Iso.Parse(iso).GetValueOrThrow();

    public static Instant ToInstant(this long milliseconds) => Instant.FromUnixTimeMilliseconds(milliseconds);

    public static string Text(this long number) => number.ToString(CultureInfo.InvariantCulture);
}
