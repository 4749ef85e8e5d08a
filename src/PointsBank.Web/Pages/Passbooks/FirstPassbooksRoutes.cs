using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.Passbooks;

/// <summary>Who may get passbooks together.</summary>
/// <param name="Groups">Every group, with its households that have none.</param>
/// <param name="Without">All households that have none.</param>
/// <param name="Seed">The secret from which the cards' own are made; drawn for this form.</param>
public sealed record FirstPassbooksFacts(IReadOnlyList<GroupView> Groups, int Without, string Seed)
{
    /// <summary>Whether anybody was brought in yet: groups come with their first household.</summary>
    public bool HasHouseholds => Groups.Count > 0;
}

/// <summary>The covers of several booklets, and what stands on the back of each.</summary>
public sealed record CoversFacts(IReadOnlyList<CoverView> Covers, CoverRules Rules);

/// <summary>
/// Passbooks for all who have none: chosen, checked, issued and printed. The sheet is the answer itself: the same form sent again, after a
/// crash too, shows the same cards.
/// </summary>
static class FirstPassbooksRoutes
{
    public static void MapFirstPassbookPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var passbooks = pages.MapGroup("/v/{bank}/clerk/first-passbooks").Requires(Role.Clerk);
        passbooks.Page("", visit => visit.Show<FirstPassbooksPage>(FactsOf(visit, null)));
        passbooks.Form("/choose", (visit, form) => visit.Show<FirstPassbooksPage>(FactsOf(visit, form)));
        passbooks.Form("/check", async (visit, form) =>
        {
            var input = Read(form);
            if (form.Finish() is { } refusals) return visit.Again<FirstPassbooksPage>(refusals, FactsOf(visit, form));
            var tried = await visit.Try(context => desks.FirstPassbooks.Issue(context, visit.Bank, input));
            if (tried.Refusal is { } refusal) return visit.Again<FirstPassbooksPage>(refusal, FactsOf(visit, form));
            return tried.Value.Cards.Count == 0 ? visit.Go(At(visit)) : visit.Show<FirstPassbooksCheckPage>(tried.Value);
        });
        passbooks.Form("", async (visit, form) =>
        {
            var input = Read(form);
            if (form.Finish() is { } refusals) return visit.Again<FirstPassbooksPage>(refusals, FactsOf(visit, form));
            var issued = await visit.Write(form, context => desks.FirstPassbooks.Issue(context, visit.Bank, input));
            if (issued.Refusal is { } refusal) return visit.Again<FirstPassbooksPage>(refusal, FactsOf(visit, form));
            // Somebody else issued them meanwhile.
            return issued.Value.Cards.Count == 0 ? visit.Go(At(visit)) : visit.Show<FirstPassbooksSheet>(issued.Value);
        });
        passbooks.Page("/covers", visit =>
        {
            var covers = desks.FirstPassbooks.Covers(visit.Bank, visit.Query("first") ?? "", visit.Query("last") ?? "");
            return covers.Count == 0
                ? visit.Refuse(new Refusal(VillageRefusals.UnknownPassbook, "first"))
                : visit.Show<CoversSheet>(new CoversFacts(covers, CoverRules.Of(desks.Banks.SettingsOf(visit.Bank), visit.Today)));
        });
    }

    /// <summary>The address of these pages.</summary>
    public static string At(Visit visit, string page = "") => ClerkLinks.At(visit, $"first-passbooks{page}");

    static FirstPassbooksFacts FactsOf(Visit visit, FormReader? form)
    {
        var groups = visit.Desks.FirstPassbooks.GroupsWithout(visit.Bank);
        var seed = form?.Text("seed") is { Length: > 0 } kept ? kept : CardsRoutes.NewSeed();
        return new(groups, groups.Sum(group => group.Households), seed);
    }

    static FirstPassbooksInput Read(FormReader form) =>
        new(form.Required("seed"), form.Text("group", 100) is { Length: > 0 } group ? group : null);
}
