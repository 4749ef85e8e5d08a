using System.Collections.Immutable;

namespace PointsBank.Ledger;

/// <summary>A book in memory: for what-if questions, for tests, and to learn the ledger without a database.</summary>
public sealed class MemoryBook(BankCode bank) : IBook
{
    readonly Dictionary<AccountKey, Account> accounts = [];
    readonly List<AccountKey> order = [];
    readonly List<JournalEntry> entries = [];
    readonly Dictionary<IdempotencyKey, EntryNumber> keys = [];
    readonly Dictionary<EntryNumber, EntryNumber> reversals = [];
    readonly List<Hold> holds = [];
    readonly List<AccountTerms> terms = [];

    /// <inheritdoc/>
    public BankCode Bank => bank;

    /// <inheritdoc/>
    public BookHead Head { get; private set; } = BookHead.Empty;

    /// <summary>All entries in order.</summary>
    public IReadOnlyList<JournalEntry> Entries => entries;

    /// <summary>All accounts in order of opening.</summary>
    public IEnumerable<Account> Accounts => order.Select(key => accounts[key]);

    /// <summary>All holds in order, with their ends.</summary>
    public IReadOnlyList<Hold> Holds => holds;

    /// <summary>All changes of terms in order.</summary>
    public IReadOnlyList<AccountTerms> Terms => terms;

    /// <inheritdoc/>
    public Account? Find(AccountKey key) => accounts.GetValueOrDefault(key);

    /// <inheritdoc/>
    public JournalEntry? FindEntry(EntryNumber number) =>
        number.Value >= 1 && number.Value <= entries.Count ? entries[(int)number.Value - 1] : null;

    /// <inheritdoc/>
    public JournalEntry? FindEntry(IdempotencyKey key) => keys.TryGetValue(key, out var number) ? FindEntry(number) : null;

    /// <inheritdoc/>
    public EntryNumber? FindReversalOf(EntryNumber number) => reversals.TryGetValue(number, out var reversal) ? reversal : null;

    /// <inheritdoc/>
    public Hold? FindHold(HoldNumber number) => number.Value >= 1 && number.Value <= holds.Count ? holds[(int)number.Value - 1] : null;

    /// <inheritdoc/>
    public Hold? FindHold(IdempotencyKey key) => holds.Find(hold => hold.Idempotency == key);

    /// <inheritdoc/>
    public void Append(Account opened)
    {
        accounts.Add(opened.Key, opened);
        order.Add(opened.Key);
        Head = Head with { Accounts = Head.Accounts + 1 };
    }

    /// <inheritdoc/>
    public void Append(JournalEntry entry, ImmutableArray<Account> after)
    {
        entries.Add(entry);
        keys.Add(entry.Key, entry.Number);
        if (entry.Reverses is { } reversed) reversals.Add(reversed, entry.Number);
        foreach (var account in after) accounts[account.Key] = account;
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
        holds.Add(hold);
        accounts[after.Key] = after;
        Head = Head with { Holds = Head.Holds + 1 };
    }

    /// <inheritdoc/>
    public void Append(HoldEnd end, Account after)
    {
        var index = (int)end.Hold.Value - 1;
        holds[index] = holds[index] with { End = end };
        accounts[after.Key] = after;
    }

    /// <inheritdoc/>
    public void Append(AccountTerms terms, Account after)
    {
        this.terms.Add(terms);
        accounts[after.Key] = after;
    }
}
