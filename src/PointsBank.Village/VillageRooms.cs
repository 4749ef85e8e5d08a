using PointsBank.Village.Banks;
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
using PointsBank.Village.Journal;
using PointsBank.Village.Notices;
using PointsBank.Village.Privacy;
using PointsBank.Village.Proposals;
using PointsBank.Village.Rooms;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Seals;
using PointsBank.Village.Service;
using PointsBank.Village.Shops;
using PointsBank.Village.Staff;
using PointsBank.Village.Trips;
using PointsBank.Village.YearEnd;

namespace PointsBank.Village;

/// <summary>Every room of the village that contributes something.</summary>
static class VillageRooms
{
    /// <summary>In the order of their floors, the lowest first.</summary>
    public static IReadOnlyList<Room> All { get; } =
    [
        BanksRoom.Room, EvidenceRoom.Room, ProposalsRoom.Room, RulebooksRoom.Room, SealsRoom.Room,
        HouseholdsRoom.Room, DeedsRoom.Room, ClaimsRoom.Room, FavoursRoom.Room, ServiceRoom.Room,
        BoardsRoom.Room, NoticesRoom.Room, ShopsRoom.Room,
        FundsRoom.Room, TripsRoom.Room, YearEndRoom.Room, JournalRoom.Room,
        HonoursRoom.Room, PrivacyRoom.Room, StaffRoom.Room, ClocksRoom.Room,
        ImportsRoom.Room,
    ];

    /// <summary>From the top: who keeps an entry stands above who merely knows it, and is asked first.</summary>
    public static IReadOnlyList<ReversalRule> Reversals { get; } = [.. All.Reverse().SelectMany(room => room.Reversals)];

    public static IReadOnlyList<OpenItem> OpenItems { get; } = [.. All.SelectMany(room => room.OpenItems)];

    public static IReadOnlyList<Shortfall> Shortfalls { get; } = [.. All.SelectMany(room => room.Shortfalls)];

    public static IReadOnlyList<CostRule> CostRules { get; } = [.. All.SelectMany(room => room.CostRules)];

    /// <summary>All that the village knows about people.</summary>
    public static PersonalData Personal { get; } = new()
    {
        Exports = [.. All.SelectMany(room => room.Personal.Exports)],
        Words = [.. All.SelectMany(room => room.Personal.Words)],
        Retention = [.. All.SelectMany(room => room.Personal.Retention)],
    };
}
