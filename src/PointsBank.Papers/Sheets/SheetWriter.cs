// Writes tables that people open in a spreadsheet: as CSV, or as a workbook streamed row by row.
using System.Buffers;
using System.Globalization;
using System.IO.Packaging;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using NodaTime;
using NodaTime.Text;
using WorkbookSheet = DocumentFormat.OpenXml.Spreadsheet.Sheet;
using WorkbookSheets = DocumentFormat.OpenXml.Spreadsheet.Sheets;

namespace PointsBank.Papers.Sheets;

/// <summary>Cells are string, int, long, LocalDate or null; anything else is a bug and throws.</summary>
public static class SheetWriter
{
    /// <summary>A workbook keeps fifteen digits; longer numbers are written as text, so that none is lost.</summary>
    public const long MaxWorkbookNumber = 999_999_999_999_999;

    const string Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

    const uint BoldStyle = 1;
    const uint DateStyle = 2;

    // CsvHelper on its own leaves a lone line feed unquoted once the line end is set.
    static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");

    // Workbooks count days from here; before March 1900 they also count a day that never was.
    static readonly LocalDate DayZero = new(1899, 12, 30);
    static readonly LocalDate FirstWorkbookDate = new(1900, 3, 1);

    /// <summary>UTF-8 with the mark that makes Excel believe it. The stream stays open.</summary>
    public static void WriteCsv(Stream output, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        using var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" });
        foreach (var row in rows.Prepend(header))
        {
            foreach (var cell in row)
            {
                var text = TextOf(cell);
                csv.WriteField(text, shouldQuote: text.AsSpan().ContainsAny(NeedQuotes));
            }

            csv.NextRecord();
        }
    }

    /// <summary>
    /// The stream stays open, and need not be able to seek.
    /// Excel allows a sheet name 31 characters, and none of []:*?/\.
    /// </summary>
    public static void WriteWorkbook(Stream output, string sheetName, IReadOnlyList<string> header,
        IEnumerable<IReadOnlyList<object?>> rows)
    {
        // The SDK's own document class asks for read access, and then the package holds every part in memory.
        using var package = Package.Open(output, FileMode.Create, FileAccess.Write);
        var workbook = Part(package, "workbook.xml", "sheet.main", writer => writer.WriteElement(new Workbook(
            new WorkbookSheets(new WorkbookSheet { Name = sheetName, SheetId = 1, Id = "rId1" }))));
        var styles = Part(package, "styles.xml", "styles", writer => writer.WriteElement(Styles()));
        var worksheet = Part(package, "worksheets/sheet1.xml", "worksheet", writer =>
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteStartElement(new SheetData());
            WriteRow(writer, header, BoldStyle);
            foreach (var row in rows)
                WriteRow(writer, row, 0);
            writer.WriteEndElement();
            writer.WriteEndElement();
        });

        package.CreateRelationship(workbook.Uri, TargetMode.Internal, Relation + "officeDocument");
        workbook.CreateRelationship(worksheet.Uri, TargetMode.Internal, Relation + "worksheet", "rId1");
        workbook.CreateRelationship(styles.Uri, TargetMode.Internal, Relation + "styles", "rId2");
    }

    // Closed before the next one starts, because a zip that cannot seek has one entry open at a time.
    static PackagePart Part(Package package, string path, string kind, Action<OpenXmlWriter> write)
    {
        var part = package.CreatePart(
            new Uri("/xl/" + path, UriKind.Relative),
            $"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml",
            CompressionOption.Normal);
        using var stream = part.GetStream(FileMode.Create, FileAccess.Write);
        using var writer = OpenXmlWriter.Create(stream);
        write(writer);
        return part;
    }

    static void WriteRow(OpenXmlWriter writer, IReadOnlyList<object?> cells, uint style)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells)
            writer.WriteElement(cell switch
            {
                null => new Cell { StyleIndex = style },
                int number => Number(number, style),
                long number and >= -MaxWorkbookNumber and <= MaxWorkbookNumber => Number(number, style),
                LocalDate date when date >= FirstWorkbookDate => Number(Period.DaysBetween(DayZero, date), DateStyle),
                _ => Words(TextOf(cell), style),
            });
        writer.WriteEndElement();
    }

    static Cell Number(long number, uint style) =>
        new(new CellValue(number.ToString(CultureInfo.InvariantCulture))) { StyleIndex = style };

    static Cell Words(string text, uint style) =>
        new(new InlineString(new Text(CellText.ForXml(text)) { Space = SpaceProcessingModeValues.Preserve }))
        {
            DataType = CellValues.InlineString,
            StyleIndex = style,
        };

    static string TextOf(object? cell) => cell switch
    {
        null => "",
        string text => CellText.Neutralise(text),
        int number => number.ToString(CultureInfo.InvariantCulture),
        long number => number.ToString(CultureInfo.InvariantCulture),
        LocalDate date => LocalDatePattern.Iso.Format(date),
        _ => throw new ArgumentException($"A cell cannot hold a {cell.GetType().Name}.", nameof(cell)),
    };

    static Stylesheet Styles() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "yyyy\\-mm\\-dd" }),
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = 164, ApplyNumberFormat = true }));
}
