using PointsBank.Village;

namespace PointsBank.Web.Http;

/// <summary>
/// A year's list as a file that is gone once it was sent; written first, so that a fault half-way is a problem and not half a list.
/// </summary>
static class YearFile
{
    public static FileStream Of(Desks desks, long bank, int year, string format)
    {
        var file = desks.Database.OpenTemporary();
        desks.Years.Write(bank, year, format, file);
        file.Position = 0;
        return file;
    }

    public static string TypeOf(string format) => format == "csv" ? "text/csv; charset=utf-8" : ExportFile.Workbook;

    /// <summary>The year in the address; 0, which nobody may look at, where it is none.</summary>
    public static int YearOf(Ask ask) => (int)Math.Min(ask.Number("year"), 9_999);
}
