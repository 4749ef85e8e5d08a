using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Coverage;

/// <summary>
/// What coverage is worked out from: a few dozen accounts, the shops paid by statement, and what is on their approved statements.
/// </summary>
static class CoverageTable
{
    static readonly string OfCoverage = $"""
        ((a.unit = 'points' and a.kind in ({(int)AccountKind.Issuance}, {(int)AccountKind.Deducted}, {(int)AccountKind.Redeemed},
          {(int)AccountKind.Expired}, {(int)AccountKind.Clearing},
          {(int)AccountKind.Opening}))
            or (a.unit = 'fen' and a.kind in ({(int)AccountKind.FundCash}, {(int)AccountKind.GoodsAtCost}, {(int)AccountKind.PayableToShop},
          {(int)AccountKind.PayableToSupplier})))
        """;

    /// <summary>Inside a write: from the writer's own heads.</summary>
    public static Cover Of(Writer writer, long bank, long rate)
    {
        var book = writer.Book(bank);
        var heads = new List<HeadRow>();
        // Through the index of keys, kind by kind, past the accounts of households.
        using (var rows = writer.Prepared(
            $"select a.kind, a.owner, a.unit, a.period from accounts a where a.bank = @bank and a.kind >= 4 and {OfCoverage}",
            "@bank").Query(bank))
            while (rows.Read())
                if (book.Find(
                    new((AccountKind)rows.Number(0), rows.Number(1), Unit.Parse(rows.Text(2)), (int)rows.Number(3))) is { } account)
                    heads.Add(new(account.Key.Kind, account.Key.Owner, account.Key.Period, account.Balance.Value, account.Held.Value));
        return Cover.Of(heads, Billed(writer, bank), Settled(writer, bank), rate);
    }

    /// <summary>From the heads of accounts, which must be fresh (<see cref="Database.ReadHeads"/>).</summary>
    public static Cover Written(DbSession db, long bank, long rate)
    {
        var heads = db.Query<(long Kind, long Owner, long Period, long Balance, long Held)>($"""
            select a.kind, a.owner, a.period, h.balance, h.held
              from accounts a join account_heads h on h.bank = a.bank and h.account = a.number
            where a.bank = @bank and a.kind >= 4 and {OfCoverage}
            """,
            new { bank }).Select(row => new HeadRow((AccountKind)row.Kind, row.Owner, (int)row.Period, row.Balance, row.Held)).ToList();
        return Cover.Of(heads, Billed(db, bank), Settled(db, bank), rate);
    }

    /// <summary>The shops that are paid by statement.</summary>
    public static HashSet<long> Billed(DbSession db, long bank) =>
        [.. db.Query<long>("select shop from billed_shops where bank = @bank", new { bank })];

    /// <summary>Points on approved statements of such shops, approved in <c>[from, until)</c>.</summary>
    public static long Settled(DbSession db, long bank, long from = 0, long until = long.MaxValue) =>
        db.ExecuteScalar<long>("""
        select cast(coalesce(sum(points), 0) as bigint) from billed_points
        where bank = @bank and approved_at >= @from and approved_at < @until
        """, new { bank, from, until });
}
