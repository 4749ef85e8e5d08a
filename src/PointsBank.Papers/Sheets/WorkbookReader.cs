// Reads workbooks of the Open XML kind as any office writes them, Strict ones too; old .xls files through ExcelDataReader.
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using ExcelDataReader;
using NodaTime;
using NodaTime.Text;
using PointsBank.Papers.Typing;

namespace PointsBank.Papers.Sheets;

/// <summary>The visible sheets of a workbook. What does not fit its form throws; the caller says that it is no sheet.</summary>
sealed partial class WorkbookReader
{
    /// <summary>A formula that was never calculated; the file tells only the formula.</summary>
    public const string Uncalculated = "#FORMULA?";

    const int MaxSheets = 50;
    const int MaxMerged = 20_000;

    static readonly XmlReaderSettings Settings =
        new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };

    readonly ZipArchive zip;
    readonly List<string> shared = [];
    readonly List<bool> dateStyles = [];
    bool from1904;

    WorkbookReader(ZipArchive zip) => this.zip = zip;

    public static List<SheetTable> ReadXlsx(ZipArchive zip) => new WorkbookReader(zip).Tables();

    public static List<SheetTable> ReadXls(Stream bytes)
    {
        // ExcelDataReader asks for Windows-1252 as soon as it starts, whatever the workbook holds.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateBinaryReader(
            bytes, new() { FallbackEncoding = Encoding.GetEncoding("GB18030"), LeaveOpen = true });
        var tables = new List<SheetTable>();
        do
        {
            if (reader.VisibleState != "visible" || tables.Count >= MaxSheets) continue;
            if (reader.FieldCount > SheetReader.MaxColumns) throw new TooManyColumnsException(reader.FieldCount);
            var table = new SheetTable(reader.Name) { HasGrid = true, DaysFrom1904 = false };
            for (var line = 1; reader.Read(); line++)
            {
                var cells = new string[reader.FieldCount];
                for (var at = 0; at < cells.Length; at++) cells[at] = CellOf(reader.GetValue(at));
                if (!table.Add(new(line, cells, IsHidden: reader.RowHeight <= 0))) break;
            }
            table.FillDown(
                (reader.MergeCells ?? []).Take(MaxMerged).Where(cells => cells.ToRow > cells.FromRow).Select(
                    cells => new MergedCells(cells.FromRow + 1, cells.ToRow + 1, cells.FromColumn)));
            tables.Add(table);
        }
        while (reader.NextResult());
        return tables;
    }

    List<SheetTable> Tables()
    {
        var book = Related("", "officeDocument").FirstOrDefault().Path ?? throw new InvalidDataException("no workbook");
        var parts = Related(book, "worksheet").ToDictionary(part => part.Id, part => part.Path);
        if (Related(book, "sharedStrings").FirstOrDefault().Path is { } strings) ReadStrings(strings);
        if (Related(book, "styles").FirstOrDefault().Path is { } styles) ReadStyles(styles);
        var sheets = new List<(string Name, string Path)>();
        using (var xml = Open(book))
            while (xml.Read())
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" }) from1904 = IsTrue(xml.GetAttribute("date1904"));
                else if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet" }
                    && xml.GetAttribute("state") is null or "visible"
                    && parts.TryGetValue(RelationOf(xml), out var path))
                    sheets.Add((xml.GetAttribute("name") ?? "", path));
        return [.. sheets.Take(MaxSheets).Select(sheet => Read(sheet.Name, sheet.Path))];
    }

    SheetTable Read(string name, string path)
    {
        var table = new SheetTable(name) { HasGrid = true, DaysFrom1904 = from1904 };
        var merged = new List<MergedCells>();
        using var xml = Open(path);
        var line = 0;
        while (xml.Read())
            if (xml.NodeType != XmlNodeType.Element) continue;
            else if (xml.LocalName == "row")
            {
                line = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > line
                    ? given
                    : line + 1;
                var isHidden = IsTrue(xml.GetAttribute("hidden")) || xml.GetAttribute("ht") is "0";
                if (!table.Add(new(line, xml.IsEmptyElement ? [] : CellsOf(xml), IsHidden: isHidden))) break;
            }
            else if (xml.LocalName == "mergeCell"
                && merged.Count < MaxMerged
                && Area().Match(xml.GetAttribute("ref") ?? "") is { Success: true } area)
            {
                var (first, last) = (
                    int.Parse(area.Groups["top"].ValueSpan, CultureInfo.InvariantCulture),
                    int.Parse(area.Groups["bottom"].ValueSpan, CultureInfo.InvariantCulture));
                if (last > first) merged.Add(new(first, last, ColumnOf(area.Groups["left"].Value)));
            }
        table.FillDown(merged);
        return table;
    }

    string[] CellsOf(XmlReader xml)
    {
        var cells = new List<string>();
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "c" }) continue;
            var column = xml.GetAttribute("r") is { } place ? ColumnOf(place) : cells.Count;
            if (column >= SheetReader.MaxColumns)
            {
                // A cell far to the right with nothing in it is a coloured column.
                if (CellOf(xml).Length > 0) throw new TooManyColumnsException(column + 1);
                continue;
            }
            while (cells.Count <= column) cells.Add("");
            cells[column] = CellOf(xml);
        }
        return [.. cells];
    }

    string CellOf(XmlReader xml)
    {
        var (kind, style) = (
            xml.GetAttribute("t"), int.TryParse(xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var s) ? s : 0);
        if (xml.IsEmptyElement) return "";
        var (depth, value, hasFormula) = (xml.Depth, (string?)null, false);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "f") hasFormula = true;
            else if (xml.LocalName == "v") value = TextOf(xml);
            else if (xml.LocalName == "is") value = RichText(xml);
        }
        if (string.IsNullOrEmpty(value)) return hasFormula && kind != "str" ? Uncalculated : "";
        return kind switch
        {
            "s" => shared[int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture)],
            "b" => value == "1" ? "TRUE" : "FALSE",
            "str" or "inlineStr" => Unescape(value),
            "e" => value.Trim(),
            "d" => TypedDay.Whole(value) is { } day ? LocalDatePattern.Iso.Format(day) : value,
            _ => Number(value, style < dateStyles.Count && dateStyles[style]),
        };
    }

    string Number(string value, bool isDay) =>
        !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? value
        : isDay && TypedDay.OfSerial(number, from1904) is { } day ? LocalDatePattern.Iso.Format(day)
        : CellOf(number);

    /// <summary>
    /// A number as it looks. Beyond fifteen digits a workbook has already lost some, so such a number must not pass for a whole one.
    /// </summary>
    static string CellOf(object? value) => value switch
    {
        null => "",
        string text => text,
        double number when double.IsInteger(number) && Math.Abs(number) <= SheetWriter.MaxWorkbookNumber =>
            ((long)number).ToString(CultureInfo.InvariantCulture),
        DateTime date => LocalDatePattern.Iso.Format(LocalDate.FromDateTime(date)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    void ReadStrings(string path)
    {
        using var xml = Open(path);
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" }) shared.Add(Unescape(RichText(xml)));
    }

    /// <summary>The text of all runs, without the readings that an input method wrote beside it.</summary>
    static string RichText(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var (text, depth, reading) = (new StringBuilder(), xml.Depth, -1);
        while (xml.Read() && xml.Depth > depth)
        {
            if (reading >= 0 && xml.Depth <= reading) reading = -1;
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "rPh" && reading < 0) reading = xml.Depth;
            else if (xml.LocalName == "t" && reading < 0) text.Append(TextOf(xml));
        }
        return text.ToString();
    }

    /// <summary>The text inside an element; the reader stands on its end afterwards.</summary>
    static string TextOf(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var (text, depth) = ("", xml.Depth);
        while (xml.Read() && xml.Depth > depth)
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                text += xml.Value;
        return text;
    }

    void ReadStyles(string path)
    {
        var formats = new Dictionary<string, string>();
        var inCells = false;
        using var xml = Open(path);
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "numFmt" })
                formats[xml.GetAttribute("numFmtId") ?? ""] = xml.GetAttribute("formatCode") ?? "";
            else if (xml.LocalName == "cellXfs") inCells = xml.NodeType == XmlNodeType.Element;
            else if (inCells && xml is { NodeType: XmlNodeType.Element, LocalName: "xf" })
                dateStyles.Add(IsDay(xml.GetAttribute("numFmtId") ?? "", formats));
    }

    static bool IsDay(string format, Dictionary<string, string> formats) => formats.TryGetValue(format, out var code)
        ? Literal().Replace(code, "").AsSpan().IndexOfAny("yYdD年") >= 0
            || Literal().Replace(code, "").Contains('月', StringComparison.Ordinal)
        : int.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number is (>= 14 and <= 17) or 22 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58;

    /// <summary>
    /// The parts that a part of the package names, by the last word of their kind: Strict files spell the rest of it otherwise.
    /// </summary>
    IEnumerable<(string Id, string Path)> Related(string part, string kind)
    {
        var slash = part.LastIndexOf('/');
        var folder = part[..(slash + 1)];
        if (zip.GetEntry($"{folder}_rels/{part[(slash + 1)..]}.rels") is not { } entry) yield break;
        using var xml = XmlReader.Create(entry.Open(), Settings);
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" }
                && (xml.GetAttribute("Type") ?? "").EndsWith("/" + kind, StringComparison.Ordinal))
                yield return (xml.GetAttribute("Id") ?? "", PathOf(folder, xml.GetAttribute("Target") ?? ""));
    }

    static string PathOf(string folder, string target)
    {
        var path = new List<string>();
        foreach (var step in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (step == ".." && path.Count > 0) path.RemoveAt(path.Count - 1);
            else if (step is not ("." or "..")) path.Add(step);
        return string.Join('/', path);
    }

    XmlReader Open(string path) => XmlReader.Create((zip.GetEntry(path)
        ?? zip.Entries.FirstOrDefault(entry => entry.FullName.Replace('\\', '/').Equals(path, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidDataException(path)).Open(), Settings);

    static string RelationOf(XmlReader xml)
    {
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
            if (xml.LocalName == "id" && xml.NamespaceURI.Length > 0)
            {
                var id = xml.Value;
                xml.MoveToElement();
                return id;
            }
        xml.MoveToElement();
        return "";
    }

    static bool IsTrue(string? text) => text is "1" or "true";

    static int ColumnOf(string place)
    {
        var column = 0;
        foreach (var letter in place)
            if (letter is >= 'A' and <= 'Z' && column < 1_000_000) column = column * 26 + letter - 'A' + 1;
        return Math.Max(0, column - 1);
    }

    static string Unescape(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Escaped()
            .Replace(
                text,
                match => ((char)int.Parse(match.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
        : text;

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_", RegexOptions.ExplicitCapture)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"\A\$?(?<left>[A-Z]{1,3})\$?(?<top>[0-9]{1,7}):\$?[A-Z]{1,3}\$?(?<bottom>[0-9]{1,7})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Area();

    // Colours, locales and words between quotes are no letters of the format, but 年 and 月 are often quoted and mean a day all the same.
    [GeneratedRegex("""\[[^\]]*\]|"[^"年月]*"|\\[^年月]""")]
    private static partial Regex Literal();
}

/// <summary>A table that is wider than any list of ours.</summary>
sealed class TooManyColumnsException(int columns) : Exception
{
    public int Columns { get; } = columns;
}
