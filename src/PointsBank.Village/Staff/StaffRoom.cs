using PointsBank.Village.Rooms;

namespace PointsBank.Village.Staff;

/// <summary>Who is hired, and signing in: what this folder contributes.</summary>
static class StaffRoom
{
    public static Room Room { get; } = new() { Personal = StaffPersonalData.All };
}
