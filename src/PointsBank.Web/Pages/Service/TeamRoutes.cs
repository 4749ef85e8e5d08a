using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Service;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Service;

/// <summary>A team, and people to join it where somebody was looked for.</summary>
public sealed record TeamFacts(TeamView Team, IReadOnlyList<HouseholdView> Households);

/// <summary>Teams and their members.</summary>
static class TeamRoutes
{
    const int MaxFound = 8;

    public static void MapTeamPages(this IEndpointRouteBuilder door, Desks desks)
    {
        door.Page("/teams", visit => visit.Show<TeamsPage>(desks.Service.Teams.All(visit.Bank)));
        door.Form("/teams", async (visit, form) =>
        {
            var opened = await visit.Write(form, context => desks.Service.Teams.Open(context, visit.Bank, new(form.Text("name"))));
            return opened.Refusal is { } refusal
                ? visit.Again<TeamsPage>(refusal, desks.Service.Teams.All(visit.Bank))
                : visit.Go(ServiceRoutes.At(visit, $"teams/{opened.Value.Number}"), "team_opened");
        }).Requires(Role.Clerk);
        door.Page("/teams/{team}", visit => With(visit, facts => Task.FromResult(visit.Show<TeamPage>(facts))));
        door.Form(
            "/teams/{team}/name",
            (visit, form) => Turn(
                visit, form, "team_renamed",
                (context, team) => desks.Service.Teams.Rename(context, visit.Bank, team, new(form.Text("name"))))).Requires(Role.Clerk);
        door.Form(
            "/teams/{team}/end",
            (visit, form) => Turn(visit, form, "team_ended", (context, team) => desks.Service.Teams.End(context, visit.Bank, team)))
                .Requires(Role.Clerk);
        door.Form(
            "/teams/{team}/members",
            (visit, form) => Turn(
                visit, form, "team_joined",
                (context, team) => desks.Service.Teams.Join(context, visit.Bank, team, form.Number("member") ?? 0)));
        door.Form(
            "/teams/{team}/leavers",
            (visit, form) => Turn(
                visit, form, "team_left",
                (context, team) => desks.Service.Teams.Leave(context, visit.Bank, team, form.Number("member") ?? 0)));
    }

    static Task<IResult> Turn(Visit visit, FormReader form, string done, Func<WriteContext, long, Task<Outcome<TeamView>>> turn) =>
        With(visit, async facts =>
    {
        var turned = await visit.Write(form, context => turn(context, facts.Team.Number));
        return turned.Refusal is { } refusal
            ? visit.Again<TeamPage>(refusal, facts)
            : visit.Go(ServiceRoutes.At(visit, $"teams/{facts.Team.Number}"), done);
    });

    static async Task<IResult> With(Visit visit, Func<TeamFacts, Task<IResult>> show)
    {
        var number = visit.Ask.Number("team");
        if (!visit.Caller.Leads(visit.Bank, number)) return visit.Refuse(new Refusal(VillageRefusals.NotAllowed));
        var team = visit.Desks.Service.Teams.Get(visit.Bank, number);
        if (team.Refusal is { } refusal) return visit.Refuse(refusal);
        var found = visit.Query("q") is { Length: > 0 } typed
            ? visit.Desks.Finder.Find(visit.Bank, typed, MaxFound)
                .Select(line => visit.Desks.Households.Get(visit.Bank, line.Number).Value)
                .ToList()
            : [];
        return await show(new(team.Value, found));
    }
}
