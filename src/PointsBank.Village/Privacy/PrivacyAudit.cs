using PointsBank.Ledger;
using PointsBank.Papers.Names;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Privacy;

/// <summary>What was erased stays erased, and nothing else is missing.</summary>
static class PrivacyAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Names, Files, Counts];

    /// <summary>Nobody whose erasure was carried out has a name again, and by two people it was.</summary>
    static void Names(DbSession db, long bank, Audit audit)
    {
        foreach (var number in db.Query<long>("""
            select e.number from erasures e
            join erasure_ends d on d.bank = e.bank and d.erasure = e.number and d.outcome = 'done'
            join members m on m.bank = e.bank and m.household = e.household and (e.member = 0 or e.member = m.number)
            where e.bank = @bank and (m.name <> @mark or m.birth_date <> @birth)
            union
            select e.number from erasures e join erasure_ends d on d.bank = e.bank and d.erasure = e.number
              where e.bank = @bank and d.actor = e.asked_by
            """, new { bank, mark = Erased.Mark, birth = Erased.Birth }))
            audit.Report("erasure_differs", $"erasure {Iso.Text(number)}", "no name", "something else");
    }

    /// <summary>A file that was emptied is empty.</summary>
    static void Files(DbSession db, long bank, Audit audit)
    {
        foreach (var digest in db.Query<byte[]>("""
            select e.digest from evidence_erasures e left join evidence_files f on f.bank = e.bank and f.digest = e.digest
            where e.bank = @bank and (f.digest is null or length(f.content) > 0)
            """, new { bank }))
            audit.Report("emptied_file_differs", $"evidence {Convert.ToHexStringLower(digest)}", "empty", "something else");
    }

    /// <summary>What is counted belongs to an erasure that was carried out, or to a run.</summary>
    static void Counts(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "erasure_counts_differ", "erasure", """
        select c.erasure from erasure_counts c left join erasure_ends e on e.bank = c.bank and e.erasure = c.erasure and e.outcome = 'done'
          where c.bank = @bank and e.erasure is null
        union
        select r.run from retention_counts r left join retention_runs n on n.bank = r.bank and n.number = r.run
          where r.bank = @bank and n.number is null
        """);
}
