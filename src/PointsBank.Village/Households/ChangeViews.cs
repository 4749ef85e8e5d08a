using NodaTime;
using PointsBank.Village.Proposals;

namespace PointsBank.Village.Households;

/// <summary>Why a household changes: the reason, the meeting that decided it, and its document.</summary>
public sealed record ChangeGrounds(string Reason, string DecidedBy, string? Document = null);

/// <summary>Members that go into a household of their own, with what was decided that they take along.</summary>
public sealed record SplitInput(
    long Household, IReadOnlyList<long> Members, long Head, string Group, long Points, long Standing, ChangeGrounds Grounds);

/// <summary>A household that goes into another: its members, all its points and its standing of this year.</summary>
public sealed record MergeInput(long Household, long Into, ChangeGrounds Grounds);

/// <summary>A household that moves to another group, or to a group of another bank of this database.</summary>
public sealed record MoveInput(long Household, string Group, ChangeGrounds Grounds, string? Bank = null);

/// <summary>A household that leaves. Its points expire, or go to another household.</summary>
public sealed record LeaveInput(long Household, ChangeGrounds Grounds, long? PointsTo = null);

/// <summary>
/// A change as it was written, by the proposal that another person confirmed; null where it moved nothing. The passbook that it issued,
/// with the secret on its card, is told once.
/// </summary>
public sealed record ChangeView(
    long Number, string Kind, long Household, string? OtherBank, long? OtherHousehold, long Points, long Standing, int Year, string Reason,
    string DecidedBy, string Document, LocalDate ChangedOn, long? Entry, long? OtherEntry, Instant RecordedAt, string Handler,
    IReadOnlyList<string> Members, long? Proposal, string? Serial = null, string? Token = null);

/// <summary>
/// What became of what was asked: a change that is written, where it moves nothing; else a proposal that waits for another person. The
/// sides are as the book stands; number 0 is the household that the change opens.
/// </summary>
public sealed record ChangeAnswer(IReadOnlyList<ChangeSide> Sides, ChangeView? Change, ProposalView? Proposal);
