using NodaTime;

namespace PointsBank.Village.Boards;

/// <summary>
/// A decision for the black board to record: the household, the rule, both reminders by number, the meeting that decided it, its document,
/// the reason that hangs in public, from when (today where it is left out) and for how many days.
/// </summary>
public sealed record BlackInput(
    long Household, string Rule, long PrivateReminder, long WrittenReminder, long Session, string Document, string Reason,
    LocalDate? ShownFrom = null, long? Days = null);

/// <summary>An early end: <c>amended</c>, with what was made good, or <c>withdrawn</c>, with why.</summary>
public sealed record BlackEndInput(string Kind, string Note);

/// <summary>
/// How a decided entry stands: recorded, posted, and over by amendment, by an objection, by withdrawal or by its last day.
/// </summary>
public static class BlackState
{
    public const string Recorded = "recorded";

    public const string Posted = "posted";

    public const string Amended = "amended";

    public const string Upheld = "upheld";

    public const string Withdrawn = "withdrawn";

    /// <summary>Its last day is past.</summary>
    public const string Over = "over";

    public static IReadOnlyList<string> All { get; } = [Recorded, Posted, Amended, Upheld, Withdrawn, Over];

    /// <summary>Whether anybody but the supervisor may still find it.</summary>
    public static bool IsOpen(string state) => state is Recorded or Posted;
}

/// <summary>A decided entry for staff and for the household itself. What is over is the supervisor's alone.</summary>
public sealed record BlackView(
    long Number, string State, long Household, string Head, string Group, string Rule, string ItemZh, string ItemEn, long PrivateReminder,
    long WrittenReminder, long Session, string Document, string Reason, LocalDate DecidedOn, LocalDate ShownFrom, LocalDate ShownUntil,
    string RecordedBy, string? PostedBy, string? EndedBy, string? EndNote,
    LocalDate? EndedOn);

/// <summary>An objection to a decided entry: from the household, from somebody at the desk, or spoken and written down.</summary>
public sealed record BlackObjectionInput(string Words, string Channel = "desk", long? Household = null, string? Objector = null);

/// <summary>An answer: <c>upheld</c>, and the entry is off at once, or <c>dismissed</c>; always with a reason.</summary>
public sealed record BlackRulingInput(string Outcome, string Reason);

public sealed record BlackRulingView(string Outcome, string Reason, string Handler, Instant RecordedAt);

/// <summary>An objection for whoever rules on it; <c>dueOn</c> is the last day to answer.</summary>
public sealed record BlackObjectionView(
    long Number, long Entry, string Channel, long? Household, string Objector, string Words, string RecordedBy, Instant RecordedAt,
    LocalDate DueOn, bool IsOverdue,
    BlackRulingView? Ruling);
