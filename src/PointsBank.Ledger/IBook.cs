using System.Collections.Immutable;
using NodaTime;

namespace PointsBank.Ledger;

/// <summary>Where a book stands: how much it holds and the hash of its last entry.</summary>
/// <param name="Entry">The last entry's number; 0 for an empty book.</param>
/// <param name="Hash">The last entry's hash; zero for an empty book.</param>
/// <param name="RecordedAt">When the last entry was recorded.</param>
/// <param name="Postings">How many postings there are.</param>
/// <param name="Accounts">How many accounts there are.</param>
/// <param name="Holds">How many holds were ever placed.</param>
public sealed record BookHead(EntryNumber Entry, Digest Hash, Instant RecordedAt, long Postings, long Accounts, long Holds)
{
    /// <summary>The head of a book with nothing in it.</summary>
    public static BookHead Empty { get; } = new(default, default, NodaConstants.UnixEpoch, 0, 0, 0);

    /// <summary>The short code printed on notices and returns, so that paper anchors the book.</summary>
    public CheckCode CheckCode => new(Entry, Hash);
}

/// <summary>
/// What the bookkeeper needs to know of one bank's book, and the only ways to add to it. There is no way to change or to remove.
/// </summary>
public interface IBook
{
    /// <summary>Whose book it is.</summary>
    BankCode Bank { get; }

    /// <summary>Where it stands.</summary>
    BookHead Head { get; }

    /// <summary>The account known by this key; null if it was never opened.</summary>
    Account? Find(AccountKey key);

    /// <summary>The entry with this number.</summary>
    JournalEntry? FindEntry(EntryNumber number);

    /// <summary>The entry that was written under this key.</summary>
    JournalEntry? FindEntry(IdempotencyKey key);

    /// <summary>The entry that reverses this one.</summary>
    EntryNumber? FindReversalOf(EntryNumber number);

    /// <summary>The hold with this number, with its end.</summary>
    Hold? FindHold(HoldNumber number);

    /// <summary>The hold that was placed under this key, with its end.</summary>
    Hold? FindHold(IdempotencyKey key);

    /// <summary>Adds an account.</summary>
    void Append(Account opened);

    /// <summary>Adds an entry; <paramref name="after"/> are the touched accounts as they stand then.</summary>
    void Append(JournalEntry entry, ImmutableArray<Account> after);

    /// <summary>Adds a hold; <paramref name="after"/> is its account as it stands then.</summary>
    void Append(Hold hold, Account after);

    /// <summary>Adds the end of a hold; <paramref name="after"/> is its account as it stands then.</summary>
    void Append(HoldEnd end, Account after);

    /// <summary>Adds new terms of an account (floor, state), with who set them and why.</summary>
    void Append(AccountTerms terms, Account after);
}

/// <summary>New terms of an account: from then on this floor and this state apply.</summary>
/// <param name="Account">The account.</param>
/// <param name="Floor">Its floor from now on; null for none.</param>
/// <param name="State">Its state from now on.</param>
/// <param name="AfterEntry">The last entry before the change, so that the audit knows which floor an entry had to keep.</param>
/// <param name="RecordedAt">When they were set.</param>
/// <param name="Actor">Who set them.</param>
/// <param name="Reason">Why, as a code.</param>
public sealed record AccountTerms(
    AccountNumber Account, Amount? Floor, AccountState State, EntryNumber AfterEntry, Instant RecordedAt, string Actor, string Reason);
