// The words in which a caller reads cells: a bad cell becomes a problem of the sheet and an empty answer, never an exception.
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace PointsBank.Village.Sheets;

/// <summary>What a row answers counts only while <see cref="IsSound"/>; after a problem the answer is a placeholder.</summary>
public sealed class SheetRow
{
    static readonly LocalDatePattern[] DatePatterns =
    [
        LocalDatePattern.CreateWithInvariantCulture("yyyy-M-d"),
        LocalDatePattern.CreateWithInvariantCulture("yyyy/M/d"),
        LocalDatePattern.CreateWithInvariantCulture("yyyy'年'M'月'd'日'"),
    ];

    static readonly Dictionary<string, bool> Answers = new() { ["1"] = true, ["0"] = false, ["yes"] = true, ["no"] = false, ["是"] = true, ["否"] = false };

    readonly Sheet sheet;
    readonly string[] cells;

    internal SheetRow(Sheet sheet, int line, string[] cells)
    {
        this.sheet = sheet;
        this.cells = cells;
        Line = line;
    }

    public int Line { get; }

    public bool IsSound { get; private set; } = true;

    /// <summary>The cell as it stands, untrimmed and unchecked; empty when the column or the cell is not there.</summary>
    public string this[SheetColumn column] => At(sheet.Find(column));

    public bool IsBlank(SheetColumn column) => string.IsNullOrWhiteSpace(this[column]);

    public string Text(SheetColumn column, int max) => Filled(column) ? Checked(column, max) ?? "" : "";

    /// <summary>Null for a blank cell and for a sheet without the column.</summary>
    public string? OptionalText(SheetColumn column, int max) => IsBlank(column) ? null : Checked(column, max);

    public long Whole(SheetColumn column, long min, long max)
    {
        if (!Filled(column))
            return 0;

        var text = CellText.NarrowDigits(this[column].Trim());
        var digits = text.AsSpan(text[0] is '-' or '+' ? 1 : 0);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            Report(column, SheetCode.NotAWholeNumber);
        else if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            || number < min || number > max)
            Report(column, SheetCode.OutOfRange);
        else
            return number;
        return 0;
    }

    public LocalDate Date(SheetColumn column)
    {
        if (!Filled(column))
            return default;

        var text = CellText.NarrowDigits(this[column].Trim());
        foreach (var pattern in DatePatterns)
            if (pattern.Parse(text).TryGetValue(default, out var date))
                return date;
        Report(column, SheetCode.NotADate);
        return default;
    }

    /// <summary>The dictionary's own comparer decides whether case matters.</summary>
    public T? OneOf<T>(SheetColumn column, IReadOnlyDictionary<string, T> choices)
    {
        if (!Filled(column) || Checked(column, SheetReader.MaxCell) is not { } text)
            return default;
        if (choices.TryGetValue(text, out var choice))
            return choice;
        Report(column, SheetCode.NotInList);
        return default;
    }

    /// <summary>Yes or no, as people write it; what is left blank counts as <paramref name="otherwise"/>.</summary>
    public bool YesNo(SheetColumn column, bool otherwise) => IsBlank(column) ? otherwise : OneOf(column, Answers);

    /// <summary>For what only the caller can judge, such as a household that does not exist.</summary>
    public void Report(SheetColumn column, string code)
    {
        IsSound = false;
        var position = sheet.Find(column);
        sheet.Report(Line, position < 0 ? column.Names[0] : sheet.Columns[position], code, At(position));
    }

    // Undone here and not while reading, so that one shared string in a workbook is not copied a million times.
    string At(int position) => position >= 0 && position < cells.Length ? CellText.Restore(cells[position]) : "";

    bool Filled(SheetColumn column)
    {
        if (!sheet.Has(column))
        {
            IsSound = false;
            sheet.ReportMissing(column);
            return false;
        }

        if (!IsBlank(column))
            return true;
        Report(column, SheetCode.MissingValue);
        return false;
    }

    string? Checked(SheetColumn column, int max)
    {
        var text = this[column].Trim();
        if (CellText.HasStrangeCharacter(text))
        {
            Report(column, SheetCode.StrangeCharacter);
            return null;
        }

        text = text.Normalize();
        if (CellText.Length(text) <= max)
            return text;
        Report(column, SheetCode.TooLong);
        return null;
    }
}
