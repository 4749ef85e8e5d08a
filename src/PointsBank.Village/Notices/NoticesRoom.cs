using PointsBank.Village.Rooms;

namespace PointsBank.Village.Notices;

/// <summary>Notices and objections: what this folder contributes.</summary>
static class NoticesRoom
{
    public static Room Room { get; } = new() { Audits = NoticeAudit.Passes, Personal = NoticesPersonalData.All };
}
