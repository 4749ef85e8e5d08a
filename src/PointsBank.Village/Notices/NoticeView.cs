using NodaTime;
using PointsBank.Village.Claims;

namespace PointsBank.Village.Notices;

/// <summary>
/// A notice to post: from which day (today where none is given), for how many days objections are heard, and how long the sheet hangs.
/// </summary>
public sealed record NoticeInput(LocalDate? OpensOn = null, int? Days = null, int? HangDays = null);

/// <summary>A longer window, up to and with this day.</summary>
public sealed record ExtensionInput(LocalDate ClosesOn, string Reason);

/// <summary>An end before the time, by a decision with its document. It holds once a second person has confirmed it.</summary>
public sealed record EarlyEndInput(string Reason, string Document);

/// <summary>
/// An early end that waits for a second person, and the day that would be the last one if it were confirmed now; none where nothing would
/// become shorter any more.
/// </summary>
public sealed record EarlyEndView(string Reason, string Document, string Handler, Instant RecordedAt, LocalDate? ClosesOn);

/// <summary>
/// The window of a notice: it opens with its first day and closes with the end of its last one, by the village's calendar.
/// </summary>
public sealed record Window(LocalDate OpensOn, LocalDate ClosesOn)
{
    /// <summary><c>waiting</c>, <c>open</c> or <c>closed</c>.</summary>
    public string On(LocalDate today) => today < OpensOn ? "waiting" : today <= ClosesOn ? "open" : "closed";
}

/// <summary>Why and until when a window was changed; an early end names its document too, and who proposed it.</summary>
public sealed record NoticeChangeView(
    string Kind, LocalDate ClosesOn, string Reason, string Handler, Instant RecordedAt, string Document, string ProposedBy);

/// <summary>A notice in a list: <c>due</c> counts the items that nobody objects to and that are not entered yet.</summary>
public sealed record NoticeLine(
    long Number, LocalDate OpensOn, LocalDate ClosesOn, LocalDate HangsUntil, string Window, string HeadCode, long Items, long Due,
    long Objected, long Entered, Instant PostedAt);

/// <summary>
/// An item as it hangs on the wall. The name is masked as the village set it, and empty for a deduction; where the rule may not be shown in
/// public, neither name nor matter stands there. <c>posted</c> are the points as they were posted, <c>points</c> those that hold now.
/// </summary>
public sealed record NoticeItem(
    long Line, string Group, string Name, string Rule, string ItemZh, string ItemEn, string Kind, LocalDate EffectiveOn, long Quantity,
    long Posted, long? Points, string State,
    bool IsShown);

/// <summary>What was entered without a notice since the last one, listed for everybody to see.</summary>
public sealed record DirectItem(
    string Group, string Name, string Rule, string ItemZh, string ItemEn, string Kind, LocalDate EffectiveOn, long Points, bool IsShown);

/// <summary>A notice with all that stands on its sheet.</summary>
public sealed record NoticeView(
    NoticeLine Notice, bool Names, string PostedBy, IReadOnlyList<NoticeChangeView> Changes, IReadOnlyList<NoticeItem> Items,
    IReadOnlyList<DirectItem> Direct,
    EarlyEndView? EarlyEnd);

/// <summary>An item for whoever works on it: the claim, its line, and how many objections wait for a ruling.</summary>
public sealed record NoticeClaim(long Line, ClaimLine Claim, long Posted, long OpenObjections);

/// <summary>What would be posted now.</summary>
public sealed record NoticeDraft(
    LocalDate OpensOn, LocalDate ClosesOn, LocalDate HangsUntil, IReadOnlyList<ClaimLine> Items, long Points, long Direct);

public sealed record EnteredItem(long Line, long Claim, long Household, long Entry, string CheckCode, long Points);

/// <summary>An item that is due and that the rules do not let in any more, such as past a cap: the code says why.</summary>
public sealed record RefusedItem(long Line, long Claim, long Household, string Code);

/// <summary>What one action entered, and what stayed out.</summary>
public sealed record NoticeEntryView(long Notice, IReadOnlyList<EnteredItem> Entered, IReadOnlyList<RefusedItem> Refused);
