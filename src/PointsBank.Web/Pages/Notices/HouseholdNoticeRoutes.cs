using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Notices;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Households.Personal;
using PointsBank.Web.Pages.Notices.Objections;
using PointsBank.Web.Pages.Notices.Wall;

namespace PointsBank.Web.Pages.Notices;

/// <summary>What hangs on the wall, and what the household itself said against it.</summary>
public sealed record HouseholdWallFacts(WallFacts Wall, IReadOnlyList<OwnObjectionView> Objections);

/// <summary>A notice for a household: what hangs there, which lines are its own, and to which it has objected.</summary>
public sealed record HouseholdNoticeFacts(WallNoticeFacts Wall, IReadOnlyList<NoticeItem> Mine, IReadOnlySet<long> Spoken);

/// <summary>An item that a household objects to, as it hangs on the wall.</summary>
public sealed record HouseholdObjectionFacts(NoticeLine Notice, NoticeItem Item, bool IsMine);

/// <summary>Notices at a household's own door, where it may object in its own words.</summary>
static class HouseholdNoticeRoutes
{
    const int LatestObjections = 20;

    public static void MapHouseholdNotices(this IEndpointRouteBuilder own, Desks desks)
    {
        own.Page("/notices", visit =>
        {
            var facts = WallRoutes.List(visit);
            if (facts.Refusal is { } refusal) return visit.Refuse(refusal);
            var objections = Objections(visit);
            ReadAnswers.Mark(visit, objections);
            return visit.Show<HouseholdWallPage>(new HouseholdWallFacts(facts.Value, objections));
        });
        own.Page("/notices/{notice}", visit =>
        {
            var wall = WallRoutes.Notice(visit);
            if (wall.Refusal is { } refusal) return visit.Refuse(refusal);
            var mine = Mine(visit);
            var spoken = Objections(visit).Where(objection => objection.Notice == wall.Value.View.Notice.Number);
            return visit.Show<HouseholdNoticePage>(new HouseholdNoticeFacts(
                wall.Value, [.. wall.Value.View.Items.Where(item => mine.Contains(item.Line))],
                spoken.Select(objection => objection.Line).ToHashSet()));
        });
        own.Page(
            "/notices/{notice}/objection",
            visit => With(
                visit, TypedText.Number(visit.Query("line") ?? ""), facts => Task.FromResult(visit.Show<HouseholdObjectionPage>(facts))));
        own.Form(
            "/notices/{notice}/objection/again",
            (visit, form) => With(visit, form.Number("line"), facts => Task.FromResult(visit.Show<HouseholdObjectionPage>(facts))));
        own.Form("/notices/{notice}/objection/check", (visit, form) => Read(visit, form, async (facts, input) =>
        {
            var tried = await visit.Try(context => desks.Objections.Object(context, visit.Bank, facts.Notice.Number, input));
            return tried.Refusal is { } refusal
                ? visit.Again<HouseholdObjectionPage>(refusal, facts)
                : visit.Show<HouseholdObjectionCheckPage>(facts);
        }));
        own.Form("/notices/{notice}/objection", (visit, form) => Read(visit, form, async (facts, input) =>
        {
            var written = await visit.Write(form, context => desks.Objections.Object(context, visit.Bank, facts.Notice.Number, input));
            return written.Refusal is { } refusal
                ? visit.Again<HouseholdObjectionPage>(refusal, facts)
                : visit.Go(At(visit, facts.Notice.Number), "objection_sent");
        }));
    }

    /// <summary>What the household objected to lately.</summary>
    public static IReadOnlyList<OwnObjectionView> Objections(Visit visit) =>
        visit.Desks.Objections.OfHousehold(visit.Bank, visit.Household, 0, LatestObjections);

    /// <summary>An address of a notice at this door.</summary>
    public static string At(Visit visit, long notice, string page = "") => $"{HouseholdRoutes.Home(visit)}/notices/{notice}{page}";

    static Task<IResult> Read(Visit visit, FormReader form, Func<HouseholdObjectionFacts, ObjectionInput, Task<IResult>> then) =>
        With(visit, form.Number("line"), facts =>
    {
        var words = form.Required("words", 400);
        return form.Finish() is { } refusals
            ? Task.FromResult(visit.Again<HouseholdObjectionPage>(refusals, facts))
            : then(facts, new(facts.Item.Line, words));
    });

    static Task<IResult> With(Visit visit, long? line, Func<HouseholdObjectionFacts, Task<IResult>> then)
    {
        var view = visit.Desks.Notices.Get(visit.Bank, visit.Ask.Number("notice"));
        if (view.Refusal is { } refusal) return Task.FromResult(visit.Refuse(refusal));
        return view.Value.Items.FirstOrDefault(item => item.Line == line) is { } found
            ? then(new(view.Value.Notice, found, Mine(visit).Contains(found.Line)))
            : Task.FromResult(visit.Refuse(new Refusal(VillageRefusals.UnknownClaim, "line")));
    }

    /// <summary>The lines of the notice that are this household's.</summary>
    static HashSet<long> Mine(Visit visit) =>
        [.. visit.Desks.Notices.Claims(visit.Bank, visit.Ask.Number("notice")).Value.Where(
            item => item.Claim.Household == visit.Household).Select(item => item.Line)];
}
