using System.Collections.Immutable;
using NodaTime;

namespace PointsBank.Ledger;

/// <summary>What an entry records. The numbers stand in tables and under the hash.</summary>
public enum EntryKind
{
    /// <summary>Balances brought forward from paper.</summary>
    Opening = 1,

    /// <summary>Points and merit (and minutes) for a deed.</summary>
    Credit = 2,

    /// <summary>Merit, and points down to the floor, taken for a deed.</summary>
    Deduction = 3,

    /// <summary>Points for goods.</summary>
    Redemption = 4,

    /// <summary>Goods received, moved, counted or spoiled.</summary>
    Stock = 5,

    /// <summary>The mirror of an earlier entry.</summary>
    Reversal = 6,

    /// <summary>Anything else that moves between accounts.</summary>
    Transfer = 7,
}

/// <summary>One line of an entry: so much into (or, negative, out of) one account.</summary>
/// <param name="Number">The posting's number in the book: 1, 2, 3 … without a gap.</param>
/// <param name="Account">The account's number.</param>
/// <param name="Key">What the account is known by.</param>
/// <param name="Amount">What comes in; negative for what goes out. Never zero.</param>
/// <param name="BalanceAfter">The account's balance after this posting.</param>
/// <param name="Sequence">The posting's number in its account, without a gap: the passbook's line.</param>
/// <param name="Previous">The number of the account's posting before this one; 0 for the first.</param>
public readonly record struct Posting(
    long Number, AccountNumber Account, AccountKey Key, Amount Amount, Amount BalanceAfter, long Sequence, long Previous);

/// <summary>One dated record with two or more postings that sum to zero in each unit. Never changed, never deleted.</summary>
public sealed record JournalEntry
{
    /// <summary>The bank whose book this is.</summary>
    public required BankCode Bank { get; init; }

    /// <summary>1, 2, 3 … without a gap.</summary>
    public required EntryNumber Number { get; init; }

    /// <summary>What it records.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>When it was written, in whole milliseconds, never before the entry ahead of it. Decides the accounting month.</summary>
    public required Instant RecordedAt { get; init; }

    /// <summary>The day of the deed. Decides rulebook, caps and year.</summary>
    public required LocalDate EffectiveOn { get; init; }

    /// <summary>Who did it, as a label such as <c>staff:3</c>; never a name.</summary>
    public required string Actor { get; init; }

    /// <summary>The caller's name for this write.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>What the caller asked, digested: the same key with another fingerprint is refused.</summary>
    public required Digest Fingerprint { get; init; }

    /// <summary>Why, as a code.</summary>
    public required string Reason { get; init; }

    /// <summary>The salted digest of what a person wrote beside it; zero for nothing.</summary>
    public Digest Note { get; init; }

    /// <summary>What it stems from, such as <c>redemption:12</c>; may be empty.</summary>
    public string Source { get; init; } = "";

    /// <summary>The rule's code; empty where no rule applies.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The version of the rulebook; 0 where no rule applies.</summary>
    public int Rulebook { get; init; }

    /// <summary>The entry that this one undoes.</summary>
    public EntryNumber? Reverses { get; init; }

    /// <summary>The hold that this entry settles.</summary>
    public HoldNumber? Settles { get; init; }

    /// <summary>Whether the caller chose to let an account pass its floor (only a reversal may).</summary>
    public bool Deficit { get; init; }

    /// <summary>The lines.</summary>
    public required ImmutableArray<Posting> Postings { get; init; }

    /// <summary>The hash of the entry before; zero for the first.</summary>
    public required Digest Previous { get; init; }

    /// <summary>This entry's hash.</summary>
    public required Digest Hash { get; init; }

    /// <summary>What is printed beside it on paper.</summary>
    public CheckCode CheckCode => new(Number, Hash);
}

/// <summary>One line of a draft: so much into (or, negative, out of) the account known by this key, opened if it is new.</summary>
public readonly record struct Leg(AccountKey Account, Amount Amount);

/// <summary>What a caller asks to be entered. The bookkeeper turns it into a <see cref="JournalEntry"/> or refuses.</summary>
public sealed record Draft
{
    /// <summary>The most legs of one entry.</summary>
    public const int MaxLegs = 200;

    /// <inheritdoc cref="JournalEntry.Kind"/>
    public required EntryKind Kind { get; init; }

    /// <inheritdoc cref="JournalEntry.EffectiveOn"/>
    public required LocalDate EffectiveOn { get; init; }

    /// <inheritdoc cref="JournalEntry.Actor"/>
    public required string Actor { get; init; }

    /// <inheritdoc cref="JournalEntry.Key"/>
    public required IdempotencyKey Key { get; init; }

    /// <inheritdoc cref="JournalEntry.Fingerprint"/>
    public required Digest Fingerprint { get; init; }

    /// <inheritdoc cref="JournalEntry.Reason"/>
    public required string Reason { get; init; }

    /// <inheritdoc cref="JournalEntry.Note"/>
    public Digest Note { get; init; }

    /// <inheritdoc cref="JournalEntry.Source"/>
    public string Source { get; init; } = "";

    /// <inheritdoc cref="JournalEntry.Rule"/>
    public string Rule { get; init; } = "";

    /// <inheritdoc cref="JournalEntry.Rulebook"/>
    public int Rulebook { get; init; }

    /// <inheritdoc cref="JournalEntry.Settles"/>
    public HoldNumber? Settles { get; init; }

    /// <summary>The lines, two or more, summing to zero in each unit.</summary>
    public required ImmutableArray<Leg> Legs { get; init; }
}

/// <summary>What a caller asks to be undone.</summary>
public sealed record ReversalDraft
{
    /// <summary>The entry to undo.</summary>
    public required EntryNumber Entry { get; init; }

    /// <inheritdoc cref="JournalEntry.EffectiveOn"/>
    public required LocalDate EffectiveOn { get; init; }

    /// <inheritdoc cref="JournalEntry.Actor"/>
    public required string Actor { get; init; }

    /// <inheritdoc cref="JournalEntry.Key"/>
    public required IdempotencyKey Key { get; init; }

    /// <inheritdoc cref="JournalEntry.Fingerprint"/>
    public required Digest Fingerprint { get; init; }

    /// <inheritdoc cref="JournalEntry.Reason"/>
    public required string Reason { get; init; }

    /// <inheritdoc cref="JournalEntry.Note"/>
    public Digest Note { get; init; }

    /// <summary>Whether accounts may pass their floors, to be filled by later credits.</summary>
    public bool Deficit { get; init; }
}
