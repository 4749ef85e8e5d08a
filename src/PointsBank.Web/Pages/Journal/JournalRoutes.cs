using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Journal;
using PointsBank.Village.Reversals;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Clocks;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.Journal;

/// <summary>A page of the journal.</summary>
public sealed record JournalFacts(
    IReadOnlyList<EntryLine> Lines, Heads Heads, IReadOnlyList<(string Actor, string Name)> Handlers, string? Next);

/// <summary>An entry: as it stands in the book, and in words.</summary>
public sealed record EntryFacts(EntryView Entry, EntryLine Line, Heads Heads, IReadOnlyList<PostingWords> Postings);

/// <summary>An entry to reverse.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Effects">What it will do to each household.</param>
/// <param name="IsShort">Whether points that it gave are spent already, so that only a deficit remains.</param>
/// <param name="MayBeShort">Whether a deficit is possible: a supervisor allows it, and goods that left the shelf do not come back by
/// themselves.</param>
public sealed record ReversalFacts(EntryFacts Entry, IReadOnlyList<ReversalEffect> Effects, bool IsShort, bool MayBeShort);

/// <summary>What a reversal does to a household: its balance and its standing of that year, now and then.</summary>
public sealed record ReversalEffect(
    long Household, string Head, long Balance, long BalanceAfter, int Year, long Standing, long StandingAfter);

/// <summary>A reversal to check before it is written.</summary>
public sealed record ReversalCheckFacts(ReversalFacts Reversal, string Reason);

/// <summary>The journal: searched, read, corrected by reversals, verified.</summary>
static class JournalRoutes
{
    const int PageSize = 50;

    /// <summary>The usual reasons for a reversal; the last one wants words of one's own.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["household", "rule", "quantity", "twice", "unfounded", "objection", "other"];

    /// <summary>Whether this reader may take the entry back from here: a clerk what a clerk enters alone, a supervisor all.</summary>
    public static bool MayTakeBack(Visit visit, EntryView entry) =>
        entry is { ReversedBy: null, Reverses: null } && MayTakeBack(visit, entry.Reason, entry.EffectiveOn.Year);

    /// <summary>The same of an entry with this reason, of this year. What a closed year rests on is a supervisor's.</summary>
    public static bool MayTakeBack(Visit visit, string reason, int year) =>
        visit.Caller.Is(Role.Supervisor, visit.Bank)
        || (reason.StartsWith(ReversalDesk.DirectPrefix, StringComparison.Ordinal) && IsOpen(visit, year));

    static bool IsOpen(Visit visit, int year) =>
        year == visit.Today.Year || visit.Desks.Years.All(visit.Bank).All(item => item.Year != year || item.State is "open" or "running");

    public static void MapJournalPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var journal = pages.MapGroup("/v/{bank}/clerk/journal").Requires(Role.Clerk, Role.Supervisor);
        journal.Page("", List);
        journal.Page("/{entry}", visit => With(visit, facts => visit.Show<EntryPage>(facts)));
        journal.Page("/{entry}/reversal", visit => WithReversal(visit, facts => Task.FromResult(visit.Show<ReversalPage>(facts))));
        journal.Form(
            "/{entry}/reversal/again",
            (visit, form) => WithReversal(
                visit,
                facts => Task.FromResult(visit.Show<ReversalPage>(facts with { IsShort = form.Flag("deficit") && facts.MayBeShort }))));
        journal.Form("/{entry}/reversal/check", (visit, form) => WithReversal(visit, async facts =>
        {
            var reason = ReasonOf(form);
            if (form.Finish() is { } refusals) return visit.Again<ReversalPage>(refusals, facts);
            var tried = await visit.Try(
                context => desks.Reversals.Reverse(context, visit.Bank, facts.Entry.Entry.Number, new(reason, form.Flag("deficit"))));
            return tried.Refusal is { } refusal
                ? visit.Again<ReversalPage>(
                    refusal, facts with { IsShort = refusal.Kind == LedgerRefusals.WouldPassFloor && facts.MayBeShort })
                : visit.Show<ReversalCheckPage>(new ReversalCheckFacts(facts, reason));
        }));
        journal.Form("/{entry}/reversal", (visit, form) => WithReversal(visit, async facts =>
        {
            var reason = ReasonOf(form);
            if (form.Finish() is { } refusals) return visit.Again<ReversalPage>(refusals, facts);
            var outcome = await visit.Write(
                form, context => desks.Reversals.Reverse(context, visit.Bank, facts.Entry.Entry.Number, new(reason, form.Flag("deficit"))));
            return outcome.Refusal is { } refusal
                ? visit.Again<ReversalPage>(
                    refusal, facts with { IsShort = refusal.Kind == LedgerRefusals.WouldPassFloor && facts.MayBeShort })
                : visit.Go(ClerkLinks.At(visit, $"journal/{outcome.Value.Entry}"), "clerk_reversal");
        }));
        pages.MapGroup("/v/{bank}/clerk").Requires(Role.Supervisor).Form("/seals", async (visit, form) =>
        {
            var made = await visit.Write(form, context => desks.Seals.Make(context, visit.Bank));
            return made.Refusal is { } refusal
                ? visit.Again<VerifyPage>(refusal, VerifyFacts.Of(visit))
                : visit.Go(ClerkLinks.At(visit, "verify"), "clerk_sealed");
        });
        journal.Page("/clock/{confirmation}", visit => desks.ClockCheck.Stretch(visit.Bank, visit.Ask.Number("confirmation")) is { } told
            ? visit.Show<ClockStretchPage>(told) : visit.Refuse(new Refusal(WebRefusals.UnknownAddress)));
        pages.Page("/v/{bank}/clerk/verify", visit => visit.Show<VerifyPage>(VerifyFacts.Of(visit))).Requires(Role.Clerk, Role.Supervisor);
    }

    static IResult List(Visit visit)
    {
        var asked = Asked.Of(visit);
        var filter = FilterOf(visit, asked);
        var before = asked.After();
        var handlers = visit.Desks.Staff.All()
            .Where(staff => staff.Grants.Any(grant => grant.Bank is null || grant.Bank == visit.Village!.Code))
            .Select(staff => ($"staff:{staff.Number}", staff.Name)).ToList();
        if (asked.Finish() is { } refusals)
            return visit.Again<JournalPage>(refusals, new JournalFacts([], Heads.Of(visit, []), handlers, null));
        var lines = visit.Desks.Journal.Lines(visit.Bank, filter, before, PageSize + 1);
        var page = lines.Take(PageSize).ToList();
        return visit.Show<JournalPage>(
            new JournalFacts(page, Heads.Of(visit, page), handlers, lines.Count > PageSize ? page[^1].Number.Plain() : null));
    }

    static EntryFilter FilterOf(Visit visit, FormReader asked)
    {
        var household = asked.Text("household", 60);
        var found = household.Length == 0 ? [] : new SlipReader(visit).Households(household);
        if (household.Length > 0 && found.Count != 1)
            asked.Refuse(new(found.Count == 0 ? VillageRefusals.UnknownHousehold : VillageRefusals.NotInList, "household")
            { Facts = found.Count == 0 ? [] : [new("allowed", string.Join(", ", found.Select(line => $"{line.Number} {line.Head}")))] });
        var kind = asked.Text("kind", 20);
        if (kind.Length > 0 && !EntryFilter.Kinds.Contains(kind)) asked.Refuse(new(VillageRefusals.NotInList, "kind"));
        return new(
            None(kind), found is [var one] ? one.Number : null, None(asked.Text("handler", 40)), asked.Date("from"), asked.Date("to"),
            None(RuleCode(visit, asked.Text("rule", 60))), asked.Flag("reversed") ? true : null, asked.Number("first"),
            asked.Number("last"));
    }

    /// <summary>The code of the rule in force that fits alone; else what was typed, which may be the code of an earlier one.</summary>
    static string RuleCode(Visit visit, string typed) =>
        typed.Length > 0
            && visit.Desks.Rulebooks.On(visit.Bank, visit.Today) is { Refusal: null } book
            && SlipReader.Rules(book.Value, typed) is [var rule]
            ? rule.Code
            : typed;

    static string? None(string text) => text.Length == 0 ? null : text;

    static IResult With(Visit visit, Func<EntryFacts, IResult> then) =>
        Facts(visit) is { } facts ? then(facts) : visit.Refuse(new Refusal(LedgerRefusals.UnknownEntry));

    static EntryFacts? Facts(Visit visit)
    {
        var number = visit.Ask.Number("entry");
        var entry = visit.Desks.Journal.Entry(visit.Bank, number);
        if (entry.Refusal is not null) return null;
        var line = visit.Desks.Journal.Lines(visit.Bank, EntryFilter.All, number + 1, 1)[0];
        return new(entry.Value, line, Heads.Of(visit, [line]), [.. entry.Value.Postings.Select(PostingWords.Of)]);
    }

    static async Task<IResult> WithReversal(Visit visit, Func<ReversalFacts, Task<IResult>> then)
    {
        if (Facts(visit) is not { } facts) return visit.Refuse(new Refusal(LedgerRefusals.UnknownEntry));
        if (facts.Entry is { ReversedBy: null, Reverses: null } && !MayTakeBack(visit, facts.Entry))
            return visit.Refuse(new Refusal(VillageRefusals.ReversalNeedsSupervisor, "entry"));
        var effects = new List<ReversalEffect>();
        var year = facts.Postings.FirstOrDefault(posting => posting.Kind == AccountKind.HouseholdMerit)?.Year ?? visit.Today.Year;
        var returns = visit.Desks.Years.ReturnsOf(visit.Bank, facts.Entry.Number);
        foreach (var household in facts.Line.Households)
        {
            var balance = (visit.Desks.Journal.Balance(visit.Bank, household)).Value.Points.Balance;
            var standing = (visit.Desks.Boards.StandingOf(visit.Bank, household, year)).Standing;
            effects.Add(
                new(
                    household, facts.Heads[household], balance,
                    balance - Moved(AccountKind.HouseholdPoints) + returns.GetValueOrDefault(household), year, standing,
                    standing - Moved(AccountKind.HouseholdMerit)));

            long Moved(AccountKind kind) =>
                facts.Postings.Where(posting => posting.Kind == kind && posting.Owner == household).Sum(posting => posting.Amount);
        }
        var mayBeShort = visit.Caller.Is(Role.Supervisor, visit.Bank)
            && !facts.Postings.Any(posting => posting.Kind == AccountKind.GoodsShelf);
        return await then(new(facts, effects, false, mayBeShort));
    }

    /// <summary>The reason as it goes into the book: in Chinese, whatever language the page is in, because the village reads it.</summary>
    static string ReasonOf(FormReader form)
    {
        var (reason, own) = (form.Required("reason", 40), form.Text("own", 300));
        if (reason.Length > 0 && !Reasons.Contains(reason)) form.Refuse(new(VillageRefusals.NotInList, "reason"));
        if (reason == Reasons[^1]) return form.Required("own", 300);
        var words = reason.Length == 0 ? "" : PageWords.Chinese.Say("clerk_reversal_" + reason);
        return own.Length == 0 ? words : $"{words} {own}";
    }
}
