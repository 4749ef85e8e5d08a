using System.Collections.Immutable;
using PointsBank.Ledger;

namespace PointsBank.Papers.Cleaning;

/// <summary>What sort of file may prove something.</summary>
public sealed record EvidenceKind(string Code, string ContentType, string Extension)
{
    public static EvidenceKind Jpeg { get; } = new("jpeg", "image/jpeg", "jpg");

    public static EvidenceKind Png { get; } = new("png", "image/png", "png");

    public static EvidenceKind Pdf { get; } = new("pdf", "application/pdf", "pdf");

    public static ImmutableArray<EvidenceKind> All { get; } = [Jpeg, Png, Pdf];

    /// <summary>What the content is by its first bytes: a name or a declared type says what somebody wants it to be.</summary>
    public static EvidenceKind? Of(ReadOnlySpan<byte> content) =>
        content.StartsWith(JpegFile.Start) ? Jpeg
            : content.StartsWith(PngFile.Start) ? Png
            : content.StartsWith(PdfFile.Start) ? Pdf
            : null;

    public static EvidenceKind Named(string code) => All.Single(kind => kind.Code == code);

    /// <summary>What the file is called when it is fetched: what it was called when it was sent may name people.</summary>
    public string FileName(Digest digest) => $"evidence-{digest.ToString()[..8]}.{Extension}";
}
