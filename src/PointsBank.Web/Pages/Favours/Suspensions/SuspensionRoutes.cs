using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Favours;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Favours.Suspensions;

/// <summary>A step of a suspension as it would be written; what was typed is in the form that came.</summary>
public sealed record SuspensionStepFacts(SuspensionView Suspension, string Step, FavourObjectionView? Objection);

/// <summary>What becomes of a suspension once it is recorded. Each step is read on a second page before it is written.</summary>
static class SuspensionRoutes
{
    public static void MapSuspensionSteps(this IEndpointRouteBuilder door, SuspensionDesk suspensions)
    {
        var supervisor = door.MapGroup("/suspensions/{suspension}").Requires(Role.Supervisor);
        supervisor.MapStep(
            "confirmation", "favour_confirmed", (visit, _, number) => context => suspensions.Confirm(context, visit.Bank, number));
        supervisor.MapStep("refusal", "favour_refused", (visit, form, number) =>
        {
            var input = new SuspensionReasonInput(form.Required("reason", 2_000));
            return context => suspensions.Refuse(context, visit.Bank, number, input);
        });
        supervisor.MapStep("amendment", "favour_amended", (visit, form, number) =>
        {
            var input = new SuspensionReasonInput(form.Required("reason", 2_000));
            return context => suspensions.Amend(context, visit.Bank, number, input);
        });
        supervisor.MapStep("ruling", "favour_ruled", (visit, form, number) =>
        {
            var (objection, input) = (
                form.RequiredNumber("objection", 1), new FavourRulingInput(form.Required("outcome", 20), form.Required("reason", 2_000)));
            return async context =>
                (await suspensions.Rule(context, visit.Bank, objection, input)).Then(_ => suspensions.Get(visit.Bank, number).Value);
        });

        var desk = door.MapGroup("/suspensions/{suspension}").Requires(Role.Clerk, Role.Supervisor);
        desk.Form("/again", (visit, _) => FavourRoutes.Suspension(visit, facts => visit.Show<SuspensionPage>(facts)));
        desk.MapStep("objection", "favour_written", (visit, form, number) =>
        {
            var input = new FavourObjectionInput(number, form.Required("words", 2_000), "voice");
            return async context =>
            {
                var found = suspensions.Get(visit.Bank, number);
                if (found.Refusal is { } refusal) return refusal;
                return (await suspensions.Object(context, visit.Bank, found.Value.Household, input))
                    .Then(_ => suspensions.Get(visit.Bank, number).Value);
            };
        });
    }

    /// <summary>A step: read and tried for its check page, and written from there.</summary>
    static void MapStep(
        this IEndpointRouteBuilder steps, string name, string done,
        Func<Visit, FormReader, long, Func<WriteContext, Task<Outcome<SuspensionView>>>> read)
    {
        steps.Form($"/{name}/check", (visit, form) => Take(visit, form, isTrial: true));
        steps.Form($"/{name}", (visit, form) => Take(visit, form, isTrial: false));

        async Task<IResult> Take(Visit visit, FormReader form, bool isTrial)
        {
            var number = visit.Ask.Number("suspension");
            var write = read(visit, form, number);
            if (form.Finish() is { } refusals) return FavourRoutes.Suspension(visit, facts => visit.Again<SuspensionPage>(refusals, facts));
            var outcome = isTrial ? await visit.Try(write) : await visit.Write(form, write);
            if (outcome.Refusal is { } refusal) return FavourRoutes.Suspension(visit, facts => visit.Again<SuspensionPage>(refusal, facts));
            if (!isTrial) return visit.Go(FavourRoutes.At(visit, $"suspensions/{number}"), done);
            return FavourRoutes.Suspension(visit, facts => visit.Show<SuspensionStepPage>(
                new SuspensionStepFacts(facts.Suspension, name, facts.Objections.FirstOrDefault(item => item.Ruling is null))));
        }
    }
}
