using NodaTime;
using PointsBank.Village.Journal;

namespace PointsBank.Web.Pages.Households.Personal;

/// <summary>What happened between two days, by the days of the deeds.</summary>
/// <param name="Opening">What stood there before the first day.</param>
/// <param name="In">All that came in.</param>
/// <param name="Out">All that went out.</param>
/// <param name="Lines">The lines, in the order in which they were entered.</param>
/// <param name="IsInOrder">Whether each day was entered before the next; only then do the balances of the lines lead to the closing
/// one.</param>
public sealed record Statement(long Opening, long In, long Out, IReadOnlyList<PassbookLine> Lines, bool IsInOrder)
{
    public long Closing => Opening + In - Out;
}

/// <summary>
/// All lines of a household's passbook, in order. There is no way to its years but through the lines, and a booklet is short.
/// </summary>
sealed class Booklet(IReadOnlyList<PassbookLine> lines)
{
    public static Booklet Of(Visit visit) =>
        new(visit.Desks.Journal.LinesAfter(visit.Bank, visit.Household, 0, int.MaxValue) is { Refusal: null } found ? found.Value : []);

    /// <summary>The years in which there are lines, the last one first.</summary>
    public IReadOnlyList<int> Years => [.. lines.Select(line => line.Date.Year).Distinct().OrderDescending()];

    /// <summary>
    /// Newest lines of a year, or of all, below line <paramref name="before"/>; and the number to go on from, if there are more.
    /// </summary>
    public (IReadOnlyList<PassbookLine> Lines, string? Next) Page(int? year, long before, int most)
    {
        var page = lines.Reverse().Where(line => line.No < before && (year is null || line.Date.Year == year)).Take(most + 1).ToList();
        return page.Count <= most ? (page, null) : (page[..most], $"{page[most - 1].No}");
    }

    public IReadOnlyList<PassbookLine> Last(int most) => [.. lines.Reverse().Take(most)];

    /// <summary>The line that an entry made; null where it is none of this passbook's.</summary>
    public PassbookLine? Of(long? entry) => entry is null ? null : lines.FirstOrDefault(line => line.Entry == entry);

    public Statement Between(LocalDate from, LocalDate to)
    {
        var within = lines.Where(line => line.Date >= from && line.Date <= to).ToList();
        var opening = lines.Where(line => line.Date < from).Sum(line => line.In - line.Out);
        var running = opening;
        var inOrder = within.TrueForAll(line => (running += line.In - line.Out) == line.Balance);
        return new(opening, within.Sum(line => line.In), within.Sum(line => line.Out), within, inOrder);
    }
}
