using PointsBank.Village;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.ClaimParts;

namespace PointsBank.Web.Pages.HouseholdDoor;

/// <summary>A household's own claims, and those in which it names another one.</summary>
static class HouseholdClaims
{
    public static void MapHouseholdClaims(this IEndpointRouteBuilder pages, Desks desks)
    {
        var claims = pages.MapGroup("/v/{bank}/h/{household}/claims").RequiresOwnHousehold();
        claims.MapClaimLists(ClaimDoor.OfHousehold);
        claims.Page(
            "/new", visit => visit.Show<NewClaimPage>(ClaimForm.Facts(visit, ClaimDoor.OfHousehold(visit), visit.Household, visit.Today)));
        claims.Page(
            "/nominate", visit => visit.Show<NewClaimPage>(ClaimForm.Facts(visit, ClaimDoor.OfHousehold(visit), null, visit.Today)));
        claims.MapClaimWriting(desks, ClaimDoor.OfHousehold);
        claims.MapClaimReading(desks, ClaimDoor.OfHousehold);
    }
}
