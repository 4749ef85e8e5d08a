using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Deeds;

namespace PointsBank.Village.Reports;

/// <summary>How many claims of a group and a channel stand where, by the day they were written down.</summary>
public sealed record StateCount(long Group, string GroupName, string Channel, string State, long Count, long Points);

/// <summary>
/// Something a supervisor should look at: one of <see cref="ClaimReports.ExceptionKinds"/>, the claim where it is one, the entry where it has one, who, and the numbers
/// that made it stand out.
/// </summary>
public sealed record ExceptionLine(string Kind, long? Claim, long? Entry, long? Household, string Rule, LocalDate Day, string Handler, long Found, long Usual);

/// <summary>How long a step of the way took, in whole hours: the median and the longest, of so many.</summary>
public sealed record StepTime(string From, string To, long Count, long MedianHours, long LongestHours);

/// <summary>What supervisors read of claims: where they stand, what is unusual, and how long things take.</summary>
public sealed class ClaimReports(Database database, BankDesk banks)
{
    /// <summary>So many times the median of all recorders is unusually many.</summary>
    public const int UnusualTimes = 3;

    /// <summary>Below so many claims nothing is unusual.</summary>
    public const int UnusualLeast = 20;

    /// <summary>How far below a cap, in percent of it, is just below.</summary>
    public const int JustBelowPercent = 10;

    /// <summary>What is listed, in the order in which a supervisor reads it.</summary>
    public static IReadOnlyList<string> ExceptionKinds { get; } = ["one_person", "kin", "related", "backdated", "same_photo", "just_under_cap", "many_by_one", "direct", "opening_alone"];

    public IReadOnlyList<StateCount> States(long bank, LocalDate from, LocalDate until) => database.Read(connection =>
        connection.Query<(long Group, string Name, string Channel, string State, long Count, long Points)>("""
            select g.number, g.name, c.channel, c.state, count(*), cast(coalesce(sum(s.points), 0) as bigint)
            from claims c
            join households h on h.bank = c.bank and h.number = c.household
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
            where c.bank = @bank and c.recorded_at >= @start and c.recorded_at < @end
            group by g.number, g.name, c.channel, c.state order by g.number, c.channel, c.state
            """, Span(bank, from, until)).Select(row => new StateCount(row.Group, row.Name, row.Channel, row.State, row.Count, row.Points)).ToList());

    /// <summary>What should be looked at among the claims written down in these days, at most <paramref name="most"/> of a kind.</summary>
    public IReadOnlyList<ExceptionLine> Exceptions(long bank, LocalDate from, LocalDate until, int most = 100) => database.Read(connection =>
    {
        var span = Span(bank, from, until);
        span.Add("most", most);
        span.Add("back", (long)SlipWarning.DaysBack);
        List<ExceptionLine> lines =
        [
            .. Claims(connection, "one_person", "exists (select 1 from claim_steps o where o.bank = c.bank and o.claim = c.number and o.one_person = 1)", span),
            .. Hours(connection, span),
            .. Claims(connection, "kin", """
                exists (select 1 from staff_ties t where t.bank = c.bank and t.household = c.household
                  and (c.recorded_by = 'staff:' || t.staff or exists (select 1 from claim_steps k where k.bank = c.bank and k.claim = c.number and k.state = 'collected' and k.actor = 'staff:' || t.staff)))
                """, span),
            .. Claims(connection, "related", "exists (select 1 from members m where m.bank = c.bank and m.household = c.household and m.related = 1 and m.number = coalesce(c.member, m.number))", span),
            .. Claims(connection, "same_photo", """
                exists (select 1 from claim_evidence e join claim_evidence o on o.bank = e.bank and o.digest = e.digest and o.claim <> e.claim where e.bank = c.bank and e.claim = c.number)
                """, span),
            .. Backdated(connection, span, most),
            .. JustUnder(connection, bank, from, until, most),
            .. Many(connection, span),
            .. Direct(connection, span),
            .. OpeningsAlone(connection, span),
        ];
        return lines.OrderBy(line => IndexOf(line.Kind)).ThenByDescending(line => line.Day).ToList();
    });

    /// <summary>How long each step took that was made in these days.</summary>
    public IReadOnlyList<StepTime> Durations(long bank, LocalDate from, LocalDate until) => database.Read(connection =>
        connection.Query<(string From, string To, long Took)>("""
            select before, state, took from (
              select state, recorded_at, lag(state) over (partition by claim order by sequence) as before,
                recorded_at - lag(recorded_at) over (partition by claim order by sequence) as took
              from claim_steps where bank = @bank
            ) as walked where before is not null and recorded_at >= @start and recorded_at < @end
            """, Span(bank, from, until))
            .GroupBy(row => (row.From, row.To), row => row.Took / 3_600_000)
            .Select(group => (group.Key, Hours: group.Order().ToList()))
            .Select(group => new StepTime(group.Key.From, group.Key.To, group.Hours.Count, group.Hours[group.Hours.Count / 2], group.Hours[^1]))
            .OrderBy(step => StateIndex(step.From)).ThenBy(step => StateIndex(step.To)).ToList());

    static List<ExceptionLine> Claims(SqliteConnection connection, string kind, string condition, DynamicParameters span) => Read(connection, kind, $"""
        select c.number as claim, s.entry, c.household, c.rule, c.effective_on as day, {Handler.Of("c.recorded_by")} as handler, 0 as found, 0 as usual
        from claims c join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
        where c.bank = @bank and c.recorded_at >= @start and c.recorded_at < @end and {condition}
        order by c.number desc limit @most
        """, span);

    /// <summary>Hours of service that one person wrote down and confirmed.</summary>
    static List<ExceptionLine> Hours(SqliteConnection connection, DynamicParameters span) => Read(connection, "one_person", $"""
        select null as claim, f.entry, a.household, f.rule, e.effective_on as day, {Handler.Of("f.actor")} as handler, f.minutes as found, 0 as usual
        from attendance_confirmations f join attendances a on a.bank = f.bank and a.number = f.attendance join entries e on e.bank = f.bank and e.number = f.entry
        where f.bank = @bank and f.one_person = 1 and f.confirmed_at >= @start and f.confirmed_at < @end
        order by f.entry desc limit @most
        """, span);

    /// <summary>Days between the deed and its being written down, more than a month.</summary>
    static List<ExceptionLine> Backdated(SqliteConnection connection, DynamicParameters span, int most) => connection.Query<Row>($"""
        select c.number as claim, s.entry, c.household, c.rule, c.effective_on as day, {Handler.Of("c.recorded_by")} as handler, c.recorded_at as found, @back as usual
        from claims c join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
        where c.bank = @bank and c.recorded_at >= @start and c.recorded_at < @end order by c.number desc
        """, span).Select(row => row.Line("backdated"))
        .Select(line => line with { Found = Period.DaysBetween(line.Day, line.Found.ToInstant().InZone(BankDesk.Zone).Date) })
        .Where(line => line.Found > line.Usual).Take(most).ToList();

    /// <summary>Households whose ordinary points of a month end just below the ceiling: the month, the points, and the ceiling.</summary>
    List<ExceptionLine> JustUnder(SqliteConnection connection, long bank, LocalDate from, LocalDate until, int most)
    {
        var ceiling = banks.SettingsOf(bank).On(until, Setting.MonthCeiling);
        return Read(connection, "just_under_cap", """
            select null as claim, null as entry, household, '' as rule, substr(effective_on, 1, 7) || '-01' as day, '' as handler,
              cast(sum(points) as bigint) as found, @ceiling as usual
            from deeds where bank = @bank and kind = 'credit' and ordinary = 1 and effective_on >= @first and effective_on <= @last
            group by household, substr(effective_on, 1, 7)
            having sum(points) <= @ceiling and sum(points) * 100 >= @ceiling * @percent
            order by substr(effective_on, 1, 7) desc, household limit @most
            """,
            new DynamicParameters(new
            {
                bank, ceiling, first = new LocalDate(from.Year, from.Month, 1).ToIso(), last = until.ToIso(), percent = 100 - JustBelowPercent, most,
            }));
    }

    /// <summary>Recorders with unusually many claims against the median of all.</summary>
    static List<ExceptionLine> Many(SqliteConnection connection, DynamicParameters span)
    {
        var counts = connection.Query<(string Handler, string Day, long Count)>($"""
            select {Handler.Of("c.recorded_by")}, max(c.effective_on), count(*) from claims c
            where c.bank = @bank and c.recorded_at >= @start and c.recorded_at < @end and c.recorded_by like 'staff:%' group by c.recorded_by order by count(*)
            """, span).ToList();
        if (counts.Count == 0) return [];
        // Of two the smaller: one busy hand must not be its own measure.
        var median = counts[(counts.Count - 1) / 2].Count;
        return counts.Where(row => row.Count >= UnusualLeast && row.Count >= median * UnusualTimes && counts.Count > 1)
            .Select(row => new ExceptionLine("many_by_one", null, null, null, "", row.Day.ToDate(), row.Handler, row.Count, median)).ToList();
    }

    /// <summary>What a clerk entered under a rule that wants a notice, because the village's setting lets them.</summary>
    static List<ExceptionLine> Direct(SqliteConnection connection, DynamicParameters span) => Read(connection, "direct", $"""
        select null as claim, e.number as entry, d.household, e.rule, e.effective_on as day, {Handler.Of("e.actor")} as handler, d.points as found, 0 as usual
        from entries e join deeds d on d.bank = e.bank and d.entry = e.number and d.effective_on = e.effective_on and d.reverses is null
        where e.bank = @bank and e.reason = 'direct_by_setting' and e.recorded_at >= @start and e.recorded_at < @end
        order by e.number desc limit @most
        """, span);

    /// <summary>Balances that one person brought forward alone: of how many households, how many points in all; the entry is the first of them.</summary>
    static List<ExceptionLine> OpeningsAlone(SqliteConnection connection, DynamicParameters span) => Read(connection, "opening_alone", $"""
        select null as claim, min(e.number) as entry, case when count(*) = 1 then min(l.household) end as household, '' as rule, min(e.effective_on) as day,
          {Handler.Of("d.actor")} as handler, cast(sum(l.points_after) as bigint) as found, count(*) as usual
        from opening_decisions d
        join opening_proposal_lines l on l.bank = d.bank and l.proposal = d.proposal
        join accounts a on a.bank = l.bank and a.kind = {(int)AccountKind.HouseholdPoints} and a.owner = l.household and a.unit = 'points'
        join postings p on p.bank = a.bank and p.account = a.number
        join entries e on e.bank = p.bank and e.number = p.entry and e.kind = {(int)EntryKind.Opening} and e.source = 'opening:' || d.proposal
        where d.bank = @bank and d.kind = 'alone' and d.recorded_at >= @start and d.recorded_at < @end
        group by d.proposal, d.actor order by d.proposal desc limit @most
        """, span);

    static List<ExceptionLine> Read(SqliteConnection connection, string kind, string sql, DynamicParameters parameters) =>
        connection.Query<Row>(sql, parameters).Select(row => row.Line(kind)).ToList();

    static DynamicParameters Span(long bank, LocalDate from, LocalDate until) => new(new
    {
        bank,
        start = from.AtStartOfDayInZone(BankDesk.Zone).ToInstant().ToUnixTimeMilliseconds(),
        end = until.PlusDays(1).AtStartOfDayInZone(BankDesk.Zone).ToInstant().ToUnixTimeMilliseconds(),
    });

    static int IndexOf(string kind) => ExceptionKinds.ToList().IndexOf(kind);

    static int StateIndex(string state) => ClaimState.All.ToList().IndexOf(state);

    sealed class Row
    {
        public long? Claim { get; init; }

        public long? Entry { get; init; }

        public long? Household { get; init; }

        public string Rule { get; init; } = "";

        public string Day { get; init; } = "";

        public string Handler { get; init; } = "";

        public long Found { get; init; }

        public long Usual { get; init; }

        public ExceptionLine Line(string kind) => new(kind, Claim, Entry, Household, Rule, Day.ToDate(), Handler, Found, Usual);
    }
}
