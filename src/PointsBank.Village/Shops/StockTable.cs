using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

/// <summary>Stock sheets with their lines: deliveries, moves, what spoiled, counts, corrections.</summary>
static class StockTable
{
    public static IReadOnlyList<MovementView> Of(DbSession db, long bank, long shop, long? before, int limit) =>
        Query(db, bank, shop, 0, (before ?? long.MaxValue) - 1, limit);

    public static MovementView? Find(DbSession db, long bank, long shop, long number) =>
        Query(db, bank, shop, number, number, 1).SingleOrDefault() is not { } sheet ? null
        : sheet.Entry is not { } entry ? sheet
        : sheet with { CheckCode = EntryTable.Find(db, bank, new(entry))!.CheckCode.ToString() };

    static List<MovementView> Query(DbSession db, long bank, long shop, long least, long most, int limit)
    {
        var sheets = db.Query<Row>($"""
            select m.number, case when m.corrects is null then m.kind
              else 'corrected' end as kind, m.shop, m.to_shop, m.moved_on, {Handler.Of("m.actor")} as handler,
              n.text as memo, m.entry, m.origin, coalesce(o.partner, m.partner) as partner, coalesce(o.receipt, m.receipt) as receipt,
              m.paid, m.count, m.corrects,
              v.number as reversed_by
            from stock_movements m
            left join stock_movements o on o.bank = m.bank and o.number = m.corrects
            left join entry_notes n on n.bank = m.bank and n.entry = m.entry
            left join entries v on v.bank = m.bank and v.reverses = m.entry
            where m.bank = @bank and (m.shop = @shop or m.to_shop = @shop) and m.number >= @least and m.number <= @most
              order by m.number desc limit @limit
            """, new { bank, shop, least, most, limit });
        if (sheets.Count == 0) return [];
        var lines = db.Query<LineRow>("""
            select l.movement, l.goods, g.name_zh, g.name_en, g.unit_zh, l.quantity, case when m.shop = @shop then l.change
              else -l.change end as change,
              case when m.shop = @shop then l.cost else -l.cost end as cost, l.reason, l.variance
            from stock_movements m
            join stock_lines l on l.bank = m.bank and l.movement = m.number
            join shops s on s.bank = m.bank and s.number = @shop
            join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = l.goods
            where m.bank = @bank and (m.shop = @shop or m.to_shop = @shop) and m.number >= @first and m.number <= @last
              order by l.movement, l.line
            """, new { bank, shop, first = sheets[^1].Number, last = sheets[0].Number }).ToLookup(row => row.Movement, row => row.View());
        var corrections = db.Query<(long Corrects, long Number)>(
            "select corrects, number from stock_movements where bank = @bank and corrects >= @first and corrects <= @last order by number",
            new { bank, first = sheets[^1].Number, last = sheets[0].Number }).ToLookup(row => row.Corrects, row => row.Number);
        return [.. sheets.Select(sheet => sheet.View([.. lines[sheet.Number]]) with { CorrectedBy = [.. corrections[sheet.Number]] })];
    }

    /// <summary>The lines of a delivery with all corrections of it, and the pieces of each good that are free on the shelf.</summary>
    public static List<DeliveryLine> Delivery(DbSession db, long bank, long shop, long sheet) =>
        db.Query<(string, string, string, string, long, long, long)>($"""
        select g.code, g.name_zh, g.name_en, g.unit_zh, cast(sum(l.change) as bigint), cast(sum(l.cost + l.variance) as bigint),
          coalesce((select h.balance - h.held from accounts a join account_heads h on h.bank = a.bank and h.account = a.number
            where a.bank = @bank and a.kind = {(int)AccountKind.GoodsShelf} and a.owner = @shop and a.unit = 'goods/' || g.code
              and a.period = 0), 0)
        {OfDelivery}
        join shops s on s.bank = m.bank and s.number = m.shop
        join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = l.goods
        where m.bank = @bank and (m.number = @sheet or m.corrects = @sheet)
          group by g.code, g.name_zh, g.name_en, g.unit_zh, g.position order by g.position
        """, new { bank, shop, sheet })
        .ConvertAll(row => new DeliveryLine(row.Item1, row.Item2, row.Item3, row.Item4, row.Item5, row.Item6, row.Item7));

    /// <summary>The pieces of each good of a delivery and what they cost, by its sheet and all corrections of it.</summary>
    public static Dictionary<string, (string Goods, long Pieces, long Fen)> Stands(DbSession db, long bank, long sheet) =>
        db.Query<(string Goods, long Pieces, long Fen)>($"""
        select l.goods, cast(sum(l.change) as bigint), cast(sum(l.cost + l.variance) as bigint) {OfDelivery}
        where m.bank = @bank and (m.number = @sheet or m.corrects = @sheet) group by l.goods
        """, new { bank, sheet }).ToDictionary(row => row.Goods);

    /// <summary>The entry of a delivery, where its goods came from, and whether it was paid at once.</summary>
    public static (long Entry, string? Origin, long Paid) Payment(DbSession db, long bank, long sheet) =>
        db.QuerySingle<(long Entry, string? Origin, long Paid)>(
            "select entry, origin, paid from stock_movements where bank = @bank and number = @sheet", new { bank, sheet });

    /// <summary>The entries of the sheets that correct this one.</summary>
    public static HashSet<long> CorrectionsOf(DbSession db, long bank, long sheet) => [.. db.Query<long>(
        "select entry from stock_movements where bank = @bank and corrects = @sheet", new { bank, sheet })];

    /// <summary>What a place's sheet is, who wrote it, and the entry that took it back; no kind where there is none.</summary>
    public static (string? Kind, long? Corrects, string Actor, long? Reversed) StateOf(DbSession db, long bank, long shop, long sheet) =>
        db.QuerySingleOrDefault<(string? Kind, long? Corrects, string Actor, long? Reversed)>("""
        select m.kind, m.corrects, m.actor, v.number from stock_movements m
          left join entries v on v.bank = m.bank and v.reverses = m.entry
        where m.bank = @bank and m.number = @sheet and m.shop = @shop
        """, new { bank, sheet, shop });

    /// <summary>The delivery that an entry corrects or that was corrected since; null where it is neither.</summary>
    public static long? CorrectedBy(DbSession db, long bank, EntryNumber entry) => db.ExecuteScalar<long?>("""
        select coalesce(m.corrects, m.number) from stock_movements m where m.bank = @bank and m.entry = @entry
          and (m.corrects is not null or exists (select 1 from stock_movements c where c.bank = m.bank and c.corrects = m.number))
        """, new { bank, entry = entry.Value });

    /// <summary>The stock sheet of an entry.</summary>
    public static long? SheetOf(DbSession db, long bank, EntryNumber entry) =>
        db.ExecuteScalar<long?>(
            "select number from stock_movements where bank = @bank and entry = @entry", new { bank, entry = entry.Value });

    /// <summary>
    /// A count here that found this good otherwise than the book said, after the delivery or its last correction, and stands.
    /// </summary>
    public static long? CountedSince(DbSession db, long bank, long shop, long sheet, string goods) =>
        db.ExecuteScalar<long?>("""
        select max(m.count) from stock_movements m join stock_lines l on l.bank = m.bank and l.movement = m.number and l.goods = @goods
          and l.change <> 0
        where m.bank = @bank and m.shop = @shop and m.count is not null
          and m.number > (select max(d.number) from stock_movements d where d.bank = @bank and (d.number = @sheet or d.corrects = @sheet))
          and not exists (select 1 from entries v where v.bank = m.bank and v.reverses = m.entry)
        """, new { bank, shop, sheet, goods });

    /// <summary>Why an entry was made, and which one it takes back; for each entry of a restated cost.</summary>
    public static (string Reason, long? Reverses) KindOf(DbSession db, long bank, long entry)
    {
        using var rows = db.Prepared(
            "select reason, reverses from entries where bank = @bank and number = @entry", "@bank", "@entry").Query(bank, entry);
        return rows.Read() ? (rows.Text(0), rows.IsNull(1) ? null : rows.Number(1)) : ("", null);
    }

    /// <summary>What a sheet entered of each good.</summary>
    public static Dictionary<string, (string Goods, long Cost, string Reason)> Lines(DbSession db, long bank, long movement) =>
        db.Query<(string Goods, long Cost, string Reason)>(
            "select goods, cost, reason from stock_lines where bank = @bank and movement = @movement",
            new { bank, movement }).ToDictionary(row => row.Goods);

    /// <summary>When a sheet was entered, and its entry; neither where there is no such sheet.</summary>
    public static (LocalDate? Day, long? Entry) EnteredOn(DbSession db, long bank, long movement)
    {
        var (day, entry) = db.QuerySingleOrDefault<(string? Day, long? Entry)>(
            "select moved_on, entry from stock_movements where bank = @bank and number = @movement", new { bank, movement });
        return (day?.ToDate(), entry);
    }

    /// <summary>The delivery slips of suppliers and donors that stand in the book, not corrected to nothing, oldest first.</summary>
    public static List<(long Number, string Partner, string Receipt)> Receipts(DbSession db, long bank) =>
        db.Query<(long Number, string Partner, string Receipt)>("""
        select m.number, m.partner, m.receipt from stock_movements m
        where m.bank = @bank and m.kind = 'received' and m.receipt <> ''
          and not exists (select 1 from entries r where r.bank = m.bank and r.reverses = m.entry)
          and 0 < (select cast(coalesce(sum(l.change), 0) as bigint)
            from stock_movements c join stock_lines l on l.bank = c.bank and l.movement = c.number
            where c.bank = m.bank and (c.number = m.number or c.corrects = m.number))
        order by m.number
        """, new { bank });

    /// <summary>The number of the next sheet.</summary>
    public static long Next(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from stock_movements where bank = @bank", new { bank });

    public static void Add(
        DbSession db, long bank, long number, long shop, string kind, long? entry, LocalDate day, string actor,
        StockDesk.Heading heading) =>
        db.Execute("""
        insert into stock_movements (bank, number, shop, kind, to_shop, entry, moved_on, actor, origin, partner, receipt, paid, count,
          corrects)
        values (@bank, @number, @shop, @kind, @toShop, @entry, @day, @actor, @origin, @partner, @receipt, @paid, @count, @corrects)
        """,
        new
        {
            bank, number, shop, kind, toShop = heading.ToShop, entry, day = day.ToIso(), actor, origin = heading.Origin,
            partner = heading.Partner, receipt = heading.Receipt, paid = heading.Paid ? 1 : 0, count = heading.Count,
            corrects = heading.Corrects,
        });

    public static void Add(DbSession db, long bank, long number, int line, StockChange change) => db.Execute("""
        insert into stock_lines (bank, movement, line, goods, quantity, change, cost, reason, variance)
        values (@bank, @number, @line, @goods, @quantity, @change, @cost, @reason, @variance)
        """,
        new
        {
            bank, number, line, goods = change.Goods, quantity = change.Quantity, change = change.Change, cost = change.Cost,
            reason = change.Reason, variance = change.Variance,
        });

    const string OfDelivery = "from stock_movements m join stock_lines l on l.bank = m.bank and l.movement = m.number";

    sealed class Row
    {
        public long Number { get; init; }

        public string Kind { get; init; } = "";

        public long Shop { get; init; }

        public long? ToShop { get; init; }

        public string MovedOn { get; init; } = "";

        public string Handler { get; init; } = "";

        public string? Memo { get; init; }

        public long? Entry { get; init; }

        public string? Origin { get; init; }

        public string Partner { get; init; } = "";

        public string Receipt { get; init; } = "";

        public long Paid { get; init; }

        public long? Count { get; init; }

        public long? Corrects { get; init; }

        public long? ReversedBy { get; init; }

        public MovementView View(IReadOnlyList<MovementLine> lines) =>
            new(Number, Kind, Shop, ToShop, MovedOn.ToDate(), Handler, Memo, Entry, lines)
            {
                Origin = Origin,
                Partner = Partner,
                Receipt = Receipt,
                Paid = Paid != 0,
                Count = Count,
                Corrects = Corrects,
                ReversedBy = ReversedBy,
            };
    }

    sealed class LineRow
    {
        public long Movement { get; init; }

        public string Goods { get; init; } = "";

        public string NameZh { get; init; } = "";

        public string NameEn { get; init; } = "";

        public string UnitZh { get; init; } = "";

        public long Quantity { get; init; }

        public long Change { get; init; }

        public long Cost { get; init; }

        public string Reason { get; init; } = "";

        public long Variance { get; init; }

        public MovementLine View() => new(Goods, NameZh, NameEn, UnitZh, Quantity, Change, Cost, Reason, Variance);
    }
}
