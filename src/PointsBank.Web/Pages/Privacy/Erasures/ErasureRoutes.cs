using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Privacy;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Funds;

namespace PointsBank.Web.Pages.Privacy.Erasures;

public sealed record ErasuresFacts(IReadOnlyList<ErasureView> Erasures, string? Next);

/// <summary>Whose names would go: those of the household or the one member asked for.</summary>
public sealed record ErasureFacts(ErasureView Erasure, IReadOnlyList<MemberView> People);

/// <summary>Erasures: a clerk asks, a supervisor carries out or says no.</summary>
static class ErasureRoutes
{
    const int OnePage = 30;

    public static void MapErasures(this IEndpointRouteBuilder desk, Desks desks)
    {
        var erasures = desks.Privacy.Erasures;
        var readers = desk.MapGroup("/erasures").Requires(Role.Clerk, Role.Supervisor);
        readers.Page("", visit => visit.Show<ErasuresPage>(List(visit)));
        readers.Page("/{erasure}", visit => With(visit, facts => Task.FromResult(visit.Show<ErasurePage>(facts))));

        var clerks = desk.MapGroup("/erasures").Requires(Role.Clerk);
        clerks.Form("/change", (visit, _) => visit.Show<ErasuresPage>(List(visit)));
        clerks.Form("/check", (visit, form) => Ask(visit, form, isTrial: true));
        clerks.Form("", (visit, form) => Ask(visit, form, isTrial: false));

        var supervisors = desk.MapGroup("/erasures/{erasure}").Requires(Role.Supervisor);
        supervisors.Form("/execution/check", (visit, _) => With(visit, async facts =>
        {
            var tried = await visit.Try(context => erasures.CarryOut(context, visit.Bank, facts.Erasure.Number));
            return tried.Refusal is { } refusal
                ? visit.Again<ErasurePage>(refusal, facts)
                : visit.Show<ErasureDoneCheckPage>(facts with { Erasure = tried.Value });
        }));
        supervisors.Form("/execution/change", (visit, _) => With(visit, facts => Task.FromResult(visit.Show<ErasurePage>(facts))));
        supervisors.Form(
            "/execution",
            (visit, form) => Decide(
                visit, form, context => erasures.CarryOut(context, visit.Bank, visit.Ask.Number("erasure")), "privacy_erased"));
        supervisors.Form(
            "/refusal",
            (visit, form) => Decide(
                visit, form, context => erasures.Refuse(context, visit.Bank, visit.Ask.Number("erasure")), "privacy_refused"));

        async Task<IResult> Ask(Visit visit, FormReader form, bool isTrial)
        {
            var input = new ErasureInput(form.RequiredNumber("household", 1), form.Number("member", 1));
            if (form.Finish() is { } refusals) return visit.Again<ErasuresPage>(refusals, List(visit));
            var outcome = isTrial
                ? await visit.Try(context => erasures.Ask(context, visit.Bank, input))
                : await visit.Write(form, context => erasures.Ask(context, visit.Bank, input));
            if (outcome.Refusal is { } refusal) return visit.Again<ErasuresPage>(refusal, List(visit));
            return isTrial
                ? visit.Show<ErasureCheckPage>(Facts(visit, outcome.Value))
                : visit.Go(At(visit, outcome.Value.Number), "privacy_asked");
        }
    }

    public static string At(Visit visit, long number, string page = "") => PrivacyRoutes.At(visit, $"erasures/{number}{page}");

    static ErasuresFacts List(Visit visit)
    {
        var rows = visit.Desks.Privacy.Erasures.All(visit.Bank, FundRoutes.Before(visit), OnePage + 1);
        return new([.. rows.Take(OnePage)], rows.Count > OnePage ? FundRoutes.Text(rows[OnePage - 1].Number) : null);
    }

    static ErasureFacts Facts(Visit visit, ErasureView erasure) =>
        new(
            erasure,
            [.. visit.Desks.Households.Get(visit.Bank, erasure.Household).Value.Members.Where(
                member => erasure.Member is null || erasure.Member == member.Number)]);

    static Task<IResult> With(Visit visit, Func<ErasureFacts, Task<IResult>> then)
    {
        var found = visit.Desks.Privacy.Erasures.Get(visit.Bank, visit.Ask.Number("erasure"));
        return found.Refusal is { } refusal ? Task.FromResult(visit.Refuse(refusal)) : then(Facts(visit, found.Value));
    }

    static Task<IResult> Decide(Visit visit, FormReader form, Func<WriteContext, Task<Outcome<ErasureView>>> decide, string done) =>
        With(visit, async facts =>
    {
        var outcome = await visit.Write(form, decide);
        return outcome.Refusal is { } refusal ? visit.Again<ErasurePage>(refusal, facts) : visit.Go(At(visit, facts.Erasure.Number), done);
    });
}
