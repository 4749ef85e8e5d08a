using NodaTime;

namespace PointsBank.Ledger;

/// <summary>Something in a book that is not as its journal says.</summary>
/// <param name="Code">What sort of deviation, as a stable code.</param>
/// <param name="Place">Where: <c>entry 17</c>, <c>account 4</c>, <c>hold 2</c> …</param>
/// <param name="Expected">What follows from the journal.</param>
/// <param name="Found">What stands there.</param>
public sealed record Deviation(string Code, string Place, string Expected, string Found)
{
    /// <summary>One line for a person.</summary>
    public override string ToString() => $"{Code} at {Place}: expected {Expected}, found {Found}";
}

/// <summary>Rows that no seal holds yet, or no more as they stand: what happened since the last one. No deviation, but said.</summary>
/// <param name="Table">Of which table, or which part of it.</param>
/// <param name="Rows">How many.</param>
/// <param name="Keys">The first of them, where they are told by their keys.</param>
/// <param name="Seal">The last seal; 0 for none.</param>
public sealed record Unsealed(string Table, long Rows, string Keys, long Seal)
{
    /// <summary>Some words for a person.</summary>
    public override string ToString() => $"{Table} {Rows}{(Keys.Length == 0 ? "" : $" ({Keys})")}";
}

/// <summary>
/// Re-derives a book from its journal and reports each deviation with its place. Feed it accounts and terms, then every entry in order,
/// then holds, then the stored heads. It believes nothing that it can compute.
/// </summary>
public sealed class Audit
{
    readonly BankCode bank;
    readonly Func<long, Posting?> earlierPosting;
    readonly Dictionary<AccountNumber, Account> accounts = [];
    readonly Dictionary<AccountNumber, Queue<AccountTerms>> terms = [];
    readonly Dictionary<string, long> sums = [];
    readonly HashSet<AccountNumber> known = [];
    readonly List<Deviation> deviations = [];
    readonly List<Unsealed> unsealed = [];
    readonly EntryNumber start;
    EntryNumber last;
    Digest hash;
    Instant recordedAt = NodaConstants.UnixEpoch;
    long postings;

    /// <summary>A full audit from the first entry.</summary>
    public Audit(BankCode bank) : this(bank, default, default, 0, _ => null)
    {
    }

    /// <summary>
    /// An audit that goes on after entry <paramref name="from"/>, whose hash was found to be <paramref name="hash"/> when the book was
    /// last checked; <paramref name="earlierPosting"/> looks up postings before it.
    /// </summary>
    public Audit(BankCode bank, EntryNumber from, Digest hash, long postings, Func<long, Posting?> earlierPosting)
    {
        this.bank = bank;
        this.hash = hash;
        this.postings = postings;
        this.earlierPosting = earlierPosting;
        start = last = from;
    }

    /// <summary>What was found, in order; empty when all is well.</summary>
    public IReadOnlyList<Deviation> Deviations => deviations;

    /// <summary>What happened since the last seal.</summary>
    public IReadOnlyList<Unsealed> Unsealed => unsealed;

    /// <summary>The last entry that was checked.</summary>
    public EntryNumber LastEntry => last;

    /// <summary>The hash of the last entry that was checked, as computed.</summary>
    public Digest LastHash => hash;

    /// <summary>How many postings the book has up to the last entry checked.</summary>
    public long Postings => postings;

    /// <summary>The accounts as re-derived.</summary>
    public IEnumerable<Account> Accounts => accounts.Values;

    /// <summary>Tells the audit of an account and the floor it was opened with.</summary>
    public void Opened(AccountNumber number, AccountKey key, Amount? floor)
    {
        if (!accounts.TryAdd(number, Account.Opened(number, key, floor))) Report("account_twice", $"account {number}", "one", "two");
    }

    /// <summary>Tells the audit of a change of terms; in order.</summary>
    public void Changed(AccountTerms change)
    {
        if (!terms.TryGetValue(change.Account, out var queue)) terms[change.Account] = queue = [];
        queue.Enqueue(change);
    }

    /// <summary>Checks the next entry as it stands in the book.</summary>
    public void Check(JournalEntry entry)
    {
        var place = $"entry {entry.Number}";
        Expect("number_gap", place, last.Value + 1, entry.Number.Value);
        if (entry.RecordedAt < recordedAt) Report("recorded_backwards", place, $"{recordedAt} or later", entry.RecordedAt.ToString());
        var computed = Canonical.HashOf(entry with { Bank = bank, Previous = hash });
        if (computed != entry.Hash) Report("hash_differs", place, computed.ToString(), entry.Hash.ToString());
        if (entry.Postings.Length < 2) Report("too_few_postings", place, "2 or more", $"{entry.Postings.Length}");
        try
        {
            CheckBalanced(entry, place);
            foreach (var posting in entry.Postings) CheckPosting(posting, place);
            CheckFloors(entry, place);
        }
        catch (OverflowException)
        {
            // The bookkeeper never writes such amounts, so somebody else did.
            Report("amount_overflows", place, "sums within 64 bits", "more");
        }
        last = entry.Number;
        // Going on from the stored hash reports one changed entry once, not every entry after it.
        hash = entry.Hash;
        recordedAt = entry.RecordedAt;
    }

    /// <summary>Compares an account's stored head with what its postings add up to.</summary>
    public void CompareHead(Account stored)
    {
        var place = $"account {stored.Number}";
        if (!accounts.TryGetValue(stored.Number, out var derived))
        {
            Report("unknown_account", place, "an account", "none");
            return;
        }
        if (start.Value > 0 && !known.Contains(stored.Number)) return;
        Expect("balance_differs", place, derived.Balance.Value, stored.Balance.Value);
        if (start.Value == 0)
        {
            Expect("total_in_differs", place, derived.TotalIn.Value, stored.TotalIn.Value);
            Expect("total_out_differs", place, derived.TotalOut.Value, stored.TotalOut.Value);
        }
        Expect("posting_count_differs", place, derived.Postings, stored.Postings);
        Expect("last_posting_differs", place, derived.LastPosting, stored.LastPosting);
    }

    /// <summary>Compares what is held with the holds that have not ended, for accounts given with all their open holds.</summary>
    public void CompareHeld(AccountNumber account, Amount open, Amount stored) =>
        Expect("held_differs", $"account {account}", open.Value, stored.Value);

    /// <summary>Compares the book's stored head with the last entry.</summary>
    public void CompareBook(BookHead stored)
    {
        Expect("book_entry_differs", "book", last.Value, stored.Entry.Value);
        if (stored.Hash != hash) Report("book_hash_differs", "book", hash.ToString(), stored.Hash.ToString());
        Expect("book_postings_differ", "book", postings, stored.Postings);
        Expect("book_accounts_differ", "book", accounts.Count, stored.Accounts);
    }

    /// <summary>The trial balance: all accounts of a unit sum to zero.</summary>
    public void CheckTrialBalance()
    {
        foreach (var (unit, sum) in sums)
            Expect("trial_balance", $"unit {unit}", 0, sum);
    }

    /// <summary>Notes a deviation that a caller found in a table which is not the log.</summary>
    public void Report(string code, string place, string expected, string found) => deviations.Add(new(code, place, expected, found));

    /// <summary>Notes what no seal holds yet.</summary>
    public void Tell(Unsealed rows) => unsealed.Add(rows);

    // These two look at each posting of each entry, so they walk the few postings again and again rather than group them in new
    // collections.
    void CheckBalanced(JournalEntry entry, string place)
    {
        for (var i = 0; i < entry.Postings.Length; i++)
        {
            var unit = entry.Postings[i].Key.Unit;
            var (first, sum) = (true, 0L);
            for (var j = 0; j < entry.Postings.Length; j++)
            {
                if (entry.Postings[j].Key.Unit != unit) continue;
                first &= j >= i;
                sum += entry.Postings[j].Amount.Value;
            }
            if (!first) continue;
            if (sum != 0) Report("unbalanced", $"{place}, unit {unit}", "0", $"{sum}");
            sums[unit.Code] = sums.GetValueOrDefault(unit.Code) + sum;
        }
    }

    void CheckPosting(Posting posting, string entry)
    {
        Expect("posting_gap", entry, posting, ++postings, posting.Number);
        if (!accounts.TryGetValue(posting.Account, out var account))
        {
            Report("unknown_account", PlaceOf(entry, posting), "an account", $"{posting.Account}");
            return;
        }
        if (account.Key != posting.Key)
            Report("account_key_differs", PlaceOf(entry, posting), account.Key.ToString(), posting.Key.ToString());
        if (start.Value > 0 && known.Add(posting.Account) && posting.Previous != 0 && posting.Previous <= postings)
            account = Resume(account, posting.Previous);
        var after = account.After(posting.Amount, posting.Number);
        Expect("previous_posting_differs", entry, posting, account.LastPosting, posting.Previous);
        Expect("sequence_gap", entry, posting, after.Postings, posting.Sequence);
        Expect("balance_after_differs", entry, posting, after.Balance.Value, posting.BalanceAfter.Value);
        // As with hashes: going on from the stored balance names the place of one change, not every line after it.
        accounts[posting.Account] = after.Balance == posting.BalanceAfter
            ? after
            : after with { TotalIn = after.TotalIn + (posting.BalanceAfter - after.Balance) };
    }

    /// <summary>An account as it stood at an earlier posting: its totals are not known then, but its balance is.</summary>
    Account Resume(Account account, long previous) => earlierPosting(previous) is { } posting && posting.Account == account.Number
        ? account with
        {
            TotalIn = posting.BalanceAfter.IsNegative ? Amount.Zero : posting.BalanceAfter,
            TotalOut = posting.BalanceAfter.IsNegative ? -posting.BalanceAfter : Amount.Zero,
            Postings = posting.Sequence,
            LastPosting = posting.Number,
        }
        : account;

    void CheckFloors(JournalEntry entry, string place)
    {
        if (entry.Deficit) return;
        for (var i = 0; i < entry.Postings.Length; i++)
        {
            var account = entry.Postings[i].Account;
            if (!accounts.TryGetValue(account, out var after) || FloorAt(after, entry.Number) is not { } floor || after.Balance >= floor)
                continue;
            var (first, change) = (true, 0L);
            for (var j = 0; j < entry.Postings.Length; j++)
            {
                if (entry.Postings[j].Account != account) continue;
                first &= j >= i;
                change += entry.Postings[j].Amount.Value;
            }
            if (first && change < 0) Report("floor_passed", $"{place}, account {account}", $"{floor} or more", $"{after.Balance}");
        }
    }

    Amount? FloorAt(Account account, EntryNumber entry)
    {
        if (!terms.TryGetValue(account.Number, out var queue)) return account.Floor;
        var floor = account.Floor;
        foreach (var change in queue)
            if (change.AfterEntry.Value < entry.Value)
                floor = change.Floor;
        return floor;
    }

    static string PlaceOf(string entry, Posting posting) => $"{entry}, posting {posting.Number}";

    void Expect(string code, string entry, Posting posting, long expected, long found)
    {
        if (expected != found) Report(code, PlaceOf(entry, posting), $"{expected}", $"{found}");
    }

    void Expect(string code, string place, long expected, long found)
    {
        if (expected != found) Report(code, place, $"{expected}", $"{found}");
    }
}
