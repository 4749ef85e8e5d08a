using System.Collections.Immutable;

namespace PointsBank.Village.Deeds;

/// <summary>What a clerk should look at once more before a slip is entered, from a closed list; none of it forbids the slip.</summary>
public sealed record SlipWarning(string Code)
{
    /// <summary>How old a deed may be before it is told, in days.</summary>
    public const int DaysBack = 31;

    /// <summary>The same household has the same rule on the same day, in the journal or earlier in the list.</summary>
    public static readonly SlipWarning SameDeed = new("same_deed");

    /// <summary>The member named is a relative of the committee; where none is named, somebody of the household is.</summary>
    public static readonly SlipWarning Related = new("related");

    /// <summary>The deed is more than a month old.</summary>
    public static readonly SlipWarning Backdated = new("backdated");

    public static ImmutableArray<SlipWarning> All { get; } = [SameDeed, Related, Backdated];

    public override string ToString() => Code;
}
