using PointsBank.Storage;

namespace PointsBank.Village;

/// <summary>The village's own tables against the journal: what they say must follow from it. Each room has its passes.</summary>
public static class VillageAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [.. VillageRooms.All.SelectMany(room => room.Audits)];
}
