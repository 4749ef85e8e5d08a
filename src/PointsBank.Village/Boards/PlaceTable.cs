using NodaTime;
using PointsBank.Storage;

namespace PointsBank.Village.Boards;

/// <summary>What a publication is computed from: everything that, together with the journal, decides its places.</summary>
/// <param name="Board">The definition.</param>
/// <param name="Period">The stretch of time.</param>
/// <param name="Head">The last entry that counts.</param>
/// <param name="BlackStep">The last step of a decided entry that counts.</param>
/// <param name="Step">Standing that each star takes.</param>
/// <param name="VetoFrom">Points deducted in the year from which a household has no more stars than the next.</param>
/// <param name="VetoMost">The most stars of a household with a veto.</param>
/// <param name="Day">The day of publication.</param>
/// <param name="At">Its instant: a household that had ended before has no place.</param>
/// <param name="Publication">Its number where it is computed again; 0 where it is new.</param>
sealed record Basis(
    BoardDefinition Board, Period Period, long Head, long BlackStep, long Step, long VetoFrom, long VetoMost, LocalDate Day, long At,
    long Publication = 0);

/// <summary>A place as it is counted: the household, group, deed or decided entry by its number, and no name.</summary>
sealed record CountedPlace
{
    public long Rank { get; init; }

    public long Subject { get; init; }

    public long Household { get; init; }

    public long Score { get; init; }

    /// <summary>Points deducted in the year by entries up to the head, where stars are shown.</summary>
    public long Deducted { get; init; }

    public long Deeds { get; init; }
}

/// <summary>
/// The places of a board from the journal, up to a head. All counting is the database's; what comes back is a publication's places.
/// </summary>
static class PlaceTable
{
    const string NotEnded =
        "not exists (select 1 from household_ends x where x.bank = @bank and x.household = d.household and x.recorded_at < @at)";

    const string Counts = "d.bank = @bank and d.entry <= @head and d.effective_on >= @from and d.effective_on < @until";

    const string OfRules = "substr(d.rule, 1, length(@rules)) = @rules";

    /// <summary>The places, the first rank first and by number within a rank.</summary>
    public static List<CountedPlace> From(DbSession db, long bank, Basis basis) =>
        Query(db, bank, basis, basis.Board switch
        {
            { Measure: Measure.Decided } => Decided,
            { IsOfDeeds: true } => Deeds,
            { IsOfGroups: true } => Groups(basis),
            _ => Ranked($"select d.household as subject, d.household, d.score, d.deeds from ({Scores(basis)}) as d where {NotEnded}"),
        });

    /// <summary>
    /// The same for standing of a whole year at the newest head, by the index on standing: only the places are read, however many
    /// households there are.
    /// </summary>
    public static List<CountedPlace> OfHeads(DbSession db, long bank, Basis basis) => Query(db, bank, basis, $"""
        select cast(rank() over (order by d.balance desc) as bigint) as rank, d.owner as subject, d.owner as household, d.balance as score,
          cast(0 as bigint) as deeds
        from ({Standings}) d
        where {NotEndedOwner}
          and d.balance >= coalesce((select min(t.balance) from (
            select d.balance from ({Standings}) d where d.balance >= @least and {NotEndedOwner}
            order by d.balance desc limit @top) as t), @least)
          and d.balance >= @least
        order by d.balance desc, d.owner
        """);

    /// <summary>Every household's standing of a year by the heads; who had no deed in it has none.</summary>
    public const string Standings =
        "select s.bank, s.owner, s.balance from account_heads s where s.bank = @bank and s.kind = 2 and s.period = @year";

    static long LeastOf(Basis basis) => basis.Board.LeastScore(basis.Step);

    /// <summary>The instant of a publication: after every household's end so far, were it within the same millisecond.</summary>
    public static long InstantAfterEnds(DbSession db, long bank, long now) => Math.Max(
        now,
        db.ExecuteScalar<long>("select coalesce(max(recorded_at) + 1, 0) from household_ends where bank = @bank", new { bank }));

    /// <summary>How many households there ever were, and how many are no more.</summary>
    public static (long, long) Households(DbSession db, long bank) => db.QuerySingle<(long, long)>(
        "select (select count(*) from households where bank = @bank), (select count(*) from household_ends where bank = @bank)",
        new { bank });

    /// <summary>Whether the heads can answer: a year's standing of households.</summary>
    public static bool IsOfHeads(Basis basis) =>
        basis is { Board: { IsOfGroups: false, Measure: Measure.Standing or Measure.Stars }, Period.WholeYear: not null };

    const string NotEndedOwner =
        "not exists (select 1 from household_ends x where x.bank = @bank and x.household = d.owner and x.recorded_at < @at)";

    static List<CountedPlace> Query(DbSession db, long bank, Basis basis, string sql) =>
        db.Query<CountedPlace>(sql, new
        {
            bank, head = basis.Head, from = basis.Period.From.ToIso(), until = basis.Period.Until.ToIso(),
            year = basis.Period.WholeYear ?? 0,
            at = basis.At, day = basis.Day.ToIso(), rules = basis.Board.Rules,
            kind = basis.Board.Measure == Measure.Deducted ? "deduct" : "credit", step = basis.BlackStep, publication = basis.Publication,
            least = LeastOf(basis), top = basis.Board.Top ?? BoardDefinition.MaxPlaces,
        }).Select(place => IsOfHeads(basis) ? place with { Deducted = Deducted(db, bank, basis, place.Household) } : place)
            .ToList();

    /// <summary>A board has few places, so that each is looked up by its household.</summary>
    static long Deducted(DbSession db, long bank, Basis basis, long household) => db.ExecuteScalar<long>("""
        select cast(coalesce(sum(points), 0) as bigint) from deeds
        where bank = @bank and household = @household and effective_on >= @from and effective_on < @until and entry <= @head
          and kind = 'deduct'
        """, new { bank, household, from = basis.Period.From.ToIso(), until = basis.Period.Until.ToIso(), head = basis.Head });

    static string Ranked(string places) => $"""
        select rank, subject, household, score, deeds from (
          select cast(rank() over (order by score desc) as bigint) as rank, subject, household, score, deeds from ({places}) as counted
            where score >= @least
        ) as ranked
        where rank <= @top order by rank, subject
        """;

    static string Scores(Basis basis) => basis switch
    {
        { Board.Measure: Measure.Credited } => $"""
            select d.household, cast(sum(d.points) as bigint) as score,
              cast(sum(case when d.reverses is null then 1 else -1 end) as bigint) as deeds
            from deeds d where {Counts} and d.kind = 'credit' and d.posted = 1 and {OfRules} group by d.household
            """,
        { Period.WholeYear: not null } => $"""
            select d.household, cast(sum(d.amount) as bigint) as score, cast(0 as bigint) as deeds from (
              select a.owner as household, p.amount from postings p join accounts a on a.bank = p.bank and a.number = p.account
              where p.bank = @bank and p.entry <= @head and a.kind = 2 and a.period = @year
            ) as d group by d.household
            """,
        _ => $"""
            select d.household, cast(sum(case when d.kind = 'credit' then d.points else -d.points end) as bigint) as score,
              cast(0 as bigint) as deeds
            from deeds d where {Counts} group by d.household
            """,
    };

    /// <summary>A household counts for the group it was in when the board was published.</summary>
    static string Groups(Basis basis) => Ranked($"""
        select w.group_no as subject, cast(0 as bigint) as household, cast(sum(d.score) as bigint) as score,
          cast(sum(d.deeds) as bigint) as deeds
        from ({Scores(basis)}) as d
        join {(basis.Publication == 0
            ? "households w on w.bank = @bank and w.number = d.household"
            : "board_groups w on w.bank = @bank and w.publication = @publication and w.household = d.household")}
        where {NotEnded} group by w.group_no
        """);

    static string Deeds => Ranked($"""
        select d.entry as subject, d.household, d.points as score, cast(0 as bigint) as deeds from deeds d
        where {Counts} and d.kind = @kind and d.posted = 1 and d.reverses is null and {OfRules} and {NotEnded}
          and not exists (select 1 from entries e where e.bank = d.bank and e.reverses = d.entry and e.number <= @head)
        """);

    /// <summary>Decided entries have no rank: they stand in the order of their numbers.</summary>
    const string Decided = """
        select cast(row_number() over (order by b.number) as bigint) as rank, b.number as subject, cast(0 as bigint) as household,
          cast(0 as bigint) as score, cast(0 as bigint) as deeds
        from black_entries b
        where b.bank = @bank and b.shown_from <= @day and b.shown_until >= @day
          and exists (select 1 from black_entry_steps s where s.bank = b.bank and s.entry = b.number and s.state = 'posted'
            and s.number <= @step)
          and not exists (select 1 from black_entry_steps s
            where s.bank = b.bank and s.entry = b.number and s.state <> 'posted' and s.number <= @step)
        order by b.number
        """;
}
