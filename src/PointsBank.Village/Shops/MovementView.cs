using NodaTime;

namespace PointsBank.Village.Shops;

/// <summary>
/// One good of a stock sheet: how many stood on the sheet, by how many this shop's shelf changed, what that cost in fen, and why a count
/// differed. Of a correction the variance is what of the difference of cost had gone out with goods before.
/// </summary>
public sealed record MovementLine(
    string Goods, string NameZh, string NameEn, string UnitZh, long Quantity, long Change, long Cost = 0, string Reason = "",
    long Variance = 0);

/// <summary>
/// A stock sheet as one shop sees it. Moved goods stand in the lists of both shops, coming in at <paramref name="ToShop"/>. Where a count
/// found nothing amiss there is no entry.
/// </summary>
public sealed record MovementView(
    long Number, string Kind, long Shop, long? ToShop, LocalDate MovedOn, string Handler, string? Memo, long? Entry,
    IReadOnlyList<MovementLine> Lines)
{
    /// <summary><c>purchase</c> or <c>donation</c>; null where goods came from nobody knows where, or did not come.</summary>
    public string? Origin { get; init; }

    /// <summary>The supplier or the donor.</summary>
    public string Partner { get; init; } = "";

    /// <summary>The number of the invoice or of the donation's receipt.</summary>
    public string Receipt { get; init; } = "";

    /// <summary>Whether a purchase was paid from the fund at once.</summary>
    public bool Paid { get; init; }

    /// <summary>The count whose differences these are.</summary>
    public long? Count { get; init; }

    /// <summary>The entry that took it back.</summary>
    public long? ReversedBy { get; init; }

    public string? CheckCode { get; init; }

    /// <summary>Of a correction: the sheet of the delivery that it corrects.</summary>
    public long? Corrects { get; init; }

    /// <summary>Of a delivery: the sheets that correct it.</summary>
    public IReadOnlyList<long> CorrectedBy { get; init; } = [];

    public long Cost => Lines.Sum(line => line.Cost + line.Variance);
}
