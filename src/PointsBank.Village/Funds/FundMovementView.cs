using NodaTime;

namespace PointsBank.Village.Funds;

/// <summary>
/// Money that came in. <c>source</c> is <c>government</c>, <c>donation</c>, <c>dividend</c>, <c>project</c> or <c>helping_unit</c>;
/// <c>named</c>: the giver may be named in public.
/// </summary>
public sealed record ContributionInput(
    string Source, string From, long Fen, bool Named = false, string? Receipt = null, LocalDate? ReceivedOn = null, string? Memo = null);

/// <summary>
/// Money that goes out: to a <c>supplier</c> for a purchase that was received unpaid (<c>purchase</c> is its stock sheet), in parts or
/// whole; or
/// <c>spent</c> on something else (<c>to</c> whom, <c>memo</c> what for).
/// </summary>
public sealed record PaymentInput(
    string Kind, long Fen, long? Purchase = null, string? To = null, string? Receipt = null, LocalDate? PaidOn = null, string? Memo = null);

public sealed record FundVoidInput(string Reason);

/// <summary>Whether the giver of money (<c>fund</c>, its movement) or goods (<c>stock</c>, its sheet) may be named in public.</summary>
public sealed record DonorConsentInput(string Gift, long Number, bool Named);

public sealed record DonorConsentView(string Gift, long Number, bool Named);

/// <summary>Money in (a contribution) or out (a payment).</summary>
/// <param name="Number">Its number.</param>
/// <param name="Kind"><c>contribution</c>, <c>supplier</c> or <c>spent</c>.</param>
/// <param name="Source">Of a contribution: where the money comes from.</param>
/// <param name="Partner">From whom, or to whom.</param>
/// <param name="Fen">How much.</param>
/// <param name="Receipt">The number on its receipt; may be empty.</param>
/// <param name="MovedOn">The day.</param>
/// <param name="Purchase">Of a payment to a supplier: the stock sheet it pays.</param>
/// <param name="Named">Whether the giver may be named in public.</param>
/// <param name="Memo">What was written beside it.</param>
/// <param name="Handler">Who recorded it.</param>
/// <param name="Entry">Its entry.</param>
/// <param name="CheckCode">The entry's check code.</param>
/// <param name="VoidedBy">The entry that voided it.</param>
public sealed record FundMovementView(
    long Number, string Kind, string? Source, string Partner, long Fen, string Receipt, LocalDate MovedOn, long? Purchase, bool Named,
    string? Memo, string Handler, long Entry,
    string CheckCode, long? VoidedBy)
{
    public bool IsContribution => Kind == "contribution";
}

/// <summary>A purchase that was received unpaid, and what is still owed for it.</summary>
public sealed record PurchaseView(long Movement, long Shop, string Supplier, string Receipt, LocalDate ReceivedOn, long Cost, long Paid)
{
    public long Owed => Cost - Paid;
}

/// <summary>
/// A line of the fund's day book: money in or out with the cash after it, or goods bought on credit or given, where no cash moved.
/// </summary>
/// <param name="Entry">The entry.</param>
/// <param name="CheckCode">Its check code.</param>
/// <param name="Day">The day it is of.</param>
/// <param name="What"><c>contribution</c>, <c>supplier</c>, <c>spent</c>, <c>purchase</c>, <c>donation</c>, <c>approved</c> or <c>paid</c>
/// (of a statement).</param>
/// <param name="Undone">Whether the line takes an earlier one back.</param>
/// <param name="Number">The number of the movement, the stock sheet or the statement.</param>
/// <param name="Source">Of a contribution: where the money comes from.</param>
/// <param name="Partner">From whom or to whom.</param>
/// <param name="Receipt">The receipt's number.</param>
/// <param name="Cash">What came into the cash box; negative for what went out; 0 where only goods or debts moved.</param>
/// <param name="Worth">What the whole line is about, in fen.</param>
/// <param name="Balance">The cash after it; null where no cash moved.</param>
public sealed record DayBookLine(
    long Entry, string CheckCode, LocalDate Day, string What, bool Undone, long Number, string? Source, string Partner, string Receipt,
    long Cash, long Worth, long? Balance);

/// <summary>What one source brought in one year, money and goods, less what was voided.</summary>
public sealed record SourceSum(int Year, string Source, long Fen);

/// <summary>Something given, as the public board tells it: the giver's name only where they agreed.</summary>
public sealed record GiftView(
    string Gift, long Number, LocalDate Day, string Source, string? Giver, long Fen, IReadOnlyList<GiftGoods> Goods);

/// <summary>The same for whoever keeps the fund: who gave it, and whether they may be named.</summary>
public sealed record GiverLine(GiftView Gift, string Giver, bool Named);

public sealed record GiftGoods(string NameZh, string NameEn, string UnitZh, long Quantity);
