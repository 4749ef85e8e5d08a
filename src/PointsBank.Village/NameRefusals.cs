using System.Collections.Immutable;
using PointsBank.Ledger;

namespace PointsBank.Village;

/// <summary>Why a name is not kept.</summary>
public static class NameRefusals
{
    /// <summary>So many digits are an identity card's number, a telephone's or an account's; none of these is ever kept.</summary>
    public static readonly RefusalKind NumberInName = new("number_in_name", RefusalClass.BadRequest);

    public static ImmutableArray<RefusalKind> All { get; } = [NumberInName];
}
