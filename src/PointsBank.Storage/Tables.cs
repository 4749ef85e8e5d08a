using System.Collections.Immutable;
using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>The heads of books, one row for each bank.</summary>
public static class BookTable
{
    internal const string Select =
        "select code, entry, hash, recorded_at, postings, accounts, holds, heads_as_of from books where bank = @bank";

    internal const string Update = """
        update books set entry = @entry, hash = @hash, recorded_at = @at, postings = @postings, accounts = @accounts, holds = @holds,
          heads_as_of = @headsAsOf
        where bank = @bank
        """;

    internal static (BookHead Head, BankCode Code, long HeadsAsOf) Read(DbSession db, long bank)
    {
        using var statement = new Statement(db, Select, "@bank");
        return Read(statement, bank);
    }

    internal static (BookHead Head, BankCode Code, long HeadsAsOf) Read(Statement statement, long bank)
    {
        using var row = statement.Query(bank);
        if (!row.Read()) throw new InvalidOperationException($"there is no book {bank}");
        var head = new BookHead(
            new(row.Number(1)), new(row.Bytes(2)), Instant.FromUnixTimeMilliseconds(row.Number(3)), row.Number(4), row.Number(5),
            row.Number(6));
        return (head, BankCode.Parse(row.Text(0)), row.Number(7));
    }

    /// <summary>Where a bank's book stands.</summary>
    public static BookHead Head(DbSession db, long bank) => Read(db, bank).Head;

    /// <summary>Every bank's number and code, in order.</summary>
    public static IReadOnlyList<(long Bank, BankCode Code)> All(DbSession db) =>
        [.. db.Query<(long Bank, string Code)>(
            "select bank, code from books order by bank").Select(row => (row.Bank, BankCode.Parse(row.Code)))];

    /// <summary>The number of the bank with this code.</summary>
    public static long? Find(DbSession db, BankCode code) =>
        db.QuerySingleOrDefault<long?>("select bank from books where code = @code", new { code = code.Value });

    /// <summary>The banks whose heads are not all in their table.</summary>
    internal static IReadOnlyList<long> Lagging(DbSession db) =>
        [.. db.Query<long>("select bank from books where heads_as_of < postings order by bank")];

    /// <summary>Whether every account head of the bank is in its table.</summary>
    internal static bool IsFlushed(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select count(*) from books where bank = @bank and heads_as_of = postings", new { bank }) == 1;

    internal static long? Add(DbSession db, BankCode code) => db.QuerySingleOrDefault<long?>("""
        insert into books (bank, code, entry, hash, recorded_at, postings, accounts, holds, heads_as_of)
        select coalesce(max(bank), 0) + 1, @code, 0, @hash, 0, 0, 0, 0, 0 from books where true
        on conflict (code) do nothing
        returning bank
        """, new { code = code.Value, hash = default(Digest).ToArray() });
}

/// <summary>Accounts with their terms and heads.</summary>
public static class AccountTable
{
    internal const string Columns = """
        a.number, a.kind, a.owner, a.unit, a.period, a.floor, t.account, t.floor, coalesce(t.state, 0),
        h.total_in, h.total_out, h.held, h.postings, h.last_posting
        """;

    internal const string From = """
        from accounts a
        left join account_heads h on h.bank = a.bank and h.account = a.number
        left join account_terms t on t.bank = a.bank and t.account = a.number and t.sequence =
          (select max(sequence) from account_terms where bank = a.bank and account = a.number)
        """;

    internal const string Select = $"""
        select {Columns}
        {From}
        where a.bank = @bank and a.kind = @kind and a.owner = @owner and a.unit = @unit and a.period = @period
        """;

    internal static (Account Account, Amount? Written)? FindForWriter(Statements statements, long bank, AccountKey key)
    {
        using var rows = statements.FindAccount.Query(bank, (long)key.Kind, key.Owner, key.Unit.Code, (long)key.Period);
        if (!rows.Read()) return null;
        var account = Of(rows);
        return (account, rows.IsNull(9) ? null : account.Balance);
    }

    /// <summary>An account as its table has it; the last postings may be missing while the writer is busy.</summary>
    internal static Account? Find(DbSession db, long bank, AccountKey key)
    {
        using var statement = new Statement(db, Select, "@bank", "@kind", "@owner", "@unit", "@period");
        using var rows = statement.Query(bank, (long)key.Kind, key.Owner, key.Unit.Code, (long)key.Period);
        return rows.Read() ? Of(rows) : null;
    }

    /// <summary>Every account of a book in order of opening, one at a time.</summary>
    public static IEnumerable<Account> All(DbSession db, long bank)
    {
        using var statement = new Statement(db, $"select {Columns} {From} where a.bank = @bank order by a.number", "@bank");
        using var rows = statement.Query(bank);
        while (rows.Read()) yield return Of(rows);
    }

    /// <summary>The floor each account was opened with, in order of opening.</summary>
    internal static IEnumerable<(AccountNumber Number, AccountKey Key, Amount? Floor)> Openings(DbSession db, long bank)
    {
        using var statement = new Statement(
            db, "select number, kind, owner, unit, period, floor from accounts where bank = @bank order by number", "@bank");
        using var rows = statement.Query(bank);
        while (rows.Read()) yield return (new(rows.Number(0)), KeyOf(rows, 1), rows.IsNull(5) ? null : new Amount(rows.Number(5)));
    }

    internal static IEnumerable<AccountTerms> Terms(DbSession db, long bank) =>
        db.Query<(long Account, long? Floor, long State, long AfterEntry, long RecordedAt, string Actor, string Reason)>(
            """
            select account, floor, state, after_entry, recorded_at, actor, reason from account_terms where bank = @bank
              order by account, sequence
            """,
            new { bank })
            .Select(row => new AccountTerms(
                new(row.Account), row.Floor is { } floor ? new Amount(floor) : null, (AccountState)row.State, new(row.AfterEntry),
                Instant.FromUnixTimeMilliseconds(row.RecordedAt), row.Actor, row.Reason));

    internal static AccountKey KeyOf(Statement.Rows row, int first) =>
        new((AccountKind)row.Number(first), row.Number(first + 1), Unit.Parse(row.Text(first + 2)), (int)row.Number(first + 3));

    static Account Of(Statement.Rows row)
    {
        var floor = row.IsNull(6) ? 5 : 7;
        return new(
            new(row.Number(0)), KeyOf(row, 1), row.IsNull(floor) ? null : new Amount(row.Number(floor)), (AccountState)row.Number(8),
            Number(9), Number(10), Number(11), Number(12).Value, Number(13).Value);

        Amount Number(int column) => row.IsNull(column) ? default : new(row.Number(column));
    }
}

/// <summary>Postings in order of their numbers, with what their accounts are known by.</summary>
public static class PostingTable
{
    const string Columns =
        "p.number, p.account, a.kind, a.owner, a.unit, a.period, p.amount, p.balance_after, p.sequence, p.previous, p.entry";
    const string From = "from postings p join accounts a on a.bank = p.bank and a.number = p.account";

    internal static Posting? Find(DbSession db, long bank, long number)
    {
        using var statement = new Statement(
            db, $"select {Columns} {From} where p.bank = @bank and p.number = @number", "@bank", "@number");
        using var rows = statement.Query(bank, number);
        return rows.Read() ? Of(rows) : null;
    }

    internal static ImmutableArray<Posting> Range(DbSession db, long bank, long first, long count)
    {
        using var statement = new Statement(
            db, $"select {Columns} {From} where p.bank = @bank and p.number >= @first and p.number < @end order by p.number",
            "@bank", "@first", "@end");
        using var rows = statement.Query(bank, first, first + count);
        var postings = ImmutableArray.CreateBuilder<Posting>();
        while (rows.Read()) postings.Add(Of(rows));
        return postings.ToImmutable();
    }

    /// <summary>Every posting after this one, in order, one at a time.</summary>
    public static IEnumerable<Posting> After(DbSession db, long bank, long number) =>
        EntriesAfter(db, bank, number).Select(row => row.Posting);

    internal static IEnumerable<(long Entry, Posting Posting)> EntriesAfter(DbSession db, long bank, long number)
    {
        using var statement = new Statement(
            db,
            """
            select p.number, p.account, p.amount, p.balance_after, p.sequence, p.previous, p.entry from postings p
              where p.bank = @bank and p.number > @number order by p.number
            """,
            "@bank", "@number");
        var keys = AccountTable.Openings(db, bank).ToDictionary(row => row.Number, row => row.Key);
        using var rows = statement.Query(bank, number);
        while (rows.Read())
        {
            var account = new AccountNumber(rows.Number(1));
            yield return (rows.Number(6), new(
                rows.Number(0), account, keys.GetValueOrDefault(account), new(rows.Number(2)), new(rows.Number(3)), rows.Number(4),
                rows.Number(5)));
        }
    }

    /// <summary>
    /// The account's postings from <paramref name="last"/> backwards, newest first: a short walk along <c>previous</c>, never a sum.
    /// </summary>
    public static IReadOnlyList<(Posting Posting, EntryNumber Entry)> Walk(DbSession db, long bank, long last, int most)
    {
        // One look-up by key for each step: a planner cannot get that wrong, as it can a recursive query.
        using var statement = new Statement(
            db, $"select {Columns} {From} where p.bank = @bank and p.number = @number", "@bank", "@number");
        var lines = new List<(Posting, EntryNumber)>();
        while (last > 0 && lines.Count < most)
        {
            using var rows = statement.Query(bank, last);
            if (!rows.Read()) break;
            var posting = Of(rows);
            lines.Add((posting, new(rows.Number(10))));
            last = posting.Previous;
        }
        return lines;
    }

    /// <summary>
    /// The account's postings from <paramref name="last"/> back to the posting <paramref name="first"/> of the book, newest first, by the
    /// same walk.
    /// </summary>
    public static IEnumerable<(Posting Posting, EntryNumber Entry)> Since(DbSession db, long bank, long last, long first)
    {
        using var statement = new Statement(
            db, $"select {Columns} {From} where p.bank = @bank and p.number = @number", "@bank", "@number");
        while (last >= first)
        {
            using var rows = statement.Query(bank, last);
            if (!rows.Read()) break;
            var posting = Of(rows);
            yield return (posting, new(rows.Number(10)));
            last = posting.Previous;
        }
    }

    static Posting Of(Statement.Rows row) => new(
        row.Number(0), new(row.Number(1)), AccountTable.KeyOf(row, 2), new(row.Number(6)), new(row.Number(7)), row.Number(8),
        row.Number(9));
}

/// <summary>Holds with their ends.</summary>
public static class HoldTable
{
    const string Select = """
        select h.number, h.account, a.kind, a.owner, a.unit, a.period, h.amount, h.placed_at, h.expires_at, h.actor, h.key, h.fingerprint,
          h.reason,
          e.outcome, e.ended_at, e.actor, e.entry, e.taken, e.key
        from holds h
        join accounts a on a.bank = h.bank and a.number = h.account
        left join hold_ends e on e.bank = h.bank and e.hold = h.number
        where h.bank = @bank
        """;

    internal static Hold? Find(DbSession db, long bank, HoldNumber number) =>
        Where(db, "h.number = @value", bank, number.Value).FirstOrDefault();

    internal static Hold? Find(DbSession db, long bank, IdempotencyKey key) =>
        Where(db, "h.key = @value", bank, key.ToArray()).FirstOrDefault();

    internal static IReadOnlyList<Hold> Past(DbSession db, long bank, Instant now, int most) =>
        [.. Where(db, "e.hold is null and h.expires_at <= @value", bank, now.ToUnixTimeMilliseconds()).Take(most)];

    /// <summary>Whether a hold is past its time and not ended, so that a sweeper need not trouble the writer for nothing.</summary>
    public static bool AnyPast(DbSession db, long bank, Instant now) =>
        Where(db, "e.hold is null and h.expires_at <= @value", bank, now.ToUnixTimeMilliseconds()).Any();

    /// <summary>Every hold of a book in order.</summary>
    public static IEnumerable<Hold> All(DbSession db, long bank) => Where(db, "h.number > @value", bank, 0L);

    internal static void Add(DbSession db, long bank, Hold hold) => db.Execute("""
        insert into holds (bank, number, account, amount, placed_at, expires_at, actor, key, fingerprint, reason)
        values (@bank, @number, @account, @amount, @placedAt, @expiresAt, @actor, @key, @fingerprint, @reason)
        """,
        new
        {
            bank,
            number = hold.Number.Value,
            account = hold.Account.Value,
            amount = hold.Amount.Value,
            placedAt = hold.PlacedAt.ToUnixTimeMilliseconds(),
            expiresAt = hold.ExpiresAt?.ToUnixTimeMilliseconds(),
            actor = hold.Actor,
            key = hold.Idempotency.ToArray(),
            fingerprint = hold.Fingerprint.ToArray(),
            reason = hold.Reason,
        });

    internal static void Add(DbSession db, long bank, HoldEnd end) => db.Execute("""
        insert into hold_ends (bank, hold, outcome, ended_at, actor, entry, taken, key)
        values (@bank, @hold, @outcome, @endedAt, @actor, @entry, @taken, @key)
        """,
        new
        {
            bank,
            hold = end.Hold.Value,
            outcome = (long)end.Outcome,
            endedAt = end.EndedAt.ToUnixTimeMilliseconds(),
            actor = end.Actor,
            entry = end.Entry?.Value,
            taken = end.Taken.Value,
            key = end.Idempotency.ToArray(),
        });

    static IEnumerable<Hold> Where(DbSession db, string condition, long bank, SqlValue value)
    {
        using var statement = new Statement(db, $"{Select} and {condition} order by h.number", "@bank", "@value");
        using var rows = statement.Query(bank, value);
        while (rows.Read()) yield return Of(rows);
    }

    static Hold Of(Statement.Rows row)
    {
        var number = new HoldNumber(row.Number(0));
        var end = row.IsNull(13)
            ? null
            : new HoldEnd(
                number, (HoldOutcome)row.Number(13), Instant.FromUnixTimeMilliseconds(row.Number(14)), row.Text(15),
                row.IsNull(16) ? null : new(row.Number(16)), new(row.Number(17)), new(row.Bytes(18)));
        return new(
            number, new(row.Number(1)), AccountTable.KeyOf(row, 2), new(row.Number(6)), Instant.FromUnixTimeMilliseconds(row.Number(7)),
            row.IsNull(8) ? null : Instant.FromUnixTimeMilliseconds(row.Number(8)), row.Text(9), new(row.Bytes(10)),
            new(row.Bytes(11)), row.Text(12), end);
    }
}
