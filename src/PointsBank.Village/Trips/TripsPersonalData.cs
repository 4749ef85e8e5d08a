using PointsBank.Village.Rooms;

namespace PointsBank.Village.Trips;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class TripsPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("allowances", "流动超市额度", """
                select trip, device, sequence, points, redemption, recorded_at from trip_allowances
                  where village = @bank and household = @household order by recorded_at, trip, device, sequence
                """),
        ],
        Words =
        [
            new("trips", "trip_devices", "name"),
            new("trips", "trip_device_events", "reason"),
        ],
    };
}
