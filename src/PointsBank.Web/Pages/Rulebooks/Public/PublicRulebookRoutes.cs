using PointsBank.Ledger;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Rulebooks.Public;

/// <summary>A version of the rulebook among all there are.</summary>
public sealed record PublicRulebookFacts(RulebookView Book, IReadOnlyList<RulebookView> All);

/// <summary>The rulebook in public, on the screen and as a sheet for the wall.</summary>
static class PublicRulebookRoutes
{
    public static void MapPublicRulebook(this IEndpointRouteBuilder pages)
    {
        pages.Page("/v/{bank}/rulebook", Shown<RulebookPage>).Public();
        pages.Page("/v/{bank}/rulebook/sheet", Shown<RulebookSheetPage>).Public();
    }

    static IResult Shown<TPage>(Visit visit) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var facts = Rulebook(visit);
        return facts.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<TPage>(facts.Value);
    }

    /// <summary>The rulebook in force today, or on the day that the address names.</summary>
    static Outcome<PublicRulebookFacts> Rulebook(Visit visit)
    {
        var query = new QueryReader(visit.Http.Request.Query);
        var day = query.Date("on") ?? visit.Today;
        if (query.Finish() is [var refusal, ..]) return refusal;
        return visit.Desks.Rulebooks.On(visit.Bank, day)
            .Then(book => new PublicRulebookFacts(book, visit.Desks.Rulebooks.Decided(visit.Bank)));
    }
}
