using PointsBank.Ledger;
using PointsBank.Village.Notices;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Notices.Wall;

/// <summary>
/// How a household objects to a line: the address to which the line is added, null once the time is over; where its own objections stand;
/// and the lines to which it has objected already.
/// </summary>
public sealed record ObjectLinks(string? At, string Own, IReadOnlySet<long> Spoken);

/// <summary>Notices, newest first.</summary>
public sealed record WallFacts(IReadOnlyList<NoticeLine> Notices, string? Next);

/// <summary>A notice as it hangs on the wall, a page of it.</summary>
/// <param name="View">The whole notice.</param>
/// <param name="Group">The group that is shown; null for all.</param>
/// <param name="ShowsDirect">Whether what was entered directly is shown instead of the items.</param>
/// <param name="Items">The items of this page.</param>
/// <param name="Direct">What was entered directly, of this page.</param>
/// <param name="Next">The mark of the page behind this one.</param>
public sealed record WallNoticeFacts(
    NoticeView View, string? Group, bool ShowsDirect, IReadOnlyList<NoticeItem> Items, IReadOnlyList<DirectItem> Direct, string? Next)
{
    /// <summary>The groups that have something on the sheet.</summary>
    public IEnumerable<string> Groups => View.Items.Select(item => item.Group).Concat(View.Direct.Select(item => item.Group)).Distinct();
}

/// <summary>The sheets of a notice: of one group, or of each that has something on it.</summary>
public sealed record WallSheetFacts(NoticeView View, string? Group, string? Address)
{
    public IEnumerable<string> Groups => View.Items.Select(item => item.Group).Concat(View.Direct.Select(item => item.Group)).Distinct();
}

/// <summary>What hangs on the wall, for anybody: names are masked, the wall is the village's.</summary>
static class WallRoutes
{
    const int NoticesPerMinute = 120, NoticesOnAPage = 20, ItemsOnAPage = 100;

    public static void MapWall(this IEndpointRouteBuilder pages)
    {
        pages.Page("/v/{bank}/notices", visit => Shown(visit, List(visit), facts => visit.Show<WallPage>(facts))).Public()
            .Limited("notices", NoticesPerMinute);
        pages.Page("/v/{bank}/notices/{notice}", visit => Shown(visit, Notice(visit), facts => visit.Show<WallNoticePage>(facts))).Public()
            .Limited("notices", NoticesPerMinute);
        pages.Page(
            "/v/{bank}/notices/{notice}/sheet",
            visit => Shown(visit, visit.Desks.Notices.Get(visit.Bank, visit.Ask.Number("notice")), view =>
            visit.Show<WallSheet>(
                new WallSheetFacts(view, GroupOf(visit, view), visit.Outside($"{visit.Home}/notices/{view.Notice.Number}"))))).Public()
                .Limited("notices", NoticesPerMinute);
    }

    /// <summary>A page of the notices.</summary>
    public static Outcome<WallFacts> List(Visit visit)
    {
        var asked = Asked.Of(visit);
        var before = asked.After() ?? 0;
        if (asked.Finish() is [var refusal, ..]) return refusal;
        var notices = visit.Desks.Notices.List(visit.Bank, before, NoticesOnAPage + 1);
        var page = notices.Take(NoticesOnAPage).ToList();
        return new WallFacts(page, notices.Count > NoticesOnAPage ? $"{page[^1].Number}" : null);
    }

    /// <summary>A page of the notice that the address names.</summary>
    public static Outcome<WallNoticeFacts> Notice(Visit visit)
    {
        var asked = Asked.Of(visit);
        var (after, direct) = (asked.After() ?? 0, asked.Flag("direct"));
        if (asked.Finish() is [var refusal, ..]) return refusal;
        var found = visit.Desks.Notices.Get(visit.Bank, visit.Ask.Number("notice"));
        if (found.Refusal is { } unknown) return unknown;
        var (view, group) = (found.Value, GroupOf(visit, found.Value));
        if (direct)
        {
            var entered = view.Direct.Where(item => group is null || item.Group == group)
                .Skip((int)Math.Min(after, int.MaxValue))
                .Take(ItemsOnAPage + 1)
                .ToList();
            return new WallNoticeFacts(
                view, group, true, [], [.. entered.Take(ItemsOnAPage)], entered.Count > ItemsOnAPage ? $"{after + ItemsOnAPage}" : null);
        }
        var items = view.Items.Where(item => item.Line > after && (group is null || item.Group == group)).Take(ItemsOnAPage + 1).ToList();
        var page = items.Take(ItemsOnAPage).ToList();
        return new WallNoticeFacts(view, group, false, page, [], items.Count > ItemsOnAPage ? $"{page[^1].Line}" : null);
    }

    /// <summary>Whoever looks for a neighbour's name in a search engine shall not find it here.</summary>
    static IResult Shown<T>(Visit visit, Outcome<T> facts, Func<T, IResult> show)
    {
        visit.Http.Response.Headers["X-Robots-Tag"] = "noindex";
        return facts.Refusal is { } refusal ? visit.Refuse(refusal) : show(facts.Value);
    }

    /// <summary>The group asked for; null where it has nothing on the sheet.</summary>
    static string? GroupOf(Visit visit, NoticeView view) =>
        visit.Query("group") is { } asked && (view.Items.Any(item => item.Group == asked) || view.Direct.Any(item => item.Group == asked))
            ? asked
            : null;
}
