using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;

namespace PointsBank.Village.Boards;

/// <summary>Objections to what stands on the black board, at any time, and their answers.</summary>
public sealed class BlackObjectionDesk(Database database, BankDesk banks)
{
    /// <summary>Objects to a posted entry. A household objects to its own alone; another waits until the first is answered.</summary>
    public async Task<Outcome<BlackObjectionView>> Object(WriteContext context, long bank, long entry, BlackObjectionInput input)
    {
        var isOwn = context.Caller.Is(Role.Household, bank);
        if (isOwn) input = input with { Channel = "household", Household = context.Caller.Household, Objector = null };
        if (input.Channel is not ("household" or "desk" or "voice")) return new Refusal(VillageRefusals.NotInList, "channel");
        if (Fields.Text(input.Words, "words", Fields.Memo, out var words) is { } badWords) return badWords;
        if (Fields.Optional(input.Objector, "objector", Fields.Name, out var objector) is { } badName) return badName;
        if (input.Channel == "household" && input.Household is null) return new Refusal(VillageRefusals.MissingValue, "household");
        return await database.Write<BlackObjectionView>(context, bank, "black-objection", writer =>
        {
            var db = writer;
            if (BlackTable.Find(db, bank, entry, banks.Today) is not { State: BlackState.Posted } found
                || (isOwn && found.Household != context.Caller.Household))
                return new Refusal(VillageRefusals.UnknownBlackEntry, "entry");
            if (input.Household is { } household)
            {
                if (!HouseholdDesk.Exists(writer, bank, household)) return new Refusal(VillageRefusals.UnknownHousehold, "household");
                if (db.ExecuteScalar<long>("""
                    select count(*) from black_objections o where o.bank = @bank and o.entry = @entry and o.household = @household
                      and not exists (select 1 from black_rulings r where r.bank = o.bank and r.objection = o.number)
                    """, new { bank, entry, household }) > 0) return new Refusal(VillageRefusals.AlreadyObjected, "entry");
            }
            var number = db.ExecuteScalar<long>(
                "select coalesce(max(number), 0) + 1 from black_objections where bank = @bank", new { bank });
            db.Execute("""
                insert into black_objections (bank, number, entry, channel, household, objector, words, recorded_at, actor)
                values (@bank, @number, @entry, @Channel, @Household, @objector, @words, @at, @actor)
                """,
                new
                {
                    bank, number, entry, input.Channel, input.Household, objector, words, at = writer.NowMilliseconds,
                    actor = context.Caller.Actor,
                });
            return Load(db, bank, number)!;
        });
    }

    /// <summary>Answers an objection. Who reminded, recorded, decided or posted, and who is kin to either side, does not.</summary>
    public async Task<Outcome<BlackObjectionView>> Rule(WriteContext context, long bank, long number, BlackRulingInput input)
    {
        if (input.Outcome is not ("upheld" or "dismissed")) return new Refusal(VillageRefusals.NotInList, "outcome");
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<BlackObjectionView>(context, bank, "black-ruling", writer =>
        {
            var db = writer;
            if (Load(db, bank, number) is not { } objection) return new Refusal(VillageRefusals.UnknownObjection, "objection");
            if (objection.Ruling is not null) return new Refusal(VillageRefusals.AlreadyRuled, "objection");
            if (IsInvolved(db, bank, number, context.Caller)) return new Refusal(VillageRefusals.Involved, "objection");
            db.Execute(
                """
                insert into black_rulings (bank, objection, outcome, reason, recorded_at, actor)
                  values (@bank, @number, @Outcome, @reason, @at, @actor)
                """,
                new { bank, number, input.Outcome, reason, at = writer.NowMilliseconds, actor = context.Caller.Actor });
            // It may be over by now; then the answer is on record and changes nothing.
            if (input.Outcome == "upheld" && BlackState.IsOpen(BlackTable.Find(db, bank, objection.Entry, banks.Today)!.State))
                BlackDesk.Advance(writer, bank, objection.Entry, BlackState.Upheld, reason, number, context.Caller);
            return Load(db, bank, number)!;
        });
    }

    public Outcome<BlackObjectionView> Get(long bank, long number) => database.Read<Outcome<BlackObjectionView>>(db =>
        Load(db, bank, number) is { } found ? found : new Refusal(VillageRefusals.UnknownObjection, "objection"));

    /// <summary>
    /// Objections, newest first: those without an answer where <paramref name="open"/> is set, and of one entry where it is named.
    /// </summary>
    public IReadOnlyList<BlackObjectionView> List(long bank, bool open, long entry, long before, int limit) =>
        database.Read(db => db.Query<long>("""
        select o.number from black_objections o
        where o.bank = @bank and (@entry = 0 or o.entry = @entry) and (@before = 0 or o.number < @before)
          and (@open = 0 or not exists (select 1 from black_rulings r where r.bank = o.bank and r.objection = o.number))
        order by o.number desc limit @limit
        """, new { bank, entry, before, limit, open = open ? 1 : 0 }).Select(number => Load(db, bank, number)!).ToList());

    static bool IsInvolved(DbSession db, long bank, long objection, Caller caller) => db.ExecuteScalar<long>("""
        select count(*) from black_objections o join black_entries b on b.bank = o.bank and b.number = o.entry
        where o.bank = @bank and o.number = @objection and (b.actor = @actor
          or exists (select 1 from black_entry_steps s where s.bank = b.bank and s.entry = b.number and s.state = 'posted'
            and s.actor = @actor)
          or exists (select 1 from reminders m where m.bank = b.bank and m.number in (b.private_reminder, b.written_reminder)
            and m.actor = @actor)
          or exists (select 1 from assessment_people p where p.bank = b.bank and p.session = b.session and p.staff = @staff)
          or exists (select 1 from staff_ties t where t.bank = b.bank and t.staff = @staff
            and (t.household = b.household or t.household = o.household)))
        """, new { bank, objection, actor = caller.Actor, staff = caller.StaffNumber ?? 0 }) > 0;

    BlackObjectionView? Load(DbSession db, long bank, long number)
    {
        var row = db.QuerySingleOrDefault<Row>($"""
            select o.number, o.entry, o.channel, o.household, o.objector, o.words, {Handler.Of("o.actor")} as recorder, o.recorded_at,
              r.outcome, r.reason,
              {Handler.Of("r.actor")} as ruler, r.recorded_at as ruled_at
            from black_objections o left join black_rulings r on r.bank = o.bank and r.objection = o.number
            where o.bank = @bank and o.number = @number
            """, new { bank, number });
        if (row is null) return null;
        var dueOn = row.RecordedAt.ToInstant()
            .InZone(BankDesk.Zone).Date.PlusDays((int)banks.SettingsOf(bank).On(banks.Today, Setting.RulingDays));
        return new(
            row.Number, row.Entry, row.Channel, row.Household, row.Objector, row.Words, row.Recorder, row.RecordedAt.ToInstant(), dueOn,
            row.Outcome is null && banks.Today > dueOn,
            row.Outcome is null ? null : new(row.Outcome, row.Reason ?? "", row.Ruler ?? "", (row.RuledAt ?? 0).ToInstant()));
    }

    sealed class Row
    {
        public long Number { get; set; }

        public long Entry { get; set; }

        public string Channel { get; set; } = "";

        public long? Household { get; set; }

        public string Objector { get; set; } = "";

        public string Words { get; set; } = "";

        public string Recorder { get; set; } = "";

        public long RecordedAt { get; set; }

        public string? Outcome { get; set; }

        public string? Reason { get; set; }

        public string? Ruler { get; set; }

        public long? RuledAt { get; set; }
    }
}
