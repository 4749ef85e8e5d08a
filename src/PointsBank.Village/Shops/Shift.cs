using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Village.Banks;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Shops;

/// <summary>One slip of a shift.</summary>
/// <param name="Number">The redemption's number.</param>
/// <param name="RecordedAt">When it was served.</param>
/// <param name="Household">Whose points.</param>
/// <param name="Points">How many.</param>
/// <param name="AuthorisedBy">By what the household agreed.</param>
/// <param name="Handler">Who served.</param>
/// <param name="VoidedBy">The entry that took it back on the same day; the totals leave such a slip out.</param>
/// <param name="ReversedBy">The entry that took it back on a later day: that is the later day's matter, and what the shift handed out stays counted.</param>
public sealed record ShiftLine(
    long Number, Instant RecordedAt, long Household, long Points, string AuthorisedBy, string Handler, long? VoidedBy, long? ReversedBy);

/// <summary>How many pieces of a good a shift handed out, without voided slips.</summary>
public sealed record ShiftGoods(string Goods, string NameZh, string NameEn, string UnitZh, long Quantity);

/// <summary>An attendant's day at a shop, or the whole shop's: its slips in order, what they come to, and what must have left the shelf.</summary>
public sealed record ShiftView(
    ShopView Shop, LocalDate Day, IReadOnlyList<ShiftLine> Slips, int Voids, long Points, IReadOnlyList<ShiftGoods> Goods, long? FirstNumber, long? LastNumber);

static class Shift
{
    /// <summary>The slips of the day, with the entry that took each back.</summary>
    const string Slips = """
        from redemptions r
        join entries e on e.bank = r.bank and e.number = r.entry
        left join entries v on v.bank = r.bank and v.reverses = r.entry
        """;

    const string OfTheDay = "r.bank = @bank and r.shop = @shop and r.redeemed_on = @day and (@actor = '' or r.actor = @actor)";

    public static ShiftView Of(SqliteConnection connection, long bank, ShopView shop, LocalDate day, string? actor)
    {
        var parameters = new { bank, shop = shop.Number, day = day.ToIso(), actor = actor ?? "" };
        var slips = connection.Query<(long Number, long At, long Household, long Points, string By, string Handler, long? Void, string? VoidOn)>($"""
            select r.number, e.recorded_at, r.household, r.points, r.authorised_by, {Handler.Of("r.actor")}, v.number, v.effective_on
            {Slips}
            where {OfTheDay} order by r.number
            """, parameters)
            .Select(row => new ShiftLine(
                row.Number, row.At.ToInstant(), row.Household, row.Points, row.By, row.Handler, row.VoidOn?.ToDate() == day ? row.Void : null,
                row.VoidOn?.ToDate() == day ? null : row.Void))
            .ToList();
        var goods = connection.Query<(string Goods, string Zh, string En, string Unit, long Quantity)>($"""
            select g.code, g.name_zh, g.name_en, g.unit_zh, cast(sum(i.quantity) as bigint)
            {Slips}
            join redemption_items i on i.bank = r.bank and i.redemption = r.number
            join shops s on s.bank = r.bank and s.number = r.shop
            join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = i.goods
            where {OfTheDay} and (v.number is null or v.effective_on <> r.redeemed_on)
            group by g.code, g.name_zh, g.name_en, g.unit_zh, g.position order by g.position
            """, parameters)
            .Select(row => new ShiftGoods(row.Goods, row.Zh, row.En, row.Unit, row.Quantity)).ToList();
        var kept = slips.Where(slip => slip.VoidedBy is null).ToList();
        return new(shop, day, slips, slips.Count - kept.Count, kept.Sum(slip => slip.Points), goods, slips.FirstOrDefault()?.Number, slips.LastOrDefault()?.Number);
    }
}
