using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace PointsBank.Papers.Sheets;

/// <summary>
/// Text whose columns are kept apart by a sign: the one that the first line names, or the one under which the header is found.
/// </summary>
static class SeparatedText
{
    static readonly string[] Signs = [",", "\t", ";", "\uFF0C", "|"];

    public static SheetTable Read(string text, IReadOnlyList<SheetColumn> wanted)
    {
        var named = NamedSign(text);
        var sign = named ?? Signs.MaxBy(each => Fit(Rows(text, each, 0).Take(SheetLayout.MaxLinesToHeader), wanted))!;
        var table = new SheetTable("");
        foreach (var row in Rows(text, sign, named is null ? 0 : 1))
            if (!table.Add(row)) break;
        return table;
    }

    /// <summary>Excel's own first line, such as <c>sep=;</c>.</summary>
    static string? NamedSign(string text)
    {
        var first = text.AsSpan(0, Math.Max(0, text.AsSpan().IndexOfAny('\r', '\n'))).Trim('"');
        return first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && first.Length is 4 or 5
            ? first.Length == 5 ? first[4..].ToString() : "\t"
            : null;
    }

    /// <summary>How many wanted columns are found; where none is wanted or found, how many columns the first line has.</summary>
    static int Fit(IEnumerable<RawRow> rows, IReadOnlyList<SheetColumn> wanted)
    {
        var lines = rows.Where(row => !row.IsBlank).ToList();
        return SheetHeader.Find(lines, wanted) is { Score: > 0 } header
            ? header.Score * 1000
            : Math.Min(999, lines.Count == 0 ? 0 : lines[0].FilledCells);
    }

    static IEnumerable<RawRow> Rows(string text, string sign, int skipped)
    {
        var isMalformed = false;
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = sign,
            // Blank lines must be seen to be counted.
            IgnoreBlankLines = false,
            BadDataFound = _ => isMalformed = true,
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        for (var line = 1; parser.Read(); line = parser.RawRow + 1)
        {
            isMalformed = false;
            // Quotes are judged while the cells are taken, so they come before the verdict.
            var cells = parser.Record ?? [];
            if (line > skipped) yield return new RawRow(line, cells, isMalformed);
        }
    }
}
