using PointsBank.Village.Journal;

namespace PointsBank.Web.Pages.Homes;

/// <summary>The names of the heads of the households of a page's entries.</summary>
public sealed class Heads
{
    readonly Dictionary<long, string> names;

    Heads(Dictionary<long, string> names) => this.names = names;

    public static Heads Of(Visit visit, IEnumerable<EntryLine> lines)
    {
        var wanted = lines.SelectMany(line => line.Households).ToHashSet();
        return new(wanted.Count == 0
            ? []
            : visit.Desks.Finder.ByName(visit.Bank, null).Where(household => wanted.Contains(household.Number)).ToDictionary(
                household => household.Number, household => household.Head));
    }

    public string this[long household] => names.GetValueOrDefault(household, "");

    /// <summary>The name of the one household; where there are several, how many.</summary>
    public string NameOf(IReadOnlyList<long> households) => households is [var one] ? this[one] : "";
}
