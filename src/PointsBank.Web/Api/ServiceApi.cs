using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Service;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>Teams, the library of projects, activities, hours. Whether a leader leads the team in question the desks decide.</summary>
static class ServiceApi
{
    const string Seed = "3f6a1c0de84b4f7fa1c2b7c6d5e4f3a2b1c0d9e8";

    public static void MapService(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Service");
        bank.MapLibrary(desks.Service);
        bank.MapTeams(desks.Service);
        bank.MapActivities(desks.Service);
        bank.MapHours(desks.Service);
    }

    static void MapLibrary(this RouteGroupBuilder bank, ServiceDesk service)
    {
        bank.Get("/service-classes", ask => new Page<ServiceClassView>(service.Projects.Classes(ask.Bank), null))
            .Requires(Role.Clerk, Role.Supervisor, Role.TeamLeader).WithSummary("Classes of service with their coefficients");
        bank.Post<ServiceClassInput, ServiceClassView>(
            "/service-classes", (ask, input) => service.Projects.SetClass(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("Add a class of service, or give one other words and another coefficient: the minutes that make one unit")
            .WithExample(new ServiceClassInput("company", "陪伴服务", "Keeping company", 120));
        bank.Get("/projects", query => query.Date("on"), (ask, on) => new Page<ProjectView>(service.Projects.All(ask.Bank, on), null))
            .Requires(Role.Clerk, Role.Supervisor, Role.TeamLeader, Role.Household)
            .WithSummary("The library of projects; those that may be run on a day where one is given");
        bank.Post<ProjectInput, ProjectView>("/projects", (ask, input) => service.Projects.Publish(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk).WithSummary("Publish a project; only what is in the library is run")
            .WithExample(
                new ProjectInput(
                    "河道清洁", "general", "C01", "村口河边", 20, new LocalDate(2026, 1, 1), TitleEn: "River cleaning", CeilingPoints: 4));
        bank.Get("/projects/{project}", ask => service.Projects.Get(ask.Bank, ask.Number("project")))
            .Requires(Role.Clerk, Role.Supervisor, Role.TeamLeader, Role.Household).WithSummary("One project");
        bank.Put<ProjectInput, ProjectView>(
            "/projects/{project}", (ask, input) => service.Projects.Change(ask.Context, ask.Bank, ask.Number("project"), input))
            .Requires(Role.Clerk).WithSummary("A new version of a project; what was planned before keeps its own")
            .WithExample(
                new ProjectInput(
                    "河道清洁", "general", "C01", "村口河边", 20, new LocalDate(2026, 1, 1), new LocalDate(2026, 12, 31), "River cleaning"));
    }

    static void MapTeams(this RouteGroupBuilder bank, ServiceDesk service)
    {
        var teams = bank.MapGroup("/teams");
        teams.Get("", ask => new Page<TeamLine>(service.Teams.All(ask.Bank), null))
            .Requires(Role.Clerk, Role.Supervisor, Role.TeamLeader, Role.Household).WithSummary("Volunteers' teams");
        teams.Post<TeamInput, TeamView>("", (ask, input) => service.Teams.Open(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("Open a team; who leads it is a right that the administrator gives")
            .WithExample(new TeamInput("护河队"));
        teams.Get(
            "/{team}",
            ask => ask.Caller.Leads(ask.Bank, ask.Number("team"))
                ? service.Teams.Get(ask.Bank, ask.Number("team"))
                : (Outcome<TeamView>)VillageRefusals.NotAllowed)
            .Requires(Role.Clerk, Role.Supervisor, Role.TeamLeader).WithSummary("One team with its leaders and members");
        teams.Put<TeamInput, TeamView>(
            "/{team}/name", (ask, input) => service.Teams.Rename(ask.Context, ask.Bank, ask.Number("team"), input))
            .Requires(Role.Clerk).WithSummary("Correct a team's name").WithExample(new TeamInput("护河先锋队"));
        teams.Delete("/{team}", ask => service.Teams.End(ask.Context, ask.Bank, ask.Number("team")))
            .Requires(Role.Clerk).WithSummary("End a team; what it did stays");
        teams.Post<SignUpInput, TeamView>(
            "/{team}/members", (ask, input) => service.Teams.Join(ask.Context, ask.Bank, ask.Number("team"), input.Member))
            .Requires(Role.Clerk, Role.TeamLeader).WithSummary("A member joins").WithExample(new SignUpInput(12));
        teams.Delete(
            "/{team}/members/{member}", ask => service.Teams.Leave(ask.Context, ask.Bank, ask.Number("team"), ask.Number("member")))
            .Requires(Role.Clerk, Role.TeamLeader).WithSummary("A member leaves");
    }

    static void MapActivities(this RouteGroupBuilder bank, ServiceDesk service)
    {
        var activities = bank.MapGroup("/activities");
        activities.Get("", query => (
                Filter: new ActivityFilter(
                    query.OneOf("state", ActivityState.All), query.Number("team"), query.Date("from"), query.Date("until")),
                Paging: query.Paging()),
                (ask, asked) => Page<ActivityLine>.Of(
                    service.Activities.All(
                        ask.Bank, asked.Filter, asked.Paging.After == 0 ? null : asked.Paging.After, asked.Paging.Limit + 1),
                    asked.Paging, line => line.Number))
            .Requires(Role.Clerk, Role.Supervisor, Role.TeamLeader, Role.Household).WithSummary("Activities, newest first");
        activities.Post<ActivityInput, ActivityView>("", (ask, input) => service.Activities.Plan(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.TeamLeader).WithSummary("Plan an activity of a project of the library")
            .WithExample(new ActivityInput(1, 1, new LocalDateTime(2026, 3, 8, 8, 30), new LocalDateTime(2026, 3, 8, 11, 30)));

        var one = activities.MapGroup("/{activity}");
        one.Get("", ask => service.Activities.Get(ask.Bank, ask.Number("activity")))
            .Requires(Role.Clerk, Role.Supervisor, Role.TeamLeader, Role.Household).WithSummary("One activity and what happened to it");
        one.Put<ActivityChange, ActivityView>(
            "/terms", (ask, input) => service.Activities.Change(ask.Context, ask.Bank, ask.Number("activity"), input))
            .Requires(Role.Clerk, Role.TeamLeader).WithSummary("Another time, place or number of people, before it is held")
            .WithExample(new ActivityChange(Place: "桥头", Reason: "路不通"));
        one.Post<ActivityStepInput, ActivityView>(
            "/steps", (ask, input) => service.Activities.Advance(ask.Context, ask.Bank, ask.Number("activity"), input))
            .Requires(Role.Clerk, Role.TeamLeader)
            .WithSummary("Open it to the village, say that it was held, close it, call it off, or open a closed one again")
            .WithExample(new ActivityStepInput("open"));
        one.Post<CodeSeedInput, ActivityCodeView>(
            "/codes", (ask, input) => service.Activities.IssueCode(ask.Context, ask.Bank, ask.Number("activity"), input.Seed))
            .Requires(Role.Clerk, Role.TeamLeader)
            .WithSummary("A new code for the door, made from your own secret; it signs in and out on the activity's day")
            .WithExample(new CodeSeedInput(Seed));

        one.Get(
            "/sign-ups",
            ask => service.Activities.Led(ask.Caller, ask.Bank, ask.Number("activity")) is { Refusal: { } refusal }
                ? refusal
                : service.SignUps.Of(ask.Bank, ask.Number("activity")))
            .Requires(Role.Clerk, Role.Supervisor, Role.TeamLeader).WithSummary("Who means to come, and who waits");
        one.Post<SignUpInput, SignUpsView>(
            "/sign-ups", (ask, input) => Own(ask, service.SignUps.SignUp(ask.Context, ask.Bank, ask.Number("activity"), input)))
            .Requires(Role.Clerk, Role.TeamLeader, Role.Household)
            .WithSummary("Sign somebody up; a household its own members")
            .WithExample(new SignUpInput(12));
        one.Delete(
            "/sign-ups/{member}",
            ask => Own(ask, service.SignUps.Withdraw(ask.Context, ask.Bank, ask.Number("activity"), new(ask.Number("member")))))
            .Requires(Role.Clerk, Role.TeamLeader, Role.Household).WithSummary("Take somebody off the list; the first who waits moves up");

        one.Get("/attendances", ask =>
                service.Activities.Led(ask.Caller, ask.Bank, ask.Number("activity")) is { Refusal: { } refusal }
                    ? refusal
                    : service.Attendance.Of(ask.Bank, ask.Number("activity")))
            .Requires(Role.Clerk, Role.Supervisor, Role.TeamLeader).WithSummary("Who came, from when until when");
        one.Post<RecordInput, AttendancesView>(
            "/attendances", (ask, input) => service.Attendance.Record(ask.Context, ask.Bank, ask.Number("activity"), input))
            .Requires(Role.Clerk, Role.TeamLeader)
            .WithSummary("Write down who came and left when; other times than those recorded need a reason")
            .WithExample(
                new RecordInput([new TimesInput(12, new LocalDateTime(2026, 3, 1, 8, 30), new LocalDateTime(2026, 3, 1, 11, 20))]));
        one.Post<CodeInput, AttendanceView>(
            "/code-attendances", (ask, input) => service.Attendance.SignByCode(ask.Context, ask.Bank, ask.Number("activity"), input))
            .Requires(Role.Household).WithSummary("A household signs one of its members in or out by the code at the door")
            .WithExample(new CodeInput(12, "came", "0123456789abcdef0123456789abcdef"));
        one.Post<ConfirmationInput, ConfirmationsView>(
            "/confirmations", (ask, input) => service.Confirmations.Confirm(ask.Context, ask.Bank, ask.Number("activity"), input))
            .Requires(Role.Clerk, Role.Supervisor, Role.TeamLeader)
            .WithSummary("Confirm hours: minutes to the members, points by the rule to their households")
            .WithExample(new ConfirmationInput([1, 2, 3]));
        bank.Post<ReasonInput, AttendanceView>(
            "/attendances/{attendance}/strike",
            (ask, input) => service.Attendance.Strike(ask.Context, ask.Bank, ask.Number("attendance"), input))
            .Requires(Role.Clerk, Role.TeamLeader)
            .WithSummary("Strike off somebody who was written down by mistake")
            .WithExample(new ReasonInput("写错了人"));
    }

    static void MapHours(this RouteGroupBuilder bank, ServiceDesk service)
    {
        bank.Get("/volunteers", query => (After: query.Text("after"), Limit: query.Number("limit", 1, Paging.MaxItems)), (ask, asked) =>
                service.Volunteers.All(ask.Bank, asked.After, (int)(asked.Limit ?? Paging.UsualItems)))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("Volunteers with their hours and stars, most hours first");
        bank.Get("/volunteers/{member}", ask => service.Volunteers.Get(ask.Bank, ask.Number("member")))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("One volunteer's hours and stars");
        bank.Get("/households/{household}/service", ask => service.OfHousehold(ask.Bank, ask.Household))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor).WithSummary("A household's hours, sign-ups and attendances");
        bank.Get("/households/{household}/certificates", query => query.Paging(), (ask, paging) => Page<CertificateView>.Of(
                service.Certificates.All(ask.Bank, ask.Household, paging.After == 0 ? null : paging.After, paging.Limit + 1), paging,
                certificate => certificate.Number))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor).WithSummary("A household's certificates of hours, newest first");
        bank.Post<CertificateInput, CertificateView>(
            "/certificates", (ask, input) => service.Certificates.Issue(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.Household)
            .WithSummary("Issue a certificate of hours at the member's request; its check code can be looked up by anybody")
            .WithExample(new CertificateInput(12, new LocalDate(2026, 1, 1), new LocalDate(2026, 3, 1)));
        bank.Get("/certificates/{certificate}", ask => service.Certificates.Get(ask.Bank, ask.Number("certificate")))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("A certificate as it was issued");
        bank.Get("/service-exceptions", query => (From: query.Date("from"), Until: query.Date("until")), (ask, asked) =>
                asked.From is not { } from ? new Refusal(VillageRefusals.MissingValue, "from")
                : asked.Until is not { } until ? new Refusal(VillageRefusals.MissingValue, "until")
                : (Outcome<Page<ServiceException>>)new Page<ServiceException>(service.Exceptions(ask.Bank, from, until), null))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("What is odd about the hours of these days");
    }

    /// <summary>A household learns of its own members alone who stands on the list.</summary>
    static async Task<Outcome<SignUpsView>> Own(Ask ask, Task<Outcome<SignUpsView>> list)
    {
        var done = await list;
        return ask.Caller.Household == 0
            ? done
            : done.Then(view => new SignUpsView([.. view.Items.Where(item => item.Household == ask.Caller.Household)], []));
    }
}
