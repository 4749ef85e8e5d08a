using PointsBank.Storage;

namespace PointsBank.Village.Evidence;

/// <summary>Files whose content was erased: that there was one, its digest and its size stay, so that the book can be audited.</summary>
static class EmptiedFiles
{
    /// <summary>Empties a file by an erasure or by a run of retention.</summary>
    public static void Empty(Writer writer, long bank, byte[] digest, long? erasure = null, long? run = null)
    {
        writer.Execute(
            "insert into evidence_erasures (bank, digest, erasure, run, erased_at) values (@bank, @digest, @erasure, @run, @at)",
            new { bank, digest, erasure, run, at = writer.NowMilliseconds });
        writer.Execute(
            "update evidence_files set content = @empty where bank = @bank and digest = @digest",
            new { bank, digest, empty = Array.Empty<byte>() });
    }
}
