using PointsBank.Village.Rooms;

namespace PointsBank.Village.Seals;

/// <summary>Seals: what this folder contributes.</summary>
static class SealsRoom
{
    public static Room Room { get; } = new()
    {
        Audits = SealAudit.Passes,
    };
}
