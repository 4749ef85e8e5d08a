// A table somebody handed in: its columns, its rows and everything found wrong with it so far.
using System.Text.RegularExpressions;
using PointsBank.Papers.Typing;

namespace PointsBank.Papers.Sheets;

/// <summary>One column under every header it may carry, such as "household" and "户号"; the first is our own name for it.</summary>
public sealed class SheetColumn(string name, params string[] aliases)
{
    public IReadOnlyList<string> Names { get; } = [name, .. aliases];
}

public sealed partial class Sheet
{
    /// <summary>Nobody reads further than this, and a hostile file could otherwise ask for millions.</summary>
    public const int MaxProblems = 10_000;

    readonly List<SheetProblem> problems = [];
    readonly List<SheetRow> rows = [];
    readonly List<int> passed = [];
    readonly HashSet<string> reported = [];
    readonly Dictionary<string, List<int>> positions = [];
    readonly Dictionary<SheetColumn, int> found = [];

    internal Sheet(int headerLine, IReadOnlyList<string> columns, bool wasRead = true)
    {
        HeaderLine = headerLine;
        Columns = columns;
        WasRead = wasRead;
        for (var position = 0; position < columns.Count; position++)
            if (KeyOf(columns[position]) is { Length: > 0 } key)
                (positions.TryGetValue(key, out var same) ? same : positions[key] = []).Add(position);
    }

    public int HeaderLine { get; }

    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<SheetRow> Rows => rows;

    /// <summary>The name of the workbook's sheet; empty for a file of text.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>What a file of text was encoded in; empty for a workbook.</summary>
    public string Encoding { get; internal set; } = "";

    /// <summary>How many of the rows were hidden or filtered away when the file was saved. They are read like the others.</summary>
    public int HiddenRows { get; private set; }

    /// <summary>The lines that are no rows of the list: totals, notes, forms that nobody filled in.</summary>
    public IReadOnlyList<int> PassedLines => passed;

    /// <summary>Grows while cells are read from the rows; complete once every row has been read.</summary>
    public IReadOnlyList<SheetProblem> Problems => problems;

    public bool IsSound => problems.Count == 0;

    /// <summary>Whether the file could be read at all; nothing is said about columns of one that could not.</summary>
    internal bool WasRead { get; }

    internal bool? DaysFrom1904 { get; init; }

    /// <summary>Rows report a missing column by themselves; this is for sheets that may have no rows.</summary>
    public bool Require(params SheetColumn[] columns)
    {
        foreach (var column in columns)
            if (Find(column) < 0)
                ReportMissing(column);
        return columns.All(column => Find(column) >= 0);
    }

    /// <summary>
    /// The headers of columns that none of these reads, as they are written, so that their author sees what was left out.
    /// </summary>
    public IReadOnlyList<string> Unread(IReadOnlyList<SheetColumn> wanted)
    {
        var read = wanted.SelectMany(column => column.Names).Select(KeyOf).ToHashSet();
        return [.. Columns.Where(column => KeyOf(column) is { Length: > 0 } key && !read.Contains(key)).Select(CellText.Show).Distinct()];
    }

    public bool Has(SheetColumn column) => Find(column) >= 0;

    /// <summary>
    /// What a header shares with its other spellings: width, capitals, blanks, line breaks and what stands in brackets are no matter.
    /// </summary>
    internal static string KeyOf(string header)
    {
        var key = TypedName.Key(Brackets().Replace(CleanText.Narrow(header), ""));
        return key.Trim('*', ':', '#', '\u3001');
    }

    internal int Find(SheetColumn column)
    {
        if (found.TryGetValue(column, out var known)) return known;
        foreach (var name in column.Names)
            if (positions.TryGetValue(KeyOf(name), out var same))
                return found[column] = same[0];
        return found[column] = -1;
    }

    /// <summary>Reports a wanted column that is there twice with different things in it. Called once the rows are known.</summary>
    internal void ReportDoubled(SheetColumn column)
    {
        if (Find(column) is var first && first < 0) return;
        var filled = positions[KeyOf(Columns[first])].Where(position => rows.Exists(row => !row.IsBlankAt(position))).ToList();
        if (filled.Count > 0) found[column] = filled[0];
        if (filled.Count > 1 && rows.Exists(row => !row.AreSame(filled)))
            Report(HeaderLine, Columns[first], SheetCode.DoubledColumn, Columns[first]);
    }

    /// <summary>Once for the sheet, because the same complaint on every row helps nobody.</summary>
    internal void ReportMissing(SheetColumn column)
    {
        if (WasRead && reported.Add(column.Names[0])) Report(HeaderLine, column.Names[0], SheetCode.MissingColumn, "");
    }

    internal void Report(int line, string column, string code, string value, long? least = null, long? most = null)
    {
        if (problems.Count < MaxProblems)
            problems.Add(new SheetProblem(line, CellText.Show(column), code, CellText.Show(value), least, most));
    }

    internal void Add(int line, string[] cells, bool isHidden = false)
    {
        if (isHidden) HiddenRows++;
        rows.Add(new SheetRow(this, line, cells));
    }

    internal void Pass(int line) => passed.Add(line);

    internal static Sheet Refused(string code, string value = "")
    {
        var sheet = new Sheet(1, [], wasRead: false);
        sheet.Report(1, "", code, value);
        return sheet;
    }

    [GeneratedRegex(@"[(\[【〔〈][^)\]】〕〉]*[)\]】〕〉]")]
    private static partial Regex Brackets();
}
