// Reads a CSV file or a workbook that somebody hands in; whatever the bytes are, the answer is a sheet with problems.
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using ExcelDataReader;

namespace PointsBank.Village.Sheets;

public static class SheetReader
{
    public const int MaxRows = 100_000;
    public const int MaxColumns = 64;
    public const int MaxCell = 10_000;
    public const int MaxBytes = 20 * 1024 * 1024;

    /// <summary>Excel's own last row, so that a forged row number cannot keep us counting through empty rows.</summary>
    const int LastWorkbookRow = 1_048_576;

    static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance
        .GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    public static Sheet Read(Stream input, string fileName)
    {
        using var bytes = new MemoryStream();
        if (!CopyBounded(input, bytes))
            return Sheet.Refused(SheetCode.TooLarge, fileName);

        return Path.GetExtension(fileName).ToUpperInvariant() switch
        {
            ".CSV" => ReadCsv(bytes, fileName),
            ".XLSX" => ReadWorkbook(bytes, fileName),
            _ => Sheet.Refused(SheetCode.NotASheet, fileName),
        };
    }

    static Sheet ReadCsv(MemoryStream bytes, string fileName)
    {
        var span = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        if (span.StartsWith(Encoding.UTF8.Preamble))
            span = span[Encoding.UTF8.Preamble.Length..];

        // No text in either encoding holds a NUL; UTF-16 and renamed workbooks do.
        if (span.Contains((byte)0) || !(TryDecode(Utf8, span, out var text) || TryDecode(Gb18030, span, out text)))
            return Sheet.Refused(SheetCode.BadEncoding, fileName);
        return Build(CsvRows(text), fileName);
    }

    static Sheet ReadWorkbook(MemoryStream bytes, string fileName)
    {
        try
        {
            bytes.Position = 0;
            if (!WorkbookBounds.Fits(bytes))
                return Sheet.Refused(SheetCode.TooLarge, fileName);

            // ExcelDataReader asks for Windows-1252 as soon as it starts, whatever the workbook holds.
            Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            bytes.Position = 0;
            using var reader = ExcelReaderFactory.CreateOpenXmlReader(new TimedStream(bytes, WorkbookBounds.MaxTime));
            return reader.FieldCount > MaxColumns
                ? Sheet.Refused(SheetCode.TooManyColumns, reader.FieldCount.ToString(CultureInfo.InvariantCulture))
                : Build(WorkbookRows(reader), fileName);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The parser meets a stranger's bytes and promises no list of exceptions: any of them means the same here.
            return Sheet.Refused(SheetCode.NotASheet, fileName);
        }
    }

    static Sheet Build(IEnumerable<RawRow> rows, string fileName)
    {
        Sheet? sheet = null;
        foreach (var row in rows)
        {
            if (row.Line > LastWorkbookRow || sheet?.Rows.Count == MaxRows && !row.IsBlank)
            {
                sheet ??= new Sheet(row.Line, []);
                sheet.Report(row.Line, "", SheetCode.TooManyRows, "");
                return sheet;
            }

            if (row.IsBlank)
                continue;

            if (sheet is not null)
                Take(row, sheet);
            else if (row.FilledCells > MaxColumns)
                return Sheet.Refused(SheetCode.TooManyColumns, row.FilledCells.ToString(CultureInfo.InvariantCulture));
            else
                sheet = Header(row);
        }

        return sheet ?? Sheet.Refused(SheetCode.NotASheet, fileName);
    }

    static Sheet Header(RawRow row)
    {
        var tooLong = Array.Find(row.Cells, cell => cell.Length > MaxCell);
        var sheet = new Sheet(row.Line, [.. row.Cells.Take(row.FilledCells).Select(NameOf)]);
        if (tooLong is not null)
            sheet.Report(row.Line, "", SheetCode.TooLong, tooLong);
        if (row.IsMalformed)
            sheet.Report(row.Line, "", SheetCode.MalformedRow, row.Cells[0]);
        return sheet;
    }

    static string NameOf(string cell)
    {
        var name = cell.Length > MaxCell ? "" : CellText.Restore(cell).Trim();
        return CellText.HasStrangeCharacter(name) ? CellText.Show(name) : name.Normalize();
    }

    static void Take(RawRow row, Sheet sheet)
    {
        if (row.IsMalformed || row.FilledCells > sheet.Columns.Count)
        {
            sheet.Report(row.Line, "", SheetCode.MalformedRow, string.Join(",", row.Cells.Take(MaxColumns).Select(CellText.Show)));
            return;
        }

        var tooLong = Array.FindIndex(row.Cells, cell => cell.Length > MaxCell);
        if (tooLong >= 0)
            sheet.Report(row.Line, sheet.Columns.ElementAtOrDefault(tooLong) ?? "", SheetCode.TooLong, row.Cells[tooLong]);
        else
            sheet.Add(row.Line, row.Cells[..row.FilledCells]);
    }

    static IEnumerable<RawRow> CsvRows(string text)
    {
        var isMalformed = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            // Blank lines must be seen to be counted.
            IgnoreBlankLines = false,
            BadDataFound = _ => isMalformed = true,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        for (var line = 1; parser.Read(); line = parser.RawRow + 1)
        {
            isMalformed = false;
            // Quotes are judged while the cells are taken, so they come before the verdict.
            var cells = parser.Record ?? [];
            yield return new RawRow(line, cells, isMalformed);
        }
    }

    static IEnumerable<RawRow> WorkbookRows(IExcelDataReader reader)
    {
        for (var line = 1; reader.Read(); line++)
        {
            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = CellOf(reader.GetValue(i));
            yield return new RawRow(line, cells, IsMalformed: false);
        }
    }

    static string CellOf(object? value) => value switch
    {
        // A formula that failed comes without a value as well, and so counts as missing.
        null => "",
        string text => text,
        // Beyond fifteen digits a workbook has already lost some, so such a number must not pass for a whole one.
        double number when double.IsInteger(number) && Math.Abs(number) <= SheetWriter.MaxWorkbookNumber
            => ((long)number).ToString(CultureInfo.InvariantCulture),
        DateTime date when date.TimeOfDay == TimeSpan.Zero => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime date => date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    static bool CopyBounded(Stream input, MemoryStream copy)
    {
        var buffer = new byte[81_920];
        for (int read; (read = input.Read(buffer)) > 0;)
        {
            if (copy.Length + read > MaxBytes)
                return false;
            copy.Write(buffer, 0, read);
        }

        return true;
    }

    static bool TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes, out string text)
    {
        try
        {
            text = encoding.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    readonly record struct RawRow(int Line, string[] Cells, bool IsMalformed)
    {
        /// <summary>Up to the last cell with something in it; spreadsheets save trailing empty ones without being asked.</summary>
        public int FilledCells { get; } = Array.FindLastIndex(Cells, cell => !string.IsNullOrWhiteSpace(cell)) + 1;

        public bool IsBlank => FilledCells == 0 && !IsMalformed;
    }
}
