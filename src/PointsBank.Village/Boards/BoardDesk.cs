using Dapper;
using System.Globalization;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;

namespace PointsBank.Village.Boards;

/// <summary>
/// Boards computed from the journal as it is now, for any period. Names are asked for each time: see <see cref="PublicName"/>.
/// </summary>
public sealed class BoardDesk(Database database, BankDesk banks, HouseholdDesk households, DefinitionDesk definitions)
{
    /// <summary>What decides how a line is shown: the group, and the head of the household.</summary>
    internal static string Named { get; } = $"g.name as group_name, {PublicName.Columns("m", Purpose.Boards)}";

    internal const string People = """
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

    /// <summary>
    /// A board. <paramref name="after"/> is the mark that the page before gave. Deductions never carry a name, whoever agreed to what;
    /// minors and what may not be shown in public at all are left out. The black board is what was decided and posted and stood there in
    /// the period; what is over is not told.
    /// </summary>
    public Outcome<BoardView> Compute(long bank, string kind, string period, string? after, int limit)
    {
        if (definitions.Find(bank, kind) is not { } board) return new Refusal(VillageRefusals.NotInList, "kind");
        if (!Period.TryParse(period, out var span)) return new Refusal(VillageRefusals.NotInList, "period");
        if (!Mark.TryParse(after, out var mark)) return new Refusal(VillageRefusals.NotInList, "after");
        var settings = banks.SettingsOf(bank);
        return database.ReadHeads(bank, db =>
        {
            var step = settings.On(banks.Today, Setting.StarStep);
            var least = board.LeastScore(step);
            var head = BookTable.Head(db, bank);
            var rows = board switch
            {
                { Measure: Measure.Decided } => BlackTable.Live(db, bank, banks.Today, span, mark.Told, limit),
                { IsOfDeeds: true } => Deeds(db, board, Marked(bank, board, span, mark, least, limit)),
                { IsOfGroups: true } =>
                    Groups(
                        db, bank,
                        new(board with { Top = null }, span, head.Entry.Value, 0, step, 1, Stars.Most, banks.Today, long.MaxValue), mark,
                        limit),
                { Measure: Measure.Credited } => Summed(db, board, Marked(bank, board, span, mark, least, limit)),
                _ when span.WholeYear is { } year => Standing(db, bank, year, mark, least, limit, settings, banks.Today),
                _ => Summed(db, board, Marked(bank, board, span, mark, least, limit)),
            };
            var lines = rows.Select(row => row.Line(board, step, banks.Today, settings.On(banks.Today, Setting.BlackNames) == 1))
                .OfType<BoardLine>()
                .ToList();
            var next = rows.Count == limit ? mark.Behind(rows).ToString() : null;
            return new BoardView(kind, period, head.CheckCode.ToString(), banks.Today, lines, next);
        });
    }

    /// <summary>
    /// This year's board, or last year's as long as nobody stands on this one's and somebody stands on that one's: a village in its first
    /// year has none to go back to. A year without a deed is not computed to find that out.
    /// </summary>
    public Outcome<BoardView> Latest(long bank, BoardDefinition board, string? after, int limit)
    {
        var year = banks.Today.Year;
        var isDecided = board.Measure == Measure.Decided;
        var latest = isDecided || !IsEmpty(bank, year) ? Of(year) : default(Outcome<BoardView>?);
        if (latest is { } known && (isDecided || !IsBlank(known))) return known;
        if (!IsEmpty(bank, year - 1) && Of(year - 1) is var before && !IsBlank(before)) return before;
        return latest ?? Of(year);

        Outcome<BoardView> Of(int of) => Compute(bank, board.Board, YearOf(of), after, limit);

        static bool IsBlank(Outcome<BoardView> view) => view is { Refusal: null, Value.Items: [] };
    }

    /// <summary>Whether nobody has a deed in the year, so that nobody stands on a board of it.</summary>
    internal bool IsEmpty(long bank, int year) => database.Read(db => db.ExecuteScalar<long>(
        "select count(*) from (select 1 from deeds where bank = @bank and effective_on >= @from and effective_on < @until limit 1) as one",
        new { bank, from = new LocalDate(year, 1, 1).ToIso(), until = new LocalDate(year + 1, 1, 1).ToIso() })) == 0;

    static string YearOf(int year) => year.ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>
    /// A household's standing and rank of a year: what it earned, and no rank where that is nothing. The rank counts the households above
    /// it, by a count of standings, not by sorting.
    /// </summary>
    public StandingView StandingOf(long bank, long household, int year)
    {
        var settings = banks.SettingsOf(bank);
        var standing = database.ReadAccount(bank, new(AccountKind.HouseholdMerit, household, Unit.Merit, year))?.Balance.Value ?? 0;
        if (standing <= 0) return new(year, standing, null, households.Count(bank), 0);
        var above = database.ReadHeads(bank, db => Counted(db, bank, year, standing));
        var most = database.Read(db => StarVeto.MostOf(db, bank, household, year, settings, banks.Today));
        return new(year, standing, above + 1, households.Count(bank), Stars.Of(standing, settings.On(banks.Today, Setting.StarStep), most));
    }

    /// <summary>
    /// Counts by standing, less the households that are no more: those few are gone through, by cross joins in this order, and not
    /// everybody's accounts.
    /// </summary>
    internal const string CountAbove = """
        select cast(coalesce(sum(households), 0) as bigint) - (
          select count(*) from household_ends x cross join accounts a cross join account_heads s
          where x.bank = @bank and a.bank = x.bank and a.kind = 2 and a.owner = x.household and a.unit = 'merit' and a.period = @year
            and s.bank = a.bank and s.account = a.number and s.balance > @standing)
        from standing_counts where bank = @bank and period = @year and standing > @standing
        """;

    /// <summary>How many that had a deed in the year stand above; one that is no more stands nowhere.</summary>
    static long Counted(DbSession db, long bank, int year, long standing) =>
        db.ExecuteScalar<long>(CountAbove, new { bank, year, standing });

    /// <summary>By the index on standing: the work is the page, however many households there are.</summary>
    static List<BoardRow> Standing(
        DbSession db, long bank, int year, Mark mark, long least, int limit, Settings settings, LocalDate today)
    {
        // Descending by standing and ascending by number: ranges of the index, the mark's own standing first. The last standing of the page
        // is read apart, because thousands may share it.
        var (rows, below) = (new List<BoardRow>(), mark.Score);
        if (!mark.IsFirst) rows.AddRange(Range("s.balance = @score", mark.Score, mark.Told, limit));
        if (rows.Count < limit)
        {
            var last = LastOfPage(db, bank, year, below, least, limit - rows.Count);
            rows.AddRange(Range("s.balance > @score and s.balance < @below", last, 0, limit - rows.Count));
            if (last >= least && rows.Count < limit) rows.AddRange(Range("s.balance = @score", last, 0, limit - rows.Count));
        }
        // The rows follow one another in the index, so those above need counting for the page's first standing and for its second at most.
        var (start, counted) = (0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0 && rows[i].Score == rows[i - 1].Score) rows[i].Rank = rows[i - 1].Rank;
            else if (++counted <= 2) (start, rows[i].Rank) = (i, Counted(db, bank, year, rows[i].Score) + 1);
            else rows[i].Rank = rows[start].Rank + rows.Skip(start).Take(i - start).Count(row => row.Ended == 0);
        }
        return rows;

        IEnumerable<BoardRow> Range(string condition, long score, long told, int most) => db.Query<BoardRow>($"""
            select s.owner as tie, s.balance as score, {Ended}, {Named}, case {StarVeto.Column("h.bank", "h.number")} when 1 then @veto_most
              else {Stars.Most} end as most
            from (select s.bank, s.owner, s.balance from ({PlaceTable.Standings}) as s where {condition}
              order by s.balance desc, s.owner limit @most offset @told) as s
            join households h on h.bank = s.bank and h.number = s.owner
            {People}
            order by s.balance desc, s.owner
            """,
            StarVeto.Parameters(
                new(new { bank, year, score, told, most, below, veto_most = settings.On(today, Setting.StarVetoMost) }), year, settings,
                today));
    }

    /// <summary>
    /// The standing with which so many households below another standing are full; one less than the least where they are not, or where not
    /// all are counted.
    /// </summary>
    static long LastOfPage(DbSession db, long bank, int year, long below, long least, long wanted)
    {
        foreach (var (standing, sharing) in db.Stream<(long, long)>("""
            select standing, households from standing_counts
              where bank = @bank and period = @year and standing < @below and standing >= @least order by standing desc
            """, new { bank, year, below, least }))
            if ((wanted -= sharing) <= 0) return standing;
        return least - 1;
    }

    /// <summary>Households by the sum of a stretch of time: of all deeds, or of what was credited under the board's rules.</summary>
    static List<BoardRow> Summed(DbSession db, BoardDefinition board, DynamicParameters parameters) =>
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
    static List<BoardRow> Deeds(DbSession db, BoardDefinition board, DynamicParameters parameters)
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

    static List<BoardRow> Groups(DbSession db, long bank, Basis basis, Mark mark, int limit)
    {
        var names = db.Query<(long Number, string Name)>("select number, name from village_groups where bank = @bank", new { bank })
            .ToDictionary(row => row.Number, row => row.Name);
        var places = PlaceTable.From(db, bank, basis);
        var level = places.Where(place => place.Score == mark.Score).Skip((int)Math.Min(mark.Told, int.MaxValue));
        return [.. level.Concat(places.Where(place => place.Score < mark.Score)).Take(limit)
            .Select(
                place => new BoardRow { Tie = place.Subject, Score = place.Score, Rank = place.Rank, GroupName = names[place.Subject] })];
    }

    static DynamicParameters Marked(long bank, BoardDefinition board, Period span, Mark mark, long least, int limit) => new(new
    {
        bank, from = span.From.ToIso(), until = span.Until.ToIso(), score = mark.Score, told = mark.Told, least, limit, rules = board.Rules,
    });

    /// <summary>
    /// Where a page ends: at which score, and how many of that score were told on it and before. It names a place and nobody who stands
    /// there: whoever reads a masked name learns no number of its household from it.
    /// </summary>
    readonly record struct Mark(long Score, long Told)
    {
        static Mark First { get; } = new(long.MaxValue, 0);

        public bool IsFirst => Score == long.MaxValue;

        public Mark Behind(List<BoardRow> rows)
        {
            var score = rows[^1].Score;
            return new(score, rows.Count(row => row.Score == score) + (score == Score ? Told : 0));
        }

        public static bool TryParse(string? after, out Mark mark)
        {
            mark = First;
            if (after is null) return true;
            var parts = after.Split('.');
            if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var score)
                || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var told)) return false;
            mark = new(score, told);
            return true;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Score}.{Told}");
    }
}
