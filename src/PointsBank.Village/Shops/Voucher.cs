using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

/// <summary>Vouchers to issue, each of one of the set values. The seed is a secret of whoever asks, from which the codes follow.</summary>
public sealed record VoucherInput(IReadOnlyList<long> Points, AuthorisationInput AuthorisedBy, string Seed, long? Household = null);

public sealed record VoucherVoidInput(string Reason);

/// <summary>
/// A voucher as it stands: <c>open</c>, <c>spent</c>, <c>void</c> or <c>expired</c>, as its hold is; it is good until the end of its last
/// day. The code is told at issue, and to a repetition of it, and kept as a digest only.
/// </summary>
public sealed record VoucherView(
    long Number, long Household, long Points, Instant IssuedAt, LocalDate ValidUntil, string State, string Handler, string Group,
    string Head, long? Redemption = null, long? Taken = null,
    string? Reason = null, string? Code = null);

public sealed record VouchersView(IReadOnlyList<VoucherView> Vouchers);

/// <summary>Paper worth a set number of points.</summary>
public static class Voucher
{
    /// <summary>What a voucher may be worth.</summary>
    public static IReadOnlyList<long> Values { get; } = [5, 10, 20, 50, 100];

    /// <summary>What a voucher may be, in the order of its life.</summary>
    public static IReadOnlyList<string> States { get; } = ["open", "spent", "void", "expired"];

    /// <summary>The most vouchers of one request.</summary>
    public const int Most = 20;

    /// <summary>What stands before number and code in the QR code, so that a scanner's text is known for a voucher.</summary>
    public const string Prefix = "pv:";

    const int CodeLength = 6;

    // Without 0, O, 1 and I, which are told apart by nobody who reads aloud.
    const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /// <summary>Number and code as they are printed beside the QR code.</summary>
    public static string TextOf(long number, string code) => string.Create(CultureInfo.InvariantCulture, $"{number}-{code}");

    /// <summary>Number and code in what was scanned or typed; null where it is nothing of the kind.</summary>
    public static (long Number, string Code)? Read(string text)
    {
        var clean = Clean(text);
        if (clean.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) clean = clean[Prefix.Length..];
        var parts = clean.Split('-', 2);
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            && parts[1].Length == CodeLength && parts[1].All(sign => Alphabet.Contains(sign, StringComparison.Ordinal))
                ? (number, parts[1])
                : null;
    }

    /// <summary>
    /// Derived and not drawn, so that a sheet whose answer was lost is printed again from the seed that its page still holds.
    /// </summary>
    internal static string CodeOf(string seed, long bank, long number)
    {
        var bytes = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(seed), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"voucher {bank} {number}")));
        return string.Create(CodeLength, bytes, (letters, from) =>
        {
            for (var i = 0; i < letters.Length; i++) letters[i] = Alphabet[from[i] & 31];
        });
    }

    internal static Digest DigestOf(long bank, long number, string code) =>
        Digest.Of(string.Create(CultureInfo.InvariantCulture, $"voucher {bank} {number} {Clean(code)}"));

    /// <summary>A scanner types like a keyboard: small letters, a wide colon where a Chinese input method is on.</summary>
    internal static string Clean(string text) =>
        string.Concat(CleanText.Narrow(text).Where(sign => !char.IsWhiteSpace(sign))).ToUpperInvariant();

    /// <summary>
    /// Whether this is the code of a voucher that is kept so, under the key of this name; under no key where it has none.
    /// </summary>
    internal static bool Fits(KeyRing keys, string name, Digest kept, long bank, long number, string code) =>
        name.Length == 0 ? kept == DigestOf(bank, number, code) : name == keys.Key.Name && kept == KeptOf(keys, bank, number, code);

    /// <summary>A voucher's code as it is kept.</summary>
    internal static Digest KeptOf(KeyRing keys, long bank, long number, string code) =>
        new(keys.Key.Mac(string.Create(CultureInfo.InvariantCulture, $"voucher {bank} {number} {Clean(code)}")));
}
