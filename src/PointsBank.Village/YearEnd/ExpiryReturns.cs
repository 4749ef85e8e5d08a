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
            foreach (var (year, sequence, expired) in ExpiryTable.Ends(db, bank, got.Key.Owner, credit.Number.Value))
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
            ExpiryTable.AddReturn(
                writer, bank, (year, sequence, household), credit.Number.Value, points, posted.Value.Number.Value);
        }
        return null;
    }
}
