using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using Polly;
using Polly.Retry;

namespace PointsBank.Storage;

/// <summary>How to open a database.</summary>
public sealed record DatabaseOptions
{
    /// <summary>The database's file; it is made if it does not exist.</summary>
    public required string File { get; init; }

    /// <summary>Where time comes from.</summary>
    public required IClock Clock { get; init; }

    /// <summary>The schema, in order. The ledger's own comes first.</summary>
    public IReadOnlyList<Migration> Migrations { get; init; } = Migration.Ledger;

    /// <summary>How many writes may wait; one more is refused at once.</summary>
    public int QueueCapacity { get; init; } = 4096;

    /// <summary>How many writes share one commit at most.</summary>
    public int MaxPerCommit { get; init; } = 512;

    /// <summary>
    /// How many account heads are written back at each commit; the rest stay in memory and are rebuilt from the journal if lost.
    /// </summary>
    public int HeadsPerCommit { get; init; } = 64;

    /// <summary>The most pages the file may have; 0 for no limit. Beyond it writes are refused with <c>storage_full</c>.</summary>
    public long MaxPages { get; init; }

    /// <summary>What a test does to each statement's text; null outside of tests.</summary>
    internal Func<string, string>? Rewrite { get; init; }

    internal SqliteConnection Connect(string text) => Rewrite is null ? new SqliteConnection(text) : new SeenConnection(text, Rewrite);

    /// <summary>
    /// Whether the clock must be confirmed after a jump before anything is written; the schema then has the tables of the clock. Programs
    /// set it, tools and tests may not.
    /// </summary>
    public bool GuardsClock { get; init; }
}

/// <summary>
/// One database file and the one writer to it. Writes go through <see cref="Write{T}"/>, which answers when they are durable; reads use
/// their own connections and never wait for a writer. A second process that opens the same file for writing is refused.
/// </summary>
public sealed class Database : IDisposable
{
    static readonly ResiliencePipeline Retrying = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        // Busy and locked pass by themselves; anything else will not get better by asking again. Never used around a commit.
        ShouldHandle = new PredicateBuilder().Handle<SqliteException>(fault => fault.SqliteErrorCode is 5 or 6),
        MaxRetryAttempts = 5,
        Delay = TimeSpan.FromMilliseconds(20),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
    }).Build();

    readonly Lock closing = new();
    readonly DatabaseOptions options;
    readonly string readConnection;
    readonly FileStream fileLock;
    readonly CommitQueue queue;
    readonly ConcurrentDictionary<(long Bank, AccountKey Account), Account> unwritten;

    readonly ClockGuard? clockGuard;

    bool isClosed;

    Database(
        DatabaseOptions options, FileStream fileLock, CommitQueue queue, ConcurrentDictionary<(long, AccountKey), Account> unwritten,
        ClockGuard? clockGuard)
    {
        File = options.File;
        this.options = options;
        this.clockGuard = clockGuard;
        this.fileLock = fileLock;
        this.queue = queue;
        this.unwritten = unwritten;
        readConnection = ReadConnectionString(options.File);
    }

    /// <summary>The database's file.</summary>
    public string File { get; }

    /// <summary>How many writes wait for the writer.</summary>
    public int Waiting => queue.Waiting;

    /// <summary>How many commits were made since opening.</summary>
    public long Commits => queue.Commits;

    /// <summary>How many writes were kept since opening.</summary>
    public long Writes => queue.Writes;

    /// <summary>Why the writer stopped; null while all is well.</summary>
    public Exception? Fault => queue.Fault;

    /// <summary>Opens the file for reading and writing: takes the lock, brings the schema up to date, starts the writer.</summary>
    /// <exception cref="CannotOpenException">Another process writes to it, or its schema does not fit this program.</exception>
    public static Database Open(DatabaseOptions options)
    {
        PrivateFiles.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(options.File))!);
        var fileLock = TakeLock(options.File);
        SqliteConnection? connection = null;
        try
        {
            RemoveLeftovers(options.File);
            foreach (var side in (string[])["-wal", "-shm"]) PrivateFiles.Guard(options.File + side);
            PrivateFiles.Make(options.File);
            connection = OpenWriter(options);
            Retrying.Execute(() => Migrator.Apply(connection, options.Migrations, options.Clock.GetCurrentInstant()));
            var unwritten = new ConcurrentDictionary<(long, AccountKey), Account>();
            var clockGuard = options.GuardsClock ? new ClockGuard(new DbSession(connection)) : null;
            return new(options, fileLock, new CommitQueue(connection, options, unwritten, clockGuard), unwritten, clockGuard);
        }
        catch
        {
            connection?.Dispose();
            fileLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs work on the writer's thread inside a savepoint and answers when it is durable. A refusal, a replay and a dry run leave no
    /// trace. An exception from the work rolls back this work alone and is thrown to this caller. While the clock is in doubt nothing is
    /// written, save what signs people in and out, and what confirms the clock (<paramref name="atAnyClock"/>).
    /// </summary>
    public Task<Ledger.Outcome<T>> Write<T>(Func<Writer, Ledger.Outcome<T>> work, bool dryRun = false, bool atAnyClock = false) =>
        queue.Enqueue(work, dryRun, atAnyClock);

    /// <summary>What speaks against this moment; null where nothing does.</summary>
    public ClockDoubt? DoubtOf(Instant now) => clockGuard?.DoubtOf(now);

    /// <summary>How far a clock that says this lies behind the last moment that was seen; none or less where it does not.</summary>
    public Duration BehindAt(Instant now) => clockGuard?.BehindAt(now) ?? Duration.Zero;

    /// <summary>
    /// This moment, or while it is in doubt the last one that was believed: nothing lapses, and today is no other day, because a battery is
    /// empty.
    /// </summary>
    public Instant Believed(Instant now) => DoubtOf(now)?.Last ?? now;

    /// <summary>Keeps that the program was up at this moment; written once an hour at most.</summary>
    public async Task KeepSeen(Instant now)
    {
        if (clockGuard?.IsStale(now) is not true) return;
        var kept = await Write<bool>(writer =>
        {
            ClockTable.Keep(writer, writer.Now);
            return true;
        });
        if (kept.Refusal is null) clockGuard.Kept(now);
    }

    /// <summary>What the guard of the clock knows is read again: somebody has confirmed the clock, or the first book was opened.</summary>
    public void ReloadClock()
    {
        if (clockGuard is not null) Read(clockGuard.Load);
    }

    /// <summary>
    /// The first answer to a write that was done before, marked replayed; null if there was none. For a caller whose repetition was refused
    /// on the way to the write, because the world has moved on since.
    /// </summary>
    public Ledger.Outcome<T>? FindAnswer<T>(long bank, IdempotencyKey key, Digest fingerprint) =>
        Read(db => Writer.FindAnswer<T>(db, bank, key, fingerprint));

    /// <summary>Reads one consistent state of the file, with what is committed at this moment.</summary>
    public T Read<T>(Func<DbSession, T> query) => Read(query, usesTemporary: false);

    T Read<T>(Func<DbSession, T> query, bool usesTemporary) => Retrying.Execute(() =>
    {
        using var db = new DbSession(options.Connect(readConnection));
        db.Connection.Open();
        // Balances never lie in a folder for temporary files. Inside the transaction it could not be said any more.
        if (usesTemporary) db.Execute("pragma temp_store = memory");
        db.Execute("begin deferred");
        try
        {
            return query(db);
        }
        finally
        {
            db.Execute("rollback transaction");
        }
    });

    /// <summary>
    /// An account as it stands after the last commit; null if it was never opened. The writer publishes heads before it forgets them, so
    /// where none is published the row is fresh.
    /// </summary>
    public Account? ReadAccount(long bank, AccountKey key) =>
        unwritten.TryGetValue((bank, key), out var account) ? account : Read(db => AccountTable.Find(db, bank, key));

    /// <summary>
    /// Reads one consistent state of the file in which every account head of the bank is fresh, for readers that go through many of them.
    /// Nothing waits for the writer.
    /// </summary>
    public T ReadHeads<T>(long bank, Func<DbSession, T> query) => Read(db =>
    {
        UnwrittenHeads.Lay(db, bank);
        return query(db);
    }, usesTemporary: true);

    /// <summary>
    /// Writes the file anew, so that no byte of it says what was erased before. It takes about a second for each 100 MB, as much free space
    /// again, and other writes wait meanwhile; readers do not.
    /// </summary>
    public Task<Ledger.Outcome<bool>> WriteAnew() => queue.WriteAnew();

    /// <summary>Copies the database, as it is at this moment, to a new file while writing goes on.</summary>
    public void Backup(string target) => Backups.Copy(readConnection, target);

    /// <summary>A copy of the database to send; it is gone once it is closed.</summary>
    public FileStream OpenCopy()
    {
        var copy = NewTemporary();
        Backup(copy);
        return PrivateFiles.Open(copy, FileMode.Open, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
    }

    /// <summary>A file beside the database, and not in a folder that others share; it is gone once it is closed.</summary>
    public FileStream OpenTemporary() =>
        PrivateFiles.Open(NewTemporary(), FileMode.CreateNew, FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    /// <summary>
    /// Finishes what waits, writes all heads back, and lets go of the file. Whoever calls second waits until that is done.
    /// </summary>
    public void Dispose()
    {
        lock (closing)
        {
            if (isClosed) return;
            isClosed = true;
            // The writer closes last, so that SQLite folds its side files into the one file.
            using (var pooled = new SqliteConnection(readConnection)) SqliteConnection.ClearPool(pooled);
            queue.Dispose();
            fileLock.Dispose();
        }
    }

    /// <summary>Opens a file of these migrations for reading alone, for an auditor; a writer may be at work on it.</summary>
    /// <exception cref="OtherVersionException">The file belongs to another version of the program.</exception>
    public static DbSession OpenToRead(string file, IReadOnlyList<Migration> migrations)
    {
        var db = OpenToRead(file);
        try
        {
            Migrator.RefuseOther(db, migrations);
            return db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    /// <summary>Opens any file for reading alone.</summary>
    public static DbSession OpenToRead(string file)
    {
        // Not pooled: closing it must end its transaction and free the file.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ReadConnectionString(file)) { Pooling = false }.ToString());
        Retrying.Execute(connection.Open);
        connection.Execute("begin transaction");
        return new(connection);
    }

    static string TemporaryFolder(string file) => file + ".tmp";

    string NewTemporary() =>
        Path.Combine(PrivateFiles.MakeFolder(TemporaryFolder(File)).FullName, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <summary>
    /// Removes what was half written when the program was killed: files to send, copies in this folder, a demo that did not become whole.
    /// </summary>
    static void RemoveLeftovers(string file)
    {
        foreach (var unfinished in (string[])[file, file + ".demo"])
            if (Directory.Exists(TemporaryFolder(unfinished)))
                Directory.Delete(TemporaryFolder(unfinished), recursive: true);
        var folder = new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(file))!);
        foreach (var pattern in (string[])["*.db.partial", "*.db.partial-journal", Path.GetFileName(file) + ".demo*"])
            foreach (var leftover in folder.EnumerateFiles(pattern))
                leftover.Delete();
    }

    internal static string ReadConnectionString(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 5 }.ToString();

    static FileStream TakeLock(string file)
    {
        try
        {
            return PrivateFiles.Open(file + ".lock", FileMode.OpenOrCreate);
        }
        catch (IOException busy)
        {
            throw new CannotOpenException(
                $"另一个程序正在写入 {file}，请先关闭它。Another process is writing to {file}: stop it first.", busy);
        }
    }

    static SqliteConnection OpenWriter(DatabaseOptions options)
    {
        var connection = options.Connect(new SqliteConnectionStringBuilder { DataSource = options.File, Pooling = false }.ToString());
        Retrying.Execute(connection.Open);
        // What is erased is overwritten, so that no name stays behind in a free page of the file.
        connection.Execute(
            "pragma secure_delete = on; pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma "
                + "recursive_triggers = on; pragma cache_size = -65536; pragma wal_autocheckpoint = 4000");
        if (options.MaxPages > 0) connection.Execute($"pragma max_page_count = {options.MaxPages}");
        return connection;
    }
}
