using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Journal;

/// <summary>How many entries, and what they brought the households; less than zero for what they took.</summary>
public sealed record EntrySum(long Count, long Points, long Merit);

/// <summary>What was recorded on a day, of all or of one person.</summary>
public sealed record TodayView(LocalDate Day, EntrySum Credits, EntrySum Deductions, EntrySum Redemptions, EntrySum Reversals);

/// <summary>What was issued in a year against its ceiling; a ceiling of 0 is none, and then there is no percentage.</summary>
public sealed record IssuedView(int Year, long Issued, long Ceiling, long? Percent);

static class Today
{
    /// <summary>
    /// The entries since midnight in the village: the book is in order of recording, so its end is looked at and not all of it.
    /// </summary>
    public static TodayView Of(DbSession db, long bank, LocalDate day, string? actor)
    {
        var sums = db.Query<(long Kind, long Entries, long Points, long Merit)>($"""
            select e.kind, count(distinct e.number),
              cast(coalesce(sum(case when a.kind = {(int)AccountKind.HouseholdPoints} then p.amount end), 0) as bigint),
              cast(coalesce(sum(case when a.kind = {(int)AccountKind.HouseholdMerit} then p.amount end), 0) as bigint)
            from entries e
            join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
            join accounts a on a.bank = p.bank and a.number = p.account
            where e.bank = @bank and (@actor = '' or e.actor = @actor)
              and e.number > coalesce((select b.number from entries b where b.bank = @bank and b.recorded_at < @midnight
                order by b.number desc limit 1), 0)
            group by e.kind
            """, new { bank, actor = actor ?? "", midnight = day.AtStartOfDayInZone(BankDesk.Zone).ToInstant().ToUnixTimeMilliseconds() })
            .ToDictionary(row => (EntryKind)row.Kind, row => new EntrySum(row.Entries, row.Points, row.Merit));
        return new(day, Sum(EntryKind.Credit), Sum(EntryKind.Deduction), Sum(EntryKind.Redemption), Sum(EntryKind.Reversal));

        EntrySum Sum(EntryKind kind) => sums.GetValueOrDefault(kind) ?? new(0, 0, 0);
    }
}
