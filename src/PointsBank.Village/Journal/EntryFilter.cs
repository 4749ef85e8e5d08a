using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Village.Journal;

/// <summary>Which entries to list; what is left out does not matter. Days are those of the deed, both included.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>; anything else finds nothing.</param>
/// <param name="Household">Moved this household's points or merit.</param>
/// <param name="Actor">Who entered it, as the journal's label such as <c>staff:3</c>.</param>
/// <param name="From">From this day on.</param>
/// <param name="To">Up to this day.</param>
/// <param name="Rule">Under this rule; the reversal of such an entry too.</param>
/// <param name="Reversed">Whether it was reversed later.</param>
/// <param name="First">From this number on: what was entered since some moment, whatever days it carries.</param>
/// <param name="Last">Up to this number.</param>
public sealed record EntryFilter(
    string? Kind = null, long? Household = null, string? Actor = null, LocalDate? From = null, LocalDate? To = null, string? Rule = null,
    bool? Reversed = null,
    long? First = null, long? Last = null)
{
    public static EntryFilter All { get; } = new();

    /// <summary>The kinds of entries, by the names they have outside.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Enum.GetValues<EntryKind>().Select(JournalDesk.KindOf)];
}
