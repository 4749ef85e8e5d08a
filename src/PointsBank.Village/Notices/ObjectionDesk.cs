using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Households;

namespace PointsBank.Village.Notices;

/// <summary>
/// An objection to an item of a notice, by its line on the sheet: from a household, from somebody at the desk, or spoken and written down
/// (<c>household</c>,
/// <c>desk</c>, <c>voice</c>). Who objects is asked for and told to nobody but the supervisor.
/// </summary>
public sealed record ObjectionInput(long Line, string Words, string Channel = "desk", long? Household = null, string? Objector = null);

/// <summary>
/// An answer: <c>corrected</c> (with the points that hold now), <c>dropped</c> or <c>dismissed</c>, always with a reason.
/// </summary>
public sealed record RulingInput(string Outcome, string Reason, long? Points = null);

public sealed record RulingView(string Outcome, long? Points, string Reason, string Handler, Instant RecordedAt);

/// <summary>An objection for whoever rules on it; <c>dueOn</c> is the last day to answer.</summary>
public sealed record ObjectionView(
    long Number, long Notice, long Line, ClaimLine Claim, string Channel, long? Household, string Objector, string Words, string RecordedBy,
    Instant RecordedAt, LocalDate DueOn,
    bool IsOverdue, RulingView? Ruling);

/// <summary>What a household whose item it is may know of an objection: the words, the day, the answer; not who.</summary>
public sealed record ObjectionToldView(long Number, long Line, string Words, LocalDate On, RulingView? Ruling);

/// <summary>An objection for the household that made it: what it said, until when it is answered, and the answer.</summary>
public sealed record OwnObjectionView(
    long Number, long Notice, long Line, string Words, LocalDate On, LocalDate DueOn, RulingView? Ruling);

/// <summary>Objections to what hangs on the wall, and their answers.</summary>
public sealed class ObjectionDesk(Database database, BankDesk banks, AssessmentDesk assessments)
{
    public async Task<Outcome<ObjectionView>> Object(WriteContext context, long bank, long notice, ObjectionInput input)
    {
        if (context.Caller.Is(Role.Household, bank))
            input = input with { Channel = "household", Household = context.Caller.Household, Objector = null };
        if (input.Channel is not ("household" or "desk" or "voice")) return new Refusal(VillageRefusals.NotInList, "channel");
        if (Fields.Text(input.Words, "words", Fields.Memo, out var words) is { } badWords) return badWords;
        if (Fields.Optional(input.Objector, "objector", Fields.Name, out var objector) is { } badName) return badName;
        if (input.Channel == "household" && input.Household is null) return new Refusal(VillageRefusals.MissingValue, "household");
        return await database.Write<ObjectionView>(context, bank, "objection", writer =>
        {
            if (NoticeTable.Find(writer, bank, notice, banks.Today) is not { } line)
                return new Refusal(VillageRefusals.UnknownNotice, "notice");
            if (line.Window != "open") return NoticeDesk.Closed(line);
            if (NoticeTable.ClaimOn(writer, bank, notice, input.Line) is not { } number)
                return new Refusal(VillageRefusals.UnknownClaim, "line");
            if (input.Household is { } household)
            {
                if (!HouseholdTable.Exists(writer, bank, household)) return new Refusal(VillageRefusals.UnknownHousehold, "household");
                if (ObjectionTable.HasObjected(writer, bank, number, household))
                    return new Refusal(VillageRefusals.AlreadyObjected, "line");
            }
            var claim = ClaimTable.Find(writer, bank, number)!;
            if (claim.State is not (ClaimState.OnNotice or ClaimState.Objected)) return ClaimDesk.WrongState(claim) with { Field = "line" };
            var objection = ObjectionTable.Add(writer, bank, notice, number, input, words, objector, context.Caller.Actor);
            ClaimTable.Advance(writer, bank, claim, new(ClaimState.Objected, Objection: objection), context.Caller.Actor);
            return Find(writer, bank, objection)!;
        });
    }

    /// <summary>
    /// Answers an objection. Whoever wrote or collected the claim, sat in the meeting that decided it without keeping out, or is kin to
    /// either side, does not.
    /// </summary>
    public async Task<Outcome<ObjectionView>> Rule(WriteContext context, long bank, long number, RulingInput input)
    {
        if (input.Outcome is not ("corrected" or "dropped" or "dismissed")) return new Refusal(VillageRefusals.NotInList, "outcome");
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        if (input.Outcome == "corrected" && input.Points is null) return new Refusal(VillageRefusals.MissingValue, "points");
        var settings = banks.SettingsOf(bank);
        return await database.Write<ObjectionView>(context, bank, "ruling", writer =>
        {
            if (Find(writer, bank, number) is not { } objection) return new Refusal(VillageRefusals.UnknownObjection, "objection");
            if (objection.Ruling is not null) return new Refusal(VillageRefusals.AlreadyRuled, "objection");
            if (ObjectionTable.IsInvolved(writer, bank, objection, context.Caller))
                return new Refusal(VillageRefusals.Involved, "objection");
            var claim = ClaimTable.Find(writer, bank, objection.Claim.Number)!;
            // Another objection may have dropped it before; then the answer changes nothing any more.
            var isAlive = claim.State == ClaimState.Objected;
            if (input.Outcome == "corrected")
            {
                if (!isAlive) return ClaimDesk.WrongState(claim);
                if (assessments.Grantable(writer, bank, settings, claim, input.Points!.Value) is { } refusal) return refusal;
            }
            ObjectionTable.Rule(
                writer, bank, number, input.Outcome, input.Outcome == "corrected" ? input.Points : null, reason, context.Caller.Actor);
            if (isAlive && Settle(writer, context, bank, claim, number, input, reason, settings) is { } full) return full;
            return Find(writer, bank, number)!;
        });
    }

    public Outcome<ObjectionView> Get(long bank, long number) => database.Read<Outcome<ObjectionView>>(db =>
        Find(db, bank, number) is { } found ? found : new Refusal(VillageRefusals.UnknownObjection, "objection"));

    /// <summary>
    /// Objections, newest first; only those without an answer where <paramref name="open"/> is set, and those of one notice where it is
    /// named.
    /// </summary>
    public IReadOnlyList<ObjectionView> List(long bank, bool open, long? notice, long before, int limit) =>
        database.Read(db =>
            ObjectionTable.Newest(db, bank, open, notice ?? 0, before, limit).Select(number => Find(db, bank, number)!).ToList());

    /// <summary>What was said against a claim and what was answered, without who said it.</summary>
    public IReadOnlyList<ObjectionToldView> ToldOf(long bank, long claim) => database.Read(db => ObjectionTable.OfClaim(db, bank, claim)
        .Select(number => Find(db, bank, number)!)
        .Select(
            found => new ObjectionToldView(
                found.Number, found.Line, found.Words, found.RecordedAt.InZone(BankDesk.Zone).Date, found.Ruling)).ToList());

    /// <summary>What a household itself objected to, newest first, with the answers.</summary>
    public IReadOnlyList<OwnObjectionView> OfHousehold(long bank, long household, long before, int limit) => database.Read(db =>
        ObjectionTable.OfHousehold(db, bank, household, before, limit)
        .Select(number => Find(db, bank, number)!)
        .Select(found => new OwnObjectionView(
            found.Number, found.Notice, found.Line, found.Words, found.RecordedAt.InZone(BankDesk.Zone).Date, found.DueOn, found.Ruling))
        .ToList());

    /// <summary>What a ruling does to the claim: the points it held go back, and those that hold now are held.</summary>
    static Refusal? Settle(
        Writer writer, WriteContext context, long bank, Claim claim, long objection, RulingInput input, string reason, Settings settings)
    {
        if (input.Outcome == "dropped")
        {
            ClaimDesk.Release(writer, context, bank, claim);
            ClaimTable.Advance(writer, bank, claim, new(ClaimState.Dropped, reason, Objection: objection), context.Caller.Actor);
            return null;
        }
        var state = ObjectionTable.IsOpen(writer, bank, claim.Number) ? ClaimState.Objected : ClaimState.OnNotice;
        if (input.Outcome == "dismissed")
        {
            ClaimTable.Advance(writer, bank, claim, new(state, reason, Objection: objection), context.Caller.Actor);
            return null;
        }
        ClaimDesk.Release(writer, context, bank, claim);
        var held = NoticeDesk.Hold(writer, context, bank, claim, input.Points!.Value, settings);
        if (held.Refusal is { } refusal) return refusal;
        ClaimTable.Advance(
            writer, bank, claim, new(state, reason, input.Points, Objection: objection, Hold: held.Value), context.Caller.Actor);
        return null;
    }

    ObjectionView? Find(DbSession db, long bank, long number)
    {
        if (ObjectionTable.Find(db, bank, number) is not { } row) return null;
        var dueOn = row.RecordedAt.ToInstant()
            .InZone(BankDesk.Zone).Date.PlusDays((int)banks.SettingsOf(bank).On(banks.Today, Setting.RulingDays));
        return new(
            row.Number, row.Notice, row.Line, ClaimTable.Find(db, bank, row.Claim)!.Line, row.Channel, row.Household, row.Objector,
            row.Words, row.Recorder, row.RecordedAt.ToInstant(), dueOn, row.Outcome is null && banks.Today > dueOn,
            row.Outcome is null ? null : new(row.Outcome, row.Points, row.Reason, row.Ruler, row.RuledAt.ToInstant()));
    }
}
