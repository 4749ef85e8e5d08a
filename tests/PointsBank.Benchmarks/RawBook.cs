using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using SQLitePCL;

namespace PointsBank.Benchmarks;

/// <summary>
/// The bound: the rows of the product's entries, written by the library's own prepared statements in one thread, many entries in one
/// commit, and nothing else: no queue, no savepoints, no checks, no look-ups, no hashing. Heads go back as lazily as the product's do.
/// </summary>
sealed class RawBook : IDisposable
{
    public const int EntriesPerCommit = 512;
    const int HeadsPerCommit = 64;

    sealed class Head(long account, AccountKind kind, long owner, long period)
    {
        public readonly long Account = account, Owner = owner, Period = period;
        public readonly AccountKind Kind = kind;
        public long Balance, In, Out, Postings, Last;
        public long? Written;
        public bool IsDirty;
    }

    readonly SqliteConnection connection;
    readonly sqlite3 database;
    readonly sqlite3_stmt begin, commit, addEntry, addPosting, writeHead, countStanding, writeBook;
    readonly List<Head> points = [], merits = [], minutes = [];
    readonly Head[] issuance;
    readonly Queue<Head> dirty = new();
    readonly Random random = new(1);
    readonly string today = NodaTime.Text.LocalDatePattern.Iso.Format(BenchVillage.Today);
    readonly byte[] key = new byte[16], digest = new byte[32];
    long bank, entry, posting, accounts;

    public RawBook(string file)
    {
        connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        database = connection.Handle!;
        Run(
            "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma recursive_triggers = on; pragma "
                + "cache_size = -65536; pragma wal_autocheckpoint = 4000");
        begin = Prepare("begin immediate");
        commit = Prepare("commit");
        addEntry = Prepare("""
            insert into entries (bank, number, kind, recorded_at, effective_on, actor, key, fingerprint, reason, note, source, rule, rulebook,
              reverses, settles, deficit, first_posting, postings, hash) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
            """);
        addPosting = Prepare(
            "insert into postings (bank, number, entry, account, amount, balance_after, sequence, previous) values (?,?,?,?,?,?,?,?)");
        writeHead = Prepare("""
            insert into account_heads (bank, account, kind, owner, period, balance, total_in, total_out, held, postings, last_posting)
            values (?,?,?,?,?,?,?,?,?,?,?)
            on conflict (bank, account) do update set balance = excluded.balance, total_in = excluded.total_in, total_out = excluded.total_out,
              held = excluded.held, postings = excluded.postings, last_posting = excluded.last_posting
            """);
        countStanding = Prepare("""
            insert into standing_counts (bank, period, standing, households) values (?1, ?2, ?3, max(?4, 0))
            on conflict (bank, period, standing) do update set households = households + ?4
            """);
        writeBook = Prepare(
            "update books set entry = ?, hash = ?, recorded_at = ?, postings = ?, accounts = ?, heads_as_of = ? where bank = ?");
        issuance = Load();
    }

    /// <summary>One commit's worth of entries; <paramref name="legs"/> is 4, or 6 with minutes.</summary>
    public void Commit(int legs)
    {
        Execute(begin);
        for (var i = 0; i < EntriesPerCommit; i++) Enter(legs);
        for (var most = HeadsPerCommit; most > 0 && dirty.TryDequeue(out var head); most--) WriteHead(head);
        Bind(writeBook, 1, entry);
        raw.sqlite3_bind_blob(writeBook, 2, digest);
        Bind(writeBook, 3, entry);
        Bind(writeBook, 4, posting);
        Bind(writeBook, 5, accounts);
        Bind(writeBook, 6, posting);
        Bind(writeBook, 7, bank);
        Execute(writeBook);
        Execute(commit);
    }

    public void Dispose()
    {
        foreach (var statement in (sqlite3_stmt[])[begin, commit, addEntry, addPosting, writeHead, countStanding, writeBook])
            statement.Dispose();
        connection.Dispose();
    }

    void Enter(int legs)
    {
        entry++;
        BinaryPrimitives.WriteInt64BigEndian(key, entry);
        BinaryPrimitives.WriteInt64BigEndian(digest, entry);
        var household = random.Next(points.Count);
        Bind(addEntry, 1, bank);
        Bind(addEntry, 2, entry);
        Bind(addEntry, 3, (long)EntryKind.Credit);
        Bind(addEntry, 4, 1_700_000_000_000 + entry);
        raw.sqlite3_bind_text(addEntry, 5, today);
        raw.sqlite3_bind_text(addEntry, 6, "staff:1");
        raw.sqlite3_bind_blob(addEntry, 7, key);
        raw.sqlite3_bind_blob(addEntry, 8, digest);
        raw.sqlite3_bind_text(addEntry, 9, "direct_rule");
        raw.sqlite3_bind_text(addEntry, 11, legs == 6 ? "member:1234" : "");
        raw.sqlite3_bind_text(addEntry, 12, BenchVillage.EventRule);
        Bind(addEntry, 13, 1);
        Bind(addEntry, 16, 0);
        Bind(addEntry, 17, posting + 1);
        Bind(addEntry, 18, legs);
        raw.sqlite3_bind_blob(addEntry, 19, digest);
        Execute(addEntry);
        Post(issuance[0], -5);
        Post(points[household], 5);
        Post(issuance[1], -5);
        Post(merits[household], 5);
        if (legs < 6) return;
        Post(issuance[2], -60);
        Post(minutes[household], 60);
    }

    void Post(Head head, long amount)
    {
        var previous = head.Last;
        head.Balance += amount;
        if (amount > 0) head.In += amount;
        else head.Out -= amount;
        head.Postings++;
        head.Last = ++posting;
        Bind(addPosting, 1, bank);
        Bind(addPosting, 2, posting);
        Bind(addPosting, 3, entry);
        Bind(addPosting, 4, head.Account);
        Bind(addPosting, 5, amount);
        Bind(addPosting, 6, head.Balance);
        Bind(addPosting, 7, head.Postings);
        Bind(addPosting, 8, previous);
        Execute(addPosting);
        if (head.IsDirty) return;
        head.IsDirty = true;
        dirty.Enqueue(head);
    }

    void WriteHead(Head head)
    {
        head.IsDirty = false;
        Bind(writeHead, 1, bank);
        Bind(writeHead, 2, head.Account);
        Bind(writeHead, 3, (long)head.Kind);
        Bind(writeHead, 4, head.Owner);
        Bind(writeHead, 5, head.Period);
        Bind(writeHead, 6, head.Balance);
        Bind(writeHead, 7, head.In);
        Bind(writeHead, 8, head.Out);
        Bind(writeHead, 9, 0);
        Bind(writeHead, 10, head.Postings);
        Bind(writeHead, 11, head.Last);
        Execute(writeHead);
        if (head.Kind != AccountKind.HouseholdMerit || head.Written == head.Balance) return;
        if (head.Written is { } written) Count(head.Period, written, -1);
        Count(head.Period, head.Balance, 1);
        head.Written = head.Balance;
    }

    void Count(long period, long standing, long change)
    {
        Bind(countStanding, 1, bank);
        Bind(countStanding, 2, period);
        Bind(countStanding, 3, standing);
        Bind(countStanding, 4, change);
        Execute(countStanding);
    }

    /// <summary>Every account as its head stands; the file was closed in good order, so all are there.</summary>
    Head[] Load()
    {
        using var books = Prepare("select bank, entry, postings, accounts from books where code = 'bench'");
        raw.sqlite3_step(books);
        (bank, entry, posting, accounts) = (Column(books, 0), Column(books, 1), Column(books, 2), Column(books, 3));
        using var heads = Prepare("""
            select a.number, a.kind, a.owner, a.period, h.balance, h.total_in, h.total_out, h.postings, h.last_posting, a.unit
            from accounts a join account_heads h on h.bank = a.bank and h.account = a.number order by a.number
            """);
        var issued = new Dictionary<string, Head>();
        while (raw.sqlite3_step(heads) == raw.SQLITE_ROW)
        {
            var head = new Head(Column(heads, 0), (AccountKind)Column(heads, 1), Column(heads, 2), Column(heads, 3))
            {
                Balance = Column(heads, 4), In = Column(heads, 5), Out = Column(heads, 6), Postings = Column(heads, 7),
                Last = Column(heads, 8), Written = Column(heads, 4),
            };
            if (head.Kind == AccountKind.Issuance) issued[raw.sqlite3_column_text(heads, 9).utf8_to_string()] = head;
            else (head.Kind == AccountKind.HouseholdPoints ? points : head.Kind == AccountKind.HouseholdMerit ? merits : minutes).Add(head);
        }
        return [issued["points"], issued["merit"], issued["minutes"]];
    }

    sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(database, sql, out var statement));
        return statement;
    }

    void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    void Execute(sqlite3_stmt statement)
    {
        if (raw.sqlite3_step(statement) != raw.SQLITE_DONE)
            throw new InvalidOperationException(raw.sqlite3_errmsg(database).utf8_to_string());
        Check(raw.sqlite3_reset(statement));
    }

    static void Bind(sqlite3_stmt statement, int position, long value) => raw.sqlite3_bind_int64(statement, position, value);

    static long Column(sqlite3_stmt statement, int column) => raw.sqlite3_column_int64(statement, column);

    void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new InvalidOperationException(raw.sqlite3_errmsg(database).utf8_to_string());
    }
}
