using System.Security.Cryptography;
using System.Text;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Households;

/// <summary>
/// What is printed on a passbook's card. The token is told at issue, and to a repetition of it, and kept as a digest only.
/// </summary>
public sealed record CardView(string Serial, long Household, string Group, string Head, string? Token = null);

public sealed record CardsView(IReadOnlyList<CardView> Cards);

/// <summary>What stands on a passbook's cover: whose it is, and since when.</summary>
public sealed record CoverView(string Serial, long Household, string Group, string Head, Instant IssuedAt);

/// <summary>The card with a passbook's QR code.</summary>
public static class Card
{
    /// <summary>What stands before the token in the QR code, so that a scanner's text is known for a card.</summary>
    public const string Prefix = "pb:";

    /// <summary>The most cards of one request.</summary>
    public const int Most = 400;

    const int ShortestSeed = 32, LongestSeed = 256;

    /// <summary>Whether this text is a card's and not a serial.</summary>
    public static bool IsCard(string text) => Clean(text).StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The token in what was scanned or typed.</summary>
    internal static string TokenIn(string text)
    {
        var clean = Clean(text);
        return clean.StartsWith(Prefix, StringComparison.Ordinal) ? clean[Prefix.Length..].TrimStart() : clean;
    }

    internal static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>
    /// Derived and not drawn, so that a sheet of cards whose answer was lost is printed again from the seed that its page still holds.
    /// </summary>
    internal static string NewToken(string seed, string serial) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(seed), Encoding.UTF8.GetBytes(serial)).AsSpan(0, 16));

    internal static Refusal? CheckSeed(string seed) =>
        string.IsNullOrWhiteSpace(seed) ? new(VillageRefusals.MissingValue, "seed")
        : Fields.Range(seed.Length, "seed", ShortestSeed, LongestSeed)
        ?? (EasyToGuess.Seed(seed) ? new(VillageRefusals.EasyToGuess, "seed") : null);

    /// <summary>A scanner types like a keyboard: capitals where they are locked, a wide colon where a Chinese input method is on.</summary>
    static string Clean(string text) => CleanText.Narrow(text).Trim().ToLowerInvariant();
}
