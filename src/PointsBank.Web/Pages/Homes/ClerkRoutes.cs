using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Clocks;
using PointsBank.Village.Journal;
using PointsBank.Village.Reports;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Verification;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Claims;
using PointsBank.Web.Pages.Claims.Reminders;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Households;
using PointsBank.Web.Pages.Imports;
using PointsBank.Web.Pages.Journal;
using PointsBank.Web.Pages.Notices;
using PointsBank.Web.Pages.Notices.Objections;
using PointsBank.Web.Pages.Banks;
using PointsBank.Web.Pages.Passbooks;
using PointsBank.Web.Pages.Reports;
using PointsBank.Web.Pages.Rulebooks;

namespace PointsBank.Web.Pages.Homes;

/// <summary>What a clerk sees first: today's work, one's own latest entries, and what waits.</summary>
/// <param name="Waiting">What waits, the earliest due first.</param>
/// <param name="Today">What everybody entered today.</param>
/// <param name="Mine">One's own latest entries.</param>
/// <param name="Heads">Whose they are.</param>
/// <param name="WithoutPassbook">How many households have none.</param>
/// <param name="Issued">How much of the year's ceiling is used.</param>
/// <param name="Rulebook">The one in force; null for none.</param>
/// <param name="NextRulebook">The one that takes its place.</param>
/// <param name="Head">The journal's head.</param>
/// <param name="Verified">When it was last verified.</param>
/// <param name="Cover">Whether the points are covered.</param>
/// <param name="SetUp">How far a new village is set up; null for one that is ready, or no longer new.</param>
public sealed record ClerkHomeFacts(
    IReadOnlyList<WaitingItem> Waiting, TodayView Today, IReadOnlyList<EntryLine> Mine, Heads Heads, long WithoutPassbook,
    IssuedView Issued, RulebookView? Rulebook, RulebookView? NextRulebook, HeadView Head, VerifiedView? Verified,
    PointsBank.Village.Coverage.CoverageView Cover, SetUp? SetUp);

/// <summary>
/// What a supervisor sees first: whether the book is sound, today's work of all, the latest reversals, who confirmed the clock.
/// </summary>
public sealed record SupervisorHomeFacts(
    IReadOnlyList<WaitingItem> Waiting, TodayView Today, IReadOnlyList<EntryLine> Reversals, Heads Heads, IssuedView Issued, HeadView Head,
    VerifiedView? Verified, PointsBank.Village.Coverage.CoverageView Cover, IReadOnlyList<ClockStretch> Clock);

/// <summary>The clerk's door, and the supervisor's beside it.</summary>
static class ClerkRoutes
{
    const int LatestEntries = 5, LatestReversals = 10;

    public static void MapClerk(this IEndpointRouteBuilder pages, Desks desks)
    {
        pages.Page("/v/{bank}/clerk", async visit =>
        {
            var mine = desks.Journal.Lines(visit.Bank, new(Actor: visit.Caller.Actor), null, LatestEntries);
            var books = desks.Rulebooks.Decided(visit.Bank);
            return visit.Show<ClerkHomePage>(new ClerkHomeFacts(
                desks.Waiting.Of(visit.Caller, visit.Bank, Role.Clerk), desks.Journal.Today(visit.Bank), mine, Heads.Of(visit, mine),
                desks.Households.PassbookCounts(visit.Bank).WithoutPassbook, desks.Journal.IssuedOf(visit.Bank, visit.Today.Year),
                books.LastOrDefault(book => book.ValidFrom <= visit.Today), books.FirstOrDefault(book => book.ValidFrom > visit.Today),
                desks.Journal.Head(visit.Bank), desks.Verification.LastVerified(visit.Bank),
                desks.Fund.Coverage(visit.Bank), SetUpOf(visit)));
        }).Requires(Role.Clerk);
        pages.Page("/v/{bank}/supervisor", async visit =>
        {
            var reversals = desks.Journal.Lines(visit.Bank, new("reversal"), null, LatestReversals);
            return visit.Show<SupervisorHomePage>(new SupervisorHomeFacts(
                desks.Waiting.Of(visit.Caller, visit.Bank, Role.Supervisor), desks.Journal.Today(visit.Bank), reversals,
                Heads.Of(visit, reversals), desks.Journal.IssuedOf(visit.Bank, visit.Today.Year), desks.Journal.Head(visit.Bank),
                desks.Verification.LastVerified(visit.Bank), desks.Fund.Coverage(visit.Bank),
                desks.ClockCheck.Stretches(visit.Bank)));
        }).Requires(Role.Supervisor);
        pages.MapSlips(desks);
        pages.MapTicks(desks);
        pages.MapDeedPages(desks);
        pages.MapClaimDesk(desks);
        pages.MapReminders(desks);
        pages.MapJournalPages(desks);
        pages.MapExportPages(desks);
        pages.MapHouseholdPages(desks);
        pages.MapPassbookPages(desks);
        pages.MapFirstPassbookPages(desks);
        pages.MapCardPages(desks);
        pages.MapBookletPages(desks);
        pages.MapRulebookPages(desks);
        pages.MapImportPages(desks);
        pages.MapNoticePages(desks);
        pages.MapObjectionPages(desks);
        pages.MapRulingPages(desks);
        pages.MapOpeningPages();
        pages.MapReportPages(desks);
    }

    /// <summary>The way to a village that works, as long as it is new and not at its end. All staff are read for that time only.</summary>
    static SetUp? SetUpOf(Visit visit)
    {
        var village = visit.Village!;
        if (!SetUp.IsNew(visit, village)) return null;
        var way = SetUp.Of(visit, village, visit.Desks.Staff.All());
        return way.IsReady ? null : way;
    }
}
