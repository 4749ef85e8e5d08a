using PointsBank.Web.Http;
using PointsBank.Web.Pages.Boards;
using PointsBank.Web.Pages.Notices.Wall;
using PointsBank.Web.Pages.Rulebooks.Public;
using PointsBank.Web.Pages.Verification;

namespace PointsBank.Web.Pages.Homes;

/// <summary>What hangs in public: the village's page, its boards, its rulebook, and whether a paper is genuine.</summary>
static class PublicRoutes
{
    public static void MapPublic(this IEndpointRouteBuilder pages)
    {
        pages.Page("/v/{bank}", visit => visit.Show<VillagePage>()).Public();
        pages.MapPublicBoards();
        pages.MapWall();
        pages.MapPublicRulebook();
        pages.MapCheck();
    }

    /// <summary>The pages of this door.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links(Visit visit) =>
    [
        .. BoardWords.InUse(visit).Select(board => ($"{visit.Home}/boards/{board.Board}", BoardWords.Of(visit, board).Name)),
        (visit.Home + "/notices", "notice_link"),
        (visit.Home + "/honours", "honour_roll"),
        (visit.Home + "/donations", "donation_board"),
        (visit.Home + "/rulebook", "public_rulebook"),
        (visit.Home + "/privacy", "privacy_public"),
        ("/check?bank=" + visit.Village?.Code, "public_check"),
    ];
}
