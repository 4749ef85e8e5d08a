using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Privacy;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>
/// Consents and their history, a household's own data, erasing who left, how long what is kept, and why what is published.
/// </summary>
static class PrivacyApi
{
    public static void MapPrivacy(this IEndpointRouteBuilder api, Desks desks)
    {
        var privacy = desks.Privacy;
        var bank = api.MapGroup("/banks/{bank}").WithTags("Privacy");
        var household = bank.MapGroup("/households/{household}");
        household.Get(
            "/consents", ask => privacy.Consents.History(ask.Bank, ask.Household).Then(entries => new Page<ConsentEntry>(entries, null)))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor)
            .WithSummary("Every time that a member agreed to a purpose or took it back, newest first");
        household.Post<ConsentSaid, HouseholdView>(
            "/consents", (ask, said) => privacy.Consents.Say(ask.Context, ask.Bank, ask.Household, said))
            .RequiresOwnHousehold(Role.Clerk)
            .WithSummary("A member agrees or takes it back; it holds at once")
            .WithExample(new ConsentSaid(1, "boards", true));
        household.MapGet("/export", (RequestDelegate)(http => Export(http, desks)))
            .Describe(typeof(object), "application/json", ExportFile.Workbook)
            .WithMetadata(new Queries([new("format", "string", Allowed: HouseholdExport.Formats)]))
            .RequiresOwnHousehold(Role.Clerk).WithSummary("Everything that the village knows of a household: json or xlsx");
        household.Post<LeavingInput, LeavingView>(
            "/members/{member}/leaving",
            (ask, input) => privacy.Leavings.Record(ask.Context, ask.Bank, ask.Household, ask.Number("member"), input))
            .Requires(Role.Clerk)
            .WithSummary("A member is no more in the household: died, moved or left")
            .WithExample(new LeavingInput(new LocalDate(2026, 3, 1), "moved"));
        bank.Get("/consents", ask => new Page<ConsentCount>(privacy.Consents.Counts(ask.Bank), null)).Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("How many members agree to each purpose now");

        var erasures = bank.MapGroup("/erasures");
        erasures.Get(
            "", query => query.Paging(),
            (ask, paging) => Page<ErasureView>.Of(
                privacy.Erasures.All(ask.Bank, FundApi.Before(paging), paging.Limit + 1), paging, erasure => erasure.Number))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("Erasures, newest first");
        erasures.Get("/{erasure}", ask => privacy.Erasures.Get(ask.Bank, ask.Number("erasure"))).Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("One erasure");
        erasures.Post<ErasureInput, ErasureView>("", (ask, input) => privacy.Erasures.Ask(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("Ask that a member who left be erased, or all of a household that is no more")
            .WithExample(new ErasureInput(12, 31));
        erasures.Post<NothingInput, ErasureView>(
            "/{erasure}/execution", (ask, _) => privacy.Erasures.CarryOut(ask.Context, ask.Bank, ask.Number("erasure")))
            .Requires(Role.Supervisor)
            .WithSummary("Carry it out: names and words go for good, amounts and days stay")
            .WithExample(new NothingInput());
        erasures.Post<NothingInput, ErasureView>(
            "/{erasure}/refusal", (ask, _) => privacy.Erasures.Refuse(ask.Context, ask.Bank, ask.Number("erasure")))
            .Requires(Role.Supervisor).WithSummary("Say no to it").WithExample(new NothingInput());

        var retention = bank.MapGroup("/retention");
        retention.Get("", ask => privacy.Retention.View(ask.Bank)).Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("For how many months what is kept, what is due, and the last runs");
        retention.Put<RetentionInput, RetentionView>("", (ask, input) => privacy.Retention.Set(ask.Context, ask.Bank, input))
            .Requires(Role.Supervisor)
            .WithSummary("Keep kinds of data for so many months")
            .WithExample(new RetentionInput(new Dictionary<string, long> { ["evidence"] = 24 }));
        retention.Post<NothingInput, RetentionRun>("/runs", (ask, _) => privacy.Retention.Run(ask.Context, ask.Bank))
            .Requires(Role.Supervisor).WithSummary("Erase now what is due; the clock does it once a day").WithExample(new NothingInput());

        var publications = bank.MapGroup("/publication-assessments");
        publications.Get("", query => query.Paging(), (ask, paging) => Page<DisclosureView>.Of(
                privacy.Disclosures.All(ask.Bank, FundApi.Before(paging), paging.Limit + 1), paging, assessment => assessment.Number))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("Decisions to publish something, newest first");
        publications.Get("/{assessment}", ask => privacy.Disclosures.Get(ask.Bank, ask.Number("assessment")))
            .Requires(Role.Clerk, Role.Supervisor)
            .WithSummary("One decision to publish something");
        publications.Post<DisclosureInput, DisclosureView>("", (ask, input) => privacy.Disclosures.Record(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("Record a decision to publish something, with what was weighed")
            .WithExample(new DisclosureInput(
                "red", "鼓励善行", "户主姓名（本人同意）、积分、名次", "不公开名次起不到鼓励作用", "落后户可能被议论", "未同意者姓名打码", "村民代表会议", new LocalDate(2026, 3, 1),
                new LocalDate(2027, 3, 1), "会议记录 3 号"));
    }

    static async Task Export(HttpContext http, Desks desks)
    {
        var query = new QueryReader(http.Request.Query);
        var format = query.OneOf("format", HouseholdExport.Formats) ?? "json";
        if (query.Finish() is { } refusals)
        {
            await Problems.Write(http, refusals);
            return;
        }
        var ask = Ask.Of(http);
        var made = await ExportFile.Of(desks, ask.Caller, ask.Bank, ask.Household, format);
        if (made.Refusal is { } refusal)
        {
            await Problems.Write(http, refusal);
            return;
        }
        await using var file = made.Value;
        http.Response.ContentType = ExportFile.TypeOf(format);
        http.Response.ContentLength = file.Length;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"household-{ask.Household}.{format}\"";
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
