using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Village.Shops;

/// <summary>What somebody found of a good: 0 says that none was there.</summary>
public sealed record CountLineInput(string Goods, long Quantity);

/// <summary>
/// What one of the two found, all goods or some; what is found again later counts instead. Who counts as which of the two follows from who
/// began, where it is not said.
/// </summary>
public sealed record CountInput(IReadOnlyList<CountLineInput> Items, long? Counter = null);

/// <summary>Why a good differs: <c>missing</c>, <c>spoiled</c>, <c>miscounted</c>, <c>found</c> or <c>unrecorded</c>.</summary>
public sealed record CountReasonInput(string Goods, string Reason);

/// <summary>The reasons of the differences, for the count to be entered.</summary>
public sealed record CountCloseInput(IReadOnlyList<CountReasonInput> Reasons);

/// <summary>One of the two, and of how many goods they wrote down what they found.</summary>
public sealed record CounterView(string Actor, string Name, long Goods);

/// <summary>
/// A count: who counts, and whether it is <c>open</c>, <c>entered</c> or <c>dropped</c>. It tells no figures, for whoever sees the other's
/// counts those.
/// </summary>
public sealed record CountView(
    long Number, long Shop, string State, Instant OpenedAt, string OpenedBy, Instant? EndedAt, string? EndedBy, long? Movement,
    CounterView? First, CounterView? Second)
{
    /// <summary>Which of the two somebody is, or would be; null where two others count.</summary>
    public int? CounterOf(string actor) =>
        First?.Actor == actor ? 1 : Second?.Actor == actor ? 2 : First is null ? 1 : Second is null ? 2 : null;
}

/// <summary>
/// A good of a count. While it is open, figures stand only where both counted and found the same; afterwards all of them. The difference is
/// what was found less what the book said at that moment, and the cost is what it is worth in fen.
/// </summary>
public sealed record CountedGoods(
    string Goods, string NameZh, string NameEn, string UnitZh, bool ByFirst, bool BySecond, bool Agreed, long? First, long? Second,
    long? Difference, long Cost, string Reason);

/// <summary>What a count came to. The entry and its check code are missing where nothing differed.</summary>
public sealed record CountResult(CountView Count, IReadOnlyList<CountedGoods> Lines, LocalDate? EnteredOn, long? Entry, string? CheckCode)
{
    /// <summary>Whether both counted the same goods and found the same.</summary>
    public bool IsAgreed => Lines.Count > 0 && Lines.All(line => line.Agreed);

    public IEnumerable<CountedGoods> Differences => Lines.Where(line => line.Difference is not (null or 0));

    /// <summary>What all differences are worth, in fen.</summary>
    public long Cost => Lines.Sum(line => line.Cost);
}

/// <summary>What two people found of a good, each the last time they counted it.</summary>
sealed record Findings(
    string Goods, string NameZh, string NameEn, string UnitZh, long? First, long? FirstDifference, long? Second, long? SecondDifference)
{
    /// <summary>What was sold between the two counts is in neither difference.</summary>
    public bool Agreed => First is not null && Second is not null && FirstDifference == SecondDifference;

    public Refusal Differ =>
        new Refusal(VillageRefusals.CountsDiffer, "items").With("goods", Goods).With("goodsZh", NameZh).With("goodsEn", NameEn);

    /// <summary>The refusal, or null and the reason: none where nothing differs, and one that fits the sign where something does.</summary>
    public Refusal? Reason(CountCloseInput input, out string reason)
    {
        reason = "";
        var at = input.Reasons.ToList().FindIndex(given => given.Goods == Goods);
        if (SecondDifference == 0) return at < 0 ? null : new Refusal(VillageRefusals.NotInList, $"reasons[{at}].goods");
        if (at < 0)
            return new Refusal(VillageRefusals.DifferenceNeedsReason, "reasons")
                .With("goods", Goods)
                .With("goodsZh", NameZh)
                .With("goodsEn", NameEn);
        reason = input.Reasons[at].Reason;
        return (SecondDifference < 0 ? CountDesk.Shortages : CountDesk.Surpluses).Contains(reason)
            ? null
            : new Refusal(VillageRefusals.NotInList, $"reasons[{at}].reason");
    }
}
