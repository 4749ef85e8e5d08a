using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Deeds;

namespace PointsBank.Village.Favours;

/// <summary>
/// A household's honour and the levels below which its favours are at stake. Honour is the base of the year with what was earned and
/// deducted since; where the village pauses by deductions, credits do not make up for them. It is never below 0. Stars, boards and ranks
/// know no base: they count what was earned.
/// </summary>
static class FavourLevels
{
    public static long Base(Settings settings, int year) => settings.On(new(year, 1, 1), Setting.BaseStanding);

    public static long Remind(Settings settings, LocalDate day) => settings.On(day, Setting.FavourRemindBelow);

    public static long Pause(Settings settings, LocalDate day) => settings.On(day, Setting.FavourPauseBelow);

    public static bool IsByDeductions(Settings settings, LocalDate day) => settings.On(day, Setting.PauseBy) == 1;

    /// <summary>The honour inside a write.</summary>
    public static long Standing(Writer writer, Settings settings, long bank, long household, LocalDate day) => Honour(
        settings, day,
        IsByDeductions(settings, day) ? -DeedTable.Deducted(writer, bank, household, day) : Earned(writer, bank, household, day.Year));

    /// <summary>The honour as the last commit left it.</summary>
    public static long Standing(Database database, Settings settings, long bank, long household, LocalDate day) => Honour(
        settings, day,
        IsByDeductions(settings, day)
            ? -database.Read(db => DeedTable.Deducted(db, bank, household, day))
            : Earned(database, bank, household, day.Year));

    /// <summary>What a change of so much since the year's start makes of its base.</summary>
    public static long Honour(Settings settings, LocalDate day, long change) => Math.Max(Base(settings, day.Year) + change, 0);

    /// <summary>What a household earned in a year, less what was deducted, inside a write.</summary>
    public static long Earned(Writer writer, long bank, long household, int year) =>
        writer.Book(bank).Find(Chart.Merit(household, year))?.Balance.Value ?? 0;

    /// <summary>The same as the last commit left it.</summary>
    public static long Earned(Database database, long bank, long household, int year) =>
        database.ReadAccount(bank, Chart.Merit(household, year))?.Balance.Value ?? 0;
}
