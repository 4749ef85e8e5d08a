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
    /// Those that a household signed by itself, after this member of staff had set its PIN: whoever knew the PIN could have signed for it.
    /// </summary>
    public static IReadOnlySet<long> SignedUnderPinOf(DbSession db, long bank, long activity, string actor) => db.Query<long>("""
        select a.number from attendances a where a.bank = @bank and a.activity = @activity
          and exists (select 1 from attendance_times t
            join pin_settings p on p.bank = t.bank and p.household = a.household and p.actor = @actor and p.recorded_at <= t.recorded_at
            where t.bank = a.bank and t.attendance = a.number and t.actor = 'household:' || a.household)
        """, new { bank, activity, actor }).ToHashSet();
}
