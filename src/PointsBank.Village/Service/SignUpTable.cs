using NodaTime;
using PointsBank.Storage;

namespace PointsBank.Village.Service;

static class SignUpTable
{
    /// <summary>An activity's list in its order; those beyond the number wanted wait.</summary>
    public static List<SignUpView> List(DbSession db, long bank, Activity activity) =>
        db.Query<(long Member, string Name, long Household, string Group, long At)>("""
            select s.member, m.name, m.household, g.name, s.recorded_at from activity_signups s
            join members m on m.bank = s.bank and m.number = s.member
            join households h on h.bank = m.bank and h.number = m.household
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            where s.bank = @bank and s.activity = @number and s.kind = 'signed_up' and not exists (
              select 1 from activity_signups l where l.bank = s.bank and l.activity = s.activity and l.member = s.member
                and l.sequence > s.sequence)
            order by s.sequence
            """, new { bank, number = activity.Number })
        .Select((row, i) => new SignUpView(
            activity.Number, row.Member, row.Name, row.Household, row.Group, row.At.ToInstant(),
            i < activity.Wanted ? null : (int)(i - activity.Wanted) + 1)).ToList();

    /// <summary>The activities that members of a household signed up for and that are not over.</summary>
    public static List<long> Ahead(DbSession db, long bank, long household, Instant now) => db.Query<long>("""
        select distinct s.activity from activity_signups s
        join members m on m.bank = s.bank and m.number = s.member
        join activities a on a.bank = s.bank and a.number = s.activity
        where s.bank = @bank and m.household = @household and a.state in ('open', 'held') and a.ends_at >= @now order by s.activity
        """, new { bank, household, now = now.ToUnixTimeMilliseconds() });

    public static void Add(Writer writer, long bank, long activity, long member, string kind, string actor) => writer.Execute("""
        insert into activity_signups (bank, activity, sequence, member, kind, recorded_at, actor)
        select @bank, @activity, coalesce(max(sequence), 0) + 1, @member, @kind, @at, @actor from activity_signups
          where bank = @bank and activity = @activity
        """, new { bank, activity, member, kind, at = writer.NowMilliseconds, actor });
}
