using NodaTime.Text;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Imports;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>Whole sheets in, as the bytes of a CSV file or a workbook.</summary>
static class ImportsApi
{
    const string Csv = "text/csv";
    const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Kinds of text; anything else but JSON may be a workbook, and what a file is its bytes tell.</summary>
    static readonly string[] Texts = [Csv, "text/plain", "text/tab-separated-values"];

    public static void MapImports(this IEndpointRouteBuilder api, Desks desks)
    {
        api.MapPost("/banks/{bank}/imports/{kind}", (RequestDelegate)(http => Import(http, desks)))
            .Describe(typeof(ImportView), "application/json")
            .WithMetadata(
                new TakesFile(new Dictionary<string, string?> { [Csv] = "户号,村民小组,户主,出生日期\n12,上庄组,张建国,1962-05-08\n", [Workbook] = null }))
            .WithMetadata(
                new IsWrite(),
                new Queries(
                    [new("sheet", "string", Most: 100), new(
                        "mode", "string", Allowed: ["sixty", "red-yellow"]), new("validFrom", "string", "date")]))
            .Requires(Role.Clerk).WithTags("Imports")
            .WithSummary(
                "Import households, members, rulebook or opening balances: the body is a text file of columns or a workbook; all rows "
                    + "or none, and only what differs from the book. A dry run tells the difference. Opening balances after the first "
                        + "day only wait, as a proposal, for a second person");
        var proposals = api.MapGroup("/banks/{bank}/imports/opening/proposals").WithTags("Imports");
        proposals.Get("", query => (Open: query.Flag("open"), Paging: query.Paging()), (ask, asked) => Page<OpeningProposalView>.Of(
                desks.Openings.Proposals(ask.Bank, asked.Open, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                proposal => proposal.Number))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("Opening balances as they were proposed, the last first");
        proposals.Get(
            "/{proposal}/lines", query => query.Paging(),
            (ask, paging) => desks.Openings.Lines(ask.Bank, ask.Number("proposal"), paging.After, paging.Limit + 1)
                .Then(lines => Page<OpeningLineView>.Of(lines, paging, line => line.Household)))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("The households of a proposal, with the balance before and after");
        proposals.Post<NothingInput, OpeningProposalView>(
            "/{proposal}/confirmation", (ask, _) => desks.Openings.Decide(ask.Context, ask.Bank, ask.Number("proposal"), confirms: true))
            .Requires(Role.Supervisor)
            .WithSummary("Bring proposed balances forward, as somebody who did not propose them")
            .WithExample(new NothingInput());
        proposals.Post<NothingInput, OpeningProposalView>(
            "/{proposal}/refusal", (ask, _) => desks.Openings.Decide(ask.Context, ask.Bank, ask.Number("proposal"), confirms: false))
            .Requires(Role.Supervisor).WithSummary("Refuse proposed balances").WithExample(new NothingInput());
    }

    static async Task Import(HttpContext http, Desks desks)
    {
        var query = new QueryReader(http.Request.Query);
        var mode = query.OneOf("mode", "sixty", "red-yellow") ?? "sixty";
        var validFrom = query.Date("validFrom");
        var sheetName = query.Text("sheet");
        var dryRun = query.Flag("dryRun");
        var refusals = query.Finish();
        var fileName = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() switch
        {
            null or "" or "application/json" => null,
            var kind when Texts.Contains(kind) => "sheet.csv",
            _ => "sheet.xlsx",
        };
        if (refusals is null && fileName is null) refusals = [new(WebRefusals.WrongContentType)];
        if (refusals is null && http.Request.ContentLength > Bodies.MaxBytes) refusals = [new(WebRefusals.BodyTooLarge)];
        IdempotencyKey key = default;
        refusals ??= Ask.ReadKey(http.Request, out key);
        if (refusals is not null)
        {
            await Problems.Write(http, refusals);
            return;
        }
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        using var turn = await http.RequestServices.GetRequiredService<FileTurns>().Take(bytes.ToArray(), http.RequestAborted);
        if (turn is null)
        {
            await Problems.Write(http, FileTurns.Busy);
            return;
        }
        bytes.Position = 0;
        var ask = Ask.Of(http);
        var options = new ImportOptions(mode, validFrom, SheetName: sheetName);
        var fingerprint = Digest.Of(
            $"{ask.Caller.Actor} {http.Request.Path} {mode} {(validFrom is { } day ? LocalDatePattern.Iso.Format(day) : "")} "
                + $"{sheetName} {Digest.Of(bytes.ToArray())}");
        var outcome = await desks.Imports.Import(
            new(ask.Caller, key, fingerprint, dryRun), ask.Bank, ask.Text("kind"), bytes, fileName!, options);
        if (outcome.Refusal is { } refusal) await Problems.Write(http, refusal);
        else if (outcome.Value.Problems.Count > 0) await Problems.Write(http, [.. Refusals(outcome.Value.Problems)]);
        else
        {
            if (outcome.Replayed) http.Response.Headers["Idempotency-Replayed"] = "true";
            else if (dryRun) http.Response.Headers["Dry-Run"] = "true";
            await http.Response.WriteAsJsonAsync(outcome.Value, Json.Of<ImportView>(), cancellationToken: http.RequestAborted);
        }
    }

    /// <summary>The first says that the sheet is bad; each of the others names a line and a column.</summary>
    static IEnumerable<Refusal> Refusals(IReadOnlyList<SheetProblem> problems) =>
        problems.Take(200).Select(Of).Prepend(new Refusal(VillageRefusals.BadSheet).With("problems", problems.Count));

    static Refusal Of(SheetProblem problem)
    {
        var field = problem.Column.Length == 0 ? $"line {problem.Line}" : $"line {problem.Line}, {problem.Column}";
        var refusal = new Refusal(new RefusalKind(problem.Code, RefusalClass.BadRequest), field).With("value", problem.Value);
        return problem is { Least: { } least, Most: { } most } ? refusal.With("least", least).With("most", most) : refusal;
    }
}
