using PointsBank.Storage;

namespace PointsBank.Village.Service;

/// <summary>Who took part in an activity, as it stands in its tables.</summary>
static class AttendanceTable
{
    /// <summary>Hours of a household that nobody has confirmed or struck, with the member.</summary>
    public static IEnumerable<(long Number, long? Member)> OpenOf(Writer writer, long bank, long household) =>
        writer.Query<(long, long?)>("""
        select a.number, a.member from attendances a where a.bank = @bank and a.household = @household
          and not exists (select 1 from attendance_confirmations c where c.bank = a.bank and c.attendance = a.number
            and not exists (select 1 from entries e where e.bank = c.bank and e.reverses = c.entry))
          and not exists (select 1 from attendance_times t where t.bank = a.bank and t.attendance = a.number and t.kind = 'struck')
        order by a.number
        """, new { bank, household });

    /// <summary>
    /// Those that a household signed by itself, under a PIN that this member of staff set last at the desk: whoever knows the PIN could
    /// have signed for it.
    /// </summary>
    public static IReadOnlySet<long> SignedUnderPinOf(DbSession connection, long bank, long activity, string actor) =>
        connection.Query<long>("""
        select a.number from attendances a
        join passbooks p on p.bank = a.bank and p.household = a.household and p.ended_at is null and p.pin_by = @actor
        where a.bank = @bank and a.activity = @activity
          and exists (select 1 from attendance_times t
            where t.bank = a.bank and t.attendance = a.number and t.actor = 'household:' || a.household)
        """, new { bank, activity, actor }).ToHashSet();
}
