using NodaTime;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Service;

/// <summary>Times as people of the village say them, to the minute, and as the tables keep them.</summary>
static class LocalTimes
{
    public const long Minute = 60_000;

    public static LocalDateTime ToLocal(this long milliseconds) => milliseconds.ToInstant().InZone(BankDesk.Zone).LocalDateTime;

    public static long ToMilliseconds(this LocalDateTime local) =>
        local.InZoneLeniently(BankDesk.Zone).ToInstant().ToUnixTimeMilliseconds();

    /// <summary>The first moment of a day.</summary>
    public static long ToMilliseconds(this LocalDate day) => day.AtMidnight().ToMilliseconds();

    public static long ToWholeMinute(this long milliseconds) => milliseconds - milliseconds % Minute;
}
