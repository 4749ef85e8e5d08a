using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>Boards: what each is, how it stands now, and how it was published.</summary>
static class BoardsApi
{
    const int BoardsPerMinute = 120;
    const int PublicationsPerMinute = 600;

    public static void MapBoards(this IEndpointRouteBuilder api, Desks desks)
    {
        var boards = api.MapGroup("/banks/{bank}/boards").WithTags("Boards");
        boards.Get("", ask => new Page<BoardDefinition>(desks.BoardDefinitions.All(ask.Bank), null))
            .Public()
            .Limited("publications", PublicationsPerMinute)
            .WithSummary("The village's boards: what each counts, for how long it hangs, and whether it is in use");
        boards.Put<BoardInput, BoardDefinition>(
            "/{kind}", (ask, input) => desks.BoardDefinitions.Define(ask.Context, ask.Bank, ask.Text("kind"), input))
            .Requires(Role.Administrator, Role.Supervisor).WithSummary("Define a board, or the next version of it")
            .WithExample(new BoardInput("红榜", Measure.Standing, "Red board", Top: 20, Days: 15));
        boards.Get(
            "/{kind}",
            query => (Period: query.Text("period", 7), After: query.Text("after", 40), Limit: query.Number("limit", 1, Paging.MaxItems)),
                (ask, asked) => desks.Boards.Compute(
                    ask.Bank, ask.Text("kind"), asked.Period ?? desks.Banks.Today.ToString("uuuu", null), asked.After,
                    (int)(asked.Limit ?? Paging.UsualItems)))
            .Public().Limited("boards", BoardsPerMinute)
            .WithSummary(
                "A board as it stands now, of a year (2026), a quarter (2026-Q1) or a month (2026-03); names masked unless agreed");

        var publications = boards.MapGroup("/{kind}/publications");
        publications.Get("", query => query.Paging(), (ask, paging) => desks.BoardDefinitions.Find(ask.Bank, ask.Text("kind")) is null
                ? new Refusal(VillageRefusals.UnknownBoard, "kind")
                : (Outcome<Page<PublicationLine>>)Page<PublicationLine>.Of(
                    desks.Publications.List(ask.Bank, ask.Text("kind"), IsStaff(ask), paging.After, paging.Limit + 1), paging,
                    line => line.Number))
            .Public()
            .Limited("publications", PublicationsPerMinute)
            .WithSummary("Publications of a board, newest first; strangers see what hangs");
        publications.Post<PublicationInput, PublicationLine>(
            "", (ask, input) => desks.Publications.Publish(ask.Context, ask.Bank, ask.Text("kind"), input))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("Publish a board of a period as the journal has it now: frozen, numbered, without names")
            .WithExample(new PublicationInput("2026", "按年张榜"));
        publications.Get(
            "/{publication}", ask => desks.Publications.Get(ask.Bank, ask.Text("kind"), ask.Number("publication"), IsStaff(ask)))
            .Public()
            .Limited("publications", PublicationsPerMinute)
            .WithSummary("A publication; names as they may be shown at this moment");
        publications.Get(
            "/{publication}/recomputation",
            ask => desks.Publications.Recompute(ask.Bank, ask.Text("kind"), ask.Number("publication"), IsStaff(ask)))
            .Public()
            .Limited("publications", PublicationsPerMinute)
            .WithSummary("Compute a publication again from the journal up to its head: the same, or which lines are not");
        publications.Get(
            "/{publication}/difference",
            ask => desks.Publications.Difference(ask.Bank, ask.Text("kind"), ask.Number("publication"), IsStaff(ask)))
            .Public().Limited("publications", PublicationsPerMinute).WithSummary("What a correction changed: came, went, changed");
        api.MapBlack(desks);
    }

    /// <summary>The way onto the black board, and off it.</summary>
    static void MapBlack(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Black board");
        var entries = bank.MapGroup("/black-entries");
        entries.Get(
            "", query => (State: query.OneOf("state", [.. BlackState.All]), Paging: query.Paging()), (ask, asked) => Page<BlackView>.Of(
                desks.Black.List(ask.Caller, ask.Bank, asked.State, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                entry => entry.Number))
            .Requires(Role.Clerk, Role.Assessor, Role.Supervisor)
            .WithSummary("Decided entries, newest first; what is over for the supervisor alone");
        entries.Get("/{entry}", ask => desks.Black.Get(ask.Caller, ask.Bank, ask.Number("entry")))
            .Requires(Role.Clerk, Role.Assessor, Role.Supervisor).WithSummary("A decided entry; one that is over for the supervisor alone");
        entries.Post<BlackInput, BlackView>("", (ask, input) => desks.Black.Record(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.Assessor)
            .WithSummary(
                "Record what a meeting decided, after a reminder in private and one in writing; it hangs when a supervisor has posted it")
            .WithExample(new BlackInput(12, "D10", 1, 2, 3, "整改7号", "两次提醒后仍未清理", Days: 10));
        entries.Post<NothingInput, BlackView>("/{entry}/posting", (ask, _) => desks.Black.Post(ask.Context, ask.Bank, ask.Number("entry")))
            .Requires(Role.Supervisor)
            .WithSummary("Post a recorded entry, by a supervisor who did not record it")
            .WithExample(new NothingInput());
        entries.Post<BlackEndInput, BlackView>(
            "/{entry}/end", (ask, input) => desks.Black.End(ask.Context, ask.Bank, ask.Number("entry"), input))
            .Requires(Role.Supervisor)
            .WithSummary("Take an entry off before its last day: amended, or withdrawn")
            .WithExample(new BlackEndInput("amended", "门前已清理干净"));
        entries.Post<BlackObjectionInput, BlackObjectionView>(
            "/{entry}/objections", (ask, input) => desks.BlackObjections.Object(ask.Context, ask.Bank, ask.Number("entry"), input))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("Write down an objection made at the desk or spoken")
            .WithExample(new BlackObjectionInput("那天不是他家", "voice", Objector: "李大妈"));

        var own = bank.MapGroup("/households/{household}/black-entries").RequiresOwnHousehold();
        own.Get("", ask => new Page<BlackView>(desks.Black.OfHousehold(ask.Bank, ask.Household), null))
            .WithSummary("What stands on the black board of the household itself");
        own.Post<BlackObjectionInput, BlackObjectionView>(
            "/{entry}/objections", (ask, input) => desks.BlackObjections.Object(ask.Context, ask.Bank, ask.Number("entry"), input))
            .WithSummary("A household objects to its entry, at any time").WithExample(new BlackObjectionInput("那天不是我家"));

        var objections = bank.MapGroup("/black-objections").Requires(Role.Supervisor);
        objections.Get(
            "", query => (Open: query.Flag("open"), Entry: query.Number("entry", 1), Paging: query.Paging()),
            (ask, asked) => Page<BlackObjectionView>.Of(
                desks.BlackObjections.List(ask.Bank, asked.Open, asked.Entry ?? 0, asked.Paging.After, asked.Paging.Limit + 1),
                asked.Paging, objection => objection.Number))
            .WithSummary("Objections to the black board, newest first");
        objections.Get("/{objection}", ask => desks.BlackObjections.Get(ask.Bank, ask.Number("objection")))
            .WithSummary("An objection to the black board");
        objections.Post<BlackRulingInput, BlackObjectionView>(
            "/{objection}/ruling", (ask, input) => desks.BlackObjections.Rule(ask.Context, ask.Bank, ask.Number("objection"), input))
            .WithSummary(
                "Answer an objection: upheld takes the entry off at once, dismissed leaves it; by a supervisor who had no part in it")
            .WithExample(new BlackRulingInput("upheld", "看过照片，不是这一家"));
    }

    static bool IsStaff(Ask ask) => PublicationDesk.IsStaff(ask.CallerIfKnown, ask.Bank);
}
