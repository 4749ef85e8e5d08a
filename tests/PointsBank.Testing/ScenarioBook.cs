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
    readonly List<Account> openings = [];

    public MemoryBook Book { get; } = new(BankCode.Parse("anjiahe"));

    public FakeClock Clock { get; } = new();

    public BookHead Head => Book.Head;

    public Task<Outcome<T>> Do<T>(Func<IBook, Instant, Outcome<T>> action)
    {
        var outcome = action(Book, Clock.GetCurrentInstant());
        openings.AddRange(Book.Accounts.Skip(openings.Count));
        return Task.FromResult(outcome);
    }

    public Account? Read(AccountKey key) => Book.Find(key);

    public IReadOnlyList<Deviation> Verify()
    {
        var audit = new Audit(Book.Bank);
        foreach (var account in openings) audit.Opened(account.Number, account.Key, account.Floor);
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

    SqliteScenarioBook() => Database = OpenFile();

    public static async Task<SqliteScenarioBook> Open()
    {
        var book = new SqliteScenarioBook();
        _ = await book.Database.Write<long>(writer => writer.AddBook(BankCode.Parse("anjiahe"))!.Value);
        return book;
    }

    public Database Database { get; private set; }

    public FakeClock Clock { get; } = new();

    /// <summary>Stops and starts again, as on a new day.</summary>
    public void Reopen()
    {
        Database.Dispose();
        Database = OpenFile();
    }

    public BookHead Head => Database.Read(connection => BookTable.Head(connection, 1));

    public Task<Outcome<T>> Do<T>(Func<IBook, Instant, Outcome<T>> action) => Database.Write(writer => action(writer.Book(1), writer.Now));

    public Account? Read(AccountKey key) => Database.ReadAccount(1, key);

    public IReadOnlyList<Deviation> Verify() => Database.Read(connection => Verifier.Verify(connection, 1, null, null)).Deviations;

    public void Dispose()
    {
        Database.Dispose();
        folder.Dispose();
    }

    Database OpenFile() => Database.Open(new() { File = folder.File("bank.db"), Clock = Clock, HeadsPerCommit = 1 });
}
