using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Service;

static class VolunteerTable
{
    const string Select = $"""
        select m.number, m.name, m.household, g.name as group_name,
          (select count(*) from attendance_confirmations c
            where c.bank = m.bank and c.member = m.number and {AttendanceTable.IsLive}) as activities
        from members m
        join households o on o.bank = m.bank and o.number = m.household
        join village_groups g on g.bank = o.bank and g.number = o.group_no
        """;

    /// <summary>Everybody with hours, most first, after so many minutes and this member.</summary>
    public static List<Row> ByMinutes(DbSession db, long bank, long minutes, long member, int limit) => db.Query<Row>($"""
        {Select}
        join account_heads h on h.bank = m.bank and h.kind = {(int)AccountKind.MemberMinutes} and h.owner = m.number
        where m.bank = @bank and h.balance > 0 and (h.balance < @minutes or (h.balance = @minutes and m.number > @member))
        order by h.balance desc, m.number limit @limit
        """, new { bank, minutes, member, limit });

    public static List<Row> OfHousehold(DbSession db, long bank, long household) => db.Query<Row>(
        $"{Select} where m.bank = @bank and m.household = @household order by m.is_head desc, m.number", new { bank, household });

    public static Row? Find(DbSession db, long bank, long member) =>
        db.QuerySingleOrDefault<Row>($"{Select} where m.bank = @bank and m.number = @member", new { bank, member });

    internal sealed class Row
    {
        public long Number { get; init; }

        public string Name { get; init; } = "";

        public long Household { get; init; }

        public string GroupName { get; init; } = "";

        public long Activities { get; init; }
    }
}
