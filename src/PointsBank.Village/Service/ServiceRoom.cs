using PointsBank.Village.Rooms;

namespace PointsBank.Village.Service;

/// <summary>Hours of service: what this folder contributes.</summary>
static class ServiceRoom
{
    public static Room Room { get; } = new()
    {
        Audits = ServiceAudit.Passes,
        OpenItems = [new("hours", OpenFor.Member, AttendanceTable.OpenOf)],
        Personal = ServicePersonalData.All,
    };
}
