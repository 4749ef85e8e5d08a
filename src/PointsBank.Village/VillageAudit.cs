using PointsBank.Storage;
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
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Seals;
using PointsBank.Village.Service;
using PointsBank.Village.Shops;
using PointsBank.Village.Trips;
using PointsBank.Village.YearEnd;

namespace PointsBank.Village;

/// <summary>The village's own tables against the journal: what they say must follow from it. Each room has its passes.</summary>
public static class VillageAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } =
    [
        .. DeedAudit.Passes,
        .. ShopAudit.Passes,
        .. PassbookAudit.Passes,
        EvidenceAudit.Files,
        .. ClaimAudit.Passes,
        .. ClockAudit.Passes,
        .. ServiceAudit.Passes,
        .. CounterAudit.Passes,
        .. TripAudit.Passes,
        .. StockAudit.Passes,
        .. FundAudit.Passes,
        .. BoardAudit.Passes,
        .. FavourAudit.Passes,
        .. HonourAudit.Passes,
        .. YearAudit.Passes,
        .. ChangeAudit.Passes,
        .. OpeningAudit.Passes,
        .. RulebookAudit.Passes,
        .. PrivacyAudit.Passes,
        .. SealAudit.Passes,
    ];
}
