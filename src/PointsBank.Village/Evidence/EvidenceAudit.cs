using PointsBank.Ledger;
using PointsBank.Papers.Cleaning;
using PointsBank.Storage;

namespace PointsBank.Village.Evidence;

/// <summary>The kept files against what they are known by.</summary>
static class EvidenceAudit
{
    /// <summary>
    /// Each file's content gives its digest again, and is what its row says; an emptied one has a row that says why. One file at a time is
    /// in memory.
    /// </summary>
    public static void Files(DbSession db, long bank, Audit audit)
    {
        var rows = db.Stream<(byte[] Digest, string Kind, long Size, byte[] Content)>(
            """
            select digest, kind, size, content from evidence_files f where bank = @bank
              and (length(content) > 0 or not exists (select 1 from evidence_erasures e where e.bank = f.bank and e.digest = f.digest))
                order by digest
            """, new { bank });
        foreach (var (digest, kind, size, content) in rows)
        {
            var found = Digest.Of(content).ToArray();
            if (!found.AsSpan().SequenceEqual(digest) || size != content.LongLength || EvidenceKind.Of(content)?.Code != kind)
                audit.Report("evidence_differs", $"evidence {Convert.ToHexStringLower(digest)}", $"{kind} of {size} bytes",
                    $"{EvidenceKind.Of(content)?.Code ?? "something else"} of {content.LongLength} bytes, digest "
                        + $"{Convert.ToHexStringLower(found)}");
        }
    }
}
