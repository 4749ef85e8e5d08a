using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Boards;
using PointsBank.Village.Households;
using PointsBank.Village.Journal;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Boards.Black;
using PointsBank.Web.Pages.Claims;
using PointsBank.Web.Pages.Favours;
using PointsBank.Web.Pages.Notices;
using PointsBank.Web.Pages.Notices.Objections;
using PointsBank.Web.Pages.Service;
using PointsBank.Web.Pages.Shops.Orders;

namespace PointsBank.Web.Pages.Households.Personal;

/// <summary>
/// The first page of the passbook: who, what there is, where the household stands this year and last year, and the last lines.
/// </summary>
public sealed record PassbookFacts(
    HouseholdView Household, BalanceView Balance, StandingView ThisYear, StandingView LastYear, IReadOnlyList<PassbookLine> Latest,
    bool AsksRank, KeptForTrip? Kept, int Answers)
{
    /// <summary>Whether there is a rank that stands nowhere on the page, because nobody asked for it.</summary>
    public bool HidesRank => !AsksRank && new[] { ThisYear, LastYear }.Any(year => year is { Rank: not null, IsInUpperHalf: false });
}

/// <summary>A page of lines, of one year or of all.</summary>
public sealed record LinesFacts(
    HouseholdView Household, IReadOnlyList<PassbookLine> Lines, string? Next, int? Year, IReadOnlyList<int> Years);

/// <summary>Why a line stands there; the line that it undoes and the one that undid it.</summary>
public sealed record WhyFacts(LineExplained Why, PassbookLine? Undoes, PassbookLine? UndoneBy);

/// <summary>A statement between two days.</summary>
public sealed record StatementFacts(
    HouseholdView Household, LocalDate From, LocalDate To, Statement Statement, IReadOnlyList<int> Years, HeadView Head);

/// <summary>A household's own pages: its passbook and nobody else's.</summary>
static class HouseholdRoutes
{
    const int LinesOnAPage = 20;
    const int LatestLines = 3;

    /// <summary>More lines than this are no sheet any more.</summary>
    public const int MaxLinesOfAStatement = 200;

    public static void MapHousehold(this IEndpointRouteBuilder pages, Desks desks)
    {
        var own = pages.MapGroup("/v/{bank}/h/{household}").RequiresOwnHousehold();
        own.Page("", Passbook);
        own.Page("/lines", visit => Lines(visit));
        own.Page("/lines/{line}", Why);
        own.Page("/statement", StatementOf);
        own.Page("/members", visit => visit.Show<MembersPage>(Household(visit)));
        own.MapHouseholdNotices(desks);
        own.MapHouseholdBlack(desks);
        own.MapHouseholdService(desks);
        own.MapHouseholdOrders();
        own.MapHouseholdFavours(desks);
        own.Page("/pin", visit => visit.Show<PinPage>());
        own.Form("/pin", ChangePin);
        own.Page("/sign-out-everywhere", visit => visit.Show<SignOutPage>());
        own.Form("/sign-out-everywhere", async (visit, _) =>
        {
            await desks.SignIn.SignOutEverywhere(visit.Caller);
            SignInCookie.Remove(visit.Http);
            return visit.Go("/", "signed_out_everywhere");
        });
        pages.MapHouseholdClaims(desks);
    }

    /// <summary>Where this household's pages begin.</summary>
    public static string Home(Visit visit) => $"{visit.Home}/h/{visit.Household}";

    /// <summary>The pages of this door.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links(Visit visit) =>
    [
        (Home(visit), "household_passbook"),
        (Home(visit) + "/lines", "household_lines"),
        (Home(visit) + "/orders", "order_mine"),
        (Home(visit) + "/claims", "claim_mine"),
        (Home(visit) + "/service", "service_mine"),
        (Home(visit) + "/favours", "favour_mine"),
        (Home(visit) + "/statement", "household_statement"),
        (Home(visit) + "/notices", "notice_link"),
        (Home(visit) + "/members", "household_members"),
        (Home(visit) + "/privacy", "privacy_mine"),
        (Home(visit) + "/pin", "household_pin"),
    ];

    static HouseholdView Household(Visit visit) => visit.Desks.Households.Get(visit.Bank, visit.Household).Value;

    static IResult Passbook(Visit visit)
    {
        var (desks, bank, household, year) = (visit.Desks, visit.Bank, visit.Household, visit.Today.Year);
        var balance = desks.Journal.Balance(bank, household);
        if (balance.Refusal is { } refusal) return visit.Refuse(refusal);
        return visit.Show<PassbookPage>(new PassbookFacts(
            Household(visit), balance.Value, desks.Boards.StandingOf(bank, household, year),
            desks.Boards.StandingOf(bank, household, year - 1), Booklet.Of(visit).Last(LatestLines), visit.Query("rank") == "true",
            desks.Journal.Kept(bank, household), ReadAnswers.Unread(visit).Count));
    }

    static IResult Lines(Visit visit)
    {
        var query = Asked.Of(visit);
        var (year, before) = ((int?)query.Number("year", 1900, 9998), query.After() ?? long.MaxValue);
        if (query.Finish() is { } refusals) return visit.Refuse(refusals);
        var booklet = Booklet.Of(visit);
        var (lines, next) = booklet.Page(year, before, LinesOnAPage);
        return visit.Show<LinesPage>(new LinesFacts(Household(visit), lines, next, year, booklet.Years));
    }

    static IResult Why(Visit visit)
    {
        var outcome = visit.Desks.Journal.Explain(visit.Bank, visit.Household, visit.Ask.Number("line"));
        if (outcome.Refusal is { } refusal) return visit.Refuse(refusal);
        var why = outcome.Value;
        var booklet = why.Line.Reverses is null && why.ReversedBy is null ? null : Booklet.Of(visit);
        return visit.Show<WhyPage>(new WhyFacts(why, booklet?.Of(why.Line.Reverses), booklet?.Of(why.ReversedBy)));
    }

    /// <summary>A statement of a year, or from one day to another; of this year where nothing is asked.</summary>
    static IResult StatementOf(Visit visit)
    {
        var query = new QueryReader(visit.Http.Request.Query);
        var year = (int)(query.Number("year", 1900, 9998) ?? visit.Today.Year);
        var (from, to) = (query.Date("from") ?? new(year, 1, 1), query.Date("to") ?? new LocalDate(year, 12, 31));
        var refusals = query.Finish();
        if (to < from) (from, to) = (to, from);
        var booklet = Booklet.Of(visit);
        var facts = new StatementFacts(
            Household(visit), from, to, booklet.Between(from, to), booklet.Years, visit.Desks.Journal.Head(visit.Bank));
        return refusals is null ? visit.Show<StatementPage>(facts) : visit.Again<StatementPage>(refusals, facts);
    }

    static async Task<IResult> ChangePin(Visit visit, FormReader form)
    {
        var (oldPin, newPin) = (form.Required("oldPin", 16), form.Required("newPin", 16));
        if (form.Required("again", 16) != newPin) form.Refuse(new(WebRefusals.NotTheSame, "again"));
        if (form.Finish() is { } refusals) return visit.Again<PinPage>(refusals);
        if (Household(visit).Passbook is not { } serial) return visit.Refuse(new Refusal(VillageRefusals.UnknownPassbook));
        var outcome = await visit.Write(
            form, context => visit.Desks.Passbooks.ChangePin(context, visit.Bank, serial, oldPin, newPin, visit.Household));
        return outcome.Refusal is { } refusal ? visit.Again<PinPage>(refusal) : visit.Go(Home(visit), "pin_changed");
    }
}
