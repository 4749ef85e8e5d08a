using PointsBank.Ledger;

namespace PointsBank.Village.Coverage;

/// <summary>An account as coverage reads it, from the writer's book or from the table of heads.</summary>
readonly record struct HeadRow(AccountKind Kind, long Owner, int Period, long Balance, long Held);

/// <summary>
/// Whether the points that are out can be honoured. Money is in fen: cash and stock at cost, less what suppliers and shops are owed, and
/// less what contract and shared shops took in points that no approved statement tells yet. Points are worth what the village's rate says.
/// </summary>
/// <param name="Outstanding">Points in households' hands.</param>
/// <param name="Promised">Points on public notice.</param>
/// <param name="Rate">What a point is worth, in fen.</param>
/// <param name="Cash">The fund's cash.</param>
/// <param name="Stock">What the goods in stock cost.</param>
/// <param name="OwedToSuppliers">What the fund owes suppliers.</param>
/// <param name="OwedToShops">What the fund owes shops by approved statements.</param>
/// <param name="Unbilled">What shops took in points that is not on an approved statement yet.</param>
public sealed record Cover(
    long Outstanding, long Promised, long Rate, long Cash, long Stock, long OwedToSuppliers, long OwedToShops, long Unbilled)
{
    /// <summary>Of what covers the points, the percentage from which the village is warned.</summary>
    public const int WarnPercent = 80;

    /// <summary>What covers the points, in fen; less than nothing where more is owed than is there.</summary>
    public long Fen => Cash + Stock - OwedToSuppliers - OwedToShops - Unbilled;

    /// <summary>Whether the village keeps its fund here at all.</summary>
    public bool IsKept => (Cash | Stock | OwedToSuppliers | OwedToShops) != 0;

    /// <summary>How many points that covers.</summary>
    public long Points => Math.Max(0, Fen) / Rate;

    /// <summary>Points out and promised.</summary>
    public long Used => Outstanding + Promised;

    /// <summary>How much of what covers them is used; null where nothing covers anything.</summary>
    public long? Percent => Points == 0 ? null : (long)((Int128)Used * 100 / Points);

    /// <summary><c>sound</c>, <c>warning</c> from 80 % used, or <c>full</c> where nothing more can be promised.</summary>
    public string State => StateOf(Used, Points);

    /// <summary>How many more points can be issued.</summary>
    public long Room => Math.Max(0, Points - Used);

    /// <summary>
    /// The lowest that a year's issuance may stand so that no more is out and promised than is covered. What is on notice in that year
    /// stays promised, even where the cover shrank after it.
    /// </summary>
    internal long FloorOf(long balance, long held) => balance - Math.Max(held, Points - Outstanding - (Promised - held));

    internal static string StateOf(long used, long most) =>
        used <= 0 ? "sound" : used >= most ? "full" : (Int128)used * 100 >= (Int128)most * WarnPercent ? "warning" : "sound";

    /// <param name="heads">Every account of the book that counts points or fen, but those of households.</param>
    /// <param name="billed">The shops that are paid by statement.</param>
    /// <param name="settled">The points on their approved statements.</param>
    /// <param name="rate">What a point is worth, in fen.</param>
    internal static Cover Of(IReadOnlyList<HeadRow> heads, IReadOnlySet<long> billed, long settled, long rate)
    {
        // The points of a book sum to zero, so households hold what all other accounts are short of.
        var outstanding = -Sum(
            kind => kind is AccountKind.Issuance or AccountKind.Deducted or AccountKind.Redeemed
                or AccountKind.Expired or AccountKind.Clearing or AccountKind.Opening);
        var taken = heads.Where(head => head.Kind == AccountKind.Redeemed && billed.Contains(head.Owner)).Sum(head => head.Balance);
        return new(
            outstanding, heads.Where(head => head.Kind == AccountKind.Issuance).Sum(head => head.Held), rate,
            Sum(kind => kind == AccountKind.FundCash), Sum(kind => kind == AccountKind.GoodsAtCost),
            -Sum(kind => kind == AccountKind.PayableToSupplier), -Sum(kind => kind == AccountKind.PayableToShop), (taken - settled) * rate);

        long Sum(Func<AccountKind, bool> of) => heads.Where(head => of(head.Kind)).Sum(head => head.Balance);
    }
}

/// <summary>
/// Coverage together with the ceiling of what may be issued in the year: what the assembly set, what the fund allows, or the stricter of
/// both.
/// </summary>
/// <param name="Cover">What is out and what covers it.</param>
/// <param name="Year">The year.</param>
/// <param name="Issued">Points issued in it.</param>
/// <param name="Set">The ceiling the assembly set; 0 for none.</param>
/// <param name="FromFund">Whether the fund limits what is issued.</param>
/// <param name="Ceiling">The ceiling that holds; 0 for none.</param>
/// <param name="State">The worse of both: <c>sound</c>, <c>warning</c> or <c>full</c>; <c>none</c> where no fund is kept, so that nothing
/// says whether points can be honoured.</param>
public sealed record CoverageView(Cover Cover, int Year, long Issued, long Set, bool FromFund, long Ceiling, string State)
{
    internal static CoverageView Of(Cover cover, int year, long issued, long set, bool fromFund)
    {
        var ceiling = fromFund && (set == 0 || issued + cover.Room < set) ? issued + cover.Room : set;
        var states = new[]
            { cover.IsKept ? cover.State : fromFund && cover.Used > 0 ? "full" : "none",
            set == 0 ? "sound" : Cover.StateOf(issued, set) };
        return new(
            cover, year, issued, set, fromFund, ceiling,
            states.Contains("full") ? "full" : states.Contains("warning") ? "warning" : states[0]);
    }
}
