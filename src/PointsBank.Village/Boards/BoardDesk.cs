using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;

namespace PointsBank.Village.Boards;

/// <summary>A year (2026), a quarter (2026-Q1) or a month (2026-03).</summary>
public sealed record Period(LocalDate From, LocalDate Until, int? WholeYear)
{
    public int Year => From.Year;

    /// <summary>1 to 4; null where it is no quarter.</summary>
    public int? Quarter => Months == 3 ? From.Month / 3 + 1 : null;

    /// <summary>1 to 12; null where it is no month.</summary>
    public int? Month => Months == 1 ? From.Month : null;

    /// <summary>The one before, of the same length; null at the edge of time.</summary>
    public Period? Previous => At(From.PlusMonths(-Months));

    /// <summary>The one after, of the same length; null at the edge of time.</summary>
    public Period? Next => At(Until);

    int Months => NodaTime.Period.Between(From, Until, PeriodUnits.Months).Months;

    /// <summary>As it is read and stands in addresses.</summary>
    public override string ToString() => CodeOf(From);

    public static bool TryParse(string? text, out Period period)
    {
        period = null!;
        if (text is null || text.Length < 4 || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1900 or > 9998) return false;
        var first = new LocalDate(year, 1, 1);
        if (text.Length == 4) period = new(first, first.PlusYears(1), year);
        else if (text.Length == 7 && text[4] == '-' && text[5] == 'Q' && text[6] is >= '1' and <= '4')
            period = new(first.PlusMonths(3 * (text[6] - '1')), first.PlusMonths(3 * (text[6] - '0')), null);
        else if (text.Length == 7 && text[4] == '-' && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12)
            period = new(first.PlusMonths(month - 1), first.PlusMonths(month), null);
        return period is not null;
    }

    Period? At(LocalDate from) => TryParse(CodeOf(from), out var period) ? period : null;

    string CodeOf(LocalDate from) => Months switch
    {
        12 => $"{from.Year:D4}",
        3 => $"{from.Year:D4}-Q{from.Month / 3 + 1}",
        _ => $"{from.Year:D4}-{from.Month:D2}",
    };
}

/// <summary>One place on a board. The name is masked unless the head of the household, of age, agreed to stand there in full.</summary>
public sealed record BoardLine(
    long Rank, string Group, string Name, long Standing, int Stars, string? ItemZh = null, string? ItemEn = null, LocalDate? Day = null, int? Deeds = null);

/// <summary>A board as it is at this moment. Places with equal standing share a rank, the next rank counts them all (1, 2, 2, 4).</summary>
public sealed record BoardView(string Kind, string Period, string HeadCode, LocalDate ComputedOn, IReadOnlyList<BoardLine> Items, string? Next);

public sealed record StandingView(int Year, long Standing, long Rank, long Households, int Stars);

/// <summary>Boards computed from the journal for any period.</summary>
public sealed class BoardDesk(Database database, BankDesk banks, HouseholdDesk households)
{
    public static IReadOnlyList<string> Kinds { get; } = ["red", "black", "good-deeds", "stars"];

    const string Named = """
        g.name as group_name, coalesce(m.name, '') as name, coalesce(m.birth_date, '9999-12-31') as birth,
        coalesce((select c.given from consents c where c.bank = h.bank and c.member = m.number and c.purpose = 'boards' order by c.sequence desc limit 1), 0) as consent
        """;

    const string People = $"""
        join village_groups g on g.bank = h.bank and g.number = h.group_no and {HouseholdDesk.IsThere}
        left join members m on m.bank = h.bank and m.household = h.number and m.is_head = 1
        """;

    /// <summary>
    /// A board. <paramref name="after"/> is the mark that the page before gave. Deductions never carry a name, whoever agreed to what; what may not
    /// be shown in public at all is left out.
    /// </summary>
    public async Task<Outcome<BoardView>> Compute(long bank, string kind, string period, string? after, int limit)
    {
        if (!Kinds.Contains(kind)) return new Refusal(VillageRefusals.NotInList, "kind");
        if (!Period.TryParse(period, out var span)) return new Refusal(VillageRefusals.NotInList, "period");
        if (!TryReadMark(after, out var mark)) return new Refusal(VillageRefusals.NotInList, "after");
        if (span.WholeYear is not null) await database.Flush(bank);
        var settings = banks.SettingsOf(bank);
        return database.Read(connection =>
        {
            var rows = kind switch
            {
                "black" => Deducted(connection, bank, span, settings.On(banks.Today, Setting.BlackBoardFrom), mark, limit),
                "good-deeds" => GoodDeeds(connection, bank, span, mark, limit),
                _ when span.WholeYear is { } year => Standing(connection, bank, year, mark, limit),
                _ => StandingWithin(connection, bank, span, mark, limit),
            };
            var step = settings.On(banks.Today, Setting.StarStep);
            var floor = span.WholeYear is { } whole ? settings.On(new(whole, 1, 1), Setting.BaseStanding) : 0;
            if (kind == "stars") rows = [.. rows.Where(row => Stars.Of(row.Score + floor, step) > 0)];
            var lines = rows.Select(row => row.Line(floor, step, banks.Today, named: kind != "black")).ToList();
            var next = rows.Count == limit ? $"{rows[^1].Score}.{rows[^1].Tie}" : null;
            return new BoardView(kind, period, BookTable.Head(connection, bank).CheckCode.ToString(), banks.Today, lines, next);
        });
    }

    /// <summary>A household's standing and rank of a year. The rank counts the households above it, by a count of standings, not by sorting.</summary>
    public async Task<StandingView> StandingOf(long bank, long household, int year)
    {
        var settings = banks.SettingsOf(bank);
        var standing = database.ReadAccount(bank, new(AccountKind.HouseholdMerit, household, Unit.Merit, year))?.Balance.Value ?? 0;
        await database.Flush(bank);
        var above = database.Read(connection => Above(connection, bank, year, standing));
        // Who had no deed in the year stands at 0, and so above everybody below it.
        if (standing < 0) above += households.Count(bank) - database.Read(connection => Above(connection, bank, year, long.MinValue));
        var floor = settings.On(new(year, 1, 1), Setting.BaseStanding);
        return new(year, standing + floor, above + 1, households.Count(bank), Stars.Of(standing + floor, settings.On(banks.Today, Setting.StarStep)));
    }

    internal static long Above(SqliteConnection connection, long bank, int year, long standing) => connection.ExecuteScalar<long>(
        "select cast(coalesce(sum(households), 0) as bigint) from standing_counts where bank = @bank and period = @year and standing > @standing",
        new { bank, year, standing });

    /// <summary>By the index on standing: the work is the page, however many households there are.</summary>
    static List<Row> Standing(SqliteConnection connection, long bank, int year, (long Score, long Tie)? mark, int limit)
    {
        // Descending by standing and ascending by number: two ranges of the index, the mark's own standing first.
        var rows = new List<Row>();
        if (mark is { } at) rows.AddRange(Range("s.balance = @score and s.owner > @tie", at.Score, at.Tie, limit));
        if (rows.Count < limit) rows.AddRange(Range(mark is null ? "s.balance > 0" : "s.balance < @score and s.balance > 0", mark?.Score ?? 0, 0, limit - rows.Count));
        // The rows follow one another in the index, so those above need counting for the page's first standing and for its second at most.
        var (start, counted) = (0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0 && rows[i].Score == rows[i - 1].Score) rows[i].Rank = rows[i - 1].Rank;
            else if (++counted <= 2) (start, rows[i].Rank) = (i, Above(connection, bank, year, rows[i].Score) + 1);
            else rows[i].Rank = rows[start].Rank + i - start;
        }
        return rows;

        IEnumerable<Row> Range(string condition, long score, long tie, int most) => connection.Query<Row>($"""
            select s.owner as tie, s.balance as score, {Named}
            from (select bank, owner, balance from account_heads s where s.bank = @bank and s.kind = 2 and s.period = @year and {condition}
              order by s.balance desc, s.owner limit @most) as s
            join households h on h.bank = s.bank and h.number = s.owner
            {People}
            order by s.balance desc, s.owner
            """, new { bank, year, score, tie, most });
    }

    static List<Row> StandingWithin(SqliteConnection connection, long bank, Period span, (long Score, long Tie)? mark, int limit) => connection.Query<Row>($"""
        select * from (
          select d.household as tie, d.score, cast(rank() over (order by d.score desc) as bigint) as rank, {Named}
          from (select household, cast(sum(case when kind = 'credit' then points else -points end) as bigint) as score from deeds
            where bank = @bank and effective_on >= @from and effective_on < @until group by household) as d
          join households h on h.bank = @bank and h.number = d.household
          {People}
          where d.score > 0
        ) as ranked
        where @first = 1 or score < @score or (score = @score and tie > @tie)
        order by score desc, tie limit @limit
        """, Marked(bank, span, mark, limit)).ToList();

    static List<Row> Deducted(SqliteConnection connection, long bank, Period span, long from, (long Score, long Tie)? mark, int limit)
    {
        var parameters = Marked(bank, span, mark, limit);
        parameters.Add("from_points", from);
        return connection.Query<Row>($"""
            select * from (
              select d.household as tie, d.score, d.deeds, cast(rank() over (order by d.score desc) as bigint) as rank, {Named}
              from (select household, cast(sum(points) as bigint) as score, cast(sum(case when reverses is null then 1 else -1 end) as bigint) as deeds from deeds
                where bank = @bank and kind = 'deduct' and posted = 1 and effective_on >= @from and effective_on < @until group by household) as d
              join households h on h.bank = @bank and h.number = d.household
              {People}
              where d.score >= @from_points
            ) as ranked
            where @first = 1 or score < @score or (score = @score and tie > @tie)
            order by score desc, tie limit @limit
            """, parameters).ToList();
    }

    static List<Row> GoodDeeds(SqliteConnection connection, long bank, Period span, (long Score, long Tie)? mark, int limit) => connection.Query<Row>($"""
        select * from (
          select d.entry as tie, d.points as score, cast(rank() over (order by d.points desc) as bigint) as rank, d.effective_on as day, r.item_zh, r.item_en, {Named}
          from deeds d
          join rules r on r.bank = d.bank and r.version = d.rulebook and r.code = d.rule
          join households h on h.bank = d.bank and h.number = d.household
          {People}
          where d.bank = @bank and d.kind = 'credit' and d.posted = 1 and d.reverses is null and d.effective_on >= @from and d.effective_on < @until
            and not exists (select 1 from entries e where e.bank = d.bank and e.reverses = d.entry)
        ) as ranked
        where @first = 1 or score < @score or (score = @score and tie > @tie)
        order by score desc, tie limit @limit
        """, Marked(bank, span, mark, limit)).ToList();

    static DynamicParameters Marked(long bank, Period span, (long Score, long Tie)? mark, int limit) => new(new
    {
        bank, from = span.From.ToIso(), until = span.Until.ToIso(), first = mark is null ? 1 : 0, score = mark?.Score ?? 0, tie = mark?.Tie ?? 0, limit,
    });

    static bool TryReadMark(string? after, out (long Score, long Tie)? mark)
    {
        mark = null;
        if (after is null) return true;
        var parts = after.Split('.');
        if (parts.Length != 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var score) || score == 0
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var tie)) return false;
        mark = (score, tie);
        return true;
    }

    sealed class Row
    {
        public long Tie { get; set; }

        public long Score { get; set; }

        public long Rank { get; set; }

        public long? Deeds { get; set; }

        public string? Day { get; set; }

        public string? Item_Zh { get; set; }

        public string? Item_En { get; set; }

        public string Group_Name { get; set; } = "";

        public string Name { get; set; } = "";

        public string Birth { get; set; } = "";

        public long Consent { get; set; }

        public BoardLine Line(long floor, long step, LocalDate today, bool named)
        {
            var ofAge = string.CompareOrdinal(Birth, today.PlusYears(-18).ToIso()) <= 0;
            var name = named && Consent == 1 && ofAge ? Name : Mask.Name(Name);
            return new(Rank, Group_Name, name, Item_Zh is null && named ? Score + floor : Score, named && Item_Zh is null ? Stars.Of(Score + floor, step) : 0,
                Item_Zh, Item_En, Day?.ToDate(), (int?)Deeds);
        }
    }
}
