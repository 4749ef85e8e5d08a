using PointsBank.Village.Rooms;

namespace PointsBank.Village.Proposals;

/// <summary>What waits for another person: what this folder contributes.</summary>
static class ProposalsRoom
{
    public static Room Room { get; } = new()
    {
        OpenItems = [new("proposals", OpenFor.All, ProposalTable.OpenOf)],
        Personal = ProposalsPersonalData.All,
    };
}
