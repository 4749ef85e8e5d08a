// The words in which a caller reads cells: a bad cell becomes a problem of the sheet and an empty answer, never an exception.
using System.Globalization;
using NodaTime;
using PointsBank.Papers.Typing;

namespace PointsBank.Papers.Sheets;

/// <summary>What a row answers counts only while <see cref="IsSound"/>; after a problem the answer is a placeholder.</summary>
public sealed class SheetRow
{
    /// <summary>What a workbook shows where a formula failed.</summary>
    static readonly HashSet<string> Errors = new(StringComparer.OrdinalIgnoreCase)
        { "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!",
          "#CALC!", "#GETTING_DATA", "#FIELD!", "#BLOCKED!" };

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

    public bool IsBlank(SheetColumn column) => IsBlankAt(sheet.Find(column));

    public string Text(SheetColumn column, int max) => Filled(column) ? Checked(column, max) ?? "" : "";

    /// <summary>Null for a blank cell and for a sheet without the column.</summary>
    public string? OptionalText(SheetColumn column, int max) => IsBlank(column) || !IsCalculated(column) ? null : Checked(column, max);

    /// <summary>A name or a group, in which no character may be lost.</summary>
    public string Name(SheetColumn column, int max)
    {
        var name = Text(column, max);
        if (!TypedName.HasLost(name)) return name;
        Report(column, SheetCode.LostCharacter);
        return "";
    }

    /// <summary>A code, narrow and without blanks.</summary>
    public string Code(SheetColumn column, int max) => TypedName.Code(Text(column, max));

    public long Whole(SheetColumn column, long min, long max)
    {
        if (!Filled(column)) return 0;
        if (!TypedNumber.TryWhole(this[column], out var typed)) Report(column, SheetCode.NotAWholeNumber);
        else if (typed is not { } number || number < min || number > max) Report(column, SheetCode.OutOfRange, min, max);
        else return number;
        return 0;
    }

    /// <summary>A day with its year, as people write it; in a workbook also as the number by which it counts days.</summary>
    public LocalDate Date(SheetColumn column)
    {
        if (!Filled(column)) return default;
        var text = this[column];
        if (TypedDay.Whole(text) is { } day) return day;
        // Numbers of four digits are years; those of five are days from 1927 on.
        if (sheet.DaysFrom1904 is { } from1904 && CleanText.Narrow(text).Trim() is { Length: 5 } number
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var serial)
            && TypedDay.OfSerial(serial, from1904) is { } counted)
            return counted;
        Report(column, SheetCode.NotADate);
        return default;
    }

    /// <summary>The dictionary's own comparer decides whether case matters.</summary>
    public T? OneOf<T>(SheetColumn column, IReadOnlyDictionary<string, T> choices)
    {
        if (!Filled(column) || Checked(column, SheetReader.MaxCell) is not { } text) return default;
        if (choices.TryGetValue(text, out var choice) || choices.TryGetValue(TypedName.Key(text), out choice)) return choice;
        Report(column, SheetCode.NotInList);
        return default;
    }

    /// <summary>Yes or no, as people write it; what is left blank counts as <paramref name="otherwise"/>.</summary>
    public bool YesNo(SheetColumn column, bool otherwise)
    {
        if (IsBlank(column) || !Filled(column)) return otherwise;
        if (TypedAnswer.YesNo(this[column]) is { } answer) return answer;
        Report(column, SheetCode.NotInList);
        return otherwise;
    }

    /// <summary>For what only the caller can judge, such as a household that does not exist.</summary>
    public void Report(SheetColumn column, string code, long? least = null, long? most = null)
    {
        IsSound = false;
        var position = sheet.Find(column);
        sheet.Report(Line, position < 0 ? column.Names[0] : sheet.Columns[position], code, At(position), least, most);
    }

    internal bool IsBlankAt(int position) => position < 0 || position >= cells.Length || string.IsNullOrWhiteSpace(cells[position]);

    internal bool AreSame(IReadOnlyList<int> places) => places.Select(At).Select(TypedName.Key).Distinct().Count() <= 1;

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

        if (!IsBlank(column)) return IsCalculated(column);
        Report(column, SheetCode.MissingValue);
        return false;
    }

    bool IsCalculated(SheetColumn column)
    {
        var text = this[column].Trim();
        if (text.Length == 0 || text[0] != '#') return true;
        if (text == WorkbookReader.Uncalculated) Report(column, SheetCode.FormulaWithoutValue);
        else if (Errors.Contains(text)) Report(column, SheetCode.FormulaError);
        else return true;
        return false;
    }

    string? Checked(SheetColumn column, int max)
    {
        var text = CleanText.Line(this[column]);
        if (text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            Report(column, SheetCode.LostCharacter);
            return null;
        }
        if (CellText.Length(text) <= max) return text;
        Report(column, SheetCode.TooLong);
        return null;
    }
}
