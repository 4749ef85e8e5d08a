using System.Security.Cryptography;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Sheets;
using static PointsBank.Village.Imports.ImportColumns;

namespace PointsBank.Village.Imports;

/// <summary>
/// What an import needs beside its sheet: for a rulebook its mode, first day, title and the meeting that adopted it; the name of the workbook's sheet where
/// several fit.
/// </summary>
public sealed record ImportOptions(
    string Mode = "sixty", LocalDate? ValidFrom = null, string Title = "积分细则", string AdoptedBy = RulebookSheet.Assembly, string? SheetName = null);

/// <summary>
/// Whole sheets in: every bad cell is named with its line and column, and all rows are written or none. A sheet is compared with the book, and only what
/// differs is written: the same sheet again, or our own export, changes nothing.
/// </summary>
public sealed class ImportDesk(Database database, BankDesk banks, HouseholdDesk households, RulebookDesk rulebooks, DeedDesk deeds)
{
    public static IReadOnlyList<string> Kinds { get; } = ["households", "members", "rulebook", "opening"];

    /// <summary>The key of an import where the caller gives none: the same file twice in the same way is the same write.</summary>
    public static IdempotencyKey KeyOf(string kind, long bank, ReadOnlySpan<byte> file, ImportOptions options) =>
        IdempotencyKey.TryParse($"{kind}:{bank}:{(kind == "rulebook" ? options : null)}:{Convert.ToHexStringLower(SHA256.HashData(file))}", out var key) ? key : default;

    public async Task<Outcome<ImportView>> Import(WriteContext context, long bank, string kind, Stream file, string fileName, ImportOptions options)
    {
        if (!Kinds.Contains(kind)) return new Refusal(VillageRefusals.NotInList, "kind");
        var sheet = SheetReader.Read(file, fileName, kind switch
        {
            "households" => OfHouseholds,
            "members" => OfMembers,
            "rulebook" => RulebookSheet.Wanted,
            _ => OfOpening,
        }, options.SheetName);
        var difference = new Difference();
        var written = kind switch
        {
            "households" => await People(new PeopleSheet(banks.Today).Households(sheet), PeopleImport.Household),
            "members" => await People(new PeopleSheet(banks.Today).Members(sheet), PeopleImport.Member),
            "rulebook" => await Rulebook(context, bank, sheet, options),
            _ => await Opening(),
        };
        difference.Tell();
        if (!sheet.IsSound) return View(new(0, 0, 0), []);
        return written.Then(counts => View(counts, difference.Changes));

        ImportView View(ImportCounts counts, IReadOnlyList<ImportChange> changes) => new(
            kind, counts.Rows, sheet.Problems, counts.New, counts.Changed, counts.Same, changes, sheet.HiddenRows, sheet.PassedLines.Count,
            sheet.Name.Length == 0 ? null : sheet.Name, sheet.Encoding.Length == 0 ? null : sheet.Encoding);

        Task<Outcome<ImportCounts>> People(IReadOnlyList<PersonLine> lines, Action<Writer, long, PersonLine, Difference> compare) =>
            Write(lines, line => line.Row, (writer, line, _) => compare(writer, bank, line, difference));

        Task<Outcome<ImportCounts>> Opening() => Write(
            OpeningImport.Lines(sheet), line => line.Row, (writer, line, nextKey) => OpeningImport.Balance(deeds, writer, context, bank, line, difference, nextKey));

        // What only the book knows is looked at in the write, which may be tried more than once; a row that is wrong already has nothing to compare.
        async Task<Outcome<ImportCounts>> Write<TLine>(IReadOnlyList<TLine> lines, Func<TLine, SheetRow> rowOf, Action<Writer, TLine, Func<IdempotencyKey>> compare)
        {
            var (sound, isSound) = (lines.Where(line => rowOf(line).IsSound).ToList(), sheet.IsSound);
            var outcome = await database.Write<ImportCounts>(context, bank, kind, writer =>
            {
                difference = new();
                var part = 0;
                foreach (var line in sound) compare(writer, line, () => context.Key.Part(part++));
                return isSound && difference.IsSound ? difference.Counts : new Refusal(VillageRefusals.BadSheet);
            });
            households.Forget(bank);
            return outcome;
        }
    }

    async Task<Outcome<ImportCounts>> Rulebook(WriteContext context, long bank, Sheet sheet, ImportOptions options)
    {
        var rules = RulebookSheet.Read(sheet, options.Mode);
        if (!sheet.IsSound) return new Refusal(VillageRefusals.BadSheet);
        var from = options.ValidFrom ?? banks.Today;
        var inForce = rulebooks.On(bank, from) is { Refusal: null } found ? found.Value : null;
        var difference = RulebookDiff.Between(inForce, rules);
        if (difference.IsEmpty && inForce?.Mode == options.Mode) return new ImportCounts(0, 0, rules.Count);
        var adopted = await rulebooks.Adopt(context, bank, new(options.Title, options.Mode, from, options.AdoptedBy, rules));
        return adopted.Then(_ => new ImportCounts(difference.Added.Count, difference.Changed.Count, difference.Unchanged));
    }
}
