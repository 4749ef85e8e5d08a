using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Staff;

/// <summary>What staff may do where; 0 stands for everywhere.</summary>
static class GrantTable
{
    public static List<Grant> Of(DbSession db, long? staff) => db.Query<(long Role, long Bank, long Shop, long Group, long Team)>(
        "select role, bank, shop, group_no, team from staff_grants where staff = @staff", new { staff })
        .ConvertAll(row => new Grant((Role)row.Role, row.Bank, row.Shop, row.Group, row.Team));

    /// <summary>The same in order, with the codes of the banks.</summary>
    public static List<(long Role, string? Code, long Shop, long Group, long Team)> WithCodes(DbSession db, long staff) =>
        db.Query<(long Role, string? Code, long Shop, long Group, long Team)>("""
            select g.role, b.code, g.shop, g.group_no, g.team from staff_grants g left join books b on b.bank = g.bank
            where g.staff = @staff order by g.role, g.bank, g.shop, g.group_no, g.team
            """, new { staff });

    public static void Clear(Writer writer, long staff) =>
        writer.Execute("delete from staff_grants where staff = @staff", new { staff });

    public static void Add(Writer writer, long staff, Grant grant) => writer.Execute("""
        insert into staff_grants (staff, role, bank, shop, group_no, team) values (@staff, @role, @Bank, @Shop, @Group, @Team)
        on conflict (staff, role, bank, shop, group_no, team) do nothing
        """, new { staff, role = (long)grant.Role, grant.Bank, grant.Shop, grant.Group, grant.Team });
}
