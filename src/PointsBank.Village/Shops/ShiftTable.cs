using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

static class ShiftTable
{
    const string IsOpenShift = "not exists (select 1 from shift_ends e where e.bank = s.bank and e.shift = s.number)";

    const string OpenShift = $"""
        select s.number from shifts s where s.bank = @bank and s.shop = @shop and s.actor = @actor and {IsOpenShift} order by s.number desc
          limit 1
        """;

    /// <summary>The number of an attendant's open shift at a shop; null where there is none.</summary>
    public static long? OpenOf(DbSession db, long bank, long shop, string actor) =>
        db.Prepared(OpenShift, "@bank", "@shop", "@actor").Single(bank, shop, actor);

    public static bool IsOpen(DbSession db, long bank, long shift) =>
        db.Prepared("select 1 from shift_ends where bank = @bank and shift = @shift", "@bank", "@shift").Single(bank, shift) is null;

    /// <summary>Opens a shift; the answer is its number.</summary>
    public static long Open(Writer writer, long bank, long shop, string actor) => writer.ExecuteScalar<long>("""
        insert into shifts (bank, number, shop, opened_at, actor)
        select @bank, coalesce(max(number), 0) + 1, @shop, @at, @actor from shifts where bank = @bank returning number
        """, new { bank, shop, at = writer.NowMilliseconds, actor });

    public static void End(Writer writer, long bank, long shift, string actor) => writer.Execute(
        "insert into shift_ends (bank, shift, ended_at, actor) values (@bank, @shift, @at, @actor)",
        new { bank, shift, at = writer.NowMilliseconds, actor });

    public static void AddCount(DbSession db, long bank, long shift, string phase, string goods, long quantity, long expected) =>
        db.Execute("""
        insert into shift_counts (bank, shift, phase, goods, quantity, expected)
          values (@bank, @shift, @phase, @goods, @quantity, @expected)
        """, new { bank, shift, phase, goods, quantity, expected });

    public static ShiftView? Find(DbSession db, long bank, long shop, long shift)
    {
        var row = db.QuerySingleOrDefault<(string? Actor, string Handler, long OpenedAt, long? EndedAt, string? EndedBy)>($"""
            select s.actor, {Handler.Of("s.actor")}, s.opened_at, e.ended_at, {Handler.Of("e.actor")}
            from shifts s left join shift_ends e on e.bank = s.bank and e.shift = s.number
            where s.bank = @bank and s.shop = @shop and s.number = @shift
            """, new { bank, shop, shift });
        if (row.Actor is null) return null;
        var slips = CounterTable.OfShift(db, bank, shift, row.EndedAt ?? long.MaxValue);
        return new(
            shift, ShopTable.Find(db, bank, shop)!, row.Actor, row.Handler, row.OpenedAt.ToInstant(), row.EndedAt?.ToInstant(),
            row.EndedAt is null ? null : row.EndedBy, slips.Slips, slips.Voids, slips.Points,
            Goods(db, bank, shop, shift, slips.Goods.ToDictionary(good => good.Goods, good => good.Quantity)));
    }

    /// <summary>A shop's shifts, newest first.</summary>
    public static IReadOnlyList<ShiftSummary> Of(DbSession db, long bank, long shop, long before, int limit) =>
        db.Query<(
            long Number, string Actor, string Handler, long OpenedAt, long? EndedAt, long Slips, long Points, long Differences)>($"""
            select s.number, s.actor, {Handler.Of("s.actor")}, s.opened_at, x.ended_at,
              (select count(*) {CounterTable.From} where r.bank = s.bank and r.shift = s.number and {Kept}),
              (select cast(coalesce(sum(r.points), 0) as bigint) {CounterTable.From}
                where r.bank = s.bank and r.shift = s.number and {Kept}),
              (select count(distinct c.goods) from shift_counts c where c.bank = s.bank and c.shift = s.number and c.quantity <> c.expected)
            from shifts s left join shift_ends x on x.bank = s.bank and x.shift = s.number
            where s.bank = @bank and s.shop = @shop and s.number < @before order by s.number desc limit @limit
            """, new { bank, shop, before, limit })
            .Select(
                row => new ShiftSummary(
                    row.Number, row.Actor, row.Handler, row.OpenedAt.ToInstant(), row.EndedAt?.ToInstant(), row.Slips, row.Points,
                    row.Differences)).ToList();

    const string Kept = "(v.number is null or v.recorded_at > x.ended_at)";

    static List<ShiftGoods> Goods(DbSession db, long bank, long shop, long shift, Dictionary<string, long> handed) =>
        db.Query<(
            string Goods, string Zh, string En, string Unit, long? Opening, long? OpeningExpected, long? Closing,
            long? ClosingExpected)>("""
            select g.code, g.name_zh, g.name_en, g.unit_zh, o.quantity, o.expected, c.quantity, c.expected
            from shops s
            join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop
            left join shift_counts o on o.bank = s.bank and o.shift = @shift and o.phase = 'opening' and o.goods = g.code
            left join shift_counts c on c.bank = s.bank and c.shift = @shift and c.phase = 'closing' and c.goods = g.code
            where s.bank = @bank and s.number = @shop order by g.position
            """, new { bank, shop, shift })
            .Where(row => row.Opening is not null || row.Closing is not null || handed.ContainsKey(row.Goods))
            .Select(row => new ShiftGoods(
                row.Goods, row.Zh, row.En, row.Unit, handed.GetValueOrDefault(row.Goods), row.Opening, row.OpeningExpected, row.Closing,
                row.ClosingExpected)).ToList();
}
