using PointsBank.Village;

namespace PointsBank.Web.Api;

/// <summary>The whole of the REST interface, a line for each resource.</summary>
static class Routes
{
    public static void MapApi(this IEndpointRouteBuilder api, Desks desks)
    {
        api.MapSignIn(desks);
        api.MapBanks(desks);
        api.MapHouseholds(desks);
        api.MapRulebooks(desks);
        api.MapDeeds(desks);
        api.MapClaims(desks);
        api.MapNotices(desks);
        api.MapService(desks);
        api.MapShops(desks);
        api.MapSharings(desks);
        api.MapStock(desks);
        api.MapShifts(desks);
        api.MapReservations(desks);
        api.MapVouchers(desks);
        api.MapTrips(desks);
        api.MapFund(desks);
        api.MapSettlements(desks);
        api.MapPrivacy(desks);
        api.MapBoards(desks);
        api.MapFavours(desks);
        api.MapHonours(desks);
        api.MapYearEnd(desks);
        api.MapHouseholdChanges(desks);
        api.MapProposals(desks);
        api.MapJournal(desks);
        api.MapImports(desks);
        api.MapStaff(desks);
        api.MapClock(desks);
        api.MapProblems();
    }
}
