using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Favours;
using PointsBank.Village.Honours;
using PointsBank.Web.Pages.Favours.Suspensions;
using PointsBank.Web.Pages.Honours;
using PointsBank.Web.Pages.Households.Personal;

namespace PointsBank.Web.Pages.Favours;

/// <summary>A household's favours with the reasons, its stars, its honours and its certificates.</summary>
public sealed record MyFavoursFacts(
    HouseholdFavoursView Favours, HouseholdStarsView Stars, IReadOnlyList<AwardView> Awards, IReadOnlyList<RatingView> Ratings,
    IReadOnlyList<FavourReminderView> Reminders);

/// <summary>Favours, stars and honours at a household's own door; it objects and asks for a certificate here.</summary>
static class HouseholdFavourRoutes
{
    const int Last = 20;

    public static void MapHouseholdFavours(this IEndpointRouteBuilder own, Desks desks)
    {
        own.Page("/favours", visit => With(visit, facts => Task.FromResult(visit.Show<MyFavoursPage>(facts))));
        own.Page("/favours/objection", visit => With(visit, facts => Task.FromResult(visit.Show<MyObjectionPage>(facts))));
        own.Form("/favours/objection/again", (visit, _) => With(visit, facts => Task.FromResult(visit.Show<MyObjectionPage>(facts))));
        own.Form("/favours/objection/check", (visit, form) => Object(visit, form, isTrial: true));
        own.Form("/favours/objection", (visit, form) => Object(visit, form, isTrial: false));
        own.Form("/favours/again", (visit, _) => With(visit, facts => Task.FromResult(visit.Show<MyFavoursPage>(facts))));
        own.Form("/favours/certificate/check", (visit, form) => Issue(visit, form, isTrial: true));
        own.Form("/favours/certificate", (visit, form) => Issue(visit, form, isTrial: false));
        own.Page("/favours/certificates/{certificate}", visit =>
        {
            var found = desks.Ratings.Get(visit.Bank, visit.Ask.Number("certificate"));
            return found is { Refusal: null } && found.Value.Household != visit.Household
                ? visit.Refuse(new Refusal(VillageRefusals.UnknownCertificate))
                : RatingRoutes.Sheet(visit, found, At(visit));
        });

        Task<IResult> Object(Visit visit, FormReader form, bool isTrial) => With(visit, async facts =>
        {
            var input = new FavourObjectionInput(form.RequiredNumber("suspension", 1), form.Required("words", 2_000), "household");
            if (form.Finish() is { } refusals) return visit.Again<MyObjectionPage>(refusals, facts);
            var done = isTrial
                ? await visit.Try(context => desks.Suspensions.Object(context, visit.Bank, visit.Household, input))
                : await visit.Write(form, context => desks.Suspensions.Object(context, visit.Bank, visit.Household, input));
            if (done.Refusal is { } refusal) return visit.Again<MyObjectionPage>(refusal, facts);
            return isTrial ? visit.Show<MyObjectionCheckPage>(facts) : visit.Go(At(visit), "favour_objected");
        });

        Task<IResult> Issue(Visit visit, FormReader form, bool isTrial) => With(visit, async facts =>
        {
            var input = new RatingInput((int?)form.Number("year", 1949, 2199));
            if (form.Finish() is { } refusals) return visit.Again<MyFavoursPage>(refusals, facts);
            var done = isTrial
                ? await visit.Try(context => desks.Ratings.Issue(context, visit.Bank, visit.Household, input))
                : await visit.Write(form, context => desks.Ratings.Issue(context, visit.Bank, visit.Household, input));
            if (done.Refusal is { } refusal) return visit.Again<MyFavoursPage>(refusal, facts);
            return isTrial ? visit.Show<MyRatingCheckPage>(done.Value) : visit.Go(At(visit, $"/certificates/{done.Value.Number}"));
        });
    }

    public static string At(Visit visit, string page = "") => $"{HouseholdRoutes.Home(visit)}/favours{page}";

    static Task<IResult> With(Visit visit, Func<MyFavoursFacts, Task<IResult>> show)
    {
        var (desks, bank, household) = (visit.Desks, visit.Bank, visit.Household);
        var favours = desks.Favours.Of(visit.Caller, bank, household);
        return favours.Refusal is { } refusal
            ? Task.FromResult(visit.Refuse(refusal))
            : show(
                new(
                    favours.Value, desks.Ratings.StarsOf(bank, household).Value, desks.Honours.Awards(bank, household, 0, Last),
                    desks.Ratings.All(bank, household, 0, Last),
                [.. desks.Suspensions.Reminders(bank, household, 0, Last).Where(reminder => reminder.Year == favours.Value.Year)]));
    }
}
