using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Favours;

/// <summary>Objections to suspensions, and their rulings.</summary>
static class FavourObjectionTable
{
    /// <summary>Objections, newest first; of one suspension where it is named, and without an answer where asked so.</summary>
    public static List<FavourObjectionView> List(
        DbSession db, long bank, long? number, long suspension, bool open, long before, int limit, long rulingDays) =>
        db.Query<(
            long Number, long Suspension, long Household, string Head, string Channel, string Words, long At, string? Outcome,
            string Reason, string Ruler, long RuledAt)>($"""
            select o.number, o.suspension, s.household,
              coalesce((select p.name from members p where p.bank = s.bank and p.household = s.household and p.is_head = 1), ''), o.channel,
              o.words,
              o.recorded_at, r.outcome, coalesce(r.reason, ''), coalesce({Handler.Of("r.actor")}, ''), coalesce(r.recorded_at, 0)
            from favour_objections o
            join favour_suspensions s on s.bank = o.bank and s.number = o.suspension
            left join favour_rulings r on r.bank = o.bank and r.objection = o.number
            where o.bank = @bank and (@number is null or o.number = @number) and (@suspension = 0 or o.suspension = @suspension)
              and (@before = 0 or o.number < @before)
              and (@open = 0 or r.objection is null)
            order by o.number desc limit @limit
            """, new { bank, number, suspension, open = open ? 1 : 0, before, limit })
            .Select(row => new FavourObjectionView(
                row.Number, row.Suspension, row.Household, row.Head, row.Channel, row.Words, DayOf(row.At),
                DayOf(row.At).PlusDays((int)rulingDays),
                row.Outcome is null ? null : new(row.Outcome, row.Reason, row.Ruler, DayOf(row.RuledAt)))).ToList();

    /// <summary>A household's last objections, newest first.</summary>
    public static List<FavourObjectionView> OfHousehold(DbSession db, long bank, long household, long rulingDays) =>
        db.Query<long>("""
        select o.number from favour_objections o join favour_suspensions s on s.bank = o.bank and s.number = o.suspension
        where o.bank = @bank and s.household = @household order by o.number desc limit 20
        """, new { bank, household }).SelectMany(number => List(db, bank, number, 0, false, 0, 1, rulingDays)).ToList();

    /// <summary>Whether an objection to the suspension has no answer yet.</summary>
    public static bool IsOpen(DbSession db, long bank, long suspension) => db.ExecuteScalar<long>("""
        select count(*) from favour_objections o where o.bank = @bank and o.suspension = @suspension
          and not exists (select 1 from favour_rulings r where r.bank = o.bank and r.objection = o.number)
        """, new { bank, suspension }) > 0;

    /// <summary>Whether the caller reminded, recorded, confirmed or sat in the meeting, or is tied to the household.</summary>
    public static bool IsInvolved(DbSession db, long bank, long suspension, Caller caller) =>
        db.ExecuteScalar<long>("""
        select count(*) from favour_suspensions s where s.bank = @bank and s.number = @suspension and (s.actor = @actor
          or exists (select 1 from favour_confirmations c where c.bank = s.bank and c.suspension = s.number and c.actor = @actor)
          or exists (select 1 from favour_reminders m where m.bank = s.bank and m.number = s.reminder and m.actor = @actor)
          or exists (select 1 from assessment_people p where p.bank = s.bank and p.session = s.session and p.staff = @staff)
          or exists (select 1 from staff_ties t where t.bank = s.bank and t.staff = @staff and t.household = s.household))
        """, new { bank, suspension, actor = caller.Actor, staff = caller.StaffNumber ?? 0 }) > 0;

    /// <summary>Writes down an objection, and answers its number.</summary>
    public static long Add(Writer writer, long bank, long suspension, string channel, string words, string actor) =>
        writer.ExecuteScalar<long>("""
            insert into favour_objections (bank, number, suspension, channel, words, recorded_at, actor)
            select @bank, coalesce(max(number), 0) + 1, @suspension, @channel, @words, @at, @actor
              from favour_objections where bank = @bank
            returning number
            """, new { bank, suspension, channel, words, at = writer.NowMilliseconds, actor });

    public static void Rule(Writer writer, long bank, long objection, string outcome, string reason, string actor) =>
        writer.Execute("""
            insert into favour_rulings (bank, objection, outcome, reason, recorded_at, actor)
              values (@bank, @objection, @outcome, @reason, @at, @actor)
            """, new { bank, objection, outcome, reason, at = writer.NowMilliseconds, actor });

    static LocalDate DayOf(long milliseconds) => milliseconds.ToInstant().InZone(BankDesk.Zone).Date;
}
