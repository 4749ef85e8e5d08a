using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;

namespace PointsBank.Village.YearEnd;

/// <summary>
/// A credit that is reversed after a year's end: without it, less would have been left at the end of that year, and less would have
/// expired. What expired of its points goes back before the reversal takes all of them, so that the household loses them once.
/// </summary>
static class ExpiryReturns
{
    /// <summary>How the source of such an entry begins.</summary>
    public const string Source = "year_return:";

    /// <summary>Keys of these entries, far from those of what else a reversal writes.</summary>
    const int FirstPart = 900;

    /// <summary>What of an entry's points expired at the years' ends since, and would go back if it were reversed now.</summary>
    public static IEnumerable<(long Household, long Year, long Sequence, long Points)> Due(
        DbSession db, long bank, JournalEntry credit)
    {
        foreach (var got in credit.Postings.Where(
            posting => posting.Key.Kind == AccountKind.HouseholdPoints && posting.Amount > Amount.Zero))
        {
            var left = got.Amount.Value;
            foreach (var (year, sequence, expired) in Ends(db, bank, got.Key.Owner, credit.Number.Value))
            {
                var points = Math.Min(left, expired);
                left -= points;
                if (points > 0) yield return (got.Key.Owner, year, sequence, points);
            }
        }
    }

    /// <summary>Gives it back; the refusal, if any.</summary>
    public static Refusal? Write(Writer writer, WriteContext context, long bank, JournalEntry credit)
    {
        var part = FirstPart;
        foreach (var (household, year, sequence, points) in Due(writer, bank, credit).ToList())
        {
            var posted = writer.Book(bank).Post(
                new Draft
                {
                    Kind = EntryKind.Transfer,
                    EffectiveOn = writer.Now.InZone(BankDesk.Zone).Date,
                    Actor = context.Caller.Actor,
                    Key = context.Key.Part(part++),
                    Fingerprint = context.Fingerprint,
                    Reason = "expiry_returned",
                    Source = $"{Source}{year.Text()}",
                    Legs = [new(Chart.Expired((int)year), new(-points)), new(Chart.Points(household), new(points))],
                },
                writer.Now);
            if (posted.Refusal is { } refusal) return refusal;
            writer.Execute("""
                insert into year_expiry_returns (bank, year, sequence, household, reversed, points, entry, recorded_at)
                values (@bank, @year, @sequence, @household, @reversed, @points, @entry, @at)
                """,
                new
                {
                    bank, year, sequence, household, reversed = credit.Number.Value, points, entry = posted.Value.Number.Value,
                    at = writer.NowMilliseconds,
                });
        }
        return null;
    }

    /// <summary>The entries that gave points back to a household at this close and that no reversal took back.</summary>
    public static List<long> Standing(DbSession db, long bank, long year, long sequence, long household) =>
        db.Query<long>("""
        select r.entry from year_expiry_returns r where r.bank = @bank and r.year = @year and r.sequence = @sequence
          and r.household = @household
          and not exists (select 1 from entries v where v.bank = r.bank and v.reverses = r.entry) order by r.entry
        """, new { bank, year, sequence, household });

    /// <summary>
    /// The years' ends after an entry at which a household lost points, with what of them has not gone back; a deed of a later year was not
    /// among the old points.
    /// </summary>
    static List<(long Year, long Sequence, long Expired)> Ends(DbSession db, long bank, long household, long entry) =>
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
