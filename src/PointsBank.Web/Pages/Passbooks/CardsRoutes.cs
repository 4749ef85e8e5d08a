using System.Globalization;
using System.Security.Cryptography;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Passbooks;

/// <summary>Whom to make cards for: a group's households, or one.</summary>
/// <param name="Groups">Every group.</param>
/// <param name="Group">The group that is shown; null where it is one household alone.</param>
/// <param name="Lines">The households to tick.</param>
/// <param name="WithoutPassbook">Those that can have no card, because they have no passbook.</param>
/// <param name="Seed">The secret from which the cards' own are made; drawn for this form.</param>
public sealed record CardsFacts(
    IReadOnlyList<GroupView> Groups, string? Group, IReadOnlyList<HouseholdLine> Lines, IReadOnlySet<long> WithoutPassbook, string Seed);

/// <summary>
/// The cards with the QR codes, eight on a sheet. Seeds and tokens travel in forms and answers alone, never in an address.
/// </summary>
static class CardsRoutes
{
    /// <summary>Cards on a sheet.</summary>
    public const int OnSheet = 8;

    public static void MapCardPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var cards = pages.MapGroup("/v/{bank}/clerk/cards").Requires(Role.Clerk);
        cards.Page("", visit => Choose(visit, null));
        cards.Form("/choose", Choose);
        cards.Form("/check", async (visit, form) =>
        {
            var (households, seed) = Read(form);
            if (form.Finish() is { } refusals) return visit.Again<CardsPage>(refusals, FactsOf(visit, form));
            var tried = await visit.Try(context => desks.Passbooks.IssueCards(context, visit.Bank, households, seed));
            return tried.Refusal is { } refusal
                ? visit.Again<CardsPage>(refusal, FactsOf(visit, form))
                : visit.Show<CardsCheckPage>(tried.Value);
        });
        // The sheet is the answer itself: the same form sent again shows the same cards.
        cards.Form("", async (visit, form) =>
        {
            var (households, seed) = Read(form);
            if (form.Finish() is { } refusals) return visit.Again<CardsPage>(refusals, FactsOf(visit, form));
            var issued = await visit.Write(form, context => desks.Passbooks.IssueCards(context, visit.Bank, households, seed));
            return issued.Refusal is { } refusal
                ? visit.Again<CardsPage>(refusal, FactsOf(visit, form))
                : visit.Show<CardsSheet>(issued.Value);
        });
    }

    static IResult Choose(Visit visit, FormReader? form) => visit.Show<CardsPage>(FactsOf(visit, form));

    static CardsFacts FactsOf(Visit visit, FormReader? form)
    {
        var groups = visit.Desks.Households.Groups(visit.Bank);
        var one = long.TryParse(
            visit.Query("household") ?? form?.Text("household"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : (long?)null;
        var group = one is null
            ? visit.Query("group") ?? (form?.Text("group") is { Length: > 0 } kept ? kept : groups is [var first, ..] ? first.Name : null)
            : null;
        var lines = visit.Desks.Finder.ByName(visit.Bank, group).Where(line => one is null || line.Number == one)
            .OrderBy(line => line.Number);
        var without = visit.Desks.Households.WithoutPassbook(visit.Bank, int.MaxValue).Select(line => line.Number).ToHashSet();
        return new(groups, group, [.. lines], without, form?.Text("seed") is { Length: > 0 } seed ? seed : NewSeed());
    }

    static (IReadOnlyList<long> Households, string Seed) Read(FormReader form)
    {
        var households = new List<long>();
        foreach (var text in form.All("households"))
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) households.Add(number);
            else form.Refuse(new(WebRefusals.WrongType, "households"));
        if (households.Count == 0) form.Refuse(new(VillageRefusals.MissingValue, "households"));
        return (households, form.Required("seed"));
    }

    /// <summary>How many sheets so many cards fill.</summary>
    public static int SheetsOf(int cards) => (cards + OnSheet - 1) / OnSheet;

    /// <summary>A secret for one form.</summary>
    public static string NewSeed() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
