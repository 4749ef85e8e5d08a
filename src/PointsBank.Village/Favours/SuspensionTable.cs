using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Favours;

/// <summary>Suspensions as they stand in their tables, and the one question that every favour asks of them.</summary>
static class SuspensionTable
{
    const string IsConfirmed = "exists (select 1 from favour_confirmations c where c.bank = s.bank and c.suspension = s.number)";

    const string IsUnended = "not exists (select 1 from favour_suspension_ends x where x.bank = s.bank and x.suspension = s.number)";

    /// <summary>
    /// Whether the suspension that a query calls <c>s</c> holds on a day: confirmed, not ended, begun, and not past its review day.
    /// </summary>
    public static string IsLive(string day) => $"s.from_day <= {day} and s.review_on >= {day} and {IsConfirmed} and {IsUnended}";

    static readonly string LiveOfHousehold =
        $"select s.number from favour_suspensions s where s.bank = @bank and s.household = @household and {IsLive("@day")}";

    /// <summary>The suspension of a household that holds on this day; null for none.</summary>
    public static long? Live(DbSession db, long bank, long household, LocalDate day) =>
        db.Prepared(LiveOfHousehold, "@bank", "@household", "@day").Single(bank, household, day.ToIso());

    /// <summary>
    /// Why a household has no favours at this moment; null where it has. Where its standing is back the suspension ends here, in the write
    /// that asks, so that nobody waits for the clock.
    /// </summary>
    public static Refusal? Closed(Writer writer, Settings settings, long bank, long household, LocalDate day, string field)
    {
        if (Live(writer, bank, household, day) is not { } number) return null;
        var (standing, level) = (
            FavourLevels.Standing(writer, settings, bank, household, day), LevelOf(writer, bank, number, settings, day));
        if (standing >= level)
        {
            End(writer, bank, number, "level", "", day, Caller.System.Actor);
            return null;
        }
        var until = writer.QuerySingle<string>(
            "select review_on from favour_suspensions where bank = @bank and number = @number", new { bank, number });
        return new Refusal(VillageRefusals.FavoursSuspended, field).With("until", until).With("level", level).With("standing", standing);
    }

    /// <summary>The standing at which it ends by itself: what was decided, or in another year the level of that.</summary>
    public static long LevelOf(DbSession db, long bank, long number, Settings settings, LocalDate day)
    {
        var (from, level) = db.QuerySingle<(string, long)>(
            "select from_day, restores_at from favour_suspensions where bank = @bank and number = @number", new { bank, number });
        return from.ToDate().Year == day.Year ? level : FavourLevels.Pause(settings, day);
    }

    /// <summary>Writes down what a meeting decided from a day on, and answers its number.</summary>
    public static long Add(
        Writer writer, long bank, SuspensionInput decided, long reminder, long standing, long level, string actor) =>
        writer.ExecuteScalar<long>("""
            insert into favour_suspensions (bank, number, household, session, reminder, prolongs, document, reason, standing,
              restores_at, from_day, review_on, recorded_at, actor)
            select @bank, coalesce(max(number), 0) + 1, @Household, @Session, @reminder, @Prolongs, @Document, @Reason, @standing, @level,
              @from, @review, @at, @actor
            from favour_suspensions where bank = @bank
            returning number
            """,
            new
            {
                bank, decided.Household, decided.Session, reminder, decided.Prolongs, decided.Document, decided.Reason, standing, level,
                from = decided.FromDay!.Value.ToIso(), review = decided.ReviewOn.ToIso(), at = writer.NowMilliseconds, actor,
            });

    public static void Confirm(Writer writer, long bank, long number, string actor) => writer.Execute(
        "insert into favour_confirmations (bank, suspension, recorded_at, actor) values (@bank, @number, @at, @actor)",
        new { bank, number, at = writer.NowMilliseconds, actor });

    public static void End(Writer writer, long bank, long number, string kind, string reason, LocalDate day, string actor)
    {
        writer.Execute("""
            insert into favour_suspension_ends (bank, suspension, kind, reason, ended_on, recorded_at, actor)
              values (@bank, @number, @kind, @reason, @day, @at, @actor)
            """, new { bank, number, kind, reason, day = day.ToIso(), at = writer.NowMilliseconds, actor });
        if (actor == Caller.System.Actor) ClockWorkTable.Add(writer, bank, ClockWorkTable.Suspension, number);
    }

    /// <summary>Confirmed and not ended, whatever the day: for the clock.</summary>
    public static List<(long Number, long Household, string From, string ReviewOn)> Unended(DbSession db, long bank) =>
        db.Query<(long, long, string, string)>(
        $"""
        select s.number, s.household, s.from_day, s.review_on from favour_suspensions s
          where s.bank = @bank and {IsConfirmed} and {IsUnended} order by s.number
        """,
        new { bank });

    /// <summary>
    /// The year's last reminder of a household that no suspension followed yet, but for the one that is to be prolonged: whoever had
    /// favours back is reminded anew.
    /// </summary>
    public static (long Number, string Day)? ReminderFor(
        DbSession db, long bank, long household, int year, long? prolongs) =>
        db.QuerySingleOrDefault<(long, string)?>($"""
            select r.number, r.reminded_on from favour_reminders r
            where r.bank = @bank and r.household = @household and r.year = @year and not exists (select 1 from favour_suspensions s
              where s.bank = r.bank and s.reminder = r.number and s.number <> @prolongs and {IsConfirmed}
                and not exists (select 1 from favour_suspension_ends x
                  where x.bank = s.bank and x.suspension = s.number and x.kind = 'prolonged'))
            order by r.number desc limit 1
            """, new { bank, household, year, prolongs = prolongs ?? 0 });

    /// <summary>Recorded and neither confirmed nor ended.</summary>
    public static bool Waits(DbSession db, long bank, long household, LocalDate day) => db.ExecuteScalar<long>($"""
        select count(*) from favour_suspensions s
        where s.bank = @bank and s.household = @household and s.review_on >= @day and not {IsConfirmed} and {IsUnended}
        """, new { bank, household, day = day.ToIso() }) > 0;

    /// <summary>Who recorded it.</summary>
    public static Maker MadeBy(DbSession db, long bank, long number) => db.QuerySingle<Maker>(
        "select actor, recorded_at as at from favour_suspensions where bank = @bank and number = @number", new { bank, number });

    public static SuspensionView? Find(DbSession db, long bank, long number, LocalDate today) =>
        db.QuerySingleOrDefault<Row>($"{Select} where s.bank = @bank and s.number = @number", new { bank, number })?.View(today);

    /// <summary>
    /// Newest first, of one household where it is named, and only what has not ended where <paramref name="open"/> is set.
    /// </summary>
    public static List<SuspensionView> List(
        DbSession db, long bank, long household, bool open, long before, int limit, LocalDate today) =>
        db.Query<Row>($"""
        {Select}
        where s.bank = @bank and (@household = 0 or s.household = @household) and (@before = 0 or s.number < @before)
          and (@open = 0 or (s.review_on >= @today and x.suspension is null))
        order by s.number desc limit @limit
        """, new { bank, household, open = open ? 1 : 0, before, limit, today = today.ToIso() }).Select(row => row.View(today)).ToList();

    static readonly string Select = $"""
        select s.number, s.household,
          coalesce((select p.name from members p where p.bank = s.bank and p.household = s.household and p.is_head = 1), '') as head,
          g.name as group_name,
          s.session, a.held_on, s.reminder, s.prolongs, s.document, s.reason, s.standing, s.restores_at, s.from_day, s.review_on,
          {Handler.Of("s.actor")} as recorder, s.recorded_at,
          {Handler.Of("k.actor")} as confirmer, x.kind as end_kind, x.reason as end_reason, x.ended_on, {Handler.Of("x.actor")} as ender
        from favour_suspensions s
        join assessments a on a.bank = s.bank and a.number = s.session
        join households h on h.bank = s.bank and h.number = s.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        left join favour_confirmations k on k.bank = s.bank and k.suspension = s.number
        left join favour_suspension_ends x on x.bank = s.bank and x.suspension = s.number
        """;

    sealed class Row
    {
        public long Number { get; init; }

        public long Household { get; init; }

        public string Head { get; init; } = "";

        public string GroupName { get; init; } = "";

        public long Session { get; init; }

        public string HeldOn { get; init; } = "";

        public long Reminder { get; init; }

        public long? Prolongs { get; init; }

        public string Document { get; init; } = "";

        public string Reason { get; init; } = "";

        public long Standing { get; init; }

        public long RestoresAt { get; init; }

        public string FromDay { get; init; } = "";

        public string ReviewOn { get; init; } = "";

        public string Recorder { get; init; } = "";

        public long RecordedAt { get; init; }

        public string? Confirmer { get; init; }

        public string? EndKind { get; init; }

        public string? EndReason { get; init; }

        public string? EndedOn { get; init; }

        public string? Ender { get; init; }

        public SuspensionView View(LocalDate today) => new(
            Number, Household, Head, GroupName, StateOn(today), Session, HeldOn.ToDate(), Reminder, Prolongs, Document, Reason, Standing,
            RestoresAt, FromDay.ToDate(), ReviewOn.ToDate(), Recorder, RecordedAt.ToInstant().InZone(BankDesk.Zone).Date, Confirmer,
            EndKind is null ? null : new(EndKind, EndReason!, EndedOn!.ToDate(), Ender!));

        string StateOn(LocalDate today) =>
            EndKind
                ?? (today > ReviewOn.ToDate() ? "lapsed" : Confirmer is null ? "recorded" : today < FromDay.ToDate() ? "ahead" : "live");
    }

    /// <summary>Suspensions of a household that are not over.</summary>
    public static IEnumerable<(long Number, long? Member)> OpenOf(Writer writer, long bank, long household) =>
        writer.Query<(long, long?)>("""
        select s.number, null as member from favour_suspensions s where s.bank = @bank and s.household = @household and s.review_on >= @day
          and not exists (select 1 from favour_suspension_ends x where x.bank = s.bank and x.suspension = s.number) order by s.number
        """, new { bank, household, day = writer.Now.InZone(BankDesk.Zone).Date.ToIso() });

    /// <summary>Objections to suspensions of a household on which nobody ruled.</summary>
    public static IEnumerable<(long Number, long? Member)> ObjectionsOpenOf(Writer writer, long bank, long household) =>
        writer.Query<(long, long?)>("""
        select o.number, null as member from favour_objections o join favour_suspensions s on s.bank = o.bank and s.number = o.suspension
        where s.bank = @bank and s.household = @household
          and not exists (select 1 from favour_rulings r where r.bank = o.bank and r.objection = o.number)
        """, new { bank, household });
}
