using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Meetings;

namespace PointsBank.Village.Boards;

/// <summary>
/// The black board and the way onto it: reminded in private and in writing, decided by a meeting, recorded, posted by a supervisor, and off
/// again by amendment, by an objection, by withdrawal, or by the clock. Nothing comes onto it by rank.
/// </summary>
public sealed class BlackDesk(Database database, BankDesk banks, DeedDesk deeds)
{
    /// <summary>How far ahead the first day may lie, in days.</summary>
    public const int MaxDaysAhead = 31;

    /// <summary>Records what a meeting decided. Nothing hangs before a supervisor has posted it.</summary>
    public async Task<Outcome<BlackView>> Record(WriteContext context, long bank, BlackInput input)
    {
        if (Fields.Text(input.Document, "document", Fields.Line, out var document) is { } badDocument) return badDocument;
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } badReason) return badReason;
        if ((ProtectedMatters.In(document, "document") ?? ProtectedMatters.In(reason, "reason")) is { } matter) return matter;
        var settings = banks.SettingsOf(bank);
        var (least, most) = (settings.On(banks.Today, Setting.BlackDaysLeast), settings.On(banks.Today, Setting.BlackDaysMost));
        var days = input.Days ?? least;
        if (Fields.Range(days, "days", least, Math.Max(least, most)) is { } badDays) return badDays;
        var from = input.ShownFrom ?? banks.Today;
        if (from < banks.Today || from > banks.Today.PlusDays(MaxDaysAhead))
            return new Refusal(VillageRefusals.OutOfRange, "shownFrom").With("least", banks.Today.ToIso())
                .With("most", banks.Today.PlusDays(MaxDaysAhead).ToIso());
        return await database.Write<BlackView>(context, bank, "black-entry", writer =>
        {
            if (HouseholdDesk.Barred(writer, bank, input.Household, "household") is { } barred) return barred;
            if (!IsOfAge(writer, bank, input.Household)) return new Refusal(VillageRefusals.NeverOnBoard, "household");
            if ((PublicName.In(writer, bank, document, "document") ?? PublicName.In(writer, bank, reason, "reason")) is { } named)
                return named;
            if (MeetingTable.HeldOn(writer, bank, input.Session) is not { } heldOn)
                return new Refusal(VillageRefusals.UnknownAssessment, "session");
            var found = deeds.RuleOf(bank, heldOn.ToDate(), input.Rule);
            if (found.Refusal is { } unknown) return unknown with { Field = "rule" };
            var (version, rule) = found.Value;
            if (rule.IsCredit) return new Refusal(VillageRefusals.WrongRuleKind, "rule").With("kind", rule.Kind);
            if (!rule.Posted) return new Refusal(VillageRefusals.NeverOnBoard, "rule");
            if (Unreminded(writer, bank, input, heldOn) is { } missing) return missing;
            if (BlackTable.IsUsed(writer, bank, input, banks.Today)) return new Refusal(VillageRefusals.ReminderUsed, "writtenReminder");
            if (KinTable.Bind(writer, bank, input.Household, context.Caller)) return new Refusal(VillageRefusals.OwnOrRelated, "household");
            if (MeetingTable.Lacks(writer, bank, input.Household, input.Session, settings, banks.Today) is { } lacks) return lacks;
            var number = BlackTable.Add(
                writer, bank, input, version, document, reason, heldOn, from, from.PlusDays((int)days - 1), context.Caller.Actor);
            return BlackTable.Find(writer, bank, number, banks.Today)!;
        });
    }

    /// <summary>Whether this caller recorded it, and so leaves it to another person to post it.</summary>
    public bool IsRecordedBy(Caller caller, long bank, long number) =>
        database.Read(db => BlackTable.Recorder(db, bank, number)) == caller.Actor;

    /// <summary>Posts a recorded entry: a supervisor who neither recorded it nor is kin looks at all its papers first.</summary>
    public async Task<Outcome<BlackView>> Post(WriteContext context, long bank, long number) =>
        await database.Write<BlackView>(context, bank, "black-posting", writer =>
    {
        if (BlackTable.Find(writer, bank, number, banks.Today) is not { } entry)
            return new Refusal(VillageRefusals.UnknownBlackEntry, "entry");
        if (entry.State == BlackState.Posted) return new Refusal(VillageRefusals.BlackEntryPosted, "entry");
        if (!BlackState.IsOpen(entry.State)) return new Refusal(VillageRefusals.BlackEntryEnded, "entry");
        if (!IsOfAge(writer, bank, entry.Household)) return new Refusal(VillageRefusals.NeverOnBoard, "entry");
        if (BlackTable.Recorder(writer, bank, number) == context.Caller.Actor)
            return new Refusal(VillageRefusals.MakerIsChecker, "entry");
        if (KinTable.Bind(writer, bank, entry.Household, context.Caller)) return new Refusal(VillageRefusals.OwnOrRelated, "entry");
        BlackTable.Advance(writer, bank, number, BlackState.Posted, "", null, context.Caller);
        return BlackTable.Find(writer, bank, number, banks.Today)!;
    });

    /// <summary>Takes an entry off before its last day, because it was made good, or because it should not be there.</summary>
    public async Task<Outcome<BlackView>> End(WriteContext context, long bank, long number, BlackEndInput input)
    {
        if (input.Kind is not (BlackState.Amended or BlackState.Withdrawn)) return new Refusal(VillageRefusals.NotInList, "kind");
        if (Fields.Text(input.Note, "note", Fields.Memo, out var note) is { } bad) return bad;
        return await database.Write<BlackView>(context, bank, "black-end", writer =>
        {
            if (BlackTable.Find(writer, bank, number, banks.Today) is not { } entry)
                return new Refusal(VillageRefusals.UnknownBlackEntry, "entry");
            if (!BlackState.IsOpen(entry.State)) return new Refusal(VillageRefusals.BlackEntryEnded, "entry");
            if (KinTable.Bind(writer, bank, entry.Household, context.Caller)) return new Refusal(VillageRefusals.OwnOrRelated, "entry");
            BlackTable.Advance(writer, bank, number, input.Kind, note, null, context.Caller);
            return BlackTable.Find(writer, bank, number, banks.Today)!;
        });
    }

    /// <summary>An entry; what is over is found by the supervisor alone.</summary>
    public Outcome<BlackView> Get(Caller caller, long bank, long number) => database.Read<Outcome<BlackView>>(db =>
        BlackTable.Find(db, bank, number, banks.Today) is { } found
            && (BlackState.IsOpen(found.State) || caller.Is(Role.Supervisor, bank))
            ? found
            : new Refusal(VillageRefusals.UnknownBlackEntry, "entry"));

    /// <summary>Entries, newest first, in one state where it is named; what is over for the supervisor alone.</summary>
    public IReadOnlyList<BlackView> List(Caller caller, long bank, string? state, long before, int limit) => database.Read(db =>
        BlackTable.List(db, bank, null, 0, state ?? "", before, limit, banks.Today, openAlone: !caller.Is(Role.Supervisor, bank)));

    /// <summary>What stands on the board of this household now.</summary>
    public IReadOnlyList<BlackView> OfHousehold(long bank, long household) => database.Read(db =>
        BlackTable.List(
            db, bank, null, household, BlackState.Posted, 0, 100,
            banks.Today).Where(entry => entry.ShownFrom <= banks.Today).ToList());

    /// <summary>A household whose head is a minor, or that has no head of age, never stands there.</summary>
    bool IsOfAge(DbSession db, long bank, long household) => PublicName.IsOfAge(
        MemberTable.HeadsBirthDate(db, bank, household) ?? "9999-12-31", banks.Today);

    /// <summary>Both reminders, of this household and rule, in private first, and both before the day of the decision.</summary>
    static Refusal? Unreminded(DbSession db, long bank, BlackInput input, string heldOn)
    {
        var inPrivate = Day(input.PrivateReminder, "private");
        if (inPrivate is null || string.CompareOrdinal(inPrivate, heldOn) >= 0)
            return new Refusal(VillageRefusals.ReminderMissing, "privateReminder");
        var inWriting = Day(input.WrittenReminder, "written");
        return inWriting is null || string.CompareOrdinal(inWriting, inPrivate) < 0 || string.CompareOrdinal(inWriting, heldOn) >= 0
            ? new Refusal(VillageRefusals.ReminderMissing, "writtenReminder")
            : null;

        string? Day(long number, string kind) => ReminderTable.DayOf(db, bank, number, input.Household, input.Rule, kind);
    }
}
