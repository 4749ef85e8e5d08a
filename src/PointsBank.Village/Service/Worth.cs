using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Service;

/// <summary>What minutes are worth under a rule, before any ceiling of the household.</summary>
/// <param name="Carried">Minutes of the same member, class and rule that made no whole unit before; below zero where a unit was granted
/// from minutes that were reversed since.</param>
/// <param name="Minutes">Minutes served now.</param>
/// <param name="Units">Whole units in both; for a rule by the event, one.</param>
/// <param name="Used">The minutes that these units take; the rest is carried on.</param>
/// <param name="Granted">The units within the activity's ceiling.</param>
sealed record Worth(long Carried, long Minutes, long Units, long Used, long Granted)
{
    public static Worth Of(Rule rule, long unitMinutes, long ceilingPoints, long carried, long minutes)
    {
        var most = ceilingPoints == 0 ? long.MaxValue : ceilingPoints / rule.Points;
        if (rule.Basis != "per_hour") return new(carried, minutes, 1, minutes, Math.Min(1, most));
        var units = Math.Max(0, (carried + minutes) / unitMinutes);
        // What lies above the ceiling lapses with its minutes: carried on, it would pass the ceiling at the next activity.
        return new(carried, minutes, units, units * unitMinutes, Math.Min(units, most));
    }

    /// <summary>The minutes carried on to the next time.</summary>
    public long Rest => Carried + Minutes - Used;
}
