using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;

namespace PointsBank.Web.Http;

/// <summary>
/// Everything about a household as a file that is gone once it was sent; written first, so that a fault half-way is a problem and not half
/// a file.
/// </summary>
static class ExportFile
{
    public const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static async Task<Outcome<FileStream>> Of(Desks desks, Caller caller, long bank, long household, string format)
    {
        var file = desks.Database.OpenTemporary();
        var written = desks.Privacy.Exports.Write(caller, bank, household, format, file);
        if (written.Refusal is { } refusal)
        {
            await file.DisposeAsync();
            return refusal;
        }
        file.Position = 0;
        return file;
    }

    public static string TypeOf(string format) => format == "xlsx" ? Workbook : "application/json";
}
