using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Audits;

/// <summary>How the passes of the audit report.</summary>
static class Differences
{
    /// <summary>Reports each number or name that a statement finds, once.</summary>
    public static void Report(DbSession db, long bank, Audit audit, string code, string place, string sql)
    {
        foreach (var name in db.Query<string>(sql, new { bank }).Distinct())
            audit.Report(code, $"{place} {name}", "as the journal says", "something else");
    }
}
