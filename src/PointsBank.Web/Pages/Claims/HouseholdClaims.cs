using PointsBank.Village;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Claims;

/// <summary>A household's own claims, and those in which it names another one.</summary>
static class HouseholdClaims
{
    public static void MapHouseholdClaims(this IEndpointRouteBuilder pages, Desks desks)
    {
        var claims = pages.MapGroup("/v/{bank}/h/{household}/claims").RequiresOwnHousehold();
        claims.MapClaimLists(ClaimArea.OfHousehold);
        claims.Page(
            "/new", visit => visit.Show<NewClaimPage>(ClaimForm.Facts(visit, ClaimArea.OfHousehold(visit), visit.Household, visit.Today)));
        claims.Page(
            "/nominate", visit => visit.Show<NewClaimPage>(ClaimForm.Facts(visit, ClaimArea.OfHousehold(visit), null, visit.Today)));
        claims.MapClaimWriting(desks, ClaimArea.OfHousehold);
        claims.MapClaimReading(desks, ClaimArea.OfHousehold);
    }
}
