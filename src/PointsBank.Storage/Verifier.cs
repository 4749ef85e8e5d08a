using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>How far a book was found sound, so that the next check may start there.</summary>
/// <param name="Entry">The last entry checked.</param>
/// <param name="Hash">Its hash then.</param>
/// <param name="Postings">How many postings there were up to it.</param>
public sealed record VerifiedUpTo(EntryNumber Entry, Digest Hash, long Postings);

/// <summary>What the audit of one bank's book found.</summary>
/// <param name="Bank">The bank.</param>
/// <param name="From">The entry after which it began; 0 for a full audit.</param>
/// <param name="UpTo">How far it went.</param>
/// <param name="Deviations">What is not as the journal says; empty when all is well.</param>
public sealed record BankVerification(BankCode Bank, EntryNumber From, VerifiedUpTo UpTo, IReadOnlyList<Deviation> Deviations)
{
    /// <summary>Whether nothing was found.</summary>
    public bool IsSound => Deviations.Count == 0;

    /// <summary>What happened since the last seal: said, and no deviation.</summary>
    public IReadOnlyList<Unsealed> Unsealed { get; init; } = [];
}

/// <summary>Re-derives books from their journals and compares everything else with that. Reads only.</summary>
public static class Verifier
{
    /// <summary>A pass over tables that are not the log, added by the room that owns them: it reports what it finds to the audit.</summary>
    public delegate void Pass(DbSession db, long bank, Audit audit);

    /// <summary>Audits every book of a file that nobody needs to have open.</summary>
    public static IReadOnlyList<BankVerification> VerifyFile(string file, params IReadOnlyList<Pass> passes)
    {
        using var db = Database.OpenToRead(file);
        return [.. BookTable.All(db).Select(bank => Verify(db, bank.Bank, null, null, passes))];
    }

    /// <summary>Audits one book, in full or on from where it was last found sound.</summary>
    public static BankVerification Verify(
        DbSession db, long bank, VerifiedUpTo? from, Action<long, long>? progress, params IReadOnlyList<Pass> passes)
    {
        var (head, code, headsAsOf) = BookTable.Read(db, bank);
        var audit = from is null
            ? new Audit(code)
            : new Audit(code, from.Entry, from.Hash, from.Postings, number => PostingTable.Find(db, bank, number));
        Reading(audit, () => "accounts", () =>
        {
            foreach (var (number, key, floor) in AccountTable.Openings(db, bank)) audit.Opened(number, key, floor);
            foreach (var terms in AccountTable.Terms(db, bank)) audit.Changed(terms);
        });
        Reading(audit, () => $"entry {audit.LastEntry.Value + 1}", () =>
        {
            if (from is not null) CheckStart(db, bank, from, audit);
            foreach (var entry in EntryTable.After(db, bank, from?.Entry ?? default))
            {
                audit.Check(entry);
                if (entry.Number.Value % 10_000 == 0) progress?.Invoke(entry.Number.Value, head.Entry.Value);
            }
        });
        progress?.Invoke(audit.LastEntry.Value, head.Entry.Value);
        CheckPostingsBelong(db, bank, from, audit);
        audit.CheckTrialBalance();
        audit.CompareBook(head);
        Reading(audit, () => "account heads", () => CheckHeads(db, bank, headsAsOf, audit));
        Reading(audit, () => "holds", () => CheckHolds(db, bank, head, audit));
        CheckReversals(db, bank, audit);
        CheckStandings(db, bank, audit);
        Reading(audit, () => "entry notes", () => CheckNotes(db, bank, audit));
        foreach (var pass in passes) pass(db, bank, audit);
        return new(
            code, from?.Entry ?? default, new(audit.LastEntry, audit.LastHash, audit.Postings),
            [.. audit.Deviations])
        { Unsealed = [.. audit.Unsealed] };
    }

    /// <summary>A row that cannot even be read is one more thing to report, not a reason to stop.</summary>
    static void Reading(Audit audit, Func<string> place, Action check)
    {
        try
        {
            check();
        }
        catch (Exception fault) when (
            fault is FormatException or ArgumentException or OverflowException or InvalidCastException or InvalidDataException)
        {
            audit.Report("unreadable", place(), "rows as the ledger writes them", fault.Message);
        }
    }

    /// <summary>The entry that was sound at the last check must still carry the same hash.</summary>
    static void CheckStart(DbSession db, long bank, VerifiedUpTo from, Audit audit)
    {
        var hash = EntryTable.Find(db, bank, from.Entry)?.Hash ?? default;
        if (from.Entry.Value > 0 && hash != from.Hash)
            audit.Report("hash_differs", $"entry {from.Entry}", from.Hash.ToString(), hash.ToString());
    }

    static void CheckPostingsBelong(DbSession db, long bank, VerifiedUpTo? from, Audit audit)
    {
        var start = new { bank, entry = from?.Entry.Value ?? 0, postings = from?.Postings ?? 0 };
        // What an entry says of where its postings are is not under its hash, because it follows from the entries before it.
        var misplaced = db.Query<(long Number, long First, long Expected)>("""
            select number, first_posting, expected from (
              select number, first_posting, lag(first_posting + postings, 1, @postings + 1) over (order by number) as expected
              from entries where bank = @bank and number > @entry
            ) as placed where first_posting <> expected
            """, start);
        foreach (var (number, first, expected) in misplaced)
            audit.Report("first_posting_differs", $"entry {number}", $"{expected}", $"{first}");
        var strays = db.Query<(long Number, long Entry)>("""
            select p.number, p.entry from postings p left join entries e on e.bank = p.bank and e.number = p.entry
            where p.bank = @bank and p.number > @postings
              and (e.number is null or p.number < e.first_posting or p.number >= e.first_posting + e.postings)
            """, start);
        foreach (var (number, entry) in strays)
            audit.Report("posting_of_another_entry", $"posting {number}", "its entry", $"entry {entry}");
        var last = db.ExecuteScalar<long>("select coalesce(max(number), 0) from postings where bank = @bank", new { bank });
        if (last != audit.Postings) audit.Report("postings_beyond_journal", $"posting {last}", $"{audit.Postings}", $"{last}");
    }

    static void CheckHeads(DbSession db, long bank, long headsAsOf, Audit audit)
    {
        var stored = AccountTable.All(db, bank).ToDictionary(account => account.Number);
        // What the writer had not written back is rebuilt the way the writer rebuilds it.
        foreach (var posting in PostingTable.After(db, bank, headsAsOf))
            if (stored.TryGetValue(posting.Account, out var head) && posting.Sequence > head.Postings)
                stored[posting.Account] = head.After(posting.Amount, posting.Number);
        foreach (var account in stored.Values) audit.CompareHead(account);
        // The boards read what is copied here beside the totals.
        var odd = db.Query<long>("""
            select h.account from account_heads h left join accounts a on a.bank = h.bank and a.number = h.account
            where h.bank = @bank and (a.number is null or h.kind <> a.kind or h.owner <> a.owner or h.period <> a.period
              or h.balance <> h.total_in - h.total_out)
            """, new { bank });
        foreach (var account in odd)
            audit.Report("head_copy_differs", $"account {account}", "the account's own kind, owner, period and balance", "others");
    }

    static void CheckHolds(DbSession db, long bank, BookHead head, Audit audit)
    {
        var open = new Dictionary<AccountNumber, Amount>();
        var expected = 0L;
        foreach (var hold in HoldTable.All(db, bank))
        {
            if (hold.Number.Value != ++expected) audit.Report("hold_gap", $"hold {hold.Number}", $"{expected}", $"{hold.Number}");
            if (hold.End is null) open[hold.Account] = open.GetValueOrDefault(hold.Account) + hold.Amount;
            else if (hold.End.Taken > hold.Amount)
                audit.Report("hold_overtaken", $"hold {hold.Number}", $"{hold.Amount} or less", $"{hold.End.Taken}");
            if (hold.End is { Outcome: HoldOutcome.Settled } end) CheckSettlement(db, bank, hold, end, audit);
        }
        var unended = db.Query<(long Number, long Settles)>("""
            select e.number, e.settles from entries e left join hold_ends h on h.bank = e.bank and h.hold = e.settles and h.entry = e.number
            where e.bank = @bank and e.settles is not null and h.hold is null
            """, new { bank });
        foreach (var (number, settles) in unended)
            audit.Report("settlement_missing", $"entry {number}", $"the end of hold {settles}", "none");
        if (head.Holds != expected) audit.Report("book_holds_differ", "book", $"{expected}", $"{head.Holds}");
        foreach (var account in AccountTable.All(db, bank).Where(
            account => account.Held != Amount.Zero || open.ContainsKey(account.Number)))
            audit.CompareHeld(account.Number, open.GetValueOrDefault(account.Number), account.Held);
    }

    static void CheckSettlement(DbSession db, long bank, Hold hold, HoldEnd end, Audit audit)
    {
        var entry = EntryTable.Find(db, bank, end.Entry!.Value);
        var taken = entry?.Postings.Where(posting => posting.Account == hold.Account).Sum(posting => -posting.Amount.Value) ?? 0;
        if (entry?.Settles != hold.Number || taken != end.Taken.Value)
            audit.Report("settlement_differs", $"hold {hold.Number}", $"{end.Taken} in entry {end.Entry}", $"{taken}");
    }

    static void CheckReversals(DbSession db, long bank, Audit audit)
    {
        var odd = db.Query<(long Number, long Reverses)>("""
            select e.number, e.reverses from entries e left join entries o on o.bank = e.bank and o.number = e.reverses
            where e.bank = @bank and e.reverses is not null
              and (o.number is null or o.number >= e.number or o.reverses is not null or o.postings <> e.postings)
            """, new { bank });
        foreach (var (number, reverses) in odd)
            audit.Report("reversal_differs", $"entry {number}", "an earlier entry, itself no reversal", $"{reverses}");
        var unmirrored = db.Query<(long Number, long Reverses)>("""
            select e.number, e.reverses from entries e
            join entries o on o.bank = e.bank and o.number = e.reverses
            join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
            join postings q on q.bank = e.bank and q.number = o.first_posting + o.postings - 1 - (p.number - e.first_posting)
            where e.bank = @bank and e.reverses is not null and (p.account <> q.account or p.amount <> -q.amount)
            """, new { bank }).Distinct();
        foreach (var (number, reverses) in unmirrored)
            audit.Report("reversal_not_mirror", $"entry {number}", $"the mirror of entry {reverses}", "something else");
    }

    static void CheckStandings(DbSession db, long bank, Audit audit)
    {
        var odd = db.Query<(long Period, long Standing, long Counted, long Found)>("""
            select period, standing, cast(sum(counted) as bigint), cast(sum(found) as bigint) from (
              select period, balance as standing, 1 as counted, 0 as found from account_heads where bank = @bank and kind = 2
              union all
              select period, standing, 0, households from standing_counts where bank = @bank
            ) as both_sides group by period, standing having sum(counted) <> sum(found)
            """, new { bank });
        foreach (var (period, standing, counted, found) in odd)
            audit.Report("standing_count_differs", $"year {period}, standing {standing}", $"{counted}", $"{found}");
    }

    static void CheckNotes(DbSession db, long bank, Audit audit)
    {
        using var statement = new Statement(
            db,
            """
            select n.entry, n.salt, n.text, e.note from entry_notes n left join entries e on e.bank = n.bank and e.number = n.entry
              where n.bank = @bank
            """,
            "@bank");
        using var rows = statement.Query(bank);
        while (rows.Read())
        {
            var digest = Digest.Salted(rows.Bytes(1), rows.Text(2));
            var stored = rows.IsNull(3) ? default : new Digest(rows.Bytes(3));
            if (digest != stored) audit.Report("note_differs", $"entry {rows.Number(0)}", stored.ToString(), digest.ToString());
        }
    }
}
