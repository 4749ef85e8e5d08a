using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Funds;

/// <summary>
/// The fund's book by day, what each source brought, and what was given: read from the movements, the stock sheets and the statements.
/// </summary>
static class DayBookTable
{
    /// <summary>Lines newest first, before an entry's number.</summary>
    public static IReadOnlyList<DayBookLine> Of(DbSession db, long bank, long before, int limit) =>
        db.Query<Row>($"""
        with told as (
          select entry, kind as what, number, source, partner, receipt, fen as worth from fund_movements where bank = @bank
          union all
          select m.entry, case when m.corrects is null then m.origin
            else 'corrected' end, m.number, null, coalesce(d.partner, m.partner), coalesce(d.receipt, m.receipt),
            (select cast(coalesce(sum(l.cost + l.variance), 0) as bigint) from stock_lines l
              where l.bank = m.bank and l.movement = m.number)
          from stock_movements m left join stock_movements d on d.bank = m.bank and d.number = m.corrects
          where m.bank = @bank and m.origin is not null and m.entry is not null
          union all
          select s.entry, s.step, s.settlement, null, t.name_zh, '', t.due from settlement_steps s
          join settlements t on t.bank = s.bank and t.number = s.settlement where s.bank = @bank and s.entry is not null
        ), lines as (
          select entry as told, entry, 0 as undone from told
          union all
          select t.entry, v.number, 1 from told t join entries v on v.bank = @bank and v.reverses = t.entry
        )
        select l.entry, e.hash, e.effective_on, t.what, l.undone, t.number, t.source, t.partner, t.receipt, t.worth,
          (select cast(coalesce(sum(p.amount), 0) as bigint)
            from postings p join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.FundCash}
            where p.bank = @bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings) as cash,
          (select p.balance_after from postings p join accounts a on a.bank = p.bank and a.number = p.account
            and a.kind = {(int)AccountKind.FundCash}
            where p.bank = @bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings order by p.number desc
              limit 1) as balance
        from lines l join told t on t.entry = l.told join entries e on e.bank = @bank and e.number = l.entry
        where l.entry < @before order by l.entry desc limit @limit
        """, new { bank, before, limit }).Select(row => row.View).ToList();

    /// <summary>
    /// What each source brought in each year, newest year first. A void and a correction count in the year of what they void or correct.
    /// </summary>
    public static IReadOnlyList<SourceSum> Sources(DbSession db, long bank) =>
        db.Query<(string Year, long Source, long Fen)>($"""
        select year, source, cast(coalesce(sum(fen), 0) as bigint) from (
          select substr(f.moved_on, 1, 4) as year, f.source, f.fen from fund_movements f
            where f.bank = @bank and f.source is not null and {FundTable.Standing("f")}
          union all
          select substr(m.moved_on, 1, 4), {FundSource.InKind.Number}, {FundTable.WorthOf("m")} from stock_movements m
          where m.bank = @bank and m.origin = 'donation' and m.corrects is null and {FundTable.Standing("m")}
        ) as sources
        group by year, source having sum(fen) <> 0 order by year desc, source
        """,
        new { bank })
            .Select(
                row => new SourceSum(
                    int.Parse(row.Year, System.Globalization.CultureInfo.InvariantCulture), FundSource.Of(row.Source).Code, row.Fen))
            .ToList();

    /// <summary>Money and goods given, newest day first; the gift itself names nobody who has not agreed.</summary>
    public static IReadOnlyList<GiverLine> Gifts(DbSession db, long bank, int skip, int limit)
    {
        const string came = """
            (select cast(coalesce(sum(l.change), 0) as bigint)
              from stock_movements c join stock_lines l on l.bank = c.bank and l.movement = c.number
              where c.bank = m.bank and (c.number = m.number or c.corrects = m.number))
            """;
        var rows = db.Query<(string Gift, long Number, string Day, long Source, string Partner, long Fen, long Named)>($"""
            select gift, number, day, source, partner, fen,
              coalesce((select c.named from donor_consents c where c.bank = @bank and c.gift = given.gift and c.number = given.number
                order by c.version desc limit 1), 0) as named
            from (
              select 'fund' as gift, f.number, f.moved_on as day, f.source, f.partner, f.fen from fund_movements f
              where f.bank = @bank and f.source is not null and f.source <> {FundSource.Settlement.Number} and {FundTable.Standing("f")}
              union all
              select 'stock', m.number, m.moved_on, {FundSource.InKind.Number}, m.partner,
                {FundTable.WorthOf("m")}
              from stock_movements m where m.bank = @bank and m.origin = 'donation' and m.corrects is null and {FundTable.Standing("m")}
                and 0 < {came}
            ) as given
            order by day desc, gift, number desc limit @limit offset @skip
            """, new { bank, limit, skip });
        return [.. rows.Select(row => new GiverLine(
            new(row.Gift, row.Number, row.Day.ToDate(), FundSource.Of(row.Source).Code, row.Named == 1 ? row.Partner : null, row.Fen,
                row.Gift == "stock" ? GoodsOf(db, bank, row.Number) : []),
            row.Partner, row.Named == 1))];
    }

    static List<GiftGoods> GoodsOf(DbSession db, long bank, long movement) =>
        db.Query<(string, string, string, long)>("""
        select g.name_zh, g.name_en, g.unit_zh, cast(sum(l.change) as bigint) from stock_movements m
        join stock_lines l on l.bank = m.bank and l.movement = m.number
        join shops s on s.bank = m.bank and s.number = m.shop
        join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = l.goods
        where m.bank = @bank and (m.number = @movement or m.corrects = @movement)
        group by g.code, g.name_zh, g.name_en, g.unit_zh having sum(l.change) > 0
        order by max(case when m.corrects is null then l.line else 0 end)
        """, new { bank, movement }).Select(row => new GiftGoods(row.Item1, row.Item2, row.Item3, row.Item4)).ToList();

    sealed class Row
    {
        public long Entry { get; init; }

        public byte[] Hash { get; init; } = [];

        public string EffectiveOn { get; init; } = "";

        public string What { get; init; } = "";

        public long Undone { get; init; }

        public long Number { get; init; }

        public long? Source { get; init; }

        public string Partner { get; init; } = "";

        public string Receipt { get; init; } = "";

        public long Worth { get; init; }

        public long Cash { get; init; }

        public long? Balance { get; init; }

        public DayBookLine View => new(
            Entry, new CheckCode(new(Entry), new Digest(Hash)).ToString(), EffectiveOn.ToDate(), What, Undone == 1, Number,
            Source is { } source ? FundSource.Of(source).Code : null, Partner, Receipt, Cash, Worth, Balance);
    }
}
