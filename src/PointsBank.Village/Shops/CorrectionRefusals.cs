using System.Collections.Immutable;
using PointsBank.Ledger;

namespace PointsBank.Village.Shops;

/// <summary>Why a delivery is not corrected.</summary>
public static class CorrectionRefusals
{
    /// <summary>A sheet that is no delivery is not corrected as one.</summary>
    public static readonly RefusalKind NotADelivery = new("not_a_delivery", RefusalClass.Conflict);

    /// <summary>Who entered a delivery does not correct it.</summary>
    public static readonly RefusalKind CorrectedByAnother = new("corrected_by_another", RefusalClass.Conflict);

    /// <summary>A delivery that was corrected, and a correction, are put right by a further correction of the delivery.</summary>
    public static readonly RefusalKind DeliveryCorrected = new("delivery_corrected", RefusalClass.Conflict);

    /// <summary>Fewer pieces lie on the shelf than the correction would take off it.</summary>
    public static readonly RefusalKind PiecesGone = new("pieces_gone", RefusalClass.Conflict);

    /// <summary>A count found a difference of this good since; say that it is another one.</summary>
    public static readonly RefusalKind CountedSince = new("counted_since", RefusalClass.Conflict);

    /// <summary>The correction says what the delivery says already.</summary>
    public static readonly RefusalKind NothingDiffers = new("nothing_differs", RefusalClass.Unprocessable);

    /// <summary>All of them, in order of precedence.</summary>
    public static ImmutableArray<RefusalKind> All { get; } =
        [NotADelivery, CorrectedByAnother, DeliveryCorrected, PiecesGone, CountedSince, NothingDiffers];
}
