using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Shops;

/// <summary>Redemptions and stock against the journal.</summary>
static class ShopAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Redemptions, RedemptionItems, StockLines, StockCosts];

    /// <summary>Each redemption has its entry, that took its points from its household to its shop; and the other way round.</summary>
    static void Redemptions(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "redemption_differs", "entry", $"""
        select number from (
          select 1 as told, 0 as happened, r.entry as number, r.household, r.shop, r.points, r.redeemed_on,
            'redemption:' || r.number as source
          from redemptions r where r.bank = @bank
          union all
          select 0, 1, e.number, max(case when a.kind = {(int)AccountKind.HouseholdPoints} then a.owner end),
            max(case when a.kind = {(int)AccountKind.Redeemed} then a.owner end),
            cast(sum(case when a.kind = {(int)AccountKind.HouseholdPoints} then -p.amount else 0 end) as bigint), e.effective_on, e.source
          from entries e
          join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
          join accounts a on a.bank = p.bank and a.number = p.account
          where e.bank = @bank and e.kind = {(int)EntryKind.Redemption} group by e.number, e.effective_on, e.source
        ) as both_sides
        group by number, household, shop, points, redeemed_on, source
        having sum(told) <> 1 or sum(happened) <> 1
        union all
        select r.entry from redemptions r where r.bank = @bank
          and r.points <> (select cast(coalesce(sum(i.quantity * i.price), 0) as bigint) from redemption_items i
            where i.bank = r.bank and i.redemption = r.number)
        """);

    /// <summary>
    /// What a slip says was handed out is what left the shelf, and what that had cost, as corrections of deliveries changed it; nothing of
    /// ours leaves for a contract shop.
    /// </summary>
    static void RedemptionItems(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "redemption_item_differs", "entry", $"""
        select number from (
          select 1 as told, 0 as happened, r.entry as number, r.location as shop, 'goods/' || i.goods as unit, -i.quantity as change
          from redemptions r join redemption_items i on i.bank = r.bank and i.redemption = r.number
          join shops s on s.bank = r.bank and s.number = r.shop and s.kind <> 'contract'
          where r.bank = @bank and r.goods_entry is null
          union all
          {OnShelves(EntryKind.Redemption)}
          union all
          select 1, 0, r.goods_entry, r.location, 'goods/' || i.goods, -i.quantity
          from shops s join redemptions r on r.bank = s.bank and r.shop = s.number and r.goods_entry is not null
          join redemption_items i on i.bank = r.bank and i.redemption = r.number where s.goods_bank = @bank and s.kind = 'shared'
          union all
          {OnShelves(EntryKind.Stock)} and e.source like 'handed:%'
          union all
          select 1, 0, r.entry, s.goods_shop, 'cost', r.cost from redemptions r join shops s on s.bank = r.bank and s.number = r.shop
          where r.bank = @bank and r.goods_entry is null and r.cost <> 0
          union all
          select 1, 0, r.goods_entry, s.goods_shop, 'cost', r.cost
            from shops s join redemptions r on r.bank = s.bank and r.shop = s.number and r.goods_entry is not null
          where s.goods_bank = @bank and s.kind = 'shared' and r.cost <> 0
          union all
          select 1, 0, m.entry, s.goods_shop, 'cost', cast(sum(l.variance) as bigint) from stock_movements m
          join stock_lines l on l.bank = m.bank and l.movement = m.number
          join shops s on s.bank = m.bank and s.number = m.shop
          where m.bank = @bank and m.corrects is not null group by m.entry, s.goods_shop having sum(l.variance) <> 0
          union all
          select 0, 1, e.number, a.owner, 'cost', p.amount
          from postings p join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.CostOfIssued}
          join entries e on e.bank = p.bank and e.number = p.entry and e.kind <> {(int)EntryKind.Reversal} where p.bank = @bank
        ) as both_sides
        group by number, shop, unit, change
        having sum(told) <> 1 or sum(happened) <> 1
        """);

    /// <summary>What a stock sheet says changed is what changed on the shelf.</summary>
    static void StockLines(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "stock_line_differs", "entry", $"""
        select number from (
          select 1 as told, 0 as happened, coalesce(m.entry, 0) as number, m.shop, 'goods/' || l.goods as unit, l.change
            from stock_movements m
          join stock_lines l on l.bank = m.bank and l.movement = m.number where m.bank = @bank and l.change <> 0
          union all
          select 1, 0, coalesce(m.entry, 0), m.to_shop, 'goods/' || l.goods, -l.change from stock_movements m
          join stock_lines l on l.bank = m.bank and l.movement = m.number where m.bank = @bank and m.to_shop is not null
          union all
          {OnShelves(EntryKind.Stock)} and e.source not like 'handed:%'
        ) as both_sides
        group by number, shop, unit, change
        having sum(told) <> 1 or sum(happened) <> 1
        """);

    /// <summary>What a stock sheet says its changes cost is what the goods' account at cost took in or gave.</summary>
    static void StockCosts(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "stock_cost_differs", "entry", $"""
        select number from (
          select 1 as told, 0 as happened, m.entry as number, g.number as goods, l.cost from stock_movements m
          join stock_lines l on l.bank = m.bank and l.movement = m.number and l.cost <> 0
          join shops s on s.bank = m.bank and s.number = m.shop
          join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = l.goods where m.bank = @bank
          union all
          select 1, 0, m.entry, g.number, -l.cost from stock_movements m
          join stock_lines l on l.bank = m.bank and l.movement = m.number and l.cost <> 0
          join shops s on s.bank = m.bank and s.number = m.to_shop
          join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = l.goods where m.bank = @bank
          union all
          select 0, 1, e.number, a.owner, p.amount
          from postings p join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.GoodsAtCost}
          join entries e on e.bank = p.bank and e.number = p.entry and e.kind = {(int)EntryKind.Stock} and e.source not like 'handed:%'
            where p.bank = @bank
        ) as both_sides
        group by number, goods, cost
        having sum(told) <> 1 or sum(happened) <> 1
        """);

    static string OnShelves(EntryKind kind) => $"""
        select 0, 1, e.number, a.owner, a.unit, p.amount
          from entries e
          join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
          join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.GoodsShelf}
          where e.bank = @bank and e.kind = {(int)kind}
        """;
}
