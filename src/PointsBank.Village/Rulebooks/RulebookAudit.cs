using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Rulebooks;

/// <summary>Versions of the rulebook, against what was decided on them and what was judged by them.</summary>
static class RulebookAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Decisions, Late];

    /// <summary>
    /// Whoever proposed does not confirm; one person decides alone on the own proposal.
    /// </summary>
    static void Decisions(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "rulebook_decision_differs", "rulebook", """
        select r.version from rulebooks r join rulebook_decisions d on d.bank = r.bank and d.version = r.version
        where r.bank = @bank and (d.recorded_at < r.recorded_at or (d.kind = 'alone' and d.actor <> r.actor)
          or (d.kind = 'confirmed' and d.actor = r.actor))
        """);

    /// <summary>A pass of a room whose rows are judged by rules: by a version that waits or was refused nothing was.</summary>
    /// <param name="table">The room's table, with the version in its column <c>rulebook</c>.</param>
    public static Verifier.Pass JudgedBy(string table) => (db, bank, audit) =>
        Differences.Report(db, bank, audit, "rulebook_decision_differs", "rulebook", $"""
        select r.version from rulebooks r
        where r.bank = @bank
          and not exists (select 1 from rulebook_decisions d
            where d.bank = r.bank and d.version = r.version and d.kind in ('alone', 'confirmed'))
          and exists (select 1 from {table} j where j.bank = r.bank and j.rulebook = r.version)
        """);

    /// <summary>Nobody confirms after the first day.</summary>
    static void Late(DbSession db, long bank, Audit audit)
    {
        foreach (var (version, from, at) in db.Query<(long Version, string From, long At)>("""
            select r.version, r.valid_from, d.recorded_at from rulebooks r
              join rulebook_decisions d on d.bank = r.bank and d.version = r.version
            where r.bank = @bank and d.kind = 'confirmed' order by r.version
            """, new { bank }))
            if (from.ToDate() < at.ToInstant().InZone(BankDesk.Zone).Date)
                audit.Report("rulebook_decision_differs", $"rulebook {version}", from, "a later day");
    }
}
