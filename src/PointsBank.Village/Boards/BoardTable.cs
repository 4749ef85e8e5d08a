using Dapper;
using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;

namespace PointsBank.Village.Boards;

/// <summary>Households with one standing, or between it and another: how many were told before, and how many are wanted.</summary>
readonly record struct Stretch(long Score, long Below, long Told, int Most);

/// <summary>The lines of boards from the journal as it is now.</summary>
static class BoardTable
{
    /// <summary>What decides how a line is shown: the group, and the head of the household.</summary>
    public static string Named { get; } = $"g.name as group_name, {PublicName.Columns("m", Purpose.Boards)}";

    public const string People = """
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        left join members m on m.bank = h.bank and m.household = h.number and m.is_head = 1
        """;

    const string Ended = "(select count(*) from household_ends x where x.bank = h.bank and x.household = h.number) as ended";

    /// <summary>
    /// The page behind a mark, of rows with a rank: those that score less, and of those with the mark's score all but the first so many,
    /// which were told.
    /// </summary>
    static string Page(string ranked) => $"""
        select * from (select ranked.*, row_number() over (partition by score order by tie) as place from ({ranked}) as ranked) as placed
        where score < @score or (score = @score and place > @told) order by score desc, tie limit @limit
        """;

    const string NotEnded = "not exists (select 1 from household_ends x where x.bank = d.bank and x.household = d.household)";

    /// <summary>Whether nobody has a deed in the year.</summary>
    public static bool IsEmpty(DbSession db, long bank, int year) => db.ExecuteScalar<long>(
        "select count(*) from (select 1 from deeds where bank = @bank and effective_on >= @from and effective_on < @until limit 1) as one",
        new { bank, from = new LocalDate(year, 1, 1).ToIso(), until = new LocalDate(year + 1, 1, 1).ToIso() }) == 0;

    /// <summary>
    /// Counts by standing, less the households that are no more: those few are gone through, by cross joins in this order, and not
    /// everybody's accounts.
    /// </summary>
    public const string CountAbove = """
        select cast(coalesce(sum(households), 0) as bigint) - (
          select count(*) from household_ends x cross join accounts a cross join account_heads s
          where x.bank = @bank and a.bank = x.bank and a.kind = 2 and a.owner = x.household and a.unit = 'merit' and a.period = @year
            and s.bank = a.bank and s.account = a.number and s.balance > @standing)
        from standing_counts where bank = @bank and period = @year and standing > @standing
        """;

    /// <summary>How many that had a deed in the year stand above; one that is no more stands nowhere.</summary>
    public static long Above(DbSession db, long bank, int year, long standing) =>
        db.ExecuteScalar<long>(CountAbove, new { bank, year, standing });

    /// <summary>The households with the stretch's standing.</summary>
    public const string Level = "s.balance = @score";

    /// <summary>The households between its two standings.</summary>
    public const string Between = "s.balance > @score and s.balance < @below";

    /// <summary>Households of a year by standing, where it is as the condition says: a stretch of the index on standing.</summary>
    public static List<BoardRow> Standing(
        DbSession db, long bank, int year, string condition, Stretch stretch, Settings settings, LocalDate today) =>
        db.Query<BoardRow>($"""
            select s.owner as tie, s.balance as score, {Ended}, {Named}, case {StarVeto.Column("h.bank", "h.number")} when 1 then @veto_most
              else {Stars.Most} end as most
            from (select s.bank, s.owner, s.balance from ({PlaceTable.Standings}) as s where {condition}
              order by s.balance desc, s.owner limit @most offset @told) as s
            join households h on h.bank = s.bank and h.number = s.owner
            {People}
            order by s.balance desc, s.owner
            """,
            StarVeto.Parameters(
                new(new
                {
                    bank, year, score = stretch.Score, told = stretch.Told, most = stretch.Most, below = stretch.Below,
                    veto_most = settings.On(today, Setting.StarVetoMost),
                }),
                year, settings, today));

    /// <summary>Whether a household has a veto on its further stars of a year.</summary>
    public static bool IsVetoed(DbSession db, long bank, long household, int year, Settings settings, LocalDate day) =>
        db.ExecuteScalar<long>(
            $"select {StarVeto.Column("h.bank", "h.number")} from households h where h.bank = @bank and h.number = @household",
            StarVeto.Parameters(new(new { bank, household }), year, settings, day)) == 1;

    /// <summary>Standings of a year below one, and how many households share each.</summary>
    public static IEnumerable<(long Standing, long Sharing)> Sharing(DbSession db, long bank, int year, long below, long least) =>
        db.Stream<(long, long)>("""
            select standing, households from standing_counts
              where bank = @bank and period = @year and standing < @below and standing >= @least order by standing desc
            """, new { bank, year, below, least });

    /// <summary>Households by the sum of a stretch of time: of all deeds, or of what was credited under the board's rules.</summary>
    public static List<BoardRow> Summed(DbSession db, BoardDefinition board, DynamicParameters parameters) =>
        db.Query<BoardRow>(Page($"""
        select d.household as tie, d.score, d.deeds, cast(rank() over (order by d.score desc) as bigint) as rank, {Named}
        from (select bank, household, cast(sum(case when kind = 'credit' then points else -points end) as bigint) as score,
            cast(sum(case when reverses is null then 1 else -1 end) as bigint) as deeds
          from deeds where bank = @bank and effective_on >= @from and effective_on < @until
            {(board.Measure == Measure.Credited ? "and kind = 'credit' and posted = 1 and substr(rule, 1, length(@rules)) = @rules" : "")}
          group by bank, household) as d
        join households h on h.bank = d.bank and h.number = d.household
        {People}
        where d.score >= @least and {NotEnded}
        """), parameters);

    /// <summary>Whether all deeds of the board have as many points.</summary>
    const string IsLevel = "min(d.points) over () = max(d.points) over ()";

    /// <summary>Deeds, the most points first; by their days, the last first, where all have as many.</summary>
    public static List<BoardRow> Deeds(DbSession db, BoardDefinition board, DynamicParameters parameters)
    {
        parameters.Add("kind", board.Measure == Measure.Deducted ? "deduct" : "credit");
        return db.Query<BoardRow>(Page($"""
            select case when {IsLevel} then row_number() over (order by d.effective_on desc, d.entry desc) else d.entry end as tie,
              case when count(*) over () > 1 and {IsLevel} then 1 else 0 end as is_level,
              d.points as score, cast(rank() over (order by d.points desc) as bigint) as rank, d.effective_on as day, r.item_zh, r.item_en,
              coalesce(w.birth_date, '') as member_birth, {Named}
            from deeds d
            join rules r on r.bank = d.bank and r.version = d.rulebook and r.code = d.rule
            join households h on h.bank = d.bank and h.number = d.household
            {People}
            left join members w on w.bank = d.bank and w.number = d.member
            where d.bank = @bank and d.kind = @kind and d.posted = 1 and d.reverses is null and d.effective_on >= @from
              and d.effective_on < @until
              and d.points >= @least and substr(d.rule, 1, length(@rules)) = @rules and {NotEnded}
              and not exists (select 1 from entries e where e.bank = d.bank and e.reverses = d.entry)
            """), parameters);
    }
}
