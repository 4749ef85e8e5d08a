using System.Globalization;
using System.Security.Cryptography;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Papers.Typing;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Reversals;
using PointsBank.Village.Rulebooks;
using static PointsBank.Village.Imports.ImportColumns;

namespace PointsBank.Village.Imports;

/// <summary>
/// What an import needs beside its sheet: for a rulebook its mode, first day, title and the meeting that adopted it; the name of the
/// workbook's sheet where several fit.
/// </summary>
public sealed record ImportOptions(
    string Mode = "sixty", LocalDate? ValidFrom = null, string Title = "积分细则", string AdoptedBy = RulebookSheet.Assembly,
    string? SheetName = null);

/// <summary>
/// Whole sheets in: every bad cell is named with its line and column, and all rows are written or none. A sheet is compared with the book,
/// and only what differs is written: the same sheet again, or our own export, changes nothing. Opening balances are only proposed once the
/// book has entries of other kinds, a rulebook once it has any.
/// </summary>
public sealed class ImportDesk(
    Database database, BankDesk banks, HouseholdDesk households, RulebookDesk rulebooks, DeedDesk deeds, ReversalDesk reversals)
{
    public static IReadOnlyList<string> Kinds { get; } = ["households", "members", "rulebook", "opening"];

    /// <summary>The key of an import where the caller gives none: the same file twice in the same way is the same write.</summary>
    public static IdempotencyKey KeyOf(string kind, long bank, ReadOnlySpan<byte> file, ImportOptions options) =>
        IdempotencyKey.TryParse(
            $"{kind}:{bank}:{(kind == "rulebook" ? options : null)}:{Convert.ToHexStringLower(SHA256.HashData(file))}", out var key)
            ? key
            : default;

    public async Task<Outcome<ImportView>> Import(
        WriteContext context, long bank, string kind, Stream file, string fileName, ImportOptions options)
    {
        if (!Kinds.Contains(kind)) return new Refusal(VillageRefusals.NotInList, "kind");
        var wanted = kind switch
        {
            "households" => OfHouseholds,
            "members" => OfMembers,
            "rulebook" => RulebookSheet.Wanted,
            _ => OfOpening,
        };
        var sheet = SheetReader.Read(file, fileName, wanted, options.SheetName);
        var difference = new Difference();
        var (others, below) = (0, 0);
        IReadOnlyList<OpeningLine> balances = kind == "opening" ? OpeningImport.Lines(sheet) : [];
        var written = kind switch
        {
            "households" => await People(new PeopleSheet(banks.Today).Households(sheet, out others), PeopleImport.Household),
            "members" => await People(new PeopleSheet(banks.Today).Members(sheet, out below), PeopleImport.Member),
            "rulebook" => await Rulebook(context, bank, sheet, options),
            _ => await Opening(balances),
        };
        difference.Tell();
        if (!sheet.IsSound) return View(new(0, 0, 0), []);
        return written.Then(counts => View(counts, difference.Changes));

        ImportView View(ImportCounts counts, IReadOnlyList<ImportChange> changes) => new(
            kind, counts.Rows, sheet.Problems, counts.New, counts.Changed, counts.Same, changes, sheet.HiddenRows, sheet.PassedLines.Count,
            sheet.Name.Length == 0 ? null : sheet.Name, sheet.Encoding.Length == 0 ? null : sheet.Encoding, counts.Waits, counts.Proposal,
            sheet.Unread(wanted), OpeningImport.TotalOf(balances), others, sheet.IsSound ? null : LooksLike(sheet, kind),
            below, difference.More);

        Task<Outcome<ImportCounts>> People(IReadOnlyList<PersonLine> lines, Action<Writer, long, PersonLine, Difference> compare) =>
            Write(context, writer =>
        {
            foreach (var line in lines.Where(line => line.Row.IsSound)) compare(writer, bank, line, difference);
            return difference.Counts;
        });

        async Task<Outcome<ImportCounts>> Opening(IReadOnlyList<OpeningLine> lines)
        {
            // After the first day a sheet is only proposed. It is tried first, so that nobody is asked to confirm what the book would
            // refuse.
            if (!database.Read(db => OpeningProposalTable.OnePersonMay(db, bank)))
            {
                var asSystem = context with { Caller = Caller.System, DryRun = true };
                var tried = await Write(
                    asSystem, writer => Bring(writer, asSystem, Compared(writer, lines), "") with { Waits = difference.Counts.Differ });
                if (tried.Refusal is not null || tried.Replayed || context.DryRun) return tried;
            }
            return await Write(context, writer =>
            {
                var changes = Compared(writer, lines);
                if (!difference.IsSound || changes.Count == 0) return difference.Counts;
                var alone = OpeningProposalTable.OnePersonMay(writer, bank);
                var proposal = OpeningProposalTable.Add(
                    writer, bank, FileNameOf(fileName), [.. changes.Select(change => change.Change)], context.Caller.Actor, alone);
                if (!alone) return difference.Counts with { Waits = true, Proposal = proposal };
                OpeningProposalTable.Decide(writer, bank, proposal, "alone", context.Caller.Actor);
                return Bring(writer, context, changes, $"{OpeningProposalTable.Source}{proposal}");
            });
        }

        List<(OpeningLine Line, OpeningChange Change)> Compared(Writer writer, IReadOnlyList<OpeningLine> lines)
        {
            var changes = new List<(OpeningLine, OpeningChange)>();
            foreach (var line in lines.Where(line => line.Row.IsSound))
                if (OpeningImport.Compare(writer, bank, line, difference) is { } change) changes.Add((line, change));
            return changes;
        }

        ImportCounts Bring(Writer writer, WriteContext by, List<(OpeningLine Line, OpeningChange Change)> changes, string source)
        {
            var part = 0;
            foreach (var (line, change) in changes)
                if (OpeningImport.Write(deeds, reversals, writer, by, bank, change, source, () => context.Key.Part(part++)) is { } refusal)
                    difference.Report(line.Row, Points, refusal.Kind.Code);
            return difference.Counts;
        }

        // What only the book knows is looked at in the write, which may be tried more than once; a row that is wrong already has nothing to
        // compare.
        async Task<Outcome<ImportCounts>> Write(WriteContext by, Func<Writer, ImportCounts> compare)
        {
            var isSound = sheet.IsSound;
            var outcome = await database.Write<ImportCounts>(by, bank, kind, writer =>
            {
                difference = new();
                var counts = compare(writer);
                return isSound && difference.IsSound ? counts : new Refusal(VillageRefusals.BadSheet);
            });
            households.Forget(bank);
            return outcome;
        }
    }

    /// <summary>What a file is called, as far as there is room for it.</summary>
    static string FileNameOf(string name)
    {
        var line = CleanText.Line(name);
        return CellText.Length(line) <= Fields.Line ? line : new StringInfo(line).SubstringByTextElements(0, Fields.Line);
    }

    async Task<Outcome<ImportCounts>> Rulebook(WriteContext context, long bank, Sheet sheet, ImportOptions options)
    {
        var rules = RulebookSheet.Read(sheet, options.Mode);
        if (!sheet.IsSound) return new Refusal(VillageRefusals.BadSheet);
        var from = options.ValidFrom ?? banks.Today;
        var inForce = rulebooks.On(bank, from) is { Refusal: null } found ? found.Value : null;
        var difference = RulebookDiff.Between(inForce, rules);
        if (difference.IsEmpty && inForce?.Mode == options.Mode) return new ImportCounts(0, 0, rules.Count);
        var counts = new ImportCounts(difference.Added.Count, difference.Changed.Count, difference.Unchanged);
        // The same rules from the same day on do not wait twice.
        var waiting = rulebooks.Open(bank)
            .FirstOrDefault(book => book.ValidFrom == from && book.Mode == options.Mode && RulebookDiff.Between(book, rules).IsEmpty);
        if (waiting is not null) return counts with { Waits = true, Proposal = waiting.Version };
        var adopted = await rulebooks.Adopt(context, bank, new(options.Title, options.Mode, from, options.AdoptedBy, rules));
        return adopted.Then(
            book => book.State == RulebookState.Open
                ? counts with { Waits = true, Proposal = context.DryRun ? null : book.Version }
                : counts);
    }
}
