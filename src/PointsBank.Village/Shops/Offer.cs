using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Shops;

/// <summary>What a good may be had in, and by whom: pieces for a household in one visit, a month and a year; 0 for none.</summary>
sealed record GoodsLimits(long Visit, long Month, long Year, bool AdultsOnly);

/// <summary>A good as it is offered that day.</summary>
sealed record Offer(RedemptionLineView Line, long Number, GoodsLimits Limits)
{
    /// <summary>At the prices that were agreed before, where there are some; a good that is not among them is not offered.</summary>
    public static Outcome<Offer> Of(
        Writer writer, Place place, string goods, long quantity, LocalDate day, IReadOnlyDictionary<string, long>? prices, int line)
    {
        using var rows = writer.Prepared($"""
            select g.name_zh, g.name_en, {GoodsTable.PriceOf}, g.number, g.visit_most, g.month_most, g.year_most, g.adults_only, g.unit_zh
            from goods g where g.bank = @bank and g.shop = @shop and g.code = @goods
            """, "@bank", "@shop", "@goods", "@today").Query(place.GoodsBank, place.GoodsShop, goods, day.ToIso());
        if (!rows.Read()) return new Refusal(VillageRefusals.UnknownGoods, $"items[{line}].goods");
        var price = prices is null ? rows.IsNull(2) ? 0 : rows.Number(2) : prices.GetValueOrDefault(goods);
        if (price == 0) return new Refusal(VillageRefusals.NotForSale, $"items[{line}].goods");
        return new Offer(
            new(goods, rows.Text(0), rows.Text(1), quantity, price, price * quantity) { UnitZh = rows.Text(8) }, rows.Number(3),
            new(rows.Number(4), rows.Number(5), rows.Number(6), rows.Number(7) != 0));
    }
}
