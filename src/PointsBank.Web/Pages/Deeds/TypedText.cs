using System.Globalization;
using NodaTime;
using PointsBank.Papers.Typing;

namespace PointsBank.Web.Pages.Deeds;

/// <summary>Numbers and days as people type them, by the one reader of typed things.</summary>
static class TypedText
{
    public static string Plain(this long number) => number.ToString(CultureInfo.InvariantCulture);

    public static long? Number(string text) => TypedNumber.Whole(text);

    /// <summary>A day, its year left out or not; null where there is no such day.</summary>
    public static LocalDate? Day(string text, LocalDate today) => TypedDay.Near(text, today)?.Day;
}
