using Microsoft.AspNetCore.Http.Metadata;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Cleaning;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Evidence;
using PointsBank.Village.Reports;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>Claims until the meeting has decided on them.</summary>
static class ClaimsApi
{
    /// <summary>An upload may be larger than other bodies.</summary>
    sealed record TakesEvidence : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => EvidenceFile.MaxBytes + 1024;
    }

    public static void MapClaims(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Claims");
        var claims = bank.MapGroup("/claims");
        claims.Get("", Filter, (ask, asked) => List(desks, ask, asked.Filter, asked.Paging))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor, Role.GroupLeader)
            .WithSummary("Claims, newest first; a group leader names one of their groups");
        claims.Post<ClaimInput, ClaimView>("", (ask, input) => desks.Claims.Submit(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.GroupLeader)
            .WithSummary("Submit a claim for a household; who claims and who writes it down are two things")
            .WithExample(
                new ClaimInput(12, "A03", new LocalDate(2026, 3, 1), Channel: Channel.Villagers, ClaimedBy: "李大妈", Memo: "拾到钱包交还失主"));
        claims.Post<ClaimsInput, ClaimsView>("/lists", (ask, input) => desks.Claims.Submit(ask.Context, ask.Bank, input.Items, "sheet"))
            .Requires(Role.Clerk, Role.GroupLeader).WithSummary("Submit a list of claims, all or none")
            .WithExample(new ClaimsInput([new ClaimInput(12, "D04", new LocalDate(2026, 3, 1), Channel: Channel.Organisation)]));
        claims.Post<CollectionInput, ClaimsView>("/collection", (ask, input) => desks.Claims.Collect(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.GroupLeader)
            .WithSummary("The group has checked these claims")
            .WithExample(new CollectionInput([1, 2, 3]));
        claims.Get("/{claim}", ask => desks.Claims.Get(ask.Caller, ask.Bank, ask.Number("claim")))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor, Role.GroupLeader, Role.Household)
            .WithSummary("A claim with all that happened to it, for those who may see it");
        claims.Post<WithdrawalInput, ClaimView>(
            "/{claim}/withdrawal", (ask, input) => desks.Claims.Withdraw(ask.Context, ask.Bank, ask.Number("claim"), input))
            .Requires(Role.Clerk, Role.GroupLeader, Role.Household)
            .WithSummary("Take a claim back before it is entered")
            .WithExample(new WithdrawalInput("记错了"));
        claims.MapPost("/{claim}/evidence", (RequestDelegate)(http => AddEvidence(http, desks)))
            .Describe(typeof(ClaimView), "application/json")
            .WithMetadata(
                new TakesFile(
                    new Dictionary<string, string?>
                    {
                        ["image/jpeg"] = null, ["image/png"] = null,
                        ["application/pdf"] = null, ["application/octet-stream"] = null
                    }),
                new IsWrite(),
                new TakesEvidence())
            .Requires(Role.Clerk, Role.GroupLeader, Role.Household)
            .Limited("evidence", 60)
            .WithSummary(
                "Add a photo, scan or PDF, up to 4 MB; what it is is told by its content, and what it tells beside that is taken out");
        claims.MapGet("/{claim}/evidence/{file}", (RequestDelegate)(http => SendEvidence(http, desks)))
            .Describe(typeof(byte[]), "image/jpeg", "image/png", "application/pdf")
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor, Role.GroupLeader, Role.Household)
            .WithSummary("A file of a claim, to be saved");

        var own = bank.MapGroup("/households/{household}/claims");
        own.Get("", Filter, (ask, asked) => List(desks, ask, asked.Filter with { Household = ask.Household }, asked.Paging))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor).WithSummary("A household's claims, newest first");
        own.Post<ClaimInput, ClaimView>("", (ask, input) => desks.Claims.Submit(ask.Context, ask.Bank, input))
            .RequiresOwnHousehold()
            .WithSummary("A household claims for itself, or names another")
            .WithExample(new ClaimInput(12, "A03", new LocalDate(2026, 3, 1)));

        var reminders = bank.MapGroup("/reminders");
        reminders.Get("", query => (Household: query.Number("household", 1), Paging: query.Paging()), (ask, asked) => Page<ReminderView>.Of(
                desks.Reminders.List(ask.Bank, asked.Household, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                reminder => reminder.Number))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor).WithSummary("Reminders, newest first");
        reminders.Post<ReminderInput, ReminderView>("", (ask, input) => desks.Reminders.Record(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("Record that a household was reminded, in private or in writing, as a deduction needs it first")
            .WithExample(new ReminderInput(12, "D10", "private", new LocalDate(2026, 3, 1)));

        var meetings = bank.MapGroup("/assessments").Requires(Role.Assessor, Role.Supervisor);
        meetings.Get("", query => query.Paging(), (ask, paging) =>
                Page<AssessmentView>.Of(
                    desks.Assessments.List(ask.Bank, paging.After, paging.Limit + 1), paging, meeting => meeting.Number))
            .WithSummary("Meetings of assessment, newest first");
        meetings.Post<AssessmentInput, AssessmentView>("", (ask, input) => desks.Assessments.Open(ask.Context, ask.Bank, input))
            .Requires(Role.Assessor)
            .WithSummary("Open a meeting with who is there")
            .WithExample(new AssessmentInput(new LocalDate(2026, 2, 28), [6], "村委会"));
        meetings.Get("/{session}", ask => desks.Assessments.Get(ask.Bank, ask.Number("session"))).WithSummary("A meeting");
        meetings.Get(
            "/{session}/due", query => query.Number("group", 1) ?? 0, (ask, group) => desks.Assessments.Get(ask.Bank, ask.Number("session"))
                .Then(meeting => new Page<DueItem>(desks.Assessments.Due(ask.Caller, ask.Bank, meeting.HeldOn, group), null)))
            .WithSummary("What waits for the meeting, and what is to be looked at once more");
        meetings.Get("/{session}/decisions", ask => desks.Assessments.Get(ask.Bank, ask.Number("session"))
                .Then(_ => new Page<DecidedItem>(desks.Assessments.Decided(ask.Bank, ask.Number("session")), null)))
            .WithSummary("What the meeting decided, for its minutes");
        meetings.Post<PresentInput, AssessmentView>(
            "/{session}/present", (ask, input) => desks.Assessments.AddPresent(ask.Context, ask.Bank, ask.Number("session"), input))
            .Requires(Role.Assessor).WithSummary("More people came").WithExample(new PresentInput([2]));
        meetings.Post<DecisionsInput, DecisionsView>(
            "/{session}/decisions", (ask, input) => desks.Assessments.Decide(ask.Context, ask.Bank, ask.Number("session"), input.Items))
            .Requires(Role.Assessor)
            .WithSummary("Decide claims, all of a list or none: as claimed, other points within the rule, or rejected with a reason")
            .WithExample(new DecisionsInput([new DecisionInput(1, "as_claimed"), new DecisionInput(2, "rejected", Reason: "没有人见到")]));
        meetings.Post<NothingInput, AssessmentView>(
            "/{session}/closing", (ask, _) => desks.Assessments.Close(ask.Context, ask.Bank, ask.Number("session")))
            .Requires(Role.Assessor).WithSummary("Close the meeting; it stays as it is").WithExample(new NothingInput());

        var reports = bank.MapGroup("/reports").Requires(Role.Supervisor);
        reports.Get("/claims", Days, (ask, days) => new Page<StateCount>(desks.Reports.States(ask.Bank, days.From, days.Until), null))
            .WithSummary("How many claims stand where, by group and channel");
        reports.Get(
            "/exceptions", Days, (ask, days) => new Page<ExceptionLine>(desks.Reports.Exceptions(ask.Bank, days.From, days.Until), null))
            .WithSummary("What a supervisor should look at");
        reports.Get("/durations", Days, (ask, days) => new Page<StepTime>(desks.Reports.Durations(ask.Bank, days.From, days.Until), null))
            .WithSummary("How long each step takes");

        (LocalDate From, LocalDate Until) Days(QueryReader query)
        {
            var (from, until) = (query.Date("from"), query.Date("until"));
            var last = until ?? desks.Banks.Today;
            return (from ?? last.PlusDays(-30), last);
        }
    }

    static (ClaimFilter Filter, Paging Paging) Filter(QueryReader query) => (
        new(
            query.OneOf("state", ClaimState.All), query.Number("group", 1), query.OneOf("channel", Channel.All),
            query.Number("household", 1)),
        query.Paging());

    static Outcome<Page<ClaimLine>> List(Desks desks, Ask ask, ClaimFilter filter, Paging paging) =>
        desks.Claims.List(ask.Caller, ask.Bank, filter, paging.After, paging.Limit + 1)
            .Then(lines => Page<ClaimLine>.Of(lines, paging, line => line.Number));

    static async Task AddEvidence(HttpContext http, Desks desks)
    {
        var query = new QueryReader(http.Request.Query);
        var dryRun = query.Flag("dryRun");
        var refusals = query.Finish();
        IdempotencyKey key = default;
        refusals ??= Ask.ReadKey(http.Request, out key);
        if (refusals is null && http.Request.ContentLength > EvidenceFile.MaxBytes) refusals = [new(WebRefusals.BodyTooLarge)];
        if (refusals is not null)
        {
            await Problems.Write(http, refusals);
            return;
        }
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        var ask = Ask.Of(http);
        var sent = bytes.ToArray();
        using var turn = await http.RequestServices.GetRequiredService<FileTurns>().Take(sent, http.RequestAborted);
        if (turn is null)
        {
            await Problems.Write(http, FileTurns.Busy);
            return;
        }
        var file = sent.Length == 0 ? new Refusal(VillageRefusals.MissingValue, "file") : EvidenceFile.Read(sent);
        if (file.Refusal is { } unreadable)
        {
            await Problems.Write(http, unreadable);
            return;
        }
        var fingerprint = Digest.Of($"{ask.Caller.Actor} {http.Request.Path} {Digest.Of(sent)}");
        await Endpoints.Answer(
            http, await desks.Claims.AddEvidence(new(ask.Caller, key, fingerprint, dryRun), ask.Bank, ask.Number("claim"), file.Value),
            dryRun);
    }

    static async Task SendEvidence(HttpContext http, Desks desks)
    {
        if (new QueryReader(http.Request.Query).Finish() is { } refusals)
        {
            await Problems.Write(http, refusals);
            return;
        }
        var ask = Ask.Of(http);
        var found = desks.Claims.Evidence(ask.Caller, ask.Bank, ask.Number("claim"), ask.Number("file"));
        if (found.Refusal is { } refusal) await Problems.Write(http, refusal);
        else await EvidenceAnswer.Send(http, found.Value);
    }
}

/// <summary>A body with nothing in it: an empty object.</summary>
public sealed record NothingInput;

/// <summary>How a kept file leaves the house: to be saved, never shown as a page of ours.</summary>
static class EvidenceAnswer
{
    public static async Task Send(HttpContext http, EvidenceContent file)
    {
        http.Response.ContentType = file.ContentType;
        http.Response.ContentLength = file.Content.Length;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{file.FileName}\"";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.Body.WriteAsync(file.Content, http.RequestAborted);
    }
}
