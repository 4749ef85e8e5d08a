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
    /// <summary>The entries since midnight in the village.</summary>
    public static TodayView Of(DbSession db, long bank, LocalDate day, string? actor)
    {
        var sums = JournalTable.SumsSince(db, bank, day.AtStartOfDayInZone(BankDesk.Zone).ToInstant(), actor);
        return new(day, Sum(EntryKind.Credit), Sum(EntryKind.Deduction), Sum(EntryKind.Redemption), Sum(EntryKind.Reversal));

        EntrySum Sum(EntryKind kind) => sums.GetValueOrDefault(kind) ?? new(0, 0, 0);
    }
}
