using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Service;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Rulebooks;

namespace PointsBank.Web.Pages.Service;

/// <summary>The library and the classes of service.</summary>
public sealed record LibraryFacts(IReadOnlyList<ProjectView> Projects, IReadOnlyList<ServiceClassView> Classes);

/// <summary>A project to publish, or to change where it is there already; with the rules and classes to choose from.</summary>
public sealed record ProjectFacts(IReadOnlyList<ServiceClassView> Classes, IReadOnlyList<Rule> Rules, ProjectView? Before);

/// <summary>The library of projects: read by all at this door, published by the clerk.</summary>
static class LibraryRoutes
{
    public static void MapLibraryPages(this IEndpointRouteBuilder door, Desks desks)
    {
        door.Page("/library", visit => visit.Show<LibraryPage>(Facts(visit)));
        door.Form("/classes", async (visit, form) =>
        {
            var input = new ServiceClassInput(
                form.Required("code"), form.Required("nameZh"), form.Text("nameEn"), form.RequiredNumber("unitMinutes"));
            if (form.Finish() is { } refusals) return visit.Again<LibraryPage>(refusals, Facts(visit));
            var set = await visit.Write(form, context => desks.Service.Projects.SetClass(context, visit.Bank, input));
            return set.Refusal is { } refusal
                ? visit.Again<LibraryPage>(refusal, Facts(visit))
                : visit.Go(ServiceRoutes.At(visit, "library"), "class_set");
        }).Requires(Role.Clerk, Role.Supervisor);
        door.Page("/library/new", visit => visit.Show<ProjectPage>(Project(visit, null))).Requires(Role.Clerk);
        door.Form("/library", (visit, form) => Write(visit, form, null)).Requires(Role.Clerk);
        door.Page(
            "/library/{project}", visit => desks.Service.Projects.Get(visit.Bank, visit.Ask.Number("project")) is { Refusal: { } refusal }
            ? visit.Refuse(refusal)
            : visit.Show<ProjectPage>(Project(visit, visit.Ask.Number("project")))).Requires(Role.Clerk);
        door.Form("/library/{project}", (visit, form) => Write(visit, form, visit.Ask.Number("project"))).Requires(Role.Clerk);
    }

    static async Task<IResult> Write(Visit visit, FormReader form, long? number)
    {
        var projects = visit.Desks.Service.Projects;
        if (number is { } known && projects.Get(visit.Bank, known).Refusal is { } unknown) return visit.Refuse(unknown);
        var input = new ProjectInput(
            form.Required("titleZh"), form.Text("class"), form.Text("rule"), form.Required("place"), form.RequiredNumber("wanted"),
            form.RequiredDate("validFrom"), form.Date("validUntil"),
            form.Text("titleEn"), form.Number("ceilingPoints") ?? 0);
        if (form.Finish() is { } refusals) return visit.Again<ProjectPage>(refusals, Project(visit, number));
        var published = await visit.Write(
            form,
            context => number is { } before
                ? projects.Change(context, visit.Bank, before, input)
                : projects.Publish(context, visit.Bank, input));
        return published.Refusal is { } refusal
            ? visit.Again<ProjectPage>(refusal, Project(visit, number))
            : visit.Go(ServiceRoutes.At(visit, "library"), "project_published");
    }

    static LibraryFacts Facts(Visit visit) =>
        new(visit.Desks.Service.Projects.All(visit.Bank), visit.Desks.Service.Projects.Classes(visit.Bank));

    static ProjectFacts Project(Visit visit, long? number) => new(
        visit.Desks.Service.Projects.Classes(visit.Bank),
        [.. RuleWords.Direct(visit, visit.Today).Where(rule => rule.IsCredit && rule.Basis is "per_hour" or "per_event")],
        number is { } known ? visit.Desks.Service.Projects.Get(visit.Bank, known).Value : null);
}
