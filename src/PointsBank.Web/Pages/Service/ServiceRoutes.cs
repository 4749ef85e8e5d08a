using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Reports;
using PointsBank.Village.Service;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.Service;

/// <summary>Activities, the newest first, of one state and one team where these are chosen.</summary>
public sealed record ActivitiesFacts(
    IReadOnlyList<ActivityLine> Lines, string? Next, string? State, long? Team, IReadOnlyList<TeamLine> Teams,
    IReadOnlyList<WaitingItem> Waiting);

/// <summary>The door of the volunteers: team leaders, and the clerk and the supervisor beside them.</summary>
static class ServiceRoutes
{
    /// <summary>The choice beside the states: activities that are over and not yet closed.</summary>
    public const string Over = "over";

    const int OnAPage = 20;

    public static void MapService(this IEndpointRouteBuilder pages, Desks desks)
    {
        var door = pages.MapGroup("/v/{bank}/service").Requires(Role.TeamLeader, Role.Clerk, Role.Supervisor);
        door.Page("", List);
        door.MapActivityPages(desks);
        door.MapTimesPages(desks);
        door.MapTeamPages(desks);
        door.MapLibraryPages(desks);
        pages.MapGroup("/v/{bank}/service").Requires(Role.Clerk, Role.Supervisor).MapHoursPages(desks);
        pages.Page("/v/{bank}/door/{activity}", visit => visit.Go(
            $"{visit.Home}/h/{visit.Caller.Household}/service/{visit.Ask.Text("activity")}/door"
                + QueryString.Create("code", visit.Query("code") ?? "")))
            .Requires(Role.Household);
    }

    /// <summary>An address of this door.</summary>
    public static string At(Visit visit, string page = "") => page.Length == 0 ? $"{visit.Home}/service" : $"{visit.Home}/service/{page}";

    /// <summary>An address of an activity.</summary>
    public static string At(Visit visit, long activity, string page = "") =>
        At(visit, page.Length == 0 ? $"activities/{activity}" : $"activities/{activity}/{page}");

    /// <summary>The pages of this door.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links(Visit visit) =>
    [
        (At(visit), "service_activities"), (At(visit, "teams"), "service_teams"), (At(visit, "library"), "service_library"),
        .. SeesHours(visit)
            ? ((string, string)[])[
                (At(visit, "volunteers"), "service_volunteers"), (At(visit, "certificates"), "service_certificates"),
                (At(visit, "exceptions"), "service_exceptions")]
            : [],
        .. ClerkLinks.IsClerk(visit) ? ((string, string)[])[(ClerkLinks.At(visit), "clerk_home")] : [],
    ];

    /// <summary>Hours of all are for the clerk and the supervisor.</summary>
    public static bool SeesHours(Visit visit) => visit.Caller.Is(Role.Clerk, visit.Bank) || visit.Caller.Is(Role.Supervisor, visit.Bank);

    /// <summary>Whether whoever asks plans and writes down: a supervisor confirms and looks.</summary>
    public static bool Plans(Visit visit) => visit.Caller.Is(Role.Clerk, visit.Bank) || visit.Caller.Is(Role.TeamLeader, visit.Bank);

    static IResult List(Visit visit)
    {
        var asked = Asked.Of(visit);
        var (state, team, after) = (asked.Text("state", 20), asked.Number("team"), asked.After());
        if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
        var known = ActivityState.All.Contains(state) ? state : null;
        var filter = new ActivityFilter(known, team, OverBy: state == Over ? ActivityRoutes.Now(visit) : null);
        var lines = visit.Desks.Service.Activities.All(visit.Bank, filter, after, OnAPage + 1);
        // The clerk and the supervisor have a page of their own for what waits; this one is a team leader's first.
        var waiting = SeesHours(visit) ? [] : visit.Desks.Waiting.Of(visit.Caller, visit.Bank, Role.TeamLeader);
        return visit.Show<ActivitiesPage>(new ActivitiesFacts(
            [.. lines.Take(OnAPage)], lines.Count > OnAPage ? lines[OnAPage - 1].Number.Plain() : null, state == Over ? Over : known, team,
            visit.Desks.Service.Teams.All(visit.Bank), waiting));
    }

}
