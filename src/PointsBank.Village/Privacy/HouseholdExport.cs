using System.Text.Encodings.Web;
using System.Text.Json;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Privacy;

/// <summary>
/// Everything that a village knows about a household, for the household to take along: JSON for programs, a workbook for people.
/// </summary>
public sealed class HouseholdExport
{
    readonly Database database;
    readonly BankDesk banks;
    readonly IReadOnlyList<ExportSection> parts;

    internal HouseholdExport(Database database, BankDesk banks, IReadOnlyList<ExportSection> parts) =>
        (this.database, this.banks, this.parts) = (database, banks, parts);

    const string Pattern = "uuuu-MM-dd HH:mm";

    public static IReadOnlyList<string> Formats { get; } = ["json", "xlsx"];

    /// <summary>
    /// Writes it; refused where there is no such household. What is over on the black board only the household itself and a supervisor find
    /// again.
    /// </summary>
    public Outcome<bool> Write(Caller caller, long bank, long household, string format, Stream output)
    {
        if (!Formats.Contains(format)) return new Refusal(VillageRefusals.NotInList, "format");
        var village = banks.Get(bank);
        return database.ReadHeads<Outcome<bool>>(bank, db =>
        {
            if (!HouseholdTable.Exists(db, bank, household)) return new Refusal(VillageRefusals.UnknownHousehold, "household");
            var sections = parts.Select(section => (section, Rows(db, caller, bank, household, section)));
            if (format == "json") WriteJson(output, village, household, sections);
            else SheetWriter.WriteWorkbook(
                output, "household", [village.NameZh, household.Text(), banks.LocalNow.ToString(Pattern, null)], Lines(sections));
            return true;
        });
    }

    List<IDictionary<string, object?>> Rows(DbSession db, Caller caller, long bank, long household, ExportSection section) =>
        db.Query<dynamic>(section.Sql, new
        {
            bank, household, actor = $"household:{household.Text()}", named = $"%\"household\":{household.Text()},%",
            last = $"%\"household\":{household.Text()}}}%",
            over = caller.Household == household || caller.Is(Role.Supervisor, bank) ? 1 : 0,
            day = banks.Today.ToIso(),
        }).Select(row => (IDictionary<string, object?>)row).ToList();

    void WriteJson(
        Stream output, BankView village, long household,
        IEnumerable<(ExportSection Section, List<IDictionary<string, object?>> Rows)> sections)
    {
        using var json = new Utf8JsonWriter(
            output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("bank", village.Code);
        json.WriteNumber("number", household);
        json.WriteString("madeAt", banks.Now.ToString("g", null));
        foreach (var (section, rows) in sections)
        {
            json.WriteStartArray(JsonNamingPolicy.CamelCase.ConvertName(Joined(section.Name)));
            foreach (var row in rows)
            {
                json.WriteStartObject();
                foreach (var (column, value) in row)
                    if (value is long moment && IsMoment(column)) json.WriteString(Joined(column), moment.ToInstant().ToString("g", null));
                    else if (value is long number) json.WriteNumber(Joined(column), number);
                    else if (value is string text) json.WriteString(Joined(column), text);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    static IEnumerable<IReadOnlyList<object?>> Lines(IEnumerable<(ExportSection Section, List<IDictionary<string, object?>> Rows)> sections)
    {
        foreach (var (section, rows) in sections)
        {
            yield return [];
            yield return [section.Title, rows.Count];
            if (rows.Count == 0) continue;
            yield return [.. rows[0].Keys.Select(ExportHeadings.Of)];
            foreach (var row in rows)
                yield return [
                    .. row.Select(
                        cell => cell.Value is long moment && IsMoment(cell.Key)
                            ? moment.ToInstant().InZone(BankDesk.Zone).ToString(Pattern, null)
                            : cell.Value)];
        }
    }

    static bool IsMoment(string column) => column.EndsWith("_at", StringComparison.Ordinal);

    /// <summary>A column's name as JSON has it: recordedAt.</summary>
    static string Joined(string column) =>
        string.Concat(column.Split('_').Select((part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
