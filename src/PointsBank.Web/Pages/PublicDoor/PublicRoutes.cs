using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Boards;
using PointsBank.Village.Rooms;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Seals;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.PublicDoor;

/// <summary>A board, what it is, the stretch of time it is of, and what of it hangs as it was published.</summary>
public sealed record BoardFacts(BoardView Board, Period Period, BoardDefinition Definition, IReadOnlyList<PublicationLine> Hanging);

/// <summary>A code somebody asks about, and what the book says; nothing where it was not asked yet or is not known.</summary>
public sealed record CheckFacts(string? Bank, string? Code, CheckView? Found);

/// <summary>A version of the rulebook among all there are.</summary>
public sealed record RulebookFacts(RulebookView Book, IReadOnlyList<RulebookView> All);

/// <summary>What hangs in public: the village's page, its boards, its rulebook, and whether a paper is genuine.</summary>
static class PublicRoutes
{
    const int BoardsPerMinute = 120;
    const int ChecksPerMinute = 60;
    const int PlacesOnAPage = 50;
    const int HangingOnAPage = 20;

    /// <summary>How many places a sheet on the wall can be made with; the first is the usual number.</summary>
    public static IReadOnlyList<int> PlacesOnASheet { get; } = [30, 10, 20, 50, 100];

    public static void MapPublicDoor(this IEndpointRouteBuilder pages, Desks desks)
    {
        pages.Page("/v/{bank}", visit => visit.Show<VillagePage>()).Public();
        pages.Page(
            "/v/{bank}/boards/{kind}",
            async visit => Shown<BoardPage, BoardFacts>(visit, await Board(visit, PlacesOnAPage, visit.Query("after"))))
            .Public().Limited("boards", BoardsPerMinute);
        pages.Page("/v/{bank}/boards/{kind}/sheet", async visit => Shown<BoardSheetPage, BoardFacts>(visit, await Board(visit, Top(visit))))
            .Public().Limited("boards", BoardsPerMinute);
        pages.MapPublications();
        pages.MapWall();
        pages.Page("/v/{bank}/rulebook", visit => Shown<RulebookPage, RulebookFacts>(visit, Rulebook(visit))).Public();
        pages.Page("/v/{bank}/rulebook/sheet", visit => Shown<RulebookSheetPage, RulebookFacts>(visit, Rulebook(visit))).Public();
        pages.Page("/check", visit => Check(visit, visit.Query("bank"), visit.Query("code"))).Public().Limited("check", ChecksPerMinute);
        pages.Page("/check/{bank}/{code}", visit => Check(visit, visit.Ask.Text("bank"), visit.Ask.Text("code"))).Public()
            .Limited("check", ChecksPerMinute);

        IResult Check(Visit visit, string? bank, string? code)
        {
            var facts = new CheckFacts(
                bank,
                CheckCode.TryParse(code, out var parsed) ? parsed.ToString()
                    : SealCode.TryParse(code, out var seal) ? seal.ToText()
                    : code?.Trim(),
                null);
            if (code is null) return visit.Show<CheckPage>(facts);
            if (bank is null || desks.Banks.Find(bank) is not { } known)
                return visit.Again<CheckPage>(new Refusal(VillageRefusals.UnknownBank, "bank"), facts);
            var answer = desks.CheckCodes.Check(known, code);
            return answer.Refusal is { } refusal
                ? visit.Again<CheckPage>(refusal, facts)
                : visit.Show<CheckPage>(facts with { Found = answer.Value });
        }
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

    /// <summary>How many places the sheet is to have; one of the numbers there are.</summary>
    public static int Top(Visit visit) => PlacesOnASheet.FirstOrDefault(places => visit.Query("top") == $"{places}", PlacesOnASheet[0]);

    static IResult Shown<TPage, TFacts>(Visit visit, Outcome<TFacts> facts) where TPage : Microsoft.AspNetCore.Components.IComponent =>
        facts.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<TPage>(facts.Value);

    /// <summary>
    /// The board that the address names; where it names no period, that of this year, or of the last one as long as nobody stands on this
    /// one's.
    /// </summary>
    static async Task<Outcome<BoardFacts>> Board(Visit visit, int places, string? after = null)
    {
        var kind = visit.Ask.Text("kind");
        if (visit.Desks.BoardDefinitions.Find(visit.Bank, kind) is not { } definition) return new Refusal(WebRefusals.UnknownAddress);
        // Who looks for a neighbour's name in a search engine shall not find it here.
        visit.Http.Response.Headers["X-Robots-Tag"] = "noindex";
        var asked = visit.Query("period");
        var board = await (
            asked is null
                ? visit.Desks.Boards.Latest(visit.Bank, definition, after, places)
                : visit.Desks.Boards.Compute(visit.Bank, kind, asked, after, places));
        return board.Then(view => new BoardFacts(
            view, Period.TryParse(view.Period, out var period) ? period : throw new InvalidOperationException(view.Period), definition,
            definition.Measure == Measure.Decided
                ? []
                : visit.Desks.Publications.List(visit.Bank, kind, isStaff: false, 0, HangingOnAPage)));
    }

    /// <summary>The rulebook in force today, or on the day that the address names.</summary>
    static Outcome<RulebookFacts> Rulebook(Visit visit)
    {
        var query = new QueryReader(visit.Http.Request.Query);
        var day = query.Date("on") ?? visit.Today;
        if (query.Finish() is [var refusal, ..]) return refusal;
        return visit.Desks.Rulebooks.On(visit.Bank, day).Then(book => new RulebookFacts(book, visit.Desks.Rulebooks.Decided(visit.Bank)));
    }
}
