using NodaTime;

namespace PointsBank.Village.Shops;

/// <summary>How many pieces of a good an attendant found on the shelf.</summary>
public sealed record ShiftCountInput(string Goods, long Quantity);

/// <summary>To open or close a shift, with as many goods counted as somebody likes to.</summary>
public sealed record ShiftInput(IReadOnlyList<ShiftCountInput>? Counts = null);

/// <summary>
/// A good in a shift: what was counted at both ends beside what the book said then, and what the shift handed out. Nothing is entered by
/// it.
/// </summary>
public sealed record ShiftGoods(
    string Goods, string NameZh, string NameEn, string UnitZh, long HandedOut, long? Opening = null, long? OpeningExpected = null,
    long? Closing = null, long? ClosingExpected = null)
{
    /// <summary>
    /// What came and went beside the shift's own slips: received, moved, another attendant's; known where both ends were counted.
    /// </summary>
    public long? Otherwise => ClosingExpected - OpeningExpected + HandedOut;

    public long? OpeningDifference => Opening - OpeningExpected;

    public long? ClosingDifference => Closing - ClosingExpected;
}

/// <summary>A shift in the list.</summary>
public sealed record ShiftSummary(
    long Number, string Actor, string Handler, Instant OpenedAt, Instant? EndedAt, long Slips, long Points, long Differences);

/// <summary>An attendant's shift at a shop: its slips, what they come to, and the counts of its two ends.</summary>
public sealed record ShiftView(
    long Number, ShopView Shop, string Actor, string Handler, Instant OpenedAt, Instant? EndedAt, string? EndedBy,
    IReadOnlyList<CounterSlip> Slips, int Voids, long Points,
    IReadOnlyList<ShiftGoods> Goods)
{
    public bool IsOpen => EndedAt is null;

    public int Differences => Goods.Count(good => good.OpeningDifference is not (null or 0) || good.ClosingDifference is not (null or 0));
}
