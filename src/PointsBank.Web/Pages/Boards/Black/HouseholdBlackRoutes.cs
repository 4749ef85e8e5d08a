using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Boards;
using PointsBank.Web.Pages.Households.Personal;

namespace PointsBank.Web.Pages.Boards.Black;

/// <summary>What stands on the black board of the household itself, and one entry of it that it objects to.</summary>
public sealed record HouseholdBlackFacts(IReadOnlyList<BlackView> Entries, BlackView? Chosen = null);

/// <summary>A household sees its own entry with its reason, and objects in its own words.</summary>
static class HouseholdBlackRoutes
{
    public static void MapHouseholdBlack(this IEndpointRouteBuilder own, Desks desks)
    {
        own.Page("/black", visit => visit.Show<HouseholdBlackPage>(new HouseholdBlackFacts(Of(visit))));
        own.Form(
            "/black/{entry}/objection/again",
            (visit, _) => With(
                visit, chosen => Task.FromResult(visit.Show<HouseholdBlackPage>(new HouseholdBlackFacts(Of(visit), chosen)))));
        own.Form("/black/{entry}/objection/check", (visit, form) => Read(visit, form, async (chosen, input) =>
        {
            var tried = await visit.Try(context => desks.BlackObjections.Object(context, visit.Bank, chosen.Number, input));
            return tried.Refusal is { } refusal
                ? visit.Again<HouseholdBlackPage>(refusal, new HouseholdBlackFacts(Of(visit), chosen))
                : visit.Show<HouseholdBlackCheckPage>(chosen);
        }));
        own.Form("/black/{entry}/objection", (visit, form) => Read(visit, form, async (chosen, input) =>
        {
            var written = await visit.Write(form, context => desks.BlackObjections.Object(context, visit.Bank, chosen.Number, input));
            return written.Refusal is { } refusal
                ? visit.Again<HouseholdBlackPage>(refusal, new HouseholdBlackFacts(Of(visit), chosen))
                : visit.Go(At(visit), "black_objected");
        }));
    }

    /// <summary>An address of these pages.</summary>
    public static string At(Visit visit, string page = "") => $"{HouseholdRoutes.Home(visit)}/black{page}";

    public static IReadOnlyList<BlackView> Of(Visit visit) => visit.Desks.Black.OfHousehold(visit.Bank, visit.Household);

    static Task<IResult> With(Visit visit, Func<BlackView, Task<IResult>> then) =>
        Of(visit).FirstOrDefault(entry => entry.Number == visit.Ask.Number("entry")) is { } found
        ? then(found)
        : Task.FromResult(visit.Refuse(new Refusal(VillageRefusals.UnknownBlackEntry)));

    static Task<IResult> Read(Visit visit, FormReader form, Func<BlackView, BlackObjectionInput, Task<IResult>> then) =>
        With(visit, chosen =>
    {
        var words = form.Required("words", 400);
        return form.Finish() is { } refusals
            ? Task.FromResult(visit.Again<HouseholdBlackPage>(refusals, new HouseholdBlackFacts(Of(visit), chosen)))
            : then(chosen, new(words));
    });
}
