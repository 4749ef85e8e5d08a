using PointsBank.Village.Rooms;

namespace PointsBank.Village.Households;

/// <summary>Households, their members and passbooks: what this folder contributes.</summary>
static class HouseholdsRoom
{
    public static Room Room { get; } = new()
    {
        Audits = [.. PassbookAudit.Passes, .. ChangeAudit.Passes],
        Reversals = [new ChangeReversal()],
        Personal = HouseholdsPersonalData.All,
    };
}
