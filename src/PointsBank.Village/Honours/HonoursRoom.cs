using PointsBank.Village.Rooms;

namespace PointsBank.Village.Honours;

/// <summary>Honours and certificates: what this folder contributes.</summary>
static class HonoursRoom
{
    public static Room Room { get; } = new()
    {
        Audits = HonourAudit.Passes,
        Personal = HonoursPersonalData.All,
    };
}
