using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Cleaning;
using PointsBank.Storage;

namespace PointsBank.Village.Evidence;

/// <summary>A file as it is kept.</summary>
public sealed record EvidenceContent(Digest Digest, EvidenceKind Kind, byte[] Content, Instant AddedAt, string Actor)
{
    public string ContentType => Kind.ContentType;

    public string FileName => Kind.FileName(Digest);
}

public static class EvidenceTable
{
    /// <summary>Keeps a file; one that is kept already stays as it is, and one whose content was erased does not come back.</summary>
    public static Refusal? Add(Writer writer, long bank, EvidenceFile file, string actor)
    {
        writer.Execute("""
            insert into evidence_files (bank, digest, kind, size, added_at, actor, content)
              values (@bank, @digest, @kind, @size, @at, @actor, @content)
            on conflict (bank, digest) do nothing
            """,
            new
            {
                bank, digest = file.Digest.ToArray(), kind = file.Kind.Code, size = file.Content.LongLength, at = writer.NowMilliseconds,
                actor, content = file.Content,
            });
        var erased = writer.ExecuteScalar<long>(
            "select count(*) from evidence_erasures where bank = @bank and digest = @digest", new { bank, digest = file.Digest.ToArray() });
        return erased > 0 ? new(VillageRefusals.EvidenceErased, "file") : null;
    }

    /// <summary>
    /// Empties a file by an erasure or by a run of retention: that there was one, its digest and its size stay, so that the book can be
    /// audited.
    /// </summary>
    internal static void Empty(Writer writer, long bank, byte[] digest, long? erasure = null, long? run = null)
    {
        writer.Execute(
            "insert into evidence_erasures (bank, digest, erasure, run, erased_at) values (@bank, @digest, @erasure, @run, @at)",
            new { bank, digest, erasure, run, at = writer.NowMilliseconds });
        writer.Execute(
            "update evidence_files set content = @empty where bank = @bank and digest = @digest",
            new { bank, digest, empty = Array.Empty<byte>() });
    }

    /// <summary>A file; null where there is none, or its content was erased.</summary>
    public static EvidenceContent? Find(DbSession db, long bank, Digest digest) => db.QuerySingleOrDefault<Row>(
        "select kind, added_at, actor, content as bytes from evidence_files where bank = @bank and digest = @digest and length(content) > 0",
        new { bank, digest = digest.ToArray() })?.Content(digest);

    sealed record Row(string Kind, long AddedAt, string Actor, byte[] Bytes)
    {
        public EvidenceContent Content(Digest digest) =>
            new(digest, EvidenceKind.Named(Kind), Bytes, Instant.FromUnixTimeMilliseconds(AddedAt), Actor);
    }
}
