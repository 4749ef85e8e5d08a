using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>The clock has jumped since the last moment that the book or the program has seen.</summary>
/// <param name="Last">That last moment.</param>
/// <param name="Now">What the clock says.</param>
public sealed record ClockDoubt(Instant Last, Instant Now)
{
    static readonly Duration Year = Duration.FromDays(365);

    /// <summary>Whether it leapt ahead; else it went back.</summary>
    public bool IsAhead => Now > Last;

    /// <summary>Whether the jump is so long that an administrator must say that the clock is right.</summary>
    public bool NeedsAdministrator => (IsAhead ? Now - Last : Last - Now) > Year;

    /// <summary>The refusal of whatever would write.</summary>
    public Refusal Refusal => new Refusal(StorageRefusals.ClockInDoubt).With("last", Last).With("retryAfterSeconds", 60);
}

/// <summary>
/// Compares the clock with the later of the book's last entry and the last time that the program was up. An empty database and the demo
/// believe any clock.
/// </summary>
sealed class ClockGuard
{
    /// <summary>The longest leap that is believed: a village may close for some weeks.</summary>
    static readonly Duration MaxAhead = Duration.FromDays(30);

    /// <summary>The longest step back that is believed.</summary>
    static readonly Duration MaxBehind = Duration.FromDays(1);

    static readonly Duration KeptFor = Duration.FromHours(1);

    readonly Lock gate = new();
    Instant? last;
    Instant kept;
    bool believesAll, isEmpty;

    public ClockGuard(DbSession db) => Load(db);

    /// <summary>What speaks against this moment. One that is believed is the last that was seen from then on.</summary>
    public ClockDoubt? DoubtOf(Instant now)
    {
        lock (gate)
        {
            if (believesAll || isEmpty) return null;
            if (last is { } seen && (now - seen > MaxAhead || seen - now > MaxBehind)) return new(seen, now);
            if (last is null || now > last) last = now;
            return null;
        }
    }

    public Duration BehindAt(Instant now)
    {
        lock (gate) return believesAll || isEmpty || last is not { } seen ? Duration.Zero : seen - now;
    }

    /// <summary>Whether the moment kept in the database is so old that this one should be kept.</summary>
    public bool IsStale(Instant now)
    {
        if (DoubtOf(now) is not null) return false;
        lock (gate) return !believesAll && !isEmpty && now - kept >= KeptFor;
    }

    public void Kept(Instant now)
    {
        lock (gate) kept = now;
    }

    /// <summary>Reads what is kept; true, for a caller that needs a value.</summary>
    public bool Load(DbSession db)
    {
        var watch = ClockTable.Find(db);
        var hasBook = BookTable.All(db).Count > 0;
        var recorded = ClockTable.LastRecorded(db, watch?.Overruled ?? 0);
        lock (gate)
        {
            isEmpty = !hasBook;
            believesAll = watch?.BelievesAll ?? false;
            kept = Instant.FromUnixTimeMilliseconds(watch?.Seen ?? 0);
            last = Math.Max(watch?.Seen ?? 0, recorded ?? 0) is > 0 and var latest ? Instant.FromUnixTimeMilliseconds(latest) : null;
        }
        return true;
    }
}

/// <summary>The one row that says when the program was last up, and which entries no longer speak against the clock.</summary>
public static class ClockTable
{
    internal sealed record Watch(long Seen, long Overruled, bool BelievesAll);

    internal static Watch? Find(DbSession db) =>
        db.QuerySingleOrDefault<(long Seen, long Overruled, long BelievesAll)?>(
            "select seen_at, overruled_at, believes_all from clock_watch where bank = 0") is { } row
            ? new(row.Seen, row.Overruled, row.BelievesAll == 1) : null;

    /// <summary>When the last entry of any book was recorded, leaving out what was overruled; null where there is none.</summary>
    internal static long? LastRecorded(DbSession db, long overruled) =>
        db.ExecuteScalar<long?>(
            "select max(recorded_at) from books where entry > 0 and recorded_at > @overruled", new { overruled });

    /// <summary>Keeps that the program was up at this moment; an earlier one never takes the place of a later one.</summary>
    internal static void Keep(DbSession db, Instant now) => db.Execute("""
        insert into clock_watch (bank, seen_at, overruled_at, believes_all) values (0, @now, 0, 0)
        on conflict (bank) do update set seen_at = case when clock_watch.seen_at < excluded.seen_at then excluded.seen_at
          else clock_watch.seen_at end
        """, new { now = now.ToUnixTimeMilliseconds() });

    /// <summary>
    /// The clock is right: this moment is the last that was seen, and no entry that stands in a book now speaks against it any more.
    /// </summary>
    public static void Confirm(DbSession db, Instant now) => db.Execute("""
        insert into clock_watch (bank, seen_at, overruled_at, believes_all)
        select 0, @now, coalesce(max(recorded_at), 0), 0 from books where true
        on conflict (bank) do update set seen_at = excluded.seen_at, overruled_at = excluded.overruled_at
        """, new { now = now.ToUnixTimeMilliseconds() });

    /// <summary>This database is a demo: it may be opened at any moment, and stands still where that is wished.</summary>
    public static void BelieveAll(DbSession db, Instant now) => db.Execute(
        """
        insert into clock_watch (bank, seen_at, overruled_at, believes_all) values (0, @now, 0, 1)
          on conflict (bank) do update set believes_all = 1
        """,
        new { now = now.ToUnixTimeMilliseconds() });
}
