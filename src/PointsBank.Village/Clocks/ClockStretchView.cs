using NodaTime;

namespace PointsBank.Village.Clocks;

/// <summary>
/// A hold that lapsed: of which household, and points, or pieces of a good. Why it was placed is a code, such as <c>voucher</c>.
/// </summary>
public sealed record LapsedHold(long Hold, long? Household, string Unit, long Amount, string Reason, Instant LapsedAt);

/// <summary>
/// A suspension of favours that ended by itself: the standing came back (<c>level</c>), or its last day had passed (<c>lapsed</c>).
/// </summary>
public sealed record EndedSuspension(long Suspension, long Household, string Kind, LocalDate EndedOn);

/// <summary>Rows that were erased since they had been kept long enough, by kind.</summary>
public sealed record ErasedRows(string Kind, long Rows);

/// <summary>A board that was published.</summary>
public sealed record PublishedBoard(long Publication, string Board, string Period, LocalDate PublishedOn, LocalDate ShownUntil);

/// <summary>
/// What happened between one confirmation of the clock and the next beside entries. Lists end after 500 lines, sums do
/// not.
/// </summary>
/// <param name="Stretch">The confirmation, and what was entered after it.</param>
/// <param name="HoldsLapsed">How many holds lapsed.</param>
/// <param name="PointsFreed">The points that were held by them.</param>
/// <param name="Holds">These holds, in the order in which they lapsed.</param>
/// <param name="NoticesEntered">How many items were entered because the window of their notice had ended.</param>
/// <param name="PointsOfNotices">The points that these brought, less those that they took.</param>
/// <param name="Suspensions">Suspensions that ended by themselves.</param>
/// <param name="Erased">What retention erased.</param>
/// <param name="Boards">Boards that were published.</param>
public sealed record ClockStretchView(
    ClockStretch Stretch, long HoldsLapsed, long PointsFreed, IReadOnlyList<LapsedHold> Holds, long NoticesEntered, long PointsOfNotices,
    IReadOnlyList<EndedSuspension> Suspensions,
    IReadOnlyList<ErasedRows> Erased, IReadOnlyList<PublishedBoard> Boards);
