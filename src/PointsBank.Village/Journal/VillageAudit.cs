using Dapper;
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Journal;

/// <summary>The village's own tables against the journal: what they say must follow from it.</summary>
public static class VillageAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Deeds, Redemptions, RedemptionItems, StockLines, Passbooks];

    /// <summary>Each deed has its entry, under its rule and day, that moved the household's merit by its points; and the other way round.</summary>
    static void Deeds(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "deed_differs", "entry", $"""
        select coalesce(d.entry, j.number) as number from
          (select e.number, e.rule, e.effective_on, e.kind, e.reverses, a.owner, p.amount
            from entries e
            join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
            join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.HouseholdMerit}
            where e.bank = @bank) as j
          full join (select * from deeds where bank = @bank) as d on d.entry = j.number
        where d.entry is null or j.number is null or d.household <> j.owner or d.rule <> j.rule
          or (d.reverses is null and d.effective_on <> j.effective_on) or coalesce(d.reverses, 0) <> coalesce(j.reverses, 0)
          or (case when d.kind = 'credit' then d.points else -d.points end) <> j.amount
        """);

    /// <summary>Each redemption has its entry, that took its points from its household to its shop; and the other way round.</summary>
    static void Redemptions(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "redemption_differs", "entry", $"""
        select coalesce(r.entry, j.number) as number from
          (select e.number, e.effective_on, e.source, a.owner, p.amount, s.owner as shop
            from entries e
            join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
            join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.HouseholdPoints}
            join postings q on q.bank = e.bank and q.number >= e.first_posting and q.number < e.first_posting + e.postings
            join accounts s on s.bank = q.bank and s.number = q.account and s.kind = {(int)AccountKind.Redeemed}
            where e.bank = @bank and e.kind = {(int)EntryKind.Redemption}) as j
          full join (select * from redemptions where bank = @bank) as r on r.entry = j.number
        where r.entry is null or j.number is null or r.household <> j.owner or r.shop <> j.shop or r.points <> -j.amount
          or r.redeemed_on <> j.effective_on or j.source <> 'redemption:' || r.number
          or r.points <> (select coalesce(sum(i.quantity * i.price), 0) from redemption_items i where i.bank = @bank and i.redemption = r.number)
        """);

    /// <summary>What a slip says was handed out is what left the shelf.</summary>
    static void RedemptionItems(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "redemption_item_differs", "entry", $"""
        select coalesce(i.entry, j.number) as number from
          (select e.number, a.unit, p.amount
            from entries e
            join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
            join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.GoodsShelf}
            where e.bank = @bank and e.kind = {(int)EntryKind.Redemption}) as j
          full join (select r.entry, 'goods/' || i.goods as unit, i.quantity from redemptions r
            join redemption_items i on i.bank = r.bank and i.redemption = r.number where r.bank = @bank) as i on i.entry = j.number and i.unit = j.unit
        where i.entry is null or j.number is null or i.quantity <> -j.amount
        """);

    /// <summary>What a stock sheet says changed is what changed on the shelf.</summary>
    static void StockLines(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "stock_line_differs", "entry", $"""
        select coalesce(l.entry, j.number) as number from
          (select e.number, a.unit, a.owner, p.amount
            from entries e
            join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
            join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.GoodsShelf}
            where e.bank = @bank and e.kind = {(int)EntryKind.Stock}) as j
          full join (select m.entry, m.shop, 'goods/' || l.goods as unit, l.change from stock_movements m
              join stock_lines l on l.bank = m.bank and l.movement = m.number where m.bank = @bank and l.change <> 0
            union all
            select m.entry, m.to_shop, 'goods/' || l.goods, -l.change from stock_movements m
              join stock_lines l on l.bank = m.bank and l.movement = m.number where m.bank = @bank and m.to_shop is not null) as l
            on l.entry = j.number and l.unit = j.unit and l.shop = j.owner
        where l.entry is null or j.number is null or l.change <> j.amount
        """);

    /// <summary>A household's number in passbooks and accounts is a household's.</summary>
    static void Passbooks(SqliteConnection connection, long bank, Audit audit) => Report(connection, bank, audit, "unknown_household", "account", $"""
        select a.number from accounts a left join households h on h.bank = a.bank and h.number = a.owner
        where a.bank = @bank and a.kind in ({(int)AccountKind.HouseholdPoints}, {(int)AccountKind.HouseholdMerit}) and h.number is null
        """);

    static void Report(SqliteConnection connection, long bank, Audit audit, string code, string place, string sql)
    {
        foreach (var number in connection.Query<long>(sql, new { bank }).Distinct())
            audit.Report(code, $"{place} {number}", "as the journal says", "something else");
    }
}
