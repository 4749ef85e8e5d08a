using System.Globalization;
using System.Text;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Papers.Typing;

namespace PointsBank.Village;

/// <summary>What a person may write in a field: on one line, without the invisible signs that a paste brings, and not too long.</summary>
static class Fields
{
    public const int Name = 40;

    /// <summary>As many digits as a telephone has; a name with so many is a number of a person.</summary>
    const int NumberLength = 11;

    public const int Line = 120;
    public const int Memo = 400;

    /// <summary>The refusal, or null and the clean text.</summary>
    public static Refusal? Text(string? value, string field, int most, out string clean)
    {
        clean = "";
        if (Optional(value, field, most, out clean) is { } refusal) return refusal;
        return clean.Length == 0 ? new(VillageRefusals.MissingValue, field) : null;
    }

    /// <summary>The name of a person or a group: no character of it may be lost.</summary>
    public static Refusal? Named(string? value, string field, out string clean)
    {
        if (Text(value, field, Name, out clean) is { } refusal) return refusal;
        if (TypedName.HasLost(clean)) return new(VillageRefusals.LostCharacter, field);
        return CleanText.Narrow(clean).Count(char.IsAsciiDigit) >= NumberLength ? new(NameRefusals.NumberInName, field) : null;
    }

    /// <summary>The same for a field that may be left empty.</summary>
    public static Refusal? Optional(string? value, string field, int most, out string clean)
    {
        clean = "";
        var text = CleanText.Line(value ?? "");
        if (text.Contains('\uFFFD', StringComparison.Ordinal)) return new(VillageRefusals.LostCharacter, field);
        if (CellText.Length(text) > most) return new Refusal(VillageRefusals.TooLong, field).With("most", most);
        clean = text;
        return null;
    }

    /// <summary>
    /// One or two emoji, or none. They may be joined by an invisible sign, so the rules of text do not apply to them; no other sign that
    /// nobody sees does.
    /// </summary>
    public static Refusal? Emoji(string? value, string field, out string clean)
    {
        clean = value?.Trim() ?? "";
        if (clean.Length == 0) return null;
        var isEmoji = clean.Length <= 16 && new StringInfo(clean).LengthInTextElements <= 2 && clean.EnumerateRunes().All(IsOfEmoji)
            && !clean.EnumerateRunes().All(rune => rune.Value is Joiner or >= 0xFE00 and <= 0xFE0F);
        return isEmoji ? null : new(VillageRefusals.NotAnEmoji, field);
    }

    /// <summary>The sign that makes one emoji of several.</summary>
    const int Joiner = 0x200D;

    static bool IsOfEmoji(Rune rune) =>
        rune.Value == Joiner || (CleanText.Line(rune.ToString()).Length > 0 && !CleanText.HasLost(CleanText.Line(rune.ToString())));

    /// <summary>A day that a village may mean: a slip in the year must not put a price or a rule a thousand years away.</summary>
    public static Refusal? Day(LocalDate day, string field) => Range(day.Year, field, 1949, 2199);

    public static Refusal? Range(long value, string field, long least, long most) =>
        value < least || value > most ? new Refusal(VillageRefusals.OutOfRange, field).With("least", least).With("most", most) : null;
}
