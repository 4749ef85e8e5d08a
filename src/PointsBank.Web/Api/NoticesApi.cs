using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Notices;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>What hangs on the wall, what is said against it, and what is entered when nobody does.</summary>
static class NoticesApi
{
    public static void MapNotices(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Notices");
        var notices = bank.MapGroup("/notices");
        notices.Get(
            "", query => query.Paging(),
            (ask, paging) => Page<NoticeLine>.Of(
                desks.Notices.List(ask.Bank, paging.After, paging.Limit + 1), paging, notice => notice.Number))
            .Public().WithSummary("Notices, newest first");
        notices.Get(
            "/draft",
            query =>
                (OpensOn: query.Date("opensOn"), Days: (int?)query.Number("days", 1, 90), HangDays: (int?)query.Number("hangDays", 1, 90)),
            (ask, asked) =>
                desks.Notices.Draft(ask.Bank, new(asked.OpensOn, asked.Days, asked.HangDays)))
            .Requires(Role.Clerk).WithSummary("What would be posted now");
        notices.Get("/{notice}", ask => desks.Notices.Get(ask.Bank, ask.Number("notice"))).Public()
            .WithSummary("A notice as it hangs on the wall, names masked as the village set it");
        notices.Get(
            "/{notice}/claims",
            ask => desks.Notices.Claims(ask.Bank, ask.Number("notice")).Then(claims => new Page<NoticeClaim>(claims, null)))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor).WithSummary("The same items for whoever works on them");
        notices.Post<NoticeInput, NoticeLine>("", (ask, input) => desks.Notices.Post(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("Post all that the meeting has granted; its points are held until it is entered")
            .WithExample(new NoticeInput(Days: 7, HangDays: 10));
        notices.Post<ExtensionInput, NoticeLine>(
            "/{notice}/extension", (ask, input) => desks.Notices.Extend(ask.Context, ask.Bank, ask.Number("notice"), input))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("Hear objections for longer")
            .WithExample(new ExtensionInput(new LocalDate(2026, 4, 10), "下大雪，路不通"));
        notices.Post<EarlyEndInput, NoticeView>(
            "/{notice}/early-end", (ask, input) => desks.Notices.ProposeEnd(ask.Context, ask.Bank, ask.Number("notice"), input))
            .Requires(Role.Supervisor)
            .WithSummary("Propose to end the window before its time, by a decision with its document; another person confirms it")
            .WithExample(new EarlyEndInput("村民代表会议决定", "村民代表会议纪要第 3 号"));
        notices.Post<NothingInput, NoticeView>(
            "/{notice}/early-end/confirmation", (ask, _) => desks.Notices.ConfirmEnd(ask.Context, ask.Bank, ask.Number("notice")))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary(
                "Confirm an early end that somebody else proposed: the window ends with tomorrow, after three days at the earliest")
            .WithExample(new NothingInput());
        notices.Post<NothingInput, NoticeEntryView>(
            "/{notice}/entry", (ask, _) => desks.Notices.Enter(ask.Context, ask.Bank, ask.Number("notice")))
            .Requires(Role.Clerk)
            .WithSummary("Enter everything that is due, each item its own journal entry")
            .WithExample(new NothingInput());
        notices.Post<ObjectionInput, ObjectionView>(
            "/{notice}/objections", (ask, input) => desks.Objections.Object(ask.Context, ask.Bank, ask.Number("notice"), input))
            .Requires(Role.Clerk, Role.Supervisor, Role.GroupLeader)
            .WithSummary("Write down an objection made at the desk or spoken")
            .WithExample(new ObjectionInput(3, "那天他不在村里", "voice", Objector: "李大妈"));

        bank.Post<ObjectionInput, ObjectionToldView>("/households/{household}/notices/{notice}/objections", async (ask, input) =>
                (await desks.Objections.Object(ask.Context, ask.Bank, ask.Number("notice"), input))
                    .Then(made => new ObjectionToldView(made.Number, made.Line, made.Words, desks.Banks.Today, null)))
            .RequiresOwnHousehold().WithSummary("A household objects to an item of a notice").WithExample(new ObjectionInput(3, "那天他不在村里"));

        bank.Get(
            "/households/{household}/objections", query => query.Paging(),
            (ask, paging) => Page<OwnObjectionView>.Of(
                desks.Objections.OfHousehold(ask.Bank, ask.Household, paging.After, paging.Limit + 1), paging,
                objection => objection.Number))
            .RequiresOwnHousehold().WithSummary("What a household itself objected to, newest first, with the answers");

        var objections = bank.MapGroup("/objections").Requires(Role.Supervisor);
        objections.Get(
            "", query => (Open: query.Flag("open"), Notice: query.Number("notice", 1), Paging: query.Paging()),
            (ask, asked) => Page<ObjectionView>.Of(
                desks.Objections.List(ask.Bank, asked.Open, asked.Notice, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                objection => objection.Number))
            .WithSummary("Objections, newest first");
        objections.Get("/{objection}", ask => desks.Objections.Get(ask.Bank, ask.Number("objection"))).WithSummary("An objection");
        objections.Post<RulingInput, ObjectionView>(
            "/{objection}/ruling", (ask, input) => desks.Objections.Rule(ask.Context, ask.Bank, ask.Number("objection"), input))
            .WithSummary("Answer an objection: correct, drop or dismiss, with a reason")
            .WithExample(new RulingInput("dismissed", "走访三户，属实"));
    }
}
