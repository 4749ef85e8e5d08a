// The rules for text in a cell, shared by reader and writer so that what one writes the other reads back.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PointsBank.Papers.Sheets;

public static partial class CellText
{
    /// <summary>
    /// A spreadsheet would run such text as a formula. Text that already looks neutralised gets one more apostrophe,
    /// or <see cref="Restore"/> would take away an apostrophe that its author wrote.
    /// </summary>
    public static string Neutralise(string text) => Formula().IsMatch(text) ? "'" + text : text;

    public static string Restore(string text) => text.StartsWith('\'') && Formula().IsMatch(text) ? text[1..] : text;

    public static string Show(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(SheetProblem.MaxValue))
            shown.Append(IsStrange(rune) ? $"[U+{rune.Value:X4}]" : rune.ToString());
        return shown.ToString();
    }

    /// <summary>In characters as a person counts them: 𠮷 is one, although it takes two UTF-16 units.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>XML cannot hold these characters; Excel's way is _x000D_, and text that looks like it must be escaped too.</summary>
    public static string ForXml(string text) => NotForXml().Replace(text, match => $"_x{(int)match.Value[0]:X4}_");

    // Signs that a page could not show as what they are; the last test is for U+FFFE and its like, which are no characters.
    static bool IsStrange(Rune rune) => rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || (rune.Value & 0xFFFE) == 0xFFFE;

    // Excel with a Chinese input method takes the full-width signs for formulas as well.
    [GeneratedRegex(@"\A'*[=+\-@\t\r\n＝＋－＠]")]
    private static partial Regex Formula();

    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)|" +
        @"[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]")]
    private static partial Regex NotForXml();
}
