using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Households;
using PointsBank.Web.Pages.Homes;
using PointsBank.Web.Pages.Households.Personal;

namespace PointsBank.Web.Pages.Claims;

/// <summary>Who comes to an area of claims.</summary>
public enum ClaimSide
{
    /// <summary>Looks and does nothing.</summary>
    Reader,

    Household,

    Leader,

    Clerk,
}

/// <summary>The area in which somebody sees claims: the same pages in each, with what may be done there.</summary>
/// <param name="Side">Who comes.</param>
/// <param name="Root">Where its claims begin.</param>
/// <param name="Links">Its bar.</param>
/// <param name="Look">How its pages look.</param>
public sealed record ClaimArea(ClaimSide Side, string Root, IReadOnlyList<(string Address, string Word)> Links, string Look = "")
{
    public bool IsHousehold => Side == ClaimSide.Household;

    public bool IsLeader => Side == ClaimSide.Leader;

    public bool IsClerk => Side == ClaimSide.Clerk;

    /// <summary>Whether claims are checked for the group here.</summary>
    public bool MayCollect => Side is ClaimSide.Leader or ClaimSide.Clerk;

    public static ClaimArea OfHousehold(Visit visit) =>
        new(ClaimSide.Household, HouseholdRoutes.Home(visit) + "/claims", HouseholdRoutes.Links(visit), "elder");

    public static ClaimArea OfLeader(Visit visit) =>
        new(ClaimSide.Leader, LeaderRoutes.At(visit, "claims"), LeaderRoutes.Links(visit), "elder");

    /// <summary>The clerk's; whoever else may look comes as a reader.</summary>
    public static ClaimArea OfClerk(Visit visit) =>
        new(ClerkLinks.IsClerk(visit) ? ClaimSide.Clerk : ClaimSide.Reader, ClerkLinks.At(visit, "claims"), ClerkLinks.Of(visit));

    /// <summary>A page behind the list.</summary>
    public string At(string page) => $"{Root}/{page}";

    public string At(long claim, string page = "") => page.Length == 0 ? $"{Root}/{claim}" : $"{Root}/{claim}/{page}";

    /// <summary>The groups whose households are dealt with here: a leader's own, a clerk's all.</summary>
    public IReadOnlyList<GroupView> Groups(Visit visit) => [.. visit.Desks.Households.Groups(visit.Bank)
        .Where(group => group.Households > 0 && (!IsLeader || visit.Caller.IsForGroup(Role.GroupLeader, visit.Bank, group.Number)))];

    /// <summary>The group that is shown where none is asked for; null where there is none.</summary>
    public static GroupView? First(IReadOnlyList<GroupView> groups) => groups is [var first, ..] ? first : null;

    /// <summary>Whether the household's names may be shown: one's own, or whatever one works with.</summary>
    public bool Names(Visit visit, long household) => !IsHousehold || household == visit.Household;

    /// <summary>The way in which a state looks.</summary>
    public static string ToneOf(string state) => state switch
    {
        ClaimState.Entered => "good",
        ClaimState.Objected => "bad",
        ClaimState.Rejected or ClaimState.Dropped or ClaimState.Withdrawn or ClaimState.Reversed => "over",
        _ => "waits",
    };
}
