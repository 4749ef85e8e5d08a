using NodaTime.Text;
using PointsBank.Ledger;
using PointsBank.Village.Claims;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Rulebooks;

namespace PointsBank.Web.Pages.Claims;

/// <summary>Many claims as one field of a form carries them from the page of checking to that of writing.</summary>
public sealed record ClaimBatch(IReadOnlyList<ClaimInput> Items)
{
    /// <summary>The field that holds the whole batch.</summary>
    public const string Field = "batch";

    /// <summary>Ticks for those that are meant although the same was claimed for that day.</summary>
    public const string Again = "oncemore";

    const int Columns = 9;

    /// <summary>
    /// A line for each; a mark at both ends keeps its first and last field from being trimmed, the last field says that it is there twice.
    /// </summary>
    public string Pack() =>
        string.Join('\n', Items.Select(item => $"|{string.Join('\t', FieldsOf(item))}|"));

    static string[] FieldsOf(ClaimInput item) =>
    [
        item.Household.Plain(), item.Rule, LocalDatePattern.Iso.Format(item.EffectiveOn), item.Quantity.Plain(),
        item.Member?.Plain() ?? "", item.Channel, Plain(item.ClaimedBy), Plain(item.Memo), item.Confirmed ? "2" : "1",
    ];

    /// <summary>The claims of a form; those that are there twice are left out unless they are ticked.</summary>
    public static ClaimBatch Of(FormReader form)
    {
        var again = form.All(Again).ToHashSet();
        return new(
            [.. form.Text(Field).Split('\n').Take(ClaimDesk.MaxAtOnce).Select(
                (line, at) => Unpack(line.Trim('\r'), again.Contains(((long)at).Plain()))).OfType<ClaimInput>()]);
    }

    static ClaimInput? Unpack(string line, bool isMeant)
    {
        var fields = line.Length < 2 ? [] : line[1..^1].Split('\t');
        if (fields.Length != Columns
            || TypedText.Number(fields[0]) is not { } household
            || LocalDatePattern.Iso.Parse(fields[2]) is not { Success: true } day)
            return null;
        if (fields[8] == "2" && !isMeant) return null;
        return new(
            household, fields[1], day.Value, TypedText.Number(fields[3]) ?? 1, TypedText.Number(fields[4]), fields[5],
            fields[6].Length == 0 ? null : fields[6], Memo: fields[7],
            Confirmed: fields[8] == "2");
    }

    static string Plain(string? text) => text?.Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' ') ?? "";
}

/// <summary>A claim of a batch, and what would become of it.</summary>
public sealed record BatchLine(ClaimInput Input, string Head, string Matter, ClaimCheck Check)
{
    public bool IsRefused => Check.Refusal is not null;

    /// <summary>Whether the same was claimed for that day, so that it is left out unless somebody says that it is meant.</summary>
    public bool IsTwice => Check.Warnings.Contains(ClaimWarning.SameDeed);
}

/// <summary>A batch to look at before it is written.</summary>
/// <param name="Area">In which it came.</param>
/// <param name="From">The page that it comes from: <c>yard</c>, <c>ticks</c> or <c>sheet</c>.</param>
/// <param name="Lines">Its claims.</param>
public sealed record BatchFacts(ClaimArea Area, string From, IReadOnlyList<BatchLine> Lines)
{
    public IReadOnlyList<BatchLine> Sound => [.. Lines.Where(line => !line.IsRefused && !line.IsTwice)];

    /// <summary>What can be written: the sound ones, and behind them those that are there twice.</summary>
    public IReadOnlyList<BatchLine> Possible => [.. Sound, .. Lines.Where(line => line.IsTwice)];

    public ClaimBatch Batch => new([.. Possible.Select(line => line.Input with { Confirmed = line.IsTwice })]);
}

/// <summary>Checks and writes batches, whichever page they come from.</summary>
static class BatchRoutes
{
    /// <summary>Where the batches of a page are written; the page itself checks them.</summary>
    public static void MapBatches(this IEndpointRouteBuilder claims, Func<Visit, ClaimArea> through, string from) =>
        claims.Form($"/{from}/write", async (visit, form) =>
        {
            var (area, batch) = (through(visit), ClaimBatch.Of(form));
            if (batch.Items.Count == 0) return visit.Go(area.At(from));
            var written = await visit.Write(form, context => visit.Desks.Claims.Submit(context, visit.Bank, batch.Items, from));
            if (written.Refusal is not { } refusal)
            {
                var group = form.Text("group", 20) is { Length: > 0 } number ? $"&group={number}" : "";
                return visit.Go($"{area.Root}?state={ClaimState.Submitted}{group}", "claim_batch", ("count", written.Value.Items.Count));
            }
            if (refusal.Kind == LedgerRefusals.KeyReused) visit.RenewKey();
            return visit.Again<BatchCheckPage>(refusal, await Facts(visit, area, from, batch.Items));
        });

    /// <summary>The page on which a batch is checked.</summary>
    public static async Task<IResult> Check(Visit visit, ClaimArea area, string from, IReadOnlyList<ClaimInput> inputs) =>
        visit.Show<BatchCheckPage>(await Facts(visit, area, from, inputs));

    static async Task<BatchFacts> Facts(Visit visit, ClaimArea area, string from, IReadOnlyList<ClaimInput> inputs)
    {
        var outcome = await visit.Desks.Claims.Check(visit.Caller, visit.Bank, inputs);
        var checks = outcome.Refusal is { } refusal ? [.. inputs.Select(_ => new ClaimCheck(null, refusal, []))] : outcome.Value.Items;
        // Only names of groups that are theirs: numbers can be sent in by hand.
        var groups = area.Groups(visit).Select(group => group.Name).ToHashSet();
        var heads = visit.Desks.Finder.ByName(visit.Bank, null).Where(line => groups.Contains(line.Group))
            .ToDictionary(line => line.Number, line => line.Head);
        var rules = inputs.Select(input => input.EffectiveOn).Distinct()
            .ToDictionary(day => day, day => ClaimForm.Rules(visit, day, creditsOnly: false).ToDictionary(rule => rule.Code));
        return new(area, from, [.. inputs.Select((input, at) => new BatchLine(
            input, heads.GetValueOrDefault(input.Household, ""),
            rules[input.EffectiveOn].TryGetValue(input.Rule, out var rule) ? RuleWords.Item(visit, rule) : input.Rule, checks[at]))]);
    }
}
