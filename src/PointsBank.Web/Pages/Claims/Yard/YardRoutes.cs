using NodaTime;
using NodaTime.Text;
using PointsBank.Village;
using PointsBank.Village.Claims;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Pages.Deeds;

namespace PointsBank.Web.Pages.Claims.Yard;

/// <summary>A walk from yard to yard: which group, which day, up to four rules to look for.</summary>
public sealed record YardWalk(long Group, LocalDate On, IReadOnlyList<string> Codes)
{
    /// <summary>So many rules stand beside each other on a phone and on a sheet.</summary>
    public const int MaxRules = 4;

    /// <summary>The address of its grid, or of a page behind it.</summary>
    public string At(ClaimArea area, string page = "", long? group = null, int after = 0) => area.At("yard" + page) + QueryString.Create(
    [
        new("group", (group ?? Group).Plain()), new("on", LocalDatePattern.Iso.Format(On)),
        .. Codes.Select((code, at) => new KeyValuePair<string, string?>("r" + ((long)at + 1).Plain(), code)),
        .. after > 0 ? [new KeyValuePair<string, string?>("after", ((long)after).Plain())] : Array.Empty<KeyValuePair<string, string?>>(),
    ]);
}

/// <summary>The grid of a walk: households down, rules across.</summary>
/// <param name="Area">In which it is seen.</param>
/// <param name="Choices">The rules to choose from.</param>
/// <param name="Groups">The groups to choose from.</param>
/// <param name="Walk">What was chosen.</param>
/// <param name="Rules">The rules of the walk.</param>
/// <param name="Households">The households of its group, a page of them.</param>
/// <param name="Next">The page behind this one: the group's next households, or the next group.</param>
public sealed record YardFacts(
    ClaimArea Area, IReadOnlyList<Rule> Choices, IReadOnlyList<GroupView> Groups, YardWalk Walk, IReadOnlyList<Rule> Rules,
    IReadOnlyList<HouseholdLine> Households, string? Next)
{
    public string Group => Groups.FirstOrDefault(group => group.Number == Walk.Group)?.Name ?? "";
}

/// <summary>The monthly yard check, on one screen or on one printed grid.</summary>
static class YardRoutes
{
    /// <summary>Four rules of so many households are the most claims of one list.</summary>
    const int PageSize = ClaimDesk.MaxAtOnce / YardWalk.MaxRules;

    public static void MapYard(this IEndpointRouteBuilder claims, Func<Visit, ClaimArea> through)
    {
        claims.Page("/yard", visit => Grid(visit, through(visit), Asked.Of(visit)));
        claims.Page("/yard/sheet", visit =>
        {
            var asked = Asked.Of(visit);
            var facts = Facts(visit, through(visit), asked, PageSize * 10);
            return asked.Finish() is { } refusals ? visit.Refuse(refusals) : visit.Show<YardSheetPage>(facts);
        });
        claims.Form("/yard/again", (visit, form) => Grid(visit, through(visit), form));
        claims.Form("/yard/check", async (visit, form) =>
        {
            var (area, facts) = (through(visit), Facts(visit, through(visit), form, PageSize));
            var memo = form.Text("memo", 400);
            var inputs = form.All("tick").Distinct().Select(tick => Input(tick, facts.Walk.On, memo)).OfType<ClaimInput>().ToList();
            if (inputs.Count == 0) form.Refuse(new(VillageRefusals.MissingValue, "tick"));
            return form.Finish() is { } refusals
                ? visit.Again<YardPage>(refusals, facts)
                : await BatchRoutes.Check(visit, area, "yard", inputs);
        });
        claims.MapBatches(through, "yard");
    }

    static IResult Grid(Visit visit, ClaimArea area, FormReader asked)
    {
        var facts = Facts(visit, area, asked, PageSize);
        return asked.Finish() is { } refusals ? visit.Again<YardPage>(refusals, facts) : visit.Show<YardPage>(facts);
    }

    /// <summary>A box's value is its household and its rule.</summary>
    static ClaimInput? Input(string tick, LocalDate on, string memo) =>
        tick.Split('.', 2) is [var household, var rule] && TypedText.Number(household) is { } number
            ? new(number, rule, on, Channel: Channel.Organisation, Memo: memo)
            : null;

    static YardFacts Facts(Visit visit, ClaimArea area, FormReader asked, int most)
    {
        var groups = area.Groups(visit);
        var on = asked.Date("on") is { } day && day != default ? day : visit.Today;
        var number = asked.Number("group") ?? ClaimArea.First(groups)?.Number ?? 0;
        var after = (int)(asked.Number("after", 0, int.MaxValue) ?? 0);
        var choices = ClaimForm.Rules(visit, on, creditsOnly: true);
        var rules = Enumerable.Range(1, YardWalk.MaxRules).Select(at => asked.Text("r" + ((long)at).Plain(), 20)).Distinct()
            .Select(code => choices.FirstOrDefault(rule => rule.Code == code)).OfType<Rule>().ToList();
        var walk = new YardWalk(number, on, [.. rules.Select(rule => rule.Code)]);
        // Names of a group that is not theirs are not for them.
        if (groups.FirstOrDefault(group => group.Number == number) is not { } chosen)
        {
            if (groups.Count > 0) asked.Refuse(new(VillageRefusals.UnknownGroup, "group"));
            return new(area, choices, groups, walk, rules, [], null);
        }
        var lines = visit.Desks.Finder.ByName(visit.Bank, chosen.Name);
        var following = groups.SkipWhile(group => group.Number != number).Skip(1).FirstOrDefault();
        var next = after + most < lines.Count ? walk.At(area, after: after + most)
            : following is null ? null
            : walk.At(area, group: following.Number);
        return new(area, choices, groups, walk, rules, [.. lines.Skip(after).Take(most)], next);
    }
}
