using Dapper;
using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Favours;

namespace PointsBank.Village.Boards;

/// <summary>
/// What keeps a household from its further stars: too many points deducted by entries of one year, or favours that are suspended.
/// Everywhere stars are shown the same question is asked.
/// </summary>
public static class StarVeto
{
    /// <summary>
    /// 1 where the household that a query calls <paramref name="household"/> (a column of its number, beside a bank) has a veto, for any
    /// number of households in one statement; its parameters are those of <see cref="Parameters"/>.
    /// </summary>
    internal static string Column(string bank, string household) => $"""
        case when (select coalesce(sum(d.points), 0) from deeds d
            where d.bank = {bank} and d.household = {household} and d.kind = 'deduct' and d.effective_on >= @veto_from
              and d.effective_on < @veto_until) >= @veto_points
          or exists (select 1 from favour_suspensions s where s.bank = {bank} and s.household = {household}
            and {SuspensionTable.IsLive("@veto_day")})
        then 1 else 0 end
        """;

    /// <summary>What the column asks by; <paramref name="day"/> is the day on which a suspension counts.</summary>
    internal static DynamicParameters Parameters(DynamicParameters parameters, int year, Settings settings, LocalDate day)
    {
        parameters.Add("veto_from", new LocalDate(year, 1, 1).ToIso());
        parameters.Add("veto_until", new LocalDate(year + 1, 1, 1).ToIso());
        parameters.Add("veto_points", settings.On(day, Setting.StarVetoDeducted));
        parameters.Add("veto_day", day.ToIso());
        return parameters;
    }

    /// <summary>The most stars of a household in a year, asked on a day.</summary>
    internal static long MostOf(DbSession db, long bank, long household, int year, Settings settings, LocalDate day) =>
        BoardTable.IsVetoed(db, bank, household, year, settings, day) ? settings.On(day, Setting.StarVetoMost) : Stars.Most;
}
