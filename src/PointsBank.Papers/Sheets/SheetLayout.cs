using System.Globalization;
using PointsBank.Papers.Typing;

namespace PointsBank.Papers.Sheets;

/// <summary>
/// Where the header stands and what its columns are called. A header of two lines takes its words from the lower one, else from the upper.
/// </summary>
sealed record SheetHeader(int First, int Last, string[] Names, int Width, int Score)
{
    /// <summary>
    /// The header among the first lines of a table: where the most wanted columns are found. Without any, its first line.
    /// </summary>
    public static SheetHeader? Find(IReadOnlyList<RawRow> rows, IReadOnlyList<SheetColumn> wanted)
    {
        SheetHeader? best = null;
        var keys = wanted.Select(column => column.Names.Select(Sheet.KeyOf).ToHashSet()).ToList();
        for (var at = 0; at < Math.Min(rows.Count, SheetLayout.MaxLinesToHeader); at++)
        {
            if (Of(rows, at, at, keys) is var one && (best is null || one.Score > best.Score)) best = one;
            if (at > 0 && Of(rows, at - 1, at, keys) is var two && two.Score > best.Score && two.Score > one.Score) best = two;
        }
        return best;
    }

    static SheetHeader Of(IReadOnlyList<RawRow> rows, int first, int last, List<HashSet<string>> wanted)
    {
        var (upper, lower) = (rows[first].Cells, rows[last].Cells);
        var names = new string[Math.Max(rows[first].FilledCells, rows[last].FilledCells)];
        for (var column = 0; column < names.Length; column++)
            names[column] = NameOf(lower, column) is { Length: > 0 } name ? name : NameOf(upper, column);
        var keys = names.Select(Sheet.KeyOf).ToHashSet();
        return new(first, last, names, Math.Max(upper.Length, lower.Length), wanted.Count(column => column.Overlaps(keys)));
    }

    static string NameOf(string[] cells, int column) =>
        column >= cells.Length || cells[column].Length > SheetReader.MaxCell ? "" : CleanText.Line(CellText.Restore(cells[column]));
}

/// <summary>
/// Makes a sheet of a table: finds the right one, its header and its rows, and passes over titles, totals and empty forms.
/// </summary>
static class SheetLayout
{
    /// <summary>Titles, notes and blank lines above a header are fewer than this.</summary>
    public const int MaxLinesToHeader = 30;

    static readonly string[] Totals = ["合计", "总计", "小计", "共计", "累计", "本页", "本页小计", "total", "totals", "subtotal", "grandtotal", "sum"];
    static readonly string[] Footers = ["制表", "填表", "审核", "填报", "负责人", "备注:", "说明:", "注:"];

    public static Sheet Of(IReadOnlyList<SheetTable> tables, string fileName, IReadOnlyList<SheetColumn> wanted, string? sheetName)
    {
        var found = tables.Where(table => table.Rows.Count > 0 || table.TooLongAt > 0)
            .Select(table => (Table: table, Header: SheetHeader.Find(table.Rows, wanted)))
            .ToList();
        if (!string.IsNullOrWhiteSpace(sheetName) && tables.Count > 0 && tables[0].HasGrid)
        {
            var key = TypedName.Key(sheetName);
            found = [.. found.Where(each => TypedName.Key(each.Table.Name) == key)];
            if (found.Count == 0) return Sheet.Refused(SheetCode.NoSuchSheet, string.Join(" / ", tables.Select(table => table.Name)));
        }
        if (found.Count == 0) return Sheet.Refused(SheetCode.NotASheet, fileName);
        var best = found.Max(each => each.Header?.Score ?? 0);
        var fitting = found.Where(each => (each.Header?.Score ?? 0) == best && (best == 0 || each.Header!.Last + 1 < each.Table.Rows.Count))
            .ToList();
        if (best > 0 && fitting.Count > 1)
            return Sheet.Refused(SheetCode.SeveralSheets, string.Join(" / ", fitting.Select(each => each.Table.Name)));
        var (table, header) = fitting.Count > 0 ? fitting[0] : found.First(each => (each.Header?.Score ?? 0) == best);
        return Of(table, header, wanted);
    }

    static Sheet Of(SheetTable table, SheetHeader? header, IReadOnlyList<SheetColumn> wanted)
    {
        if (header is null) return TooLong(new Sheet(table.TooLongAt, []), table.TooLongAt);
        if (Array.FindLastIndex(header.Names, name => name.Length > 0) + 1 is > SheetReader.MaxColumns and var columns)
            return Sheet.Refused(SheetCode.TooManyColumns, columns.ToString(CultureInfo.InvariantCulture));
        var first = table.Rows[header.First];
        var sheet = new Sheet(first.Line, header.Names) { Name = table.Name, DaysFrom1904 = table.DaysFrom1904 };
        if (Array.Find(first.Cells, cell => cell.Length > SheetReader.MaxCell) is { } tooLong)
            sheet.Report(first.Line, "", SheetCode.TooLong, tooLong);
        if (first.IsMalformed) sheet.Report(first.Line, "", SheetCode.MalformedRow, first.Cells[0]);
        var places = wanted.Select(sheet.Find).Where(place => place >= 0).ToArray();
        for (var at = header.Last + 1; at < table.Rows.Count; at++)
        {
            var row = table.Rows[at];
            if (sheet.Rows.Count >= SheetReader.MaxRows) return TooLong(sheet, row.Line);
            Take(row, sheet, header, places, table.HasGrid);
        }
        foreach (var column in wanted) sheet.ReportDoubled(column);
        return table.TooLongAt > 0 ? TooLong(sheet, table.TooLongAt) : sheet;
    }

    static void Take(RawRow row, Sheet sheet, SheetHeader header, int[] places, bool hasGrid)
    {
        if (row.IsMalformed || (!hasGrid && row.FilledCells > header.Width))
        {
            sheet.Report(
                row.Line, "", SheetCode.MalformedRow, string.Join(",", row.Cells.Take(SheetReader.MaxColumns).Select(CellText.Show)));
            return;
        }
        if (IsBesideTheTable(row, header, places))
        {
            sheet.Pass(row.Line);
            return;
        }
        var tooLong = Array.FindIndex(row.Cells, cell => cell.Length > SheetReader.MaxCell);
        if (tooLong >= 0) sheet.Report(row.Line, sheet.Columns.ElementAtOrDefault(tooLong) ?? "", SheetCode.TooLong, row.Cells[tooLong]);
        else sheet.Add(row.Line, row.Cells[..Math.Min(row.FilledCells, header.Names.Length)], row.IsHidden);
    }

    /// <summary>
    /// A row without anything that is wanted, a total, a line of who filled the form in, or the header printed once more.
    /// </summary>
    static bool IsBesideTheTable(RawRow row, SheetHeader header, int[] places)
    {
        if (places.Length == 0) return false;
        if (Array.TrueForAll(places, place => place >= row.FilledCells || string.IsNullOrWhiteSpace(row.Cells[place]))) return true;
        if (Array.TrueForAll(places, place => place < row.FilledCells && Sheet.KeyOf(row.Cells[place]) == Sheet.KeyOf(header.Names[place])))
            return true;
        var start = TypedName.Key(Array.Find(row.Cells, cell => !string.IsNullOrWhiteSpace(cell))!);
        return Totals.Contains(start.TrimEnd(':')) || Array.Exists(Footers, word => start.StartsWith(word, StringComparison.Ordinal))
            || (
                start.StartsWith("合计", StringComparison.Ordinal)
                    && start.Length > 2
                    && (char.IsAsciiDigit(start[2]) || start[2] is ':' or '('));
    }

    static Sheet TooLong(Sheet sheet, int line)
    {
        sheet.Report(line, "", SheetCode.TooManyRows, "");
        return sheet;
    }
}
