using Dapper;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Years;

namespace PointsBank.Village.YearEnd;

/// <summary>A household's year as SQL reckons it.</summary>
sealed class ReckonedRow
{
    public long Household { get; init; }

    public string GroupName { get; init; } = "";

    public string Head { get; init; } = "";

    public long Standing { get; init; }

    public long Rank { get; init; }

    public long Stars { get; init; }

    public long Old { get; init; }

    public long Held { get; init; }

    public long Carried { get; init; }

    public long Expired { get; init; }

    public long? Entry { get; init; }

    public long Corrected { get; init; }

    public YearLine Line =>
        new(
            Household, GroupName, Head, Standing, Standing > 0 ? Rank : null, (int)Stars, Old, Held, Carried, Expired, Entry,
            Corrected)
        { Order = Rank };
}

/// <summary>The terms under which a year ends: those of its last day.</summary>
sealed record YearTerms(long Step, long VetoFrom, long VetoMost, long? CarryOver, NodaTime.LocalDate ExpiresOn)
{
    public static YearTerms Of(Settings settings, int year)
    {
        var last = new NodaTime.LocalDate(year, 12, 31);
        return new(
            settings.On(last, Setting.StarStep), settings.On(last, Setting.StarVetoDeducted), settings.On(last, Setting.StarVetoMost),
            settings.On(last, Setting.PointsExpire) == 1 ? settings.On(last, Setting.CarryOver) : null,
            new(year + 1, 1, (int)settings.On(last, Setting.ExpiryDay)));
    }
}

/// <summary>
/// The rows of closed years, and the one SQL by which a year is reckoned: the report, the close and the entries all read it.
/// </summary>
static class YearTable
{
    /// <summary>How the source of a year end's entry begins.</summary>
    public const string Source = "year_end:";

    /// <summary>
    /// By how much a frozen standing was corrected after the close, by reversals alone, since a closed year takes no deed: it stays as it
    /// was frozen, and this stands beside it.
    /// </summary>
    public static string Corrected(string standing, string head) => $"""
        (select cast(coalesce(sum(p.amount), 0) as bigint) from deeds d
         join entries v on v.bank = d.bank and v.number = d.entry
         join postings p on p.bank = v.bank and p.number >= v.first_posting and p.number < v.first_posting + v.postings
         join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.HouseholdMerit}
           and a.owner = d.household
         where d.bank = {standing}.bank and d.household = {standing}.household and d.entry > {head}
           and d.effective_on >= {standing}.year || '-01-01' and d.effective_on < ({standing}.year + 1) || '-01-01')
        """;

    static readonly string Places = $"""
        select h.number, h.group_no, coalesce(b.balance, 0) as standing,
          (select cast(coalesce(sum(d.points), 0) as bigint) from deeds d
            where d.bank = h.bank and d.household = h.number and d.kind = 'deduct' and d.effective_on >= @from
            and d.effective_on < @until) as deducted
        from households h
        left join accounts a on a.bank = h.bank and a.kind = {(int)AccountKind.HouseholdMerit} and a.owner = h.number and a.unit = 'merit'
          and a.period = @year
        left join account_heads b on b.bank = a.bank and b.account = a.number
        where h.bank = @bank and not exists (select 1 from household_ends x
          where x.bank = h.bank and x.household = h.number and x.ended_on < @until)
        """;

    static readonly string Ranked = $"""
        select number, group_no, standing, cast(rank() over (order by standing desc) as bigint) as rank, cast({Stars} as bigint) as stars
          from ({Places}) as places
        """;

    // One for each whole step, five at most, and no more than a veto leaves.
    const string Stars = """
        case when standing < @step then 0
          when deducted >= @vetoFrom and @vetoMost < standing / @step then @vetoMost
          when standing / @step > 5 then 5 else standing / @step end
        """;

    // Old points are spent first: what is there now, less what came in for days of the new year, is what is left of them. The heads must be
    // written.
    static readonly string Points = $"""
        select number, balance, held, case when balance - fresh > 0 then balance - fresh else 0 end as old from (
          select h.number, coalesce(b.balance, 0) as balance, coalesce(b.held, 0) as held,
            (select cast(coalesce(sum(d.points), 0) as bigint) from deeds d
              where d.bank = h.bank and d.household = h.number and d.kind = 'credit' and d.effective_on >= @until) as fresh
          from households h
          left join accounts a on a.bank = h.bank and a.kind = {(int)AccountKind.HouseholdPoints} and a.owner = h.number
            and a.unit = 'points' and a.period = 0
          left join account_heads b on b.bank = a.bank and b.account = a.number
          where h.bank = @bank
        ) as balances
        """;

    static readonly string Shares = $"""
        select number, old, carried, cast(case when rest > free then free else rest end as bigint) as expired,
          cast(case when rest > free then rest - free else 0 end as bigint) as held from (
          select number, old, carried, old - carried as rest, case when balance > held then balance - held else 0 end as free from (
            select number, balance, held, old, case when @carryOver is null or old < @carryOver then old else @carryOver end as carried
              from ({Points}) as olds
          ) as carries
        ) as rests
        """;

    const string People = """
        coalesce((select m.name from members m where m.bank = g.bank and m.household = r.number and m.is_head = 1), '') as head
        """;

    /// <summary>The lines of a year that is not closed, by rank as it would be frozen; the heads must be written.</summary>
    public static IEnumerable<ReckonedRow> Reckoned(
        DbSession db, long bank, int year, YearTerms terms, (long Rank, long Household) after, int limit)
    {
        var parameters = Parameters(bank, year, terms, after.Household, limit);
        parameters.Add("rank", after.Rank);
        return db.Stream<ReckonedRow>($"""
            select r.number as household, g.name as group_name, {People}, r.standing, r.rank, r.stars, cast(s.old as bigint) as old, s.held,
              cast(s.carried as bigint) as carried,
              s.expired, null as entry
            from ({Ranked}) as r
            join ({Shares}) as s on s.number = r.number
            join village_groups g on g.bank = @bank and g.number = r.group_no
            where r.rank > @rank or (r.rank = @rank and r.number > @after) order by r.rank, r.number limit @limit
            """, parameters);
    }

    /// <summary>
    /// What becomes of the points of those frozen households that have no row yet, by household; the heads must be written.
    /// </summary>
    public static List<(long Household, long Old, long Held, long Carried, long Expired)> Waiting(
        DbSession db, long bank, int year, long sequence, YearTerms terms, long after, int limit)
    {
        var parameters = Parameters(bank, year, terms, after, limit);
        parameters.Add("sequence", sequence);
        return db.Query<(long, long, long, long, long)>($"""
            select s.number, cast(s.old as bigint), s.held, cast(s.carried as bigint), s.expired from ({Shares} where number > @after) as s
            join year_standings y on y.bank = @bank and y.year = @year and y.sequence = @sequence and y.household = s.number
            where not exists (select 1 from year_expiries e
              where e.bank = y.bank and e.year = y.year and e.sequence = y.sequence and e.household = y.household)
            order by s.number limit @limit
            """, parameters);
    }

    public static YearSums Sums(DbSession db, long bank, int year, YearTerms terms) => db.QuerySingle<YearSums>($"""
        select cast(count(*) as bigint) as households, cast(coalesce(sum(p.standing), 0) as bigint) as standing,
          cast(coalesce(sum(s.old), 0) as bigint) as old,
          cast(coalesce(sum(s.held), 0) as bigint) as held, cast(coalesce(sum(s.carried), 0) as bigint) as carried,
          cast(coalesce(sum(s.expired), 0) as bigint) as expired
        from ({Places}) as p join ({Shares}) as s on s.number = p.number
        """, Parameters(bank, year, terms, 0, 0));

    /// <summary>Closes a year at this head, and answers which close of the year it is; the heads must be written.</summary>
    public static long Close(Writer writer, long bank, int year, YearTerms terms, BookHead head, string actor) =>
        writer.ExecuteScalar<long>("""
            insert into year_closes (bank, year, sequence, head_entry, head_code, star_step, veto_from, veto_most, households,
              carry_over, expires_on, recorded_at, actor)
            select @bank, @year, coalesce(max(sequence), 0) + 1, @head, @code, @step, @vetoFrom, @vetoMost, @households, @carryOver,
              @expires, @at, @actor
            from year_closes where bank = @bank and year = @year
            returning sequence
            """,
            new
            {
                bank, year, head = head.Entry.Value, code = head.CheckCode.ToString(), step = terms.Step, vetoFrom = terms.VetoFrom,
                vetoMost = terms.VetoMost, households = Sums(writer, bank, year, terms).Households, carryOver = terms.CarryOver,
                expires = terms.ExpiresOn.ToIso(), at = writer.NowMilliseconds, actor,
            });

    /// <summary>Takes a close away; what it froze stays.</summary>
    public static void Undo(Writer writer, long bank, CloseRow close, string reason, string actor) => writer.Execute("""
        insert into year_undoings (bank, year, sequence, reason, recorded_at, actor)
          values (@bank, @year, @sequence, @reason, @at, @actor)
        """, new { bank, year = close.Year, sequence = close.Sequence, reason, at = writer.NowMilliseconds, actor });

    /// <summary>Freezes every household's standing in one statement, however many there are; the heads must be written.</summary>
    public static int Freeze(DbSession db, long bank, int year, long sequence, YearTerms terms)
    {
        var parameters = Parameters(bank, year, terms, 0, 0);
        parameters.Add("sequence", sequence);
        return db.Execute($"""
            insert into year_standings (bank, year, sequence, household, standing, rank, stars)
            select @bank, @year, @sequence, number, standing, rank, stars from ({Ranked}) as ranked
            """, parameters);
    }

    /// <summary>The frozen list, by rank, with what became of the points.</summary>
    public static IEnumerable<ReckonedRow> Frozen(
        DbSession db, long bank, CloseRow close, (long Rank, long Household) after, int limit) =>
        db.Stream<ReckonedRow>($"""
        select y.household, g.name as group_name,
          coalesce((select m.name from members m where m.bank = y.bank and m.household = y.household and m.is_head = 1), '') as head,
          y.standing, y.rank, y.stars, coalesce(e.balance, 0) as old, coalesce(e.held, 0) as held, coalesce(e.carried, 0) as carried,
          coalesce(e.expired, 0) as expired, e.entry,
          {Corrected("y", "@head")} as corrected
        from year_standings y
        join households h on h.bank = y.bank and h.number = y.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        left join year_expiries e on e.bank = y.bank and e.year = y.year and e.sequence = y.sequence and e.household = y.household
        where y.bank = @bank and y.year = @year and y.sequence = @sequence
          and (y.rank > @rank or (y.rank = @rank and y.household > @household))
        order by y.rank, y.household limit @limit
        """,
        new
        {
            bank, year = close.Year, sequence = close.Sequence, head = close.HeadEntry, rank = after.Rank, household = after.Household,
            limit,
        });

    /// <summary>What was written for a closed year.</summary>
    public static YearSums Written(DbSession db, long bank, CloseRow close) => db.QuerySingle<YearSums>("""
        select cast(count(*) as bigint) as households, cast(coalesce(sum(y.standing), 0) as bigint) as standing,
          cast(coalesce(sum(e.balance), 0) as bigint) as old,
          cast(coalesce(sum(e.held), 0) as bigint) as held, cast(coalesce(sum(e.carried), 0) as bigint) as carried,
          cast(coalesce(sum(e.expired), 0) as bigint) as expired
        from year_standings y
        left join year_expiries e on e.bank = y.bank and e.year = y.year and e.sequence = y.sequence and e.household = y.household
        where y.bank = @bank and y.year = @year and y.sequence = @sequence
        """, new { bank, year = close.Year, sequence = close.Sequence });

    /// <summary>A year end's entries are undone together or not at all.</summary>
    public static Refusal? Barred(JournalEntry entry) =>
        entry.Source.StartsWith(Source, StringComparison.Ordinal) || entry.Source.StartsWith(ExpiryReturns.Source, StringComparison.Ordinal)
            ? new(VillageRefusals.KeptByYearEnd, "entry")
            : null;

    /// <summary>What of the year is still on its way.</summary>
    public static YearOpen Open(DbSession db, long bank, int year)
    {
        var span = new { bank, from = $"{year:D4}-01-01", until = $"{year + 1:D4}-01-01" };
        const string Way = """
            from claims c where c.bank = @bank and c.effective_on >= @from and c.effective_on < @until
              and c.state in ('submitted', 'collected', 'assessed', 'on_notice', 'objected')
            """;
        var (claims, onNotice) = db.QuerySingle<(long, long)>(
            $"select count(*), cast(coalesce(sum(case when c.state in ('on_notice', 'objected') then 1 else 0 end), 0) as bigint) {Way}",
            span);
        var objections = db.ExecuteScalar<long>($"""
            select count(*) from objections o where o.bank = @bank
              and not exists (select 1 from rulings r where r.bank = o.bank and r.objection = o.number)
              and o.claim in (select c.number {Way})
            """, span);
        var held = db.ExecuteScalar<long>($"""
            select cast(coalesce(sum(b.held), 0) as bigint) from account_heads b
              where b.bank = @bank and b.kind = {(int)AccountKind.HouseholdPoints}
            """, span);
        return new(claims, onNotice, objections, held, [.. db.Query<(long Number, long Household, string State)>(
            $"select c.number, c.household, c.state {Way} order by c.number limit 20",
            span).Select(row => new YearOpenClaim(row.Number, row.Household, row.State))]);
    }

    static DynamicParameters Parameters(long bank, int year, YearTerms terms, long after, int limit) => new(new
    {
        bank, year, from = $"{year:D4}-01-01", until = $"{year + 1:D4}-01-01", step = terms.Step, vetoFrom = terms.VetoFrom,
        vetoMost = terms.VetoMost,
        carryOver = terms.CarryOver, after, limit,
    });
}
