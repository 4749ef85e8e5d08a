using PointsBank.Village.Rooms;

namespace PointsBank.Village.Rulebooks;

/// <summary>Rulebooks: what this folder contributes.</summary>
static class RulebooksRoom
{
    public static Room Room { get; } = new()
    {
        Audits = RulebookAudit.Passes,
    };
}
