using NodaTime;

namespace PointsBank.Village.Proposals;

/// <summary>
/// A write that moves points or standing and waits for another person, or was decided: <c>open</c>, <c>confirmed</c> or <c>refused</c>.
/// Points and standing are those of the day of the proposal, and it is carried out as long as they are the same. The other household is
/// null where the change opens it, and where there is none. The subject is the group into which somebody goes, or the title that is
/// awarded; the head is of the household that a split opens; who decided is the meeting, or the body that honours. The members are who
/// goes along or is honoured, none for the household.
/// </summary>
public sealed record ProposalView(
    long Number, string Kind, long Household, string? OtherBank, long? OtherHousehold, long Points, long Standing, string Subject,
    long? Head, string Reason, string DecidedBy, string Document, IReadOnlyList<long> Members, string ProposedBy, Instant ProposedAt,
    string State,
    string? Decider, Instant? DecidedAt);

/// <summary>A household's points and standing before a change and after it.</summary>
public sealed record ChangeSide(
    string Bank, long Household, string Head, long PointsBefore, long PointsAfter, long StandingBefore, long StandingAfter);

/// <summary>
/// A proposal that was carried out, the number of what came of it (of the change of households, or of the award), and for a change both
/// households before and after; number 0 is the household that it opens.
/// </summary>
public sealed record ConfirmedView(ProposalView Proposal, long Result, IReadOnlyList<ChangeSide> Sides);

/// <summary>The kinds of writes that wait for another person.</summary>
public static class ProposalKind
{
    public const string Split = "split", Merge = "merge", Move = "move", Leave = "leave", Award = "award";

    public static IReadOnlyList<string> All { get; } = [Split, Merge, Move, Leave, Award];
}
