using System.Collections.Immutable;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;

namespace PointsBank.Village.Claims;

/// <summary>What should be looked at once more before a claim is granted, from a closed list; none of it forbids the claim.</summary>
public static class ClaimWarning
{
    /// <summary>The same household has the same rule on the same day, as a claim or in the journal.</summary>
    public const string SameDeed = "same_deed";

    /// <summary>The member, or where none is named somebody of the household, is a relative of the committee.</summary>
    public const string Related = "related";

    /// <summary>The deed was more than a month old when it was written down.</summary>
    public const string Backdated = "backdated";

    /// <summary>The same person is told to have been elsewhere at the same time.</summary>
    public const string Overlap = "overlap";

    /// <summary>The same photo proves another claim.</summary>
    public const string SamePhoto = "same_photo";

    public static ImmutableArray<string> All { get; } = [SameDeed, Related, Backdated, Overlap, SamePhoto];

    internal static IReadOnlyList<string> Of(DbSession db, long bank, Claim claim)
    {
        var warnings = new List<string>(0);
        if (ClaimTable.IsTold(db, bank, claim.Household, claim.Rule, claim.Day, claim.Number)) warnings.Add(SameDeed);
        if (MemberTable.IsRelated(db, bank, claim.Household, claim.Member)) warnings.Add(Related);
        if (claim.Day < claim.RecordedAt.ToInstant().InZone(BankDesk.Zone).Date.PlusDays(-SlipWarning.DaysBack)) warnings.Add(Backdated);
        if (ClaimTable.Overlaps(db, bank, claim.Member, claim.Day, claim.FromMinute, claim.UntilMinute, claim.Number))
            warnings.Add(Overlap);
        if (ClaimTable.SharesFile(db, bank, claim.Number)) warnings.Add(SamePhoto);
        return warnings;
    }
}
