using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Reports;

/// <summary>Somebody's proposal that somebody confirmed, at an instant in epoch milliseconds.</summary>
sealed record Confirmation
{
    public long? Household { get; init; }

    public string Maker { get; init; } = "";

    public string Decider { get; init; } = "";

    public string Names { get; init; } = "";

    public long At { get; init; }

    public long Number { get; init; }

    /// <summary>What was proposed, one of <see cref="ClaimReports.Confirmed"/>.</summary>
    public string What { get; init; } = "";
}

/// <summary>
/// Two people behind whom one hand may stand: one of them made the other, or somebody made both of late. To make is to give rights or to
/// set a password, also through others.
/// </summary>
sealed class OneHand(IReadOnlyList<(string Actor, long Staff, long At)> pairs)
{
    /// <summary>For so long before a confirmation, in milliseconds, whoever made both is told: 30 days.</summary>
    const long OfLate = 30L * 24 * 60 * 60 * 1_000;

    readonly ILookup<string, (string Actor, long At)> above =
        pairs.ToLookup(pair => $"staff:{pair.Staff.Text()}", pair => (pair.Actor, pair.At));

    public static OneHand In(DbSession db) => new(StaffChangeTable.Pairs(db));

    public bool IsBehind(Confirmation confirmed)
    {
        var (maker, decider) = (Above(confirmed.Maker), Above(confirmed.Decider));
        return maker.ContainsKey(confirmed.Decider) || decider.ContainsKey(confirmed.Maker)
            || maker.Keys.Any(actor => actor != Caller.System.Actor && decider.ContainsKey(actor)
                && Math.Max(maker[actor], decider[actor]) > confirmed.At - OfLate);
    }

    /// <summary>Everybody above somebody, with the last time that somebody below was made.</summary>
    Dictionary<string, long> Above(string actor)
    {
        var found = new Dictionary<string, long>();
        var open = new Queue<string>([actor]);
        while (open.TryDequeue(out var below))
            foreach (var (maker, at) in above[below])
                if (!found.TryGetValue(maker, out var known) || at > known)
                {
                    found[maker] = Math.Max(at, known);
                    if (known == 0) open.Enqueue(maker);
                }
        return found;
    }
}
