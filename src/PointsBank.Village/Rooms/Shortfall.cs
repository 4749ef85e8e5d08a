using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Rooms;

/// <summary>Why a household has fewer points to spend than it thinks: adds what a room knows to a refusal for want of points.</summary>
/// <param name="Explain">In a write, of a bank and a household: the refusal with what is known, or as it was.</param>
sealed record Shortfall(Func<Writer, long, long, Refusal, Refusal> Explain)
{
    /// <summary>The refusal with what every room knows.</summary>
    public static Refusal Told(IEnumerable<Shortfall> all, Writer writer, long bank, long household, Refusal refusal) =>
        all.Aggregate(refusal, (told, shortfall) => shortfall.Explain(writer, bank, household, told));
}
