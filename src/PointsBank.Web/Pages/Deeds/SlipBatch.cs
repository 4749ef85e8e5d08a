using System.Globalization;
using NodaTime;
using PointsBank.Papers.Typing;
using PointsBank.Village.Claims;

namespace PointsBank.Web.Pages.Deeds;

/// <summary>One line of a batch of slips, as somebody typed it.</summary>
public sealed record SlipRow(
    string Household = "", string Rule = "", string Quantity = "", string Day = "", string Member = "", string Memo = "")
{
    public static SlipRow Empty { get; } = new();

    public bool IsEmpty => this == Empty;

    internal static SlipRow Of(FormReader form, int line)
    {
        return new(Chosen("h"), Chosen("r"), Text("q"), Text("d"), Text("m"), Text("t"));

        string Text(string letter) => form.Text(Name(letter, line));

        // What was chosen among several that fit stands for what was typed.
        string Chosen(string letter) => Text("p" + letter) is { Length: > 0 } chosen ? chosen : Text(letter);
    }

    /// <summary>A field's name: a letter and the line, because a page of two hundred lines must stay small.</summary>
    internal static string Name(string letter, int line) => letter + line.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// The lines of a batch as a form holds them: field by field where they are typed; all in one field once they were looked at.
/// </summary>
public sealed record SlipBatch(IReadOnlyList<SlipRow> Rows)
{
    /// <summary>How many lines there are at first, and how many more each time more are wished for.</summary>
    public const int Step = 10;

    public const int MaxRows = SlipDesk.MaxSlips;

    /// <summary>The field that holds the whole batch.</summary>
    public const string Field = "batch";

    public static SlipBatch Blank { get; } = new([.. Enumerable.Repeat(SlipRow.Empty, Step)]);

    public static SlipBatch Of(FormReader form)
    {
        if (form.Has(Field)) return Unpack(form.Text(Field));
        var rows = int.TryParse(form.Text("rows"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            ? Math.Clamp(asked, 1, MaxRows)
            : Step;
        return new([.. Enumerable.Range(1, rows).Select(line => SlipRow.Of(form, line))]);
    }

    public bool IsEmpty => Rows.All(row => row.IsEmpty);

    /// <summary>The same, with this year written to the days that mean it without saying so.</summary>
    public SlipBatch Of(long year, LocalDate today) => new([.. Rows.Select(row =>
        TypedDay.Near(row.Day, today) is { IsWithoutYear: true } near && near.Day.Year == year
            ? row with { Day = NodaTime.Text.LocalDatePattern.Iso.Format(near.Day) }
            : row)]);

    /// <summary>The same with so many empty lines more.</summary>
    public SlipBatch With(int more) => new([.. Rows, .. Enumerable.Repeat(SlipRow.Empty, Math.Min(more, MaxRows - Rows.Count))]);

    /// <summary>
    /// All lines in one text, without the empty ones at the end. A mark at both ends of a line keeps its first and last field from being
    /// trimmed.
    /// </summary>
    public string Pack() => string.Join('\n', Rows.Take(LastFilled + 1).Select(row =>
        $"|{string.Join('\t', row.Household, row.Rule, row.Quantity, row.Day, row.Member, row.Memo.Replace('\t', ' '))}|"));

    int LastFilled => Rows.Select((row, at) => row.IsEmpty ? -1 : at).DefaultIfEmpty(-1).Max();

    static SlipBatch Unpack(string text)
    {
        var rows = text.Split('\n')
            .Take(MaxRows)
            .Select(line => line.Trim('\r'))
            .Select(line => line.Length < 2 ? [] : line[1..^1].Split('\t'))
            .Select(
                fields => fields.Length == 6
                    ? new SlipRow(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5])
                    : SlipRow.Empty).ToList();
        return new(rows);
    }
}
