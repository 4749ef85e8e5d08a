using NodaTime.Text;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Homes;
using PointsBank.Web.Pages.Imports;

namespace PointsBank.Web.Pages.Journal;

/// <summary>What goes out as a file: the journal for other programs, and a copy of the whole database.</summary>
static class ExportRoutes
{
    const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapExportPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        pages.Page("/v/{bank}/clerk/sheets", visit => visit.Show<SheetsPage>()).Requires(Role.Clerk);
        pages.Page("/v/{bank}/clerk/export", visit => Export(visit, desks)).Requires(Role.Clerk, Role.Supervisor);
        pages.Form("/v/{bank}/clerk/backup", (visit, _) => MayBackUp(visit)
            ? Backup(desks, [visit.Bank], Named(visit))
            : Task.FromResult(visit.Refuse(new Refusal(VillageRefusals.NotAllowed)))).Requires(Role.Clerk);
        pages.Form("/office/backup", (visit, _) => Backup(
            desks, desks.Banks.All().Select(bank => desks.Banks.Find(bank.Code)!.Value),
            LocalDatePattern.Iso.Format(visit.Today))).Requires(Role.Administrator);
    }

    /// <summary>The file holds every village of the database, so a clerk takes it along only where theirs is the only one.</summary>
    public static bool MayBackUp(Visit visit) =>
        ClerkLinks.IsClerk(visit) && visit.Desks.Banks.All().Count == 1;

    /// <summary>Written to a file first, so that a fault half-way is a problem and not half a journal.</summary>
    static IResult Export(Visit visit, Desks desks)
    {
        var format = visit.Query("format") ?? "xlsx";
        if (!Village.Journal.Export.Formats.Contains(format)) return visit.Refuse(new Refusal(VillageRefusals.NotInList, "format"));
        var file = desks.Database.OpenTemporary();
        desks.Journal.Write(visit.Bank, format, file);
        file.Position = 0;
        var (type, ending) = format switch
        {
            "csv" => ("text/csv; charset=utf-8", "csv"),
            "xlsx" => (Workbook, "xlsx"),
            _ => ("text/plain; charset=utf-8", "journal")
        };
        return Results.File(file, type, $"journal-{Named(visit)}.{ending}");
    }

    /// <summary>It begins with a seal of each village where one can be made, and is never refused for want of one.</summary>
    static async Task<IResult> Backup(Desks desks, IEnumerable<long> banks, string name)
    {
        foreach (var bank in banks) _ = await desks.Seals.Make(bank, "backup");
        return Results.File(desks.Database.OpenCopy(), "application/vnd.sqlite3", $"pointsbank-{name}.db");
    }

    static string Named(Visit visit) => $"{visit.Village!.Code}-{LocalDatePattern.Iso.Format(visit.Today)}";
}
