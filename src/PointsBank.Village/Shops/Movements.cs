using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Village.Banks;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Shops;

/// <summary>One good of a stock sheet: how many stood on the sheet, and by how many this shop's shelf changed.</summary>
public sealed record MovementLine(string Goods, string NameZh, string NameEn, string UnitZh, long Quantity, long Change);

/// <summary>
/// A stock sheet as one shop sees it. Moved goods stand in the lists of both shops, coming in at <paramref name="ToShop"/>. Where a count found
/// nothing amiss there is no entry.
/// </summary>
public sealed record MovementView(
    long Number, string Kind, long Shop, long? ToShop, LocalDate MovedOn, string Handler, string? Memo, long? Entry, IReadOnlyList<MovementLine> Lines);

static class Movements
{
    public static IReadOnlyList<MovementView> Of(SqliteConnection connection, long bank, long shop, long? before, int limit)
    {
        var sheets = connection.Query<(long Number, string Kind, long Shop, long? ToShop, string Day, string Handler, string? Memo, long? Entry)>($"""
            select m.number, m.kind, m.shop, m.to_shop, m.moved_on, {Handler.Of("m.actor")}, n.text, m.entry
            from stock_movements m left join entry_notes n on n.bank = m.bank and n.entry = m.entry
            where m.bank = @bank and (m.shop = @shop or m.to_shop = @shop) and m.number < @before order by m.number desc limit @limit
            """, new { bank, shop, before = before ?? long.MaxValue, limit }).ToList();
        if (sheets.Count == 0) return [];
        var lines = connection.Query<(long Movement, string Goods, string Zh, string En, string Unit, long Quantity, long Change)>("""
            select l.movement, l.goods, g.name_zh, g.name_en, g.unit_zh, l.quantity, case when m.shop = @shop then l.change else -l.change end
            from stock_movements m
            join stock_lines l on l.bank = m.bank and l.movement = m.number
            join shops s on s.bank = m.bank and s.number = @shop
            join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = l.goods
            where m.bank = @bank and (m.shop = @shop or m.to_shop = @shop) and m.number >= @first and m.number <= @last order by l.movement, l.line
            """, new { bank, shop, first = sheets[^1].Number, last = sheets[0].Number })
            .ToLookup(row => row.Movement, row => new MovementLine(row.Goods, row.Zh, row.En, row.Unit, row.Quantity, row.Change));
        return [.. sheets.Select(sheet => new MovementView(
            sheet.Number, sheet.Kind, sheet.Shop, sheet.ToShop, sheet.Day.ToDate(), sheet.Handler, sheet.Memo, sheet.Entry, [.. lines[sheet.Number]]))];
    }
}
