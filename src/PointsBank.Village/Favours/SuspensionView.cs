using NodaTime;

namespace PointsBank.Village.Favours;

public sealed record FavourReminderInput(long Household);

/// <summary>A household was told that its favours are at stake: how it stood, and the level it fell below.</summary>
public sealed record FavourReminderView(
    long Number, long Household, string Head, int Year, long Standing, long Level, LocalDate RemindedOn, string Handler);

/// <summary>A household below the level of the reminder: how it stands, and when it was reminded in this year, if it was.</summary>
public sealed record AtStakeView(
    long Household, string Head, string Group, long Standing, long RemindLevel, long PauseLevel, LocalDate? RemindedOn, string? Suspension);

/// <summary>
/// The decision of a meeting (a session of assessment) that suspends a household's favours until the review day at most; <paramref
/// name="Prolongs"/> names the suspension whose place it takes.
/// </summary>
public sealed record SuspensionInput(
    long Household, long Session, string Document, string Reason, LocalDate ReviewOn, LocalDate? FromDay = null, long? Prolongs = null);

/// <summary>Why something is ended or refused, in words.</summary>
public sealed record SuspensionReasonInput(string Reason);

/// <summary>How it ended: <c>level</c>, <c>amended</c>, <c>ruled</c>, <c>lapsed</c>, <c>prolonged</c> or <c>refused</c>.</summary>
public sealed record SuspensionEndView(string Kind, string Reason, LocalDate EndedOn, string Handler);

/// <summary>A suspension with its decision; its state is <c>recorded</c>, <c>ahead</c>, <c>live</c>, or how it ended.</summary>
public sealed record SuspensionView(
    long Number, long Household, string Head, string Group, string State, long Session, LocalDate HeldOn, long Reminder, long? Prolongs,
    string Document, string Reason, long Standing, long RestoresAt, LocalDate FromDay, LocalDate ReviewOn, string RecordedBy,
    LocalDate RecordedOn, string? ConfirmedBy, SuspensionEndView? End)
{
    /// <summary>Every state there is.</summary>
    public static IReadOnlyList<string> States { get; } =
        ["recorded", "ahead", "live", "level", "amended", "ruled", "lapsed", "prolonged", "refused"];

    /// <summary>Whether nothing has ended it, by a row or by its review day.</summary>
    public bool IsOpen => State is "recorded" or "ahead" or "live";
}

/// <summary>
/// What is said against a suspension: by the <c>household</c>, at the <c>desk</c>, or spoken and written down (<c>voice</c>).
/// </summary>
public sealed record FavourObjectionInput(long Suspension, string Words, string Channel = "desk");

/// <summary>The answer of a supervisor who had no part in it: <c>upheld</c> ends the suspension, <c>dismissed</c> leaves it.</summary>
public sealed record FavourRulingInput(string Outcome, string Reason);

public sealed record FavourRulingView(string Outcome, string Reason, string Handler, LocalDate RuledOn);

public sealed record FavourObjectionView(
    long Number, long Suspension, long Household, string Head, string Channel, string Words, LocalDate On, LocalDate DueOn,
    FavourRulingView? Ruling);
