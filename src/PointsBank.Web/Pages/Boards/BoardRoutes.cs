using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Boards.Black;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.Boards;

/// <summary>The boards as staff keeps them: all there are, and what was published, newest first.</summary>
public sealed record BoardHomeFacts(IReadOnlyList<BoardDefinition> Boards, IReadOnlyList<PublicationLine> Publications, string? Next);

/// <summary>A board to publish, the periods to choose from, and the publication that it shall correct.</summary>
public sealed record PublishFacts(BoardDefinition Board, IReadOnlyList<string> Periods, PublicationLine? Corrects);

/// <summary>What would hang.</summary>
public sealed record PublishCheckFacts(PublishFacts Publish, PublicationView View);

/// <summary>A board to define; what it is so far.</summary>
public sealed record DefineFacts(string Board, BoardDefinition? Now);

public sealed record DefineCheckFacts(string Board, BoardInput Input);

/// <summary>Where boards are defined and published, and decisions for the black board written down.</summary>
static class BoardRoutes
{
    const int OnePage = 30;

    public static void MapBoard(this IEndpointRouteBuilder pages, Desks desks)
    {
        var door = pages.MapGroup("/v/{bank}/board-desk");
        door.MapBlack(desks);
        door.Page("", Home).Requires(Role.Clerk, Role.Supervisor, Role.Administrator);

        var publish = door.MapGroup("/boards/{kind}/publish").Requires(Role.Clerk, Role.Supervisor);
        publish.Page("", visit => With(visit, facts => Task.FromResult(visit.Show<PublishPage>(facts))));
        publish.Form("/change", (visit, _) => With(visit, facts => Task.FromResult(visit.Show<PublishPage>(facts))));
        publish.Form("/check", (visit, form) => Read(visit, form, async (facts, input) =>
        {
            var tried = await desks.Publications.Check(visit.Caller, visit.Bank, facts.Board.Board, input);
            return tried.Refusal is { } refusal
                ? visit.Again<PublishPage>(refusal, facts)
                : visit.Show<PublishCheckPage>(new PublishCheckFacts(facts, tried.Value));
        }));
        publish.Form("", (visit, form) => Read(visit, form, async (facts, input) =>
        {
            var written = await visit.Write(form, context => desks.Publications.Publish(context, visit.Bank, facts.Board.Board, input));
            return written.Refusal is { } refusal
                ? visit.Again<PublishPage>(refusal, facts)
                : visit.Go(PublicationRoutes.At(visit, written.Value), "board_published");
        }));

        var define = door.MapGroup("/boards/{kind}/definition").Requires(Role.Administrator, Role.Supervisor);
        define.Page("", visit => visit.Show<DefinePage>(Definition(visit)));
        define.Form("/change", (visit, _) => Task.FromResult(visit.Show<DefinePage>(Definition(visit))));
        define.Form("/check", (visit, form) => ReadDefinition(visit, form, async input =>
        {
            var tried = await visit.Try(context => desks.BoardDefinitions.Define(context, visit.Bank, visit.Ask.Text("kind"), input));
            return tried.Refusal is { } refusal
                ? visit.Again<DefinePage>(refusal, Definition(visit))
                : visit.Show<DefineCheckPage>(new DefineCheckFacts(visit.Ask.Text("kind"), input));
        }));
        define.Form("", (visit, form) => ReadDefinition(visit, form, async input =>
        {
            var written = await visit.Write(
                form, context => desks.BoardDefinitions.Define(context, visit.Bank, visit.Ask.Text("kind"), input));
            return written.Refusal is { } refusal
                ? visit.Again<DefinePage>(refusal, Definition(visit))
                : visit.Go(At(visit), "board_defined");
        }));
    }

    /// <summary>An address of this door.</summary>
    public static string At(Visit visit, string page = "") =>
        page.Length == 0 ? $"{visit.Home}/board-desk" : $"{visit.Home}/board-desk/{page}";

    /// <summary>The pages of this door, each for whoever may see it.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links(Visit visit)
    {
        var (isClerk, isSupervisor, isAssessor) = (Is(visit, Role.Clerk), Is(visit, Role.Supervisor), Is(visit, Role.Assessor));
        return
        [
            .. isClerk || isSupervisor ? ClerkLinks.Of(visit).Take(1) : [],
            .. isClerk || isSupervisor || Is(visit, Role.Administrator) ? [(At(visit), "board_link")] : Array.Empty<(string, string)>(),
            .. isClerk || isSupervisor || isAssessor ? [(At(visit, "black"), "black_list")] : Array.Empty<(string, string)>(),
            .. isSupervisor ? [(At(visit, "black/objections"), "black_objections")] : Array.Empty<(string, string)>(),
        ];
    }

    public static bool Is(Visit visit, Role role) => visit.Caller.Is(role, visit.Bank);

    public static bool MayPublish(Visit visit, BoardDefinition board) =>
        Is(visit, Role.Supervisor) || (board.Publisher == "clerk" && Is(visit, Role.Clerk));

    static IResult Home(Visit visit)
    {
        var before = visit.After ?? 0;
        var found = visit.Desks.Publications.List(visit.Bank, null, isStaff: true, before, OnePage + 1);
        var page = found.Take(OnePage).ToList();
        return visit.Show<BoardHomePage>(
            new BoardHomeFacts(visit.Desks.BoardDefinitions.All(visit.Bank), page, found.Count > OnePage ? page[^1].Number.Plain() : null));
    }

    static DefineFacts Definition(Visit visit) =>
        new(
            visit.Ask.Text("kind"),
            visit.Desks.BoardDefinitions.All(visit.Bank).FirstOrDefault(board => board.Board == visit.Ask.Text("kind")));

    static Task<IResult> With(Visit visit, Func<PublishFacts, Task<IResult>> then)
    {
        if (visit.Desks.BoardDefinitions.Find(visit.Bank, visit.Ask.Text("kind")) is not { } board)
            return Task.FromResult(visit.Refuse(new Refusal(VillageRefusals.UnknownBoard)));
        var corrects = TypedText.Number(visit.Posted("corrects") ?? visit.Query("corrects") ?? "") is { } number
            && visit.Desks.Publications.Get(visit.Bank, board.Board, number, isStaff: true) is { Refusal: null } found
                ? found.Value.Publication
                : null;
        var day = visit.Today;
        string[] periods = board.Period switch
        {
            "year" => [$"{day.Year:D4}", $"{day.Year - 1:D4}"],
            "quarter" =>
                [.. Enumerable.Range(0, 4).Select(back => day.PlusMonths(-3 * back)).Select(
                    at => $"{at.Year:D4}-Q{(at.Month - 1) / 3 + 1}")],
            _ => [.. Enumerable.Range(0, 12).Select(back => day.PlusMonths(-back)).Select(at => $"{at.Year:D4}-{at.Month:D2}")],
        };
        return then(new(board, corrects is null ? periods : [corrects.Period], corrects));
    }

    static Task<IResult> Read(Visit visit, FormReader form, Func<PublishFacts, PublicationInput, Task<IResult>> then) =>
        With(visit, facts =>
    {
        var input = new PublicationInput(form.Required("period", 7), form.Required("reason", 400), form.Number("corrects", 1));
        return form.Finish() is { } refusals ? Task.FromResult(visit.Again<PublishPage>(refusals, facts)) : then(facts, input);
    });

    static Task<IResult> ReadDefinition(Visit visit, FormReader form, Func<BoardInput, Task<IResult>> then)
    {
        var input = new BoardInput(
            form.Required("titleZh", 40), form.Required("measure", 20), form.Text("titleEn", 40), form.Text("aboutZh", 400),
            form.Text("aboutEn", 400), form.Text("rules", 8), form.Required("period", 10), form.Number("top", 1),
            form.Number("threshold", 1), form.Required("scope", 20), form.RequiredNumber("days", 1), form.Required("publisher", 20),
            form.Flag("inUse"));
        return form.Finish() is { } refusals ? Task.FromResult(visit.Again<DefinePage>(refusals, Definition(visit))) : then(input);
    }
}
