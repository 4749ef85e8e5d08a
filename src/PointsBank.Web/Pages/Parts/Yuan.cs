using System.Globalization;
using PointsBank.Papers.Typing;

namespace PointsBank.Web.Pages.Parts;

/// <summary>Money as people write it, in yuan with two decimals; inside it is whole fen, and never a floating point number.</summary>
static class Yuan
{
    /// <summary>The most that anybody writes here: ten digits before the point.</summary>
    const int MaxDigits = 10;

    /// <summary>12345 fen are <c>123.45</c>.</summary>
    public static string Of(long fen) =>
        string.Create(CultureInfo.InvariantCulture, $"{(fen < 0 ? "-" : "")}{Size(fen) / 100}.{Size(fen) % 100:00}");

    /// <summary>
    /// Reads <c>123</c>, <c>123.4</c>, <c>123.45</c> or <c>1,234.50</c>, also in full-width digits; false for anything else, also for less
    /// than a fen.
    /// </summary>
    public static bool TryParse(string? text, out long fen)
    {
        fen = 0;
        var clean = CleanText.Narrow(CleanText.Line(text ?? ""))
            .Trim()
            .TrimStart('¥', '\uFFE5')
            .TrimEnd('元')
            .Replace(",", "", StringComparison.Ordinal)
            .Trim();
        var point = clean.IndexOf('.', StringComparison.Ordinal);
        var (whole, part) = point < 0 ? (clean, "") : (clean[..point], clean[(point + 1)..]);
        if (whole.Length is 0 or > MaxDigits || part.Length > 2 || (point >= 0 && part.Length == 0)) return false;
        if (!whole.All(char.IsAsciiDigit) || !part.All(char.IsAsciiDigit)) return false;
        fen = long.Parse(whole, CultureInfo.InvariantCulture) * 100 + long.Parse(part.PadRight(2, '0'), CultureInfo.InvariantCulture);
        return true;
    }

    static Int128 Size(long fen) => Int128.Abs(fen);
}
