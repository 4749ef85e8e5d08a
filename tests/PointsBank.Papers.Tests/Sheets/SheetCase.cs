// Files made in memory, the way a village's computers make them.
using System.IO.Compression;
using System.Text;
using PointsBank.Papers.Sheets;

namespace PointsBank.Papers.Tests.Sheets;

static class SheetCase
{
    public static readonly SheetColumn Household = new("household", "户号");
    public static readonly SheetColumn Name = new("name", "户主");
    public static readonly SheetColumn Points = new("points", "积分");
    public static readonly SheetColumn Day = new("day", "日期");

    public static Sheet Csv(string text) => Csv(Encoding.UTF8.GetBytes(text));

    public static Sheet Csv(byte[] bytes) => Read(bytes, "名单.csv");

    public static Sheet Read(byte[] bytes, string fileName) => SheetReader.Read(new MemoryStream(bytes), fileName);

    public static SheetRow Cell(string header, string cell) =>
        Csv($"{header},end\n\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\",.\n").Rows[0];

    public static byte[] Written(bool workbook, string[] header, params object?[][] rows)
    {
        using var stream = new MemoryStream();
        if (workbook)
            SheetWriter.WriteWorkbook(stream, "名单", header, rows);
        else
            SheetWriter.WriteCsv(stream, header, rows);
        return stream.ToArray();
    }

    /// <summary>A workbook as another program would write it: the rows are the XML inside sheetData.</summary>
    public static byte[] Workbook(string rows, int padding = 0)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            const string Package = "http://schemas.openxmlformats.org/package/2006";
            Put(
                zip, "[Content_Types].xml",
                $"<Types xmlns='{Package}/content-types'><Default Extension='xml' ContentType='application/xml'/></Types>");
            Put(
                zip, "_rels/.rels",
                $"<Relationships xmlns='{Package}/relationships'><Relationship Id='r1' Type='{Office}/officeDocument' "
                    + $"Target='xl/workbook.xml'/></Relationships>");
            Put(
                zip, "xl/workbook.xml",
                $"<workbook xmlns='{Main}' xmlns:r='{Office}'><sheets><sheet name='S' sheetId='1' r:id='r1'/></sheets></workbook>");
            Put(
                zip, "xl/_rels/workbook.xml.rels",
                $"<Relationships xmlns='{Package}/relationships'><Relationship Id='r1' Type='{Office}/worksheet' "
                    + $"Target='worksheets/sheet1.xml'/></Relationships>");
            using var sheet = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            sheet.Write($"<worksheet xmlns='{Main}'><sheetData>{rows}</sheetData>");
            for (var i = 0; i < padding; i++)
                sheet.Write(Spaces);
            sheet.Write("</worksheet>");
        }

        return stream.ToArray();
    }

    static readonly string Spaces = new(' ', 1024 * 1024);

    static void Put(ZipArchive zip, string name, string content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(content);
    }
}
