using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

static class CountTable
{
    static readonly string Views = $"""
        select c.number, c.shop, coalesce(e.outcome, 'open') as state, c.opened_at, {Handler.Of("c.actor")} as opened_by, e.ended_at,
          {Handler.Of("e.actor")} as ended_by, e.movement,
          f.actor as first, {Handler.Of("f.actor")} as first_name, coalesce(f.goods, 0) as first_goods,
          s.actor as second, {Handler.Of("s.actor")} as second_name, coalesce(s.goods, 0) as second_goods
        from stock_counts c
        left join stock_count_ends e on e.bank = c.bank and e.count = c.number
        left join ({By(1)}) f on f.bank = c.bank and f.count = c.number
        left join ({By(2)}) s on s.bank = c.bank and s.count = c.number
        """;

    /// <summary>Of one of the two all lines have one actor.</summary>
    static string By(int counter) => $"""
        select bank, count, max(actor) as actor, count(distinct goods) as goods from stock_count_lines
          where bank = @bank and counter = {counter} group by bank, count
        """;

    public static CountView? Find(DbSession db, long bank, long count) =>
        db.QuerySingleOrDefault<Row>($"{Views} where c.bank = @bank and c.number = @count", new { bank, count })?.View();

    public static IReadOnlyList<CountView> Of(DbSession db, long bank, long shop, long before, int limit) =>
        db.Query<Row>(
        $"{Views} where c.bank = @bank and c.shop = @shop and c.number < @before order by c.number desc limit @limit",
        new { bank, shop, before, limit }).Select(row => row.View()).ToList();

    public static long? OpenAt(DbSession db, long bank, long shop) => db.QuerySingleOrDefault<long?>("""
        select c.number from stock_counts c where c.bank = @bank and c.shop = @shop
          and not exists (select 1 from stock_count_ends e where e.bank = c.bank and e.count = c.number)
        """, new { bank, shop });

    /// <summary>Opens a count; the answer is its number.</summary>
    public static long Open(Writer writer, long bank, long shop, string actor) => writer.ExecuteScalar<long>("""
        insert into stock_counts (bank, number, shop, opened_at, actor)
        select @bank, coalesce(max(number), 0) + 1, @shop, @at, @actor from stock_counts where bank = @bank returning number
        """, new { bank, shop, at = writer.NowMilliseconds, actor });

    /// <summary>The pieces of each good that somebody wrote down last.</summary>
    public static Dictionary<string, long> Own(DbSession db, long bank, long count, string actor) =>
        db.Query<(string Goods, long Quantity)>("""
        select l.goods, l.quantity from stock_count_lines l
          where l.bank = @bank and l.count = @count and l.actor = @actor and l.attempt = (
          select max(m.attempt) from stock_count_lines m
            where m.bank = l.bank and m.count = l.count and m.counter = l.counter and m.goods = l.goods)
        """, new { bank, count, actor }).ToDictionary(row => row.Goods, row => row.Quantity);

    /// <summary>What each of the two found the last time they looked, in the order of the shelf.</summary>
    public static List<Findings> Findings(DbSession db, Place place, long count) => db.Query<FindingsRow>("""
        select g.code, g.name_zh, g.name_en, g.unit_zh, f.quantity as first, f.difference as first_difference, s.quantity as second,
          s.difference as second_difference
        from goods g
        left join stock_count_lines f on f.bank = @bank and f.count = @count and f.counter = 1 and f.goods = g.code and f.attempt = (
          select max(attempt) from stock_count_lines where bank = @bank and count = @count and counter = 1 and goods = g.code)
        left join stock_count_lines s on s.bank = @bank and s.count = @count and s.counter = 2 and s.goods = g.code and s.attempt = (
          select max(attempt) from stock_count_lines where bank = @bank and count = @count and counter = 2 and goods = g.code)
        where g.bank = @goodsBank and g.shop = @goodsShop and (f.quantity is not null or s.quantity is not null) order by g.position
        """,
        new { bank = place.Bank, count, goodsBank = place.GoodsBank, goodsShop = place.GoodsShop }).Select(row => row.Findings()).ToList();

    public static void Add(
        DbSession db, long bank, long count, long counter, string goods, long quantity, long difference, long at,
        string actor) =>
        db.Execute("""
        insert into stock_count_lines (bank, count, counter, goods, attempt, quantity, difference, recorded_at, actor)
        select @bank, @count, @counter, @goods, coalesce(max(attempt), 0) + 1, @quantity, @difference, @at, @actor
        from stock_count_lines where bank = @bank and count = @count and counter = @counter and goods = @goods
        """, new { bank, count, counter, goods, quantity, difference, at, actor });

    public static void End(DbSession db, long bank, long count, string outcome, long? movement, long at, string actor) =>
        db.Execute(
        """
        insert into stock_count_ends (bank, count, outcome, movement, ended_at, actor)
          values (@bank, @count, @outcome, @movement, @at, @actor)
        """,
        new { bank, count, outcome, movement, at, actor });

    sealed class Row
    {
        public long Number { get; init; }

        public long Shop { get; init; }

        public string State { get; init; } = "";

        public long OpenedAt { get; init; }

        public string OpenedBy { get; init; } = "";

        public long? EndedAt { get; init; }

        public string? EndedBy { get; init; }

        public long? Movement { get; init; }

        public string? First { get; init; }

        public string? FirstName { get; init; }

        public long FirstGoods { get; init; }

        public string? Second { get; init; }

        public string? SecondName { get; init; }

        public long SecondGoods { get; init; }

        public CountView View() => new(
            Number, Shop, State, OpenedAt.ToInstant(), OpenedBy, EndedAt?.ToInstant(), EndedBy, Movement,
            First is null ? null : new(First, FirstName!, FirstGoods), Second is null ? null : new(Second, SecondName!, SecondGoods));
    }

    sealed class FindingsRow
    {
        public string Code { get; init; } = "";

        public string NameZh { get; init; } = "";

        public string NameEn { get; init; } = "";

        public string UnitZh { get; init; } = "";

        public long? First { get; init; }

        public long? FirstDifference { get; init; }

        public long? Second { get; init; }

        public long? SecondDifference { get; init; }

        public Findings Findings() => new(Code, NameZh, NameEn, UnitZh, First, FirstDifference, Second, SecondDifference);
    }
}
