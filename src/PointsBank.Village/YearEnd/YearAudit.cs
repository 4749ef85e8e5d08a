using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.YearEnd;

/// <summary>
/// Closed years against the journal: what was frozen is what it had up to its head, what expired is what the entries say.
/// </summary>
static class YearAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Standings, Ranks, Expiries, Returns];

    /// <summary>Each frozen standing is the year's base and the household's merit up to the head.</summary>
    static void Standings(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "year_standing_differs", "household", $"""
        select y.household from year_standings y
        join year_closes c on c.bank = y.bank and c.year = y.year and c.sequence = y.sequence
        join households h on h.bank = y.bank and h.number = y.household
        left join (
          select k.year, k.sequence, a.owner, cast(sum(p.amount) as bigint) as merit from year_closes k
          join accounts a on a.bank = k.bank and a.kind = {(int)AccountKind.HouseholdMerit} and a.period = k.year
          join postings p on p.bank = a.bank and p.account = a.number and p.entry <= k.head_entry
          where k.bank = @bank group by k.year, k.sequence, a.owner
        ) as m on m.year = y.year and m.sequence = y.sequence and m.owner = y.household
        where y.bank = @bank and y.standing <> coalesce(m.merit, 0)
        """);

    /// <summary>Ranks follow from the frozen standings; the close says how many there are and of which head.</summary>
    static void Ranks(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "year_rank_differs", "year", """
        select year from (
          select year, rank, rank() over (partition by year, sequence order by standing desc) as right_rank from year_standings
            where bank = @bank
        ) as ranked where rank <> right_rank
        union
        select c.year from year_closes c where c.bank = @bank
          and c.households <> (select count(*) from year_standings y where y.bank = c.bank and y.year = c.year and y.sequence = c.sequence)
        """);

    /// <summary>
    /// Each row of what became of a household's points has its entry, that took them out, brought back what is carried over and let the
    /// rest expire; and the other way round.
    /// </summary>
    static void Expiries(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "year_expiry_differs", "household", $"""
        select household from (
          select 1 as told, 0 as happened, entry, household, year, -carried - expired as amount from year_expiries
            where bank = @bank and entry is not null
          union all
          select 1, 0, entry, household, year, carried from year_expiries where bank = @bank and entry is not null and carried > 0
          union all
          select 1, 0, entry, 0, year, expired from year_expiries where bank = @bank and entry is not null and expired > 0
          union all
          select 0, 1, e.number, a.owner, {LabelNumber.Of("e.source", "year_end:")}, p.amount from entries e
          join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
          join accounts a on a.bank = p.bank and a.number = p.account
          where e.bank = @bank and e.source like 'year_end:%' and e.reverses is null
        ) as both_sides
        group by entry, household, year, amount having sum(told) <> 1 or sum(happened) <> 1
        union
        select household from year_expiries where bank = @bank
          and (balance <> held + carried + expired or (entry is null) <> (carried + expired = 0))
        union
        select e.household from year_expiries e
        join year_undoings u on u.bank = e.bank and u.year = e.year and u.sequence = e.sequence
        where e.bank = @bank and e.entry is not null and not exists (select 1 from entries v where v.bank = e.bank and v.reverses = e.entry)
        """);

    /// <summary>
    /// What went back of a household's expired points has its entry, and the other way round; it is no more than expired, and there is a
    /// reversal for which it went back.
    /// </summary>
    static void Returns(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "expiry_return_differs", "household", $"""
        select household from (
          select 1 as told, 0 as happened, entry, household, year, points as amount from year_expiry_returns where bank = @bank
          union all
          select 1, 0, entry, 0, year, -points from year_expiry_returns where bank = @bank
          union all
          select 0, 1, e.number, a.owner, {LabelNumber.Of("e.source", "year_return:")}, p.amount from entries e
          join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
          join accounts a on a.bank = p.bank and a.number = p.account
          where e.bank = @bank and e.source like 'year_return:%' and e.reverses is null
        ) as both_sides
        group by entry, household, year, amount having sum(told) <> 1 or sum(happened) <> 1
        union
        select r.household from year_expiry_returns r where r.bank = @bank
          and not exists (select 1 from entries v where v.bank = r.bank and v.reverses = r.reversed)
        union
        select r.household from year_expiry_returns r
        join year_expiries e on e.bank = r.bank and e.year = r.year and e.sequence = r.sequence and e.household = r.household
        where r.bank = @bank group by r.household, r.year, r.sequence, e.expired having sum(r.points) > e.expired
        """);
}
