using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Storage;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Reversals;
using static PointsBank.Village.Imports.ImportColumns;

namespace PointsBank.Village.Imports;

/// <summary>A row of balances. <paramref name="Named"/> is the column of its name, where the sheet has one and it is not blank.</summary>
sealed record OpeningLine(SheetRow Row, long Household, long Points, SheetColumn? Named);

/// <summary>A balance that is to take the place of what was brought forward before; that is 0 where nothing was.</summary>
sealed record OpeningChange(long Household, long Before, long After);

/// <summary>Balances brought forward from paper. A household has one; another amount takes its place, and never adds to it.</summary>
static class OpeningImport
{
    /// <summary>What is written beside the reversal of a balance that was corrected.</summary>
    const string Why = "期初余额更正";

    public static IReadOnlyList<OpeningLine> Lines(Sheet sheet)
    {
        sheet.Require(ImportColumns.Household, Points);
        var seen = new HashSet<long>();
        var lines = sheet.Rows.Select(row => new OpeningLine(
            row, row.Whole(ImportColumns.Household, 1, HouseholdDesk.MaxNumber), row.Whole(Points, 0, 1_000_000),
            Array.Find((SheetColumn[])[Head, Name], column => !row.IsBlank(column)))).ToList();
        foreach (var line in lines)
            if (line.Row.IsSound && !seen.Add(line.Household)) line.Row.Report(ImportColumns.Household, SheetCode.Twice);
        return lines;
    }

    /// <summary>The sum of the rows that can be read; null where there are none.</summary>
    public static ImportTotal? TotalOf(IReadOnlyList<OpeningLine> lines)
    {
        var sound = lines.Where(line => line.Row.IsSound).ToList();
        return lines.Count == 0 ? null : new(sound.Count, sound.Sum(line => line.Points), sound.Count(line => line.Points == 0));
    }

    /// <summary>
    /// Counts how the line differs from the book, and answers it; null where it says the same, or cannot be. A name that is nobody's in the
    /// household is refused: one of name and number is another household's, and its points would be too.
    /// </summary>
    public static OpeningChange? Compare(Writer writer, long bank, OpeningLine line, Difference difference)
    {
        if (HouseholdDesk.Barred(writer, bank, line.Household, "household") is { } barred)
        {
            difference.Report(line.Row, ImportColumns.Household, barred.Kind.Code);
            return null;
        }
        var there = HouseholdTable.View(writer, bank, line.Household)!;
        if (line.Named is { } column
            && line.Row.Name(column, Fields.Name) is var name && !there.Members.Any(member => PeopleImport.IsCalled(member, name)))
        {
            difference.Report(line.Row, column, SheetCode.OtherName);
            return null;
        }
        var before = OpeningProposalTable.Brought(writer, bank, line.Household).Sum(entry => entry.Points);
        // A paper lists those without points too. A balance that was brought forward is not taken away by a sheet: its entry is reversed.
        if (line.Points == 0 && before > 0)
        {
            difference.Report(line.Row, Points, SheetCode.ZeroOverBalance);
            return null;
        }
        var head = there.Members.First(member => member.IsHead).Name;
        if (before == 0 && line.Points > 0) difference.Add(line.Row, line.Household, head, Text(line.Points));
        else difference.Compare(line.Row, line.Household, head, before == line.Points ? [] : [("points", Text(before), Text(line.Points))]);
        difference.More += line.Points - before;
        return before == line.Points ? null : new(line.Household, before, line.Points);
    }

    /// <summary>
    /// Brings a balance forward, or reverses what was brought forward and brings the right one. Points that are spent keep the first where
    /// it is.
    /// </summary>
    public static Refusal? Write(
        DeedDesk deeds, ReversalDesk reversals, Writer writer, WriteContext context, long bank, OpeningChange change, string source,
        Func<IdempotencyKey> nextKey)
    {
        foreach (var (entry, _) in OpeningProposalTable.Brought(writer, bank, change.Household))
            if (reversals.Reverse(
                writer, context with { Key = nextKey() }, bank, new(entry), Why, allowDeficit: false).Refusal is { } spent)
                return spent;
        return deeds.BringForward(writer, context with { Key = nextKey() }, bank, change.Household, change.After, source);
    }

    static string Text(long points) => points.ToString(CultureInfo.InvariantCulture);
}
