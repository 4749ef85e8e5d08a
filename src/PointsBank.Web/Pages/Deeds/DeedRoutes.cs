using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;
using PointsBank.Web.Pages.Rulebooks;

namespace PointsBank.Web.Pages.Deeds;

/// <summary>The form for one deed: the rules to choose from, what stands in its fields, and what was found to be wrong.</summary>
public sealed record DeedFacts(IReadOnlyList<Rule> Rules, SlipRow Row, HouseholdLine? Household, SlipLine? Line = null);

/// <summary>One credit or deduction, entered or claimed as its rule wants: a batch of a single slip, with a form of its own.</summary>
static class DeedRoutes
{
    public static void MapDeedPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var deeds = pages.MapGroup("/v/{bank}/clerk/deeds").Requires(Role.Clerk);
        deeds.Page(
            "/new", visit => visit.Show<DeedPage>(Facts(visit, new SlipRow(visit.Query("household") ?? "", visit.Query("rule") ?? ""))));
        deeds.Form("/check", async (visit, form) =>
        {
            var row = RowOf(form);
            if (row.IsEmpty) row = row with { Quantity = "1" };
            var lines = await new SlipReader(visit).Check(new([row]));
            return lines[0].IsSound
                ? visit.Show<DeedCheckPage>(lines[0])
                : visit.Show<DeedPage>(Facts(visit, row, lines[0]), StatusCodes.Status422UnprocessableEntity);
        });
        deeds.Form("/again", (visit, form) => visit.Show<DeedPage>(Facts(visit, Single(form))));
        deeds.Form("/write", async (visit, form) =>
        {
            var row = Single(form);
            if (new SlipReader(visit).Read(new([row])).ToList() is not [{ Input: { } input }])
                return visit.Show<DeedPage>(Facts(visit, row));
            var outcome = await visit.Write(form, context => desks.Slips.Enter(context, visit.Bank, [input]));
            if (outcome.Refusal is { } refusal)
            {
                if (refusal.Kind == LedgerRefusals.KeyReused) visit.RenewKey();
                return visit.Again<DeedPage>(refusal, Facts(visit, row));
            }
            if (outcome.Value.Items[0] is not { Deed: { } deed })
                return visit.Go(ClerkLinks.At(visit, $"claims/{outcome.Value.Items[0].Claim!.Number}"), "claim_submitted");
            return visit.Go(ClerkLinks.At(visit, $"journal/{deed.Entry}"), deed.Merit < 0 ? "clerk_deduction" : "clerk_credit");
        });
    }

    static SlipRow RowOf(FormReader form) => new(
        form.Text("chosen") is { Length: > 0 } chosen ? chosen : form.Text("household"), form.Text("rule"), form.Text("quantity"),
        form.Text("effectiveOn"), form.Text("member"), form.Text("memo"));

    static SlipRow Single(FormReader form) => SlipBatch.Of(form).Rows is [var row, ..] ? row : SlipRow.Empty;

    static DeedFacts Facts(Visit visit, SlipRow row, SlipLine? line = null)
    {
        var day = TypedText.Day(row.Day, visit.Today) ?? visit.Today;
        var household = line?.Household
            ?? (row.Household.Length > 0 && new SlipReader(visit).Households(row.Household) is [var one] ? one : null);
        var rules = RuleWords.Open(visit, day);
        // A day of another rulebook, or of none, takes no choice away: what is wrong is the day.
        var stands = row.Rule.Length == 0 ? rules.Count > 0 : rules.Any(rule => rule.Code == row.Rule);
        return new(stands ? rules : RuleWords.Open(visit, visit.Today), row, household, line);
    }
}
