using System.Collections.Immutable;
using NodaTime;

namespace PointsBank.Ledger;

/// <summary>
/// The law of the ledger. Each function looks at a book, decides, and either appends or says why not; it never half-appends and never
/// throws for anything a caller can do. Given the same book and the same request it decides the same: time is an argument.
/// </summary>
public static class Bookkeeper
{
    /// <summary>
    /// Opens an account with a floor of its own. Finding it open already is fine: the account as it stands is the answer.
    /// </summary>
    public static Account Open(this IBook book, AccountKey key, Amount? floor)
    {
        if (book.Find(key) is { } existing) return existing;
        var opened = Account.Opened(new(book.Head.Accounts + 1), key, floor);
        book.Append(opened);
        return opened;
    }

    /// <summary>Enters a draft as the book's next entry.</summary>
    public static Outcome<JournalEntry> Post(this IBook book, Draft draft, Instant now)
    {
        if (draft.Kind == EntryKind.Reversal || !Enum.IsDefined(draft.Kind)) return new Refusal(LedgerRefusals.BadLabel, "kind");
        if (Malformed(draft) is { } malformed) return malformed;
        if (Earlier(book, draft.Key, draft.Fingerprint) is { } earlier) return earlier;
        Hold? settled = null;
        if (draft.Settles is { } number)
        {
            if (book.FindHold(number) is not { } hold) return LedgerRefusals.UnknownHold;
            if (hold.End is not null) return LedgerRefusals.HoldEnded;
            if (hold.IsPast(now)) return LedgerRefusals.HoldExpired;
            var taken = TakenFrom(hold.Key, draft.Legs);
            if (taken > hold.Amount || taken <= Amount.Zero) return LedgerRefusals.ExceedsHold;
            settled = hold;
        }
        return Enter(book, draft, reverses: null, deficit: false, settled, now);
    }

    /// <summary>
    /// Enters the mirror of an earlier entry, its postings in reverse order, naming it. At most once, and never of a reversal.
    /// </summary>
    public static Outcome<JournalEntry> Reverse(this IBook book, ReversalDraft draft, Instant now)
    {
        if (draft.Key.IsNone) return LedgerRefusals.KeyMissing;
        if (Unlabelled(draft.Actor, draft.Reason) is { } unlabelled) return unlabelled;
        if (Earlier(book, draft.Key, draft.Fingerprint) is { } earlier) return earlier;
        if (book.FindEntry(draft.Entry) is not { } original) return LedgerRefusals.UnknownEntry;
        if (original.Reverses is not null) return LedgerRefusals.IsReversal;
        if (book.FindReversalOf(draft.Entry) is { } reversal) return new Refusal(LedgerRefusals.AlreadyReversed).With("reversal", reversal);
        var mirror = new Draft
        {
            Kind = EntryKind.Reversal,
            EffectiveOn = draft.EffectiveOn,
            Actor = draft.Actor,
            Key = draft.Key,
            Fingerprint = draft.Fingerprint,
            Reason = draft.Reason,
            Note = draft.Note,
            Source = original.Source,
            Rule = original.Rule,
            Rulebook = original.Rulebook,
            Legs = [.. original.Postings.Reverse().Select(posting => new Leg(posting.Key, -posting.Amount))],
        };
        return Enter(book, mirror, draft.Entry, draft.Deficit, null, now);
    }

    /// <summary>Sets an amount aside; it counts off what is available at once.</summary>
    public static Outcome<Hold> Place(this IBook book, HoldDraft draft, Instant now)
    {
        if (draft.Key.IsNone) return LedgerRefusals.KeyMissing;
        if (Unlabelled(draft.Actor, draft.Reason) is { } unlabelled) return unlabelled;
        if (draft.Amount <= Amount.Zero || draft.Amount.Value > Amount.MaxPerPosting) return LedgerRefusals.BadAmount;
        if (book.FindHold(draft.Key) is { } earlier)
            return earlier.Fingerprint == draft.Fingerprint ? Outcome<Hold>.Again(earlier) : LedgerRefusals.KeyReused;
        if (book.Find(draft.Account) is not { } account) return LedgerRefusals.UnknownAccount;
        // In whole milliseconds, as it is kept: a book in memory and one in a file must agree on when it lapses.
        Instant? expiresAt = draft.ExpiresAt is { } expiry ? Whole(expiry) : null;
        if (expiresAt <= now) return LedgerRefusals.HoldExpired;
        if (MayLeave(account) is { } barred) return barred;
        if (account.Floor is { } floor && account.Available - draft.Amount < floor)
            return PassesFloor(account.Key, account.Available - floor, draft.Amount);
        var hold = new Hold(new(book.Head.Holds + 1), account.Number, account.Key, draft.Amount, Whole(now), expiresAt,
            draft.Actor, draft.Key, draft.Fingerprint, draft.Reason);
        book.Append(hold, account with { Held = account.Held + draft.Amount });
        return hold;
    }

    /// <summary>Gives a hold back (void), or notes that it lapsed (expire), which only a hold past its time can.</summary>
    public static Outcome<HoldEnd> End(this IBook book, HoldEndDraft draft, Instant now)
    {
        if (draft.Key.IsNone) return LedgerRefusals.KeyMissing;
        if (Unlabelled(draft.Actor, reason: "end") is { } unlabelled) return unlabelled;
        if (book.FindHold(draft.Hold) is not { } hold) return LedgerRefusals.UnknownHold;
        if (hold.End is { } end)
        {
            if (end.Idempotency != draft.Key) return LedgerRefusals.HoldEnded;
            return end.Outcome == draft.Outcome ? Outcome<HoldEnd>.Again(end) : LedgerRefusals.KeyReused;
        }
        if (draft.Outcome == HoldOutcome.Expired && !hold.IsPast(now)) return LedgerRefusals.HoldNotDue;
        var ended = new HoldEnd(hold.Number, draft.Outcome, Whole(now), draft.Actor, null, default, draft.Key);
        var account = book.Find(hold.Key)!;
        book.Append(ended, account with { Held = account.Held - hold.Amount });
        return ended;
    }

    /// <summary>
    /// Sets an account's floor and state from now on. The balance may stand below a new floor; then nothing more may leave.
    /// </summary>
    public static Outcome<Account> SetTerms(
        this IBook book, AccountKey key, Amount? floor, AccountState state, string actor, string reason, Instant now)
    {
        if (Unlabelled(actor, reason) is { } unlabelled) return unlabelled;
        if (book.Find(key) is not { } account) return LedgerRefusals.UnknownAccount;
        if (account.Floor == floor && account.State == state) return account;
        var after = account with { Floor = floor, State = state };
        book.Append(new AccountTerms(account.Number, floor, state, book.Head.Entry, Whole(now), actor, reason), after);
        return after;
    }

    static Outcome<JournalEntry> Enter(IBook book, Draft draft, EntryNumber? reverses, bool deficit, Hold? settled, Instant now)
    {
        var (accounts, opened) = AccountsOf(book, draft.Legs);
        foreach (var leg in draft.Legs)
        {
            if (accounts[leg.Account].State == AccountState.Closed) return LedgerRefusals.AccountClosed;
            if (leg.Amount.IsNegative && MayLeave(accounts[leg.Account]) is { } barred) return barred;
        }
        if (settled is not null)
            accounts[settled.Key] = accounts[settled.Key] with { Held = accounts[settled.Key].Held - settled.Amount };

        var number = book.Head.Postings;
        var postings = ImmutableArray.CreateBuilder<Posting>(draft.Legs.Length);
        foreach (var leg in draft.Legs)
        {
            var account = accounts[leg.Account];
            var after = account.After(leg.Amount, ++number);
            accounts[leg.Account] = after;
            postings.Add(new(number, account.Number, leg.Account, leg.Amount, after.Balance, after.Postings, account.LastPosting));
        }
        if (!deficit)
            foreach (var (key, after) in accounts)
                if (after.Floor is { } floor && after.Available < floor && TakenFrom(key, draft.Legs) is { Value: > 0 } taken)
                    return PassesFloor(key, after.Available + taken - floor, taken);

        var entry = new JournalEntry
        {
            Bank = book.Bank,
            Number = new(book.Head.Entry.Value + 1),
            Kind = draft.Kind,
            RecordedAt = Instant.Max(Whole(now), book.Head.RecordedAt),
            EffectiveOn = draft.EffectiveOn,
            Actor = draft.Actor,
            Key = draft.Key,
            Fingerprint = draft.Fingerprint,
            Reason = draft.Reason,
            Note = draft.Note,
            Source = draft.Source,
            Rule = draft.Rule,
            Rulebook = draft.Rulebook,
            Reverses = reverses,
            Settles = settled?.Number,
            Deficit = deficit,
            Postings = postings.MoveToImmutable(),
            Previous = book.Head.Hash,
            Hash = default,
        };
        entry = entry with { Hash = Canonical.HashOf(entry) };
        foreach (var account in opened) book.Append(account);
        book.Append(entry, [.. accounts.Values]);
        if (settled is not null)
            book.Append(
                new HoldEnd(
                    settled.Number, HoldOutcome.Settled, entry.RecordedAt, entry.Actor, entry.Number, TakenFrom(settled.Key, draft.Legs),
                    entry.Key),
                accounts[settled.Key]);
        return entry;
    }

    static (Dictionary<AccountKey, Account> Accounts, List<Account> Opened) AccountsOf(IBook book, ImmutableArray<Leg> legs)
    {
        var accounts = new Dictionary<AccountKey, Account>(legs.Length);
        var opened = new List<Account>(0);
        foreach (var leg in legs)
        {
            if (accounts.ContainsKey(leg.Account)) continue;
            var account = book.Find(leg.Account);
            if (account is null)
            {
                account = Account.Opened(new(book.Head.Accounts + opened.Count + 1), leg.Account, leg.Account.OpeningFloor);
                opened.Add(account);
            }
            accounts.Add(leg.Account, account);
        }
        return (accounts, opened);
    }

    static Refusal? Malformed(Draft draft)
    {
        if (draft.Key.IsNone) return new(LedgerRefusals.KeyMissing);
        if (Unlabelled(draft.Actor, draft.Reason) is { } unlabelled) return unlabelled;
        if (!Label.IsLabel(draft.Source)) return new(LedgerRefusals.BadLabel, "source");
        if (!Label.IsLabel(draft.Rule)) return new(LedgerRefusals.BadLabel, "rule");
        if (draft.Legs.IsDefault || draft.Legs.Length is < 2 or > Draft.MaxLegs) return new(LedgerRefusals.BadLegCount);
        foreach (var leg in draft.Legs)
            if (leg.Amount.Value is 0 or > Amount.MaxPerPosting or < -Amount.MaxPerPosting || leg.Account.Unit.Code.Length == 0)
                return new(LedgerRefusals.BadAmount);
        return Balances(draft.Legs) ? null : new(LedgerRefusals.Unbalanced);
    }

    /// <summary>Every record names who made it, and all but the end of a hold say why.</summary>
    static Refusal? Unlabelled(string actor, string reason)
    {
        if (!Label.IsLabel(actor) || actor.Length == 0) return new(LedgerRefusals.BadLabel, "actor");
        return !Label.IsLabel(reason) || reason.Length == 0 ? new(LedgerRefusals.BadLabel, "reason") : null;
    }

    static bool Balances(ImmutableArray<Leg> legs)
    {
        foreach (var leg in legs)
        {
            var sum = 0L;
            foreach (var other in legs)
                if (other.Account.Unit == leg.Account.Unit)
                    sum += other.Amount.Value;
            if (sum != 0) return false;
        }
        return true;
    }

    static Outcome<JournalEntry>? Earlier(IBook book, IdempotencyKey key, Digest fingerprint)
    {
        if (book.FindEntry(key) is not { } entry) return null;
        return entry.Fingerprint == fingerprint ? Outcome<JournalEntry>.Again(entry) : LedgerRefusals.KeyReused;
    }

    static Refusal? MayLeave(Account account) => account.State switch
    {
        AccountState.Closed => new(LedgerRefusals.AccountClosed),
        AccountState.Frozen => new(LedgerRefusals.AccountFrozen),
        _ => null,
    };

    static Amount TakenFrom(AccountKey account, ImmutableArray<Leg> legs)
    {
        var taken = Amount.Zero;
        foreach (var leg in legs)
            if (leg.Account == account)
                taken -= leg.Amount;
        return taken;
    }

    static Refusal PassesFloor(AccountKey account, Amount available, Amount needed) => new Refusal(LedgerRefusals.WouldPassFloor)
        .With("account", account)
        .With("available", available)
        .With("needed", needed);

    static Instant Whole(Instant now) => Instant.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
}
