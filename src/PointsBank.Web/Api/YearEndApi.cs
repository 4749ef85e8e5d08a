using System.Globalization;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.YearEnd;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>One page of a year's list; the mark names rank and household.</summary>
public sealed record YearPage(IReadOnlyList<YearLine> Items, string? Next);

/// <summary>
/// A year's end step by step: look at the report, close, carry over and let expire; undone by a supervisor. Names stand in these lists, so
/// they are for staff.
/// </summary>
static class YearEndApi
{
    public static void MapYearEnd(this IEndpointRouteBuilder api, Desks desks)
    {
        var years = api.MapGroup("/banks/{bank}/years").WithTags("Year end");
        years.Get("", ask => new Page<YearItem>(desks.Years.All(ask.Bank), null)).Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("The running year, the one before, and those that are closed");
        years.Get("/{year}", ask => desks.Years.Get(ask.Bank, Year(ask)))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("What ending a year would write now, or has written, and what of it is still open");
        years.Get(
            "/{year}/standings", query => (After: query.Text("after", 40), Limit: query.Number("limit", 1, Paging.MaxItems)),
            async (ask, asked) =>
            {
                var limit = (int)(asked.Limit ?? Paging.UsualItems);
                return (desks.Years.Lines(ask.Bank, Year(ask), asked.After, limit + 1)).Then(rows =>
                    rows.Count <= limit
                        ? new YearPage(rows, null)
                        : new YearPage([.. rows.Take(limit)], YearEndDesk.MarkOf(rows[limit - 1])));
            })
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("The year's households by rank: as they would be until the close, as they were frozen after it");
        years.MapGet("/{year}/sheet", (RequestDelegate)(http => Send(http, desks)))
            .Describe(typeof(string), "text/csv", ExportFile.Workbook)
            .WithMetadata(new Queries([new("format", "string", Allowed: YearSheet.Formats)]))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("The same list as a sheet: csv or xlsx");
        years.Post<YearCloseInput, YearView>("/{year}/close", (ask, input) => desks.Years.Close(ask.Context, ask.Bank, Year(ask), input))
            .Requires(Role.Clerk)
            .WithSummary("Freeze every household's standing and rank; the head is that of the report that was looked at")
            .WithExample(new YearCloseInput("412-7KQ2MX"));
        years.Post<YearCloseInput, YearView>("/{year}/expiry", (ask, input) => desks.Years.Expire(ask.Context, ask.Bank, Year(ask), input))
            .Requires(Role.Clerk)
            .WithSummary("Carry over and let expire what is left of a closed year's points, an entry for each household")
            .WithExample(new YearCloseInput("412-7KQ2MX"));
        years.Post<YearUndoInput, YearView>("/{year}/undoing", (ask, input) => desks.Years.Undo(ask.Context, ask.Bank, Year(ask), input))
            .Requires(Role.Supervisor)
            .WithSummary("Reverse every entry of a year's end and open the year again")
            .WithExample(new YearUndoInput("公示有误，重新结账"));
    }

    static int Year(Ask ask) => YearFile.YearOf(ask);

    static async Task Send(HttpContext http, Desks desks)
    {
        var query = new QueryReader(http.Request.Query);
        var format = query.OneOf("format", YearSheet.Formats) ?? "csv";
        var ask = Ask.Of(http);
        var refusals = query.Finish();
        if (refusals is null && (desks.Years.Get(ask.Bank, Year(ask))).Refusal is { } refusal) refusals = [refusal];
        if (refusals is not null)
        {
            await Problems.Write(http, refusals);
            return;
        }
        await using var file = YearFile.Of(desks, ask.Bank, Year(ask), format);
        http.Response.ContentType = YearFile.TypeOf(format);
        http.Response.ContentLength = file.Length;
        http.Response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture, $"attachment; filename=\"year-{Year(ask)}.{format}\"");
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
