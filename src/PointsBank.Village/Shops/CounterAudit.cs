using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Shops;

/// <summary>Reservations, vouchers and shifts against the holds and entries that they are about.</summary>
static class CounterAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Reservations, ReservationItems, Vouchers, Shifts];

    /// <summary>
    /// Each reservation is a hold on its household's points, of as many as its goods come to and until its day, and the other way round;
    /// what settled it is the redemption that names it.
    /// </summary>
    static void Reservations(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "reservation_differs", "reservation", $"""
        select number from (
          select 1 as told, 0 as happened, r.number, r.hold, r.household, r.points, r.ready_until as until, r.actor from reservations r
            where r.bank = @bank
          union all
          select 0, 1, coalesce((select r.number from reservations r where r.bank = h.bank and r.hold = h.number), 0), h.number,
            {HeldPoints("reservation")}
        ) as both_sides
        group by number, hold, household, points, until, actor having sum(told) <> 1 or sum(happened) <> 1
        union
        select r.number from reservations r where r.bank = @bank
          and r.points <> (select cast(coalesce(sum(i.quantity * i.price), 0) as bigint) from reservation_items i
            where i.bank = r.bank and i.reservation = r.number)
        union
        select number from (
          select 1 as told, 0 as happened, d.reservation as number, d.entry, d.household, d.shop, d.points from redemptions d
            where d.bank = @bank and d.reservation is not null
          union all
          select 0, 1, r.number, e.entry, r.household, r.shop, e.taken from reservations r
          join hold_ends e on e.bank = r.bank and e.hold = r.hold and e.outcome = 1 where r.bank = @bank
        ) as both_ways
        group by number, entry, household, shop, points having sum(told) <> 1 or sum(happened) <> 1
        """);

    /// <summary>
    /// Each good kept ready in this bank's book is a hold on its shelf, until the reservation's day and no longer than the points are held;
    /// and the other way round. What a merchant keeps ready is no hold of ours.
    /// </summary>
    static void ReservationItems(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "reservation_item_differs", "hold", $"""
        select hold from (
          select 1 as told, 0 as happened, i.hold, case when s.kind = 'shared' then s.goods_shop
            else s.number end as shop, 'goods/' || i.goods as unit, i.quantity, r.ready_until as until
          from shops s
          join reservations r on r.bank = s.bank and r.shop = s.number
          join reservation_items i on i.bank = r.bank and i.reservation = r.number
          where s.goods_bank = @bank and s.kind <> 'contract'
          union all
          select 0, 1, h.number, a.owner, a.unit, h.amount, h.expires_at from holds h
          join accounts a on a.bank = h.bank and a.number = h.account and a.kind = {(int)AccountKind.GoodsShelf}
          where h.bank = @bank and h.reason = 'reservation'
        ) as both_sides
        group by hold, shop, unit, quantity, until having sum(told) <> 1 or sum(happened) <> 1
        union
        select i.hold from shops s
        join reservations r on r.bank = s.bank and r.shop = s.number
        join reservation_items i on i.bank = r.bank and i.reservation = r.number and i.hold is not null
        join hold_ends p on p.bank = r.bank and p.hold = r.hold and p.outcome in (1, 2)
        left join hold_ends e on e.bank = s.goods_bank and e.hold = i.hold and e.outcome = 2
        where s.goods_bank = @bank and e.hold is null
        union
        select r.number from shops s
        join reservations r on r.bank = s.bank and r.shop = s.number
        join reservation_items i on i.bank = r.bank and i.reservation = r.number and (i.hold is null) <> (s.kind = 'contract')
        where s.bank = @bank
        """);

    /// <summary>
    /// Each voucher is a hold on its household's points until its day, and the other way round; what settled it is the redemption that
    /// names it; a void one says why.
    /// </summary>
    static void Vouchers(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "voucher_differs", "voucher", $"""
        select number from (
          select 1 as told, 0 as happened, v.number, v.hold, v.household, v.points, v.valid_until as until, v.actor from vouchers v
            where v.bank = @bank
          union all
          select 0, 1, coalesce((select v.number from vouchers v where v.bank = h.bank and v.hold = h.number), 0), h.number,
            {HeldPoints("voucher")}
        ) as both_sides
        group by number, hold, household, points, until, actor having sum(told) <> 1 or sum(happened) <> 1
        union
        select number from (
          select 1 as told, 0 as happened, d.voucher as number, d.entry, d.household, d.points from redemptions d
            where d.bank = @bank and d.voucher is not null
          union all
          select 0, 1, v.number, e.entry, v.household, e.taken from vouchers v
          join hold_ends e on e.bank = v.bank and e.hold = v.hold and e.outcome = 1 where v.bank = @bank
        ) as both_ways
        group by number, entry, household, points having sum(told) <> 1 or sum(happened) <> 1
        union
        select v.number from vouchers v
        left join hold_ends e on e.bank = v.bank and e.hold = v.hold and e.outcome = 2
        left join voucher_voids w on w.bank = v.bank and w.voucher = v.number and w.actor = e.actor
        where v.bank = @bank and ((e.hold is null) <> not exists (select 1 from voucher_voids x
          where x.bank = v.bank and x.voucher = v.number) or (e.hold is not null and w.voucher is null))
        """);

    /// <summary>A slip of a shift was made by its attendant, at its shop, and between its ends.</summary>
    static void Shifts(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "shift_differs", "redemption", """
        select r.number from redemptions r
        join entries e on e.bank = r.bank and e.number = r.entry
        left join shifts s on s.bank = r.bank and s.number = r.shift and s.shop = r.shop and s.actor = r.actor
          and s.opened_at <= e.recorded_at
        left join shift_ends x on x.bank = r.bank and x.shift = r.shift
        where r.bank = @bank and r.shift is not null and (s.number is null or x.ended_at < e.recorded_at)
        """);

    /// <summary>The holds h for a reason on accounts a of household points, as the last columns of a select.</summary>
    static string HeldPoints(string reason) => $"""
        a.owner, h.amount, h.expires_at, h.actor from holds h
          join accounts a on a.bank = h.bank and a.number = h.account and a.kind = {(int)AccountKind.HouseholdPoints}
          where h.bank = @bank and h.reason = '{reason}'
        """;
}
