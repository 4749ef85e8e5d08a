using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Boards;

/// <summary>
/// Decided entries of the black board as the tables have them. Whether one stands there is asked of the day, so that none outlives its
/// last.
/// </summary>
static class BlackTable
{
    /// <summary>What a line in public needs of the entry <c>b</c> and what is joined to it.</summary>
    public static string Shown { get; } =
        $"b.reason, b.document, b.decided_on as day, b.shown_until, r.item_zh, r.item_en, {BoardTable.Named}";

    public static string Joined { get; } = $"""
        join rules r on r.bank = b.bank and r.version = b.rulebook and r.code = b.rule
        join households h on h.bank = b.bank and h.number = b.household
        {BoardTable.People}
        """;

    /// <summary>Not over on <c>@day</c>, posted or not yet.</summary>
    public const string IsOpen = """
        b.shown_until >= @day
          and not exists (select 1 from black_entry_steps x where x.bank = b.bank and x.entry = b.number and x.state <> 'posted')
        """;

    /// <summary>Posted, not ended, and within its days on <c>@day</c>.</summary>
    public const string IsLive = $"""
        b.shown_from <= @day and {IsOpen}
          and exists (select 1 from black_entry_steps s where s.bank = b.bank and s.entry = b.number and s.state = 'posted')
        """;

    /// <summary>What stands on the black board on that day and has days in a period, by number.</summary>
    public static List<BoardRow> Live(DbSession db, long bank, LocalDate day, Period span, long told, int limit) =>
        db.Query<BoardRow>($"""
        select * from (
          select b.number as tie, cast(1 as bigint) as score, cast(row_number() over (order by b.number) as bigint) as rank, {Shown}
          from black_entries b {Joined} where b.bank = @bank and b.shown_from < @until and b.shown_until >= @from and {IsLive}
        ) as live
        order by tie limit @limit offset @told
        """, new { bank, day = day.ToIso(), from = span.From.ToIso(), until = span.Until.ToIso(), told, limit });

    public static BlackView? Find(DbSession db, long bank, long number, LocalDate today) =>
        List(db, bank, number, 0, "", 0, 1, today).FirstOrDefault();

    /// <summary>
    /// Entries, newest first: of one household where it is named, in one state where it is, with all that are over or without them.
    /// </summary>
    public static List<BlackView> List(
        DbSession db, long bank, long? number, long household, string state, long before, int limit, LocalDate today,
        bool openAlone = false) =>
        db.Query<Row>($"""
            select * from (
              select b.number, b.household, coalesce(m.name, '') as head, g.name as group_name, b.rule, r.item_zh, r.item_en,
                b.private_reminder, b.written_reminder, b.session, b.document,
                b.reason, b.decided_on, b.shown_from, b.shown_until, {Handler.Of("b.actor")} as recorder, {Handler.Of("p.actor")} as poster,
                {Handler.Of("e.actor")} as ender,
                e.note as end_note, e.recorded_at as ended_at,
                case when e.state is not null then e.state when b.shown_until < @day then 'over'
                  when p.number is not null then 'posted' else 'recorded' end as state
              from black_entries b {Joined}
              left join black_entry_steps p on p.bank = b.bank and p.entry = b.number and p.state = 'posted'
              left join black_entry_steps e on e.bank = b.bank and e.entry = b.number and e.state <> 'posted'
              where b.bank = @bank and (@number is null or b.number = @number) and (@household = 0 or b.household = @household)
                and (@before = 0 or b.number < @before)
            ) as known
            where (@state = '' or state = @state) and (@open = 0 or state in ('recorded', 'posted')) order by number desc limit @limit
            """,
            new { bank, number, household, before, state, limit, day = today.ToIso(), open = openAlone ? 1 : 0 }).Select(row => row.View)
                .ToList();

    /// <summary>Writes down what a meeting decided, and answers its number.</summary>
    public static long Add(
        Writer writer, long bank, BlackInput input, int version, string document, string reason, string heldOn, LocalDate from,
        LocalDate until, string actor) =>
        writer.ExecuteScalar<long>("""
            insert into black_entries (bank, number, household, rule, rulebook, private_reminder, written_reminder, session, document,
              reason, decided_on, shown_from, shown_until,
              recorded_at, actor)
            select @bank, coalesce(max(number), 0) + 1, @Household, @Rule, @version, @PrivateReminder, @WrittenReminder, @Session,
              @document, @reason, @heldOn, @from, @until, @at, @actor
            from black_entries where bank = @bank
            returning number
            """,
            new
            {
                bank, input.Household, input.Rule, version, input.PrivateReminder, input.WrittenReminder, input.Session, document, reason,
                heldOn, from = from.ToIso(), until = until.ToIso(), at = writer.NowMilliseconds, actor,
            });

    public static string? Recorder(DbSession db, long bank, long number) =>
        db.ExecuteScalar<string>("select actor from black_entries where bank = @bank and number = @number", new { bank, number });

    public static void Advance(Writer writer, long bank, long entry, string state, string note, long? objection, Caller caller) =>
        writer.Execute("""
        insert into black_entry_steps (bank, number, entry, state, objection, note, recorded_at, actor)
        select @bank, coalesce(max(number), 0) + 1, @entry, @state, @objection, @note, @at, @actor from black_entry_steps where bank = @bank
        """, new { bank, entry, state, objection, note, at = writer.NowMilliseconds, actor = caller.Actor });

    /// <summary>The number of the last step; 0 where nothing was posted yet.</summary>
    public static long LastStep(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select coalesce(max(number), 0) from black_entry_steps where bank = @bank", new { bank });

    /// <summary>
    /// Whether one of the reminders brought the household there before, or is about to: the days of one decision are not strung together by
    /// the next.
    /// </summary>
    public static bool IsUsed(DbSession db, long bank, BlackInput input, LocalDate today) => db.ExecuteScalar<long>("""
        select count(*) from black_entries b where b.bank = @bank
          and (b.private_reminder = @PrivateReminder or b.written_reminder = @WrittenReminder)
          and (exists (select 1 from black_entry_steps s where s.bank = b.bank and s.entry = b.number and s.state = 'posted')
            or (b.shown_until >= @day and not exists (select 1 from black_entry_steps s where s.bank = b.bank and s.entry = b.number)))
        """, new { bank, input.PrivateReminder, input.WrittenReminder, day = today.ToIso() }) > 0;

    sealed class Row
    {
        public long Number { get; set; }

        public long Household { get; set; }

        public string Head { get; set; } = "";

        public string GroupName { get; set; } = "";

        public string Rule { get; set; } = "";

        public string ItemZh { get; set; } = "";

        public string ItemEn { get; set; } = "";

        public long PrivateReminder { get; set; }

        public long WrittenReminder { get; set; }

        public long Session { get; set; }

        public string Document { get; set; } = "";

        public string Reason { get; set; } = "";

        public string DecidedOn { get; set; } = "";

        public string ShownFrom { get; set; } = "";

        public string ShownUntil { get; set; } = "";

        public string Recorder { get; set; } = "";

        public string? Poster { get; set; }

        public string? Ender { get; set; }

        public string? EndNote { get; set; }

        public long? EndedAt { get; set; }

        public string State { get; set; } = "";

        public BlackView View => new(
            Number, State, Household, Head, GroupName, Rule, ItemZh, ItemEn, PrivateReminder, WrittenReminder, Session, Document,
            Reason, DecidedOn.ToDate(), ShownFrom.ToDate(), ShownUntil.ToDate(), Recorder, Poster, Ender, EndNote,
            EndedAt is { } at ? at.ToInstant().InZone(BankDesk.Zone).Date
                : State == BlackState.Over ? ShownUntil.ToDate().PlusDays(1)
                : null);
    }

    /// <summary>Entries of a household that are not over.</summary>
    public static IEnumerable<(long Number, long? Member)> OpenOf(Writer writer, long bank, long household) =>
        writer.Query<(long, long?)>($"""
        select b.number, null as member from black_entries b where b.bank = @bank and b.household = @household and {IsOpen}
          order by b.number
        """, new { bank, household, day = writer.Now.InZone(BankDesk.Zone).Date.ToIso() });

    /// <summary>Objections to entries of a household on which nobody ruled.</summary>
    public static IEnumerable<(long Number, long? Member)> ObjectionsOpenOf(Writer writer, long bank, long household) =>
        writer.Query<(long, long?)>("""
        select o.number, null as member from black_objections o join black_entries b on b.bank = o.bank and b.number = o.entry
        where b.bank = @bank and b.household = @household
          and not exists (select 1 from black_rulings r where r.bank = o.bank and r.objection = o.number)
        """, new { bank, household });
}
