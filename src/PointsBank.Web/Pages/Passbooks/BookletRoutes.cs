using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Journal;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Households;
using PointsBank.Web.Pages.Journal;

namespace PointsBank.Web.Pages.Passbooks;

/// <summary>One page of the booklet: rows left free above, and the lines below them.</summary>
public sealed record BookletLeaf(int Blank, IReadOnlyList<PassbookLine> Lines, int Rows)
{
    /// <summary>A page that is begun gets its heads; on one that goes on they stand already.</summary>
    public bool HasHeads => Blank == 0;

    public long LastLine => Lines[^1].No;

    /// <summary>The next free row after it; the first of a new page where this one is full.</summary>
    public int NextRow => Blank + Lines.Count == Rows ? 1 : Blank + Lines.Count + 1;
}

/// <summary>What is still to be printed in a household's booklet, page by page.</summary>
public sealed record BookletFacts(
    HouseholdView Household, PassbookView Passbook, PrintPositionView Position, IReadOnlyList<BookletLeaf> Leaves, bool WithHeads)
{
    /// <summary>How many lines wait behind these pages.</summary>
    public long Later => Leaves.Count == 0 ? 0 : Position.Lines - Leaves[^1].LastLine;
}

public sealed record PositionFacts(HouseholdView Household, PassbookView Passbook, PrintPositionView Position);

/// <summary>The cover's facts: what stands outside, and the rules on the back.</summary>
public sealed record CoverFacts(CoverView Cover, CoverRules Rules);

/// <summary>The figures among the rules on the back of a cover.</summary>
public sealed record CoverRules(long RedemptionLeast, long RedemptionMonthMost)
{
    /// <summary>As they are on this day.</summary>
    public static CoverRules Of(PointsBank.Village.Banks.Settings settings, LocalDate day) =>
        new(settings.On(day, Setting.RedemptionLeast), settings.On(day, Setting.RedemptionMonthMost));
}

/// <summary>The booklet on paper: the lines that are not in it yet, on its next free row, in the manner of banks; and its cover.</summary>
static class BookletRoutes
{
    /// <summary>The most pages of the booklet that are printed in one go.</summary>
    public const int MaxLeaves = 8;

    public static void MapBookletPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var household = pages.MapGroup("/v/{bank}/clerk/households/{household}").Requires(Role.Clerk);
        household.Page(
            "/booklet",
            visit => WithBooklet(visit, (facts, position) => Task.FromResult(visit.Show<BookletSheet>(Lay(visit, facts, position)))));
        household.Form("/booklet", (visit, form) => WithBooklet(visit, async (facts, position) =>
        {
            var (line, row) = (form.RequiredNumber("uptoLine"), form.RequiredNumber("nextRow"));
            if (form.Finish() is { } refusals) return visit.Again<BookletSheet>(refusals, Lay(visit, facts, position));
            var kept = await visit.Write(
                form, context => desks.Passbooks.RecordPrint(context, visit.Bank, facts.Passbook!.Serial, line, row));
            if (kept.Refusal is { } refusal) return visit.Again<BookletSheet>(refusal, Lay(visit, facts, position));
            // With more to print, on to the next page of the booklet.
            return visit.Go(
                HouseholdsRoutes.At(visit, visit.Household, kept.Value.UptoLine < kept.Value.Lines ? "booklet" : ""), "passbook_printed");
        }));
        household.Page("/booklet/position", visit => WithBooklet(visit, (facts, position) =>
            Task.FromResult(visit.Show<PositionPage>(new PositionFacts(facts.Household, facts.Passbook!, position)))));
        household.Form("/booklet/position", (visit, form) => WithBooklet(visit, async (facts, position) =>
        {
            var shown = new PositionFacts(facts.Household, facts.Passbook!, position);
            var (line, row) = (form.RequiredNumber("uptoLine"), form.RequiredNumber("nextRow"));
            if (form.Finish() is { } refusals) return visit.Again<PositionPage>(refusals, shown);
            var kept = await visit.Write(
                form, context => desks.Passbooks.RecordPrint(context, visit.Bank, facts.Passbook!.Serial, line, row));
            return kept.Refusal is { } refusal
                ? visit.Again<PositionPage>(refusal, shown)
                : visit.Go(HouseholdsRoutes.At(visit, visit.Household, "booklet"), "passbook_position_set");
        }));
        household.Page("/cover", visit => WithBooklet(visit, (facts, _) =>
        {
            var (whose, passbook) = (facts.Household, facts.Passbook!);
            var cover = new CoverView(passbook.Serial, whose.Number, whose.Group, whose.Head, passbook.IssuedAt);
            var rules = CoverRules.Of(desks.Banks.SettingsOf(visit.Bank), visit.Today);
            return Task.FromResult(visit.Show<CoverSheet>(new CoverFacts(cover, rules)));
        }));
    }

    /// <summary>Goes on with the booklet in use; without one, on to issuing it.</summary>
    static Task<IResult> WithBooklet(Visit visit, Func<PassbookFacts, PrintPositionView, Task<IResult>> then) =>
        PassbooksRoutes.WithPassbook(visit, facts =>
        facts.Passbook is null
            ? Task.FromResult(visit.Go(HouseholdsRoutes.At(visit, visit.Household, "passbooks/new"), "passbook_needed"))
            : then(facts, visit.Desks.Passbooks.PrintPosition(visit.Bank, facts.Passbook.Serial).Value));

    static BookletFacts Lay(Visit visit, PassbookFacts facts, PrintPositionView position)
    {
        var rows = (int)position.Rows;
        var blank = (int)position.NextRow - 1;
        var lines = visit.Desks.Journal.LinesAfter(visit.Bank, visit.Household, position.UptoLine, rows * MaxLeaves - blank).Value;
        return new(facts.Household, facts.Passbook!, position, [.. LeavesOf(lines, blank, rows)], visit.Query("heads") != "none");
    }

    /// <summary>Lines on pages: the first goes on below its blank rows, the others begin at the top.</summary>
    internal static IEnumerable<BookletLeaf> LeavesOf(IReadOnlyList<PassbookLine> lines, int blank, int rows)
    {
        for (var start = 0; start < lines.Count; blank = 0)
        {
            var leaf = new BookletLeaf(blank, [.. lines.Skip(start).Take(rows - blank)], rows);
            yield return leaf;
            start += leaf.Lines.Count;
        }
    }
}
