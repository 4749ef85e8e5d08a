using PointsBank.Storage;

namespace PointsBank.Village.Staff;

/// <summary>The households of a bank in which staff live or have relatives.</summary>
static class TieTable
{
    public static TiesView Of(DbSession db, long bank, long staff) => new(staff, db.Query<(long Household, string Tie)>(
        "select household, tie from staff_ties where bank = @bank and staff = @staff order by household",
        new { bank, staff }).ConvertAll(row => new TieInput(row.Household, row.Tie)));

    /// <summary>Ends a tie, and keeps who did so.</summary>
    public static void End(Writer writer, long bank, long staff, TieInput tie, string actor)
    {
        writer.Execute("""
            insert into tie_ends (bank, number, staff, household, tie, since, recorded_at, actor)
            select @bank, (select coalesce(max(number), 0) + 1 from tie_ends where bank = @bank), t.staff, t.household, t.tie,
              t.recorded_at, @at, @actor
            from staff_ties t where t.bank = @bank and t.staff = @staff and t.household = @Household
            """, new { bank, staff, tie.Household, at = writer.NowMilliseconds, actor });
        writer.Execute(
            "delete from staff_ties where bank = @bank and staff = @staff and household = @Household", new { bank, staff, tie.Household });
    }

    public static void Add(Writer writer, long bank, long staff, TieInput tie, string actor) => writer.Execute("""
        insert into staff_ties (bank, staff, household, tie, recorded_at, actor)
          values (@bank, @staff, @Household, @Tie, @at, @actor)
        on conflict (bank, staff, household) do nothing
        """, new { bank, staff, tie.Household, tie.Tie, at = writer.NowMilliseconds, actor });
}
