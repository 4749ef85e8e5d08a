using System.Globalization;
using System.Text.RegularExpressions;

namespace PointsBank.Papers.Typing;

/// <summary>Whole numbers as people write them.</summary>
public static partial class TypedNumber
{
    /// <summary>
    /// The largest number that anybody needs to send: fifteen digits, which a workbook and a script keep, and with which no sum overflows.
    /// </summary>
    public const long Max = 999_999_999_999_999;

    /// <summary>The number; null where it is none, or does not fit.</summary>
    public static long? Whole(string text) => TryWhole(text, out var number) && number is { } whole ? whole : null;

    /// <summary>
    /// Whether the text is a whole number: digits of either width, with commas or blanks between the thousands, or with nothing but zeros
    /// after the point. The number is null where it does not fit.
    /// </summary>
    public static bool TryWhole(string text, out long? number)
    {
        number = null;
        var match = Digits().Match(CleanText.Narrow(CleanText.Line(text)).Trim());
        if (!match.Success) return false;
        var digits = match.Groups["whole"].Value.Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (long.TryParse(match.Groups["sign"].Value + digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            number = whole;
        return true;
    }

    [GeneratedRegex(
        @"\A(?<sign>[+-]?)(?<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+)(?:\.0{1,2})?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Digits();
}
