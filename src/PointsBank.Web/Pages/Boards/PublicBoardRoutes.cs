using PointsBank.Ledger;
using PointsBank.Village.Boards;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Boards;

/// <summary>A board, what it is, the stretch of time it is of, and what of it hangs as it was published.</summary>
public sealed record BoardFacts(BoardView Board, Period Period, BoardDefinition Definition, IReadOnlyList<PublicationLine> Hanging);

/// <summary>The boards in public, on the screen and as sheets for the wall.</summary>
static class PublicBoardRoutes
{
    const int BoardsPerMinute = 120;
    const int PlacesOnAPage = 50;
    const int HangingOnAPage = 20;

    /// <summary>How many places a sheet on the wall can be made with; the first is the usual number.</summary>
    public static IReadOnlyList<int> PlacesOnASheet { get; } = [30, 10, 20, 50, 100];

    public static void MapPublicBoards(this IEndpointRouteBuilder pages)
    {
        pages.Page(
            "/v/{bank}/boards/{kind}",
            async visit => Shown<BoardPage>(visit, Board(visit, PlacesOnAPage, visit.Query("after"))))
            .Public().Limited("boards", BoardsPerMinute);
        pages.Page("/v/{bank}/boards/{kind}/sheet", async visit => Shown<BoardSheetPage>(visit, Board(visit, Top(visit))))
            .Public().Limited("boards", BoardsPerMinute);
        pages.MapPublications();
    }

    /// <summary>How many places the sheet is to have; one of the numbers there are.</summary>
    public static int Top(Visit visit) => PlacesOnASheet.FirstOrDefault(places => visit.Query("top") == $"{places}", PlacesOnASheet[0]);

    static IResult Shown<TPage>(Visit visit, Outcome<BoardFacts> facts) where TPage : Microsoft.AspNetCore.Components.IComponent =>
        facts.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<TPage>(facts.Value);

    /// <summary>
    /// The board that the address names; where it names no period, that of this year, or of the last one as long as nobody stands on this
    /// one's.
    /// </summary>
    static Outcome<BoardFacts> Board(Visit visit, int places, string? after = null)
    {
        var kind = visit.Ask.Text("kind");
        if (visit.Desks.BoardDefinitions.Find(visit.Bank, kind) is not { } definition) return new Refusal(WebRefusals.UnknownAddress);
        // Who looks for a neighbour's name in a search engine shall not find it here.
        visit.Http.Response.Headers["X-Robots-Tag"] = "noindex";
        var asked = visit.Query("period");
        var board = (
            asked is null
                ? visit.Desks.Boards.Latest(visit.Bank, definition, after, places)
                : visit.Desks.Boards.Compute(visit.Bank, kind, asked, after, places));
        return board.Then(view => new BoardFacts(
            view, Period.TryParse(view.Period, out var period) ? period : throw new InvalidOperationException(view.Period), definition,
            definition.Measure == Measure.Decided
                ? []
                : visit.Desks.Publications.List(visit.Bank, kind, isStaff: false, 0, HangingOnAPage)));
    }
}
