using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Households;
using PointsBank.Web.Pages.Deeds;

namespace PointsBank.Web.Pages.Claims;

/// <summary>Households to choose from before a claim is written down.</summary>
public sealed record HouseholdPickFacts(
    ClaimArea Area, IReadOnlyList<GroupView> Groups, long? Group, IReadOnlyList<HouseholdLine> Households);

/// <summary>The way to the form for a claim where it is somebody else's: first whose.</summary>
static class HouseholdPick
{
    /// <summary>The form, once the household is known; the households to choose from before.</summary>
    public static IResult Show(Visit visit, ClaimArea area)
    {
        var groups = area.Groups(visit);
        if (TypedText.Number(visit.Query("household") ?? "") is { } number)
        {
            var household = visit.Desks.Households.Get(visit.Bank, number);
            if (household.Refusal is { } unknown) return visit.Refuse(unknown);
            // Who lives where is nothing for the leader of another group.
            return groups.Any(group => group.Name == household.Value.Group)
                ? visit.Show<NewClaimPage>(ClaimForm.Facts(visit, area, number, visit.Today))
                : visit.Refuse(new Refusal(VillageRefusals.NotAllowed));
        }
        if (area.IsClerk)
        {
            var found = visit.Query("q") is { } typed ? new SlipReader(visit).Households(typed) : [];
            return found is [var one]
                ? visit.Go(area.At($"new?household={one.Number}"))
                : visit.Show<HouseholdPickPage>(new HouseholdPickFacts(area, groups, null, found));
        }
        var chosen = groups.FirstOrDefault(group => group.Number == TypedText.Number(visit.Query("group") ?? ""))
            ?? ClaimArea.First(groups);
        return visit.Show<HouseholdPickPage>(
            new HouseholdPickFacts(area, groups, chosen?.Number, chosen is null ? [] : visit.Desks.Finder.ByName(visit.Bank, chosen.Name)));
    }
}
