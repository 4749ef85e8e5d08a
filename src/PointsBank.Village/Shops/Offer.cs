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
        if (GoodsTable.Offered(writer, place, goods, quantity, day) is not { } offer)
            return new Refusal(VillageRefusals.UnknownGoods, $"items[{line}].goods");
        var price = prices is null ? offer.Line.Price : prices.GetValueOrDefault(goods);
        if (price == 0) return new Refusal(VillageRefusals.NotForSale, $"items[{line}].goods");
        return offer with { Line = offer.Line with { Price = price, Points = price * quantity } };
    }
}
