using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

/// <summary>One slip of a shift or a day at the counter.</summary>
/// <param name="Number">The redemption's number.</param>
/// <param name="RecordedAt">When it was served.</param>
/// <param name="Household">Whose points.</param>
/// <param name="Points">How many.</param>
/// <param name="AuthorisedBy">By what the household agreed.</param>
/// <param name="Handler">Who served.</param>
/// <param name="VoidedBy">The entry that took it back within the shift or day; the totals leave such a slip out.</param>
/// <param name="ReversedBy">The entry that took it back later: that is the later day's matter, and what was handed out stays
/// counted.</param>
public sealed record CounterSlip(
    long Number, Instant RecordedAt, long Household, long Points, string AuthorisedBy, string Handler, long? VoidedBy, long? ReversedBy);

/// <summary>How many pieces of a good were handed out, without voided slips.</summary>
public sealed record HandedOut(string Goods, string NameZh, string NameEn, string UnitZh, long Quantity);

/// <summary>Slips in order and what must have left the shelf for them.</summary>
/// <param name="Slips">All of them, those taken back as well.</param>
/// <param name="Goods">What was handed out, in the shelf's order.</param>
sealed record CounterSlips(IReadOnlyList<CounterSlip> Slips, IReadOnlyList<HandedOut> Goods)
{
    public int Voids => Slips.Count(slip => slip.VoidedBy is not null);

    public long Points => Slips.Where(slip => slip.VoidedBy is null).Sum(slip => slip.Points);

    /// <summary>The redemptions r, with the entry e of each and the entry v that took it back.</summary>
    public const string From = """
        from redemptions r
        join entries e on e.bank = r.bank and e.number = r.entry
        left join entries v on v.bank = r.bank and v.reverses = r.entry
        """;

    /// <summary>
    /// The slips for which <paramref name="where"/> holds; where <paramref name="within"/> holds of v, it was taken back in time.
    /// </summary>
    public static CounterSlips Of(DbSession db, string where, string within, object parameters)
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
