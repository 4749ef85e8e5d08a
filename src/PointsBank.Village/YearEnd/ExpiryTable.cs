using PointsBank.Storage;
using PointsBank.Village.Years;

namespace PointsBank.Village.YearEnd;

/// <summary>What became of a closed year's points, and what of it went back.</summary>
static class ExpiryTable
{
    public static void Add(
        Writer writer, long bank, CloseRow close, (long Household, long Old, long Held, long Carried, long Expired) points, long? entry) =>
        writer.Execute("""
            insert into year_expiries (bank, year, sequence, household, balance, held, carried, expired, entry, recorded_at)
            values (@bank, @year, @sequence, @household, @old, @held, @carried, @expired, @entry, @at)
            """,
            new
            {
                bank, year = close.Year, sequence = close.Sequence, household = points.Household, old = points.Old, held = points.Held,
                carried = points.Carried, expired = points.Expired, entry, at = writer.NowMilliseconds,
            });

    /// <summary>The entries of a close that no reversal took back, by household.</summary>
    public static List<(long Household, long Entry)> Standing(DbSession db, long bank, CloseRow close, long after, int limit) =>
        db.Query<(long Household, long Entry)>("""
            select e.household, e.entry from year_expiries e
            where e.bank = @bank and e.year = @year and e.sequence = @sequence and e.household > @after and e.entry is not null
              and not exists (select 1 from entries v where v.bank = e.bank and v.reverses = e.entry)
            order by e.household limit @limit
            """, new { bank, year = close.Year, sequence = close.Sequence, after, limit });

    /// <summary>The first household that is no more and to which such an entry would give points back; null for none.</summary>
    public static long? FirstGone(DbSession db, long bank, CloseRow close) => db.QuerySingleOrDefault<long?>("""
        select min(e.household) from year_expiries e join household_ends x on x.bank = e.bank and x.household = e.household
        where e.bank = @bank and e.year = @year and e.sequence = @sequence and e.entry is not null
          and not exists (select 1 from entries v where v.bank = e.bank and v.reverses = e.entry)
        """, new { bank, year = close.Year, sequence = close.Sequence });

    /// <summary>Writes down that points of a credit that was reversed went back to a household at a close.</summary>
    public static void AddReturn(
        Writer writer, long bank, (long Year, long Sequence, long Household) close, long reversed, long points, long entry) =>
        writer.Execute("""
            insert into year_expiry_returns (bank, year, sequence, household, reversed, points, entry, recorded_at)
            values (@bank, @Year, @Sequence, @Household, @reversed, @points, @entry, @at)
            """,
            new { bank, close.Year, close.Sequence, close.Household, reversed, points, entry, at = writer.NowMilliseconds });

    /// <summary>The entries that gave points back to a household at this close and that no reversal took back.</summary>
    public static List<long> StandingReturns(DbSession db, long bank, CloseRow close, long household) => db.Query<long>("""
        select r.entry from year_expiry_returns r where r.bank = @bank and r.year = @year and r.sequence = @sequence
          and r.household = @household
          and not exists (select 1 from entries v where v.bank = r.bank and v.reverses = r.entry) order by r.entry
        """, new { bank, year = close.Year, sequence = close.Sequence, household });

    /// <summary>
    /// The years' ends after an entry at which a household lost points, with what of them has not gone back; a deed of a later year was not
    /// among the old points.
    /// </summary>
    public static List<(long Year, long Sequence, long Expired)> Ends(DbSession db, long bank, long household, long entry) =>
        db.Query<(long, long, long)>("""
        select e.year, e.sequence, e.expired - (select cast(coalesce(sum(r.points), 0) as bigint) from year_expiry_returns r
          where r.bank = e.bank and r.year = e.year and r.sequence = e.sequence and r.household = e.household)
        from year_expiries e
        where e.bank = @bank and e.household = @household and e.entry > @entry
          and not exists (select 1 from entries v where v.bank = e.bank and v.reverses = e.entry)
          and not exists (select 1 from deeds d where d.bank = e.bank and d.household = e.household and d.entry = @entry
            and d.effective_on >= (e.year + 1) || '-01-01')
        order by e.year
        """, new { bank, household, entry });
}
