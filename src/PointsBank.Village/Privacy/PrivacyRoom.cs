using PointsBank.Village.Rooms;

namespace PointsBank.Village.Privacy;

/// <summary>Consents and erasure: what this folder contributes.</summary>
static class PrivacyRoom
{
    public static Room Room { get; } = new()
    {
        Audits = PrivacyAudit.Passes,
        Personal = PrivacyPersonalData.All,
    };
}
