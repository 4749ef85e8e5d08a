using NodaTime;
using NodaTime.Text;
using PointsBank.Ledger;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Claims;

/// <summary>
/// Where a claim stands. What may follow what is a table of the schema, <c>claim_moves</c>, and the database keeps to it.
/// </summary>
public static class ClaimState
{
    /// <summary>Written down; the group has not looked at it yet.</summary>
    public const string Submitted = "submitted";

    /// <summary>Checked by the group; it waits for the meeting.</summary>
    public const string Collected = "collected";

    /// <summary>The meeting gave it points; it waits for the notice.</summary>
    public const string Assessed = "assessed";

    /// <summary>The meeting did not give it points. The end.</summary>
    public const string Rejected = "rejected";

    /// <summary>It hangs on the wall, its points held.</summary>
    public const string OnNotice = "on_notice";

    /// <summary>Somebody objected; it stays out of the passbook until that is ruled on.</summary>
    public const string Objected = "objected";

    /// <summary>An objection was right. The end.</summary>
    public const string Dropped = "dropped";

    /// <summary>It is in the passbook.</summary>
    public const string Entered = "entered";

    /// <summary>Taken back before it was entered. The end.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Its entry was reversed. The end.</summary>
    public const string Reversed = "reversed";

    public static IReadOnlyList<string> All { get; } =
        [Submitted, Collected, Assessed, Rejected, OnNotice, Objected, Dropped, Entered, Withdrawn, Reversed];
}

/// <summary>How a clue comes in, in the words of Anjiahe: self-nomination, villagers' nomination, organisation's nomination.</summary>
public static class Channel
{
    public const string Self = "self";
    public const string Villagers = "villagers";
    public const string Organisation = "organisation";

    public static IReadOnlyList<string> All { get; } = [Self, Villagers, Organisation];
}

/// <summary>A claim to submit. Who claims and who writes it down are two things.</summary>
/// <param name="Household">Whose deed it is.</param>
/// <param name="Rule">The rule's code, in the rulebook of that day.</param>
/// <param name="EffectiveOn">The day of the deed.</param>
/// <param name="Quantity">How many of what the rule counts.</param>
/// <param name="Member">Which member did it, where one is named.</param>
/// <param name="Channel">One of <see cref="Claims.Channel"/>.</param>
/// <param name="ClaimedBy">Who claims it, in words; the household itself where it is left empty.</param>
/// <param name="Claimant">The number of the household that claims it, where one does.</param>
/// <param name="From">From when, as <c>08:30</c>, where the time is known; for warnings of overlap.</param>
/// <param name="Until">Until when, up to <c>24:00</c>.</param>
/// <param name="Document">The number of the document that proves a deduction.</param>
/// <param name="Witnesses">Who saw it; two names prove a deduction.</param>
/// <param name="Memo">What else there is to say.</param>
/// <param name="Confirmed">That it is meant although the same household has the same rule on the same day.</param>
public sealed record ClaimInput(
    long Household, string Rule, LocalDate EffectiveOn, long Quantity = 1, long? Member = null, string Channel = Channel.Self,
    string? ClaimedBy = null, long? Claimant = null, string? From = null, string? Until = null, string? Document = null,
    string? Witnesses = null, string? Memo = null, bool Confirmed = false);

/// <summary>A claim in a list.</summary>
public sealed record ClaimLine(
    long Number, long Household, string Group, string Head, string? Member, string Rule, string ItemZh, string ItemEn, string Kind,
    LocalDate EffectiveOn, long Quantity, long Worth, string Channel, string State, long? Points, long? Notice, Instant RecordedAt);

/// <summary>
/// A claim with all that happened to it. Its worth is what the rule gives for one, times the quantity; its points are what the meeting, or
/// a ruling, made of it, null before; <c>onePerson</c> says that one person wrote and judged it, as a very small village may.
/// </summary>
public sealed record ClaimView(
    long Number, long Household, string Group, string Head, long? Member, string? MemberName, string Rule, int Rulebook, string ItemZh,
    string ItemEn, string Kind, LocalDate EffectiveOn, string? From, string? Until, long Quantity, long Worth, string Channel, string Via,
    string ClaimedBy, long? Claimant, string RecordedBy, Instant RecordedAt, string State, long? Points, long? Notice, long? Entry,
    bool OnePerson, string Document, string Witnesses, string Memo,
    IReadOnlyList<EvidenceView> Evidence, IReadOnlyList<ClaimStepView> Steps);

/// <summary>A thing that happened to a claim.</summary>
public sealed record ClaimStepView(
    long No, string State, long? Points, long? Session, long? Notice, long? Objection, long? Entry, bool OnePerson, Instant At,
    string Handler, string Note);

/// <summary>A file that proves a claim.</summary>
public sealed record EvidenceView(long No, string Digest, string Kind, long Size, Instant AddedAt);

/// <summary>A claim as it stands, with its rule's facts: what decisions are made from. The names are those of the columns.</summary>
sealed class Claim
{
    public long Number { get; init; }

    public long Household { get; init; }

    public long GroupNo { get; init; }

    public string GroupName { get; init; } = "";

    public string Head { get; init; } = "";

    public long? Member { get; init; }

    public string? MemberName { get; init; }

    public string Rule { get; init; } = "";

    public long Rulebook { get; init; }

    public string Kind { get; init; } = "";

    public string EffectiveOn { get; init; } = "";

    public long? FromMinute { get; init; }

    public long? UntilMinute { get; init; }

    public long Quantity { get; init; }

    public string Channel { get; init; } = "";

    public string Via { get; init; } = "";

    public string ClaimedBy { get; init; } = "";

    public long? Claimant { get; init; }

    public string RecordedBy { get; init; } = "";

    public string Recorder { get; init; } = "";

    public long RecordedAt { get; init; }

    public string Document { get; init; } = "";

    public string Witnesses { get; init; } = "";

    public string Memo { get; init; } = "";

    public string State { get; init; } = "";

    public long Steps { get; init; }

    public string ItemZh { get; init; } = "";

    public string ItemEn { get; init; } = "";

    public long Each { get; init; }

    public long Direct { get; init; }

    public long Posted { get; init; }

    public long? Points { get; init; }

    public long? Notice { get; init; }

    public long? Hold { get; init; }

    public long? Entry { get; init; }

    public long OnePerson { get; init; }

    public LocalDate Day => EffectiveOn.ToDate();

    public long Worth => Each * Quantity;

    public bool IsCredit => Kind == "credit";

    /// <summary>Its name as the source of entries.</summary>
    public string Source => SourceOf(Number);

    /// <summary>Whether a document, two witnesses or a file stand for it, as a deduction needs.</summary>
    public bool IsProven(long files) =>
        Document.Length > 0
            || files > 0
            || Witnesses.Split([',', '，', '、', ';', '；', ' ', '　'], StringSplitOptions.RemoveEmptyEntries).Length >= 2;

    /// <summary>Whether the caller may see it: staff of the bank, the leader of its group, its household, and who submitted it.</summary>
    public bool IsOpenTo(Caller caller, long bank) =>
        caller.Is(Role.Clerk, bank)
            || caller.Is(Role.Supervisor, bank)
            || caller.Is(Role.Assessor, bank)
            || caller.IsForGroup(Role.GroupLeader, bank, GroupNo)
        || (caller.Is(Role.Household, bank) && (caller.Household == Household || RecordedBy == caller.Actor));

    public ClaimLine Line => new(
        Number, Household, GroupName, Head, MemberName, Rule, ItemZh, ItemEn, Kind, Day, Quantity, Worth, Channel, State, Points,
        Notice, RecordedAt.ToInstant());

    public static string SourceOf(long number) => $"claim:{number}";

    public static bool TryReadSource(string source, out long number)
    {
        number = 0;
        return source.StartsWith("claim:", StringComparison.Ordinal)
            && long.TryParse(
                source.AsSpan("claim:".Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
                out number);
    }
}

/// <summary>A claim that was looked at before the write: its words are clean, its day may be, its rule is that day's.</summary>
sealed record ClaimSlip(
    ClaimInput Input, int Version, Rule Rule, string ClaimedBy, int? From, int? Until, string Document, string Witnesses, string Memo)
{
    static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static Outcome<ClaimSlip> Read(DeedDesk deeds, long bank, ClaimInput input)
    {
        if (Fields.Range(input.Quantity, "quantity", 1, DeedDesk.MaxQuantity) is { } outside) return outside;
        if (!Claims.Channel.All.Contains(input.Channel)) return new Refusal(VillageRefusals.NotInList, "channel");
        if (Fields.Optional(input.ClaimedBy, "claimedBy", Fields.Name, out var claimedBy) is { } badName) return badName;
        if (claimedBy.Length == 0 && input.Channel == Claims.Channel.Villagers && input.Claimant is null)
            return new Refusal(VillageRefusals.MissingValue, "claimedBy");
        if (Fields.Optional(input.Document, "document", Fields.Name, out var document) is { } badDocument) return badDocument;
        if (Fields.Optional(input.Witnesses, "witnesses", Fields.Line, out var witnesses) is { } badWitnesses) return badWitnesses;
        if (Fields.Optional(input.Memo, "memo", Fields.Memo, out var memo) is { } badMemo) return badMemo;
        if (!TryReadMinute(input.From, out var from)) return new Refusal(VillageRefusals.NotInList, "from");
        if (!TryReadMinute(input.Until, out var until)) return new Refusal(VillageRefusals.NotInList, "until");
        if (from is null != until is null) return new Refusal(VillageRefusals.MissingValue, from is null ? "from" : "until");
        if (from >= until) return new Refusal(VillageRefusals.OutOfRange, "until").With("least", input.From!);
        var found = deeds.RuleOf(bank, input.EffectiveOn, input.Rule);
        if (found.Refusal is { } unknown) return unknown;
        return new ClaimSlip(input, found.Value.Version, found.Value.Rule, claimedBy, from, until, document, witnesses, memo);
    }

    public static string? TimeOf(long? minute) =>
        minute is { } of ? of == 1440 ? "24:00" : Minute.Format(LocalTime.FromMinutesSinceMidnight((int)of)) : null;

    static bool TryReadMinute(string? text, out int? minute)
    {
        minute = null;
        if (string.IsNullOrWhiteSpace(text)) return true;
        if (text.Trim() == "24:00")
        {
            minute = 1440;
            return true;
        }
        var read = Minute.Parse(text.Trim());
        minute = read.Success ? read.Value.Hour * 60 + read.Value.Minute : null;
        return read.Success;
    }
}
