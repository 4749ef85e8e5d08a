using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village.Sheets;

namespace PointsBank.Village;

/// <summary>What a person may write in a field: trimmed, normalised, without control and invisible characters, and not too long.</summary>
static class Fields
{
    public const int Name = 40;
    public const int Line = 120;
    public const int Memo = 400;

    /// <summary>The refusal, or null and the clean text.</summary>
    public static Refusal? Text(string? value, string field, int most, out string clean)
    {
        clean = "";
        if (string.IsNullOrWhiteSpace(value)) return new(VillageRefusals.MissingValue, field);
        return Optional(value, field, most, out clean);
    }

    /// <summary>The same for a field that may be left empty.</summary>
    public static Refusal? Optional(string? value, string field, int most, out string clean)
    {
        clean = "";
        var text = value?.Trim() ?? "";
        if (CellText.HasStrangeCharacter(text)) return new(VillageRefusals.StrangeCharacter, field);
        text = text.Normalize();
        if (CellText.Length(text) > most) return new Refusal(VillageRefusals.TooLong, field).With("most", most);
        clean = text;
        return null;
    }

    /// <summary>A day that a village may mean: a slip in the year must not put a price or a rule a thousand years away.</summary>
    public static Refusal? Day(LocalDate day, string field) => Range(day.Year, field, 1949, 2199);

    public static Refusal? Range(long value, string field, long least, long most) =>
        value < least || value > most ? new Refusal(VillageRefusals.OutOfRange, field).With("least", least).With("most", most) : null;
}
