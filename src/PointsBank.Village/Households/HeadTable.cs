using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>The heads of households.</summary>
static class HeadTable
{
    /// <summary>The birth date of a household's head; null where it has none.</summary>
    public static string? BirthDateOf(DbSession db, long bank, long household) => db.QuerySingleOrDefault<string>(
        "select birth_date from members where bank = @bank and household = @household and is_head = 1", new { bank, household });
}
