using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Journal;

/// <summary>The rule a line was entered under, as it stood in the rulebook of that day, and who adopted that.</summary>
public sealed record LineRule(
    string Code, string ClassZh, string ClassEn, string ItemZh, string ItemEn, string Basis, long Points, string Evidence,
    int Rulebook, string Title, string AdoptedBy, LocalDate ValidFrom);

/// <summary>Why a line stands in a passbook.</summary>
/// <param name="Line">The line, with who entered it and what it undoes.</param>
/// <param name="RecordedAt">When it was written.</param>
/// <param name="Note">What was written beside it.</param>
/// <param name="ReversedBy">The entry that undid it.</param>
/// <param name="Rule">The rule; null where none applies.</param>
/// <param name="Quantity">How many of what the rule counts; less than zero in a reversal.</param>
/// <param name="Member">The name of the member who did it, where one was named.</param>
/// <param name="Redemption">The number of the redemption, where it was one or undoes one.</param>
/// <param name="Shop">Where that was.</param>
/// <param name="Claim">The number of the claim it stems from, or whose entry it undoes: who claimed, collected, assessed, objected and
/// ruled stands there.</param>
public sealed record LineExplained(
    PassbookLine Line, Instant RecordedAt, string? Note, long? ReversedBy, LineRule? Rule, long? Quantity, string? Member, long? Redemption,
    ShopView? Shop, long? Claim)
{
    internal static LineExplained Of(DbSession db, long bank, long household, PassbookLine line)
    {
        var row = db.QuerySingle<Row>("""
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
            """, new { bank, household, entry = line.Entry });
        return new(
            line, row.RecordedAt.ToInstant(), row.Note, row.ReversedBy, row.Rule, row.Quantity, row.Member, row.Redemption, row.ShopView,
            Claims.Claim.TryReadSource(row.Source, out var claim) ? claim : null);
    }

    sealed class Row
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
