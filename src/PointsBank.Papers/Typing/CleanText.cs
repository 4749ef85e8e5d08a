using System.Globalization;
using System.Text;

namespace PointsBank.Papers.Typing;

/// <summary>Text as people type and paste it, made whole where it comes in. Nothing here refuses anything.</summary>
public static class CleanText
{
    /// <summary>
    /// The same text as Unicode allows it: half of a pair and code points that are no characters become U+FFFD, control characters go, and
    /// letters are composed. Line breaks and tabs stay.
    /// </summary>
    public static string WellFormed(string text) => IsPlain(text) ? text : Rebuilt(text, keepBreaks: true).Normalize();

    /// <summary>
    /// One line without white space around it: line breaks, tabs and the odd blanks of web pages become one blank, invisible signs go. Wide
    /// blanks stay, because they are printed, and so do variation selectors, which are part of a name.
    /// </summary>
    public static string Line(string text)
    {
        if (IsPlain(text) && !text.AsSpan().ContainsAny('\n', '\r', '\t')) return text.Trim();
        return Rebuilt(text, keepBreaks: false).Normalize().Trim();
    }

    /// <summary>
    /// Full-width letters, digits and signs of an input method made narrow, wide blanks made plain, and every kind of dash a hyphen.
    /// </summary>
    public static string Narrow(string text) =>
        text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? string.Create(text.Length, text, static (narrow, wide) =>
        {
            for (var i = 0; i < wide.Length; i++) narrow[i] = Narrow(wide[i]);
        }) : text;

    /// <summary>Whether a character was lost on the way here, or stands for one that this computer's fonts do not know.</summary>
    public static bool HasLost(string text) =>
        text.AsSpan().IndexOfAny('\uFFFD', '\u25A1', '\u3013') >= 0 || text.EnumerateRunes().Any(IsPrivate);

    /// <summary>Whether the code point has a meaning on one computer only, such as the rare characters of old name lists.</summary>
    public static bool IsPrivate(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.PrivateUse;

    static char Narrow(char wide) => wide switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(wide - 0xFEE0),
        '\u3000' or '\u00A0' => ' ',
        '\u2212' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\uFE63' => '-',
        _ => wide,
    };

    static bool IsPlain(string text)
    {
        foreach (var letter in text)
            if (letter is (< ' ' and not ('\n' or '\r' or '\t')) or (
                > '~' and < '\u3400' and not (>= '\u3000' and <= '\u3002')) or > '\u9FFF'
                && letter is not (>= '\uFF01' and <= '\uFF5E'))
                return false;
        return true;
    }

    static string Rebuilt(string text, bool keepBreaks)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsNone(rune)) clean.Append('\uFFFD');
            else if (rune.Value is '\n' or '\r' or '\t' or 0x0B or 0x0C or 0x85 or 0x2028 or 0x2029)
            {
                if (keepBreaks) clean.Append(rune.Value is '\t' or '\r' ? (char)rune.Value : '\n');
                else if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
            }
            else if (keepBreaks ? Rune.IsControl(rune) : IsInvisible(rune)) continue;
            else if (!keepBreaks && Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator && rune.Value != 0x3000)
            {
                if (clean.Length == 0 || clean[^1] != ' ') clean.Append(' ');
            }
            else clean.Append(rune.ToString());
        }
        return clean.ToString();
    }

    // U+FFFE and its like, which make Normalize throw, and the range in the middle of the Arabic forms.
    static bool IsNone(Rune rune) =>
        (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF || rune == Rune.ReplacementChar;

    static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800;
}
