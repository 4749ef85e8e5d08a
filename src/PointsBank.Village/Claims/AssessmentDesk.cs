using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Meetings;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Claims;

/// <summary>Meetings of assessment: opened with who is there, item by item decided, closed, and never changed afterwards.</summary>
public sealed class AssessmentDesk(Database database, BankDesk banks, RulebookDesk rulebooks)
{
    /// <summary>How long ago a meeting may have been that is written down now, in days.</summary>
    public const int MaxDaysAgo = 31;

    public async Task<Outcome<AssessmentView>> Open(WriteContext context, long bank, AssessmentInput input)
    {
        if (Fields.Optional(input.Place, "place", Fields.Line, out var place) is { } bad) return bad;
        if (input.HeldOn > banks.Today) return new Refusal(VillageRefusals.DateInFuture, "heldOn").With("today", banks.Today.ToIso());
        var earliest = banks.Today.PlusDays(-MaxDaysAgo);
        if (input.HeldOn < earliest) return new Refusal(VillageRefusals.OutOfRange, "heldOn").With("least", earliest.ToIso());
        return await database.Write<AssessmentView>(context, bank, "assessment", writer =>
        {
            var number = AssessmentTable.Open(writer, bank, input.HeldOn, place, context.Caller.Actor);
            if (context.Caller.StaffNumber is { } self && Seat(writer, bank, number, self, "present") is { } barred) return barred;
            return Seat(writer, bank, number, input.Present) is { } refusal ? refusal : View(writer, bank, number)!;
        });
    }

    /// <summary>More people came.</summary>
    public async Task<Outcome<AssessmentView>> AddPresent(WriteContext context, long bank, long session, PresentInput input) =>
        await database.Write<AssessmentView>(context, bank, "assessment-present", writer =>
        {
            if (Closed(writer, bank, session) is { } refusal) return refusal;
            return Seat(writer, bank, session, input.Present) is { } unknown ? unknown : View(writer, bank, session)!;
        });

    /// <summary>Decides items, all of a list or none, in one write.</summary>
    public async Task<Outcome<DecisionsView>> Decide(WriteContext context, long bank, long session, IReadOnlyList<DecisionInput> decisions)
    {
        if (Fields.Range(decisions.Count, "items", 1, ClaimDesk.MaxAtOnce) is { } outside) return outside;
        return await database.Write<DecisionsView>(context, bank, "decisions", writer =>
        {
            if (Closed(writer, bank, session) is { } closed) return closed;
            var meeting = Meeting.Of(writer, bank, session, banks);
            var views = new List<DecisionView>(decisions.Count);
            for (var i = 0; i < decisions.Count; i++)
            {
                var decided = Decide(writer, context with { Key = context.Key.Part(i) }, bank, meeting, decisions[i]);
                if (decided.Refusal is { } refusal) return ClaimDesk.At("items", i, refusal);
                views.Add(decided.Value);
            }
            return new DecisionsView(views);
        });
    }

    /// <summary>
    /// What deciding so would do, item by item, by the same code and without a trace. An item that is refused is passed over.
    /// </summary>
    public async Task<Outcome<DecisionsCheck>> Check(Caller caller, long bank, long session, IReadOnlyList<DecisionInput> decisions)
    {
        if (Fields.Range(decisions.Count, "items", 1, ClaimDesk.MaxAtOnce) is { } outside) return outside;
        var trial = new WriteContext(caller, WriteContext.NewKey(), Digest.Of("decisions"), DryRun: true);
        return await database.Write<DecisionsCheck>(writer =>
        {
            if (Closed(writer, bank, session) is { } closed) return closed;
            var meeting = Meeting.Of(writer, bank, session, banks);
            return new DecisionsCheck([.. decisions.Select((decision, i) =>
            {
                var decided = Decide(writer, trial with { Key = trial.Key.Part(i) }, bank, meeting, decision);
                return decided.Refusal is { } refusal ? new DecisionCheck(null, refusal) : new DecisionCheck(decided.Value, null);
            })]);
        }, dryRun: true);
    }

    /// <summary>Ends the meeting; what it decided stays as it is, and what it left waits for the next.</summary>
    public async Task<Outcome<AssessmentView>> Close(WriteContext context, long bank, long session) =>
        await database.Write<AssessmentView>(context, bank, "assessment-close", writer =>
        {
            if (Closed(writer, bank, session) is { } refusal) return refusal;
            AssessmentTable.Close(writer, bank, session, context.Caller.Actor);
            return View(writer, bank, session)!;
        });

    public Outcome<AssessmentView> Get(long bank, long session) => database.Read<Outcome<AssessmentView>>(db =>
        View(db, bank, session) is { } view ? view : new Refusal(VillageRefusals.UnknownAssessment, "session"));

    /// <summary>Meetings, newest first.</summary>
    public IReadOnlyList<AssessmentView> List(long bank, long before, int limit) => database.Read(db =>
        AssessmentTable.Newest(db, bank, before, limit).Select(number => View(db, bank, number)!).ToList());

    /// <summary>Who may sit in a meeting of this bank: its assessors and its supervisors.</summary>
    public IReadOnlyList<PersonView> People(long bank) => database.Read(db => AssessmentTable.Assessors(db, bank));

    /// <summary>What waits for a meeting on that day, by group, household and day; of one group where it is named.</summary>
    public IReadOnlyList<ClaimLine> Waiting(long bank, LocalDate heldOn, long group = 0) => database.Read(db =>
        ClaimTable.InOrder(db, bank, ClaimState.Collected, heldOn, group).Select(claim => claim.Line).ToList());

    /// <summary>The same with all that should be looked at, which takes a few questions for each.</summary>
    public IReadOnlyList<DueItem> Due(Caller caller, long bank, LocalDate heldOn, long group = 0) => database.Read(db =>
        Due(db, caller, bank, ClaimTable.InOrder(db, bank, ClaimState.Collected, heldOn, group)));

    /// <summary>The same of these claims, such as a page of them.</summary>
    public IReadOnlyList<DueItem> Due(Caller caller, long bank, IReadOnlyList<ClaimLine> claims) => database.Read(db =>
        Due(db, caller, bank, [.. claims.Select(line => ClaimTable.Find(db, bank, line.Number)!)]));

    List<DueItem> Due(DbSession db, Caller caller, long bank, IReadOnlyList<Claim> claims)
    {
        var ties = AssessmentTable.Ties(db, bank);
        var makerMayCheck = banks.SettingsOf(bank).On(banks.Today, Setting.MakerMayCheck) == 1;
        return claims.Select(claim => new DueItem(
            claim.Line, claim.ClaimedBy, claim.Recorder, claim.Memo, claim.Document, claim.Witnesses,
            ClaimWarning.Of(db, bank, claim),
            ClaimTable.FilesOf(db, bank, claim.Number),
            caller.StaffNumber is { } staff
                ? Impartiality.Barred(
                    staff, ties, claim.Household, ClaimTable.MakersOf(db, bank, claim.Number), makerMayCheck)?.Code
                : null)).ToList();
    }

    /// <summary>What a meeting decided, in the order of its list, for the minutes.</summary>
    public IReadOnlyList<DecidedItem> Decided(long bank, long session) => database.Read(db =>
    {
        var recused = AssessmentTable.Recused(db, bank, session);
        return ClaimTable.DecidedAt(db, bank, session)
            .Select(row => (Row: row, Claim: ClaimTable.Find(db, bank, row.Claim)!))
            .OrderBy(item => item.Claim.GroupNo)
            .ThenBy(item => item.Claim.Household)
            .ThenBy(item => item.Claim.EffectiveOn, StringComparer.Ordinal)
            .ThenBy(item => item.Claim.Number)
            .Select(item => new DecidedItem(
                item.Claim.Line,
                new(
                    item.Row.Claim, item.Row.State, item.Row.Points, item.Row.Note, item.Row.OnePerson == 1, [.. recused[item.Row.Claim]],
                    item.Claim.Entry)))
            .ToList();
    });

    Outcome<DecisionView> Decide(Writer writer, WriteContext context, long bank, Meeting meeting, DecisionInput input)
    {
        var (db, caller) = (writer, context.Caller);
        if (input.Outcome is not ("as_claimed" or "other_points" or "rejected")) return new Refusal(VillageRefusals.NotInList, "outcome");
        if (Fields.Optional(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        if (ClaimTable.Find(writer, bank, input.Claim) is not { } claim) return new Refusal(VillageRefusals.UnknownClaim, "claim");
        if (claim.State != ClaimState.Collected) return ClaimDesk.WrongState(claim);
        if (claim.Day > meeting.HeldOn) return new Refusal(VillageRefusals.DateInFuture, "claim").With("today", meeting.HeldOn.ToIso());
        if (reason.Length == 0 && (input.Outcome != "as_claimed" || !claim.IsCredit))
            return new Refusal(VillageRefusals.MissingValue, "reason");

        if (caller.StaffNumber is not { } self || meeting.Present.All(person => person.Staff != self))
            return new Refusal(VillageRefusals.NotAllowed, "claim");
        var makers = ClaimTable.MakersOf(writer, bank, claim.Number);
        if (Impartiality.Barred(self, meeting.Ties, claim.Household, makers, meeting.MakerMayCheck) is { } barred)
            return new Refusal(barred, "claim");
        var recused = meeting.Present.Where(
            person => Impartiality.Barred(person.Staff, meeting.Ties, claim.Household, makers, meeting.MakerMayCheck) is not null).ToList();
        var impartial = meeting.Present.Count - recused.Count;
        if (impartial < meeting.Quorum)
            return new Refusal(VillageRefusals.QuorumMissing, "claim").With("needed", meeting.Quorum).With("present", impartial);

        var points = default(long?);
        if (input.Outcome != "rejected")
        {
            if (!claim.IsCredit
                && ReminderDesk.Missing(
                    db, bank, claim, meeting.Settings.On(banks.Today, Setting.DeductionReminders)) is { } unreminded)
                return unreminded;
            if (!claim.IsCredit && !claim.IsProven(ClaimTable.FilesOf(db, bank, claim.Number)))
                return new Refusal(VillageRefusals.ProofMissing, "claim");
            if (input.Outcome == "other_points" && input.Points is null) return new Refusal(VillageRefusals.MissingValue, "points");
            points = input.Outcome == "as_claimed" ? claim.Worth : input.Points!.Value;
            if (Grantable(writer, bank, meeting.Settings, claim, points.Value) is { } tooMuch) return tooMuch;
        }
        foreach (var person in recused)
            AssessmentTable.Recuse(writer, bank, meeting.Number, claim.Number, person.Staff);
        var onePerson = Impartiality.IsMaker(self, makers);
        ClaimTable.Advance(
            writer, bank, claim,
            new(points is null ? ClaimState.Rejected : ClaimState.Assessed, reason, points, Session: meeting.Number, OnePerson: onePerson),
            caller.Actor);
        var entry = default(long?);
        if (points is not null && claim.Direct == 1)
        {
            // Nothing hangs on the wall for such a rule, so there is nothing to wait for; the next notice lists it all the same.
            var granted = ClaimTable.Find(db, bank, claim.Number)!;
            var entered = ClaimEntry.Write(
                writer, context, bank, granted, rulebooks.Of(bank, claim.Rulebook, claim.Rule), meeting.Settings);
            if (entered.Refusal is { } refused) return refused;
            entry = entered.Value.Entry;
        }
        return new DecisionView(
            claim.Number, points is null ? ClaimState.Rejected : entry is null ? ClaimState.Assessed : ClaimState.Entered, points, reason,
            onePerson, recused, entry);
    }

    /// <summary>
    /// Whether so many points can be promised: within the rule, within its cap and the household's ceilings together with all that is
    /// promised already, and within what the village may still issue. Looked at again when it is entered.
    /// </summary>
    internal Refusal? Grantable(Writer writer, long bank, Settings settings, Claim claim, long points)
    {
        if (points < 1 || points > claim.Worth) return new Refusal(VillageRefusals.AboveRule, "points").With("most", claim.Worth);
        var rule = rulebooks.Of(bank, claim.Rulebook, claim.Rule);
        var already = DeedTable.Entered(writer, bank, claim.Household, claim.Rule, claim.Day)
            + ClaimTable.Granted(writer, bank, claim.Household, claim.Rule, claim.Day, claim.Number);
        if (Caps.Passed(rule, settings, claim.Day, already, points) is { } capped) return capped with { Field = "points" };
        if (!claim.IsCredit) return null;
        var issuance = DeedSlip.KeepCeiling(writer, bank, settings, claim.Day.Year);
        if (issuance.Floor is not { } floor) return null;
        // What is on a notice is held there already, the claim's own hold too.
        var own = claim.State is ClaimState.OnNotice or ClaimState.Objected ? claim.Points ?? 0 : 0;
        var available = issuance.Available.Value - floor.Value - ClaimTable.GrantedUnposted(writer, bank, claim.Day.Year) + own;
        return points > available
            ? new Refusal(VillageRefusals.IssueCeilingReached, "points")
                .With("account", issuance.Key)
                .With("available", available)
                .With("needed", points)
            : null;
    }

    static Refusal? Seat(Writer writer, long bank, long session, IReadOnlyList<long> people)
    {
        for (var i = 0; i < people.Count; i++)
            if (Seat(writer, bank, session, people[i], $"present[{i}]") is { } refusal)
                return refusal;
        return null;
    }

    /// <summary>Whoever may assess in this bank is written down as present; nobody else makes a quorum.</summary>
    static Refusal? Seat(Writer writer, long bank, long session, long staff, string field)
    {
        if (AssessmentTable.MayAssess(writer, bank, staff) is not { } may) return new(VillageRefusals.UnknownStaff, field);
        if (!may) return new(VillageRefusals.MayNotAssess, field);
        AssessmentTable.Seat(writer, bank, session, staff);
        return null;
    }

    static Refusal? Closed(DbSession db, long bank, long session)
    {
        if (AssessmentTable.IsClosed(db, bank, session) is not { } isClosed) return new(VillageRefusals.UnknownAssessment, "session");
        return isClosed ? new(VillageRefusals.AssessmentClosed, "session") : null;
    }

    static AssessmentView? View(DbSession db, long bank, long number)
    {
        var row = AssessmentTable.Find(db, bank, number);
        if (row.Day is null) return null;
        var (granted, rejected, points) = ClaimTable.SumsOf(db, bank, number);
        return new(
            number, row.Day.ToDate(), row.Place, row.OpenedBy, row.OpenedAt.ToInstant(), row.ClosedBy,
            row.ClosedAt is { } at ? at.ToInstant() : null,
            AssessmentTable.PresentAt(db, bank, number), granted, rejected, points);
    }

    /// <summary>What a meeting needs to know for each of its decisions, looked up once.</summary>
    sealed record Meeting(
        long Number, LocalDate HeldOn, IReadOnlyList<PersonView> Present, IReadOnlySet<(long Staff, long Household)> Ties,
        Settings Settings, bool MakerMayCheck, long Quorum)
    {
        public static Meeting Of(Writer writer, long bank, long session, BankDesk banks)
        {
            var settings = banks.SettingsOf(bank);
            return new(
                session, MeetingTable.HeldOn(writer, bank, session)!.ToDate(), AssessmentTable.PresentAt(writer, bank, session),
                AssessmentTable.Ties(writer, bank), settings,
                settings.On(banks.Today, Setting.MakerMayCheck) == 1, settings.On(banks.Today, Setting.AssessmentQuorum));
        }
    }
}
