using PointsBank.Storage;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Journal;

/// <summary>
/// What stands beside a line of a passbook. Its statements are made once for a page and disposed with it; each finds by entry, the claim's
/// by its number.
/// </summary>
static class PassbookLineTable
{
    /// <summary>An entry with the words of its rule and of whoever entered it, as a passbook has them.</summary>
    public static Statement Entries(DbSession db) => new(db, $"""
        select e.kind, e.effective_on, e.hash, e.actor, e.reverses, coalesce(r.item_zh, ''), coalesce(r.item_en, ''),
          coalesce(s.name, e.actor), e.recorded_at, o.source,
          coalesce(n.text, ''), coalesce(r.basis, ''), coalesce(r.points, 0)
        from entries e
        join entries o on o.bank = e.bank and o.number = coalesce(e.reverses, e.number)
        left join entry_notes n on n.bank = o.bank and n.entry = o.number
        left join rules r on r.bank = e.bank and r.version = e.rulebook and r.code = e.rule
        left join staff s on s.number = {LabelNumber.Of("e.actor", "staff:")}
        where e.bank = @bank and e.number = @number
        """, "@bank", "@number");

    /// <summary>What the redemption of an entry handed out.</summary>
    public static Statement Goods(DbSession db) => new(db, """
        select g.name_zh, g.name_en, i.quantity
        from redemptions r
        join redemption_items i on i.bank = r.bank and i.redemption = r.number
        join shops s on s.bank = r.bank and s.number = r.shop
        join goods g on g.bank = s.goods_bank and g.shop = s.goods_shop and g.code = i.goods
        where r.bank = @bank and r.entry = @entry order by i.line
        """, "@bank", "@entry");

    /// <summary>The activity whose hours an entry confirmed.</summary>
    public static Statement Activities(DbSession db) => new(db, """
        select v.title, p.title_zh, p.title_en, c.minutes from attendance_confirmations c
        join attendances a on a.bank = c.bank and a.number = c.attendance
        join activities v on v.bank = a.bank and v.number = a.activity
        join projects p on p.bank = v.bank and p.number = v.project and p.version = v.project_version
        where c.bank = @bank and c.entry = @entry
        """, "@bank", "@entry");

    /// <summary>The words of a claim.</summary>
    public static Statement Claims(DbSession db) => new(
        db, "select memo, quantity from claims where bank = @bank and number = @claim", "@bank", "@claim");

    /// <summary>The year's end that an entry carried out.</summary>
    public static Statement Years(DbSession db) => new(
        db, "select year, expired, carried from year_expiries where bank = @bank and entry = @entry", "@bank", "@entry");

    /// <summary>What an entry gave back of a year's end.</summary>
    public static Statement Returns(DbSession db) => new(
        db, "select year, reversed from year_expiry_returns where bank = @bank and entry = @entry", "@bank", "@entry");

    /// <summary>The change of a household that an entry carried out.</summary>
    public static Statement Changes(DbSession db) => new(db, """
        select kind from household_changes where bank = @bank and entry = @entry
        union all
        select o.kind from household_changes o where o.other_bank = @bank and o.other_entry = @entry limit 1
        """, "@bank", "@entry");

    /// <summary>All that explains a line of a household's passbook.</summary>
    public static Row Explained(DbSession db, long bank, long household, long entry) => db.QuerySingle<Row>("""
        select e.recorded_at, n.text as note, v.number as reversed_by, r.code, r.class_zh, r.class_en, r.item_zh, r.item_en, r.basis,
              r.points, r.evidence,
              b.version, b.title, b.adopted_by, b.valid_from, d.quantity, m.name as member, x.number as redemption, e.source,
              s.number as shop, s.name_zh, s.name_en
        from entries e
        left join entry_notes n on n.bank = e.bank and n.entry = e.number
        left join entries v on v.bank = e.bank and v.reverses = e.number
        left join rules r on r.bank = e.bank and r.version = e.rulebook and r.code = e.rule
        left join rulebooks b on b.bank = r.bank and b.version = r.version
        left join deeds d on d.bank = e.bank and d.household = @household and d.entry = e.number
        left join members m on m.bank = d.bank and m.number = d.member
        left join redemptions x on x.bank = e.bank and x.entry = coalesce(e.reverses, e.number)
        left join shops s on s.bank = x.bank and s.number = x.shop
        where e.bank = @bank and e.number = @entry
        """, new { bank, household, entry });

    public sealed class Row
    {
        public long RecordedAt { get; init; }

        public string? Note { get; init; }

        public long? ReversedBy { get; init; }

        public string? Code { get; init; }

        public string ClassZh { get; init; } = "";

        public string ClassEn { get; init; } = "";

        public string ItemZh { get; init; } = "";

        public string ItemEn { get; init; } = "";

        public string Basis { get; init; } = "";

        public long Points { get; init; }

        public string Evidence { get; init; } = "";

        public long Version { get; init; }

        public string Title { get; init; } = "";

        public string AdoptedBy { get; init; } = "";

        public string ValidFrom { get; init; } = "";

        public long? Quantity { get; init; }

        public string? Member { get; init; }

        public long? Redemption { get; init; }

        public string Source { get; init; } = "";

        public long? Shop { get; init; }

        public string NameZh { get; init; } = "";

        public string NameEn { get; init; } = "";

        public LineRule? Rule => Code is null
            ? null
            : new(
                Code, ClassZh, ClassEn, ItemZh, ItemEn, Basis, Points, Evidence, (int)Version, Title, AdoptedBy, ValidFrom.ToDate());

        public ShopView? ShopView => Shop is { } shop ? new(shop, NameZh, NameEn) : null;
    }
}
