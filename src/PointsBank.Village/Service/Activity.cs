using NodaTime;

namespace PointsBank.Village.Service;

/// <summary>
/// Where an activity stands. What may follow what is a table of the schema, <c>activity_moves</c>, and the database keeps to it.
/// </summary>
public static class ActivityState
{
    /// <summary>The leader is still at it; nobody can sign up.</summary>
    public const string Planned = "planned";

    /// <summary>Published: people sign up, and on the day sign in and out.</summary>
    public const string Open = "open";

    /// <summary>It took place; times are put right and confirmed.</summary>
    public const string Held = "held";

    /// <summary>All of it is confirmed. It is opened again where something has to be corrected.</summary>
    public const string Closed = "closed";

    /// <summary>It does not take place. The end.</summary>
    public const string Cancelled = "cancelled";

    public static IReadOnlyList<string> All { get; } = [Planned, Open, Held, Closed, Cancelled];
}

/// <summary>An activity of a project to plan. What is left out is the project's.</summary>
public sealed record ActivityInput(
    long Project, long Team, LocalDateTime Begins, LocalDateTime Ends, string? Title = null, string? Place = null, long? Wanted = null);

/// <summary>Another time, place or number of people; what is left out stays.</summary>
public sealed record ActivityChange(
    LocalDateTime? Begins = null, LocalDateTime? Ends = null, string? Place = null, long? Wanted = null, string? Reason = null);

public sealed record ReasonInput(string? Reason);

/// <summary>
/// Where an activity goes: <c>open</c>, <c>held</c>, <c>closed</c>, <c>cancelled</c> (with a reason); <c>held</c> again, with a reason,
/// from <c>closed</c>.
/// </summary>
public sealed record ActivityStepInput(string State, string? Reason = null);

public sealed record CodeSeedInput(string Seed);

/// <summary>
/// Which activities to list; what is null does not matter. Those over by a time ended before it and were not closed: their hours are to
/// be written down and confirmed.
/// </summary>
public sealed record ActivityFilter(
    string? State = null, long? Team = null, LocalDate? From = null, LocalDate? Until = null, LocalDateTime? OverBy = null);

public sealed record ActivityLine(
    long Number, string Title, string TitleEn, long Team, string TeamName, string Place, LocalDateTime Begins, LocalDateTime Ends,
    string State, long Wanted, int SignedUp, int Came);

public sealed record ActivityStepView(
    long No, string State, LocalDateTime Begins, LocalDateTime Ends, string Place, long Wanted, string Reason, Instant At, string Handler);

/// <summary>An activity with its project's terms and what happened to it.</summary>
public sealed record ActivityView(
    long Number, string Title, string TitleEn, ProjectTerms Project, long Team, string TeamName, string Place, LocalDateTime Begins,
    LocalDateTime Ends, string State,
    long Wanted, bool HasCode, IReadOnlyList<ActivityStepView> Steps);

/// <summary>What an activity has from its project, as that was when it was planned.</summary>
public sealed record ProjectTerms(
    long Number, int Version, string Class, string ClassZh, string ClassEn, long UnitMinutes, string Rule, long CeilingPoints);

/// <summary>The secret in the QR code at the door, told at issue and to a repetition of it.</summary>
public sealed record ActivityCodeView(long Activity, string Title, LocalDateTime Begins, LocalDateTime Ends, string? Token = null);

/// <summary>An activity as it stands; the names are those of the columns.</summary>
sealed record Activity(
    long Number, long Project, long Project_Version, long Team, string Title, string Place, long Begins_At, long Ends_At, long Wanted,
    string State, long Steps, string Team_Name)
{
    public LocalDate Day => Begins_At.ToLocal().Date;
}
