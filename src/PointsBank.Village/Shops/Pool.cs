using PointsBank.Storage;
using PointsBank.Village.Accounts;

namespace PointsBank.Village.Shops;

/// <summary>
/// A good in all places of its shop: how many pieces, what they cost in fen, and what a piece is reckoned at where there is none.
/// </summary>
sealed record Pool(string Goods, long Pieces, long Cost, long Listed)
{
    /// <summary>
    /// What a change of so many pieces is worth: fewer take their part of the cost with them, more come at the average, or at what a piece
    /// is reckoned at where none is left.
    /// </summary>
    public long CostOf(long change) => change switch
    {
        0 => 0,
        < 0 => Cost == 0 ? 0 : -Shops.Cost.Of(Cost, Pieces, -change),
        _ when Pieces <= 0 => Listed * change,
        _ => (long)((((Int128)Cost * change * 2) + Pieces) / ((Int128)Pieces * 2)),
    };

    /// <summary>Inside a write, from the book itself.</summary>
    public static Pool Of(Writer writer, Place place, long number, string goods, long listed)
    {
        var book = writer.Book(place.GoodsBank);
        return new(goods, Shops.Cost.Pieces(writer, book, place, goods), book.Find(Chart.GoodsAtCost(number))?.Balance.Value ?? 0, listed);
    }
}
