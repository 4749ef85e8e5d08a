using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Households;

namespace PointsBank.Web.Pages.Passbooks;

/// <summary>A household and the passbook that it has in use, if any.</summary>
public sealed record PassbookFacts(HouseholdView Household, PassbookView? Passbook);

/// <summary>Passbooks: issued, replaced, opened by a PIN that the household types, ended.</summary>
static class PassbooksRoutes
{
    /// <summary>Why a passbook is issued; the same word stands beside the one that ends with it.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["first", "full", "lost", "damaged"];

    /// <summary>Why a passbook ended, where there are words for it.</summary>
    public static IReadOnlyList<string> EndReasons { get; } = [.. Reasons, "returned", "replaced", "left", "merged", "moved"];

    /// <summary>Why one may be ended without a new one.</summary>
    public static IReadOnlyList<string> VoidReasons { get; } = ["lost", "damaged", "returned"];

    public static void MapPassbookPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var passbooks = pages.MapGroup("/v/{bank}/clerk/households/{household}/passbooks").Requires(Role.Clerk);
        passbooks.Page("/new", visit => WithPassbook(visit, facts => Task.FromResult(visit.Show<IssuePage>(facts))));
        passbooks.Form("/new", (visit, _) => WithPassbook(visit, facts => Task.FromResult(visit.Show<IssuePage>(facts))));
        passbooks.Form("/check", (visit, form) => WithPassbook(visit, async facts =>
        {
            var input = Read(form, ReasonsFor(facts));
            if (form.Finish() is { } refusals) return visit.Again<IssuePage>(refusals, facts);
            var tried = await visit.Try(context => desks.Passbooks.Issue(context, visit.Bank, visit.Household, input));
            return tried.Refusal is { } refusal ? visit.Again<IssuePage>(refusal, facts) : visit.Show<IssueCheckPage>(facts);
        }));
        passbooks.Form("", (visit, form) => WithPassbook(visit, async facts =>
        {
            var input = Read(form, Reasons);
            if (form.Finish() is { } refusals) return visit.Again<IssuePage>(refusals, facts);
            // The card's token is not shown: cards are printed on their own, when they are wanted. A first passbook is no longer the first
            // when its form comes again, and that form still gets its answer.
            var issued = await visit.Write(form, context => ReasonsFor(facts).Contains(input.Reason)
                ? desks.Passbooks.Issue(context, visit.Bank, visit.Household, input)
                : Task.FromResult<Outcome<PassbookView>>(new Refusal(VillageRefusals.NotInList, "reason")));
            if (issued.Refusal is { } refusal) return visit.Again<IssuePage>(refusal, facts);
            var done = TookThePlaceOfAnother(visit, issued.Value) ? "passbook_replaced" : "passbook_issued";
            return visit.Go(HouseholdsRoutes.At(visit, visit.Household), done);
        }));
        passbooks.Page("/{serial}/pin", visit => WithSerial(visit, facts => Task.FromResult(visit.Show<PinPage>(facts))));
        passbooks.Form("/{serial}/pin", (visit, form) => WithSerial(visit, async facts =>
        {
            var pin = form.Required("pin", 16);
            if (form.Required("again", 16) != pin) form.Refuse(new(WebRefusals.NotTheSame, "again"));
            if (form.Finish() is { } refusals) return visit.Again<PinPage>(refusals, facts);
            var set = await visit.Write(
                form, context => desks.Passbooks.SetPin(context, visit.Bank, facts.Passbook!.Serial, new(pin), visit.Household));
            return set.Refusal is { } refusal
                ? visit.Again<PinPage>(refusal, facts)
                : visit.Go(HouseholdsRoutes.At(visit, visit.Household), "passbook_pin_set");
        }));
        passbooks.Page("/{serial}/void", visit => WithSerial(visit, facts => Task.FromResult(visit.Show<VoidPage>(facts))));
        passbooks.Form("/{serial}/void", (visit, form) => WithSerial(visit, async facts =>
        {
            var reason = form.Required("reason");
            if (reason.Length > 0 && !VoidReasons.Contains(reason)) form.Refuse(new(VillageRefusals.NotInList, "reason"));
            if (form.Finish() is { } refusals) return visit.Again<VoidPage>(refusals, facts);
            var ended = await visit.Write(
                form, context => desks.Passbooks.Void(context, visit.Bank, visit.Ask.Text("serial"), new(reason), visit.Household));
            return ended.Refusal is { } refusal
                ? visit.Again<VoidPage>(refusal, facts)
                : visit.Go(HouseholdsRoutes.At(visit, visit.Household), "passbook_voided");
        }));
    }

    /// <summary>Whether one ended when this one was issued: read from the book, so that the same form sent again says the same.</summary>
    static bool TookThePlaceOfAnother(Visit visit, PassbookView issued) =>
        visit.Desks.Passbooks.Of(visit.Bank, visit.Household).Any(passbook => passbook.EndedAt == issued.IssuedAt);

    /// <summary>Goes on with the household of the address and its passbook in use.</summary>
    public static Task<IResult> WithPassbook(Visit visit, Func<PassbookFacts, Task<IResult>> then) =>
        HouseholdsRoutes.WithHousehold(visit, household =>
        then(new(household, visit.Desks.Passbooks.Of(visit.Bank, visit.Household).FirstOrDefault(passbook => passbook.EndedAt is null))));

    /// <summary>The same for one passbook of the household, in use or ended: what was sent twice must find its first answer.</summary>
    static Task<IResult> WithSerial(Visit visit, Func<PassbookFacts, Task<IResult>> then) =>
        HouseholdsRoutes.WithHousehold(visit, household =>
        visit.Desks.Passbooks.Of(visit.Bank, visit.Household)
            .FirstOrDefault(passbook => passbook.Serial == visit.Ask.Text("serial")) is { } passbook
            ? then(new(household, passbook))
            : Task.FromResult(visit.Refuse(new Refusal(VillageRefusals.UnknownPassbook, "serial"))));

    static PassbookInput Read(FormReader form, IEnumerable<string> reasons)
    {
        var reason = form.Required("reason");
        if (reason.Length > 0 && !reasons.Contains(reason)) form.Refuse(new(VillageRefusals.NotInList, "reason"));
        return new(reason);
    }

    /// <summary>A first passbook replaces none.</summary>
    public static IEnumerable<string> ReasonsFor(PassbookFacts facts) =>
        Reasons.Where(reason => facts.Passbook is null || reason != "first");
}
