using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Service;

public sealed record ConfirmationInput(IReadOnlyList<long> Attendances);

/// <summary>
/// What a confirmed attendance became: all its minutes, posted to the member; the minutes carried from the last time and on to the next;
/// the units credited by the rule; and those that lapsed at a ceiling, with that ceiling as the code of its refusal
/// (<c>activity_ceiling</c> for the project's own).
/// </summary>
public sealed record ConfirmationView(
    long Attendance, long Member, long Household, long Entry, string CheckCode, string Rule, long Minutes, long Carried, long Rest,
    long Quantity, long Points, long Lapsed,
    string? Ceiling);

public sealed record ConfirmationsView(IReadOnlyList<ConfirmationView> Items);

/// <summary>
/// Confirming hours, by somebody who did not write them down: minutes go to the member in full, points and merit to the household by the
/// rule, as far as the ceilings let. Each attendance is an entry of its own; to correct one, its entry is reversed and it is confirmed
/// anew.
/// </summary>
public sealed class ConfirmationDesk(Database database, BankDesk banks, DeedDesk deeds)
{
    /// <summary>Confirms the attendances of an activity, all of these or none.</summary>
    public async Task<Outcome<ConfirmationsView>> Confirm(WriteContext context, long bank, long activity, ConfirmationInput input)
    {
        if (Fields.Range(input.Attendances.Count, "attendances", 1, AttendanceDesk.MaxRows) is { } outside) return outside;
        return await database.Write<ConfirmationsView>(context, bank, "confirmation", writer =>
        {
            if (ActivityTable.Find(writer, bank, activity) is not { } found)
                return new Refusal(VillageRefusals.UnknownActivity, "activity");
            if (!context.Caller.Leads(bank, found.Team)) return new Refusal(VillageRefusals.NotAllowed);
            if (found.State is not (ActivityState.Open or ActivityState.Held)) return ActivityDesk.Wrong(found);
            var project = ProjectTable.Of(writer, bank, found.Project, found.Project_Version);
            // Whoever made an hour worth more does not hand out what it is worth.
            if (ProjectTable.IsShortenedBy(writer, bank, project.Class, project.Unit_Minutes, context.Caller.Actor))
                return new Refusal(VillageRefusals.UnitIsOwn, "attendances").With("class", project.Class);
            var written = AttendanceTable.WrittenBy(writer, bank, activity, context.Caller.Actor);
            var known = AttendanceTable.SignedUnderPinOf(writer, bank, activity, context.Caller.Actor);
            var views = new List<ConfirmationView>(input.Attendances.Count);
            for (var i = 0; i < input.Attendances.Count; i++)
            {
                var confirmed = Confirm(
                    writer, context with { Key = context.Key.Part(i) }, bank, project, activity, input.Attendances[i], written, known);
                if (confirmed.Refusal is { } refusal) return refusal with { Field = $"attendances[{i}]" };
                views.Add(confirmed.Value);
            }
            // Hours that are confirmed were held; nobody has to say so first.
            if (found.State == ActivityState.Open)
                ActivityTable.Advance(writer, bank, found with { State = ActivityState.Held }, "", context.Caller.Actor);
            return new ConfirmationsView(views);
        });
    }

    Outcome<ConfirmationView> Confirm(
        Writer writer, WriteContext context, long bank, ProjectRow project, long activity, long number, IReadOnlySet<long> written,
        IReadOnlySet<long> known)
    {
        if (AttendanceTable.Find(writer, bank, number) is not { Kind: not "struck" } attendance || attendance.Activity != activity)
            return new Refusal(VillageRefusals.UnknownAttendance);
        if (attendance.Entry is { } entry) return new Refusal(VillageRefusals.AlreadyConfirmed).With("entry", entry);
        if (attendance.Minutes is not { } minutes) return new Refusal(VillageRefusals.TimesMissing).With("name", attendance.Name);
        if (KinTable.Bind(writer, bank, attendance.Household, context.Caller))
            return new Refusal(VillageRefusals.OwnOrRelated).With("household", attendance.Household);
        var settings = banks.SettingsOf(bank);
        var onePerson = written.Contains(number);
        if (onePerson && settings.On(banks.Today, Setting.MakerMayCheck) == 0)
            return new Refusal(VillageRefusals.MakerIsChecker).With("name", attendance.Name);
        var day = attendance.CameAt.ToLocal().Date;
        var found = deeds.RuleOf(bank, day, project.Rule);
        if (found.Refusal is { } unknown) return unknown;
        var (version, rule) = found.Value;
        if (!ProjectDesk.IsForService(rule)) return new Refusal(VillageRefusals.RuleNotForService);
        if (!rule.Direct && settings.On(banks.Today, Setting.ClerkCreditsAnyRule) == 0) return new Refusal(VillageRefusals.RuleNeedsNotice);

        var worth = Worth.Of(
            rule, project.Unit_Minutes, project.Ceiling_Points, ConfirmationTable.Carried(writer, bank, attendance.Member, project),
            minutes);
        var ceiling = worth.Granted < worth.Units ? "activity_ceiling" : null;
        var (quantity, capped) = WithinCaps(writer, bank, attendance.Household, rule, settings, day, worth.Granted);
        var entered = Enter(writer, context, bank, attendance, day, version, rule, settings, quantity);
        if (entered.Refusal is { } reached && reached.Kind == VillageRefusals.IssueCeilingReached)
            (quantity, capped, entered) = (0, reached, Enter(writer, context, bank, attendance, day, version, rule, settings, 0));
        if (entered.Refusal is { } refused) return refused;
        var deed = entered.Value;
        ConfirmationTable.Add(
            writer, bank, new(attendance, deed.Entry, version, project, worth, quantity, onePerson || known.Contains(number)),
            context.Caller.Actor);
        return new ConfirmationView(
            number, attendance.Member, attendance.Household, deed.Entry, deed.CheckCode, rule.Code, minutes, worth.Carried, worth.Rest,
            quantity, deed.Points, worth.Units - quantity,
            capped?.Kind.Code ?? ceiling);
    }

    static Outcome<DeedView> Enter(
        Writer writer, WriteContext context, long bank, Attendance attendance, LocalDate day, int version, Rule rule, Settings settings,
        long quantity) =>
        new DeedSlip(new(attendance.Household, rule.Code, day, quantity, attendance.Member), "", version, rule, settings).Enter(
            writer, context, bank,
            new Grounds("confirmed_hours", $"attendance:{attendance.Number}", Points: quantity * rule.Points, Minutes: attendance.Minutes));

    /// <summary>As many units as the household's caps let through, and the cap that stopped the others.</summary>
    static (long Quantity, Refusal? Cap) WithinCaps(
        Writer writer, long bank, long household, Rule rule, Settings settings, LocalDate day, long wanted)
    {
        var already = DeedTable.Entered(writer, bank, household, rule.Code, day);
        Refusal? cap = null;
        for (; wanted > 0; wanted--)
        {
            if (Caps.Passed(rule, settings, day, already, wanted * rule.Points) is not { } passed) return (wanted, cap);
            cap = passed;
        }
        return (0, cap);
    }
}
