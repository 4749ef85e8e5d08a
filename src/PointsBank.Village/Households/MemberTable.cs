using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>Members of households.</summary>
static class MemberTable
{
    public static List<long> Numbers(DbSession db, long bank, long household) => db.Query<long>(
        "select number from members where bank = @bank and household = @household", new { bank, household });

    /// <summary>The name of a household's head.</summary>
    public static string HeadsName(DbSession db, long bank, long household) => db.QuerySingle<string>(
        "select name from members where bank = @bank and household = @household and is_head = 1", new { bank, household });

    /// <summary>The birth date of a household's head; null where it has none.</summary>
    public static string? HeadsBirthDate(DbSession db, long bank, long household) => db.QuerySingleOrDefault<string>(
        "select birth_date from members where bank = @bank and household = @household and is_head = 1", new { bank, household });

    /// <summary>Whether a member is the head of the household; null where the household has no such member.</summary>
    public static bool? IsHead(DbSession db, long bank, long household, long member) => db.QuerySingleOrDefault<long?>(
        "select is_head from members where bank = @bank and number = @member and household = @household",
        new { bank, member, household }) is { } isHead ? isHead == 1 : null;

    /// <summary>How many members a household has, or whether it has the one named.</summary>
    public static long Count(DbSession db, long bank, long household, long member) => db.ExecuteScalar<long>(
        "select count(*) from members where bank = @bank and household = @household and (@member = 0 or number = @member)",
        new { bank, household, member });

    /// <summary>Whether the member named, or somebody of the household where none is, is a relative of the committee.</summary>
    public static bool IsRelated(DbSession db, long bank, long household, long? member) => db.Prepared("""
        select 1 from members where bank = @bank and household = @household and related = 1 and number = coalesce(@member, number)
          limit 1
        """, "@bank", "@household", "@member").Single(bank, household, member) is not null;
}
