using System.Collections.Immutable;

namespace PointsBank.Ledger;

/// <summary>What sort of "no" this is; the web gives each one status.</summary>
public enum RefusalClass
{
    /// <summary>The request itself is wrong.</summary>
    BadRequest,

    /// <summary>Who asks is not known.</summary>
    Unauthenticated,

    /// <summary>Who asks may not.</summary>
    Forbidden,

    /// <summary>What is named does not exist.</summary>
    NotFound,

    /// <summary>It does not fit what stands in the books.</summary>
    Conflict,

    /// <summary>The rules do not allow it, or the key was used for something else.</summary>
    Unprocessable,

    /// <summary>Too often; later it may succeed.</summary>
    TooMany,

    /// <summary>Not now; later it may succeed.</summary>
    Unavailable,
}

/// <summary>One reason to say no, from a closed list. The code is stable and is what programs compare.</summary>
public sealed record RefusalKind(string Code, RefusalClass Class)
{
    /// <summary>The code.</summary>
    public override string ToString() => Code;
}

/// <summary>
/// A "no" as a value: the kind, the field it concerns where there is one, and the facts a person needs (names to values, no sentences).
/// </summary>
public sealed record Refusal(RefusalKind Kind, string? Field = null)
{
    /// <summary>Further facts, such as <c>available</c> and <c>needed</c>.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>The same refusal with one more fact.</summary>
    public Refusal With(string name, object value) =>
        this with { Facts = Facts.Add(new(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "")) };

    /// <summary>What is told under this name; null where nothing is.</summary>
    public string? Fact(string name) => Facts.FirstOrDefault(fact => fact.Key == name).Value;

    /// <summary>The code, and the field where there is one.</summary>
    public override string ToString() => Field is null ? Kind.Code : $"{Kind.Code} ({Field})";
}

/// <summary>The answer to a request to write: a value, perhaps replayed, or a refusal.</summary>
public readonly record struct Outcome<T>
{
    readonly T? value;

    Outcome(T? value, Refusal? refusal, bool replayed, string? kept = null)
    {
        this.value = value;
        Refusal = refusal;
        Replayed = replayed;
        Kept = kept;
    }

    /// <summary>Why not; null where there is a value.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether this is the first answer given again.</summary>
    public bool Replayed { get; }

    /// <summary>
    /// The text of the first answer as it was given and kept, where this is that answer and nothing was made of it since; what a caller is
    /// told again is this text, however the value has been named since.
    /// </summary>
    public string? Kept { get; }

    /// <summary>The value; throws where it was refused, because asking is then a bug.</summary>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException($"refused: {Refusal}");

    /// <summary>The first answer, given again.</summary>
    public static Outcome<T> Again(T value) => new(value, null, replayed: true);

    /// <summary>The first answer, given again from the text that was kept of it.</summary>
    public static Outcome<T> Again(T value, string kept) => new(value, null, replayed: true, kept);

    /// <summary>A first answer of which there is the text, but no value any more: whoever needs the value is refused.</summary>
    public static Outcome<T> Unreadable(Refusal refusal, string kept) => new(default, refusal, replayed: true, kept);

    /// <summary>Applies a function to the value, keeping a refusal and the mark of a replay.</summary>
    public Outcome<TNext> Then<TNext>(Func<T, TNext> next) =>
        Refusal is null ? new(next(value!), null, Replayed) : new(default, Refusal, false);

    /// <summary>A fresh value.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null, replayed: false);

    /// <summary>A refusal.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal, replayed: false);

    /// <summary>A refusal without a field.</summary>
    public static implicit operator Outcome<T>(RefusalKind kind) => new(default, new Refusal(kind), replayed: false);
}

/// <summary>
/// Every reason for which the ledger says no, in order of precedence: where two apply, the one further up is given.
/// A key already used comes before anything that may have changed since, so that a replay always finds its first answer.
/// </summary>
public static class LedgerRefusals
{
    /// <summary>No key was given.</summary>
    public static readonly RefusalKind KeyMissing = new("key_missing", RefusalClass.BadRequest);

    /// <summary>A label is too long or holds characters that no code has.</summary>
    public static readonly RefusalKind BadLabel = new("bad_label", RefusalClass.BadRequest);

    /// <summary>Fewer than two legs, or more than 200.</summary>
    public static readonly RefusalKind BadLegCount = new("bad_leg_count", RefusalClass.BadRequest);

    /// <summary>Zero, or beyond the largest amount.</summary>
    public static readonly RefusalKind BadAmount = new("bad_amount", RefusalClass.BadRequest);

    /// <summary>The legs of some unit do not sum to zero.</summary>
    public static readonly RefusalKind Unbalanced = new("unbalanced", RefusalClass.BadRequest);

    /// <summary>The key was used for another request.</summary>
    public static readonly RefusalKind KeyReused = new("key_reused", RefusalClass.Unprocessable);

    /// <summary>No such account.</summary>
    public static readonly RefusalKind UnknownAccount = new("unknown_account", RefusalClass.NotFound);

    /// <summary>No such entry.</summary>
    public static readonly RefusalKind UnknownEntry = new("unknown_entry", RefusalClass.NotFound);

    /// <summary>No such hold.</summary>
    public static readonly RefusalKind UnknownHold = new("unknown_hold", RefusalClass.NotFound);

    /// <summary>A reversal is not reversed; post anew.</summary>
    public static readonly RefusalKind IsReversal = new("is_reversal", RefusalClass.Conflict);

    /// <summary>The entry was reversed before.</summary>
    public static readonly RefusalKind AlreadyReversed = new("already_reversed", RefusalClass.Conflict);

    /// <summary>The hold has ended.</summary>
    public static readonly RefusalKind HoldEnded = new("hold_ended", RefusalClass.Conflict);

    /// <summary>The hold is past its time.</summary>
    public static readonly RefusalKind HoldExpired = new("hold_expired", RefusalClass.Conflict);

    /// <summary>The hold is not past its time yet.</summary>
    public static readonly RefusalKind HoldNotDue = new("hold_not_due", RefusalClass.Conflict);

    /// <summary>More, or something else, would be taken than is held.</summary>
    public static readonly RefusalKind ExceedsHold = new("exceeds_hold", RefusalClass.Conflict);

    /// <summary>The account takes no more postings.</summary>
    public static readonly RefusalKind AccountClosed = new("account_closed", RefusalClass.Conflict);

    /// <summary>Nothing may leave the account.</summary>
    public static readonly RefusalKind AccountFrozen = new("account_frozen", RefusalClass.Conflict);

    /// <summary>The account would pass its floor: too few points, too little stock, or the issue ceiling.</summary>
    public static readonly RefusalKind WouldPassFloor = new("would_pass_floor", RefusalClass.Conflict);

    /// <summary>All of them, in order of precedence.</summary>
    public static ImmutableArray<RefusalKind> All { get; } =
    [
        KeyMissing, BadLabel, BadLegCount, BadAmount, Unbalanced, KeyReused, UnknownAccount, UnknownEntry, UnknownHold,
        IsReversal, AlreadyReversed, HoldEnded, HoldExpired, HoldNotDue, ExceedsHold, AccountClosed, AccountFrozen, WouldPassFloor,
    ];
}
