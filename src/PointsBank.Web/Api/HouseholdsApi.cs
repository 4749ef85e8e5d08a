using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

static class HouseholdsApi
{
    public static void MapHouseholds(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Households");
        bank.Get("/groups", ask => new Page<GroupView>(desks.Households.Groups(ask.Bank), null)).Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("The village's groups");

        var households = bank.MapGroup("/households");
        households.Get("", query => (Search: query.Text("search"), Paging: query.Paging()), (ask, asked) => Page<HouseholdLine>.Of(
                desks.Households.Search(ask.Bank, asked.Search, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                line => line.Number))
            .Requires(Role.Clerk, Role.Supervisor, Role.Attendant).WithSummary("Households, found by number, name or group");
        households.Post<HouseholdInput, HouseholdView>("", (ask, input) => desks.Households.Open(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk).WithSummary("Open a household with its members")
            .WithExample(
                new HouseholdInput(
                    "上庄组",
                    [new MemberInput("张建国", new LocalDate(1962, 5, 8), IsHead: true), new MemberInput("李秀英", new LocalDate(1964, 2, 11))]));
        households.Get("/{household}", ask => desks.Households.Get(ask.Bank, ask.Household))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor).WithSummary("One household");
        households.Put<HouseholdChange, HouseholdView>(
            "/{household}/group", (ask, input) => desks.Households.Move(ask.Context, ask.Bank, ask.Household, input))
            .Requires(Role.Clerk).WithSummary("Move a household to another group").WithExample(new HouseholdChange("下河组"));
        households.Post<MemberInput, HouseholdView>(
            "/{household}/members", (ask, input) => desks.Households.AddMember(ask.Context, ask.Bank, ask.Household, input))
            .Requires(Role.Clerk).WithSummary("Add a member").WithExample(new MemberInput("张小雨", new LocalDate(2015, 6, 1)));
        households.Put<MemberInput, HouseholdView>("/{household}/members/{member}", (ask, input) =>
                desks.Households.ChangeMember(ask.Context, ask.Bank, ask.Household, ask.Number("member"), input))
            .Requires(Role.Clerk).WithSummary("Correct a member").WithExample(new MemberInput("张小雨", new LocalDate(2015, 6, 1)));
        households.Put<ConsentInput, HouseholdView>("/{household}/members/{member}/consents/{purpose}", (ask, input) =>
                desks.Households.SetConsent(ask.Context, ask.Bank, ask.Household, ask.Number("member"), ask.Text("purpose"), input.Given))
            .Requires(Role.Clerk)
            .WithSummary("Record that a member agrees to a purpose, or takes it back")
            .WithExample(new ConsentInput(true));

        households.Get("/{household}/balance", ask => desks.Journal.Balance(ask.Bank, ask.Household))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor, Role.Attendant)
            .WithSummary("What a household has, and where it stands this year");
        households.Get(
            "/{household}/passbook", query => (From: query.Date("from"), To: query.Date("to"), Paging: query.Paging()), (ask, asked) =>
                desks.Journal.Passbook(
                    ask.Bank, ask.Household, asked.From, asked.To, asked.Paging.After == 0 ? null : asked.Paging.After, asked.Paging.Limit))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor).WithSummary("The passbook's lines, newest first");

        bank.Post<FirstPassbooksInput, FirstPassbooksView>("/first-passbooks", (ask, input) =>
                desks.FirstPassbooks.Issue(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("Issue passbooks to households that have none, 400 at most. Tokens are told to whoever holds the seed")
            .WithExample(new FirstPassbooksInput("a secret of 32 characters or more", "上庄组"));

        var passbooks = households.MapGroup("/{household}/passbooks");
        passbooks.Get("", ask => new Page<PassbookView>(desks.Passbooks.Of(ask.Bank, ask.Household), null))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("All passbooks a household ever had");
        passbooks.Post<PassbookInput, PassbookView>("", (ask, input) => desks.Passbooks.Issue(ask.Context, ask.Bank, ask.Household, input))
            .Requires(Role.Clerk).WithSummary("Issue a passbook; the one in use ends. The token for its QR code is told this once")
            .WithExample(new PassbookInput("lost", "135790"));
        passbooks.Post<PassbookVoidInput, PassbookView>(
            "/{serial}/void", (ask, input) => desks.Passbooks.Void(ask.Context, ask.Bank, ask.Text("serial"), input, ask.Household))
            .Requires(Role.Clerk).WithSummary("Void a passbook").WithExample(new PassbookVoidInput("lost"));
        passbooks.Put<PinInput, PassbookView>(
            "/{serial}/pin", (ask, input) => desks.Passbooks.SetPin(ask.Context, ask.Bank, ask.Text("serial"), input, ask.Household))
            .Requires(Role.Clerk)
            .WithSummary("Set a passbook's PIN, typed by the household at the desk")
            .WithExample(new PinInput("135790"));
    }
}
