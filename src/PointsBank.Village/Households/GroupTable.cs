using PointsBank.Papers.Typing;
using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>The village's groups.</summary>
static class GroupTable
{
    /// <summary>The names by number, in order of number.</summary>
    public static Dictionary<long, string> NamesOf(DbSession db, long bank) =>
        All(db, bank).ToDictionary(row => row.Number, row => row.Name);

    /// <summary>Every group, with how many of its households are there.</summary>
    public static List<GroupView> WithHouseholds(DbSession db, long bank) => Counted(db, bank, HouseholdTable.IsThere);

    /// <summary>Every group, with how many of its households have no passbook in use.</summary>
    public static List<GroupView> WithoutPassbook(DbSession db, long bank) =>
        Counted(db, bank, $"{HouseholdTable.IsThere} and {PassbookTable.HasNone}");

    public static bool Exists(DbSession db, long bank, long group) => db.ExecuteScalar<long>(
        "select count(*) from village_groups where bank = @bank and number = @group", new { bank, group }) > 0;

    /// <summary>The group of a household; null where there is no such household.</summary>
    public static long? Of(DbSession db, long bank, long household) => db.Prepared(
        "select group_no from households where bank = @bank and number = @number", "@bank", "@number").Single(bank, household);

    /// <summary>The name of a household's group; null where there is no such household.</summary>
    public static string? NameOf(DbSession db, long bank, long household) => db.QuerySingleOrDefault<string>("""
        select g.name from households h join village_groups g on g.bank = h.bank and g.number = h.group_no
          where h.bank = @bank and h.number = @household
        """, new { bank, household });

    /// <summary>The group of this name however it is written; null where there is none.</summary>
    public static long? Find(DbSession db, long bank, string name)
    {
        var key = TypedName.GroupKey(name);
        foreach (var (number, there) in All(db, bank))
            if (TypedName.GroupKey(there) == key) return number;
        return null;
    }

    /// <summary>The group of this name however it is written, opened on first need: 一组, 1组 and １组 are one.</summary>
    public static long Of(Writer writer, long bank, string name)
    {
        if (Find(writer, bank, name) is { } known) return known;
        writer.Execute("""
            insert into village_groups (bank, number, name)
            select @bank, coalesce(max(number), 0) + 1, @name from village_groups where bank = @bank
            on conflict (bank, name) do nothing
            """, new { bank, name });
        return writer.ExecuteScalar<long>("select number from village_groups where bank = @bank and name = @name", new { bank, name });
    }

    static List<(long Number, string Name)> All(DbSession db, long bank) => db.Query<(long, string)>(
        "select number, name from village_groups where bank = @bank order by number", new { bank });

    /// <summary>Every group, with how many of the households h for which <paramref name="counts"/> holds.</summary>
    static List<GroupView> Counted(DbSession db, long bank, string counts) =>
        db.Query<(long Number, string Name, long Households)>($"""
        select g.number, g.name, count(h.number) from village_groups g
          left join households h on h.bank = g.bank and h.group_no = g.number and {counts}
        where g.bank = @bank group by g.number, g.name order by g.number
        """, new { bank }).ConvertAll(row => new GroupView(row.Number, row.Name, (int)row.Households));
}
