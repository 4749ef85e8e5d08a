using PointsBank.Village.Rooms;

namespace PointsBank.Village.Clocks;

/// <summary>The clock: what this folder contributes.</summary>
static class ClocksRoom
{
    public static Room Room { get; } = new()
    {
        Audits = ClockAudit.Passes,
    };
}
