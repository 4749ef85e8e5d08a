using PointsBank.Papers.Sheets;

namespace PointsBank.Village.YearEnd;

/// <summary>A year's households as a sheet for the committee.</summary>
public static class YearSheet
{
    public static IReadOnlyList<string> Formats { get; } = ["csv", "xlsx"];

    static readonly string[] Header =
        ["rank", "household", "group", "head", "standing", "corrected", "stars", "old_points", "held", "carried_over", "expired"];

    internal static void Write(string format, Stream output, IEnumerable<ReckonedRow> lines)
    {
        var rows = lines.Select(IReadOnlyList<object?> (row) =>
            [row.Standing > 0
                ? row.Rank
                : null, row.Household, row.GroupName, row.Head, row.Standing, row.Corrected, row.Stars, row.Old, row.Held, row.Carried,
                row.Expired]);
        if (format == "csv") SheetWriter.WriteCsv(output, Header, rows);
        else SheetWriter.WriteWorkbook(output, "year", Header, rows);
    }
}
