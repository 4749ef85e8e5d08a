using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Claims;

/// <summary>Reminders as they were recorded.</summary>
static class ReminderTable
{
    /// <summary>The day of a reminder of this kind, of this household and rule; null where it is none of those.</summary>
    public static string? DayOf(DbSession db, long bank, long number, long household, string rule, string kind) =>
        db.QuerySingleOrDefault<string>("""
            select reminded_on from reminders where bank = @bank and number = @number and household = @household and rule = @rule
              and kind = @kind
            """, new { bank, number, household, rule, kind });

    /// <summary>The reminders of a claim's rule up to the day of the deed.</summary>
    public static List<(string Kind, string Day)> UpTo(DbSession db, long bank, Claim claim) => db.Query<(string Kind, string Day)>(
        "select kind, reminded_on from reminders where bank = @bank and household = @household and rule = @rule and reminded_on <= @day",
        new { bank, household = claim.Household, rule = claim.Rule, day = claim.EffectiveOn });

    /// <summary>Writes down a reminder, and answers its number.</summary>
    public static long Add(Writer writer, long bank, ReminderInput input, string memo, string actor) => writer.ExecuteScalar<long>("""
        insert into reminders (bank, number, household, rule, kind, reminded_on, memo, recorded_at, actor)
        select @bank, coalesce(max(number), 0) + 1, @household, @rule, @kind, @day, @memo, @at, @actor from reminders
          where bank = @bank
        returning number
        """,
        new
        {
            bank, household = input.Household, rule = input.Rule, kind = input.Kind, day = input.RemindedOn.ToIso(), memo,
            at = writer.NowMilliseconds, actor,
        });

    /// <summary>Reminders, newest first: the one with this number, or of one household, where they are named.</summary>
    public static List<ReminderView> List(DbSession db, long bank, long number, long household, long before, int limit) =>
        db.Query<(
            long Number, long Household, string Head, string Rule, string ItemZh, string ItemEn, string Kind, string Day, string Memo,
            string Handler, long At)>($"""
            select m.number, m.household,
              coalesce((select p.name from members p where p.bank = m.bank and p.household = m.household and p.is_head = 1), ''), m.rule,
              coalesce((select r.item_zh from rules r where r.bank = m.bank and r.code = m.rule order by r.version desc limit 1), ''),
              coalesce((select r.item_en from rules r where r.bank = m.bank and r.code = m.rule order by r.version desc limit 1), ''),
              m.kind, m.reminded_on, m.memo, {Handler.Of("m.actor")}, m.recorded_at
            from reminders m
            where m.bank = @bank and (@number = 0 or m.number = @number) and (@household = 0 or m.household = @household)
              and (@before = 0 or m.number < @before)
            order by m.number desc limit @limit
            """, new { bank, number, household, before, limit })
            .Select(row => new ReminderView(
                row.Number, row.Household, row.Head, row.Rule, row.ItemZh, row.ItemEn, row.Kind, row.Day.ToDate(), row.Memo, row.Handler,
                row.At.ToInstant())).ToList();
}
