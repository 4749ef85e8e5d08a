using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Privacy;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;
using PointsBank.Web.Pages.Privacy.Disclosures;
using PointsBank.Web.Pages.Privacy.Erasures;

namespace PointsBank.Web.Pages.Privacy;

/// <summary>What a village tells everybody about what it keeps: for how many months which kind of data.</summary>
public sealed record PrivacyFacts(IReadOnlyDictionary<string, int> Months);

/// <summary>What the desk sees first.</summary>
public sealed record PrivacyHomeFacts(
    IReadOnlyList<ConsentCount> Consents, RetentionView Retention, IReadOnlyList<ErasureView> Erasures,
    IReadOnlyList<DisclosureView> Disclosures);

/// <summary>A household as the desk sees it: what its members said, who left, and what can be done for it.</summary>
public sealed record HouseholdRecordFacts(
    HouseholdView Household, IReadOnlyList<ConsentEntry> History, IReadOnlyList<LeavingView> Leavings);

/// <summary>Privacy: a public page in plain words, and the desk's pages behind it.</summary>
static class PrivacyRoutes
{
    const int Latest = 5;

    public static void MapPrivacy(this IEndpointRouteBuilder pages, Desks desks)
    {
        var privacy = desks.Privacy;
        pages.Page("/v/{bank}/privacy", visit => visit.Show<PrivacyPage>(new PrivacyFacts(privacy.Retention.Months(visit.Bank)))).Public();
        pages.MapOwnPrivacy(desks);

        var desk = pages.MapGroup("/v/{bank}/privacy/desk");
        var readers = desk.MapGroup("").Requires(Role.Clerk, Role.Supervisor);
        readers.Page("", visit => visit.Show<PrivacyHomePage>(new PrivacyHomeFacts(
            privacy.Consents.Counts(visit.Bank), privacy.Retention.View(visit.Bank), privacy.Erasures.All(visit.Bank, null, Latest),
            privacy.Disclosures.All(visit.Bank, null, Latest))));
        readers.Page("/find", visit => visit.Go(AtHousehold(visit, Asked.Of(visit).Number("household") ?? 0)));
        readers.Page("/retention", visit => visit.Show<RetentionPage>(privacy.Retention.View(visit.Bank)));
        desk.MapErasures(desks);
        desk.MapDisclosures(desks);

        var supervisors = desk.MapGroup("/retention").Requires(Role.Supervisor);
        supervisors.Form("", async (visit, form) =>
        {
            var months = privacy.Retention.Kinds.ToDictionary(kind => kind, kind => form.RequiredNumber($"months.{kind}", 1));
            if (form.Finish() is { } refusals) return visit.Again<RetentionPage>(refusals, privacy.Retention.View(visit.Bank));
            var written = await visit.Write(form, context => privacy.Retention.Set(context, visit.Bank, new(months)));
            return written.Refusal is { } refusal
                ? visit.Again<RetentionPage>(refusal, privacy.Retention.View(visit.Bank))
                : visit.Go(At(visit, "retention"), "privacy_months_set");
        });
        supervisors.Form("/runs/check", (visit, _) => visit.Show<RetentionCheckPage>(privacy.Retention.View(visit.Bank)));
        supervisors.Form("/runs/change", (visit, _) => visit.Go(At(visit, "retention")));
        supervisors.Form("/runs", async (visit, form) =>
        {
            var run = await visit.Write(form, context => privacy.Retention.Run(context, visit.Bank));
            return run.Refusal is { } refusal
                ? visit.Again<RetentionPage>(refusal, privacy.Retention.View(visit.Bank))
                : visit.Go(At(visit, "retention"), "privacy_ran", ("count", run.Value.Counts.Sum(kind => kind.Rows)));
        });

        var clerks = desk.MapGroup("/households/{household}").Requires(Role.Clerk);
        readers.Page("/households/{household}", visit => Shown(visit, facts => visit.Show<HouseholdRecordPage>(facts)));
        clerks.Page("/export", visit => Export(visit));
        clerks.Form("/consents", (visit, form) => Changed(visit, form, async facts =>
        {
            var said = new ConsentSaid(
                form.RequiredNumber("member"), form.Required("purpose"), form.Required("given") == "true", form.Required("how"),
                form.Text("document"));
            return form.Finish() is { } refusals ? (refusals, null)
                : (
                    (IReadOnlyList<Refusal>?)null,
                    (await visit.Write(form, context => privacy.Consents.Say(context, visit.Bank, visit.Household, said))).Refusal);
        }, "privacy_consent_noted"));
        clerks.Form("/leavings", (visit, form) => Changed(visit, form, async facts =>
        {
            var (member, input) = (form.RequiredNumber("leaver", 1), new LeavingInput(form.RequiredDate("leftOn"), form.Required("kind")));
            if (form.Finish() is { } refusals) return (refusals, null);
            var outcome = await visit.Write(form, context => privacy.Leavings.Record(context, visit.Bank, visit.Household, member, input));
            return (null, outcome.Refusal is { Field: "member" } refusal ? refusal with { Field = "leaver" } : outcome.Refusal);
        }, "privacy_leaving_noted"));

        Task<IResult> Changed(
            Visit visit, FormReader form, Func<HouseholdRecordFacts, Task<(IReadOnlyList<Refusal>? Wrong, Refusal? Refused)>> change,
            string done) =>
            Shown(visit, async facts =>
        {
            var (wrong, refused) = await change(facts);
            if (wrong is not null) return visit.Again<HouseholdRecordPage>(wrong, facts);
            return refused is not null
                ? visit.Again<HouseholdRecordPage>(refused, facts)
                : visit.Go(AtHousehold(visit, visit.Household), done);
        });
    }

    /// <summary>The desk's pages.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links(Visit visit) =>
    [
        ClerkLinks.IsClerk(visit) ? ($"{visit.Home}/clerk", "clerk_home") : ($"{visit.Home}/supervisor", "supervisor_home"),
        (At(visit), "privacy_home"), (At(visit, "erasures"), "privacy_erasures"), (At(visit, "retention"), "privacy_retention"),
        (At(visit, "publications"), "privacy_publications"), ($"{visit.Home}/privacy", "privacy_public"),
    ];

    /// <summary>An address of the desk's pages.</summary>
    public static string At(Visit visit, string page = "") =>
        page.Length == 0 ? $"{visit.Home}/privacy/desk" : $"{visit.Home}/privacy/desk/{page}";

    public static string AtHousehold(Visit visit, long household, string page = "") => At(visit, $"households/{household}{page}");

    /// <summary>Everything about the household of the address, as a file.</summary>
    public static async Task<IResult> Export(Visit visit)
    {
        var format = visit.Query("format") ?? "xlsx";
        var made = await ExportFile.Of(visit.Desks, visit.Caller, visit.Bank, visit.Household, format);
        return made.Refusal is { } refusal
            ? visit.Refuse(refusal)
            : Results.File(made.Value, ExportFile.TypeOf(format), $"household-{visit.Household}.{format}");
    }

    static Task<IResult> Shown(Visit visit, Func<HouseholdRecordFacts, Task<IResult>> then)
    {
        var household = visit.Desks.Households.Get(visit.Bank, visit.Household);
        return household.Refusal is { } refusal
            ? Task.FromResult(visit.Refuse(refusal))
            : then(
                new(
                    household.Value, visit.Desks.Privacy.Consents.History(visit.Bank, visit.Household).Value,
                    visit.Desks.Privacy.Leavings.Of(visit.Bank, visit.Household)));
    }

    static Task<IResult> Shown(Visit visit, Func<HouseholdRecordFacts, IResult> then) =>
        Shown(visit, facts => Task.FromResult(then(facts)));
}
