using Dapper;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Reversals;

namespace PointsBank.Village.Reports;

/// <summary>What reports read of claims, deeds and entries, in a span of instants.</summary>
static class ReportTable
{
    /// <summary>
    /// A claim that one person wrote down and judged, or judged where the household wrote it after this person had set its PIN.
    /// </summary>
    public const string ByOnePerson = """
        (exists (select 1 from claim_steps o where o.bank = c.bank and o.claim = c.number and o.one_person = 1)
          or (c.recorded_by = 'household:' || c.household and exists (select 1 from claim_steps j
            join pin_settings p on p.bank = j.bank and p.household = c.household and p.actor = j.actor and p.recorded_at <= c.recorded_at
            where j.bank = c.bank and j.claim = c.number and j.state in ('collected', 'assessed', 'rejected'))))
        """;

    /// <summary>A claim that a relative of the household wrote down or checked first.</summary>
    public const string ByKin = """
        exists (select 1 from staff_ties t where t.bank = c.bank and t.household = c.household
          and (c.recorded_by = 'staff:' || t.staff or exists (
            select 1 from claim_steps k
            where k.bank = c.bank and k.claim = c.number and k.state = 'collected' and k.actor = 'staff:' || t.staff)))
        """;

    /// <summary>A claim of somebody who is related to the committee, or of their household.</summary>
    public const string OfRelated = """
        exists (select 1 from members m
          where m.bank = c.bank and m.household = c.household and m.related = 1 and m.number = coalesce(c.member, m.number))
        """;

    /// <summary>A claim with a photo that another claim shows, too.</summary>
    public const string WithSamePhoto = """
        exists (select 1 from claim_evidence e
          join claim_evidence o on o.bank = e.bank and o.digest = e.digest and o.claim <> e.claim
          where e.bank = c.bank and e.claim = c.number)
        """;

    public static IEnumerable<(long Group, string Name, string Channel, string State, long Count, long Points)> States(
        DbSession db, DynamicParameters span) =>
        db.Query<(long Group, string Name, string Channel, string State, long Count, long Points)>("""
            select g.number, g.name, c.channel, c.state, count(*), cast(coalesce(sum(s.points), 0) as bigint)
            from claims c
            join households h on h.bank = c.bank and h.number = c.household
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
            where c.bank = @bank and c.recorded_at >= @start and c.recorded_at < @end
            group by g.number, g.name, c.channel, c.state order by g.number, c.channel, c.state
            """, span);

    /// <summary>Each step with the one before it and the milliseconds between the two.</summary>
    public static IEnumerable<(string From, string To, long Took)> Steps(DbSession db, DynamicParameters span) =>
        db.Query<(string From, string To, long Took)>("""
            select before, state, took from (
              select state, recorded_at, lag(state) over (partition by claim order by sequence) as before,
                recorded_at - lag(recorded_at) over (partition by claim order by sequence) as took
              from claim_steps where bank = @bank
            ) as walked where before is not null and recorded_at >= @start and recorded_at < @end
            """, span);

    public static List<ExceptionLine> Claims(DbSession db, string kind, string condition, DynamicParameters span) =>
        Read(db, kind, $"""
        select c.number as claim, s.entry, c.household, c.rule, c.effective_on as day,
          {Handler.Of("c.recorded_by")} as handler, 0 as found, 0 as usual
        from claims c join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
        where c.bank = @bank and c.recorded_at >= @start and c.recorded_at < @end and {condition}
        order by c.number desc limit @most
        """, span);

    /// <summary>Hours of service that one person wrote down and confirmed.</summary>
    public static List<ExceptionLine> Hours(DbSession db, DynamicParameters span) => Read(db, "one_person", $"""
        select null as claim, f.entry, a.household, f.rule, e.effective_on as day,
          {Handler.Of("f.actor")} as handler, f.minutes as found, 0 as usual
        from attendance_confirmations f
        join attendances a on a.bank = f.bank and a.number = f.attendance
        join entries e on e.bank = f.bank and e.number = f.entry
        where f.bank = @bank and f.one_person = 1 and f.confirmed_at >= @start and f.confirmed_at < @end
        order by f.entry desc limit @most
        """, span);

    /// <summary>Days between the deed and its being written down, or entered directly, more than a month.</summary>
    public static List<ExceptionLine> Backdated(DbSession db, DynamicParameters span, int most) =>
        db.Query<Row>($"""
        select c.number as claim, s.entry, c.household, c.rule, c.effective_on as day,
          {Handler.Of("c.recorded_by")} as handler, c.recorded_at as found, @back as usual
        from claims c join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
        where c.bank = @bank and c.recorded_at >= @start and c.recorded_at < @end order by c.number desc
        """, span).Concat(db.Query<Row>($"""
        select null as claim, e.number as entry, d.household, e.rule, e.effective_on as day,
          {Handler.Of("e.actor")} as handler, e.recorded_at as found, @back as usual
        from entries e join deeds d on d.bank = e.bank and d.entry = e.number and d.effective_on = e.effective_on and d.reverses is null
        where e.bank = @bank and e.reason like '{ReversalDesk.DirectPrefix}%' and e.recorded_at >= @start and e.recorded_at < @end
        order by e.number desc
        """, span)).Select(row => row.Line("backdated"))
        .Select(line => line with { Found = Period.DaysBetween(line.Day, line.Found.ToInstant().InZone(BankDesk.Zone).Date) })
        .Where(line => line.Found > line.Usual).Take(most).ToList();

    /// <summary>Households whose ordinary points of a month end just below the ceiling: the month, the points, and the ceiling.</summary>
    public static List<ExceptionLine> JustUnder(
        DbSession db, long bank, LocalDate from, LocalDate until, long ceiling, int most) =>
        Read(db, "just_under_cap", """
            select null as claim, null as entry, household, '' as rule, substr(effective_on, 1, 7) || '-01' as day, '' as handler,
              cast(sum(points) as bigint) as found, cast(@ceiling as bigint) as usual
            from deeds where bank = @bank and kind = 'credit' and ordinary = 1 and effective_on >= @firstDay and effective_on <= @lastDay
            group by household, substr(effective_on, 1, 7)
            having sum(points) <= @ceiling and sum(points) * 100 >= @ceiling * @percent
            order by substr(effective_on, 1, 7) desc, household limit @most
            """,
            new DynamicParameters(new
            {
                bank, ceiling, firstDay = new LocalDate(from.Year, from.Month, 1).ToIso(), lastDay = until.ToIso(),
                percent = 100 - ClaimReports.JustBelowPercent, most,
            }));

    /// <summary>Recorders with unusually many claims against the median of all.</summary>
    public static List<ExceptionLine> Many(DbSession db, DynamicParameters span)
    {
        var counts = db.Query<(string Handler, string Day, long Count)>($"""
            select {Handler.Of("c.recorded_by")}, max(c.effective_on), count(*) from claims c
            where c.bank = @bank and c.recorded_at >= @start and c.recorded_at < @end and c.recorded_by like 'staff:%'
            group by c.recorded_by order by count(*)
            """, span);
        if (counts.Count == 0) return [];
        // Of two the smaller: one busy hand must not be its own measure.
        var median = counts[(counts.Count - 1) / 2].Count;
        return counts.Where(row => row.Count >= ClaimReports.MinUnusual
                && row.Count >= median * ClaimReports.UnusualTimes && counts.Count > 1)
            .Select(row => new ExceptionLine("many_by_one", null, null, null, "", row.Day.ToDate(), row.Handler, row.Count, median))
            .ToList();
    }

    /// <summary>What a clerk entered under a rule that wants a notice, because the village's setting lets them.</summary>
    public static List<ExceptionLine> Direct(DbSession db, DynamicParameters span) => Read(db, "direct", $"""
        select null as claim, e.number as entry, d.household, e.rule, e.effective_on as day,
          {Handler.Of("e.actor")} as handler, d.points as found, 0 as usual
        from entries e join deeds d on d.bank = e.bank and d.entry = e.number and d.effective_on = e.effective_on and d.reverses is null
        where e.bank = @bank and e.reason = 'direct_by_setting' and e.recorded_at >= @start and e.recorded_at < @end
        order by e.number desc limit @most
        """, span);

    /// <summary>
    /// Balances that one person brought forward alone: of how many households, how many points in all; the entry is the first of them.
    /// </summary>
    public static List<ExceptionLine> OpeningsAlone(DbSession db, DynamicParameters span) =>
        Read(db, "opening_alone", $"""
        select null as claim, min(e.number) as entry, case when count(*) = 1 then min(l.household) end as household,
          '' as rule, min(e.effective_on) as day,
          {Handler.Of("d.actor")} as handler, cast(sum(l.points_after) as bigint) as found, count(*) as usual
        from opening_decisions d
        join opening_proposal_lines l on l.bank = d.bank and l.proposal = d.proposal
        join accounts a on a.bank = l.bank and a.kind = {(int)AccountKind.HouseholdPoints} and a.owner = l.household and a.unit = 'points'
        join postings p on p.bank = a.bank and p.account = a.number
        join entries e on e.bank = p.bank and e.number = p.entry and e.kind = {(int)EntryKind.Opening}
          and e.source = 'opening:' || d.proposal
        where d.bank = @bank and d.kind = 'alone' and d.recorded_at >= @start and d.recorded_at < @end
        group by d.proposal, d.actor order by d.proposal desc limit @most
        """, span);

    /// <summary>
    /// What one person took back alone: what another one had entered directly or served at the counter, and whatever several people had a
    /// part in. The entry that takes back, the points that the deed had given or the goods had taken, and who took it back.
    /// </summary>
    public static List<ExceptionLine> TakenBack(DbSession db, DynamicParameters span) => Read(db, "taken_back", $"""
        select null as claim, v.number as entry, coalesce(d.household, r.household) as household, coalesce(d.rule, '') as rule,
          v.effective_on as day,
          {Handler.Of("v.actor")} as handler, coalesce(d.points, r.points, 0) as found, 0 as usual
        from entries v
        join entries e on e.bank = v.bank and e.number = v.reverses
        left join deeds d on d.bank = e.bank and d.entry = e.number and d.effective_on = e.effective_on and d.reverses is null
        left join redemptions r on r.bank = e.bank and r.entry = e.number
        where v.bank = @bank and v.recorded_at >= @start and v.recorded_at < @end and v.actor like 'staff:%'
          and (d.entry is not null or r.entry is not null or e.kind in ({(int)EntryKind.Stock}, {(int)EntryKind.Transfer}))
          and not (v.actor = e.actor and (r.entry is not null or e.reason like '{ReversalDesk.DirectPrefix}%'))
        order by v.number desc limit @most
        """, span);

    /// <summary>A class of service whose unit was made shorter, so that an hour is worth more: the minutes now, and before.</summary>
    public static List<ExceptionLine> UnitsShortened(DbSession db, DynamicParameters span) =>
        db.Query<(string Code, long Unit, long Before, string Handler, long At)>($"""
        select c.code, c.unit_minutes, b.unit_minutes, {Handler.Of("c.actor")}, c.recorded_at
        from service_classes c join service_classes b on b.bank = c.bank and b.code = c.code and b.version = c.version - 1
        where c.bank = @bank and c.unit_minutes < b.unit_minutes and c.recorded_at >= @start and c.recorded_at < @end
        order by c.recorded_at desc limit @most
        """, span).ConvertAll(row => new ExceptionLine(
            "unit_shortened", null, null, null, row.Code, row.At.ToInstant().InZone(BankDesk.Zone).Date, row.Handler, row.Unit,
            row.Before));

    /// <summary>A term for keeping data that was made shorter: the months now, and before where it was set before.</summary>
    public static List<ExceptionLine> TermsShortened(DbSession db, DynamicParameters span) =>
        db.Query<(string Kind, long Months, long? Before, string Handler, long At)>($"""
        select r.kind, r.months, b.months, {Handler.Of("r.actor")}, r.recorded_at
        from retention_rules r
        left join retention_rules b on b.bank = r.bank and b.kind = r.kind and b.version = r.version - 1
        where r.bank = @bank and (b.months is null or r.months < b.months) and r.recorded_at >= @start and r.recorded_at < @end
        order by r.recorded_at desc, r.kind limit @most
        """, span).ConvertAll(row => new ExceptionLine(
            "term_shortened", null, null, null, row.Kind, row.At.ToInstant().InZone(BankDesk.Zone).Date, row.Handler, row.Months,
            row.Before ?? 0));

    /// <summary>A tie of staff to a household that ended: who ended it, and whose it was. From then on that person decides there.</summary>
    public static List<ExceptionLine> TiesEnded(DbSession db, DynamicParameters span) =>
        db.Query<(long Household, string Handler, long At)>($"""
        select e.household, {Handler.Of("e.actor")} || ' → ' || coalesce((select s.name from staff s where s.number = e.staff), ''),
          e.recorded_at
        from tie_ends e where e.bank = @bank and e.recorded_at >= @start and e.recorded_at < @end
        order by e.number desc limit @most
        """, span).ConvertAll(row => new ExceptionLine(
            "tie_ended", null, null, row.Household, "", row.At.ToInstant().InZone(BankDesk.Zone).Date, row.Handler, 0, 0));

    /// <summary>A year that one person opened again: the year, and how many closes it had.</summary>
    public static List<ExceptionLine> YearsUndone(DbSession db, DynamicParameters span) => db.Query<Row>($"""
        select null as claim, null as entry, null as household, '' as rule, u.year || '-12-31' as day,
          {Handler.Of("u.actor")} as handler, u.year as found, u.sequence as usual
        from year_undoings u where u.bank = @bank and u.recorded_at >= @start and u.recorded_at < @end
        order by u.recorded_at desc limit @most
        """, span).Select(row => row.Line("year_undone")).ToList();

    /// <summary>A household that came from another village with points: nobody of this village confirmed it.</summary>
    public static List<ExceptionLine> CameWithPoints(DbSession db, DynamicParameters span) => Read(db, "came_with_points", $"""
        select null as claim, c.other_entry as entry, c.other_household as household, '' as rule, c.changed_on as day,
          {Handler.Of("c.actor")} as handler, c.points as found, 0 as usual
        from household_changes c
        where c.other_bank = @bank and c.bank <> @bank and c.points > 0 and c.recorded_at >= @start and c.recorded_at < @end
        order by c.recorded_at desc limit @most
        """, span);

    /// <summary>What another person confirmed: who proposed it, who confirmed it, and which number of what.</summary>
    public static List<Confirmation> Confirmations(DbSession db, DynamicParameters span) => db.Query<Confirmation>($"""
        select household, maker, decider, {Handler.Of("maker")} || ' → ' || {Handler.Of("decider")} as names, at, number, what from (
          select p.household, p.actor as maker, d.actor as decider, d.recorded_at as at, p.number, p.kind as what
          from proposal_decisions d join proposals p on p.bank = d.bank and p.number = d.proposal
          where d.bank = @bank and d.kind = 'confirmed'
          union all
          select null, p.actor, d.actor, d.recorded_at, p.number, 'opening'
          from opening_decisions d join opening_proposals p on p.bank = d.bank and p.number = d.proposal
          where d.bank = @bank and d.kind = 'confirmed'
          union all
          select null, p.actor, d.actor, d.recorded_at, p.number, 'setting'
          from setting_decisions d join setting_proposals p on p.bank = d.bank and p.number = d.proposal
          where d.bank = @bank and d.kind = 'confirmed'
          union all
          select null, p.actor, d.actor, d.recorded_at, p.version, 'rulebook'
          from rulebook_decisions d join rulebooks p on p.bank = d.bank and p.version = d.version
          where d.bank = @bank and d.kind = 'confirmed'
          union all
          select null, n.proposed_by, n.actor, n.recorded_at, n.notice, 'early_end' from notice_changes n
          where n.bank = @bank and n.kind = 'ended' and n.proposed_by is not null
          union all
          select s.household, s.actor, f.actor, f.recorded_at, s.number, 'suspension'
          from favour_confirmations f join favour_suspensions s on s.bank = f.bank and s.number = f.suspension
          where f.bank = @bank
        ) as confirmed
        where at >= @start and at < @end order by at desc
        """, span);

    static List<ExceptionLine> Read(DbSession db, string kind, string sql, DynamicParameters parameters) =>
        db.Query<Row>(sql, parameters).Select(row => row.Line(kind)).ToList();

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

    /// <summary>How many claims wait for each step, and the day since which the eldest waits.</summary>
    public static List<(string State, long Count, LocalDate Since)> ClaimsWaiting(DbSession db, long bank) =>
        [.. db.Query<(string State, long Count, long Since)>("""
            select c.state, count(*), min(s.recorded_at) from claims c
            join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
            where c.bank = @bank and c.state in ('submitted', 'collected', 'assessed') group by c.state
            """, new { bank }).Select(row => (row.State, row.Count, row.Since.ToInstant().InZone(BankDesk.Zone).Date))];
}
