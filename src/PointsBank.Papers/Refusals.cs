using System.Collections.Immutable;
using PointsBank.Ledger;

namespace PointsBank.Papers;

/// <summary>Every reason for which a file that was sent is not kept, in order of precedence.</summary>
public static class PaperRefusals
{
    /// <summary>The file is larger than is kept.</summary>
    public static readonly RefusalKind FileTooLarge = new("file_too_large", RefusalClass.BadRequest);

    /// <summary>
    /// The content is no JPEG, PNG or PDF, whatever the file is called; or its picture is packed so that it cannot be cleaned.
    /// </summary>
    public static readonly RefusalKind FileTypeUnknown = new("file_type_unknown", RefusalClass.BadRequest);

    /// <summary>The file cannot be walked to its end, or is locked.</summary>
    public static readonly RefusalKind FileDamaged = new("file_damaged", RefusalClass.BadRequest);

    /// <summary>The picture has more pixels than is kept.</summary>
    public static readonly RefusalKind PictureTooLarge = new("picture_too_large", RefusalClass.BadRequest);

    /// <summary>The file has more pages than is kept.</summary>
    public static readonly RefusalKind FileTooLong = new("file_too_long", RefusalClass.BadRequest);

    public static ImmutableArray<RefusalKind> All { get; } = [FileTooLarge, FileTypeUnknown, FileDamaged, PictureTooLarge, FileTooLong];
}
