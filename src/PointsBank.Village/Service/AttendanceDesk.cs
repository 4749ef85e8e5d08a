using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Service;

/// <summary>Who came to an activity and when: from the list at the door, by the code there, or as the clerk was told.</summary>
public sealed class AttendanceDesk(Database database, BankDesk banks, Secrets secrets, Tries tries)
{
    /// <summary>The most rows of one write.</summary>
    public const int MaxRows = 200;

    public Outcome<AttendancesView> Of(long bank, long activity) => database.Read<Outcome<AttendancesView>>(db =>
        ActivityTable.Find(db, bank, activity) is null
            ? new Refusal(VillageRefusals.UnknownActivity, "activity")
            : new AttendancesView([.. AttendanceTable.Of(db, bank, activity).Select(row => row.View)]));

    /// <summary>
    /// Those of an activity that this caller may not confirm, because they wrote them down; none where the village lets one person do both.
    /// </summary>
    public IReadOnlySet<long> BarredTo(Caller caller, long bank, long activity) =>
        banks.SettingsOf(bank).On(banks.Today, Setting.MakerMayCheck) == 1
        ? new HashSet<long>()
        : database.Read(db => AttendanceTable.WrittenBy(db, bank, activity, caller.Actor));

    public Outcome<AttendanceView> Get(long bank, long number) => database.Read<Outcome<AttendanceView>>(db =>
        AttendanceTable.Find(db, bank, number) is { } found ? found.View : new Refusal(VillageRefusals.UnknownAttendance, "attendance"));

    /// <summary>A household's attendances, newest first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<AttendanceView> OfHousehold(long bank, long household, long? member, long? before, int limit) =>
        database.Read(db =>
        AttendanceTable.Newest(db, bank, household, member, before ?? 0, limit).Select(row => row.View).ToList());

    /// <summary>Writes down who came and left when; all rows or none. A time once written is corrected with a reason.</summary>
    public async Task<Outcome<AttendancesView>> Record(WriteContext context, long bank, long activity, RecordInput input)
    {
        if (input.Way is not ("list" or "clerk")) return new Refusal(VillageRefusals.NotInList, "way");
        if (Fields.Range(input.Rows.Count, "rows", 1, MaxRows) is { } outside) return outside;
        return await database.Write<AttendancesView>(context, bank, "attendance", writer =>
        {
            if (ActivityTable.Find(writer, bank, activity) is not { } found)
                return new Refusal(VillageRefusals.UnknownActivity, "activity");
            if (!context.Caller.Leads(bank, found.Team)) return new Refusal(VillageRefusals.NotAllowed);
            if (found.State is not (ActivityState.Open or ActivityState.Held)) return ActivityDesk.Wrong(found);
            var views = new List<AttendanceView>(input.Rows.Count);
            for (var i = 0; i < input.Rows.Count; i++)
            {
                var written = Write(writer, context, bank, found, input.Rows[i], input.Way);
                if (written.Refusal is { } refusal)
                    return refusal with { Field = refusal.Field is null ? $"rows[{i}]" : $"rows[{i}].{refusal.Field}" };
                views.Add(written.Value.View);
            }
            return new AttendancesView(views);
        });
    }

    /// <summary>
    /// A household signs one of its members in or out by the code at the door, on the activity's day, at this minute. Wrong codes count.
    /// </summary>
    public async Task<Outcome<AttendanceView>> SignByCode(WriteContext context, long bank, long activity, CodeInput input)
    {
        if (input.Kind is not ("came" or "left")) return new Refusal(VillageRefusals.NotInList, "kind");
        var guess = new Guess(bank, $"door of activity {activity.Text()} by {context.Caller.Actor}",
            () => database.Read(
                db => ActivityTable.Find(db, bank, activity) is null
                    || ActivityDesk.IsItsCode(db, bank, activity, input.Token)));
        if (await tries.Check(secrets.Known, guess) is { } wrong)
            return wrong.Kind == VillageRefusals.SignInFailed
                ? new Refusal(VillageRefusals.ActivityCodeInvalid, "token")
                : wrong with { Field = "token" };
        return await database.Write<AttendanceView>(context, bank, "sign-by-code", writer =>
        {
            if (ActivityTable.Find(writer, bank, activity) is not { } found)
                return new Refusal(VillageRefusals.UnknownActivity, "activity");
            if (!ActivityDesk.IsItsCode(writer, bank, activity, input.Token))
                return new Refusal(VillageRefusals.ActivityCodeInvalid, "token");
            var today = banks.Today;
            if (today < found.Day || today > found.Ends_At.ToLocal().Date)
                return new Refusal(VillageRefusals.ActivityCodeInvalid, "token").With("day", found.Day.ToIso());
            if (found.State is not (ActivityState.Open or ActivityState.Held)) return ActivityDesk.Wrong(found);
            if (ParticipantTable.Find(writer, bank, input.Member) is not { } person || person.Household != context.Caller.Household)
                return new Refusal(VillageRefusals.UnknownMember, "member");
            if (input.Kind == "came" && Participant.On(writer, bank, input.Member).Refusal is { } gone) return gone;
            var before = AttendanceTable.Find(writer, bank, activity, input.Member);
            // A code says now, and never anything else than was said before: what went wrong the leader puts right.
            if (input.Kind == "came" && before is { Kind: not "struck" })
                return new Refusal(VillageRefusals.AlreadySignedIn, "kind")
                    .With("came", before.View.Came.TimeOfDay.ToString("HH:mm", null));
            if (input.Kind == "left" && before is null or { Kind: "struck" }) return new Refusal(VillageRefusals.NotSignedIn, "kind");
            if (input.Kind == "left" && before!.LeftAt is not null)
                return new Refusal(VillageRefusals.AlreadySignedIn, "kind")
                    .With("came", before.View.Came.TimeOfDay.ToString("HH:mm", null));
            var now = writer.NowMilliseconds.ToWholeMinute().ToLocal();
            return Write(
                writer, context, bank, found, input.Kind == "came" ? new(input.Member, Came: now) : new(input.Member, Left: now),
                "qr").Then(row => row.View);
        });
    }

    /// <summary>Strikes off somebody who was written down by mistake.</summary>
    public async Task<Outcome<AttendanceView>> Strike(WriteContext context, long bank, long number, ReasonInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Line, out var reason) is { } bad) return bad;
        return await database.Write<AttendanceView>(context, bank, "attendance-strike", writer =>
        {
            if (AttendanceTable.Find(writer, bank, number) is not { } found)
                return new Refusal(VillageRefusals.UnknownAttendance, "attendance");
            var activity = ActivityTable.Find(writer, bank, found.Activity)!;
            if (!context.Caller.Leads(bank, activity.Team)) return new Refusal(VillageRefusals.NotAllowed);
            if (found.Entry is { } entry) return new Refusal(VillageRefusals.AlreadyConfirmed, "attendance").With("entry", entry);
            if (found.Kind == "struck") return new Refusal(VillageRefusals.UnknownAttendance, "attendance");
            if (activity.State is not (ActivityState.Open or ActivityState.Held)) return ActivityDesk.Wrong(activity);
            AttendanceTable.AddTimes(
                writer, bank, number, new(found.CameAt, found.LeftAt, found.Outside == 1, found.Late == 1), "struck",
                found.Way == "qr" ? "list" : found.Way, reason, context.Caller.Actor);
            return AttendanceTable.Find(writer, bank, number)!.View;
        });
    }

    Outcome<Attendance> Write(Writer writer, WriteContext context, long bank, Activity activity, TimesInput input, string way)
    {
        if (Fields.Optional(input.Reason, "reason", Fields.Line, out var reason) is { } badReason) return badReason;
        if (input.Came is { } came && (came.Second != 0 || came.NanosecondOfSecond != 0))
            return new Refusal(VillageRefusals.NotInList, "came");
        if (input.Left is { } left && (left.Second != 0 || left.NanosecondOfSecond != 0))
            return new Refusal(VillageRefusals.NotInList, "left");
        if (ParticipantTable.Find(writer, bank, input.Member) is not { } person)
            return new Refusal(VillageRefusals.UnknownMember, "member");
        var found = AttendanceTable.Find(writer, bank, activity.Number, input.Member);
        if (found?.Entry is { } entry) return new Refusal(VillageRefusals.AlreadyConfirmed, "member").With("entry", entry);
        var before = found is { Kind: not "struck" } ? found : null;
        if ((input.Came?.ToMilliseconds() ?? before?.CameAt) is not { } cameAt) return new Refusal(VillageRefusals.MissingValue, "came");
        var leftAt = input.Left?.ToMilliseconds() ?? before?.LeftAt;
        var changes = before is not null && (cameAt != before.CameAt || (before.LeftAt is not null && leftAt != before.LeftAt));
        if (before is not null && !changes && leftAt == before.LeftAt) return before;
        if (changes && reason.Length == 0) return new Refusal(VillageRefusals.MissingValue, "reason");
        var judged = new Times(cameAt, leftAt).Judge(activity, banks.SettingsOf(bank), banks.Today, writer.NowMilliseconds);
        if (judged.Refusal is { } implausible) return implausible;
        if (AttendanceTable.Overlapping(writer, bank, activity.Number, input.Member, cameAt, leftAt) is { } other)
            return new Refusal(VillageRefusals.TimesOverlap, "came").With("activity", other);
        if (before is null && Participant.On(writer, bank, input.Member, activity.Day).Refusal is { } gone) return gone;
        if (before is null && ChildAlone(writer, bank, activity, person) is { } child)
            return new Refusal(VillageRefusals.TooYoungAlone, "member").With("name", child.Name).With("age", Participant.AgeAlone);
        var number = found?.Number ?? AttendanceTable.Add(writer, bank, activity.Number, person);
        AttendanceTable.AddTimes(
            writer, bank, number, judged.Value, leftAt is null ? "came" : changes ? "corrected" : "left", way, reason,
            context.Caller.Actor);
        return AttendanceTable.Find(writer, bank, number)!;
    }

    /// <summary>Whether this is a child of whose household nobody of age has come or means to come.</summary>
    static Participant? ChildAlone(Writer writer, long bank, Activity activity, Participant person)
    {
        if (person.AgeOn(activity.Day) >= Participant.AgeAlone) return null;
        var there = AttendanceTable.Of(writer, bank, activity.Number).Where(row => row.Kind != "struck").Select(row => row.Member)
            .Concat(SignUpTable.List(writer, bank, activity).Select(view => view.Member)).Append(person.Number).Distinct();
        return SignUpDesk.ChildAlone(writer, bank, activity, person.Household, there);
    }
}
