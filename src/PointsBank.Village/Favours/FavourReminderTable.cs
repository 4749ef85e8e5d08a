using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Favours;

/// <summary>Reminders that favours are at stake, and the households for which they are.</summary>
static class FavourReminderTable
{
    /// <summary>Writes down a reminder, and answers its number.</summary>
    public static long Add(Writer writer, long bank, long household, LocalDate day, long standing, long level, string actor) =>
        writer.ExecuteScalar<long>("""
            insert into favour_reminders (bank, number, household, year, standing, level, reminded_on, recorded_at, actor)
            select @bank, coalesce(max(number), 0) + 1, @household, @year, @standing, @level, @day, @at, @actor
              from favour_reminders where bank = @bank
            returning number
            """,
            new { bank, household, year = day.Year, standing, level, day = day.ToIso(), at = writer.NowMilliseconds, actor });

    /// <summary>
    /// Households that lost more than so much since the year's start, the lowest first: by the index on standing, and where deductions
    /// alone count by the few of the year.
    /// </summary>
    public static List<(long Household, string Head, string Group, long Change, string? Day)> AtStake(
        DbSession db, long bank, int year, bool isByDeductions, long below, int limit)
    {
        var changes = isByDeductions
            ? """
                select bank, household as owner, -cast(coalesce(sum(points), 0) as bigint) as balance from deeds
                  where bank = @bank and kind = 'deduct' and effective_on >= @from and effective_on < @until group by bank, household
                """
            : $"""
                select bank, owner, balance from account_heads
                  where bank = @bank and kind = {(int)AccountKind.HouseholdMerit} and period = @year
                """;
        return db.Query<(long Household, string Head, string Group, long Change, string? Day)>($"""
            select h.number, coalesce((select p.name from members p where p.bank = h.bank and p.household = h.number and p.is_head = 1),
              ''), g.name, cast(a.balance as bigint),
              (select max(r.reminded_on) from favour_reminders r where r.bank = h.bank and r.household = h.number and r.year = @year)
            from ({changes}) as a
            join households h on h.bank = a.bank and h.number = a.owner
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            where a.balance < @below and not exists (select 1 from household_ends e where e.bank = h.bank and e.household = h.number)
            order by a.balance, h.number limit @limit
            """,
            new
            {
                bank, year, from = new LocalDate(year, 1, 1).ToIso(), until = new LocalDate(year + 1, 1, 1).ToIso(), below, limit,
            });
    }

    /// <summary>Reminders, newest first; of one household where it is named.</summary>
    public static List<FavourReminderView> List(
        DbSession db, long bank, long? number, long household, long before, int limit) =>
        db.Query<(long Number, long Household, string Head, long Year, long Standing, long Level, string Day, string Handler)>($"""
            select r.number, r.household,
              coalesce((select p.name from members p where p.bank = r.bank and p.household = r.household and p.is_head = 1), ''), r.year,
              r.standing, r.level,
              r.reminded_on, {Handler.Of("r.actor")}
            from favour_reminders r
            where r.bank = @bank and (@number is null or r.number = @number) and (@household = 0 or r.household = @household)
              and (@before = 0 or r.number < @before)
            order by r.number desc limit @limit
            """, new { bank, number, household, before, limit })
            .Select(
                row => new FavourReminderView(
                    row.Number, row.Household, row.Head, (int)row.Year, row.Standing, row.Level, row.Day.ToDate(), row.Handler)).ToList();
}
