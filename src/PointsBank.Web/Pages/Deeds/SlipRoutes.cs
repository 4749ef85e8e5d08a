using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Journal;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;
using PointsBank.Web.Pages.Journal;
using PointsBank.Web.Pages.Rulebooks;

namespace PointsBank.Web.Pages.Deeds;

/// <summary>The form for a batch: its lines, and of those that were looked at what they mean.</summary>
public sealed record SlipsFacts(SlipBatch Batch, IReadOnlyList<SlipLine> Lines);

/// <summary>A batch to check before it is written.</summary>
/// <param name="From">The page it comes from and goes back to: <c>slips</c> or <c>ticks</c>.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Next">What the page behind the written batch offers next.</param>
/// <param name="WasWritten">Whether another batch was written under this form's name, so that this one got a new one.</param>
public sealed record SlipsCheckFacts(string From, IReadOnlyList<SlipLine> Lines, string Next = "", bool WasWritten = false)
{
    public bool IsSound => Lines.All(line => line.IsSound);

    public long Points => Lines.Sum(line => line.Deed?.Points ?? 0);

    public int Entries => Lines.Count(line => line.Deed is not null);

    public int Claims => Lines.Count(line => line.Claim is not null);
}

/// <summary>
/// What was written: the entries of a batch with the household's balance after each, and the claims that go on to the meeting.
/// </summary>
public sealed record SlipsWrittenFacts(IReadOnlyList<WrittenLine> Lines, IReadOnlyList<ClaimView> Claims, string Next);

public sealed record WrittenLine(EntryLine Entry, string Head, long? Balance);

/// <summary>One thing that fits what somebody types; it is told whether another one is called the same.</summary>
public sealed record Hit(string Value, string Words, string Hint, bool Alike = false);

/// <summary>What would become of a line, told while others are still being typed.</summary>
public sealed record TriedLine(
    int Line, string Who, string What, long? Points, string Claim, IReadOnlyList<string> Warnings, IReadOnlyList<string> Problems);

public sealed record TriedLines(IReadOnlyList<TriedLine> Lines, string Total);

/// <summary>Quick entry of many slips: typed, checked line by line, and written in one go.</summary>
static class SlipRoutes
{
    public static void MapSlips(this IEndpointRouteBuilder pages, Desks desks)
    {
        var slips = pages.MapGroup("/v/{bank}/clerk/slips").Requires(Role.Clerk);
        slips.Page("", visit => visit.Show<SlipsPage>(new SlipsFacts(SlipBatch.Blank, [])));
        slips.Form("/more", async (visit, form) => visit.Show<SlipsPage>(await Typed(visit, SlipBatch.Of(form).With(SlipBatch.Step))));
        slips.Form("/again", async (visit, form) => visit.Show<SlipsPage>(await Typed(visit, SlipBatch.Of(form))));
        slips.Form("/check", async (visit, form) =>
        {
            var batch = SlipBatch.Of(form);
            if (batch.IsEmpty) return visit.Again<SlipsPage>(new Refusal(VillageRefusals.MissingValue), new SlipsFacts(batch, []));
            return await Check(visit, form, batch, "slips");
        });
        slips.Form("/write", (visit, form) => Write(visit, form, "slips"));
        slips.Page("/written", Written);
        slips.Form("/try", async (visit, form) => Json(Tried(visit, await new SlipReader(visit).Check(SlipBatch.Of(form)))));

        var hits = pages.MapGroup("/v/{bank}/clerk/hits").Requires(Role.Clerk, Role.Supervisor);
        hits.Page("/households", visit =>
        {
            var found = desks.Finder.Find(visit.Bank, visit.Query("q") ?? "", SlipReader.MaxChoices);
            return Json(
                [.. found.Select(
                    line => new Hit(
                        line.Number.Plain(), line.Head, $"{line.Number} · {Alike.Hint(visit, line, found)}", Alike.Is(line, found)))]);
        });
        hits.Page("/rules", Rules);
        hits.Page("/members", Members);
    }

    /// <summary>The page on which a batch is checked; lines that are refused are left out where that is wished.</summary>
    public static async Task<IResult> Check(Visit visit, FormReader form, SlipBatch batch, string from)
    {
        if (form.Number("year") is { } year) batch = batch.Of(year, visit.Today);
        var lines = await new SlipReader(visit).Check(batch);
        if (form.Flag("without"))
        {
            var kept = lines.Where(line => line.IsSound).ToDictionary(line => line.Number, line => line.Carried);
            batch = new([.. batch.Rows.Select((_, at) => kept.GetValueOrDefault(at + 1, SlipRow.Empty))]);
            lines = await new SlipReader(visit).Check(batch);
        }
        return visit.Show<SlipsCheckPage>(new SlipsCheckFacts(from, lines, form.Text("next")));
    }

    /// <summary>
    /// All slips or none. Entries stand one behind the other in the journal and claims in their list, so the first and the last name them
    /// all.
    /// </summary>
    public static async Task<IResult> Write(Visit visit, FormReader form, string from)
    {
        var batch = SlipBatch.Of(form);
        var lines = new SlipReader(visit).Read(batch).ToList();
        if (lines.Count == 0 || lines.Exists(line => line.Input is null)) return await Check(visit, form, batch, from);
        var outcome = await visit.Write(form, context => visit.Desks.Slips.Enter(
            context, visit.Bank, [.. lines.Select(line => line.Input!)], from == "ticks" ? from : "single"));
        if (outcome.Refusal is { } refusal)
        {
            var facts = new SlipsCheckFacts(from, await new SlipReader(visit).Check(batch), form.Text("next"));
            if (refusal.Kind != LedgerRefusals.KeyReused) return visit.Again<SlipsCheckPage>(refusal, facts);
            // Somebody went back and typed another batch into a form that was written: it is theirs to say whether it is new.
            visit.RenewKey();
            return visit.Show<SlipsCheckPage>(facts with { WasWritten = true }, StatusCodes.Status422UnprocessableEntity);
        }
        var query = new List<KeyValuePair<string, string?>>();
        if (outcome.Value.Items.Select(slip => slip.Deed?.Entry).OfType<long>().ToList() is [var entry, ..] and [.., var lastEntry])
            query.AddRange([new("from", entry.Plain()), new("to", lastEntry.Plain())]);
        if (outcome.Value.Items.Select(slip => slip.Claim?.Number).OfType<long>().ToList() is [var claim, ..] and [.., var lastClaim])
            query.AddRange([new("claim", claim.Plain()), new("toClaim", lastClaim.Plain())]);
        if (form.Text("next", 500) is { Length: > 0 } next) query.Add(new("next", next));
        return visit.Go(
            ClerkLinks.At(visit, "slips/written") + QueryString.Create(query), "clerk_slips",
            ("entered", outcome.Value.Items.Count(slip => slip.Deed is not null)),
            ("claims", outcome.Value.Items.Count(slip => slip.Claim is not null)));
    }

    static async Task<SlipsFacts> Typed(Visit visit, SlipBatch batch)
    {
        var lines = await new SlipReader(visit).Check(batch);
        var carried = lines.ToDictionary(line => line.Number, line => line.Carried);
        var rows = batch.Rows.Select((row, at) => carried.GetValueOrDefault(at + 1, row)).ToList();
        // What was packed for checking has lost the empty lines at its end; there should be some to go on typing.
        return new(
            new SlipBatch(rows).With(rows.Count % SlipBatch.Step == 0 && rows.Count > 0 ? 0 : SlipBatch.Step - rows.Count % SlipBatch.Step),
            lines);
    }

    static IResult Written(Visit visit)
    {
        if (!TryReadRange(visit, "from", "to", out var from, out var to)
            || !TryReadRange(visit, "claim", "toClaim", out var claim, out var toClaim)
            || (to == 0 && toClaim == 0))
            return visit.Refuse(new Refusal(LedgerRefusals.UnknownEntry));
        var count = to == 0 ? 0 : (int)(to - from) + 1;
        var entries = count == 0 ? [] : visit.Desks.Journal.Lines(visit.Bank, EntryFilter.All, to + 1, count);
        if (entries.Count < count || (count > 0 && entries[0].Number != to)) return visit.Refuse(new Refusal(LedgerRefusals.UnknownEntry));
        var claims = new List<ClaimView>();
        for (var number = claim; number > 0 && number <= toClaim; number++)
        {
            var found = visit.Desks.Claims.Get(visit.Caller, visit.Bank, number);
            if (found.Refusal is { } unknown) return visit.Refuse(unknown);
            claims.Add(found.Value);
        }
        var balances = visit.Desks.Journal.Entries(visit.Bank, to + 1, count).ToDictionary(entry => entry.Number, PostingWords.BalanceOf);
        var heads = Heads.Of(visit, entries);
        return visit.Show<SlipsWrittenPage>(new SlipsWrittenFacts(
            [.. entries.Reverse().Select(entry => new WrittenLine(entry, heads.NameOf(entry.Households), balances[entry.Number]))], claims,
            visit.Query("next") is { } next && next.StartsWith(ClerkLinks.At(visit, ""), StringComparison.Ordinal)
                ? next
                : ClerkLinks.At(visit, "slips")));
    }

    /// <summary>First and last of so many as a batch may have; zeros where none is named.</summary>
    static bool TryReadRange(Visit visit, string first, string last, out long from, out long to)
    {
        (from, to) = (TypedText.Number(visit.Query(first) ?? "0") ?? -1, TypedText.Number(visit.Query(last) ?? "0") ?? -1);
        return (from, to) is (0, 0) || (from >= 1 && to >= from && to - from < SlipBatch.MaxRows);
    }

    static IResult Rules(Visit visit)
    {
        var day = TypedText.Day(visit.Query("on") ?? "", visit.Today) ?? visit.Today;
        var book = visit.Desks.Rulebooks.On(visit.Bank, day);
        return Json([.. (book.Refusal is not null ? [] : RuleFinder.Find(book.Value, visit.Query("q") ?? "", SlipReader.MaxChoices))
            .Select(rule => new Hit(rule.Code, RuleWords.Item(visit, rule), RuleWords.Hint(visit, rule)))]);
    }

    static IResult Members(Visit visit)
    {
        var reader = new SlipReader(visit);
        if (reader.Households(visit.Query("household") ?? "") is not [var line]) return Json([]);
        var household = visit.Desks.Households.Get(visit.Bank, line.Number).Value;
        return Json(
            [.. SlipReader.Members(household, visit.Query("q") ?? "").Select(
                member => new Hit(SlipReader.WordOf(household, member), member.Name, ((long)member.BirthDate.Year).Plain()))]);
    }

    static TriedLines Tried(Visit visit, IReadOnlyList<SlipLine> lines) => new(
        [.. lines.Select(line => new TriedLine(
            line.Number, line.Household?.Head ?? "", line.Rule is { } rule ? RuleWords.Item(visit, rule) : "", line.Deed?.Points,
            line.Claim is { } claim ? visit.Say("clerk_becomes_claim", ("points", RuleWords.Worth(claim))) : "",
            [.. line.Warnings.Select(warning => visit.Say("clerk_warning_" + warning))],
            [.. line.Problems.Select(problem => problem.Words)]))],
        Total(visit, lines));

    /// <summary>How many lines are ready, and how many of them only go on to the meeting.</summary>
    public static string Total(Visit visit, IReadOnlyList<SlipLine> lines) =>
        visit.Say(
            "clerk_slips_total", ("count", lines.Count(line => line.Deed is not null)),
            ("points", lines.Sum(line => line.Deed?.Points ?? 0)))
        + (
            lines.Count(line => line.Claim is not null) is > 0 and var claims
                ? " " + visit.Say("clerk_slips_claims", ("count", claims))
                : "");

    static IResult Json(IReadOnlyList<Hit> hits) => Results.Json(hits, Http.Json.Of<IReadOnlyList<Hit>>());

    static IResult Json(TriedLines lines) => Results.Json(lines, Http.Json.Of<TriedLines>());
}
