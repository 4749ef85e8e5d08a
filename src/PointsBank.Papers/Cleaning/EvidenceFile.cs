using PointsBank.Ledger;

namespace PointsBank.Papers.Cleaning;

/// <summary>
/// A photo, scan or PDF as it may be kept: only what is seen of it. Where and when it was made, with what and by whom is left out.
/// </summary>
public sealed class EvidenceFile
{
    /// <summary>The largest file, as sent and as kept.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The largest picture: a small file that claims more would fill the memory of whoever looks at it.</summary>
    public const int MaxMegapixels = 60;

    EvidenceFile(EvidenceKind kind, byte[] content)
    {
        Kind = kind;
        Content = content;
        Digest = Digest.Of(content);
    }

    public EvidenceKind Kind { get; }

    /// <summary>The bytes to keep.</summary>
    public byte[] Content { get; }

    /// <summary>What they are known by.</summary>
    public Digest Digest { get; }

    public string ContentType => Kind.ContentType;

    public string FileName => Kind.FileName(Digest);

    internal static Refusal Damaged => new(PaperRefusals.FileDamaged, "file");

    internal static Refusal TypeUnknown => new(PaperRefusals.FileTypeUnknown, "file");

    static Refusal TooLarge => new Refusal(PaperRefusals.FileTooLarge, "file").With("most", MaxBytes / 1024 / 1024);

    /// <summary>
    /// Tells by the content alone what was sent, and takes out all that is not seen. It is refused where it cannot be walked to its end.
    /// </summary>
    public static Outcome<EvidenceFile> Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes) return TooLarge;
        if (EvidenceKind.Of(bytes.Span) is not { } kind) return TypeUnknown;
        var cleaned = kind == EvidenceKind.Jpeg ? JpegFile.Clean(bytes.Span)
            : kind == EvidenceKind.Png ? PngFile.Clean(bytes.Span)
            : PdfFile.Clean(bytes);
        if (cleaned.Refusal is { } refusal) return refusal;
        return cleaned.Value.Length > MaxBytes ? TooLarge : new EvidenceFile(kind, cleaned.Value);
    }

    internal static Refusal? CheckPixels(long width, long height) =>
        width <= 0 || height <= 0 ? Damaged
        : width > MaxMegapixels * 1_000_000L / height ? new Refusal(PaperRefusals.PictureTooLarge, "file").With("most", MaxMegapixels)
        : null;
}
