using System.Text.Json.Serialization;
using PointsBank.Papers.Sheets;

namespace PointsBank.Village.Imports;

/// <summary>
/// One thing that a sheet says otherwise than the book. <paramref name="Before"/> is empty for what is new. <paramref name="Name"/> is
/// whose it is: of a balance, the head of the household in the book.
/// </summary>
public sealed record ImportChange(int Line, long Household, string Field, string Before, string After, string Name);

/// <summary>How a sheet differs from the book, row by row; whether that waits for a second person, and under which number.</summary>
public sealed record ImportCounts(int New, int Changed, int Same, bool Waits = false, long? Proposal = null)
{
    [JsonIgnore]
    public int Rows => New + Changed + Same;

    [JsonIgnore]
    public bool Differ => New + Changed > 0;
}

/// <summary>
/// The sum of a sheet of balances, to be compared with the paper's: its households, their points, and how many have none.
/// </summary>
public sealed record ImportTotal(int Households, long Points, int Zeros);

/// <summary>
/// What an import did, or would do: how many rows were new, changed something and said what the book says already. Where problems stand,
/// nothing was written. Hidden rows were read like the others; passed lines are totals, notes and forms left empty; unread columns are
/// those that this kind of import does not ask for. What waits is not in the book: a second person confirms the proposal of this number,
/// which a trial has not got yet. Others are the rows of people who are no head, in a list of everybody that was taken for its households.
/// A sheet with the columns of another kind looks like that kind. Below are the rows of a roster without a number of their own, which
/// belong to the head above them. More are the points that balances add to those in households' hands.
/// </summary>
public sealed record ImportView(
    string Kind, int Rows, IReadOnlyList<SheetProblem> Problems, int New = 0, int Changed = 0, int Same = 0,
    IReadOnlyList<ImportChange>? Changes = null, int HiddenRows = 0, int PassedLines = 0, string? Sheet = null, string? Encoding = null,
    bool Waits = false, long? Proposal = null,
    IReadOnlyList<string>? UnreadColumns = null, ImportTotal? Total = null, int Others = 0, string? LooksLike = null,
    int Below = 0, long More = 0);

/// <summary>
/// Collects how a sheet differs from the book while it is compared inside the write, and what only the book can tell is wrong with it.
/// </summary>
sealed class Difference
{
    /// <summary>More are counted, not shown.</summary>
    const int MaxShown = 500;

    readonly List<ImportChange> changes = [];
    readonly List<(SheetRow Row, SheetColumn Column, string Code)> problems = [];
    int added, changed, same;

    public ImportCounts Counts => new(added, changed, same);

    public IReadOnlyList<ImportChange> Changes => changes;

    public bool IsSound => problems.Count == 0;

    /// <summary>Points that the sheet would add to those in households' hands.</summary>
    public long More { get; set; }

    /// <summary>The row is new.</summary>
    public void Add(SheetRow row, long household, string name, string what, params IEnumerable<(string Field, string Value)> also)
    {
        added++;
        foreach (var (field, value) in also.Prepend(("new", what)))
            if (changes.Count < MaxShown) changes.Add(new(row.Line, household, field, "", value, name));
    }

    /// <summary>The row says otherwise than the book; without any field it says the same.</summary>
    public void Compare(SheetRow row, long household, string name, IReadOnlyList<(string Field, string Before, string After)> fields)
    {
        if (fields.Count == 0) same++;
        else changed++;
        foreach (var (field, before, after) in fields)
            if (changes.Count < MaxShown) changes.Add(new(row.Line, household, field, before, after, name));
    }

    public void Report(SheetRow row, SheetColumn column, string code) => problems.Add((row, column, code));

    /// <summary>Puts what was found wrong into the sheet.</summary>
    public void Tell()
    {
        foreach (var (row, column, code) in problems) row.Report(column, code);
    }
}
