using PointsBank.Village.Rooms;

namespace PointsBank.Village.Evidence;

/// <summary>Photos and papers: what this folder contributes.</summary>
static class EvidenceRoom
{
    public static Room Room { get; } = new()
    {
        Audits = [EvidenceAudit.Files],
    };
}
