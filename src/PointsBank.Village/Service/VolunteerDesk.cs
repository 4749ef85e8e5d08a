using System.Collections.Immutable;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;

namespace PointsBank.Village.Service;

/// <summary>
/// Stars by hours, as Wuning gives them: 100, 300, 600, 1000 and 1500 hours. Points fall when they are spent, hours stay.
/// </summary>
public static class VolunteerStars
{
    public static ImmutableArray<long> Hours { get; } = [100, 300, 600, 1000, 1500];

    public static int Of(long minutes) => Hours.Count(hours => minutes >= 60 * hours);

    /// <summary>The minutes of the next star; null for whoever has all.</summary>
    public static long? Next(long minutes) => Of(minutes) is var stars && stars < Hours.Length ? 60 * Hours[stars] : null;
}

/// <summary>
/// Somebody's minutes, of whatever deed they come from; the minutes of the next star; and how many attendances are confirmed.
/// </summary>
public sealed record VolunteerView(
    long Member, string Name, long Household, string Group, long Minutes, int Stars, long? NextStar, long Activities);

/// <summary>A page of volunteers; <c>Next</c> is the mark for the page after.</summary>
public sealed record VolunteersView(IReadOnlyList<VolunteerView> Items, string? Next);

/// <summary>Hours and stars of people.</summary>
public sealed class VolunteerDesk(Database database)
{
    /// <summary>Everybody with hours, most hours first. <paramref name="after"/> is the mark that the page before gave.</summary>
    public Outcome<VolunteersView> All(long bank, string? after, int limit)
    {
        var (minutes, member) = (long.MaxValue, 0L);
        if (after is not null
            && (
                after.Split('.') is not [var first, var second]
                    || !long.TryParse(first, out minutes)
                    || !long.TryParse(second, out member)))
            return new Refusal(VillageRefusals.NotInList, "after");
        return database.ReadHeads(bank, db =>
        {
            var items = VolunteerTable.ByMinutes(db, bank, minutes, member, limit)
                .Select(row => View(row, database.ReadAccount(bank, Chart.Minutes(row.Number))?.Balance.Value ?? 0))
                .ToList();
            return new VolunteersView(items, items.Count == limit ? $"{items[^1].Minutes}.{items[^1].Member}" : null);
        });
    }

    /// <summary>The members of a household, with or without hours.</summary>
    public IReadOnlyList<VolunteerView> OfHousehold(long bank, long household) =>
        database.Read(db => VolunteerTable.OfHousehold(db, bank, household))
        .Select(row => View(row, database.ReadAccount(bank, Chart.Minutes(row.Number))?.Balance.Value ?? 0)).ToList();

    public Outcome<VolunteerView> Get(long bank, long member)
    {
        var row = database.Read(db => VolunteerTable.Find(db, bank, member));
        return row is null
            ? new Refusal(VillageRefusals.UnknownMember, "member")
            : View(row, database.ReadAccount(bank, Chart.Minutes(member))?.Balance.Value ?? 0);
    }

    static VolunteerView View(VolunteerTable.Row row, long minutes) => new(
        row.Number, row.Name, row.Household, row.GroupName, minutes, VolunteerStars.Of(minutes), VolunteerStars.Next(minutes),
        row.Activities);
}
