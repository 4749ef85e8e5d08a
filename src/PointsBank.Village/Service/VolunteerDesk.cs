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
    public async Task<Outcome<VolunteersView>> All(long bank, string? after, int limit)
    {
        var (minutes, member) = (long.MaxValue, 0L);
        if (after is not null
            && (
                after.Split('.') is not [var first, var second]
                    || !long.TryParse(first, out minutes)
                    || !long.TryParse(second, out member)))
            return new Refusal(VillageRefusals.NotInList, "after");
        await database.Flush(bank);
        return database.Read(connection =>
        {
            var items = connection.Query<Row>($"""
                {Select}
                join account_heads h on h.bank = m.bank and h.kind = {(int)AccountKind.MemberMinutes} and h.owner = m.number
                where m.bank = @bank and h.balance > 0 and (h.balance < @minutes or (h.balance = @minutes and m.number > @member))
                order by h.balance desc, m.number limit @limit
                """,
                new { bank, minutes, member, limit })
                    .Select(row => View(row, database.ReadAccount(bank, Chart.Minutes(row.Number))?.Balance.Value ?? 0))
                    .ToList();
            return new VolunteersView(items, items.Count == limit ? $"{items[^1].Minutes}.{items[^1].Member}" : null);
        });
    }

    /// <summary>The members of a household, with or without hours.</summary>
    public IReadOnlyList<VolunteerView> OfHousehold(long bank, long household) => database.Read(connection =>
        connection.Query<Row>(
            $"{Select} where m.bank = @bank and m.household = @household order by m.is_head desc, m.number",
            new { bank, household }))
        .Select(row => View(row, database.ReadAccount(bank, Chart.Minutes(row.Number))?.Balance.Value ?? 0)).ToList();

    public Outcome<VolunteerView> Get(long bank, long member)
    {
        var row = database.Read(
            connection => connection.QuerySingleOrDefault<Row>(
                $"{Select} where m.bank = @bank and m.number = @member", new { bank, member }));
        return row is null
            ? new Refusal(VillageRefusals.UnknownMember, "member")
            : View(row, database.ReadAccount(bank, Chart.Minutes(member))?.Balance.Value ?? 0);
    }

    static VolunteerView View(Row row, long minutes) => new(
        row.Number, row.Name, row.Household, row.Group_Name, minutes, VolunteerStars.Of(minutes), VolunteerStars.Next(minutes),
        row.Activities);

    const string Select = $"""
        select m.number, m.name, m.household, g.name as group_name,
          (select count(*) from attendance_confirmations c
            where c.bank = m.bank and c.member = m.number and {Attendance.IsLive}) as activities
        from members m
        join households o on o.bank = m.bank and o.number = m.household
        join village_groups g on g.bank = o.bank and g.number = o.group_no
        """;

    sealed class Row
    {
        public long Number { get; init; }

        public string Name { get; init; } = "";

        public long Household { get; init; }

        public string Group_Name { get; init; } = "";

        public long Activities { get; init; }
    }
}
