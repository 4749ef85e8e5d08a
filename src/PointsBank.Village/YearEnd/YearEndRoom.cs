using PointsBank.Village.Rooms;

namespace PointsBank.Village.YearEnd;

/// <summary>A year's end: what this folder contributes.</summary>
static class YearEndRoom
{
    public static Room Room { get; } = new()
    {
        Audits = YearAudit.Passes,
        Reversals = [new YearReversal()],
        Personal = YearEndPersonalData.All,
    };
}
