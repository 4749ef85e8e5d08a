using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;

namespace PointsBank.Village.Clocks;

/// <summary>
/// What the clock did by itself, numbered in the order in which it did so: recorded times tell nothing of a day that was wrong.
/// </summary>
static class ClockStretchTable
{
    /// <summary>So many lines of each kind are told of a stretch.</summary>
    public const int MaxLines = 500;

    /// <summary>The numbers of one stretch: what came after the first and up to the second.</summary>
    internal sealed record Numbers(long Entry, long Work, long Publication, long Run)
    {
        public static Numbers None { get; } = new(0, 0, 0, 0);

        public static Numbers All { get; } = new(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue);
    }

    /// <summary>Adds a confirmation, marks where each bank stands at it, and answers its number.</summary>
    public static long Confirm(Writer writer, Instant last, string actor)
    {
        var number = writer.ExecuteScalar<long>("""
            insert into clock_confirmations (bank, number, last_at, confirmed_at, actor)
            select 0, coalesce(max(number), 0) + 1, @last, @now, @actor from clock_confirmations where true
            returning number
            """, new { last = last.ToUnixTimeMilliseconds(), now = writer.NowMilliseconds, actor });
        Mark(writer, number);
        return number;
    }

    /// <summary>The confirmations, the last first.</summary>
    public static List<ClockConfirmation> Confirmations(DbSession db) =>
        db.Query<(long Number, long Last, long At, string Handler)>(
        $"select number, last_at, confirmed_at, {Handler.Of("actor")} from clock_confirmations order by number desc")
        .ConvertAll(row => new ClockConfirmation(row.Number, row.Last.ToInstant(), row.At.ToInstant(), row.Handler));

    /// <summary>Where a bank stood at each confirmation; one that was opened later has no mark.</summary>
    public static Dictionary<long, Numbers> Marks(DbSession db, long bank) => db.Query<(long, long, long, long, long)>(
        "select confirmation, entry, work, publication, run from clock_heads where bank = @bank", new { bank })
        .ToDictionary(row => row.Item1, row => new Numbers(row.Item2, row.Item3, row.Item4, row.Item5));

    static void Mark(Writer writer, long confirmation) => writer.Execute("""
        insert into clock_heads (bank, confirmation, entry, work, publication, run)
        select b.bank, @confirmation, b.entry,
          coalesce((select max(w.number) from clock_works w where w.bank = b.bank), 0),
          coalesce((select max(p.number) from board_publications p where p.bank = b.bank), 0),
          coalesce((select max(r.number) from retention_runs r where r.bank = b.bank), 0)
        from books b
        """, new { confirmation });

    public static ClockStretchView View(DbSession db, long bank, ClockStretch stretch, Numbers after, Numbers until)
    {
        var span = new
        {
            bank, most = MaxLines, first = stretch.FirstEntry, last = stretch.LastEntry, workAfter = after.Work, workUntil = until.Work,
            boardAfter = after.Publication, boardUntil = until.Publication, runAfter = after.Run, runUntil = until.Run,
        };
        var (count, points) = db.QuerySingle<(long, long)>(
            $"select count(*), cast(coalesce(sum(case when a.unit = 'points' then h.amount else 0 end), 0) as bigint) {Lapsed}", span);
        var holds = db.Query<(long Hold, long Kind, long Owner, string Unit, long Amount, string Reason, long At)>(
            $"select h.number, a.kind, a.owner, a.unit, h.amount, h.reason, x.ended_at {Lapsed} order by w.number limit @most", span)
            .Select(
                row => new LapsedHold(
                    row.Hold, (AccountKind)row.Kind == AccountKind.HouseholdPoints ? row.Owner : null, row.Unit, row.Amount, row.Reason,
                    row.At.ToInstant())).ToList();
        var (entered, brought) = db.QuerySingle<(long, long)>($"""
            select count(distinct e.number),
              cast(coalesce(sum(case when a.kind = {(int)AccountKind.HouseholdPoints} then p.amount else 0 end), 0) as bigint)
            from entries e
            join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
            join accounts a on a.bank = p.bank and a.number = p.account
            where e.bank = @bank and e.number >= @first and e.number <= @last and e.reason = '{ClaimEntry.AfterNotice}'
            """, span);
        var suspensions = db.Query<(long, long, string, string)>("""
            select s.number, s.household, x.kind, x.ended_on from clock_works w
            join favour_suspensions s on s.bank = w.bank and s.number = w.subject
            join favour_suspension_ends x on x.bank = s.bank and x.suspension = s.number
            where w.bank = @bank and w.number > @workAfter and w.number <= @workUntil and w.kind = 'suspension' order by w.number
              limit @most
            """, span).Select(row => new EndedSuspension(row.Item1, row.Item2, row.Item3, row.Item4.ToDate())).ToList();
        var erased = db.Query<(string, long)>("""
            select c.kind, cast(sum(c.rows) as bigint) from retention_counts c
              where c.bank = @bank and c.run > @runAfter and c.run <= @runUntil group by c.kind order by c.kind
            """, span).Select(row => new ErasedRows(row.Item1, row.Item2)).ToList();
        var boards = db.Query<(long, string, string, string, string)>("""
            select number, board, period, published_on, shown_until from board_publications
            where bank = @bank and number > @boardAfter and number <= @boardUntil order by number limit @most
            """, span).Select(row => new PublishedBoard(row.Item1, row.Item2, row.Item3, row.Item4.ToDate(), row.Item5.ToDate())).ToList();
        return new(stretch, count, points, holds, entered, brought, suspensions, erased, boards);
    }

    const string Lapsed = """
        from clock_works w
        join holds h on h.bank = w.bank and h.number = w.subject
        join hold_ends x on x.bank = h.bank and x.hold = h.number
        join accounts a on a.bank = h.bank and a.number = h.account
        where w.bank = @bank and w.number > @workAfter and w.number <= @workUntil and w.kind = 'hold'
        """;
}
