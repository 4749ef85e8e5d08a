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
            var db = writer;
            if (NoticeTable.Find(db, bank, notice, banks.Today) is not { } line)
                return new Refusal(VillageRefusals.UnknownNotice, "notice");
            if (line.Window != "open") return NoticeDesk.Closed(line);
            if (db.QuerySingleOrDefault<long?>(
                "select claim from notice_items where bank = @bank and notice = @notice and line = @line",
                new { bank, notice, line = input.Line }) is not { } number)
                return new Refusal(VillageRefusals.UnknownClaim, "line");
            if (input.Household is { } household)
            {
                if (!HouseholdDesk.Exists(writer, bank, household)) return new Refusal(VillageRefusals.UnknownHousehold, "household");
                if (db.ExecuteScalar<long>(
                    "select count(*) from objections where bank = @bank and claim = @number and household = @household",
                    new { bank, number, household }) > 0)
                    return new Refusal(VillageRefusals.AlreadyObjected, "line");
            }
            var claim = ClaimTable.Find(db, bank, number)!;
            if (claim.State is not (ClaimState.OnNotice or ClaimState.Objected)) return ClaimDesk.WrongState(claim) with { Field = "line" };
            var objection = db.ExecuteScalar<long>("""
                insert into objections (bank, number, notice, claim, channel, household, objector, words, recorded_at, actor)
                select @bank, coalesce(max(number), 0) + 1, @notice, @claim, @channel, @household, @objector, @words, @at, @actor
                  from objections where bank = @bank
                returning number
                """,
                new
                {
                    bank, notice, claim = number, channel = input.Channel, household = input.Household, objector, words,
                    at = writer.NowMilliseconds, actor = context.Caller.Actor,
                });
            ClaimTable.Advance(writer, bank, claim, new(ClaimState.Objected, Objection: objection), context.Caller.Actor);
            return Find(db, bank, objection)!;
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
            var db = writer;
            if (Find(db, bank, number) is not { } objection) return new Refusal(VillageRefusals.UnknownObjection, "objection");
            if (objection.Ruling is not null) return new Refusal(VillageRefusals.AlreadyRuled, "objection");
            if (IsInvolved(db, bank, objection, context.Caller)) return new Refusal(VillageRefusals.Involved, "objection");
            var claim = ClaimTable.Find(db, bank, objection.Claim.Number)!;
            // Another objection may have dropped it before; then the answer changes nothing any more.
            var isAlive = claim.State == ClaimState.Objected;
            if (input.Outcome == "corrected")
            {
                if (!isAlive) return ClaimDesk.WrongState(claim);
                if (assessments.Grantable(writer, bank, settings, claim, input.Points!.Value) is { } refusal) return refusal;
            }
            db.Execute("""
                insert into rulings (bank, objection, outcome, points, reason, recorded_at, actor)
                  values (@bank, @number, @outcome, @points, @reason, @at, @actor)
                """,
                new
                {
                    bank, number, outcome = input.Outcome, points = input.Outcome == "corrected" ? input.Points : null, reason,
                    at = writer.NowMilliseconds,
                    actor = context.Caller.Actor,
                });
            if (isAlive && Settle(writer, context, bank, claim, number, input, reason, settings) is { } full) return full;
            return Find(db, bank, number)!;
        });
    }

    public Outcome<ObjectionView> Get(long bank, long number) => database.Read<Outcome<ObjectionView>>(db =>
        Find(db, bank, number) is { } found ? found : new Refusal(VillageRefusals.UnknownObjection, "objection"));

    /// <summary>
    /// Objections, newest first; only those without an answer where <paramref name="open"/> is set, and those of one notice where it is
    /// named.
    /// </summary>
    public IReadOnlyList<ObjectionView> List(long bank, bool open, long? notice, long before, int limit) =>
        database.Read(db => db.Query<long>("""
        select o.number from objections o
        where o.bank = @bank and (@before = 0 or o.number < @before) and (@notice = 0 or o.notice = @notice)
          and (@open = 0 or not exists (select 1 from rulings r where r.bank = o.bank and r.objection = o.number))
        order by o.number desc limit @limit
        """,
        new { bank, before, limit, open = open ? 1 : 0, notice = notice ?? 0 }).Select(number => Find(db, bank, number)!).ToList());

    /// <summary>What was said against a claim and what was answered, without who said it.</summary>
    public IReadOnlyList<ObjectionToldView> ToldOf(long bank, long claim) => database.Read(db => db.Query<long>(
        "select number from objections where bank = @bank and claim = @claim order by number", new { bank, claim })
        .Select(number => Find(db, bank, number)!)
        .Select(
            found => new ObjectionToldView(
                found.Number, found.Line, found.Words, found.RecordedAt.InZone(BankDesk.Zone).Date, found.Ruling)).ToList());

    /// <summary>What a household itself objected to, newest first, with the answers.</summary>
    public IReadOnlyList<OwnObjectionView> OfHousehold(long bank, long household, long before, int limit) => database.Read(db =>
        db.Query<long>("""
            select number from objections where bank = @bank and household = @household and (@before = 0 or number < @before)
            order by number desc limit @limit
            """, new { bank, household, before, limit })
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
        var others = writer.ExecuteScalar<long>("""
            select count(*) from objections o where o.bank = @bank and o.claim = @claim
              and not exists (select 1 from rulings r where r.bank = o.bank and r.objection = o.number)
            """, new { bank, claim = claim.Number });
        var state = others > 0 ? ClaimState.Objected : ClaimState.OnNotice;
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

    static bool IsInvolved(DbSession db, long bank, ObjectionView objection, Caller caller) =>
        db.ExecuteScalar<long>("""
        select count(*) from claims c where c.bank = @bank and c.number = @claim and (c.recorded_by = @actor
          or exists (select 1 from claim_steps s where s.bank = c.bank and s.claim = c.number and s.state in ('collected', 'assessed')
            and s.actor = @actor)
          or exists (select 1 from claim_steps s join assessment_people p on p.bank = s.bank and p.session = s.session and p.staff = @staff
            where s.bank = c.bank and s.claim = c.number and s.state = 'assessed'
              and not exists (select 1 from assessment_recusals k
                where k.bank = p.bank and k.session = p.session and k.claim = s.claim and k.staff = p.staff))
          or exists (select 1 from staff_ties t where t.bank = c.bank and t.staff = @staff
            and (t.household = c.household or t.household = @objector)))
        """,
        new
        {
            bank, claim = objection.Claim.Number, actor = caller.Actor, staff = caller.StaffNumber ?? 0,
            objector = objection.Household ?? 0,
        }) > 0;

    ObjectionView? Find(DbSession db, long bank, long number)
    {
        var row = db.QuerySingleOrDefault<Row>($"""
            select o.number, o.notice, n.line, o.claim, o.channel, o.household, o.objector, o.words, {Handler.Of("o.actor")} as recorder,
              o.recorded_at,
              r.outcome, r.points, r.reason, {Handler.Of("r.actor")} as ruler, r.recorded_at as ruled_at
            from objections o
            join notice_items n on n.bank = o.bank and n.claim = o.claim
            left join rulings r on r.bank = o.bank and r.objection = o.number
            where o.bank = @bank and o.number = @number
            """, new { bank, number });
        if (row is null) return null;
        var dueOn = row.RecordedAt.ToInstant()
            .InZone(BankDesk.Zone).Date.PlusDays((int)banks.SettingsOf(bank).On(banks.Today, Setting.RulingDays));
        return new(
            row.Number, row.Notice, row.Line, ClaimTable.Find(db, bank, row.Claim)!.Line, row.Channel, row.Household, row.Objector,
            row.Words, row.Recorder, row.RecordedAt.ToInstant(), dueOn, row.Outcome is null && banks.Today > dueOn,
            row.Outcome is null ? null : new(row.Outcome, row.Points, row.Reason, row.Ruler, row.RuledAt.ToInstant()));
    }

    sealed class Row
    {
        public long Number { get; init; }

        public long Notice { get; init; }

        public long Line { get; init; }

        public long Claim { get; init; }

        public string Channel { get; init; } = "";

        public long? Household { get; init; }

        public string Objector { get; init; } = "";

        public string Words { get; init; } = "";

        public string Recorder { get; init; } = "";

        public long RecordedAt { get; init; }

        public string? Outcome { get; init; }

        public long? Points { get; init; }

        public string Reason { get; init; } = "";

        public string Ruler { get; init; } = "";

        public long RuledAt { get; init; }
    }
}
