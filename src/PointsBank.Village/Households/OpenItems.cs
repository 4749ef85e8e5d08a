using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Households;

/// <summary>What the rooms keep open about a household.</summary>
sealed class OpenItems(IReadOnlyList<OpenItem> all)
{
    /// <summary>What has to be ended before a household can go, or these of its members can; null for nothing.</summary>
    public Refusal? Bar(Writer writer, long bank, long household, IReadOnlyList<long>? members)
    {
        var isWhole = members is null;
        var held = isWhole ? writer.Book(bank).Find(Chart.Points(household))?.Held.Value ?? 0 : 0;
        var open = all.Where(item => item.Binds != OpenFor.Held || isWhole)
            .Select(item => (item.What, item.Binds, Numbers: NumbersOf(item)))
            .ToList();
        if (held == 0 && open.TrueForAll(item => item.Binds == OpenFor.Held || item.Numbers.Count == 0)) return null;
        var refusal = new Refusal(VillageRefusals.HouseholdHasOpen, "household").With("held", held);
        foreach (var what in all.Select(item => item.What).Distinct())
            refusal = refusal.With(what, Listed([.. open.Where(item => item.What == what).SelectMany(item => item.Numbers)]));
        return refusal;

        List<long> NumbersOf(OpenItem item) => [.. item.Of(writer, bank, household)
            .Where(
                row => item.Binds != OpenFor.Member
                    || isWhole
                    || (row.Member is { } member && members!.Contains(member))).Select(row => row.Number)];

        static string Listed(List<long> numbers) =>
            numbers.Count == 0 ? "0" : string.Join(", ", numbers.Select(number => $"#{number.Text()}"));
    }
}
