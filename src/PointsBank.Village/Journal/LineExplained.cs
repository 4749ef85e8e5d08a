using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Journal;

/// <summary>The rule a line was entered under, as it stood in the rulebook of that day, and who adopted that.</summary>
public sealed record LineRule(
    string Code, string ClassZh, string ClassEn, string ItemZh, string ItemEn, string Basis, long Points, string Evidence,
    int Rulebook, string Title, string AdoptedBy, LocalDate ValidFrom);

/// <summary>Why a line stands in a passbook.</summary>
/// <param name="Line">The line, with who entered it and what it undoes.</param>
/// <param name="RecordedAt">When it was written.</param>
/// <param name="Note">What was written beside it.</param>
/// <param name="ReversedBy">The entry that undid it.</param>
/// <param name="Rule">The rule; null where none applies.</param>
/// <param name="Quantity">How many of what the rule counts; less than zero in a reversal.</param>
/// <param name="Member">The name of the member who did it, where one was named.</param>
/// <param name="Redemption">The number of the redemption, where it was one or undoes one.</param>
/// <param name="Shop">Where that was.</param>
/// <param name="Claim">The number of the claim it stems from, or whose entry it undoes: who claimed, collected, assessed, objected and
/// ruled stands there.</param>
public sealed record LineExplained(
    PassbookLine Line, Instant RecordedAt, string? Note, long? ReversedBy, LineRule? Rule, long? Quantity, string? Member, long? Redemption,
    ShopView? Shop, long? Claim)
{
    internal static LineExplained Of(DbSession db, long bank, long household, PassbookLine line)
    {
        var row = PassbookLineTable.Explained(db, bank, household, line.Entry);
        return new(
            line, row.RecordedAt.ToInstant(), row.Note, row.ReversedBy, row.Rule, row.Quantity, row.Member, row.Redemption, row.ShopView,
            Claims.Claim.TryReadSource(row.Source, out var claim) ? claim : null);
    }
}
