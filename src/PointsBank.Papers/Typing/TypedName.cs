using System.Globalization;
using System.Text;
using PointsBank.Papers.Names;

namespace PointsBank.Papers.Typing;

/// <summary>Names, groups and codes: what was typed is kept for print, and compared by what people mean by it.</summary>
public static class TypedName
{
    const string Numerals = "〇一二三四五六七八九";

    /// <summary>
    /// What two spellings of one name share: the width of its letters, blanks, dots between its parts and capitals are no matter.
    /// </summary>
    public static string Key(string name) => Typed.Fold(Shown(name)).Replace(".", "", StringComparison.Ordinal);

    /// <summary>The same for a group or a place: 一组, 1组, １组, 一 组 and 第一组 are one.</summary>
    public static string GroupKey(string name)
    {
        var key = Digits(Key(name));
        return key.Length > 1 && key[0] == '第' && char.IsAsciiDigit(key[1]) ? key[1..] : key;
    }

    /// <summary>A code such as A01: narrow, without blanks.</summary>
    public static string Code(string text) =>
        string.Concat(CleanText.Narrow(CleanText.Line(text)).Where(letter => !char.IsWhiteSpace(letter)));

    /// <summary>Whether a name has lost a character: a question mark, a box or a private sign stands in its place.</summary>
    public static bool HasLost(string name) => CleanText.HasLost(name) || name.AsSpan().ContainsAny('?', '\uFF1F');

    /// <summary>Chinese numerals up to ninety-nine made digits, and those that are read one by one, as in 二〇二六.</summary>
    internal static string Digits(string text)
    {
        if (!text.Any(letter => IsNumeral(letter))) return text;
        var made = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && IsNumeral(text[end])) end++;
            if (end == at) made.Append(text[at++]);
            else
            {
                made.Append(Number(text[at..end]));
                at = end;
            }
        }
        return made.ToString();
    }

    static string Number(string numerals)
    {
        var ten = numerals.IndexOf('十', StringComparison.Ordinal);
        if (ten < 0) return string.Concat(numerals.Select(Value));
        if (ten > 1 || numerals.Length > ten + 2 || numerals.LastIndexOf('十') > ten) return numerals;
        var (tens, ones) = (ten == 0 ? 1 : Value(numerals[0]), numerals.Length > ten + 1 ? Value(numerals[^1]) : 0);
        return (tens * 10 + ones).ToString(CultureInfo.InvariantCulture);
    }

    static int Value(char numeral) => numeral == '零' ? 0 : Numerals.IndexOf(numeral, StringComparison.Ordinal);

    static bool IsNumeral(char letter) => letter is '十' or '零' || Numerals.Contains(letter, StringComparison.Ordinal);

    // A variation selector chooses how a character is drawn, not which it is.
    static string Shown(string name) =>
        string.Concat(
            CleanText.Line(name).EnumerateRunes().Where(
                rune => rune.Value is not ((>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF))));
}
