using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Shops;

static class GoodsTable
{
    /// <summary>So many pieces should be there where nobody says how many.</summary>
    public const long LeastStock = 5;

    /// <summary>The price of a day in points, for a select from goods as g; null where there is none, 0 out of sale.</summary>
    public const string PriceOf = """
        (select p.points from prices p where p.bank = g.bank and p.shop = g.shop and p.goods = g.code and p.valid_from <= @today
          order by p.valid_from desc, p.version desc limit 1)
        """;

    public static List<GoodsView> All(DbSession db, Place place, LocalDate today) => Query(db, place, today, "");

    public static GoodsView? Find(DbSession db, Place place, string goods, LocalDate today) =>
        Query(db, place, today, goods).SingleOrDefault();

    /// <summary>What the goods of a place are called, in the order of the shelf.</summary>
    public static List<(string Code, string Zh, string En, string Unit)> Names(DbSession db, Place place) =>
        db.Query<(string Code, string Zh, string En, string Unit)>(
            "select code, name_zh, name_en, unit_zh from goods where bank = @bank and shop = @goodsShop order by position",
            new { bank = place.GoodsBank, goodsShop = place.GoodsShop });

    public static List<PriceVersion> Prices(DbSession db, long bank, long shop, string goods) =>
        db.Query<(long Version, long Points, string From, string Approver, long At)>("""
            select version, points, valid_from, approved_by, recorded_at from prices where bank = @bank and shop = @shop and goods = @goods
              order by version desc
            """, new { bank, shop, goods })
            .Select(row => new PriceVersion(row.Version, row.Points, row.From.ToDate(), row.Approver, row.At.ToInstant())).ToList();

    /// <summary>
    /// A good's number in the bank that owns it, and what a piece is reckoned at, in fen; null where the place does not have it.
    /// </summary>
    public static (long Number, long Cost)? NumberOf(DbSession db, Place place, string goods)
    {
        using var rows = db.Prepared(
            "select number, cost from goods where bank = @bank and shop = @shop and code = @goods", "@bank", "@shop", "@goods")
            .Query(place.GoodsBank, place.GoodsShop, goods);
        return rows.Read() ? (rows.Number(0), rows.Number(1)) : null;
    }

    /// <summary>A good with its price of a day, 0 where it has none and out of sale; null where the place does not have it.</summary>
    public static Offer? Offered(DbSession db, Place place, string goods, long quantity, LocalDate day)
    {
        using var rows = db.Prepared($"""
            select g.name_zh, g.name_en, {PriceOf}, g.number, g.visit_most, g.month_most, g.year_most, g.adults_only, g.unit_zh
            from goods g where g.bank = @bank and g.shop = @shop and g.code = @goods
            """, "@bank", "@shop", "@goods", "@today").Query(place.GoodsBank, place.GoodsShop, goods, day.ToIso());
        if (!rows.Read()) return null;
        var price = rows.IsNull(2) ? 0 : rows.Number(2);
        return new(
            new(goods, rows.Text(0), rows.Text(1), quantity, price, price * quantity) { UnitZh = rows.Text(8) }, rows.Number(3),
            new(rows.Number(4), rows.Number(5), rows.Number(6), rows.Number(7) != 0));
    }

    /// <summary>Every good of the place's shop, from heads that were written before.</summary>
    public static List<Pool> Pools(DbSession db, Place place) =>
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
        new { bank = place.GoodsBank, shop = place.GoodsShop })
            .ConvertAll(row => new Pool(row.Goods, row.Pieces, row.Cost, row.Listed));

    /// <summary>Adds a good at the end of the shelf, or gives the one of this code new words.</summary>
    public static void Put(DbSession db, long bank, long shop, GoodsInput input) => db.Execute("""
        insert into goods (bank, shop, code, name_zh, name_en, unit_zh, emoji, position, number, category, least_stock, visit_most,
          month_most, year_most, adults_only, cost)
        select @bank, @shop, @code, @zh, @en, @unit, @emoji, coalesce(max(case when shop = @shop then position end), 0) + 1,
          coalesce(max(number), 0) + 1,
          @category, @least, @visit, @month, @year, @adults, @cost from goods where bank = @bank
        on conflict (bank, shop, code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
          unit_zh = excluded.unit_zh, emoji = excluded.emoji,
          category = excluded.category, least_stock = excluded.least_stock, visit_most = excluded.visit_most,
          month_most = excluded.month_most,
          year_most = excluded.year_most, adults_only = excluded.adults_only, cost = excluded.cost
        """,
        new
        {
            bank, shop, code = input.Code, zh = input.NameZh, en = input.NameEn, unit = input.UnitZh, emoji = input.Emoji,
            category = input.Category, least = input.LeastStock ?? LeastStock, visit = input.VisitMost, month = input.MonthMost,
            year = input.YearMost, adults = input.AdultsOnly ? 1 : 0, cost = input.Cost,
        });

    public static void AddPrice(
        Writer writer, long bank, long shop, string code, long price, LocalDate from, string approver, string actor) => writer.Execute("""
        insert into prices (bank, shop, goods, version, points, valid_from, approved_by, recorded_at, actor)
        select @bank, @shop, @code, coalesce(max(version), 0) + 1, @price, @day, @approver, @at, @actor
        from prices where bank = @bank and shop = @shop and goods = @code
        """, new { bank, shop, code, price, day = from.ToIso(), approver, at = writer.NowMilliseconds, actor });

    /// <summary>Whether there is such a good to show by a picture.</summary>
    public static bool SetPicture(DbSession db, long bank, long shop, string goods, Digest picture) => db.Execute(
        "update goods set picture = @digest where bank = @bank and shop = @shop and code = @goods",
        new { bank, shop, goods, digest = picture.ToArray() }) > 0;

    static List<GoodsView> Query(DbSession db, Place place, LocalDate today, string goods) => db.Query<Row>($"""
        select g.code, g.name_zh, g.name_en, g.unit_zh, g.emoji, coalesce({PriceOf}, 0) as price, coalesce(h.balance, 0) as stock,
          coalesce(h.held, 0) as held,
          g.category, g.least_stock, g.visit_most, g.month_most, g.year_most, g.adults_only, g.cost, g.picture
        from goods g
        left join accounts a on a.bank = g.bank and a.kind = {(int)AccountKind.GoodsShelf} and a.owner = @location
          and a.unit = 'goods/' || g.code and a.period = 0
        left join account_heads h on h.bank = a.bank and h.account = a.number
        where g.bank = @bank and g.shop = @shop and (@goods = '' or g.code = @goods) order by g.position
        """, new { bank = place.GoodsBank, shop = place.GoodsShop, location = place.Location, goods, today = today.ToIso() })
        .Select(row => row.View(isStocked: !place.IsContract)).ToList();

    sealed class Row
    {
        public string Code { get; init; } = "";

        public string NameZh { get; init; } = "";

        public string NameEn { get; init; } = "";

        public string UnitZh { get; init; } = "";

        public string Emoji { get; init; } = "";

        public long Price { get; init; }

        public long Stock { get; init; }

        public long Held { get; init; }

        public string Category { get; init; } = "";

        public long LeastStock { get; init; }

        public long VisitMost { get; init; }

        public long MonthMost { get; init; }

        public long YearMost { get; init; }

        public long AdultsOnly { get; init; }

        public long Cost { get; init; }

        public byte[]? Picture { get; init; }

        public GoodsView View(bool isStocked) => new(Code, NameZh, NameEn, UnitZh, Emoji, Price, Stock)
        {
            Held = Held,
            Category = Category,
            LeastStock = LeastStock,
            VisitMost = VisitMost,
            MonthMost = MonthMost,
            YearMost = YearMost,
            AdultsOnly = AdultsOnly != 0,
            Cost = Cost,
            IsStocked = isStocked,
            Picture = Picture is null ? null : new Digest(Picture).ToString(),
        };
    }
}
