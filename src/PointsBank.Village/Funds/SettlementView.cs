using NodaTime;

namespace PointsBank.Village.Funds;

/// <summary>What a shop handed out in these days, both included and past.</summary>
public sealed record SettlementInput(long Shop, LocalDate From, LocalDate Until);

/// <summary>Who signed; left out where the caller signs for themselves.</summary>
public sealed record SignatureInput(string? Name = null);

public sealed record SettlementPaymentInput(string? Receipt = null);

public sealed record SettlementDropInput(string Reason);

/// <summary>A good of a statement. A sign of −1 takes off what was billed before and voided since.</summary>
public sealed record SettlementLine(
    int Sign, string Goods, string NameZh, string NameEn, string UnitZh, long Rate, long Quantity, long Points)
{
    /// <summary>What the points are worth, in fen.</summary>
    public long Value => Points * Rate;
}

/// <summary>A redemption on a statement.</summary>
public sealed record SettledRedemption(long Redemption, int Sign, LocalDate RedeemedOn, long Points, long Rate, long Cost);

/// <summary>A step of a statement: <c>signed_shop</c>, <c>signed_supervisor</c>, <c>approved</c>, <c>paid</c> or <c>dropped</c>.</summary>
public sealed record SettlementStep(string Step, string Name, string Reason, string Handler, Instant RecordedAt, long? Entry, string Actor);

/// <summary>
/// A statement of a shop. <c>due</c> is what the fund owes for it: the value of the points for contract and shared shops, nothing for the
/// village's own, of which it tells what was handed out and what that had cost.
/// </summary>
public sealed record SettlementView(
    long Number, long Shop, string Kind, string NameZh, string NameEn, LocalDate From, LocalDate Until, long Points, long Value, long Due,
    long Cost, string Head, Instant MadeAt, IReadOnlyList<SettlementLine> Lines, IReadOnlyList<SettledRedemption> Redemptions,
    IReadOnlyList<SettlementStep> Steps)
{
    /// <summary>How many redemptions before its first day stand on no statement yet.</summary>
    public long EarlierUnbilled { get; init; }

    /// <summary><c>made</c>, or the last step.</summary>
    public string State => Steps.Count == 0 ? "made" : Steps[^1].Step;

    /// <summary>What comes next; null where nothing does.</summary>
    public string? NextStep => State switch
    {
        "made" => "signed_shop",
        "signed_shop" => "signed_supervisor",
        "signed_supervisor" => "approved",
        "approved" when Due != 0 => "paid",
        _ => null,
    };
}

/// <summary>A statement in a list.</summary>
public sealed record SettlementItem(
    long Number, long Shop, string Kind, string NameZh, string NameEn, LocalDate From, LocalDate Until, long Points, long Value, long Due,
    string State);
