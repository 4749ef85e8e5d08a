using NodaTime;

namespace PointsBank.Village.YearEnd;

/// <summary>The code of the head at which the report was looked at: a close is of that and of nothing else.</summary>
public sealed record YearCloseInput(string Head);

public sealed record YearUndoInput(string Reason);

/// <summary>
/// A year summed over its households: what is left of the year's points and those before, what of that waits in holds beyond what is
/// carried over, what is carried over, and what expires.
/// </summary>
public sealed record YearSums(long Households, long Standing, long Old, long Held, long Carried, long Expired);

/// <summary>A claim of the year that is not entered yet.</summary>
public sealed record YearOpenClaim(long Number, long Household, string State);

/// <summary>What of a year is still on its way.</summary>
public sealed record YearOpen(long Claims, long OnNotice, long Objections, long PointsHeld, IReadOnlyList<YearOpenClaim> FirstClaims);

/// <summary>
/// What ending a year would write now, or has written. It is <c>running</c>, <c>open</c>, <c>closed</c> or <c>done</c>; the head is that of
/// the book now, which a step names; no carry-over means that nothing expires; left are the households that still wait for theirs.
/// </summary>
public sealed record YearView(
    int Year, string State, string Head, long? CarryOver, LocalDate ExpiresOn, YearSums Sums, YearOpen Open, Instant? ClosedAt,
    string? ClosedBy, string? ClosedHead, long Left);

/// <summary>A year in the list of years.</summary>
public sealed record YearItem(int Year, string State, long Households);

/// <summary>
/// A household's year: its standing, and what becomes of its points. <c>corrected</c> is by how much reversals changed the standing after
/// it was frozen: it stands as it was frozen, and this beside it.
/// </summary>
public sealed record YearLine(
    long Household, string Group, string Head, long Standing, long? Rank, int Stars, long Old, long Held, long Carried, long Expired,
    long? Entry, long Corrected = 0)
{
    /// <summary>Where the line stands in the list: its rank, or behind all ranks where the household earned nothing and has none.</summary>
    internal long Order { get; init; }
}
