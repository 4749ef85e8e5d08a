using PointsBank.Village;
using PointsBank.Village.Households;
using PointsBank.Village.Privacy;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Households.Personal;

namespace PointsBank.Web.Pages.Privacy;

/// <summary>What a household's members said, every time, and who of them may say yes here.</summary>
public sealed record OwnPrivacyFacts(HouseholdView Household, IReadOnlyList<ConsentEntry> History);

/// <summary>What would be said.</summary>
public sealed record OwnConsentFacts(MemberView Member, string Purpose, bool Given);

/// <summary>A household's own page: it says yes or no itself, and takes along all that the village knows of it.</summary>
static class OwnPrivacyRoutes
{
    public static void MapOwnPrivacy(this IEndpointRouteBuilder pages, Desks desks)
    {
        var own = pages.MapGroup("/v/{bank}/h/{household}/privacy").RequiresOwnHousehold();
        own.Page("", visit => visit.Show<OwnPrivacyPage>(Facts(visit)));
        own.Page("/export", PrivacyRoutes.Export);
        own.Form("/again", (visit, _) => visit.Show<OwnPrivacyPage>(Facts(visit)));
        own.Form("/check", (visit, form) => Say(visit, form, isTrial: true));
        own.Form("/consents", (visit, form) => Say(visit, form, isTrial: false));

        async Task<IResult> Say(Visit visit, FormReader form, bool isTrial)
        {
            var said = new ConsentSaid(form.RequiredNumber("member", 1), form.Required("purpose"), form.Flag("given"));
            if (form.Finish() is { } refusals) return visit.Again<OwnPrivacyPage>(refusals, Facts(visit));
            var outcome = isTrial
                ? await visit.Try(context => desks.Privacy.Consents.Say(context, visit.Bank, visit.Household, said))
                : await visit.Write(form, context => desks.Privacy.Consents.Say(context, visit.Bank, visit.Household, said));
            if (outcome.Refusal is { } refusal) return visit.Again<OwnPrivacyPage>(refusal, Facts(visit));
            return isTrial
                ? visit.Show<OwnConsentCheckPage>(
                    new OwnConsentFacts(outcome.Value.Members.First(member => member.Number == said.Member), said.Purpose, said.Given))
                : visit.Go(At(visit), said.Given ? "privacy_said_yes" : "privacy_said_no");
        }
    }

    public static string At(Visit visit, string page = "") => $"{HouseholdRoutes.Home(visit)}/privacy{page}";

    static OwnPrivacyFacts Facts(Visit visit) =>
        new(
            visit.Desks.Households.Get(visit.Bank, visit.Household).Value,
            visit.Desks.Privacy.Consents.History(visit.Bank, visit.Household).Value);
}
