using PointsBank.Village.Boards;
using PointsBank.Village.Claims;
using PointsBank.Village.Clocks;
using PointsBank.Village.Deeds;
using PointsBank.Village.Evidence;
using PointsBank.Village.Favours;
using PointsBank.Village.Funds;
using PointsBank.Village.Honours;
using PointsBank.Village.Households;
using PointsBank.Village.Imports;
using PointsBank.Village.Privacy;
using PointsBank.Village.Rooms;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Seals;
using PointsBank.Village.Service;
using PointsBank.Village.Shops;
using PointsBank.Village.Trips;
using PointsBank.Village.YearEnd;

namespace PointsBank.Village;

/// <summary>Every room of the village.</summary>
static class VillageRooms
{
    /// <summary>In the order in which their rules of reversal are asked: who keeps an entry comes before who merely knows it.</summary>
    public static IReadOnlyList<Room> All { get; } =
    [
        EvidenceRoom.Room, YearEndRoom.Room, HouseholdsRoom.Room, FundsRoom.Room,
        ShopsRoom.Room, DeedsRoom.Room, ClaimsRoom.Room, ServiceRoom.Room,
        TripsRoom.Room, BoardsRoom.Room, FavoursRoom.Room, HonoursRoom.Room,
        RulebooksRoom.Room, ImportsRoom.Room, PrivacyRoom.Room, ClocksRoom.Room,
        SealsRoom.Room,
    ];
}
