using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village.Banks;

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

    public string GroupName { get; init; } = "";

    public long Sequence { get; init; }

    public string Kind { get; init; } = "";

    public long CameAt { get; init; }

    public long? LeftAt { get; init; }

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

    public long OnePerson { get; init; }

    public long? Minutes => LeftAt is { } left ? (left - CameAt) / LocalTimes.Minute : null;

    public AttendanceView View => new(
        Number, Activity, Member, Name, Household, GroupName,
        Kind == "struck" ? "struck" : Entry is not null ? "confirmed" : LeftAt is null ? "came" : "left", CameAt.ToLocal(),
        LeftAt?.ToLocal(), Minutes, Way, Outside == 1, Late == 1, Reason, Recorder, Entry, Quantity * Each,
        Entry is null ? null : Confirmer, OnePerson == 1);
}

/// <summary>When somebody came and left, judged against the activity and the clock alone.</summary>
sealed record Times(long CameAt, long? LeftAt, bool Outside = false, bool Late = false)
{
    /// <summary>Nobody serves longer at one go; what is longer is a slip of the pen, or worse.</summary>
    public const int MaxHours = 12;

    public Outcome<Times> Judge(Activity activity, Settings settings, LocalDate today, long now)
    {
        if (CameAt > now) return new Refusal(VillageRefusals.TimeInFuture, "came");
        if (LeftAt > now) return new Refusal(VillageRefusals.TimeInFuture, "left");
        if (LeftAt <= CameAt) return new Refusal(VillageRefusals.LeftBeforeCame, "left");
        if (LeftAt - CameAt > 60 * MaxHours * LocalTimes.Minute)
            return new Refusal(VillageRefusals.TooManyHours, "left").With("most", MaxHours);
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
