using PointsBank.Storage;
using PointsBank.Village.Accounts;

namespace PointsBank.Village.Shops;

/// <summary>A place with goods: whose goods and prices it has, and under which number its pieces lie in the owner's book.</summary>
/// <param name="Bank">The village it serves.</param>
/// <param name="Shop">Its number there.</param>
/// <param name="Kind"><c>village</c>, <c>contract</c>, <c>shared</c>, <c>store</c> or <c>mobile</c>.</param>
/// <param name="GoodsBank">Whose goods they are: another bank's only where the shop is shared.</param>
/// <param name="GoodsShop">The shop under which goods and prices stand.</param>
sealed record Place(long Bank, long Shop, string Kind, long GoodsBank, long GoodsShop)
{
    /// <summary>The number under which the pieces lie.</summary>
    public long Location => IsShared ? GoodsShop : Shop;

    /// <summary>The goods belong to another bank, so that they move in its book and not in the village's.</summary>
    public bool IsShared => Kind == "shared";

    /// <summary>The goods belong to a merchant: none of ours lie there, and the merchant is paid by statement.</summary>
    public bool IsContract => Kind == "contract";

    /// <summary>Somebody can redeem here; a storeroom and a mobile shop between trips hand out nothing.</summary>
    public bool HasCounter => Kind is "village" or "contract" or "shared";
}

/// <summary>
/// What pieces cost: a moving average over all places of one shop. It is worked out from two balances, the good's cost and its pieces, so
/// there is no average anywhere that could be wrong.
/// </summary>
static class Cost
{
    /// <summary>
    /// The part of a pool's cost that goes with the pieces taken, rounded to the nearest fen; the last piece takes all that is left.
    /// </summary>
    public static long Of(long cost, long pieces, long taken) =>
        taken >= pieces ? cost : (long)((((Int128)cost * taken * 2) + pieces) / ((Int128)pieces * 2));

    /// <summary>What these pieces of the place's good cost.</summary>
    public static long Of(Writer writer, Place place, long number, string goods, long taken)
    {
        var book = writer.Book(place.GoodsBank);
        var cost = book.Find(Chart.GoodsAtCost(number))?.Balance.Value ?? 0;
        return cost == 0 ? 0 : Of(cost, Pieces(writer, book, place, goods), taken);
    }

    /// <summary>The pieces in all places of the shop: shelf, storerooms and mobile shops.</summary>
    public static long Pieces(Writer writer, Book book, Place place, string goods) =>
        ShopTable.Places(writer, place).Sum(shop => book.Find(Chart.Shelf(shop, goods))?.Balance.Value ?? 0);
}
