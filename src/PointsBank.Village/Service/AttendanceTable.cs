using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Service;

/// <summary>Who took part in an activity, as it stands in its tables.</summary>
static class AttendanceTable
{
    /// <summary>That the times <c>t</c> are the last of their attendance.</summary>
    public const string IsLast =
        "not exists (select 1 from attendance_times l where l.bank = t.bank and l.attendance = t.attendance and l.sequence > t.sequence)";

    /// <summary>That the confirmation <c>c</c> counts: its entry was not reversed.</summary>
    public const string IsLive = "not exists (select 1 from entries e where e.bank = c.bank and e.reverses = c.entry)";

    static readonly string Select = $"""
        select a.number, a.activity, a.member, m.name, a.household, g.name as group_name, t.sequence, t.kind, t.came_at, t.left_at, t.way,
          t.outside, t.late, t.reason,
          t.actor, {Handler.Of("t.actor")} as recorder, c.entry, coalesce(c.quantity, 0) as quantity, coalesce(r.points, 0) as each,
          case when c.entry is null then '' else {Handler.Of("c.actor")} end as confirmer, coalesce(c.one_person, 0) as one_person
        from attendances a
        join attendance_times t on t.bank = a.bank and t.attendance = a.number and {IsLast}
        join members m on m.bank = a.bank and m.number = a.member
        join households h on h.bank = a.bank and h.number = a.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        left join attendance_confirmations c on c.bank = a.bank and c.attendance = a.number and {IsLive}
        left join rules r on r.bank = c.bank and r.version = c.rulebook and r.code = c.rule
        """;

    public static Attendance? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<Attendance>($"{Select} where a.bank = @bank and a.number = @number", new { bank, number });

    public static Attendance? Find(DbSession db, long bank, long activity, long member) =>
        db.QuerySingleOrDefault<Attendance>(
            $"{Select} where a.bank = @bank and a.activity = @activity and a.member = @member", new { bank, activity, member });

    /// <summary>Everybody of an activity, by group, household and member.</summary>
    public static IReadOnlyList<Attendance> Of(DbSession db, long bank, long activity) => db.Query<Attendance>(
        $"{Select} where a.bank = @bank and a.activity = @activity order by h.group_no, a.household, a.member",
        new { bank, activity });

    /// <summary>The newest of a member, or of a household where no member is named.</summary>
    public static IReadOnlyList<Attendance> Newest(
        DbSession db, long bank, long household, long? member, long before, int limit) =>
        db.Query<Attendance>($"""
        {Select} where a.bank = @bank and a.household = @household and (@member is null or a.member = @member)
          and (@before = 0 or a.number < @before)
        order by a.number desc limit @limit
        """, new { bank, household, member, before, limit });

    /// <summary>Everything recorded of a span of days.</summary>
    public static IReadOnlyList<Attendance> Between(DbSession db, long bank, LocalDate from, LocalDate until) =>
        db.Query<Attendance>(
        $"{Select} where a.bank = @bank and t.came_at >= @from and t.came_at < @until order by t.came_at, a.number",
        new { bank, from = from.ToMilliseconds(), until = until.PlusDays(1).ToMilliseconds() });

    /// <summary>Another activity at which the member was within these times; somebody who has not left yet is there to its end.</summary>
    public static long? Overlapping(DbSession db, long bank, long activity, long member, long cameAt, long? leftAt) =>
        db.QuerySingleOrDefault<long?>($"""
        select min(a.activity) from attendances a
        join attendance_times t on t.bank = a.bank and t.attendance = a.number and t.kind <> 'struck' and {IsLast}
        join activities v on v.bank = a.bank and v.number = a.activity
        where a.bank = @bank and a.member = @member and a.activity <> @activity and t.came_at < @until
          and coalesce(t.left_at, v.ends_at) > @from
        """, new { bank, activity, member, from = cameAt, until = leftAt ?? cameAt + LocalTimes.Minute });

    /// <summary>
    /// The attendances of an activity of which somebody wrote times down, corrected or struck them; by code a household signs itself in.
    /// </summary>
    public static IReadOnlySet<long> WrittenBy(DbSession db, long bank, long activity, string actor) =>
        db.Query<long>("""
        select a.number from attendances a where a.bank = @bank and a.activity = @activity
          and exists (select 1 from attendance_times t where t.bank = a.bank and t.attendance = a.number and t.actor = @actor)
        """, new { bank, activity, actor }).ToHashSet();

    public static long Add(Writer writer, long bank, long activity, Participant person) => writer.ExecuteScalar<long>("""
        insert into attendances (bank, number, activity, member, household)
        select @bank, coalesce(max(number), 0) + 1, @activity, @member, @household from attendances where bank = @bank
        returning number
        """, new { bank, activity, member = person.Number, household = person.Household });

    public static void AddTimes(
        Writer writer, long bank, long attendance, Times times, string kind, string way, string reason, string actor) =>
        writer.Execute("""
        insert into attendance_times (bank, attendance, sequence, kind, came_at, left_at, way, outside, late, reason, recorded_at, actor)
        select @bank, @attendance, coalesce(max(sequence), 0) + 1, @kind, @came, @left, @way, @outside, @late, @reason, @at, @actor
        from attendance_times where bank = @bank and attendance = @attendance
        """,
        new
        {
            bank, attendance, kind, way, reason, actor, came = times.CameAt, left = times.LeftAt, outside = times.Outside ? 1 : 0,
            late = times.Late ? 1 : 0, at = writer.NowMilliseconds,
        });

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
