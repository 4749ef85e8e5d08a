using PointsBank.Ledger;
using PointsBank.Village.Reversals;

namespace PointsBank.Village.Deeds;

/// <summary>
/// On what grounds a deed is entered: what stands on its entry as reason and source, and what was decided about it before.
/// </summary>
/// <param name="Reason">Why, as a code such as <c>after_notice</c>.</param>
/// <param name="Source">What it stems from, such as <c>claim:17</c>; empty where a clerk enters it directly.</param>
/// <param name="Settles">The hold that kept its points while it was posted.</param>
/// <param name="Points">The points decided; null for what the rule gives.</param>
/// <param name="Minutes">The minutes served, posted in full; null for an hour for each of a per-hour rule.</param>
public sealed record Grounds(string Reason, string Source = "", HoldNumber? Settles = null, long? Points = null, long? Minutes = null)
{
    /// <summary>The clerk's own word, under a rule that allows it or by the setting that does.</summary>
    public static Grounds Direct(bool byRule) => new(ReversalDesk.DirectPrefix + (byRule ? "rule" : "by_setting"));
}
