using PointsBank.Storage;

namespace PointsBank.Village.Service;

static class ParticipantTable
{
    public static Participant? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<Participant>(
            "select number, name, household, birth_date from members where bank = @bank and number = @number", new { bank, number });

    /// <summary>When somebody left the household, and when that ended; null where neither happened.</summary>
    public static (string? Left, string? Ended) Ends(DbSession db, long bank, Participant person) =>
        db.QuerySingle<(string? Left, string? Ended)>("""
        select (select left_on from member_leavings where bank = @bank and member = @number),
          (select ended_on from household_ends where bank = @bank and household = @household)
        """, new { bank, number = person.Number, household = person.Household });
}
