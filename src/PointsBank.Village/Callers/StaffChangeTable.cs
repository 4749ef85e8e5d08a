using PointsBank.Storage;

namespace PointsBank.Village.Callers;

/// <summary>Who set the rights or the password of which member of staff.</summary>
static class StaffChangeTable
{
    public static void Add(Writer writer, long staff, string kind, Caller by) => writer.Execute("""
        insert into staff_changes (number, staff, kind, recorded_at, actor)
        select coalesce(max(number), 0) + 1, @staff, @kind, @at, @actor from staff_changes where true
        """, new { staff, kind, at = writer.NowMilliseconds, actor = by.Actor });

    /// <summary>Whether whoever proposed something has since set the rights or the password of this member of staff.</summary>
    public static bool IsMadeBy(DbSession connection, long staff, Maker maker) => connection.ExecuteScalar<long>(
        "select count(*) from staff_changes where staff = @staff and actor = @actor and recorded_at > @at",
        new { staff, actor = maker.Actor, at = maker.At }) > 0;
}
