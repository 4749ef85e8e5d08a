using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Shops;

/// <summary>
/// One good of a stock sheet: how many stood on the sheet, by how many this shop's shelf changed, what that cost in fen, and why a count
/// differed. Of a correction the variance is what of the difference of cost had gone out with goods before.
/// </summary>
public sealed record MovementLine(
    string Goods, string NameZh, string NameEn, string UnitZh, long Quantity, long Change, long Cost = 0, string Reason = "",
    long Variance = 0);

/// <summary>
/// A stock sheet as one shop sees it. Moved goods stand in the lists of both shops, coming in at <paramref name="ToShop"/>. Where a count
/// found nothing amiss there is no entry.
/// </summary>
public sealed record MovementView(
    long Number, string Kind, long Shop, long? ToShop, LocalDate MovedOn, string Handler, string? Memo, long? Entry,
    IReadOnlyList<MovementLine> Lines)
{
    /// <summary><c>purchase</c> or <c>donation</c>; null where goods came from nobody knows where, or did not come.</summary>
    public string? Origin { get; init; }

    /// <summary>The supplier or the donor.</summary>
    public string Partner { get; init; } = "";

    /// <summary>The number of the invoice or of the donation's receipt.</summary>
    public string Receipt { get; init; } = "";

    /// <summary>Whether a purchase was paid from the fund at once.</summary>
    public bool Paid { get; init; }

    /// <summary>The count whose differences these are.</summary>
    public long? Count { get; init; }

    /// <summary>The entry that took it back.</summary>
    public long? ReversedBy { get; init; }

    public string? CheckCode { get; init; }

    /// <summary>Of a correction: the sheet of the delivery that it corrects.</summary>
    public long? Corrects { get; init; }

    /// <summary>Of a delivery: the sheets that correct it.</summary>
    public IReadOnlyList<long> CorrectedBy { get; init; } = [];

    public long Cost => Lines.Sum(line => line.Cost + line.Variance);
}

static class Movements
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
