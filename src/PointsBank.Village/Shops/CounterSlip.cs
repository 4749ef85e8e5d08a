using NodaTime;

namespace PointsBank.Village.Shops;

/// <summary>One slip of a shift or a day at the counter.</summary>
/// <param name="Number">The redemption's number.</param>
/// <param name="RecordedAt">When it was served.</param>
/// <param name="Household">Whose points.</param>
/// <param name="Points">How many.</param>
/// <param name="AuthorisedBy">By what the household agreed.</param>
/// <param name="Handler">Who served.</param>
/// <param name="VoidedBy">The entry that took it back within the shift or day; the totals leave such a slip out.</param>
/// <param name="ReversedBy">The entry that took it back later: that is the later day's matter, and what was handed out stays
/// counted.</param>
public sealed record CounterSlip(
    long Number, Instant RecordedAt, long Household, long Points, string AuthorisedBy, string Handler, long? VoidedBy, long? ReversedBy);

/// <summary>How many pieces of a good were handed out, without voided slips.</summary>
public sealed record HandedOut(string Goods, string NameZh, string NameEn, string UnitZh, long Quantity);

/// <summary>Slips in order and what must have left the shelf for them.</summary>
/// <param name="Slips">All of them, those taken back as well.</param>
/// <param name="Goods">What was handed out, in the shelf's order.</param>
sealed record CounterSlips(IReadOnlyList<CounterSlip> Slips, IReadOnlyList<HandedOut> Goods)
{
    public int Voids => Slips.Count(slip => slip.VoidedBy is not null);

    public long Points => Slips.Where(slip => slip.VoidedBy is null).Sum(slip => slip.Points);
}
