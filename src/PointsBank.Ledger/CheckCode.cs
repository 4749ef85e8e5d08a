using System.Globalization;

namespace PointsBank.Ledger;

/// <summary>
/// The short code printed beside an entry on paper, such as <c>1742-7K3QFX</c>: the entry's number and 30 bits of its hash in Crockford's
/// base 32 (no I, L, O, U). Whoever holds the paper can ask whether the book still says the same.
/// </summary>
public readonly record struct CheckCode(EntryNumber Number, string Letters)
{
    const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>How many letters follow the number.</summary>
    public const int LetterCount = 6;

    /// <summary>The code of an entry with this number and hash.</summary>
    public CheckCode(EntryNumber number, Digest hash) : this(number, Short(hash))
    {
    }

    /// <summary>Reads a code as a person types it: lower case, spaces, and I, L, O for 1, 1, 0 are forgiven.</summary>
    public static bool TryParse(string? text, out CheckCode code)
    {
        code = default;
        if (text is null || text.Length > 40) return false;
        var parts = string.Concat(text.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant().Split('-', 2);
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            return false;
        var letters = parts[1].Replace('I', '1').Replace('L', '1').Replace('O', '0');
        if (letters.Length != LetterCount || letters.Any(c => !Alphabet.Contains(c, StringComparison.Ordinal))) return false;
        code = new(new EntryNumber(number), letters);
        return true;
    }

    /// <summary>The code as it is printed.</summary>
    public override string ToString() => $"{Number}-{Letters}";

    static string Short(Digest hash)
    {
        Span<byte> bytes = stackalloc byte[Digest.Size];
        hash.CopyTo(bytes);
        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) >> 2;
        Span<char> letters = stackalloc char[LetterCount];
        for (var i = 0; i < LetterCount; i++)
            letters[i] = Alphabet[(int)((bits >> (25 - 5 * i)) & 31)];
        return new string(letters);
    }
}
