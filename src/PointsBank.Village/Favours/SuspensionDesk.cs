using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Meetings;

namespace PointsBank.Village.Favours;

/// <summary>
/// Favours are suspended by decision alone: after a reminder, by a meeting with a quorum, confirmed by another person, until a review day.
/// Standing is never touched. The household may object at any time; the suspension ends when its standing is back or what was wrong was
/// made good.
/// </summary>
public sealed class SuspensionDesk(Database database, BankDesk banks)
{
    /// <summary>How many households are listed as at stake.</summary>
    const int MaxAtStake = 200;

    /// <summary>Tells a household that its favours are at stake.</summary>
    public Task<Outcome<FavourReminderView>> Remind(WriteContext context, long bank, FavourReminderInput input)
    {
        var (settings, today) = (banks.SettingsOf(bank), banks.Today);
        return database.Write<FavourReminderView>(context, bank, "favour-reminder", writer =>
        {
            if (HouseholdDesk.Barred(writer, bank, input.Household, "household") is { } barred) return barred;
            var (standing, level) = (
                FavourLevels.Standing(writer, settings, bank, input.Household, today), FavourLevels.Remind(settings, today));
            if (standing >= level)
                return new Refusal(VillageRefusals.StandingNotBelow, "household").With("level", level).With("standing", standing);
            var number = FavourReminderTable.Add(writer, bank, input.Household, today, standing, level, context.Caller.Actor);
            return FavourReminderTable.List(writer, bank, number, 0, 0, 1)[0];
        });
    }

    /// <summary>Reminders, newest first; of one household where it is named.</summary>
    public IReadOnlyList<FavourReminderView> Reminders(long bank, long? household, long before, int limit) =>
        database.Read(db => FavourReminderTable.List(db, bank, null, household ?? 0, before, limit));

    public Outcome<FavourReminderView> Reminder(long bank, long number) => database.Read<Outcome<FavourReminderView>>(db =>
        FavourReminderTable.List(db, bank, number, 0, 0, 1) is [var found]
            ? found
            : new Refusal(VillageRefusals.UnknownReminder, "reminder"));

    /// <summary>The standing below which a meeting might suspend on that day.</summary>
    public long PauseLevel(long bank, LocalDate day) => FavourLevels.Pause(banks.SettingsOf(bank), day);

    /// <summary>Households below the level of the reminder in this year, lowest first.</summary>
    public IReadOnlyList<AtStakeView> AtStake(long bank)
    {
        var (settings, today) = (banks.SettingsOf(bank), banks.Today);
        var (zero, remind, pause) = (
            FavourLevels.Base(settings, today.Year), FavourLevels.Remind(settings, today), FavourLevels.Pause(settings, today));
        return database.ReadHeads(bank, db => FavourReminderTable.AtStake(
            db, bank, today.Year, FavourLevels.IsByDeductions(settings, today), remind - zero, MaxAtStake)
            .Select(row => new AtStakeView(
                row.Household, row.Head, row.Group, FavourLevels.Honour(settings, today, row.Change), remind, pause, row.Day?.ToDate(),
                SuspensionTable.List(db, bank, row.Household, true, 0, 1, today) is [var open] ? open.State : null)).ToList());
    }

    /// <summary>Records what a meeting decided. It holds once a supervisor who is another person has confirmed it.</summary>
    public async Task<Outcome<SuspensionView>> Record(WriteContext context, long bank, SuspensionInput input)
    {
        if (Fields.Text(input.Document, "document", Fields.Line, out var document) is { } badDocument) return badDocument;
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } badReason) return badReason;
        if (ProtectedMatters.In(reason, "reason") is { } isProtected) return isProtected;
        var (settings, today) = (banks.SettingsOf(bank), banks.Today);
        var from = input.FromDay ?? today;
        if (from < today) return new Refusal(VillageRefusals.OutOfRange, "fromDay").With("least", today.ToIso());
        if (from.Year != today.Year)
            return new Refusal(VillageRefusals.OutOfRange, "fromDay").With("most", new LocalDate(today.Year, 12, 31).ToIso());
        var last = from.PlusDays((int)settings.On(today, Setting.FavourReviewDays));
        if (input.ReviewOn <= from || input.ReviewOn > last)
            return new Refusal(VillageRefusals.OutOfRange, "reviewOn").With("least", from.PlusDays(1).ToIso()).With("most", last.ToIso());
        return await database.Write<SuspensionView>(context, bank, "favour-suspension", writer =>
        {
            var db = writer;
            if (HouseholdDesk.Barred(writer, bank, input.Household, "household") is { } barred) return barred;
            if (KinTable.Bind(writer, bank, input.Household, context.Caller)) return new Refusal(VillageRefusals.OwnOrRelated, "household");
            if (MeetingTable.Lacks(db, bank, input.Household, input.Session, settings, today) is { } lacks) return lacks;
            var (standing, level) = (
                FavourLevels.Standing(writer, settings, bank, input.Household, today), FavourLevels.Pause(settings, today));
            if (standing >= level)
                return new Refusal(VillageRefusals.StandingNotBelow, "household").With("level", level).With("standing", standing);
            if (SuspensionTable.Waits(db, bank, input.Household, today))
                return new Refusal(VillageRefusals.AlreadySuspended, "household");
            var live = SuspensionTable.List(db, bank, input.Household, true, 0, 1, today) is [var open]
                ? open.Number
                : default(long?);
            if (live != input.Prolongs)
                return live is null
                    ? new Refusal(VillageRefusals.UnknownSuspension, "prolongs")
                    : new Refusal(VillageRefusals.AlreadySuspended, "household");
            if (SuspensionTable.ReminderFor(db, bank, input.Household, today.Year, input.Prolongs) is not { } reminder)
                return new Refusal(VillageRefusals.FavourReminderMissing, "household");
            if (string.CompareOrdinal(MeetingTable.HeldOn(db, bank, input.Session), reminder.Day) < 0)
                return new Refusal(VillageRefusals.FavourReminderMissing, "session");
            var number = SuspensionTable.Add(
                writer, bank, input with { Document = document, Reason = reason, FromDay = from }, reminder.Number, standing, level,
                context.Caller.Actor);
            return SuspensionTable.Find(db, bank, number, today)!;
        });
    }

    /// <summary>Whether this caller recorded it, and so leaves it to another person to put it into force.</summary>
    public bool IsRecordedBy(Caller caller, long bank, long number) =>
        database.Read(db => SuspensionTable.MadeBy(db, bank, number).Actor == caller.Actor);

    /// <summary>
    /// Puts it into force: by a supervisor who did not record it and has no tie to the household, while it is still below the level.
    /// </summary>
    public Task<Outcome<SuspensionView>> Confirm(WriteContext context, long bank, long number) =>
        Change(context, bank, number, "favour-confirmation", (writer, suspension) =>
    {
        var (db, settings, today) = (writer, banks.SettingsOf(bank), banks.Today);
        if (suspension.ConfirmedBy is not null) return new Refusal(VillageRefusals.AlreadySuspended, "suspension");
        if (SecondPerson.Lacks(
            db, context.Caller, SuspensionTable.MadeBy(db, bank, number), "suspension") is { } same)
            return same;
        if (KinTable.Bind(writer, bank, suspension.Household, context.Caller))
            return new Refusal(VillageRefusals.OwnOrRelated, "suspension");
        var standing = FavourLevels.Standing(writer, settings, bank, suspension.Household, today);
        var level = SuspensionTable.LevelOf(db, bank, number, settings, today);
        if (standing >= level)
            return new Refusal(VillageRefusals.StandingNotBelow, "suspension").With("level", level).With("standing", standing);
        // The one it prolongs ends by it; one whose review day passed ended by that, whether the clock has said so yet or not.
        foreach (var (earlier, _, _, reviewOn) in SuspensionTable.Unended(db, bank).Where(
            row => row.Household == suspension.Household))
        {
            if (string.CompareOrdinal(reviewOn, today.ToIso()) < 0)
                SuspensionTable.End(writer, bank, earlier, "lapsed", "", today, Caller.System.Actor);
            else if (earlier == suspension.Prolongs)
                SuspensionTable.End(writer, bank, earlier, "prolonged", "", today, context.Caller.Actor);
        }
        SuspensionTable.Confirm(writer, bank, number, context.Caller.Actor);
        return null;
    });

    /// <summary>Does not confirm it: it never comes into force.</summary>
    public Task<Outcome<SuspensionView>> Refuse(WriteContext context, long bank, long number, SuspensionReasonInput input) =>
        EndBy(
            context, bank, number, input, "refused",
            suspension => suspension.ConfirmedBy is null ? null : new Refusal(VillageRefusals.AlreadySuspended, "suspension"));

    /// <summary>What was wrong was made good, so the favours come back early; the reason says what was done.</summary>
    public Task<Outcome<SuspensionView>> Amend(WriteContext context, long bank, long number, SuspensionReasonInput input) =>
        EndBy(
            context, bank, number, input, "amended",
            suspension => suspension.ConfirmedBy is null ? new Refusal(VillageRefusals.SuspensionUnconfirmed, "suspension") : null);

    /// <summary>What the household, or somebody for it, says against a suspension, at any time while that stands.</summary>
    public async Task<Outcome<FavourObjectionView>> Object(WriteContext context, long bank, long household, FavourObjectionInput input)
    {
        var channel = context.Caller.Household > 0 ? "household" : input.Channel;
        if (channel is not ("household" or "desk" or "voice")) return new Refusal(VillageRefusals.NotInList, "channel");
        if (Fields.Text(input.Words, "words", Fields.Memo, out var words) is { } bad) return bad;
        return await database.Write<FavourObjectionView>(context, bank, "favour-objection", writer =>
        {
            if (SuspensionTable.Find(writer, bank, input.Suspension, banks.Today) is not { } suspension
                || suspension.Household != household)
                return new Refusal(VillageRefusals.UnknownSuspension, "suspension");
            if (!suspension.IsOpen) return new Refusal(VillageRefusals.SuspensionEnded, "suspension");
            if (FavourObjectionTable.IsOpen(writer, bank, suspension.Number))
                return new Refusal(VillageRefusals.AlreadyObjected, "suspension");
            var number = FavourObjectionTable.Add(writer, bank, suspension.Number, channel, words, context.Caller.Actor);
            return Objections(writer, bank, number, 0, false, 0, 1)[0];
        });
    }

    /// <summary>
    /// Answers an objection. Who reminded, recorded or confirmed, sat in the meeting, or is kin to the household does not.
    /// </summary>
    public async Task<Outcome<FavourObjectionView>> Rule(WriteContext context, long bank, long objection, FavourRulingInput input)
    {
        if (input.Outcome is not ("upheld" or "dismissed")) return new Refusal(VillageRefusals.NotInList, "outcome");
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<FavourObjectionView>(context, bank, "favour-ruling", writer =>
        {
            var (db, caller) = (writer, context.Caller);
            if (Objections(db, bank, objection, 0, false, 0, 1) is not [var found])
                return new Refusal(VillageRefusals.UnknownObjection, "objection");
            if (found.Ruling is not null) return new Refusal(VillageRefusals.AlreadyRuled, "objection");
            if (FavourObjectionTable.IsInvolved(db, bank, found.Suspension, caller))
                return new Refusal(VillageRefusals.Involved, "objection");
            FavourObjectionTable.Rule(writer, bank, objection, input.Outcome, reason, caller.Actor);
            // It may have ended by itself since the objection was made; the answer stands all the same.
            if (input.Outcome == "upheld" && SuspensionTable.Find(db, bank, found.Suspension, banks.Today) is { End: null })
                SuspensionTable.End(writer, bank, found.Suspension, "ruled", reason, banks.Today, caller.Actor);
            return Objections(db, bank, objection, 0, false, 0, 1)[0];
        });
    }

    public Outcome<SuspensionView> Get(long bank, long number) => database.Read<Outcome<SuspensionView>>(db =>
        SuspensionTable.Find(db, bank, number, banks.Today) is { } view
            ? view
            : new Refusal(VillageRefusals.UnknownSuspension, "suspension"));

    /// <summary>
    /// Suspensions, newest first; of one household where it is named, and only what has not ended where <paramref name="open"/> is set.
    /// </summary>
    public IReadOnlyList<SuspensionView> List(long bank, long? household, bool open, long before, int limit) =>
        database.Read(db => SuspensionTable.List(db, bank, household ?? 0, open, before, limit, banks.Today));

    /// <summary>
    /// Objections, newest first; of one suspension where it is named, and only those without an answer where <paramref name="open"/> is
    /// set.
    /// </summary>
    public IReadOnlyList<FavourObjectionView> Objections(long bank, long? suspension, bool open, long before, int limit) =>
        database.Read(db => Objections(db, bank, null, suspension ?? 0, open, before, limit));

    /// <summary>Ends what the clock ends: a standing that is back, a review day that passed without a decision. Answers how many.</summary>
    internal async Task<int> EndWhatIsDue(long bank)
    {
        var (settings, today) = (banks.SettingsOf(bank), banks.Today);
        var unended = database.Read(db => SuspensionTable.Unended(db, bank));
        if (!unended.Exists(
            row => IsOver(row.ReviewOn) || FavourLevels.Standing(database, settings, bank, row.Household, today) >= LevelNow(row.Number)))
            return 0;
        var ended = await database.Write<int>(writer =>
        {
            var count = 0;
            foreach (var (number, household, _, reviewOn) in SuspensionTable.Unended(writer, bank))
            {
                var isBack = FavourLevels.Standing(writer, settings, bank, household, today) >= SuspensionTable.LevelOf(
                    writer, bank, number, settings, today);
                if (!isBack && !IsOver(reviewOn)) continue;
                SuspensionTable.End(writer, bank, number, isBack && !IsOver(reviewOn) ? "level" : "lapsed", "", today, Caller.System.Actor);
                count++;
            }
            return count;
        });
        return ended.Refusal is null ? ended.Value : 0;

        bool IsOver(string reviewOn) => string.CompareOrdinal(reviewOn, today.ToIso()) < 0;

        long LevelNow(long number) => database.Read(db => SuspensionTable.LevelOf(db, bank, number, settings, today));
    }

    async Task<Outcome<SuspensionView>> EndBy(
        WriteContext context, long bank, long number, SuspensionReasonInput input, string kind, Func<SuspensionView, Refusal?> barred)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        if (ProtectedMatters.In(reason, "reason") is { } isProtected) return isProtected;
        return await Change(context, bank, number, $"favour-{kind}", (writer, suspension) =>
        {
            if (KinTable.Bind(writer, bank, suspension.Household, context.Caller))
                return new Refusal(VillageRefusals.OwnOrRelated, "suspension");
            if (barred(suspension) is { } refusal) return refusal;
            SuspensionTable.End(writer, bank, number, kind, reason, banks.Today, context.Caller.Actor);
            return null;
        });
    }

    Task<Outcome<SuspensionView>> Change(
        WriteContext context, long bank, long number, string action, Func<Writer, SuspensionView, Refusal?> change) =>
        database.Write<SuspensionView>(context, bank, action, writer =>
        {
            if (SuspensionTable.Find(writer, bank, number, banks.Today) is not { } suspension)
                return new Refusal(VillageRefusals.UnknownSuspension, "suspension");
            if (!suspension.IsOpen) return new Refusal(VillageRefusals.SuspensionEnded, "suspension");
            return change(writer, suspension) is { } refusal
                ? refusal
                : SuspensionTable.Find(writer, bank, number, banks.Today)!;
        });

    List<FavourObjectionView> Objections(
        DbSession db, long bank, long? number, long suspension, bool open, long before, int limit) =>
        FavourObjectionTable.List(
            db, bank, number, suspension, open, before, limit, banks.SettingsOf(bank).On(banks.Today, Setting.RulingDays));
}
