using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Favours;
using PointsBank.Village.Households;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Claims;
using PointsBank.Web.Pages.Claims.Yard;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Favours;

namespace PointsBank.Web.Pages.Homes;

/// <summary>What a group leader sees first: when the group collects, and what waits.</summary>
/// <param name="Groups">The leader's groups.</param>
/// <param name="Group">The one shown; null for a leader without any.</param>
/// <param name="Counts">How many claims stand where.</param>
/// <param name="CollectOn">The next day of collection.</param>
public sealed record LeaderHomeFacts(
    IReadOnlyList<GroupView> Groups, GroupView? Group, IReadOnlyDictionary<string, long> Counts, LocalDate CollectOn);

/// <summary>The favours of the leader's group: who is to be looked after, and everybody.</summary>
public sealed record LeaderFavoursFacts(
    IReadOnlyList<GroupView> Groups, GroupView? Group, IReadOnlyList<AtStakeView> AtStake, IReadOnlyList<HouseholdLine> Households);

/// <summary>The door of group leaders: a phone in a yard.</summary>
static class LeaderRoutes
{
    public static void MapLeader(this IEndpointRouteBuilder pages, Desks desks)
    {
        pages.Page("/v/{bank}/leader", Home).Requires(Role.GroupLeader);
        pages.Page("/v/{bank}/leader/favours", Favours).Requires(Role.GroupLeader);
        pages.Page("/v/{bank}/leader/favours/{household}", visit =>
        {
            var found = desks.Favours.Of(visit.Caller, visit.Bank, visit.Household);
            return found.Refusal is { } refusal
                ? visit.Refuse(refusal)
                : visit.Show<HouseholdFavoursPage>(
                    new HouseholdFavoursFacts(
                        found.Value, desks.Households.Get(visit.Bank, visit.Household).Value, Links(visit), At(visit, "favours")));
        }).Requires(Role.GroupLeader);
        var claims = pages.MapGroup("/v/{bank}/leader/claims").Requires(Role.GroupLeader);
        claims.MapClaimLists(ClaimArea.OfLeader);
        claims.MapCollection(desks, ClaimArea.OfLeader);
        claims.Page("/new", visit => HouseholdPick.Show(visit, ClaimArea.OfLeader(visit)));
        claims.MapYard(ClaimArea.OfLeader);
        claims.MapClaimWriting(desks, ClaimArea.OfLeader);
        claims.MapClaimReading(desks, ClaimArea.OfLeader);
    }

    /// <summary>An address of this door.</summary>
    public static string At(Visit visit, string page = "") => page.Length == 0 ? $"{visit.Home}/leader" : $"{visit.Home}/leader/{page}";

    /// <summary>The pages of this door.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links(Visit visit) =>
    [
        (At(visit), "leader_home"), (At(visit, "claims"), "claim_list"), (At(visit, "claims/new"), "claim_new"),
        (At(visit, "claims/yard"), "claim_yard"),
        (At(visit, "favours"), "leader_favours"),
    ];

    static IResult Home(Visit visit)
    {
        var (groups, chosen) = Groups(visit);
        if (chosen is null && visit.Query("group") is not null) return visit.Refuse(new Refusal(VillageRefusals.NotAllowed));
        var day = (int)visit.Desks.Banks.SettingsOf(visit.Bank).On(visit.Today, Setting.CollectionDay);
        var thisMonth = new LocalDate(visit.Today.Year, visit.Today.Month, day);
        return visit.Show<LeaderHomePage>(new LeaderHomeFacts(
            groups, chosen, chosen is null ? new Dictionary<string, long>() : visit.Desks.Claims.Counts(visit.Bank, chosen.Number),
            thisMonth < visit.Today ? thisMonth.PlusMonths(1) : thisMonth));
    }

    static IResult Favours(Visit visit)
    {
        var (groups, chosen) = Groups(visit);
        if (chosen is null && visit.Query("group") is not null) return visit.Refuse(new Refusal(VillageRefusals.NotAllowed));
        return visit.Show<LeaderFavoursPage>(new LeaderFavoursFacts(
            groups, chosen, [.. (visit.Desks.Suspensions.AtStake(visit.Bank)).Where(item => item.Group == chosen?.Name)],
            chosen is null ? [] : visit.Desks.Finder.ByName(visit.Bank, chosen.Name)));
    }

    /// <summary>The leader's groups, and the one that the address asks for; the first where it asks for none.</summary>
    static (IReadOnlyList<GroupView> All, GroupView? Chosen) Groups(Visit visit)
    {
        var groups = ClaimArea.OfLeader(visit).Groups(visit);
        return (
            groups,
            visit.Query("group") is { } number
                ? groups.FirstOrDefault(group => group.Number == TypedText.Number(number))
                : ClaimArea.First(groups));
    }
}
