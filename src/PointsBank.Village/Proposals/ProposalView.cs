using NodaTime;

namespace PointsBank.Village.Proposals;

/// <summary>
/// A write that moves points or standing and waits for another person, or was decided: <c>open</c>, <c>confirmed</c> or <c>refused</c>.
/// Points and standing are those of the day of the proposal; it is carried out with what the household has then. The other household is
/// null where the change opens it, and where there is none. The subject is the group into which somebody goes, or the title that is
/// awarded; who decided is the meeting, or the body that honours. The members are who goes along or is honoured, none for the household.
/// </summary>
public sealed record ProposalView(
    long Number, string Kind, long Household, string? OtherBank, long? OtherHousehold, long Points, long Standing, string Subject,
    string Reason, string DecidedBy, string Document, IReadOnlyList<long> Members, string ProposedBy, Instant ProposedAt, string State,
    string? Decider, Instant? DecidedAt);

/// <summary>A proposal that was carried out, and the number of what came of it: of the change of households, or of the award.</summary>
public sealed record ConfirmedView(ProposalView Proposal, long Result);

/// <summary>The kinds of writes that wait for another person.</summary>
public static class ProposalKind
{
    public const string Split = "split", Merge = "merge", Move = "move", Leave = "leave", Award = "award";

    public static IReadOnlyList<string> All { get; } = [Split, Merge, Move, Leave, Award];
}
