using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>Members of households.</summary>
static class MemberTable
{
    /// <summary>The name of a household's head.</summary>
    public static string HeadsName(DbSession db, long bank, long household) => db.QuerySingle<string>(
        "select name from members where bank = @bank and household = @household and is_head = 1", new { bank, household });

    /// <summary>The birth date of a household's head; null where it has none.</summary>
    public static string? HeadsBirthDate(DbSession db, long bank, long household) => db.QuerySingleOrDefault<string>(
        "select birth_date from members where bank = @bank and household = @household and is_head = 1", new { bank, household });

    /// <summary>Whether the member named, or somebody of the household where none is, is a relative of the committee.</summary>
    public static bool IsRelated(DbSession db, long bank, long household, long? member) => db.Prepared("""
        select 1 from members where bank = @bank and household = @household and related = 1 and number = coalesce(@member, number)
          limit 1
        """, "@bank", "@household", "@member").Single(bank, household, member) is not null;
}
