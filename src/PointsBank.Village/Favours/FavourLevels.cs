using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Deeds;

namespace PointsBank.Village.Favours;

/// <summary>Where a household stands in a year, and the levels below the base at which its favours are at stake.</summary>
static class FavourLevels
{
    public static long Base(Settings settings, int year) => settings.On(new(year, 1, 1), Setting.BaseStanding);

    public static long Remind(Settings settings, LocalDate day) => Base(settings, day.Year) - settings.On(day, Setting.FavourRemindLoss);

    public static long Pause(Settings settings, LocalDate day) => Base(settings, day.Year) - settings.On(day, Setting.FavourPauseLoss);

    /// <summary>The standing inside a write.</summary>
    public static long Standing(Writer writer, Settings settings, long bank, long household, int year) =>
        Base(settings, year) + (writer.Book(bank).Find(Chart.Merit(household, year))?.Balance.Value ?? 0);

    /// <summary>The standing as the last commit left it.</summary>
    public static long Standing(Database database, Settings settings, long bank, long household, int year) =>
        Base(settings, year) + (database.ReadAccount(bank, Chart.Merit(household, year))?.Balance.Value ?? 0);
}
