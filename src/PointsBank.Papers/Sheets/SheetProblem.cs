// What is wrong with one cell, one row or a whole file, in a form that a page can translate.
namespace PointsBank.Papers.Sheets;

/// <summary>
/// Line 1 is the first line of the file as its author sees it. Column is the header as written in the file, or our own name
/// for a column that is not there; it is empty when the row or file as a whole is at fault. Value is cut to
/// <see cref="MaxValue"/> characters, with invisible characters spelt out as [U+200B]. A number outside its range comes with the range.
/// </summary>
public sealed record SheetProblem(int Line, string Column, string Code, string Value, long? Least = null, long? Most = null)
{
    public const int MaxValue = 80;
}

public static class SheetCode
{
    public const string MissingColumn = "missing_column";
    public const string MissingValue = "missing_value";
    public const string TooLong = "too_long";
    public const string NotAWholeNumber = "not_a_whole_number";
    public const string OutOfRange = "out_of_range";
    public const string NotADate = "not_a_date";
    public const string NotInList = "not_in_list";
    public const string MalformedRow = "malformed_row";
    public const string TooManyRows = "too_many_rows";
    public const string TooManyColumns = "too_many_columns";
    public const string TooLarge = "too_large";
    public const string NotASheet = "not_a_sheet";
    public const string BadEncoding = "bad_encoding";
    public const string OtherFormat = "other_format";
    public const string PasswordProtected = "password_protected";
    public const string SeveralSheets = "several_sheets";
    public const string NoSuchSheet = "no_such_sheet";
    public const string OtherHead = "other_head";
    public const string OtherName = "other_name";
    public const string Twice = "twice_in_sheet";
    public const string NoHead = "no_head";
    public const string ZeroOverBalance = "zero_over_balance";
    public const string DoubledColumn = "doubled_column";
    public const string FormulaError = "formula_error";
    public const string FormulaWithoutValue = "formula_without_value";
    public const string LostCharacter = "lost_character";
}
