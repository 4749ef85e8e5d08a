// The rules for text in a cell, shared by reader and writer so that what one writes the other reads back.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PointsBank.Village.Sheets;

public static partial class CellText
{
    /// <summary>
    /// A spreadsheet would run such text as a formula. Text that already looks neutralised gets one more apostrophe,
    /// or <see cref="Restore"/> would take away an apostrophe that its author wrote.
    /// </summary>
    public static string Neutralise(string text) => Formula().IsMatch(text) ? "'" + text : text;

    public static string Restore(string text) => text.StartsWith('\'') && Formula().IsMatch(text) ? text[1..] : text;

    /// <summary>
    /// Control and zero-width characters make two names that look alike differ; U+FFFD marks a character lost on the way here.
    /// Variation selectors are marks and not formats, so rare forms of a name's characters pass.
    /// </summary>
    public static bool HasStrangeCharacter(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (IsStrange(rune))
                return true;
        return false;
    }

    public static string Show(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(SheetProblem.MaxValue))
            shown.Append(IsStrange(rune) ? $"[U+{rune.Value:X4}]" : rune.ToString());
        return shown.ToString();
    }

    /// <summary>In characters as a person counts them: 𠮷 is one, although it takes two UTF-16 units.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>Chinese input methods leave full-width digits and signs behind.</summary>
    public static string NarrowDigits(string text) => string.Create(text.Length, text, static (narrow, wide) =>
    {
        for (var i = 0; i < wide.Length; i++)
            narrow[i] = wide[i] switch
            {
                >= '０' and <= '９' => (char)(wide[i] - '０' + '0'),
                '－' => '-',
                '＋' => '+',
                _ => wide[i],
            };
    });

    /// <summary>XML cannot hold these characters; Excel's way is _x000D_, and text that looks like it must be escaped too.</summary>
    public static string ForXml(string text) => NotForXml().Replace(text, match => $"_x{(int)match.Value[0]:X4}_");

    // The last test is for U+FFFE and its like, which are no characters and make Normalize throw.
    static bool IsStrange(Rune rune) => rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || (rune.Value & 0xFFFE) == 0xFFFE;

    // Excel with a Chinese input method takes the full-width signs for formulas as well.
    [GeneratedRegex(@"\A'*[=+\-@\t\r\n＝＋－＠]")]
    private static partial Regex Formula();

    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)|" +
        @"[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]")]
    private static partial Regex NotForXml();
}
