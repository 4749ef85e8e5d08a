using System.Collections.Concurrent;
using System.Collections.Immutable;
using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>
/// One bank's book on the writer's db. Rows are appended in number order; account heads live in memory and are written back a few
/// at each commit, with <c>books.heads_as_of</c> saying up to which posting the table is complete. Memory is trusted only as long as the
/// book's row is the one this writer left.
/// </summary>
public sealed class Book : IBook
{
    const int MaxSlots = 200_000;

    sealed class Slot(Account account, Amount? written)
    {
        public Account Account = account;

        /// <summary>The balance that stands in the table, null for no row: what the count of standings must give back.</summary>
        public Amount? Written = written;

        public bool IsDirty;
    }

    readonly record struct Dirty(Slot Slot, long FirstPosting);

    readonly DbSession db;
    readonly Statements statements;
    readonly ConcurrentDictionary<(long Bank, AccountKey Account), Account> unwritten;
    readonly long bank;
    readonly Dictionary<AccountKey, Slot> slots = [];
    readonly Queue<Dirty> dirty = new();
    readonly HashSet<Slot> changedInBatch = [];
    readonly List<(Slot Slot, Account Before, Amount? WrittenBefore)> changedInWork = [];
    readonly List<AccountKey> openedInWork = [];
    readonly HashSet<Slot> writtenInWork = [];
    BookHead headBeforeWork = BookHead.Empty;
    BookHead headInTable = BookHead.Empty;
    bool loaded, checkedInBatch;

    internal Book(
        DbSession db, Statements statements, long bank, ConcurrentDictionary<(long, AccountKey), Account> unwritten)
    {
        this.db = db;
        this.statements = statements;
        this.bank = bank;
        this.unwritten = unwritten;
    }

    /// <inheritdoc/>
    public BankCode Bank { get; private set; }

    /// <inheritdoc/>
    public BookHead Head { get; private set; } = BookHead.Empty;

    internal bool HasUnwrittenHeads => dirty.Count > 0;

    /// <inheritdoc/>
    public Account? Find(AccountKey key) => SlotOf(key)?.Account;

    /// <inheritdoc/>
    public JournalEntry? FindEntry(EntryNumber number) => EntryTable.Find(db, bank, number);

    /// <inheritdoc/>
    public JournalEntry? FindEntry(IdempotencyKey key) => statements.EntryOfKey(bank, key) is { } number ? FindEntry(number) : null;

    /// <inheritdoc/>
    public EntryNumber? FindReversalOf(EntryNumber number) => EntryTable.ReversalOf(db, bank, number);

    /// <inheritdoc/>
    public Hold? FindHold(HoldNumber number) => HoldTable.Find(db, bank, number);

    /// <inheritdoc/>
    public Hold? FindHold(IdempotencyKey key) => HoldTable.Find(db, bank, key);

    /// <summary>The holds that are past their time and not ended, oldest first, for the sweeper.</summary>
    public IReadOnlyList<Hold> HoldsPast(Instant now, int most) => HoldTable.Past(db, bank, now, most);

    /// <inheritdoc/>
    public void Append(Account opened)
    {
        db.Execute("""
            insert into accounts (bank, number, kind, owner, unit, period, floor)
            values (@bank, @number, @kind, @owner, @unit, @period, @floor)
            """,
            new
            {
                bank,
                number = opened.Number.Value,
                kind = (long)opened.Key.Kind,
                owner = opened.Key.Owner,
                unit = opened.Key.Unit.Code,
                period = opened.Key.Period,
                floor = opened.Floor?.Value,
            });
        slots.Add(opened.Key, new(opened, null));
        openedInWork.Add(opened.Key);
        Head = Head with { Accounts = Head.Accounts + 1 };
    }

    /// <inheritdoc/>
    public void Append(JournalEntry entry, ImmutableArray<Account> after)
    {
        statements.Append(bank, entry);
        foreach (var account in after) Change(account);
        Head = Head with
        {
            Entry = entry.Number,
            Hash = entry.Hash,
            RecordedAt = entry.RecordedAt,
            Postings = Head.Postings + entry.Postings.Length,
        };
    }

    /// <inheritdoc/>
    public void Append(Hold hold, Account after)
    {
        HoldTable.Add(db, bank, hold);
        Change(after);
        WriteHeadInWork(SlotOf(after.Key)!);
        Head = Head with { Holds = Head.Holds + 1 };
    }

    /// <inheritdoc/>
    public void Append(HoldEnd end, Account after)
    {
        HoldTable.Add(db, bank, end);
        Change(after);
        // What is held cannot be rebuilt from postings, so it is never written lazily.
        WriteHeadInWork(SlotOf(after.Key)!);
    }

    /// <inheritdoc/>
    public void Append(AccountTerms terms, Account after)
    {
        db.Execute("""
            insert into account_terms (bank, account, sequence, floor, state, after_entry, recorded_at, actor, reason)
            select @bank, @account, coalesce(max(sequence), 0) + 1, @floor, @state, @after, @at, @actor, @reason
            from account_terms where bank = @bank and account = @account
            """,
            new
            {
                bank,
                account = terms.Account.Value,
                floor = terms.Floor?.Value,
                state = (long)terms.State,
                after = terms.AfterEntry.Value,
                at = terms.RecordedAt.ToUnixTimeMilliseconds(),
                actor = terms.Actor,
                reason = terms.Reason,
            });
        Change(after);
    }

    /// <summary>
    /// Writes every account head to its table, this work's own included, for readers that go through many of them. Undone with the work.
    /// </summary>
    public void WriteAllHeads()
    {
        foreach (var (slot, _) in dirty) WriteHeadInWork(slot);
        foreach (var slot in changedInWork.Select(change => change.Slot).ToList()) WriteHeadInWork(slot);
    }

    internal void Refresh()
    {
        if (checkedInBatch) return;
        var (head, code, headsAsOf) = statements.ReadBook(bank);
        // The code too: a bank's number may have been given to another bank after the first one's opening was refused.
        if (!loaded || head != headInTable || code != Bank)
        {
            // Another writer's work: what was published here is older than the file.
            foreach (var slot in slots.Values) unwritten.TryRemove((bank, slot.Account.Key), out _);
            Drop();
            Bank = code;
            Head = headInTable = headBeforeWork = head;
            RebuildHeads(headsAsOf);
            loaded = true;
        }
        checkedInBatch = true;
    }

    internal void Keep()
    {
        // An account has a row from its opening on: readers correct rows, and look for none.
        foreach (var opened in openedInWork) WriteHeadInWork(slots[opened]);
        if (writtenInWork.Count > 0)
            for (var left = dirty.Count; left > 0; left--)
            {
                var next = dirty.Dequeue();
                next.Slot.IsDirty = !writtenInWork.Contains(next.Slot);
                if (next.Slot.IsDirty) dirty.Enqueue(next);
            }
        foreach (var (slot, _, _) in changedInWork)
        {
            changedInBatch.Add(slot);
            if (slot.IsDirty || writtenInWork.Contains(slot)) continue;
            slot.IsDirty = true;
            dirty.Enqueue(new(slot, headBeforeWork.Postings + 1));
        }
        EndWork();
        headBeforeWork = Head;
    }

    internal void Undo()
    {
        for (var i = changedInWork.Count - 1; i >= 0; i--)
            (changedInWork[i].Slot.Account, changedInWork[i].Slot.Written) = (changedInWork[i].Before, changedInWork[i].WrittenBefore);
        foreach (var key in openedInWork) slots.Remove(key);
        EndWork();
        Head = headBeforeWork;
        // The work may have made the bank itself, so its row is read again.
        checkedInBatch = false;
    }

    internal void WriteBack(int most)
    {
        if (!loaded) return;
        WriteHeads(most);
        if (Head == headInTable && dirty.Count == 0 && changedInBatch.Count == 0) return;
        statements.WriteBook(bank, Head, HeadsAsOf);
        headInTable = Head;
    }

    internal void Publish()
    {
        foreach (var slot in changedInBatch)
            if (slot.IsDirty) unwritten[(bank, slot.Account.Key)] = slot.Account;
            else unwritten.TryRemove((bank, slot.Account.Key), out _);
        Unpin();
        if (slots.Count > MaxSlots && dirty.Count == 0) slots.Clear();
    }

    internal void Unpin()
    {
        changedInBatch.Clear();
        checkedInBatch = false;
    }

    /// <summary>Forgets what was not committed. What was published was, and readers need it until its rows are written.</summary>
    internal void Drop()
    {
        slots.Clear();
        dirty.Clear();
        changedInBatch.Clear();
        EndWork();
        loaded = checkedInBatch = false;
    }

    long HeadsAsOf => dirty.TryPeek(out var first) ? first.FirstPosting - 1 : Head.Postings;

    Slot? SlotOf(AccountKey key)
    {
        if (slots.TryGetValue(key, out var slot)) return slot;
        if (AccountTable.FindForWriter(statements, bank, key) is not { } found) return null;
        slots.Add(key, slot = new(found.Account, found.Written));
        return slot;
    }

    void Change(Account after)
    {
        var slot = SlotOf(after.Key)!;
        changedInWork.Add((slot, slot.Account, slot.Written));
        slot.Account = after;
        writtenInWork.Remove(slot);
    }

    void EndWork()
    {
        changedInWork.Clear();
        openedInWork.Clear();
        writtenInWork.Clear();
    }

    void WriteHeadInWork(Slot slot)
    {
        if (!writtenInWork.Add(slot)) return;
        changedInWork.Add((slot, slot.Account, slot.Written));
        WriteHead(slot);
    }

    void WriteHeads(int most)
    {
        for (; most > 0 && dirty.TryDequeue(out var next); most--)
        {
            WriteHead(next.Slot);
            next.Slot.IsDirty = false;
            changedInBatch.Add(next.Slot);
        }
    }

    void WriteHead(Slot slot)
    {
        statements.WriteHead(bank, slot.Account, slot.Written);
        slot.Written = slot.Account.Balance;
    }

    /// <summary>Heads that were in memory when the last writer stopped are rebuilt from the journal's tail.</summary>
    void RebuildHeads(long asOf)
    {
        if (asOf >= Head.Postings) return;
        var tail = PostingTable.After(db, bank, asOf);
        foreach (var posting in tail)
        {
            var slot = SlotOf(posting.Key)
                ?? throw new InvalidDataException($"posting {posting.Number} names an account that does not exist");
            if (posting.Sequence <= slot.Account.Postings) continue;
            slot.Account = slot.Account.After(posting.Amount, posting.Number);
            changedInBatch.Add(slot);
            if (slot.IsDirty) continue;
            slot.IsDirty = true;
            dirty.Enqueue(new(slot, posting.Number));
        }
        foreach (var slot in changedInBatch) unwritten[(bank, slot.Account.Key)] = slot.Account;
    }
}
