// A table as it lies in a file, before anybody looked which of its lines is the header.
namespace PointsBank.Papers.Sheets;

/// <summary>A line of a table. A hidden one was filtered or folded away when the file was saved.</summary>
readonly record struct RawRow(int Line, string[] Cells, bool IsMalformed = false, bool IsHidden = false)
{
    /// <summary>Up to the last cell with something in it; spreadsheets save trailing empty ones without being asked.</summary>
    public int FilledCells { get; } = Array.FindLastIndex(Cells, cell => !string.IsNullOrWhiteSpace(cell)) + 1;

    public bool IsBlank => FilledCells == 0 && !IsMalformed;
}

/// <summary>Cells that a workbook shows as one; their text stands in the first.</summary>
readonly record struct MergedCells(int FirstLine, int LastLine, int Column);

/// <summary>The lines of one table that are not blank, with how the file was encoded where that is known.</summary>
sealed class SheetTable(string name)
{
    /// <summary>Lines above the header and below the table count as well.</summary>
    const int MaxLines = SheetReader.MaxRows + 100;

    /// <summary>A forged file could ask for the same cells to be filled without end.</summary>
    const int MaxFilled = 1_000_000;

    static readonly Comparer<RawRow> ByLine = Comparer<RawRow>.Create((one, other) => one.Line.CompareTo(other.Line));

    readonly List<RawRow> rows = [];

    public string Name { get; } = name;

    public IReadOnlyList<RawRow> Rows => rows;

    /// <summary>The line at which the table grew too long; 0 while it did not.</summary>
    public int TooLongAt { get; private set; }

    /// <summary>Whether cells beyond the header are notes beside the table; in a text file they are a comma too many.</summary>
    public bool HasGrid { get; init; }

    /// <summary>How the days of this workbook are counted; null for a file of text, whose bare numbers are no days.</summary>
    public bool? DaysFrom1904 { get; init; }

    /// <summary>Adds a line that is not blank; false where there are too many.</summary>
    public bool Add(RawRow row)
    {
        if (row.IsBlank && row.Line <= SheetReader.LastWorkbookRow) return true;
        if (rows.Count >= MaxLines || row.Line > SheetReader.LastWorkbookRow)
        {
            TooLongAt = row.Line;
            return false;
        }
        if (!row.IsBlank) rows.Add(row);
        return true;
    }

    /// <summary>Writes the text of cells that were merged downwards into each of their lines, as a reader of the sheet sees it.</summary>
    public void FillDown(IEnumerable<MergedCells> merged)
    {
        var filled = 0;
        foreach (var (first, last, column) in merged)
        {
            var at = rows.BinarySearch(new RawRow(first, []), ByLine);
            if (at < 0 || column >= rows[at].Cells.Length) continue;
            var text = rows[at].Cells[column];
            for (at++; at < rows.Count && rows[at].Line <= last && filled < MaxFilled; at++, filled++)
            {
                var cells = rows[at].Cells;
                if (column >= cells.Length) Array.Resize(ref cells, column + 1);
                if (string.IsNullOrWhiteSpace(cells[column])) cells[column] = text;
                rows[at] = rows[at] with { Cells = cells };
            }
        }
    }
}
