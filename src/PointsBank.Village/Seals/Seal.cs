using System.Globalization;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Seals;

/// <summary>What of a part is new in a seal.</summary>
/// <param name="Part">The part's name.</param>
/// <param name="Rows">How many rows of it are sealed by then.</param>
/// <param name="Upto">The last key of a log; 0 for what is told row by row.</param>
/// <param name="Digest">Of what is new.</param>
sealed record PartSeal(string Part, long Rows, long Upto, Digest Digest);

/// <summary>A row as it was when it was sealed.</summary>
/// <param name="Key">The values that name it.</param>
/// <param name="Digest">Of all its values; null when it was gone.</param>
/// <param name="Salt">What goes before them; null for none, or where it went with what was erased.</param>
sealed record RowSeal(string Key, Digest? Digest, byte[]? Salt);

/// <summary>All that counts in a bank, under one digest.</summary>
/// <param name="Bank">The bank; 0 for what belongs to none.</param>
/// <param name="Number">Its number in the bank.</param>
/// <param name="MadeAt">When.</param>
/// <param name="Cause">Why then.</param>
/// <param name="Entry">The last entry of the journal; 0 for none.</param>
/// <param name="Head">Its hash.</param>
/// <param name="Schema">The last migration.</param>
/// <param name="Catalogue">The digest of the text of all that the database is made of.</param>
/// <param name="Outside">The last seal of bank 0, so that a bank's paper proves that too; zeros in bank 0.</param>
/// <param name="Previous">The digest of the seal before it; zeros for the first.</param>
/// <param name="Actor">Who made it.</param>
/// <param name="Parts">What is new, by the parts' names.</param>
sealed record Seal(
    long Bank, long Number, Instant MadeAt, string Cause, long Entry, Digest Head, long Schema, Digest Catalogue, Digest Outside,
    Digest Previous, string Actor, IReadOnlyList<PartSeal> Parts)
{
    public const long Version = 1;

    /// <summary>The SHA-256 of all of it; <paramref name="code"/> is the bank's, empty for bank 0.</summary>
    public Digest DigestUnder(string code)
    {
        using var bytes = new RowBytes();
        bytes.Add(Version);
        bytes.Add(Previous);
        bytes.Add(code);
        bytes.Add(Number);
        bytes.Add(MadeAt.ToUnixTimeMilliseconds());
        bytes.Add(Cause);
        bytes.Add(Actor);
        bytes.Add(Entry);
        bytes.Add(Head);
        bytes.Add(Schema);
        bytes.Add(Catalogue);
        bytes.Add(Outside);
        bytes.Add(Parts.Count);
        foreach (var part in Parts)
        {
            bytes.Add(part.Part);
            bytes.Add(part.Rows);
            bytes.Add(part.Upto);
            bytes.Add(part.Digest);
        }
        return bytes.Finish();
    }

    /// <summary>The digest of rows that are told one by one.</summary>
    public static Digest DigestOf(IEnumerable<RowSeal> rows)
    {
        using var bytes = new RowBytes();
        foreach (var row in rows.OrderBy(row => row.Key, Utf8))
        {
            bytes.Add(row.Key);
            bytes.Add(row.Digest);
        }
        return bytes.Finish();
    }

    /// <summary>By the bytes in UTF-8, which every engine and language orders alike.</summary>
    static Comparer<string> Utf8 { get; } = Comparer<string>.Create((one, other) =>
        System.Text.Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(other)));
}

/// <summary>
/// The short code of a seal on paper, such as <c>F12-7K3QFX</c>: an F (封), and then as of an entry its number and 30 bits of its digest.
/// </summary>
public static class SealCode
{
    public static string Of(long number, Digest digest) => $"F{new CheckCode(new(number), digest)}";

    /// <summary>Reads a code as a person types it.</summary>
    public static bool TryParse(string? text, out CheckCode code)
    {
        code = default;
        var typed = text?.Trim();
        return typed is ['F' or 'f' or 'Ｆ' or 'ｆ', ..] && CheckCode.TryParse(typed[1..], out code);
    }

    /// <summary>The number of a seal and its letters as they are printed.</summary>
    public static string ToText(this CheckCode code) => string.Create(CultureInfo.InvariantCulture, $"F{code}");
}
