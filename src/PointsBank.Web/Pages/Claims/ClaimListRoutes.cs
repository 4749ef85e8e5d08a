using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Claims;
using PointsBank.Village.Households;
using PointsBank.Web.Pages.Deeds;

namespace PointsBank.Web.Pages.Claims;

/// <summary>A page of claims.</summary>
/// <param name="Area">In which they are seen.</param>
/// <param name="Lines">The claims, newest first.</param>
/// <param name="Next">The page behind this one.</param>
/// <param name="Counts">How many there are in each state.</param>
/// <param name="Groups">The groups to choose from.</param>
/// <param name="Filter">What is asked for.</param>
/// <param name="Warnings">What to look at before one of them is collected.</param>
public sealed record ClaimsFacts(
    ClaimArea Area, IReadOnlyList<ClaimLine> Lines, string? Next, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<GroupView> Groups,
    ClaimFilter Filter,
    IReadOnlyDictionary<long, IReadOnlyList<string>> Warnings)
{
    /// <summary>Whether there are boxes to tick: what waits for the group, in front of whoever checks it.</summary>
    public bool IsCollecting => Area.MayCollect && Filter.State == ClaimState.Submitted && Lines.Count > 0;

    /// <summary>The list of another state.</summary>
    public string Of(string state) => Area.Root + QueryString.Create(
    [
        new("state", state), .. Filter.Group is { } group ? [new("group", group.Plain())] : Array.Empty<KeyValuePair<string, string?>>(),
        .. Filter.Channel is { } channel ? [new("channel", channel)] : Array.Empty<KeyValuePair<string, string?>>(),
    ]);
}

/// <summary>Claims that the group has checked, before that is written.</summary>
public sealed record CollectionFacts(ClaimArea Area, IReadOnlyList<ClaimLine> Lines, string Note);

/// <summary>Lists of claims, and the group's check of many at once.</summary>
static class ClaimListRoutes
{
    const int PageSize = 50;

    /// <summary>What asks for claims in every state.</summary>
    public const string AnyState = "all";

    static readonly Dictionary<long, IReadOnlyList<string>> NoWarnings = [];

    public static void MapClaimLists(this IEndpointRouteBuilder claims, Func<Visit, ClaimArea> through) =>
        claims.Page("", visit => List(visit, through(visit), Asked.Of(visit)));

    public static void MapCollection(this IEndpointRouteBuilder claims, Desks desks, Func<Visit, ClaimArea> through)
    {
        claims.Form("/collect/again", (visit, form) => List(visit, through(visit), form));
        claims.Form("/collect/check", async (visit, form) =>
        {
            var (area, input) = (through(visit), Input(form));
            if (form.Finish() is { } refusals) return List(visit, area, form, refusals);
            var tried = await visit.Try(context => desks.Claims.Collect(context, visit.Bank, input));
            return tried.Refusal is { } refusal
                ? List(visit, area, form, [refusal])
                : visit.Show<CollectionCheckPage>(new CollectionFacts(area, tried.Value.Items, input.Note!));
        });
        claims.Form("/collect", async (visit, form) =>
        {
            var (area, input) = (through(visit), Input(form));
            if (form.Finish() is { } refusals) return List(visit, area, form, refusals);
            var collected = await visit.Write(form, context => desks.Claims.Collect(context, visit.Bank, input));
            if (collected.Refusal is { } refusal) return List(visit, area, form, [refusal]);
            var group = form.Text("group", 20) is { Length: > 0 } number ? $"&group={number}" : "";
            return visit.Go($"{area.Root}?state={ClaimState.Submitted}{group}", "claim_collected", ("count", collected.Value.Items.Count));
        });
    }

    static CollectionInput Input(FormReader form)
    {
        var claims = form.All("claims").Select(TypedText.Number).OfType<long>().Distinct().ToList();
        if (claims.Count == 0) form.Refuse(new(VillageRefusals.MissingValue, "claims"));
        return new(claims, form.Text("note", 400));
    }

    static IResult List(Visit visit, ClaimArea area, FormReader asked, IReadOnlyList<Refusal>? refusals = null)
    {
        var groups = area.IsHousehold ? [] : area.Groups(visit);
        var state = asked.Text("state", 20) is { Length: > 0 } wished ? wished : area.MayCollect ? ClaimState.Submitted : AnyState;
        var group = asked.Number("group") ?? (area.IsLeader ? ClaimArea.First(groups)?.Number : null);
        var channel = asked.Text("channel", 20) is { Length: > 0 } one ? one : null;
        var before = asked.After() ?? 0;
        if (refusals is null && asked.Finish() is { } wrong) return visit.Refuse(wrong);
        var filter = new ClaimFilter(state == AnyState ? null : state, group, channel);
        var found = visit.Desks.Claims.List(visit.Caller, visit.Bank, filter, before, PageSize + 1);
        if (found.Refusal is { } refusal) return visit.Refuse(refusal);
        var lines = found.Value.Take(PageSize).ToList();
        // Only where somebody is about to check them is it worth looking at each.
        var warnings = area.MayCollect && filter.State == ClaimState.Submitted
            ? lines.ToDictionary(line => line.Number, line => visit.Desks.Claims.Warnings(visit.Bank, line.Number))
            : NoWarnings;
        var facts = new ClaimsFacts(
            area, lines, found.Value.Count > PageSize ? lines[^1].Number.Plain() : null,
            area.IsHousehold ? new Dictionary<string, long>() : visit.Desks.Claims.Counts(visit.Bank, group),
            groups, filter, warnings);
        return refusals is null ? visit.Show<ClaimsPage>(facts) : visit.Again<ClaimsPage>(refusals, facts);
    }
}
