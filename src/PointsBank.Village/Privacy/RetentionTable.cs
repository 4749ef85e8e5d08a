using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Privacy;

/// <summary>For how long kinds of data are kept, what is due, and the runs that erased it.</summary>
static class RetentionTable
{
    /// <summary>For how many months a kind is kept.</summary>
    public static int MonthsOf(DbSession db, long bank, RetentionKind kind) => (int)(db.QuerySingleOrDefault<long?>(
        "select months from retention_rules where bank = @bank and kind = @kind order by version desc limit 1",
        new { bank, kind = kind.Code }) ?? kind.Default);

    /// <summary>
    /// For how many months a kind has been kept since an instant at the most: a shorter term erases nothing until it has held so long.
    /// </summary>
    public static int MaxMonthsSince(DbSession db, long bank, RetentionKind kind, long since) => (int)Math.Max(
        db.QuerySingleOrDefault<long?>("""
            select months from retention_rules where bank = @bank and kind = @kind and recorded_at < @since order by version desc limit 1
            """, new { bank, kind = kind.Code, since }) ?? kind.Default,
        db.ExecuteScalar<long>("""
            select coalesce(max(months), 0) from retention_rules where bank = @bank and kind = @kind and recorded_at >= @since
            """, new { bank, kind = kind.Code, since }));

    public static void Set(Writer writer, long bank, string kind, long months, string actor) => writer.Execute("""
        insert into retention_rules (bank, kind, version, months, recorded_at, actor)
        select @bank, @kind, coalesce(max(version), 0) + 1, @months, @at, @actor from retention_rules
          where bank = @bank and kind = @kind
        """, new { bank, kind, months, at = writer.NowMilliseconds, actor });

    /// <summary>How much of a kind is older than a day.</summary>
    public static long CountDue(DbSession db, long bank, RetentionKind kind, LocalDate before) =>
        db.ExecuteScalar<long>($"select count(*) from ({kind.Due}) as due", new { bank, before = Since(before) });

    /// <summary>The keys of what is older than a day.</summary>
    public static List<object> Due(DbSession db, long bank, RetentionKind kind, LocalDate before, int limit) =>
        db.Query<dynamic>($"{kind.Due} limit @limit", new { bank, before = Since(before), limit })
            .ConvertAll(row => ((IDictionary<string, object>)row)["k"]);

    /// <summary>The numbers of the last runs, newest first.</summary>
    public static List<long> LastRuns(DbSession db, long bank, int limit) => db.Query<long>(
        "select number from retention_runs where bank = @bank order by number desc limit @limit", new { bank, limit });

    /// <summary>Begins a run, and answers its number.</summary>
    public static long Begin(Writer writer, long bank, LocalDate day, string actor) => writer.ExecuteScalar<long>("""
        insert into retention_runs (bank, number, ran_on, ran_at, actor)
        select @bank, coalesce(max(number), 0) + 1, @on, @at, @actor from retention_runs where bank = @bank
        returning number
        """, new { bank, on = day.ToIso(), at = writer.NowMilliseconds, actor });

    /// <summary>Writes down how much a batch of a run erased.</summary>
    public static void Count(Writer writer, long bank, long run, RetentionKind kind, int batch, int rows) => writer.Execute(
        "insert into retention_counts (bank, run, kind, batch, rows) values (@bank, @run, @kind, @batch, @rows)",
        new { bank, run, kind = kind.Code, batch, rows });

    /// <summary>A run and what it erased.</summary>
    public static RetentionRun Run(DbSession db, long bank, long number)
    {
        var (on, at, handler) = db.QuerySingle<(string, long, string)>(
            $"select ran_on, ran_at, {Handler.Of("actor")} from retention_runs where bank = @bank and number = @number",
            new { bank, number });
        var counts = db.Query<(string Kind, long Rows)>(
            """
            select kind, cast(coalesce(sum(rows), 0) as bigint) from retention_counts where bank = @bank and run = @number group by kind
              order by kind
            """,
            new { bank, number });
        return new(number, on.ToDate(), at.ToInstant(), handler, [.. counts.Select(count => new RetentionCount(count.Kind, count.Rows))]);
    }

    static long Since(LocalDate day) => day.AtStartOfDayInZone(BankDesk.Zone).ToInstant().ToUnixTimeMilliseconds();
}
