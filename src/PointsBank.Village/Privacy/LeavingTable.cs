using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Privacy;

/// <summary>Members who left households that go on without them.</summary>
static class LeavingTable
{
    public static void Add(Writer writer, long bank, long household, long member, LeavingInput left, string actor) => writer.Execute("""
        insert into member_leavings (bank, member, household, left_on, kind, recorded_at, actor)
          values (@bank, @member, @household, @leftOn, @Kind, @at, @actor)
        """, new { bank, member, household, leftOn = left.LeftOn.ToIso(), left.Kind, at = writer.NowMilliseconds, actor });

    /// <summary>Who left this household.</summary>
    public static List<LeavingView> Of(DbSession db, long bank, long household) =>
        db.Query<(long Household, long Member, string LeftOn, string Kind, string Handler, long At)>($"""
            select household, member, left_on, kind, {Handler.Of("actor")}, recorded_at from member_leavings
              where bank = @bank and household = @household order by member
            """,
            new { bank, household })
                .Select(row => new LeavingView(row.Household, row.Member, row.LeftOn.ToDate(), row.Kind, row.Handler, row.At.ToInstant()))
                .ToList();
}
