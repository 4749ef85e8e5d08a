using NodaTime;
using NodaTime.Text;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;
using PointsBank.Web.Pages.Rulebooks;

namespace PointsBank.Web.Pages.Deeds;

/// <summary>An activity: everybody who is ticked did the same on the same day.</summary>
public sealed record Activity(string Rule, LocalDate On, long Quantity, string Memo, string Group)
{
    /// <summary>The address of its list, or of a page behind that.</summary>
    public string At(Visit visit, string page = "", string? group = null, int after = 0) =>
        ClerkLinks.At(visit, "ticks" + page) + QueryString.Create(
    [
        new("rule", Rule), new("on", LocalDatePattern.Iso.Format(On)), new("quantity", Quantity.Plain()), new("memo", Memo),
        new("group", group ?? Group),
        .. after > 0 ? [new KeyValuePair<string, string?>("after", ((long)after).Plain())] : Array.Empty<KeyValuePair<string, string?>>(),
    ]);
}

/// <summary>The names to tick of one group; <paramref name="Rule"/> is null until one is chosen.</summary>
/// <param name="Rules">The rules to choose from.</param>
/// <param name="Groups">The groups to choose from.</param>
/// <param name="Activity">What is asked for.</param>
/// <param name="Rule">The rule of the activity.</param>
/// <param name="Households">Who may be ticked.</param>
/// <param name="Next">The page behind this one: the group's next households, or the next group.</param>
/// <param name="Ticked">Who is ticked already, and with which member.</param>
public sealed record TicksFacts(
    IReadOnlyList<Rule> Rules, IReadOnlyList<GroupView> Groups, Activity Activity, Rule? Rule, IReadOnlyList<HouseholdView> Households,
    string? Next,
    IReadOnlyDictionary<long, string> Ticked);

/// <summary>A list of an activity's names on paper.</summary>
public sealed record TickSheetFacts(Activity Activity, Rule Rule, IReadOnlyList<HouseholdLine> Households);

/// <summary>Tick list: one rule, one day, and a box for each household of a group.</summary>
static class TickRoutes
{
    /// <summary>How many households stand on a page.</summary>
    const int PageSize = 100;

    static readonly Dictionary<long, string> NoTicks = [];

    public static void MapTicks(this IEndpointRouteBuilder pages, Desks desks)
    {
        var ticks = pages.MapGroup("/v/{bank}/clerk/ticks").Requires(Role.Clerk);
        ticks.Page("", visit =>
        {
            var asked = Asked.Of(visit);
            var facts = Facts(visit, ActivityOf(visit, asked), (int)(asked.Number("after", 0, int.MaxValue) ?? 0), NoTicks);
            return asked.Finish() is { } refusals ? visit.Again<TicksPage>(refusals, facts) : visit.Show<TicksPage>(facts);
        });
        ticks.Page("/sheet", visit =>
        {
            var activity = ActivityOf(visit, Asked.Of(visit));
            if (RuleOf(visit, activity) is not { } rule) return visit.Refuse(new Refusal(VillageRefusals.UnknownRule, "rule"));
            return visit.Show<TickSheetPage>(new TickSheetFacts(activity, rule, desks.Finder.ByName(visit.Bank, activity.Group)));
        });
        ticks.Form("/check", async (visit, form) =>
        {
            if (form.Has(SlipBatch.Field)) return await SlipRoutes.Check(visit, form, SlipBatch.Of(form), "ticks");
            var activity = ActivityOf(visit, form);
            var batch = Ticked(form, activity);
            if (batch.IsEmpty) form.Refuse(new(VillageRefusals.MissingValue, "tick"));
            var after = (int)(form.Number("after", 0, int.MaxValue) ?? 0);
            return form.Finish() is { } refusals
                ? visit.Again<TicksPage>(
                    refusals,
                    Facts(visit, activity, after, batch.Rows.ToDictionary(row => TypedText.Number(row.Household) ?? 0, row => row.Member)))
                : await SlipRoutes.Check(visit, form, batch, "ticks");
        });
        ticks.Form("/again", Again);
        ticks.Form("/write", (visit, form) => SlipRoutes.Write(visit, form, "ticks"));
    }

    static Activity ActivityOf(Visit visit, FormReader form) => new(
        form.Text("rule", 20), form.Date("on") ?? visit.Today,
        form.Number("quantity", 1, DeedDesk.MaxQuantity) is { } quantity and > 0 ? quantity : 1, form.Text("memo", 400),
        form.Text("group", 100) is { Length: > 0 } group
            ? group
            : visit.Desks.Households.Groups(visit.Bank).FirstOrDefault(group => group.Households > 0)?.Name ?? "");

    static TicksFacts Facts(Visit visit, Activity activity, int after, IReadOnlyDictionary<long, string> ticked)
    {
        var groups = visit.Desks.Households.Groups(visit.Bank).Where(group => group.Households > 0).ToList();
        var rules = RulesOf(visit, activity.On);
        var rule = RuleOf(visit, activity);
        if (rule is null) return new(rules, groups, activity, null, [], null, ticked);
        var lines = visit.Desks.Finder.ByName(visit.Bank, activity.Group);
        var households = lines.Skip(after)
            .Take(PageSize)
            .Select(line => visit.Desks.Households.Get(visit.Bank, line.Number).Value)
            .ToList();
        var following = groups.SkipWhile(group => group.Name != activity.Group).Skip(1).FirstOrDefault();
        var next = after + PageSize < lines.Count ? activity.At(visit, after: after + PageSize)
            : following is null ? null
            : activity.At(visit, group: following.Name);
        return new(rules, groups, activity, rule, households, next, ticked);
    }

    /// <summary>An activity is a good deed, so only what credits fits.</summary>
    static List<Rule> RulesOf(Visit visit, LocalDate on) => [.. RuleWords.Open(visit, on).Where(rule => rule.IsCredit)];

    static Rule? RuleOf(Visit visit, Activity activity) => RulesOf(visit, activity.On).Find(rule => rule.Code == activity.Rule);

    static SlipBatch Ticked(FormReader form, Activity activity) =>
        new([.. form.All("tick").Distinct().Take(SlipBatch.MaxRows).Select(household => new SlipRow(
        household, activity.Rule, activity.Quantity.Plain(), LocalDatePattern.Iso.Format(activity.On), form.Text("m" + household),
        activity.Memo))]);

    /// <summary>The list again, with the same ticks.</summary>
    static IResult Again(Visit visit, FormReader form)
    {
        var rows = SlipBatch.Of(form).Rows.Where(row => !row.IsEmpty).ToList();
        if (rows.Count == 0) return visit.Go(ClerkLinks.At(visit, "ticks"));
        var first = rows[0];
        var group = visit.Desks.Finder.Find(visit.Bank, first.Household, 1) is [var household] ? household.Group : "";
        var activity = new Activity(
            first.Rule, TypedText.Day(first.Day, visit.Today) ?? visit.Today, TypedText.Number(first.Quantity) ?? 1, first.Memo, group);
        var at = visit.Desks.Finder.ByName(visit.Bank, group).ToList().FindIndex(line => line.Number.Plain() == first.Household);
        return visit.Show<TicksPage>(
            Facts(
                visit, activity, Math.Max(at, 0) / PageSize * PageSize,
                rows.ToDictionary(row => TypedText.Number(row.Household) ?? 0, row => row.Member)));
    }
}
