using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Service;

/// <summary>Somebody of the village who may serve.</summary>
sealed record Participant(long Number, string Name, long Household, string Birth_Date)
{
    /// <summary>From this age on somebody serves without one of the own household there.</summary>
    public const int AgeAlone = 14;

    public const int AgeOfMajority = 18;

    public int AgeOn(LocalDate day) => Period.Between(Birth_Date.ToDate(), day, PeriodUnits.Years).Years;

    public static Participant? Find(SqliteConnection connection, long bank, long number) =>
        connection.QuerySingleOrDefault<Participant>("select number, name, household, birth_date from members where bank = @bank and number = @number", new { bank, number });
}
