using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.YearEnd;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.YearEnd;

/// <summary>A year's households, a page of them or a sheet.</summary>
public sealed record YearListFacts(YearView Year, IReadOnlyList<YearLine> Lines, string? Next)
{
    /// <summary>
    /// Whether the lines say what becomes of the points: between the close and the carry-over they do not know it, and where nothing
    /// expires nothing becomes of them.
    /// </summary>
    public bool TellsPoints => Year is { State: not "closed", CarryOver: not null };
}

/// <summary>A step of a year's end as it would be written: <c>close</c>, <c>expire</c> or <c>undo</c>.</summary>
public sealed record YearCheckFacts(string Step, YearView Year, YearView After);

/// <summary>The year's end as a guide of three steps. The clerk takes them, a supervisor undoes them.</summary>
static class YearRoutes
{
    const int OnePage = 50, LeavesAtOnce = 8;

    /// <summary>How many households stand on one side of paper, in type that is read at arm's length.</summary>
    public const int OneLeaf = 35;

    public static void MapYear(this IEndpointRouteBuilder pages, Desks desks)
    {
        var years = pages.MapGroup("/v/{bank}/years");
        var readers = years.MapGroup("").Requires(Role.Clerk, Role.Supervisor);
        readers.Page("", visit => visit.Show<YearsPage>(desks.Years.All(visit.Bank)));
        readers.Page("/{year}", visit => Guide(visit));
        readers.Page("/{year}/list", visit => List<YearListPage>(visit, OnePage));
        readers.Page("/{year}/sheet", visit => List<YearSheetPage>(visit, OneLeaf * LeavesAtOnce));
        readers.Page("/{year}/export", async visit =>
        {
            var format = visit.Query("format") ?? "xlsx";
            if (!YearSheet.Formats.Contains(format)) return visit.Refuse(new Refusal(VillageRefusals.NotInList, "format"));
            if ((desks.Years.Get(visit.Bank, Year(visit))).Refusal is { } refusal) return visit.Refuse(refusal);
            return Results.File(
                YearFile.Of(desks, visit.Bank, Year(visit), format), YearFile.TypeOf(format),
                string.Create(CultureInfo.InvariantCulture, $"year-{visit.Village!.Code}-{Year(visit)}.{format}"));
        });

        var clerks = years.MapGroup("/{year}").Requires(Role.Clerk);
        clerks.Form("/close/change", (visit, _) => visit.Go(At(visit, Year(visit))));
        clerks.Form("/close/check", (visit, form) => Take(visit, form, "close", isTrial: true));
        clerks.Form("/close", (visit, form) => Take(visit, form, "close", isTrial: false));
        clerks.Form("/expire/change", (visit, _) => visit.Go(At(visit, Year(visit))));
        clerks.Form("/expire/check", (visit, form) => Take(visit, form, "expire", isTrial: true));
        clerks.Form("/expire", (visit, form) => Take(visit, form, "expire", isTrial: false));

        var supervisors = years.MapGroup("/{year}/undo").Requires(Role.Supervisor);
        supervisors.Page("", visit => Undo(visit, null));
        supervisors.Form("/change", (visit, _) => Undo(visit, null));
        supervisors.Form("/check", async (visit, form) =>
        {
            form.Required("reason", 400);
            if (form.Finish() is { } refusals) return Undo(visit, refusals);
            var found = desks.Years.Get(visit.Bank, Year(visit));
            return found.Refusal is { } refusal
                ? visit.Refuse(refusal)
                : visit.Show<YearCheckPage>(new YearCheckFacts("undo", found.Value, found.Value));
        });
        supervisors.Form("", async (visit, form) =>
        {
            var reason = form.Required("reason", 400);
            if (form.Finish() is { } refusals) return Undo(visit, refusals);
            var undone = await visit.Write(form, context => desks.Years.Undo(context, visit.Bank, Year(visit), new(reason)));
            return undone.Refusal is { } refusal ? Undo(visit, [refusal]) : visit.Go(At(visit, Year(visit)), "year_undone");
        });

        IResult Guide(Visit visit, Refusal? refused = null)
        {
            var found = desks.Years.Get(visit.Bank, Year(visit));
            if (found.Refusal is { } refusal) return visit.Refuse(refusal);
            return refused is null ? visit.Show<YearPage>(found.Value) : visit.Again<YearPage>(refused, found.Value);
        }

        IResult Undo(Visit visit, IReadOnlyList<Refusal>? refused)
        {
            var found = desks.Years.Get(visit.Bank, Year(visit));
            if (found.Refusal is { } refusal) return visit.Refuse(refusal);
            return refused is null ? visit.Show<YearUndoPage>(found.Value) : visit.Again<YearUndoPage>(refused, found.Value);
        }

        IResult List<TPage>(Visit visit, int most) where TPage : Microsoft.AspNetCore.Components.IComponent
        {
            var (year, lines) = (
                desks.Years.Get(visit.Bank, Year(visit)),
                desks.Years.Lines(visit.Bank, Year(visit), visit.Query("after"), most + 1));
            if ((year.Refusal ?? lines.Refusal) is { } refusal) return visit.Refuse(refusal);
            return visit.Show<TPage>(new YearListFacts(
                year.Value, [.. lines.Value.Take(most)], lines.Value.Count > most ? YearEndDesk.MarkOf(lines.Value[most - 1]) : null));
        }

        async Task<IResult> Take(Visit visit, FormReader form, string step, bool isTrial)
        {
            var input = new YearCloseInput(form.Required("head", 40));
            if (form.Finish() is { } refusals) return visit.Refuse(refusals);
            var before = desks.Years.Get(visit.Bank, Year(visit));
            var outcome = isTrial ? await visit.Try(Step) : await visit.Write(form, Step);
            if (outcome.Refusal is { } refusal) return Guide(visit, refusal);
            return isTrial
                ? visit.Show<YearCheckPage>(new YearCheckFacts(step, before.Value, outcome.Value))
                : visit.Go(At(visit, Year(visit)), step == "close" ? "year_closed" : "year_expired");

            Task<Outcome<YearView>> Step(WriteContext context) =>
                step == "close"
                    ? desks.Years.Close(context, visit.Bank, Year(visit), input)
                    : desks.Years.Expire(context, visit.Bank, Year(visit), input);
        }
    }

    /// <summary>An address of this door.</summary>
    public static string At(Visit visit, int? year = null, string page = "") =>
        string.Create(
            CultureInfo.InvariantCulture, $"{visit.Home}/years{(year is null ? "" : $"/{year}")}{(page.Length == 0 ? "" : "/" + page)}");

    public static bool MayWrite(Visit visit) => ClerkLinks.IsClerk(visit);

    public static bool MayUndo(Visit visit) => visit.Caller.Is(Role.Supervisor, visit.Bank);

    static int Year(Visit visit) => YearFile.YearOf(visit.Ask);
}
