using NodaTime;
using PointsBank.Village.Households;

namespace PointsBank.Web.Pages.Deeds;

/// <summary>Households whose heads have the same name: nothing is chosen for the user, and members and age tell them apart.</summary>
static class Alike
{
    /// <summary>Whether another one among these has a head of the same name.</summary>
    public static bool Is(HouseholdLine line, IReadOnlyList<HouseholdLine> among) =>
        among.Any(other => other.Number != line.Number && other.Head == line.Head);

    /// <summary>The group; and where another one is called the same, how old the head is and who lives there.</summary>
    public static string Hint(Visit visit, HouseholdLine line, IReadOnlyList<HouseholdLine> among)
    {
        if (!Is(line, among) || visit.Desks.Households.Get(visit.Bank, line.Number) is not { Refusal: null, Value: var household })
            return line.Group;
        var head = household.Members.FirstOrDefault(member => member.IsHead);
        var others = string.Join('、', household.Members.Where(member => !member.IsHead).Select(member => member.Name));
        var age = head is null ? 0 : Period.Between(head.BirthDate, visit.Today, PeriodUnits.Years).Years;
        return $"{line.Group} · {visit.Say("clerk_alike", ("age", age))}{(others.Length > 0 ? " · " + others : "")}";
    }
}
