using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.Claims.Reminders;

/// <summary>
/// Reminders, newest first; the rules of which one may be reminded; and the deductions that wait for a meeting without the reminders that
/// it asks for.
/// </summary>
public sealed record RemindersFacts(
    IReadOnlyList<ReminderView> Reminders, string? Next, IReadOnlyList<Rule> Rules, HouseholdLine? Household, IReadOnlyList<ClaimLine> Due);

/// <summary>A reminder in writing, and its rule as it is in force now; null where the rulebook has it no more.</summary>
public sealed record ReminderLetterFacts(ReminderView Reminder, Rule? Rule);

/// <summary>Reminders before a deduction: in private first, then in writing.</summary>
static class ReminderRoutes
{
    const int PageSize = 50, MaxDue = 100;

    public static IReadOnlyList<string> Kinds { get; } = ["private", "written"];

    public static void MapReminders(this IEndpointRouteBuilder pages, Desks desks)
    {
        var reminders = pages.MapGroup("/v/{bank}/clerk/reminders").Requires(Role.Clerk);
        reminders.Page("", visit => visit.Show<RemindersPage>(Facts(visit)));
        reminders.Page("/{reminder}/letter", visit =>
        {
            var found = desks.Reminders.Written(visit.Bank, visit.Ask.Number("reminder"));
            return found.Refusal is { } refusal
                ? visit.Refuse(refusal)
                : visit.Show<ReminderLetter>(new ReminderLetterFacts(
                    found.Value,
                    ClaimForm.Rules(visit, visit.Today, creditsOnly: false).FirstOrDefault(
                        rule => !rule.IsCredit && rule.Code == found.Value.Rule)));
        });
        reminders.Form("", async (visit, form) =>
        {
            var household = Household(visit, form);
            var input = new ReminderInput(
                household?.Number ?? 0, form.Required("rule", 20), form.Required("kind", 20), form.RequiredDate("remindedOn"),
                form.Text("memo", 400));
            if (form.Finish() is { } refusals) return visit.Again<RemindersPage>(refusals, Facts(visit));
            var recorded = await visit.Write(form, context => desks.Reminders.Record(context, visit.Bank, input));
            return recorded.Refusal is { } refusal
                ? visit.Again<RemindersPage>(refusal, Facts(visit))
                : visit.Go(ClerkLinks.At(visit, "reminders"), "claim_reminder");
        });
    }

    static RemindersFacts Facts(Visit visit)
    {
        var household = visit.Query("household") is { } typed && new SlipReader(visit).Households(typed) is [var one] ? one : null;
        var before = visit.After ?? 0;
        var found = visit.Desks.Reminders.List(visit.Bank, household?.Number, before, PageSize + 1);
        var page = found.Take(PageSize).ToList();
        return new(
            page, found.Count > PageSize ? page[^1].Number.Plain() : null,
            [.. ClaimForm.Rules(visit, visit.Today, creditsOnly: false).Where(rule => !rule.IsCredit)], household,
            visit.Desks.Reminders.Due(visit.Bank, visit.Desks.Banks.SettingsOf(visit.Bank), visit.Today, MaxDue));
    }

    static HouseholdLine? Household(Visit visit, FormReader form)
    {
        if (form.Required("household", 60) is not { Length: > 0 } typed) return null;
        var found = new SlipReader(visit).Households(typed);
        if (found is [var one]) return one;
        form.Refuse(found.Count == 0
            ? new(VillageRefusals.UnknownHousehold, "household")
            : new Refusal(VillageRefusals.NotInList, "household").With(
                "allowed", string.Join(", ", found.Select(line => $"{line.Number} {line.Head}"))));
        return null;
    }
}
