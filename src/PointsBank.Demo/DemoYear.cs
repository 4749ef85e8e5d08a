using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Boards;
using static PointsBank.Demo.DemoLife;

namespace PointsBank.Demo;

/// <summary>
/// What the demo village hangs on its wall as a year goes by: the month's good deeds and the red board so far when the claims of the month
/// are entered, the year's red board once too early and so once more as a correction. On 8 January the year is closed; in its first months
/// carrying over is left for the clerk who opens the guide.
/// </summary>
sealed class DemoYear(DemoLife life, int year)
{
    readonly Desks desks = life.Desks;
    readonly long bank = life.Bank;
    readonly DemoStaff staff = life.Staff;
    long tooEarly;

    /// <summary>The assembly lets the year's board hang for a quarter; by itself a board hangs for a month.</summary>
    public static async Task Define(DemoLife life) => Done(await life.Desks.BoardDefinitions.Define(
        life.Next("board", life.Staff.Supervisor), life.Bank, "red",
        new("红榜", Measure.Standing, "Red board", "这段时间积分最多的户。", "The households with the most points in this time.", Top: 30, Days: 90)));

    public void Tell()
    {
        for (var month = 1; month <= 12; month++)
        {
            var (name, period) = ($"{month}月", $"{year}-{month:D2}");
            life.On(new LocalDate(year, month, 8).PlusMonths(1), () => Publish("good-deeds", period, $"{name}善行榜"));
            if (month < 12) life.On(new LocalDate(year, month, 8).PlusMonths(1), () => Publish("red", $"{year}", $"{name}底红榜"));
        }
        life.On(new(year, 12, 26), async () => tooEarly = await Publish("red", $"{year}", "年终红榜"));
        life.On(new(year + 1, 1, 8), async () =>
        {
            await Publish("red", $"{year}", "年底的好事公示期满，更正年终红榜", tooEarly);
            Done(
                await desks.Years.Close(
                    life.Next("year-close", staff.Clerk), bank, year, new(Done(desks.Years.Get(bank, year)).Head)));
        });
    }

    /// <summary>What is left of the points is carried over, the rest expires, before the shop opens on that day.</summary>
    public async Task CarryOver() =>
        Done(
            await desks.Years.Expire(life.Next("year-expiry", staff.Clerk), bank, year, new(Done(desks.Years.Get(bank, year)).Head)));

    async Task<long> Publish(string board, string period, string reason, long? corrects = null) =>
        Done(await desks.Publications.Publish(life.Next("publication", staff.Clerk), bank, board, new(period, reason, corrects))).Number;
}
