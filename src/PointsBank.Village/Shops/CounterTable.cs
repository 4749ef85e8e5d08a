using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

/// <summary>What went over the counter in a shift or on a day.</summary>
static class CounterTable
{
    /// <summary>The redemptions r, with the entry e of each and the entry v that took it back.</summary>
    public const string From = """
        from redemptions r
        join entries e on e.bank = r.bank and e.number = r.entry
        left join entries v on v.bank = r.bank and v.reverses = r.entry
        """;

    /// <summary>The slips of a shift; what was taken back until its end was taken back in time.</summary>
    public static CounterSlips OfShift(DbSession db, long bank, long shift, long until) => Of(
        db, "r.bank = @bank and r.shift = @shift", "v.recorded_at <= @until", new { bank, shift, until });

    /// <summary>The slips of a day at a shop, of one attendant where one is named.</summary>
    public static CounterSlips OfDay(DbSession db, long bank, long shop, LocalDate day, string? actor) => Of(
        db, "r.bank = @bank and r.shop = @shop and r.redeemed_on = @day and (@actor = '' or r.actor = @actor)",
        "v.effective_on = r.redeemed_on", new { bank, shop, day = day.ToIso(), actor = actor ?? "" });

    /// <summary>
    /// The slips for which <paramref name="where"/> holds; where <paramref name="within"/> holds of v, it was taken back in time.
    /// </summary>
    static CounterSlips Of(DbSession db, string where, string within, object parameters)
    {
        var slips = db.Query<(
            long Number, long At, long Household, long Points, string By, string Handler, long? Void, long Within)>($"""
            select r.number, e.recorded_at, r.household, r.points, r.authorised_by, {Handler.Of("r.actor")}, v.number, case
              when {within} then 1 else 0 end
            {From}
            where {where} order by r.number
            """, parameters)
            .Select(row => new CounterSlip(
                row.Number, row.At.ToInstant(), row.Household, row.Points, row.By, row.Handler, row.Within == 1 ? row.Void : null,
                row.Within == 1 ? null : row.Void))
            .ToList();
        var goods = db.Query<(string Goods, string Zh, string En, string Unit, long Quantity)>($"""
            select g.code, g.name_zh, g.name_en, g.unit_zh, cast(sum(i.quantity) as bigint)
            {From}
            join redemption_items i on i.bank = r.bank and i.redemption = r.number
            join shops s on s.bank = r.bank and s.number = r.shop
            join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = i.goods
            where {where} and case when v.number is not null and {within} then 0 else 1 end = 1
            group by g.code, g.name_zh, g.name_en, g.unit_zh, g.position order by g.position
            """, parameters)
            .Select(row => new HandedOut(row.Goods, row.Zh, row.En, row.Unit, row.Quantity)).ToList();
        return new(slips, goods);
    }
}
