using PointsBank.Storage;

namespace PointsBank.Village.Staff;

/// <summary>The households of a bank in which staff live or have relatives.</summary>
static class TieTable
{
    public static TiesView Of(DbSession db, long bank, long staff) => new(staff, db.Query<(long Household, string Tie)>(
        "select household, tie from staff_ties where bank = @bank and staff = @staff order by household",
        new { bank, staff }).ConvertAll(row => new TieInput(row.Household, row.Tie)));

    public static void Clear(Writer writer, long bank, long staff) =>
        writer.Execute("delete from staff_ties where bank = @bank and staff = @staff", new { bank, staff });

    public static void Add(Writer writer, long bank, long staff, TieInput tie, string actor) => writer.Execute("""
        insert into staff_ties (bank, staff, household, tie, recorded_at, actor)
          values (@bank, @staff, @Household, @Tie, @at, @actor)
        on conflict (bank, staff, household) do nothing
        """, new { bank, staff, tie.Household, tie.Tie, at = writer.NowMilliseconds, actor });
}
