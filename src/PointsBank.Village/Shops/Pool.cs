using PointsBank.Ledger;
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

    /// <summary>Every good of the place's shop, from heads that were written before.</summary>
    public static List<Pool> All(DbSession db, Place place) =>
        db.Query<(string Goods, long Pieces, long Cost, long Listed)>($"""
        select g.code, (select cast(coalesce(sum(h.balance), 0) as bigint) from shops s
            join accounts a on a.bank = g.bank and a.kind = {(int)AccountKind.GoodsShelf} and a.owner = s.number
              and a.unit = 'goods/' || g.code and a.period = 0
            join account_heads h on h.bank = a.bank and h.account = a.number
            where s.bank = g.bank and s.goods_bank = g.bank and s.goods_shop = g.shop),
          coalesce((select h.balance from accounts a join account_heads h on h.bank = a.bank and h.account = a.number
            where a.bank = g.bank and a.kind = {(int)AccountKind.GoodsAtCost} and a.owner = g.number and a.unit = 'fen' and a.period = 0),
              0), g.cost
        from goods g where g.bank = @bank and g.shop = @shop order by g.position
        """,
        new { bank = place.GoodsBank, shop = place.GoodsShop }).Select(row => new Pool(row.Goods, row.Pieces, row.Cost, row.Listed))
            .ToList();
}
