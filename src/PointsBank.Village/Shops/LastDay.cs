using NodaTime;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Shops;

/// <summary>What is promised until a day is promised until its end in the village.</summary>
static class LastDay
{
    public static Instant End(LocalDate day) => day.PlusDays(1).AtStartOfDayInZone(BankDesk.Zone).ToInstant();

    public static LocalDate Of(Instant end) => end.InZone(BankDesk.Zone).Date.PlusDays(-1);
}
