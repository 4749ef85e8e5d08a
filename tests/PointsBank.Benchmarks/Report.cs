using System.Globalization;
using System.Text;

namespace PointsBank.Benchmarks;

/// <summary>One row for each thing measured: the medians, how they stand to the goal of performance.md, and whether it is met.</summary>
sealed class Report
{
    readonly List<string[]> rows = [];

    /// <summary>A row without a goal: it is there to be compared with.</summary>
    public void Note(string what, string median, string ratio = "") => Add(what, median, ratio, "", "");

    public void Goal(string what, string median, string ratio, string goal, bool met) =>
        Add(what, median, ratio, goal, met ? "met" : "**missed**");

    public void Write(TextWriter output)
    {
        output.WriteLine("| what | median | ratio | goal | |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (var row in rows) output.WriteLine(new StringBuilder("| ").AppendJoin(" | ", row).Append(" |"));
    }

    void Add(params string[] row)
    {
        rows.Add(row);
        Console.Error.WriteLine(string.Join("  ", row.Where(cell => cell.Length > 0)));
    }
}

static class Words
{
    public static string Whole(this double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Ratio(this double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " ×";

    public static string Milliseconds(this double value) =>
        value.ToString(value < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture) + " ms";

    public static string Kilobytes(this long bytes) => (bytes / 1024).ToString("N0", CultureInfo.InvariantCulture) + " kB";

    public static string Microseconds(this double value) => value.ToString("0.0", CultureInfo.InvariantCulture) + " µs";
}
