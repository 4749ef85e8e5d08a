using NodaTime;
using PointsBank.Village.Proposals;

namespace PointsBank.Village.Honours;

/// <summary>A title that is awarded: by whom, at which level, and the rule whose points an award of it credits, if one does.</summary>
public sealed record TitleInput(string Code, string NameZh, string NameEn, string Level, string Body, string? Rule = null);

public sealed record TitleView(string Code, long Version, string NameZh, string NameEn, string Level, string Body, string? Rule)
{
    /// <summary>Every level there is, from below.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["village", "township", "county", "city", "province", "nation"];
}

/// <summary>
/// Who is proposed for a title of a closed year: everybody high enough on its list; or, where a household is named, that one (or a member
/// of it) by hand, with a reason.
/// </summary>
public sealed record CandidatesInput(int Year, string Title, long? Household = null, long? Member = null, string? Reason = null);

/// <summary>
/// What a meeting (a session of assessment) said of a candidate: <c>accepted</c> or <c>declined</c>, the latter with a reason.
/// </summary>
public sealed record CandidateDecisionInput(string Outcome, long Session, string? Document = null, string? Reason = null);

public sealed record CandidateDecisionView(
    string Outcome, long Session, string Document, string Reason, string Handler, LocalDate DecidedOn);

/// <summary>A candidate; the rank is that of the closed year's list, null where somebody proposed them by hand.</summary>
public sealed record CandidateView(
    long Number, int Year, string Title, string NameZh, string NameEn, long Household, long? Member, string Name, string Group, long? Rank,
    string Reason,
    CandidateDecisionView? Decision, long? Award);

/// <summary>The candidates a proposal added, in the order of the list.</summary>
public sealed record CandidatesView(IReadOnlyList<CandidateView> Items);

/// <summary>
/// An award: to an accepted candidate, or one given elsewhere and recorded here. The body is the title's where none is named.
/// </summary>
public sealed record AwardInput(
    string Title, string Document, LocalDate AwardedOn, long? Household = null, long? Member = null, long? Candidate = null,
    string? Body = null);

/// <summary>
/// An award with the entry that credited its points by a proposal that another person confirmed, and the entry that took them back, if one
/// did.
/// </summary>
public sealed record AwardView(
    long Number, string Title, string NameZh, string NameEn, string Level, string Body, long Household, long? Member, string Name,
    string Group, string Document, LocalDate AwardedOn, long? Candidate, long? Entry, long? ReversedBy, string Handler,
    AwardRemovalView? Removal, long? Proposal);

/// <summary>What became of it: an award that is entered; or, where it carries points, a proposal that waits for another person.</summary>
public sealed record AwardAnswer(AwardView? Award, ProposalView? Proposal);

public sealed record AwardRemovalInput(string Reason);

public sealed record AwardRemovalView(string Reason, string Handler, LocalDate RemovedOn);

/// <summary>
/// A line of the public roll of honour: in full where somebody of age agreed to it, masked otherwise; a minor is not on it.
/// </summary>
public sealed record HonourLine(
    long Number, string NameZh, string NameEn, string Level, string Body, string Group, string Name, LocalDate AwardedOn);
