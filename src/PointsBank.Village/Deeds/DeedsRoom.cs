using PointsBank.Village.Rooms;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Deeds;

/// <summary>Deeds under a rule: what this folder contributes.</summary>
static class DeedsRoom
{
    public static Room Room { get; } = new()
    {
        Audits = [.. DeedAudit.Passes, RulebookAudit.JudgedBy("deeds")],
        Reversals = [new DeedReversal()],
        Personal = DeedsPersonalData.All,
    };
}
