using PointsBank.Storage;

namespace PointsBank.Village.Shops;

/// <summary>Shops and the places where their goods are.</summary>
static class ShopTable
{
    const string Views = """
        select p.number, p.name_zh, p.name_en, p.kind, p.owned_by, case when p.goods_bank = p.bank and p.goods_shop = p.number then null
          else p.goods_shop end,
          case when p.kind <> 'shared' then 1 else coalesce((select case s.state when 'accepted' then 1 else 0 end from shop_sharings s
            where s.bank = p.goods_bank and s.shop = p.goods_shop and s.village = p.bank order by s.sequence desc limit 1), 0) end
        from shops p
        """;

    static ShopView View((long Number, string Zh, string En, string Kind, string Owner, long? Of, long Serving) row) =>
        new(row.Number, row.Zh, row.En, row.Kind, row.Owner, row.Of) { IsServing = row.Serving == 1 };

    public static List<ShopView> All(DbSession db, long bank) =>
        db.Query<(long, string, string, string, string, long?, long)>(
            $"{Views} where p.bank = @bank order by p.number", new { bank }).ConvertAll(View);

    public static ShopView? Find(DbSession db, long bank, long shop) =>
        db.Query<(long, string, string, string, string, long?, long)>(
            $"{Views} where p.bank = @bank and p.number = @shop", new { bank, shop }).Select(View)
            .SingleOrDefault();

    public static bool Exists(DbSession db, long bank, long shop) =>
        db.ExecuteScalar<long>("select count(*) from shops where bank = @bank and number = @shop", new { bank, shop }) == 1;

    /// <summary>A place, with whose goods it has; on the hot path.</summary>
    public static Place? Place(DbSession db, long bank, long shop)
    {
        using var rows = db.Prepared(
            "select kind, goods_bank, goods_shop from shops where bank = @bank and number = @shop", "@bank", "@shop").Query(bank, shop);
        return rows.Read() ? new(bank, shop, rows.Text(0), rows.Number(1), rows.Number(2)) : null;
    }

    /// <summary>The numbers of all places of the shop.</summary>
    public static IEnumerable<long> Places(DbSession db, Place place)
    {
        using var rows = db.Prepared(
            "select number from shops where goods_bank = @bank and goods_shop = @shop and kind <> 'shared' and bank = @bank", "@bank",
            "@shop").Query(place.GoodsBank, place.GoodsShop);
        while (rows.Read()) yield return rows.Number(0);
    }

    /// <summary>The number that another bank's shop has here, whether or not it serves now; null where it was never shared.</summary>
    public static long? Shared(DbSession db, long bank, long owner, long of) => db.ExecuteScalar<long?>(
        "select min(number) from shops where bank = @bank and kind = 'shared' and goods_bank = @owner and goods_shop = @of",
        new { bank, owner, of });

    /// <summary>Adds a place inside a write; the answer is its number.</summary>
    public static long Add(Writer writer, long bank, string zh, string en, string kind, long goodsBank, long? of, string owned) =>
        writer.ExecuteScalar<long>("""
        insert into shops (bank, number, name_zh, name_en, opened_at, kind, goods_bank, goods_shop, owned_by)
        select @bank, coalesce(max(number), 0) + 1, @zh, @en, @at, @kind, @goodsBank, coalesce(@of, coalesce(max(number), 0) + 1), @owned
          from shops where bank = @bank
        returning number
        """, new { bank, zh, en, at = writer.NowMilliseconds, kind, goodsBank, of, owned });

    public static void Rename(DbSession db, long bank, long number, string zh, string en, string owned) => db.Execute(
        "update shops set name_zh = @zh, name_en = @en, owned_by = @owned where bank = @bank and number = @number",
        new { bank, number, zh, en, owned });
}
