// Reads a text file of columns or a workbook that somebody hands in; whatever the bytes are, the answer is a sheet with problems.
using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader.Exceptions;

namespace PointsBank.Papers.Sheets;

public static class SheetReader
{
    public const int MaxRows = 100_000;
    public const int MaxColumns = 64;
    public const int MaxCell = 10_000;
    public const int MaxBytes = 20 * 1024 * 1024;

    /// <summary>Excel's own last row, so that a forged row number cannot keep us counting through empty rows.</summary>
    internal const int LastWorkbookRow = 1_048_576;

    static readonly string[] BookExtensions = [".xlsx", ".xlsm", ".xls", ".et"];

    /// <summary>
    /// Reads by what the bytes are and not by what the file is called. The columns that are wanted tell the header from the titles above it
    /// and the right sheet from the others; <paramref name="sheetName"/> chooses where several fit.
    /// </summary>
    public static Sheet Read(Stream input, string fileName, IReadOnlyList<SheetColumn>? wanted = null, string? sheetName = null)
    {
        using var bytes = new MemoryStream();
        if (!CopyBounded(input, bytes)) return Sheet.Refused(SheetCode.TooLarge, fileName);
        var start = bytes.GetBuffer().AsSpan(0, (int)Math.Min(bytes.Length, 8));
        if (start.StartsWith("PK"u8)) return Workbook(bytes, fileName, WorkbookFile.Xlsx, wanted ?? [], sheetName);
        if (start.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0])) return Workbook(bytes, fileName, WorkbookFile.Xls, wanted ?? [], sheetName);
        return Text(bytes, fileName, wanted ?? []);
    }

    static Sheet Workbook(MemoryStream bytes, string fileName, WorkbookFile kind, IReadOnlyList<SheetColumn> wanted, string? sheetName)
    {
        try
        {
            bytes.Position = 0;
            // The time runs from here: what unpacks the bytes asks for more again and again, and is told when it is over.
            using var timed = new TimedStream(bytes, WorkbookBounds.MaxTime);
            if (kind == WorkbookFile.Xls) return SheetLayout.Of(WorkbookReader.ReadXls(timed), fileName, wanted, sheetName);
            if (!WorkbookBounds.Fits(timed)) return Sheet.Refused(SheetCode.TooLarge, fileName);
            bytes.Position = 0;
            using var zip = new ZipArchive(timed, ZipArchiveMode.Read, leaveOpen: true);
            return OtherFormat(zip) is { } other
                ? Sheet.Refused(SheetCode.OtherFormat, other)
                : SheetLayout.Of(WorkbookReader.ReadXlsx(zip), fileName, wanted, sheetName);
        }
        catch (TooManyColumnsException wide)
        {
            return Sheet.Refused(SheetCode.TooManyColumns, wide.Columns.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The parser meets a stranger's bytes and promises no list of exceptions: what the file is tells more than where it broke.
            var span = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
            if (exception is InvalidPasswordException || span.IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0)
                return Sheet.Refused(SheetCode.PasswordProtected, fileName);
            return span.IndexOf(Encoding.Unicode.GetBytes("WordDocument")) >= 0
                ? Sheet.Refused(SheetCode.OtherFormat, "Word / WPS")
                : Sheet.Refused(SheetCode.NotASheet, fileName);
        }
    }

    static Sheet Text(MemoryStream bytes, string fileName, IReadOnlyList<SheetColumn> wanted)
    {
        var span = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        if (OtherFormat(span) is { } other) return Sheet.Refused(SheetCode.OtherFormat, other);
        var isNamedText = Path.GetExtension(fileName).ToUpperInvariant() is ".CSV" or ".TXT" or ".TSV" or ".TAB";
        if (SheetEncoding.Decode(span) is not { } text)
            return Sheet.Refused(isNamedText ? SheetCode.BadEncoding : SheetCode.NotASheet, fileName);
        if (text.Text.AsSpan().TrimStart().StartsWith('<')) return Sheet.Refused(SheetCode.OtherFormat, "HTML / XML");
        // Offices hand out lists of text that are called workbooks.
        if (!isNamedText && !BookExtensions.Contains(Path.GetExtension(fileName).ToLowerInvariant()))
            return Sheet.Refused(SheetCode.NotASheet, fileName);
        var sheet = SheetLayout.Of([SeparatedText.Read(text.Text, wanted)], fileName, wanted, null);
        sheet.Encoding = text.Encoding;
        return sheet;
    }

    /// <summary>What the file is, if another program's; null where it may be a workbook.</summary>
    static string? OtherFormat(ZipArchive zip) =>
        zip.GetEntry("content.xml") is not null && zip.GetEntry("mimetype") is not null ? "OpenDocument (.ods)"
        : zip.GetEntry("Index/Document.iwa") is not null || zip.GetEntry("Index.zip") is not null ? "Numbers"
        : zip.GetEntry("xl/workbook.bin") is not null ? "Excel .xlsb"
        : zip.GetEntry("word/document.xml") is not null ? "Word"
        : zip.GetEntry("ppt/presentation.xml") is not null ? "PowerPoint"
        : null;

    static string? OtherFormat(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("%PDF"u8) ? "PDF"
        : bytes.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G'])
            || bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF])
            || bytes.StartsWith("GIF8"u8) ? "PNG / JPEG / GIF"
        : bytes.StartsWith("Rar!"u8) || bytes.StartsWith("7z\xBC\xAF"u8) || bytes.StartsWith<byte>([0x1F, 0x8B]) ? "RAR / 7z / gz"
        : null;

    static bool CopyBounded(Stream input, MemoryStream copy)
    {
        var buffer = new byte[81_920];
        for (int read; (read = input.Read(buffer)) > 0;)
        {
            if (copy.Length + read > MaxBytes) return false;
            copy.Write(buffer, 0, read);
        }
        return true;
    }

    enum WorkbookFile { Xlsx, Xls }
}
