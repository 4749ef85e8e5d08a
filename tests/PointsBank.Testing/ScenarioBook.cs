// Two books that answer the same tables: one in memory, one in a file.
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Testing;

/// <summary>A book that a scenario can be played on.</summary>
public interface IScenarioBook : IDisposable
{
    FakeClock Clock { get; }

    Task<Outcome<T>> Do<T>(Func<IBook, Instant, Outcome<T>> action);

    Account? Read(AccountKey key);

    BookHead Head { get; }

    IReadOnlyList<Deviation> Verify();
}

/// <summary>The pure core.</summary>
public sealed class MemoryScenarioBook : IScenarioBook
{
    public MemoryBook Book { get; } = new(BankCode.Parse("anjiahe"));

    public FakeClock Clock { get; } = new();

    public BookHead Head => Book.Head;

    public Task<Outcome<T>> Do<T>(Func<IBook, Instant, Outcome<T>> action) => Task.FromResult(action(Book, Clock.GetCurrentInstant()));

    public Account? Read(AccountKey key) => Book.Find(key);

    public IReadOnlyList<Deviation> Verify()
    {
        var audit = new Audit(Book.Bank);
        // The floor an account was opened with is not kept in memory once its terms change, so those are told with the terms alone.
        var changed = Book.Terms.Select(terms => terms.Account).ToHashSet();
        foreach (var account in Book.Accounts) audit.Opened(account.Number, account.Key, changed.Contains(account.Number) ? null : account.Floor);
        foreach (var terms in Book.Terms) audit.Changed(terms);
        foreach (var entry in Book.Entries) audit.Check(entry);
        audit.CheckTrialBalance();
        audit.CompareBook(Book.Head);
        foreach (var account in Book.Accounts)
        {
            audit.CompareHead(account);
            var open = Book.Holds.Where(hold => hold.Account == account.Number && hold.End is null).Sum(hold => hold.Amount.Value);
            audit.CompareHeld(account.Number, new(open), account.Held);
        }
        return audit.Deviations;
    }

    public void Dispose()
    {
    }
}

/// <summary>A database of its own, written through its queue like any other.</summary>
public sealed class SqliteScenarioBook : IScenarioBook
{
    readonly TempFolder folder = new();

    SqliteScenarioBook() => Database = Database.Open(new() { File = folder.File("bank.db"), Clock = Clock, HeadsPerCommit = 1 });

    public static async Task<SqliteScenarioBook> Open()
    {
        var book = new SqliteScenarioBook();
        _ = await book.Database.Write<long>(writer => writer.AddBook(BankCode.Parse("anjiahe"))!.Value);
        return book;
    }

    public Database Database { get; }

    public FakeClock Clock { get; } = new();

    public BookHead Head => Database.Read(connection => BookTable.Head(connection, 1));

    public Task<Outcome<T>> Do<T>(Func<IBook, Instant, Outcome<T>> action) => Database.Write(writer => action(writer.Book(1), writer.Now));

    public Account? Read(AccountKey key) => Database.ReadAccount(1, key);

    public IReadOnlyList<Deviation> Verify() => Database.Read(connection => Verifier.Verify(connection, 1, null, null)).Deviations;

    public void Dispose()
    {
        Database.Dispose();
        folder.Dispose();
    }
}
