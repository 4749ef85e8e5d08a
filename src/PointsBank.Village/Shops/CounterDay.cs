using NodaTime;
using PointsBank.Storage;

namespace PointsBank.Village.Shops;

/// <summary>
/// An attendant's day at a shop, or the whole shop's, with or without shifts: its slips in order, what they come to, and what must have
/// left the shelf.
/// </summary>
public sealed record CounterDayView(
    ShopView Shop, LocalDate Day, IReadOnlyList<CounterSlip> Slips, int Voids, long Points, IReadOnlyList<HandedOut> Goods,
    long? FirstNumber, long? LastNumber);

static class CounterDay
{
    public static CounterDayView Of(DbSession db, long bank, ShopView shop, LocalDate day, string? actor)
    {
        var slips = CounterTable.OfDay(db, bank, shop.Number, day, actor);
        var (first, last) = slips.Slips is [var earliest, ..] and [.., var latest]
            ? (earliest.Number, latest.Number)
            : ((long?)null, (long?)null);
        return new(shop, day, slips.Slips, slips.Voids, slips.Points, slips.Goods, first, last);
    }
}
