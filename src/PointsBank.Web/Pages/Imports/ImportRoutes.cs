using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Metadata;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Imports;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;
using PointsBank.Web.Pages.Rulebooks;

namespace PointsBank.Web.Pages.Imports;

/// <summary>Marks a form with a sheet in it, which may be larger than other forms.</summary>
sealed record TakesSheet : IRequestSizeLimitMetadata
{
    public const int MaxBytes = 5 * 1024 * 1024;

    public long? MaxRequestBodySize => MaxBytes;
}

/// <summary>A file that somebody handed in.</summary>
public sealed record SheetFile(string Name, byte[] Bytes)
{
    /// <summary>A larger one is asked for again; a form should not carry it.</summary>
    const int MaxCarried = 60 * 1024;

    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <summary>The file as text, for a hidden field; null where it is too large for that.</summary>
    public string? Carried => Bytes.Length <= MaxCarried ? Convert.ToBase64String(Bytes) : null;
}

/// <summary>What an import would do: how its sheet differs from the book.</summary>
public sealed record ImportCheckFacts(SheetFile File, string SheetName, ImportView View);

/// <summary>
/// Households, members and opening balances from a sheet: tried first, written as a whole or not at all. And sheets out: templates,
/// households, members.
/// </summary>
static class ImportRoutes
{
    public static IReadOnlyList<string> Kinds { get; } = ["households", "members", "opening"];

    /// <summary>What a file may be called; what it is, its bytes tell.</summary>
    public const string Accepted = ".xlsx,.xlsm,.xls,.et,.csv,.txt,.tsv";

    public static IReadOnlyList<string> Formats { get; } = ["xlsx", "csv"];

    /// <summary>The columns of each kind, by our own names for them; the words for them are those that the import knows as well.</summary>
    static readonly Dictionary<string, string[]> Columns = new()
    {
        ["households"] = ["household", "group", "head", "birth_date", "related"],
        ["members"] = ["household", "name", "birth_date", "related"],
        ["opening"] = ["household", "points"],
    };

    public static void MapImportPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var clerk = pages.MapGroup("/v/{bank}/clerk").Requires(Role.Clerk);
        clerk.Form("/imports/check", (visit, form) => Import(visit, form, write: false)).WithMetadata(new TakesSheet());
        clerk.Form("/imports", (visit, form) => Import(visit, form, write: true)).WithMetadata(new TakesSheet());
        clerk.Page("/imports/{kind}/template", visit =>
        {
            if (!Columns.TryGetValue(visit.Ask.Text("kind"), out var columns))
                return visit.Refuse(new Refusal(VillageRefusals.NotInList, "kind"));
            var (format, inChinese) = (FormatOf(visit), visit.Query("headers") != "en");
            IReadOnlyList<string> header =
                [.. columns.Select(column => inChinese ? PageWords.Chinese.Say("import_column_" + column) : column)];
            return File($"template-{visit.Ask.Text("kind")}", format, output =>
            {
                if (format == "csv") SheetWriter.WriteCsv(output, header, []);
                else SheetWriter.WriteWorkbook(output, visit.Ask.Text("kind"), header, []);
            });
        });
        clerk.Page("/exports/households", visit => File($"households-{visit.Village!.Code}", FormatOf(visit), output =>
            HouseholdSheet.Write(desks.Households, visit.Bank, FormatOf(visit), output)));
        clerk.Page("/exports/members", visit => File($"members-{visit.Village!.Code}", FormatOf(visit), output =>
            HouseholdSheet.WriteMembers(desks.Households, visit.Bank, FormatOf(visit), output)));
    }

    /// <summary>The format that the address asks for; a workbook where it asks for none that we know.</summary>
    public static string FormatOf(Visit visit) => visit.Query("format") == "csv" ? "csv" : "xlsx";

    /// <summary>A sheet to keep.</summary>
    public static IResult File(string name, string format, Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        write(bytes);
        return Results.File(
            bytes.ToArray(),
            format == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            $"{name}.{format}");
    }

    /// <summary>The file under this name; null, and a refusal in the form, where there is none.</summary>
    public static SheetFile? FileOf(FormReader form, string field)
    {
        if (form.Files.GetFile(field) is not { Length: > 0 } file)
        {
            form.Refuse(new(VillageRefusals.MissingValue, field));
            return null;
        }
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return new(Path.GetFileName(file.FileName), bytes.ToArray());
    }

    static async Task<IResult> Import(Visit visit, FormReader form, bool write)
    {
        var kind = form.Required("kind");
        if (kind.Length > 0 && !Kinds.Contains(kind)) form.Refuse(new(VillageRefusals.NotInList, "kind"));
        var (file, options) = (Carried(form) ?? FileOf(form, "file"), new ImportOptions(SheetName: form.Text("sheetName", 100)));
        if (form.Finish() is { } refusals) return visit.Again<SheetsPage>(refusals);
        // Only the file that was tried is written; another one is tried first.
        write &= form.Text("digest") == file!.Digest;
        var imported = write ? await visit.Write(form, Work) : await visit.Try(Work);
        if (imported.Refusal is { } refusal) return visit.Again<SheetsPage>(refusal);
        var view = imported.Value;
        if (view.Problems.Count > 0)
            return visit.Again<ImportProblemsPage>(
                new Refusal(VillageRefusals.BadSheet).With("problems", view.Problems.Count),
                new SheetProblemsFacts(file.Name, view.Problems, view));
        return write
            ? visit.Go(ClerkLinks.At(visit, "sheets"), Done(view), ("added", view.New), ("changed", view.Changed), ("same", view.Same))
            : visit.Show<ImportCheckPage>(new ImportCheckFacts(file, options.SheetName ?? "", view));

        Task<Outcome<ImportView>> Work(WriteContext context) =>
            visit.Desks.Imports.Import(context, visit.Bank, kind, new MemoryStream(file!.Bytes), file.Name, options);
    }

    static string Done(ImportView view) => view switch
    {
        { Kind: "households" } => "import_households",
        { Kind: "members" } => "import_members",
        { Waits: true } => "import_opening_proposed",
        _ => "import_opening",
    };

    static SheetFile? Carried(FormReader form)
    {
        var text = form.Text("sheet");
        var bytes = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var length)
            ? new(Path.GetFileName(form.Text("fileName")), bytes[..length])
            : null;
    }
}
