using Dapper;
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Boards;
using PointsBank.Village.Claims;
using PointsBank.Village.Clocks;
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

namespace PointsBank.Village.Journal;

/// <summary>The village's own tables against the journal: what they say must follow from it.</summary>
public static class VillageAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } =
    [
        Deeds, DeedRules, Redemptions, RedemptionItems, StockLines, StockCosts, Passbooks, Cards, Prints, EvidenceAudit.Files,
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

    // The passes lay what the table says and what the journal says one on the other and look for what does not lie double: one sort of both
    // sides, where a full join would search the one side again for each row of the other.

    /// <summary>Each deed has its entry, under its rule and day, that moved the household's merit by its points; and the other way round.</summary>
    static void Deeds(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "deed_differs", "entry", $"""
        select number from (
          select 1 as told, 0 as happened, entry as number, household, rule, rulebook, effective_on, coalesce(reverses, 0) as reverses,
            case when source <> '' then source when member is null then '' else 'member:' || member end as source, case when kind = 'credit' then points else -points end as points
          from deeds where bank = @bank
          union all
          select 0, 1, e.number, a.owner, e.rule, e.rulebook, coalesce(o.effective_on, e.effective_on), coalesce(e.reverses, 0), e.source, p.amount
          from postings p
          join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.HouseholdMerit}
          join entries e on e.bank = p.bank and e.number = p.entry
          left join entries o on o.bank = e.bank and o.number = e.reverses
          where p.bank = @bank and e.source not like 'change:%' and e.source not like 'moved:%'
        ) as both_sides
        group by number, household, rule, rulebook, effective_on, reverses, source, points
        having sum(told) <> 1 or sum(happened) <> 1
        """);

    /// <summary>Each deed is worth what the rule of its rulebook says, or less where a meeting decided so, and counts towards ceilings and boards as that says.</summary>
    static void DeedRules(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "deed_differs_from_rule", "entry", """
        select d.entry from deeds d
        left join rules r on r.bank = d.bank and r.version = d.rulebook and r.code = d.rule
        where d.bank = @bank and (r.code is null or d.kind <> r.kind or d.ordinary <> r.ordinary or d.posted <> r.posted
          or (d.source not like 'claim:%' and d.points <> d.quantity * r.points) or abs(d.points) > abs(d.quantity) * r.points
          or (d.reverses is null) <> (d.quantity > 0))
        """);

    /// <summary>Each redemption has its entry, that took its points from its household to its shop; and the other way round.</summary>
    static void Redemptions(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "redemption_differs", "entry", $"""
        select number from (
          select 1 as told, 0 as happened, r.entry as number, r.household, r.shop, r.points, r.redeemed_on, 'redemption:' || r.number as source
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
          and r.points <> (select cast(coalesce(sum(i.quantity * i.price), 0) as bigint) from redemption_items i where i.bank = r.bank and i.redemption = r.number)
        """);

    /// <summary>What a slip says was handed out is what left the shelf, and what that had cost, as corrections of deliveries changed it; nothing of ours leaves for a contract shop.</summary>
    static void RedemptionItems(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "redemption_item_differs", "entry", $"""
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
          select 1, 0, r.goods_entry, s.goods_shop, 'cost', r.cost from shops s join redemptions r on r.bank = s.bank and r.shop = s.number and r.goods_entry is not null
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
    static void StockLines(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "stock_line_differs", "entry", $"""
        select number from (
          select 1 as told, 0 as happened, coalesce(m.entry, 0) as number, m.shop, 'goods/' || l.goods as unit, l.change from stock_movements m
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
    static void StockCosts(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "stock_cost_differs", "entry", $"""
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
          join entries e on e.bank = p.bank and e.number = p.entry and e.kind = {(int)EntryKind.Stock} and e.source not like 'handed:%' where p.bank = @bank
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

    /// <summary>A household's number in passbooks and accounts is a household's.</summary>
    static void Passbooks(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "unknown_household", "account", $"""
        select a.number from accounts a left join households h on h.bank = a.bank and h.number = a.owner
        where a.bank = @bank and a.kind in ({(int)AccountKind.HouseholdPoints}, {(int)AccountKind.HouseholdMerit}) and h.number is null
        """);

    /// <summary>Each card and each print is a passbook's.</summary>
    static void Cards(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "unknown_passbook", "passbook", """
        select c.serial from cards c left join passbooks p on p.bank = c.bank and p.serial = c.serial where c.bank = @bank and p.serial is null
        union
        select r.serial from passbook_prints r left join passbooks p on p.bank = r.bank and p.serial = r.serial where r.bank = @bank and p.serial is null
        """);

    /// <summary>No booklet is printed further than its account goes. A head may lag behind the journal: what follows it counts.</summary>
    static void Prints(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "print_past_last_line", "passbook", $"""
        select r.serial from passbook_prints r
        join passbooks p on p.bank = r.bank and p.serial = r.serial
        join books b on b.bank = r.bank
        left join accounts a on a.bank = p.bank and a.kind = {(int)AccountKind.HouseholdPoints} and a.owner = p.household and a.unit = 'points' and a.period = 0
        left join account_heads h on h.bank = a.bank and h.account = a.number
        where r.bank = @bank and r.upto_line > coalesce(h.postings, 0) and not exists (
          select 1 from postings q where q.bank = r.bank and q.number > b.heads_as_of and q.account = a.number and q.sequence >= r.upto_line)
        """);

    internal static void Report(SqliteConnection connection, long bank, Audit audit, string code, string place, string sql)
    {
        foreach (var name in connection.Query<string>(sql, new { bank }).Distinct())
            audit.Report(code, $"{place} {name}", "as the journal says", "something else");
    }
}
