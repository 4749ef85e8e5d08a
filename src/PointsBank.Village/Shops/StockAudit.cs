using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Shops;

/// <summary>
/// Shops, goods and counts against the book: whose the accounts of goods are, and that a count entered what two people found.
/// </summary>
static class StockAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Shops, Goods, Counts, Counters, Corrections];

    /// <summary>What belongs to a shop belongs to one that is there.</summary>
    static void Shops(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "unknown_shop", "account", $"""
        select a.number from accounts a left join shops s on s.bank = a.bank and s.number = a.owner
        where a.bank = @bank and s.number is null
          and a.kind in ({(int)AccountKind.Redeemed}, {(int)AccountKind.GoodsShelf}, {(int)AccountKind.GoodsSource},
          {(int)AccountKind.GoodsIssued}, {(int)AccountKind.GoodsLost}, {(int)AccountKind.CostOfIssued}, {(int)AccountKind.CostOfLost},
          {(int)AccountKind.PayableToShop}, {(int)AccountKind.PaidForPoints})
        """);

    /// <summary>Pieces on a shelf are of a good that its shop has, and what they cost belongs to a good.</summary>
    static void Goods(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "unknown_goods", "account", $"""
        select a.number from accounts a
        left join shops s on s.bank = a.bank and s.number = a.owner
        left join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and 'goods/' || g.code = a.unit
        where a.bank = @bank and a.kind = {(int)AccountKind.GoodsShelf} and g.code is null
        union
        select a.number from accounts a left join goods g on g.bank = a.bank and g.number = a.owner
        where a.bank = @bank and a.kind = {(int)AccountKind.GoodsAtCost} and g.code is null
        """);

    /// <summary>What a count entered is what each of the two found the last time they looked, good by good.</summary>
    static void Counts(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "count_differs", "count", """
        select count from (
          select 1 as told, 0 as happened, m.count, m.shop, l.goods, l.change from stock_movements m
          join stock_lines l on l.bank = m.bank and l.movement = m.number where m.bank = @bank and m.count is not null
          union all
          select 0, counter, c.number, c.shop, f.goods, f.difference from stock_counts c
          join stock_count_ends e on e.bank = c.bank and e.count = c.number and e.outcome = 'entered'
          join stock_count_lines f on f.bank = c.bank and f.count = c.number and f.attempt = (
            select max(n.attempt) from stock_count_lines n
              where n.bank = f.bank and n.count = f.count and n.counter = f.counter and n.goods = f.goods)
          where c.bank = @bank
        ) as both_sides
        group by count, shop, goods, change having sum(told) <> 1 or sum(happened) <> 3
        union
        select m.count from stock_movements m
        left join stock_count_ends e on e.bank = m.bank and e.count = m.count and e.movement = m.number
          where m.bank = @bank and m.count is not null and e.count is null
        union
        select e.count from stock_count_ends e
        left join stock_movements m on m.bank = e.bank and m.number = e.movement and m.count = e.count
          where e.bank = @bank and e.outcome = 'entered' and m.number is null
        """);

    /// <summary>The two of a count are two people, each always the same.</summary>
    static void Counters(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "count_by_one", "count", """
        select count from stock_count_lines where bank = @bank group by count, counter having count(distinct actor) > 1
        union
        select count from (select distinct count, counter, actor from stock_count_lines where bank = @bank) as people group by count, actor
          having count(*) > 1
        """);

    /// <summary>
    /// A correction is of a delivery that stands, by another person, and leaves neither pieces nor cost below nothing; nothing else has
    /// costs that went out before.
    /// </summary>
    static void Corrections(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "correction_differs", "sheet", """
        select c.number from stock_movements c
        left join stock_movements d on d.bank = c.bank and d.number = c.corrects and d.kind = 'received' and d.corrects is null
          and d.shop = c.shop and d.actor <> c.actor
          and d.paid = c.paid and coalesce(d.origin, '') = coalesce(c.origin, '')
        where c.bank = @bank and c.corrects is not null and (d.number is null or c.kind <> 'received'
          or exists (select 1 from entries v where v.bank = c.bank and (v.reverses = c.entry or v.reverses = d.entry)))
        union
        select coalesce(m.corrects, m.number) from stock_movements m join stock_lines l on l.bank = m.bank and l.movement = m.number
        where m.bank = @bank and m.kind = 'received' group by coalesce(m.corrects, m.number), l.goods
          having sum(l.change) < 0 or sum(l.cost + l.variance) < 0
        union
        select m.number from stock_movements m join stock_lines l on l.bank = m.bank and l.movement = m.number and l.variance <> 0
          where m.bank = @bank and m.corrects is null
        """);
}
