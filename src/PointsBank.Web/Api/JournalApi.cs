using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Journal;
using PointsBank.Village.Seals;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

static class JournalApi
{
    const int ChecksPerMinute = 60;
    const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapJournal(this IEndpointRouteBuilder api, Desks desks)
    {
        var journal = api.MapGroup("/banks/{bank}/journal").WithTags("Journal");
        journal.Get("/head", ask => desks.Journal.Head(ask.Bank))
            .Requires(Role.Administrator, Role.Supervisor, Role.Clerk, Role.Attendant, Role.Household)
            .WithSummary("The last entry's number and hash, with the code printed on paper");
        journal.Get("/verification", query => query.Flag("full"), (ask, full) => desks.Verification.Verify(ask.Bank, full))
            .Requires(Role.Administrator, Role.Supervisor, Role.Clerk)
            .WithSummary("Re-derive the book from its journal, on from where it was last found sound, or in full");
        journal.MapGet("/export", (RequestDelegate)(http => Send(http, desks)))
            .Describe(typeof(string), "text/plain", "text/csv", Workbook)
            .WithMetadata(new Queries([new("format", "string", Allowed: Export.Formats)]))
            .Requires(Role.Supervisor, Role.Clerk).WithSummary("The whole journal for another program: hledger, csv or xlsx");
        var seals = api.MapGroup("/banks/{bank}/seals").WithTags("Journal");
        seals.Get(
            "", query => query.Paging(),
            (ask, paging) => Page<SealView>.Of(
                desks.Seals.List(ask.Bank, FundApi.Before(paging), paging.Limit + 1), paging, seal => seal.Number))
            .Requires(Role.Administrator, Role.Supervisor, Role.Clerk)
            .WithSummary("Seals, newest first: the code that stands on papers, when and why each was made");
        seals.Post<NothingInput, SealView>("", (ask, _) => desks.Seals.Make(ask.Context, ask.Bank))
            .Requires(Role.Administrator, Role.Supervisor).WithSummary("Seal what there is now").WithExample(new NothingInput());
        api.Get("/check/{bank}/{code}", ask => desks.CheckCodes.Check(ask.Bank, ask.Text("code")))
            .Public().Limited("check", ChecksPerMinute).WithTags("Journal").WithSummary("Whether the book still says what a paper says");
    }

    /// <summary>Written to a file first, so that a fault half-way is a problem and not half a journal.</summary>
    static async Task Send(HttpContext http, Desks desks)
    {
        var query = new QueryReader(http.Request.Query);
        var format = query.OneOf("format", Export.Formats) ?? "hledger";
        if (query.Finish() is { } refusals)
        {
            await Problems.Write(http, refusals);
            return;
        }
        var ask = Ask.Of(http);
        await using var file = desks.Database.OpenTemporary();
        desks.Journal.Write(ask.Bank, format, file);
        file.Position = 0;
        http.Response.ContentType = format switch
        {
            "csv" => "text/csv; charset=utf-8",
            "xlsx" => Workbook,
            _ => "text/plain; charset=utf-8",
        };
        http.Response.ContentLength = file.Length;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"journal.{(format == "hledger" ? "journal" : format)}\"";
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
