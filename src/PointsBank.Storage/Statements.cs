using NodaTime.Text;
using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>The hot path: what every posting runs, prepared once.</summary>
sealed class Statements : IDisposable
{
    readonly Statement addEntry, addPosting, writeHead, countStanding, entryOfKey, readBook, writeBook;

    public Statement FindAccount { get; }

    public Statements(DbSession db)
    {
        addEntry = new(db, """
            insert into entries (bank, number, kind, recorded_at, effective_on, actor, key, fingerprint, reason, note, source, rule,
              rulebook,
              reverses, settles, deficit, first_posting, postings, hash)
            values (@bank, @number, @kind, @recordedAt, @effectiveOn, @actor, @key, @fingerprint, @reason, @note, @source, @rule, @rulebook,
              @reverses, @settles, @deficit, @firstPosting, @postings, @hash)
            """,
            "@bank", "@number", "@kind", "@recordedAt", "@effectiveOn", "@actor", "@key", "@fingerprint", "@reason", "@note", "@source",
            "@rule", "@rulebook", "@reverses", "@settles", "@deficit", "@firstPosting", "@postings", "@hash");
        addPosting = new(db, """
            insert into postings (bank, number, entry, account, amount, balance_after, sequence, previous)
            values (@bank, @number, @entry, @account, @amount, @balanceAfter, @sequence, @previous)
            """,
            "@bank", "@number", "@entry", "@account", "@amount", "@balanceAfter", "@sequence", "@previous");
        writeHead = new(db, """
            insert into account_heads (bank, account, kind, owner, period, balance, total_in, total_out, held, postings, last_posting)
            values (@bank, @account, @kind, @owner, @period, @balance, @in, @out, @held, @postings, @last)
            on conflict (bank, account) do update set balance = excluded.balance, total_in = excluded.total_in,
              total_out = excluded.total_out,
              held = excluded.held, postings = excluded.postings, last_posting = excluded.last_posting
            """,
            "@bank", "@account", "@kind", "@owner", "@period", "@balance", "@in", "@out", "@held", "@postings", "@last");
        countStanding = new(db, """
            insert into standing_counts (bank, period, standing, households)
              values (@bank, @period, @standing, case when @change > 0 then @change else 0 end)
            on conflict (bank, period, standing) do update set households = standing_counts.households + @change
            """,
            "@bank", "@period", "@standing", "@change");
        entryOfKey = new(db, "select number from entries where bank = @bank and key = @key", "@bank", "@key");
        readBook = new(db, BookTable.Select, "@bank");
        writeBook = new(db, BookTable.Update, "@bank", "@entry", "@hash", "@at", "@postings", "@accounts", "@holds", "@headsAsOf");
        FindAccount = new(db, AccountTable.Select, "@bank", "@kind", "@owner", "@unit", "@period");
    }

    public (BookHead Head, BankCode Code, long HeadsAsOf) ReadBook(long bank) => BookTable.Read(readBook, bank);

    public void WriteBook(long bank, BookHead head, long headsAsOf) => writeBook.Execute(
        bank, head.Entry.Value, head.Hash.ToArray(), head.RecordedAt.ToUnixTimeMilliseconds(), head.Postings, head.Accounts, head.Holds,
        headsAsOf);

    public EntryNumber? EntryOfKey(long bank, IdempotencyKey key)
    {
        using var rows = entryOfKey.Query(bank, key.ToArray());
        return rows.Read() ? new(rows.Number(0)) : null;
    }

    public void Append(long bank, JournalEntry entry)
    {
        addEntry.Execute(
            bank, entry.Number.Value, (long)entry.Kind, entry.RecordedAt.ToUnixTimeMilliseconds(),
            LocalDatePattern.Iso.Format(entry.EffectiveOn), entry.Actor, entry.Key.ToArray(), entry.Fingerprint.ToArray(), entry.Reason,
            entry.Note.IsZero ? null : entry.Note.ToArray(), entry.Source, entry.Rule, (long)entry.Rulebook, entry.Reverses?.Value,
            entry.Settles?.Value, entry.Deficit ? 1L : 0L, entry.Postings[0].Number,
            (long)entry.Postings.Length, entry.Hash.ToArray());
        foreach (var posting in entry.Postings)
            addPosting.Execute(
                bank, posting.Number, entry.Number.Value, posting.Account.Value, posting.Amount.Value, posting.BalanceAfter.Value,
                posting.Sequence,
                posting.Previous);
    }

    /// <summary>Writes an account's head; a household's merit also moves from one standing to another in the counts.</summary>
    public void WriteHead(long bank, Account account, Amount? written)
    {
        writeHead.Execute(
            bank, account.Number.Value, (long)account.Key.Kind, account.Key.Owner, (long)account.Key.Period, account.Balance.Value,
            account.TotalIn.Value, account.TotalOut.Value, account.Held.Value, account.Postings, account.LastPosting);
        if (account.Key.Kind != AccountKind.HouseholdMerit || written == account.Balance) return;
        if (written is { } before) countStanding.Execute(bank, (long)account.Key.Period, before.Value, -1L);
        countStanding.Execute(bank, (long)account.Key.Period, account.Balance.Value, 1L);
    }

    public void Dispose()
    {
        foreach (var statement in (Statement[])[
            addEntry, addPosting, writeHead, countStanding, entryOfKey, readBook, writeBook, FindAccount])
            statement.Dispose();
    }
}
