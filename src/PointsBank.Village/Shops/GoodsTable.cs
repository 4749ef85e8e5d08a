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

    public static List<PriceVersion> Prices(DbSession db, long bank, long shop, string goods) =>
        db.Query<(long Version, long Points, string From, string Approver, long At)>("""
            select version, points, valid_from, approved_by, recorded_at from prices where bank = @bank and shop = @shop and goods = @goods
              order by version desc
            """, new { bank, shop, goods })
            .Select(row => new PriceVersion(row.Version, row.Points, row.From.ToDate(), row.Approver, row.At.ToInstant())).ToList();

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
