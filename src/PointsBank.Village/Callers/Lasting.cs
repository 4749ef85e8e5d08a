using NodaTime;

namespace PointsBank.Village.Callers;

/// <summary>What lasts for a while: a lock, a sign-in. It never lasts longer than its own length, whatever the clock says.</summary>
static class Lasting
{
    /// <summary>A clock is put right by less than this now and then, and nobody is signed out for it.</summary>
    public static readonly Duration SmallStep = Duration.FromMinutes(5);

    /// <summary>Whether it still lasts. What begins in the future began on a clock that was wrong, and is over.</summary>
    public static bool Lasts(Instant since, Duration length, Instant now) => since <= now && now < since + length;

    /// <summary>The same, where a small step back of the clock ends nothing.</summary>
    public static bool LastsRoughly(Instant since, Duration length, Instant now) => since - SmallStep <= now && now < since + length;
}
