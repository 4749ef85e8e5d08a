using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Claims;

namespace PointsBank.Village.Clocks;

/// <summary>
/// A hold that lapsed: of which household, and points, or pieces of a good. Why it was placed is a code, such as <c>voucher</c>.
/// </summary>
public sealed record LapsedHold(long Hold, long? Household, string Unit, long Amount, string Reason, Instant LapsedAt);

/// <summary>
/// A suspension of favours that ended by itself: the standing came back (<c>level</c>), or its last day had passed (<c>lapsed</c>).
/// </summary>
public sealed record EndedSuspension(long Suspension, long Household, string Kind, LocalDate EndedOn);

/// <summary>Rows that were erased since they had been kept long enough, by kind.</summary>
public sealed record ErasedRows(string Kind, long Rows);

/// <summary>A board that was published.</summary>
public sealed record PublishedBoard(long Publication, string Board, string Period, LocalDate PublishedOn, LocalDate ShownUntil);

/// <summary>
/// What happened between one confirmation of the clock and the next beside entries. Lists end at <see cref="ClockWorks.MostLines"/>, sums
/// do not.
/// </summary>
/// <param name="Stretch">The confirmation, and what was entered after it.</param>
/// <param name="HoldsLapsed">How many holds lapsed.</param>
/// <param name="PointsFreed">The points that were held by them.</param>
/// <param name="Holds">These holds, in the order in which they lapsed.</param>
/// <param name="NoticesEntered">How many items were entered because the window of their notice had ended.</param>
/// <param name="PointsOfNotices">The points that these brought, less those that they took.</param>
/// <param name="Suspensions">Suspensions that ended by themselves.</param>
/// <param name="Erased">What retention erased.</param>
/// <param name="Boards">Boards that were published.</param>
public sealed record ClockStretchView(
    ClockStretch Stretch, long HoldsLapsed, long PointsFreed, IReadOnlyList<LapsedHold> Holds, long NoticesEntered, long PointsOfNotices,
    IReadOnlyList<EndedSuspension> Suspensions,
    IReadOnlyList<ErasedRows> Erased, IReadOnlyList<PublishedBoard> Boards);

/// <summary>
/// What the clock did by itself, numbered in the order in which it did so: recorded times tell nothing of a day that was wrong.
/// </summary>
static class ClockWorks
{
    /// <summary>So many lines of each kind are told of a stretch.</summary>
    public const int MostLines = 500;

    /// <summary>The numbers of one stretch: what came after the first and up to the second.</summary>
    internal sealed record Numbers(long Work, long Publication, long Run)
    {
        public static Numbers All { get; } = new(long.MaxValue, long.MaxValue, long.MaxValue);
    }

    /// <summary>Where each bank stands at a confirmation.</summary>
    public static void Mark(Writer writer, long confirmation) => writer.Execute("""
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
            bank, most = MostLines, first = stretch.FirstEntry, last = stretch.LastEntry, workAfter = after.Work, workUntil = until.Work,
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
