using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>The village's groups.</summary>
static class GroupTable
{
    /// <summary>The names by number.</summary>
    public static Dictionary<long, string> NamesOf(DbSession db, long bank) =>
        db.Query<(long Number, string Name)>("select number, name from village_groups where bank = @bank", new { bank })
            .ToDictionary(row => row.Number, row => row.Name);

    public static bool Exists(DbSession db, long bank, long group) => db.ExecuteScalar<long>(
        "select count(*) from village_groups where bank = @bank and number = @group", new { bank, group }) > 0;

    /// <summary>The group of a household; null where there is no such household.</summary>
    public static long? Of(DbSession db, long bank, long household) => db.Prepared(
        "select group_no from households where bank = @bank and number = @number", "@bank", "@number").Single(bank, household);
}
