using System.IO.Compression;
using System.Text;

namespace PointsBank.Papers.Tests.Sheets;

/// <summary>
/// A workbook as an office's program writes it, part by part, so that a test shows what is odd about it and nothing else.
/// </summary>
sealed class OfficeBook
{
    readonly List<(string Name, string State, string Xml)> sheets = [];

    public bool IsStrict { get; init; }

    public bool CountsFrom1904 { get; init; }

    /// <summary>The folder of the parts; empty where they lie at the root.</summary>
    public string Folder { get; init; } = "xl/";

    /// <summary>How one part names another: beside it, or from the root.</summary>
    public string Target { get; init; } = "";

    public string SharedStrings { get; init; } = "";

    /// <summary>Adds a sheet. A row is its cells from column A, each as XML or as text.</summary>
    public OfficeBook With(string name, string state, string after, params string[][] rows)
    {
        var xml = new StringBuilder("<sheetData>");
        for (var line = 0; line < rows.Length; line++)
        {
            var hidden = rows[line] is ["hidden", ..];
            xml.Append(System.Globalization.CultureInfo.InvariantCulture, $"<row r='{line + 1}'{(hidden ? " hidden='1'" : "")}>");
            foreach (var cell in hidden ? rows[line][1..] : rows[line])
                xml.Append(
                    cell.StartsWith('<') ? cell
                        : cell.Length == 0 ? "<c/>"
                        : $"<c t='inlineStr'><is><t xml:space='preserve'>{cell}</t></is></c>");
            xml.Append("</row>");
        }
        sheets.Add((name, state, xml + "</sheetData>" + after));
        return this;
    }

    public OfficeBook With(params string[][] rows) => With("Sheet1", "visible", "", rows);

    public byte[] Bytes()
    {
        var main = IsStrict ? "http://purl.oclc.org/ooxml/spreadsheetml/main" : "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var office = IsStrict
            ? "http://purl.oclc.org/ooxml/officeDocument/relationships"
            : "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            Put(
                "_rels/.rels",
                $"<Relationships xmlns='{Relations}'><Relationship Id='r1' Type='{office}/officeDocument' "
                    + $"Target='{(Target.Length > 0 ? "/" : "")}{Folder}workbook.xml'/></Relationships>");
            Put(
                Folder + "workbook.xml",
                $"<workbook xmlns='{main}' xmlns:r='{office}'><workbookPr date1904='{(CountsFrom1904 ? 1 : 0)}'/><sheets>"
                + string.Concat(
                    sheets.Select(
                        (sheet, at) => $"<sheet name='{sheet.Name}' sheetId='{at + 1}' state='{sheet.State}' r:id='s{at}'/>")) + "</sheets></workbook>");
            Put(Folder + "_rels/workbook.xml.rels", $"<Relationships xmlns='{Relations}'>"
                + string.Concat(
                    sheets.Select(
                        (_, at) => $"<Relationship Id='s{at}' Type='{office}/worksheet' Target='{Target}worksheets/sheet{at}.xml'/>"))
                + $"<Relationship Id='y' Type='{office}/styles' Target='{Target}styles.xml'/>"
                + (
                    SharedStrings.Length > 0
                        ? $"<Relationship Id='t' Type='{office}/sharedStrings' Target='{Target}sharedStrings.xml'/>"
                        : "") + "</Relationships>");
            Put(
                Folder + "styles.xml",
                $"<styleSheet xmlns='{main}'><numFmts><numFmt numFmtId='176' "
                    + $"formatCode='yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'/></numFmts><cellXfs><xf numFmtId='0'/><xf "
                        + $"numFmtId='14'/><xf numFmtId='176'/></cellXfs></styleSheet>");
            if (SharedStrings.Length > 0) Put(Folder + "sharedStrings.xml", $"<sst xmlns='{main}'>{SharedStrings}</sst>");
            for (var at = 0; at < sheets.Count; at++)
                Put($"{Folder}worksheets/sheet{at}.xml", $"<worksheet xmlns='{main}'>{sheets[at].Xml}</worksheet>");

            void Put(string name, string content)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        }
        return stream.ToArray();
    }
}
