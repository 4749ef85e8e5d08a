using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Service;

/// <summary>
/// When somebody came and left, to the minute; what is left out stays as it is recorded. Other times than those recorded need a reason.
/// </summary>
public sealed record TimesInput(long Member, LocalDateTime? Came = null, LocalDateTime? Left = null, string? Reason = null);

/// <summary>Times from the list at the door (<c>list</c>) or as the clerk heard them (<c>clerk</c>), all of them or none.</summary>
public sealed record RecordInput(IReadOnlyList<TimesInput> Rows, string Way = "list");

/// <summary>A member of the signed-in household signs in (<c>came</c>) or out (<c>left</c>) by the code at the door, now.</summary>
public sealed record CodeInput(long Member, string Kind, string Token);

/// <summary>
/// Somebody's attendance as it stands: <c>came</c>, <c>left</c>, <c>confirmed</c> or <c>struck</c>; whether its times lie outside the
/// activity's by more than the grace or were written down long after it; and the points the household got for it, 0 where it is not
/// confirmed.
/// </summary>
public sealed record AttendanceView(
    long Number, long Activity, long Member, string Name, long Household, string Group, string State, LocalDateTime Came,
    LocalDateTime? Left, long? Minutes, string Way, bool Outside, bool Late, string Reason, string RecordedBy, long? Entry, long Points,
    string? ConfirmedBy, bool OnePerson);

public sealed record AttendancesView(IReadOnlyList<AttendanceView> Items);

/// <summary>An attendance with its last times and its confirmation that counts; the names are those of the columns.</summary>
sealed class Attendance
{
    public long Number { get; init; }

    public long Activity { get; init; }

    public long Member { get; init; }

    public string Name { get; init; } = "";

    public long Household { get; init; }

    public string Group_Name { get; init; } = "";

    public long Sequence { get; init; }

    public string Kind { get; init; } = "";

    public long Came_At { get; init; }

    public long? Left_At { get; init; }

    public string Way { get; init; } = "";

    public long Outside { get; init; }

    public long Late { get; init; }

    public string Reason { get; init; } = "";

    public string Actor { get; init; } = "";

    public string Recorder { get; init; } = "";

    public long? Entry { get; init; }

    public long Quantity { get; init; }

    public long Each { get; init; }

    public string Confirmer { get; init; } = "";

    public long One_Person { get; init; }

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

    public long? Minutes => Left_At is { } left ? (left - Came_At) / LocalTimes.Minute : null;

    public AttendanceView View => new(
        Number, Activity, Member, Name, Household, Group_Name,
        Kind == "struck" ? "struck" : Entry is not null ? "confirmed" : Left_At is null ? "came" : "left", Came_At.ToLocal(),
        Left_At?.ToLocal(), Minutes, Way, Outside == 1, Late == 1, Reason, Recorder, Entry, Quantity * Each,
        Entry is null ? null : Confirmer, One_Person == 1);

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
}

/// <summary>When somebody came and left, judged against the activity and the clock alone.</summary>
sealed record Times(long CameAt, long? LeftAt, bool Outside = false, bool Late = false)
{
    /// <summary>Nobody serves longer at one go; what is longer is a slip of the pen, or worse.</summary>
    public const int MostHours = 12;

    public Outcome<Times> Judge(Activity activity, Settings settings, LocalDate today, long now)
    {
        if (CameAt > now) return new Refusal(VillageRefusals.TimeInFuture, "came");
        if (LeftAt > now) return new Refusal(VillageRefusals.TimeInFuture, "left");
        if (LeftAt <= CameAt) return new Refusal(VillageRefusals.LeftBeforeCame, "left");
        if (LeftAt - CameAt > 60 * MostHours * LocalTimes.Minute)
            return new Refusal(VillageRefusals.TooManyHours, "left").With("most", MostHours);
        var grace = settings.On(today, Setting.ServiceGraceMinutes) * LocalTimes.Minute;
        var outside = CameAt < activity.Begins_At - grace || (LeftAt ?? CameAt) > activity.Ends_At + grace;
        if (outside && settings.On(today, Setting.ServiceOutsideRefused) == 1)
            return new Refusal(VillageRefusals.OutsideActivity, CameAt < activity.Begins_At - grace ? "came" : "left")
                .With("grace", grace / LocalTimes.Minute);
        return this with
        {
            Outside = outside,
            Late = today > activity.Ends_At.ToLocal().Date.PlusDays((int)settings.On(
            today, Setting.ServiceLateDays))
        };
    }
}
