// A table somebody handed in: its columns, its rows and everything found wrong with it so far.
namespace PointsBank.Village.Sheets;

/// <summary>One column under every header it may carry, such as "household" and "户号"; the first is our own name for it.</summary>
public sealed class SheetColumn(string name, params string[] aliases)
{
    public IReadOnlyList<string> Names { get; } = [name, .. aliases];
}

public sealed class Sheet
{
    /// <summary>Nobody reads further than this, and a hostile file could otherwise ask for millions.</summary>
    public const int MaxProblems = 10_000;

    readonly List<SheetProblem> problems = [];
    readonly List<SheetRow> rows = [];
    readonly HashSet<string> reportedMissing = [];
    readonly Dictionary<string, int> positions = new(StringComparer.OrdinalIgnoreCase);

    internal Sheet(int headerLine, IReadOnlyList<string> columns)
    {
        HeaderLine = headerLine;
        Columns = columns;
        for (var position = 0; position < columns.Count; position++)
            if (columns[position].Length > 0 && !positions.TryAdd(columns[position], position))
                Report(headerLine, columns[position], SheetCode.MalformedRow, columns[position]);
    }

    public int HeaderLine { get; }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<SheetRow> Rows => rows;

    /// <summary>Grows while cells are read from the rows; complete once every row has been read.</summary>
    public IReadOnlyList<SheetProblem> Problems => problems;

    public bool IsSound => problems.Count == 0;

    /// <summary>Rows report a missing column by themselves; this is for sheets that may have no rows.</summary>
    public bool Require(params SheetColumn[] columns)
    {
        foreach (var column in columns)
            if (Find(column) < 0)
                ReportMissing(column);
        return columns.All(column => Find(column) >= 0);
    }

    public bool Has(SheetColumn column) => Find(column) >= 0;

    internal int Find(SheetColumn column)
    {
        foreach (var name in column.Names)
            if (positions.TryGetValue(name, out var position))
                return position;
        return -1;
    }

    /// <summary>Once for the sheet, because the same complaint on every row helps nobody.</summary>
    internal void ReportMissing(SheetColumn column)
    {
        if (reportedMissing.Add(column.Names[0]))
            Report(HeaderLine, column.Names[0], SheetCode.MissingColumn, "");
    }

    internal void Report(int line, string column, string code, string value)
    {
        if (problems.Count < MaxProblems)
            problems.Add(new SheetProblem(line, CellText.Show(column), code, CellText.Show(value)));
    }

    internal void Add(int line, string[] cells) => rows.Add(new SheetRow(this, line, cells));

    internal static Sheet Refused(string code, string value = "")
    {
        var sheet = new Sheet(1, []);
        sheet.Report(1, "", code, value);
        return sheet;
    }
}
