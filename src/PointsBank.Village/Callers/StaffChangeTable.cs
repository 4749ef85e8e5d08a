using PointsBank.Storage;

namespace PointsBank.Village.Callers;

/// <summary>Who set the rights or the password of which member of staff.</summary>
static class StaffChangeTable
{
    public static void Add(Writer writer, long staff, string kind, Caller by) => writer.Execute("""
        insert into staff_changes (number, staff, kind, recorded_at, actor)
        select coalesce(max(number), 0) + 1, @staff, @kind, @at, @actor from staff_changes where true
        """, new { staff, kind, at = writer.NowMilliseconds, actor = by.Actor });

    /// <summary>
    /// Whether somebody has set the rights or the password of this member of staff since, whom the maker, or whoever the maker made, had
    /// made in turn.
    /// </summary>
    public static bool IsMadeBy(DbSession db, long staff, Maker maker) => db.ExecuteScalar<long>("""
        with recursive above (actor) as (
          select c.actor from staff_changes c where c.staff = @staff and c.kind <> 'ended' and c.recorded_at > @at
          union
          select c.actor from above a join staff_changes c on a.actor = 'staff:' || c.staff and c.kind <> 'ended'
        )
        select count(*) from above where actor = @actor
        """, new { staff, actor = maker.Actor, at = maker.At }) > 0;

    /// <summary>Who set whose rights or password, each pair once, with the last time.</summary>
    public static List<(string Actor, long Staff, long At)> Pairs(DbSession db) => db.Query<(string, long, long)>("""
        select actor, staff, max(recorded_at) from staff_changes where kind <> 'ended' group by actor, staff
        """);
}
