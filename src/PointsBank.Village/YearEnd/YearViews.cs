using NodaTime;

namespace PointsBank.Village.YearEnd;

/// <summary>The code of the head at which the report was looked at: a close is of that and of nothing else.</summary>
public sealed record YearCloseInput(string Head);

public sealed record YearUndoInput(string Reason);

/// <summary>A year's points, summed over its households.</summary>
/// <param name="Old">What is left of the year's points and those before.</param>
/// <param name="Held">What of that waits in holds and stays beyond what is carried over.</param>
/// <param name="Carried">What is carried over.</param>
/// <param name="Expired">What expires.</param>
public sealed record YearSums(long Households, long Standing, long Old, long Held, long Carried, long Expired);

/// <summary>A claim of the year that is not entered yet.</summary>
public sealed record YearOpenClaim(long Number, long Household, string State);

/// <summary>What of a year is still on its way.</summary>
public sealed record YearOpen(long Claims, long OnNotice, long Objections, long PointsHeld, IReadOnlyList<YearOpenClaim> FirstClaims);

/// <summary>What ending a year would write, or has written.</summary>
/// <param name="State"><c>running</c>, <c>open</c>, <c>closed</c> or <c>done</c>.</param>
/// <param name="Head">The head of the book now.</param>
/// <param name="CarryOver">The most points a household carries over; null where nothing expires.</param>
/// <param name="Sums">As it would be now, or as it was written.</param>
/// <param name="ClosedHead">The head that the close is of.</param>
/// <param name="Left">How many households still wait for their carry-over.</param>
public sealed record YearView(
    int Year, string State, string Head, long? CarryOver, LocalDate ExpiresOn, YearSums Sums, YearOpen Open, Instant? ClosedAt, string? ClosedBy, string? ClosedHead, long Left);

/// <summary>A year in the list of years.</summary>
public sealed record YearItem(int Year, string State, long Households);

/// <summary>A household's year: its standing, and what becomes of its points.</summary>
public sealed record YearLine(long Household, string Group, string Head, long Standing, long Rank, int Stars, long Old, long Held, long Carried, long Expired, long? Entry);
