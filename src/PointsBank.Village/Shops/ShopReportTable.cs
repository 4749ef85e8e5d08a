using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;

namespace PointsBank.Village.Shops;

/// <summary>What the reports of a shop are read from.</summary>
static class ShopReportTable
{
    /// <summary>Every entry but what was taken back.</summary>
    const string Kept = "not exists (select 1 from entries v where v.bank = r.bank and v.reverses = r.entry)";

    /// <summary>What came and went of each good in pieces, by what happened.</summary>
    public static ILookup<string, (string What, long Amount)> Pieces(DbSession db, Place place, LocalDate from, LocalDate until) =>
        Flows(db, PieceFlows, place, from, until);

    /// <summary>The same in fen, of a shop with all its places.</summary>
    public static ILookup<string, (string What, long Amount)> Fen(DbSession db, Place place, LocalDate from, LocalDate until) =>
        Flows(db, FenFlows, place, from, until);

    static ILookup<string, (string What, long Amount)> Flows(DbSession db, string sql, Place place, LocalDate from, LocalDate until) =>
        db.Query<(string Goods, string What, long Amount)>(sql, new
        {
            bank = place.Bank, shop = place.Shop, from = from.ToIso(), until = until.ToIso(), pool = place.GoodsShop == place.Shop ? 1 : 0,
            goodsShop = place.GoodsShop,
        }).ToLookup(row => row.Goods, row => (row.What, row.Amount));

    /// <summary>
    /// What happened to what an account holds, for a select from postings p, their entries e and the stock sheets m behind them.
    /// </summary>
    static readonly string What = $"""
        case when e.effective_on < @from then 'opening'
          when coalesce(o.kind, e.kind) = {(int)EntryKind.Redemption} or coalesce(o.source, e.source) like 'handed:%' then 'handed_out'
          when m.kind = 'received' then coalesce(m.origin, 'received')
          when m.kind = 'moved'
            and exists (select 1 from shops t where t.bank = m.bank and t.number = m.to_shop and t.goods_shop = @goodsShop and @pool = 1)
            and exists (select 1 from shops t where t.bank = m.bank and t.number = m.shop and t.goods_shop = @goodsShop) then 'within'
          when m.kind = 'moved' then case when (p.amount > 0) = (e.reverses is null) then 'moved_in' else 'moved_out' end
          when m.kind is not null then m.kind else 'other' end
        """;

    static readonly string Entries = $"""
        join entries e on e.bank = p.bank and e.number = p.entry and e.effective_on <= @until
        left join entries o on o.bank = e.bank and o.number = e.reverses
        left join stock_movements m on m.bank = p.bank and m.number = {LabelNumber.Of("coalesce(o.source, e.source)", "stock:")}
        """;

    static readonly string PieceFlows = $"""
        select substr(a.unit, 7), {What} as what, cast(sum(p.amount) as bigint)
        from shops s
        join accounts a on a.bank = s.bank and a.kind = {(int)AccountKind.GoodsShelf} and a.owner = s.number
        join postings p on p.bank = a.bank and p.account = a.number
        {Entries}
        where s.bank = @bank and (s.number = @shop or (@pool = 1 and s.goods_bank = @bank and s.goods_shop = @goodsShop))
        group by a.unit, what
        """;

    static readonly string FenFlows = $"""
        select g.code, {What} as what, cast(sum(p.amount) as bigint)
        from goods g
        join accounts a on a.bank = g.bank and a.kind = {(int)AccountKind.GoodsAtCost} and a.owner = g.number
        join postings p on p.bank = a.bank and p.account = a.number
        {Entries}
        where g.bank = @bank and g.shop = @goodsShop group by g.code, what
        union all
        select l.goods, coalesce(m.origin, 'received'), l.variance {Variances}
        union all
        select l.goods, 'handed_out', -l.variance {Variances}
        """;

    /// <summary>Of a correction in the period, what had gone out with goods: it was bought or given too, and went.</summary>
    static string Variances => """
        from stock_movements m
        join stock_lines l on l.bank = m.bank and l.movement = m.number and l.variance <> 0
        join shops s on s.bank = m.bank and s.number = m.shop and s.goods_shop = @goodsShop
        where m.bank = @bank and m.corrects is not null and m.moved_on >= @from and m.moved_on <= @until
        """;

    /// <summary>The entries of a shop on a day, in order.</summary>
    public static List<DayRow> DayEntries(DbSession db, long bank, long shop, LocalDate day, int most) => db.Query<DayRow>($"""
        select d.entry, d.kind, d.number, e.recorded_at, {Handler.Of("e.actor")} as handler, d.household, d.points
        from (
          select r.entry, 'redemption' as kind, r.number, r.household, r.points from redemptions r
            where r.bank = @bank and r.shop = @shop and r.redeemed_on = @day
          union all
          select v.number, 'void', r.number, r.household, -r.points from redemptions r
          join entries v on v.bank = r.bank and v.reverses = r.entry and v.effective_on = @day where r.bank = @bank and r.shop = @shop
          union all
          select m.entry, case when m.corrects is null then m.kind else 'corrected' end, m.number, null, 0 from stock_movements m
          where m.bank = @bank and (m.shop = @shop or m.to_shop = @shop) and m.moved_on = @day and m.entry is not null
          union all
          select v.number, 'undone', m.number, null, 0 from stock_movements m
          join entries v on v.bank = m.bank and v.reverses = m.entry and v.effective_on = @day
            where m.bank = @bank and (m.shop = @shop or m.to_shop = @shop)
        ) as d
        join entries e on e.bank = @bank and e.number = d.entry order by d.entry limit @most
        """, new { bank, shop, day = day.ToIso(), most });

    /// <summary>What these entries changed on the shelf.</summary>
    public static ILookup<long, DayGoods> DayChanges(DbSession db, long bank, long shop, LocalDate day) =>
        db.Query<(long Entry, string Code, string Zh, string En, long Change)>("""
        select c.entry, g.code, g.name_zh, g.name_en, c.change
        from (
          select r.entry, i.goods, -i.quantity as change
            from redemptions r join redemption_items i on i.bank = r.bank and i.redemption = r.number
          where r.bank = @bank and r.shop = @shop and r.redeemed_on = @day
          union all
          select v.number, i.goods, i.quantity from redemptions r
            join entries v on v.bank = r.bank and v.reverses = r.entry and v.effective_on = @day
          join redemption_items i on i.bank = r.bank and i.redemption = r.number where r.bank = @bank and r.shop = @shop
          union all
          select m.entry, l.goods, case when m.shop = @shop then l.change else -l.change end from stock_movements m
          join stock_lines l on l.bank = m.bank and l.movement = m.number
          where m.bank = @bank and (m.shop = @shop or m.to_shop = @shop) and m.moved_on = @day and m.entry is not null and l.change <> 0
          union all
          select v.number, l.goods, case when m.shop = @shop then -l.change else l.change end from stock_movements m
          join entries v on v.bank = m.bank and v.reverses = m.entry and v.effective_on = @day
          join stock_lines l on l.bank = m.bank and l.movement = m.number
            where m.bank = @bank and (m.shop = @shop or m.to_shop = @shop) and l.change <> 0
        ) as c
        join shops s on s.bank = @bank and s.number = @shop
        join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = c.goods order by c.entry, g.position
        """, new { bank, shop, day = day.ToIso() })
        .ToLookup(row => row.Entry, row => new DayGoods(row.Code, row.Zh, row.En, row.Change));

    /// <summary>What counts entered in these days found otherwise than the book said, newest first.</summary>
    public static List<CountDifference> Differences(DbSession db, long bank, long shop, LocalDate from, LocalDate until, int most) =>
        db.Query<DifferenceRow>($"""
        select m.count, m.moved_on, g.code, g.name_zh, g.name_en, g.unit_zh, l.quantity, l.change, l.cost, l.reason, m.entry,
          case when exists (select 1 from entries v where v.bank = m.bank and v.reverses = m.entry) then 1
            else 0 end as reversed, {By(1)} as first, {By(2)} as second
        from stock_movements m
        join stock_lines l on l.bank = m.bank and l.movement = m.number and l.change <> 0
        join shops s on s.bank = m.bank and s.number = m.shop
        join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = l.goods
        where m.bank = @bank and m.shop = @shop and m.kind = 'counted' and m.count is not null and m.moved_on >= @from
          and m.moved_on <= @until
        order by m.number desc, l.line limit @most
        """, new { bank, shop, from = from.ToIso(), until = until.ToIso(), most }).ConvertAll(row => row.View());

    static string By(int counter) =>
        $"""
        (select {Handler.Of("c.actor")} from stock_count_lines c where c.bank = m.bank and c.count = m.count and c.counter = {counter}
          limit 1)
        """;

    public static List<HouseholdRedeemed> ByHousehold(
        DbSession db, long bank, long shop, LocalDate from, LocalDate until, long after, int limit) =>
        db.Query<(long Household, string Group, string Head, long Slips, long Pieces, long Points)>($"""
        select r.household, g.name, {Head("r.household")}, count(*),
          cast(sum((select cast(coalesce(sum(i.quantity), 0) as bigint) from redemption_items i
            where i.bank = r.bank and i.redemption = r.number)) as bigint), cast(sum(r.points) as bigint)
        from redemptions r
        join households h on h.bank = r.bank and h.number = r.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        where r.bank = @bank and r.shop = @shop and r.redeemed_on >= @from and r.redeemed_on <= @until and r.household > @after
          and {Kept}
        group by r.household, g.name order by r.household limit @limit
        """, new { bank, shop, from = from.ToIso(), until = until.ToIso(), after, limit })
        .ConvertAll(row => new HouseholdRedeemed(row.Household, row.Group, row.Head, row.Slips, row.Pieces, row.Points));

    public static List<GoodsRedeemed> ByGoods(DbSession db, long bank, long shop, LocalDate from, LocalDate until) =>
        db.Query<(string Goods, string Zh, string En, string Unit, long Slips, long Households, long Pieces, long Points)>($"""
        select g.code, g.name_zh, g.name_en, g.unit_zh, count(distinct r.number), count(distinct r.household),
          cast(sum(i.quantity) as bigint), cast(sum(i.quantity * i.price) as bigint)
        from redemptions r
        join redemption_items i on i.bank = r.bank and i.redemption = r.number
        join shops s on s.bank = r.bank and s.number = r.shop
        join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = i.goods
        where r.bank = @bank and r.shop = @shop and r.redeemed_on >= @from and r.redeemed_on <= @until and {Kept}
        group by g.code, g.name_zh, g.name_en, g.unit_zh, g.position order by g.position
        """, new { bank, shop, from = from.ToIso(), until = until.ToIso() })
        .ConvertAll(row => new GoodsRedeemed(row.Goods, row.Zh, row.En, row.Unit, row.Slips, row.Households, row.Pieces, row.Points));

    /// <summary>Households that have at least so many points and redeemed nothing since a day, by number.</summary>
    public static List<UnspentLine> Unspent(DbSession db, long bank, long least, LocalDate since, long after, int limit) =>
        db.Query<(long Household, string Group, string Head, long Balance, string? Last)>($"""
        select household, group_name, head, balance, last from (
          select h.number as household, g.name as group_name, {Head("h.number")} as head, coalesce(b.balance, 0) as balance,
            (select max(r.redeemed_on) from redemptions r where r.bank = h.bank and r.household = h.number and {Kept}) as last
          from households h
          join village_groups g on g.bank = h.bank and g.number = h.group_no
          left join accounts a on a.bank = h.bank and a.kind = {(int)AccountKind.HouseholdPoints} and a.owner = h.number
            and a.unit = 'points' and a.period = 0
          left join account_heads b on b.bank = a.bank and b.account = a.number
          where h.bank = @bank and h.number > @after and {HouseholdTable.IsThere}
        ) as all_households
        where balance >= @least and coalesce(last, '') < @since order by household limit @limit
        """, new { bank, least, since = since.ToIso(), after, limit })
        .ConvertAll(row => new UnspentLine(row.Household, row.Group, row.Head, row.Balance, row.Last?.ToDate()));

    /// <summary>When each good of a shop was last redeemed, wherever it is handed out.</summary>
    public static Dictionary<string, (string Goods, string Zh, string En, string Unit, string? Last)> LastRedeemed(
        DbSession db, Place place) =>
        db.Query<(string Goods, string Zh, string En, string Unit, string? Last)>($"""
        select g.code, g.name_zh, g.name_en, g.unit_zh, (
          select max(r.redeemed_on) from shops s
          join redemptions r on r.bank = s.bank and r.shop = s.number
          join redemption_items i on i.bank = r.bank and i.redemption = r.number and i.goods = g.code
          where s.goods_bank = g.bank and s.goods_shop = g.shop and {Kept})
        from goods g where g.bank = @bank and g.shop = @goodsShop
        """, new { bank = place.Bank, goodsShop = place.GoodsShop }).ToDictionary(row => row.Goods);

    static string Head(string household) =>
        $"coalesce((select m.name from members m where m.bank = @bank and m.household = {household} and m.is_head = 1), '')";

    internal sealed class DayRow
    {
        public long Entry { get; init; }

        public string Kind { get; init; } = "";

        public long Number { get; init; }

        public long RecordedAt { get; init; }

        public string Handler { get; init; } = "";

        public long? Household { get; init; }

        public long Points { get; init; }
    }

    sealed class DifferenceRow
    {
        public long Count { get; init; }

        public string MovedOn { get; init; } = "";

        public string Code { get; init; } = "";

        public string NameZh { get; init; } = "";

        public string NameEn { get; init; } = "";

        public string UnitZh { get; init; } = "";

        public long Quantity { get; init; }

        public long Change { get; init; }

        public long Cost { get; init; }

        public string Reason { get; init; } = "";

        public long Entry { get; init; }

        public long Reversed { get; init; }

        public string First { get; init; } = "";

        public string Second { get; init; } = "";

        public CountDifference View() =>
            new(
                Count, MovedOn.ToDate(), Code, NameZh, NameEn, UnitZh, Quantity, Change, Cost, Reason, First, Second, Entry,
                Reversed != 0);
    }
}
