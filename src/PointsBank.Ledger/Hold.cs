using NodaTime;

namespace PointsBank.Ledger;

/// <summary>An amount set aside in one account until it is settled, voided or expires.</summary>
/// <param name="Number">Its number in the book.</param>
/// <param name="Account">The account's number.</param>
/// <param name="Key">What the account is known by.</param>
/// <param name="Amount">How much; more than zero.</param>
/// <param name="PlacedAt">When it was placed.</param>
/// <param name="ExpiresAt">When it lapses; null for never.</param>
/// <param name="Actor">Who placed it.</param>
/// <param name="Idempotency">The caller's name for the placing.</param>
/// <param name="Fingerprint">What the caller asked, digested.</param>
/// <param name="Reason">Why, as a code.</param>
/// <param name="End">How it ended; null while it stands.</param>
public sealed record Hold(
    HoldNumber Number, AccountNumber Account, AccountKey Key, Amount Amount, Instant PlacedAt, Instant? ExpiresAt,
    string Actor, IdempotencyKey Idempotency, Digest Fingerprint, string Reason, HoldEnd? End = null)
{
    /// <summary>Whether it is past its time, whether or not the sweeper has come.</summary>
    public bool IsPast(Instant now) => ExpiresAt is { } expiry && now >= expiry;
}

/// <summary>How a hold ended.</summary>
public enum HoldOutcome
{
    /// <summary>Taken, all or part; the rest was released.</summary>
    Settled = 1,

    /// <summary>Given back.</summary>
    Voided = 2,

    /// <summary>Lapsed.</summary>
    Expired = 3,
}

/// <summary>The record that ends a hold; there is at most one for each.</summary>
/// <param name="Hold">The hold.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="EndedAt">When.</param>
/// <param name="Actor">Who ended it.</param>
/// <param name="Entry">The entry that took the amount; null unless settled.</param>
/// <param name="Taken">How much was taken; zero unless settled.</param>
/// <param name="Idempotency">The caller's name for the ending.</param>
public sealed record HoldEnd(
    HoldNumber Hold, HoldOutcome Outcome, Instant EndedAt, string Actor, EntryNumber? Entry, Amount Taken, IdempotencyKey Idempotency);

/// <summary>What a caller asks to be set aside.</summary>
public sealed record HoldDraft(
    AccountKey Account, Amount Amount, Instant? ExpiresAt, string Actor, IdempotencyKey Key, Digest Fingerprint, string Reason);

/// <summary>What a caller asks to be given back or noted as lapsed.</summary>
public sealed record HoldEndDraft(HoldNumber Hold, HoldOutcome Outcome, string Actor, IdempotencyKey Key);
