using PointsBank.Storage;

namespace PointsBank.Village.Claims;

/// <summary>Reminders as they were recorded.</summary>
static class ReminderTable
{
    /// <summary>The day of a reminder of this kind, of this household and rule; null where it is none of those.</summary>
    public static string? DayOf(DbSession db, long bank, long number, long household, string rule, string kind) =>
        db.QuerySingleOrDefault<string>("""
            select reminded_on from reminders where bank = @bank and number = @number and household = @household and rule = @rule
              and kind = @kind
            """, new { bank, number, household, rule, kind });
}
