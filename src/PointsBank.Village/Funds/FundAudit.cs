using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Funds;

/// <summary>The fund's movements and the statements against the journal, and statements against what they bill.</summary>
static class FundAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } =
        [Movements, Purchases, SettlementEntries, SettlementSums, SettlementLines, SettledOnce];

    /// <summary>
    /// Each movement has its entry, that moved its fen between the cash box and where they came from or went; and the other way round.
    /// </summary>
    static void Movements(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "fund_movement_differs", "entry", $"""
        select number from (
          select 1 as told, 0 as happened, f.entry as number, f.moved_on, 'fund:' || f.number as source,
            {(int)AccountKind.FundCash} as kind, 0 as owner,
            case when f.kind = 'contribution' then f.fen else -f.fen end as amount
          from fund_movements f where f.bank = @bank
          union all
          select 1, 0, f.entry, f.moved_on, 'fund:' || f.number,
            case f.kind when 'contribution' then {(int)AccountKind.FundSource} when 'supplier' then {(int)AccountKind.PayableToSupplier}
              else {(int)AccountKind.FundSpent} end,
            coalesce(f.source, 0), case when f.kind = 'contribution' then -f.fen else f.fen end
          from fund_movements f where f.bank = @bank
          union all
          {Entered("fund:%")}
        ) as both_sides
        group by number, moved_on, source, kind, owner, amount
        having sum(told) <> 1 or sum(happened) <> 1
        """);

    /// <summary>No purchase is paid more than it cost.</summary>
    static void Purchases(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "purchase_overpaid", "sheet", $"""
        select f.purchase from fund_movements f where f.bank = @bank and f.purchase is not null and {FundTable.Standing("f")}
        group by f.purchase
        having sum(f.fen) > (select cast(coalesce(sum(l.cost + l.variance), 0) as bigint)
          from stock_movements m join stock_lines l on l.bank = m.bank and l.movement = m.number
          where m.bank = @bank and (m.number = f.purchase or m.corrects = f.purchase) and m.origin = 'purchase' and m.paid = 0
            and {FundTable.Standing("m")})
        """);

    /// <summary>
    /// Each statement that was approved, and paid, has the entry that made it owed, and paid it; and the other way round.
    /// </summary>
    static void SettlementEntries(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "settlement_entry_differs", "entry", $"""
        select number from (
          select 1 as told, 0 as happened, coalesce(s.entry, 0) as number, 'settlement:' || t.number as source,
            {(int)AccountKind.PayableToShop} as kind, t.shop as owner,
            case s.step when 'approved' then -t.due else t.due end as amount
          from settlement_steps s join settlements t on t.bank = s.bank and t.number = s.settlement
            where s.bank = @bank and s.step in ('approved', 'paid') and t.due <> 0
          union all
          select 1, 0, coalesce(s.entry, 0), 'settlement:' || t.number, case s.step when 'approved' then {(int)AccountKind.PaidForPoints}
            else {(int)AccountKind.FundCash} end,
            case s.step when 'approved' then t.shop else 0 end, case s.step when 'approved' then t.due else -t.due end
          from settlement_steps s join settlements t on t.bank = s.bank and t.number = s.settlement
            where s.bank = @bank and s.step in ('approved', 'paid') and t.due <> 0
          union all
          select told, happened, number, source, kind, owner, amount from (
          {Entered("settlement:%")}
          ) as entered
        ) as both_sides
        group by number, source, kind, owner, amount
        having sum(told) <> 1 or sum(happened) <> 1
        """);

    /// <summary>
    /// A statement's sums are those of the redemptions it bills and takes off, and those are as they were redeemed at that shop.
    /// </summary>
    static void SettlementSums(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "settlement_sum_differs", "statement", """
        select t.number from settlements t
        left join settlement_redemptions m on m.bank = t.bank and m.settlement = t.number
        where t.bank = @bank
        group by t.number, t.points, t.value, t.cost
        having t.points <> coalesce(sum(m.sign * m.points), 0) or t.value <> coalesce(sum(m.sign * m.points * m.rate), 0)
          or t.cost <> coalesce(sum(m.sign * m.cost), 0)
        union all
        select m.settlement from settlement_redemptions m
        join settlements t on t.bank = m.bank and t.number = m.settlement
        left join redemptions r on r.bank = m.bank and r.number = m.redemption
        where m.bank = @bank and (r.number is null or r.shop <> t.shop or r.points <> m.points or r.cost <> m.cost
          or r.redeemed_on > t.until_on)
        """);

    /// <summary>A statement's lines are the goods of its redemptions.</summary>
    static void SettlementLines(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "settlement_line_differs", "statement", """
        select settlement from (
          select l.settlement, l.sign, l.goods, l.rate, l.quantity, l.points from settlement_lines l where l.bank = @bank
          union all
          select m.settlement, m.sign, i.goods, m.rate, -i.quantity, -i.quantity * i.price from settlement_redemptions m
          join redemption_items i on i.bank = m.bank and i.redemption = m.redemption where m.bank = @bank
        ) as both_sides
        group by settlement, sign, goods, rate
        having sum(quantity) <> 0 or sum(points) <> 0
        """);

    /// <summary>
    /// A redemption is billed once and taken off once, by statements that were not dropped; what is taken off was billed.
    /// </summary>
    static void SettledOnce(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "settled_twice", "redemption", $"""
        select m.redemption from settlement_redemptions m where m.bank = @bank and {SettlementTable.Kept("m")}
        group by m.redemption having sum(case when m.sign = 1 then 1 else 0 end) <> 1 or sum(case when m.sign = -1 then 1 else 0 end) > 1
        """);

    /// <summary>What entries of such a source moved, line by line.</summary>
    static string Entered(string source) => $"""
        select 0 as told, 1 as happened, e.number, e.effective_on, e.source, a.kind, a.owner, p.amount
          from entries e
          join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
          join accounts a on a.bank = p.bank and a.number = p.account
          where e.bank = @bank and e.kind = {(int)EntryKind.Transfer} and e.source like '{source}'
        """;
}
