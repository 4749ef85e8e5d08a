using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Boards;

/// <summary>Objections to entries of the black board, and their rulings.</summary>
static class BlackObjectionTable
{
    public static Row? Find(DbSession db, long bank, long number) => db.QuerySingleOrDefault<Row>($"""
        select o.number, o.entry, o.channel, o.household, o.objector, o.words, {Handler.Of("o.actor")} as recorder, o.recorded_at,
          r.outcome, r.reason,
          {Handler.Of("r.actor")} as ruler, r.recorded_at as ruled_at
        from black_objections o left join black_rulings r on r.bank = o.bank and r.objection = o.number
        where o.bank = @bank and o.number = @number
        """, new { bank, number });

    /// <summary>Numbers, newest first; without an answer where <paramref name="open"/> is set, of one entry where it is named.</summary>
    public static List<long> Newest(DbSession db, long bank, bool open, long entry, long before, int limit) => db.Query<long>("""
        select o.number from black_objections o
        where o.bank = @bank and (@entry = 0 or o.entry = @entry) and (@before = 0 or o.number < @before)
          and (@open = 0 or not exists (select 1 from black_rulings r where r.bank = o.bank and r.objection = o.number))
        order by o.number desc limit @limit
        """, new { bank, entry, before, limit, open = open ? 1 : 0 });

    /// <summary>Whether an objection of this household to this entry has no answer yet.</summary>
    public static bool IsOpen(DbSession db, long bank, long entry, long household) => db.ExecuteScalar<long>("""
        select count(*) from black_objections o where o.bank = @bank and o.entry = @entry and o.household = @household
          and not exists (select 1 from black_rulings r where r.bank = o.bank and r.objection = o.number)
        """, new { bank, entry, household }) > 0;

    /// <summary>Whether the caller reminded, recorded, decided or posted, or is tied to either side.</summary>
    public static bool IsInvolved(DbSession db, long bank, long objection, Caller caller) => db.ExecuteScalar<long>("""
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

    /// <summary>Writes down an objection, and answers its number.</summary>
    public static long Add(
        Writer writer, long bank, long entry, BlackObjectionInput input, string words, string objector, string actor) =>
        writer.ExecuteScalar<long>("""
            insert into black_objections (bank, number, entry, channel, household, objector, words, recorded_at, actor)
            select @bank, coalesce(max(number), 0) + 1, @entry, @Channel, @Household, @objector, @words, @at, @actor
              from black_objections where bank = @bank
            returning number
            """, new { bank, entry, input.Channel, input.Household, objector, words, at = writer.NowMilliseconds, actor });

    public static void Rule(Writer writer, long bank, long number, string outcome, string reason, string actor) =>
        writer.Execute("""
            insert into black_rulings (bank, objection, outcome, reason, recorded_at, actor)
              values (@bank, @number, @outcome, @reason, @at, @actor)
            """, new { bank, number, outcome, reason, at = writer.NowMilliseconds, actor });

    public sealed class Row
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
