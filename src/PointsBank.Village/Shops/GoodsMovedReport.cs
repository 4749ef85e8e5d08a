using NodaTime;

namespace PointsBank.Village.Shops;

/// <summary>
/// What came and went in a period: what went out is negative, and all but the closing add up to it. A reversal counts against what it
/// undid.
/// </summary>
public sealed record Flow(
    long Opening, long Bought, long Donated, long Received, long MovedIn, long MovedOut, long HandedOut, long Spoiled, long Counted,
    long Other)
{
    public long Closing => Opening + Bought + Donated + Received + MovedIn + MovedOut + HandedOut + Spoiled + Counted + Other;

    public static Flow operator +(Flow one, Flow other) => new(
        one.Opening + other.Opening, one.Bought + other.Bought, one.Donated + other.Donated, one.Received + other.Received,
        one.MovedIn + other.MovedIn, one.MovedOut + other.MovedOut, one.HandedOut + other.HandedOut, one.Spoiled + other.Spoiled,
        one.Counted + other.Counted, one.Other + other.Other);

    public static Flow None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}

/// <summary>A good of the report of goods moved: in pieces, and in fen where it is asked of a shop with all its places.</summary>
public sealed record GoodsFlow(string Goods, string NameZh, string NameEn, string UnitZh, Flow Pieces, Flow? Fen);

/// <summary>
/// Goods moved in a period. Of a shop it counts all its places as one, of a storeroom or a mobile shop its own pieces alone.
/// </summary>
public sealed record GoodsMovedReport(LocalDate From, LocalDate Until, IReadOnlyList<GoodsFlow> Goods)
{
    /// <summary>All goods together, in fen.</summary>
    public Flow? Fen => Goods.Any(good => good.Fen is null) ? null : Goods.Aggregate(Flow.None, (sum, good) => sum + good.Fen!);
}

/// <summary>By how much a good's shelf changed.</summary>
public sealed record DayGoods(string Goods, string NameZh, string NameEn, long Change);

/// <summary>
/// An entry of a shop's day: a <c>redemption</c>, a <c>void</c>, a stock sheet (<c>received</c>, <c>moved</c>, <c>counted</c>,
/// <c>spoiled</c>) or one taken back (<c>undone</c>). The number is that of the slip or sheet; points are those that were redeemed.
/// </summary>
public sealed record DayLine(
    long Entry, string Kind, long Number, Instant RecordedAt, string CheckCode, long? Household, long Points, string Handler,
    IReadOnlyList<DayGoods> Goods);

/// <summary>A good that a count found otherwise than the book said.</summary>
public sealed record CountDifference(
    long Count, LocalDate CountedOn, string Goods, string NameZh, string NameEn, string UnitZh, long Found, long Difference, long Cost,
    string Reason, string First, string Second,
    long Entry, bool IsReversed);

/// <summary>What a household redeemed at a shop in a period.</summary>
public sealed record HouseholdRedeemed(long Household, string Group, string Head, long Slips, long Pieces, long Points);

/// <summary>What was redeemed of a good in a period.</summary>
public sealed record GoodsRedeemed(
    string Goods, string NameZh, string NameEn, string UnitZh, long Slips, long Households, long Pieces, long Points);

/// <summary>A household whose points lie unspent.</summary>
public sealed record UnspentLine(long Household, string Group, string Head, long Balance, LocalDate? LastRedeemedOn);

/// <summary>Pieces of a good that nobody wanted for long.</summary>
public sealed record DeadStock(
    string Goods, string NameZh, string NameEn, string UnitZh, long Pieces, long Cost, LocalDate? LastRedeemedOn);

/// <summary>What the pieces of a good cost, in all places of its shop.</summary>
public sealed record GoodsWorth(string Goods, long Pieces, long Cost);
