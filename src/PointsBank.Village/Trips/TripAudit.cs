using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Trips;

/// <summary>
/// Trips against the books of the villages they served: what a household might spend was held there, and what it spent stands there once.
/// </summary>
static class TripAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Allowances, Redemptions, Ended];

    /// <summary>Each allowance is a hold of its points on its household; a hold for a trip is an allowance's.</summary>
    static void Allowances(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "trip_hold_differs", "hold", $"""
        select hold from (
          select 1 as told, 0 as happened, a.village, a.hold, a.household, a.points from trip_allowances a
            where a.village = @bank and a.hold is not null
          union all
          select 0, 1, h.bank, h.number, a.owner, h.amount from holds h
          join accounts a on a.bank = h.bank and a.number = h.account and a.kind = {(int)AccountKind.HouseholdPoints}
          where h.bank = @bank and h.reason = '{TripDesk.HoldReason}'
        ) as both_sides
        group by village, hold, household, points having sum(told) <> 1 or sum(happened) <> 1
        """);

    /// <summary>
    /// Each redemption of a trip left the household that much less on its device, which keeps its goods at its own place; and the other way
    /// round.
    /// </summary>
    static void Redemptions(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "trip_redemption_differs", "entry", """
        select r.entry from redemptions r
        join shops s on s.bank = r.bank and s.number = r.shop
        left join trip_devices d on d.bank = s.goods_bank and d.trip = r.trip and d.number = r.device
        left join trip_allowances a on a.bank = s.goods_bank and a.trip = r.trip and a.device = r.device and a.village = r.bank
          and a.household = r.household and a.redemption = r.number
        left join trip_allowances b on b.bank = a.bank and b.trip = a.trip and b.device = a.device and b.village = a.village
          and b.household = a.household and b.sequence = a.sequence - 1
        where r.bank = @bank and r.trip is not null
          and (d.number is null or d.place <> r.location or b.points is null or a.points > b.points - r.points)
        union
        select coalesce(r.entry, 0) from trip_allowances a left join redemptions r on r.bank = a.village and r.number = a.redemption
        where a.village = @bank and a.redemption is not null
          and (r.number is null or r.trip is null or r.trip <> a.trip or r.device <> a.device or r.household <> a.household)
        """);

    /// <summary>What was followed by a redemption is held no longer, and nothing is once the device gave it back.</summary>
    static void Ended(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "trip_hold_stands", "hold", """
        select a.hold from trip_allowances a
        where a.village = @bank and a.hold is not null
          and not exists (select 1 from hold_ends h where h.bank = a.village and h.hold = a.hold)
          and (exists (select 1 from trip_allowances l where l.bank = a.bank and l.trip = a.trip and l.device = a.device
            and l.village = a.village and l.household = a.household
              and l.sequence > a.sequence)
            or exists (select 1 from trip_device_events e where e.bank = a.bank and e.trip = a.trip and e.device = a.device
              and e.kind = 'released'))
        """);
}
