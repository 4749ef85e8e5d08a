using PointsBank.Papers.Sheets;

namespace PointsBank.Village.Households;

sealed record HouseholdRow(long Number, string GroupName, string Head, string BirthDate, long Related, string? Serial, long Members);

sealed record MemberRow(long Household, string Name, string BirthDate, long Related);

/// <summary>
/// Households and their members as sheets that the import takes again: first the households with their heads, then everybody else.
/// </summary>
public static class HouseholdSheet
{
    public static IReadOnlyList<string> Formats { get; } = ["csv", "xlsx"];

    // The last two columns are for people; the import passes over them.
    static readonly string[] Header = ["household", "group", "head", "birth_date", "related", "members", "passbook"];

    static readonly string[] MembersHeader = ["household", "name", "birth_date", "related"];

    public static void Write(HouseholdDesk desk, long bank, string format, Stream output) => Write(
        format, output, "households", Header,
        desk.Rows(bank).Select(
            IReadOnlyList<object?> (row) => [
                row.Number, row.GroupName, row.Head, row.BirthDate.ToDate(), row.Related, row.Members, row.Serial]));

    public static void WriteMembers(HouseholdDesk desk, long bank, string format, Stream output) => Write(
        format, output, "members", MembersHeader,
        desk.MemberRows(bank).Select(IReadOnlyList<object?> (row) => [row.Household, row.Name, row.BirthDate.ToDate(), row.Related]));

    static void Write(string format, Stream output, string name, string[] header, IEnumerable<IReadOnlyList<object?>> rows)
    {
        switch (format)
        {
            case "csv":
                SheetWriter.WriteCsv(output, header, rows);
                break;
            case "xlsx":
                SheetWriter.WriteWorkbook(output, name, header, rows);
                break;
            default:
                throw new ArgumentException($"'{format}' is not a format", nameof(format));
        }
    }
}
