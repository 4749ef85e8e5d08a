using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PointsBank.Village.Sheets;

namespace PointsBank.Web.Pages.ClerkDoor;

/// <summary>Numbers and days as people type them.</summary>
static class TypedText
{
    public static string Plain(this long number) => number.ToString(CultureInfo.InvariantCulture);

    public static long? Number(string text) =>
        long.TryParse(CellText.NarrowDigits(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>
    /// A day by its numbers, whatever stands between them: year, month and day; month and day, the last such before tomorrow; or the day alone. Eight
    /// digits in one are all three, four are month and day. Null where there is no such day.
    /// </summary>
    public static LocalDate? Day(string text, LocalDate today)
    {
        var parts = Parts(CellText.NarrowDigits(text));
        if (parts is [{ Length: 8 } whole]) parts = [whole[..4], whole[4..6], whole[6..]];
        else if (parts is [{ Length: 4 } two]) parts = [two[..2], two[2..]];
        return parts switch
        {
            [{ Length: 4 } year, { Length: <= 2 } month, { Length: <= 2 } day] => Of(year, month, day),
            [{ Length: <= 2 } month, { Length: <= 2 } day] => Last(Of(Text(today.Year), month, day), Of(Text(today.Year - 1), month, day), today),
            [{ Length: <= 2 } day] => Last(In(today, day), In(today.PlusMonths(-1), day), today),
            _ => null,
        };
    }

    static List<string> Parts(string text)
    {
        var parts = new List<string>();
        for (var at = 0; at < text.Length; at++)
            if (!char.IsAsciiDigit(text[at])) continue;
            else if (at > 0 && char.IsAsciiDigit(text[at - 1])) parts[^1] += text[at];
            else parts.Add(text[at].ToString());
        return parts;
    }

    static LocalDate? Last(LocalDate? later, LocalDate? earlier, LocalDate today) => later <= today ? later : earlier ?? later;

    static LocalDate? In(LocalDate month, string day) => Of(Text(month.Year), Text(month.Month), day);

    static LocalDate? Of(string year, string month, string day) =>
        LocalDatePattern.Iso.Parse($"{year}-{month.PadLeft(2, '0')}-{day.PadLeft(2, '0')}") is { Success: true } date ? date.Value : null;

    static string Text(int number) => number.ToString("D2", CultureInfo.InvariantCulture);
}
