using System.Globalization;
using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Village.Claims;

/// <summary>A meeting to open: when, where, and which members of staff are there. Whoever opens it is.</summary>
public sealed record AssessmentInput(LocalDate HeldOn, IReadOnlyList<long> Present, string? Place = null);

public sealed record PresentInput(IReadOnlyList<long> Present);

/// <summary>
/// What the meeting says of one claim: <c>as_claimed</c>, <c>other_points</c> or <c>rejected</c>; the last two, and every deduction, with a
/// reason.
/// </summary>
public sealed record DecisionInput(long Claim, string Outcome, long? Points = null, string? Reason = null);

public sealed record DecisionsInput(IReadOnlyList<DecisionInput> Items);

public sealed record PersonView(long Staff, string Name);

/// <summary>
/// A decision as it was written: the points given, null where it was rejected; who kept out of it; and the entry, where the rule needs no
/// notice.
/// </summary>
public sealed record DecisionView(
    long Claim, string State, long? Points, string Reason, bool OnePerson, IReadOnlyList<PersonView> Recused, long? Entry);

public sealed record DecisionsView(IReadOnlyList<DecisionView> Items);

public sealed record DecisionCheck(DecisionView? Decision, Refusal? Refusal);

public sealed record DecisionsCheck(IReadOnlyList<DecisionCheck> Items)
{
    /// <summary>Whether the decisions as they stand would be written.</summary>
    public bool IsSound => Items.All(item => item.Refusal is null);
}

/// <summary>A meeting, who was there, and how much it granted and rejected; null for when it was closed while it is open.</summary>
public sealed record AssessmentView(
    long Number, LocalDate HeldOn, string Place, string OpenedBy, Instant OpenedAt, string? ClosedBy, Instant? ClosedAt,
    IReadOnlyList<PersonView> Present, long Granted, long Rejected,
    long Points);

/// <summary>A decided item of a meeting, for its minutes.</summary>
public sealed record DecidedItem(ClaimLine Claim, DecisionView Decision);

/// <summary>
/// A claim that waits for the meeting: what to look at, how many files prove it, and why whoever asks may not decide it, if so.
/// </summary>
public sealed record DueItem(
    ClaimLine Claim, string ClaimedBy, string RecordedBy, string Memo, string Document, string Witnesses, IReadOnlyList<string> Warnings,
    long Files, string? Barred);

/// <summary>Who keeps out of what, purely.</summary>
static class Impartiality
{
    /// <summary>Why this member of staff may not judge the claim; null where they may. Kin come first: no setting allows them.</summary>
    public static RefusalKind? Barred(
        long staff, IReadOnlySet<(long Staff, long Household)> ties, long household, IReadOnlyCollection<string> makers, bool makerMayCheck)
    {
        if (ties.Contains((staff, household))) return VillageRefusals.OwnOrRelated;
        return !makerMayCheck && IsMaker(staff, makers) ? VillageRefusals.MakerIsChecker : null;
    }

    public static bool IsMaker(long staff, IReadOnlyCollection<string> makers) =>
        makers.Contains($"staff:{staff.ToString(CultureInfo.InvariantCulture)}");
}
