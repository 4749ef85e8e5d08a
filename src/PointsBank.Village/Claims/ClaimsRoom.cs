using PointsBank.Village.Rooms;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Claims;

/// <summary>Claims and meetings: what this folder contributes.</summary>
static class ClaimsRoom
{
    public static Room Room { get; } = new()
    {
        Audits = [.. ClaimAudit.Passes, RulebookAudit.JudgedBy("claims")],
        Reversals = [new ClaimReversal()],
        OpenItems = [new("claims", OpenFor.Member, ClaimTable.OpenOf)],
        Personal = ClaimsPersonalData.All,
    };
}
