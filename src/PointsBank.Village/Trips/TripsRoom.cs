using PointsBank.Village.Rooms;

namespace PointsBank.Village.Trips;

/// <summary>The mobile shop: what this folder contributes.</summary>
static class TripsRoom
{
    public static Room Room { get; } = new()
    {
        Audits = TripAudit.Passes,
        Shortfalls = [new(TripTable.Explained)],
        Personal = TripsPersonalData.All,
    };
}
