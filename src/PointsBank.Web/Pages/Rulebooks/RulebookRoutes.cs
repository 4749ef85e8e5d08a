using System.Globalization;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Imports;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Homes;
using PointsBank.Web.Pages.Imports;

namespace PointsBank.Web.Pages.Rulebooks;

/// <summary>Every version, the one in force today and the one that is shown; none where the village has no rules yet.</summary>
public sealed record RulebookFacts(IReadOnlyList<RulebookView> All, RulebookView? InForce, RulebookView? Shown);

/// <summary>A rulebook that is proposed, and what it would change.</summary>
/// <param name="Mode">Which of the two modes its rules are of.</param>
/// <param name="Rules">The rules.</param>
/// <param name="Diff">Against the one in force.</param>
/// <param name="InForce">The one in force.</param>
/// <param name="OfOtherMode">Rows of the sheet that are of the other mode and left out.</param>
/// <param name="Title">The title to begin with.</param>
/// <param name="Carried">The rules as the form carries them.</param>
public sealed record ProposalFacts(
    string Mode, IReadOnlyList<Rule> Rules, RulebookDiff Diff, RulebookView? InForce, int OfOtherMode, string Title, string Carried);

/// <summary>The versions that wait for a second person.</summary>
public sealed record RulebooksFacts(IReadOnlyList<RulebookView> Waiting);

/// <summary>
/// A version to decide on, against the one that is in force without it: on its first day where it waits, otherwise today.
/// </summary>
public sealed record RulebookDecisionFacts(RulebookView Book, RulebookHands Hands, RulebookView? InForce, RulebookDiff Diff);

/// <summary>What is wrong with a sheet that was handed in, and how it was read where it was a list of people or points.</summary>
public sealed record SheetProblemsFacts(string FileName, IReadOnlyList<SheetProblem> Problems, ImportView? Read = null);

/// <summary>The rulebook: read, printed, taken from a sheet, compared with the one in force, adopted.</summary>
static class RulebookRoutes
{
    public static IReadOnlyList<string> Modes { get; } = ["sixty", "red-yellow"];

    public static void MapRulebookPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var reading = pages.MapGroup("/v/{bank}/clerk/rulebook").Requires(Role.Clerk, Role.Supervisor);
        reading.Page("", visit => visit.Show<RulebookPage>(FactsOf(visit)));
        reading.Page(
            "/print",
            visit => FactsOf(visit) is { Shown: not null } facts
                ? visit.Show<RulebookSheetPage>(facts)
                : visit.Refuse(new Refusal(VillageRefusals.NoRulebook)));
        reading.Page("/sheet", visit =>
        {
            if (FactsOf(visit).Shown is not { } book) return visit.Refuse(new Refusal(VillageRefusals.NoRulebook));
            var format = ImportRoutes.FormatOf(visit);
            return ImportRoutes.File(
                $"rulebook-{visit.Village!.Code}-{book.Version}", format,
                output => RulebookSheet.Write(book, format, output, inChinese: !visit.IsEnglish));
        });

        var writing = pages.MapGroup("/v/{bank}/clerk/rulebook").Requires(Role.Clerk);
        writing.Page("/import", visit => visit.Show<RulebookImportPage>());
        writing.Page("/default", visit =>
        {
            var book = RulebookSheet.Default(Modes.Contains(visit.Query("mode")) ? visit.Query("mode")! : Modes[0], visit.Today);
            return visit.Show<ProposalPage>(Propose(visit, book.Mode, book.Rules, 0, book.Title));
        });
        writing.Form("/check", Check).WithMetadata(new TakesSheet());
        writing.Form("", Adopt);

        var deciding = pages.MapGroup("/v/{bank}/supervisor/rulebooks").Requires(Role.Supervisor);
        deciding.Page("", visit => visit.Show<RulebooksPage>(new RulebooksFacts(desks.Rulebooks.Open(visit.Bank))));
        deciding.Page("/{version}", visit =>
        {
            var facts = ToDecide(visit);
            return facts.Refusal is { } unknown ? visit.Refuse(unknown) : visit.Show<RulebookDecisionPage>(facts.Value);
        });
        deciding.Form("/{version}/confirmation", (visit, form) => Decide(visit, form, confirms: true));
        deciding.Form("/{version}/refusal", (visit, form) => Decide(visit, form, confirms: false));
    }

    /// <summary>An address of the rulebooks on which a supervisor decides.</summary>
    public static string OfSupervisor(Visit visit, string page = "") => $"{visit.Home}/supervisor/rulebooks{page}";

    static Outcome<RulebookDecisionFacts> ToDecide(Visit visit)
    {
        var (books, version) = (visit.Desks.Rulebooks, visit.Ask.Number("version"));
        return books.Get(visit.Bank, version).Then(book =>
        {
            var on = books.On(visit.Bank, book.State == RulebookState.Open ? book.ValidFrom : visit.Today);
            var inForce = on.Refusal is null ? on.Value : null;
            return new RulebookDecisionFacts(
                book, books.HandsOf(visit.Bank, version).Value, inForce, RulebookDiff.Between(inForce, book.Rules));
        });
    }

    static async Task<IResult> Decide(Visit visit, FormReader form, bool confirms)
    {
        var version = visit.Ask.Number("version");
        var decided = await visit.Write(form, context => visit.Desks.Rulebooks.Decide(context, visit.Bank, version, confirms));
        if (decided.Refusal is null)
            return visit.Go(OfSupervisor(visit, $"/{version.Plain()}"), confirms ? "rulebook_confirmed"
                : decided.Value.State == RulebookState.TakenBack ? "taken_back" : "rulebook_refused");
        var facts = ToDecide(visit);
        return facts.Refusal is { } unknown ? visit.Refuse(unknown) : visit.Again<RulebookDecisionPage>(decided.Refusal, facts.Value);
    }

    static RulebookFacts FactsOf(Visit visit)
    {
        var all = visit.Desks.Rulebooks.All(visit.Bank);
        var today = visit.Desks.Rulebooks.On(visit.Bank, visit.Today);
        var inForce = today.Refusal is null ? today.Value : null;
        var version = int.TryParse(visit.Query("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        return new(all, inForce, all.FirstOrDefault(book => book.Version == version) ?? inForce ?? (all.Count > 0 ? all[^1] : null));
    }

    static IResult Check(Visit visit, FormReader form)
    {
        var mode = ModeOf(form);
        var file = ImportRoutes.FileOf(form, "file");
        if (form.Finish() is { } refusals) return visit.Again<RulebookImportPage>(refusals);
        var draft = RulebookSheet.Read(new MemoryStream(file!.Bytes), file.Name, mode);
        if (draft.Problems.Count > 0)
            return visit.Again<RulebookProblemsPage>(
                new Refusal(VillageRefusals.BadSheet).With("problems", draft.Problems.Count),
                new SheetProblemsFacts(file.Name, draft.Problems));
        return draft.Rules.Count == 0
            ? visit.Again<RulebookImportPage>(new Refusal(VillageRefusals.UnknownRule, "mode"))
            : visit.Show<ProposalPage>(Propose(visit, mode, draft.Rules, draft.OfOtherMode, visit.Say("rulebook_title")));
    }

    static async Task<IResult> Adopt(Visit visit, FormReader form)
    {
        var mode = ModeOf(form);
        // Read as a sheet once more: what a form carries may have been changed on the way.
        var draft = Unpack(form.Required("rules")) is { } bytes ? RulebookSheet.Read(new MemoryStream(bytes), "rules.csv", mode) : null;
        if (draft is null or { Problems.Count: > 0 } or { Rules.Count: 0 }) return visit.Refuse(new Refusal(WebRefusals.BadRequest));
        var facts = Propose(visit, mode, draft.Rules, 0, "");
        var (title, meeting, from) = (form.Required("title"), form.Required("adoptedBy"), form.RequiredDate("validFrom"));
        if (form.Finish() is { } refusals) return visit.Again<ProposalPage>(refusals, facts);
        var adopted = await visit.Write(
            form, context => visit.Desks.Rulebooks.Adopt(context, visit.Bank, new(title, mode, from, meeting, draft.Rules)));
        return adopted.Refusal is { } refusal
            ? visit.Again<ProposalPage>(refusal, facts)
            : visit.Go(
                ClerkLinks.At(visit, $"rulebook?version={adopted.Value.Version}"),
                adopted.Value.State == RulebookState.Open ? "rulebook_proposed" : "rulebook_adopted");
    }

    static ProposalFacts Propose(Visit visit, string mode, IReadOnlyList<Rule> rules, int ofOtherMode, string title)
    {
        var inForce = FactsOf(visit).InForce;
        return new(mode, rules, RulebookDiff.Between(inForce, rules), inForce, ofOtherMode, title, Pack(rules, visit.Today));
    }

    static string ModeOf(FormReader form)
    {
        var mode = form.Required("mode");
        if (mode.Length > 0 && !Modes.Contains(mode)) form.Refuse(new(VillageRefusals.NotInList, "mode"));
        return mode;
    }

    /// <summary>Rules as a sheet in a line of text, for a hidden field.</summary>
    static string Pack(IReadOnlyList<Rule> rules, LocalDate today)
    {
        using var sheet = new MemoryStream();
        RulebookSheet.Write(new(1, "", "", today, "", rules), "csv", sheet);
        return Convert.ToBase64String(sheet.ToArray());
    }

    static byte[]? Unpack(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
