using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village.Boards;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Demo;

/// <summary>
/// What the demo village hangs on its wall as the year goes by: the red board so far and the month's good deeds on every first, the year's red board once too early and so
/// once more as a correction. A household becomes two. In January the year is closed; carrying over is left for the clerk who opens the guide.
/// </summary>
sealed class DemoYear(Desks desks, Action<LocalDate> openOn, long bank, int year, Func<string, Caller?, WriteContext> next)
{
    readonly Caller supervisor = new("staff:2", "监督员", [new(Role.Supervisor, bank)]);
    readonly Caller clerk = new("staff:3", "记分员", [new(Role.Clerk, bank)]);
    int month = 1;
    long tooEarly;

    /// <summary>The assembly lets the year's board hang for a quarter; by itself a board hangs for a month.</summary>
    public async Task Define() => Done(await desks.BoardDefinitions.Define(
        next("board", supervisor), bank, "red",
        new("红榜", Measure.Standing, "Red board", "这段时间积分最多的户。", "The households with the most points in this time.", Top: 30, Days: 90)));

    /// <summary>Hangs what is due before the deeds of this day are entered: on the first what the month before brought, and in the last week, too early, the year's board.</summary>
    public async Task HangBefore(LocalDate day)
    {
        for (; month < day.Month; month++)
        {
            openOn(new(year, month + 1, 1));
            await Publish("red", $"{year}", $"{month}月底红榜");
            await Publish("good-deeds", $"{year}-{month:D2}", $"{month}月善行榜");
        }
        if (tooEarly > 0 || day <= new LocalDate(year, 12, 26)) return;
        openOn(new(year, 12, 26));
        tooEarly = await Publish("red", $"{year}", "年终红榜");
    }

    /// <summary>At the year's end one of the grandparents moves out, and takes along what the family agreed on.</summary>
    public async Task Split(IReadOnlyList<DemoHousehold> households)
    {
        openOn(new(year, 12, 30));
        foreach (var household in households.Where(household => household.Number > 100 && household.Members.Count > 3))
        {
            var (going, has) = (household.Members[^1], Done(await desks.Journal.Balance(bank, household.Number)));
            if (going.BirthDate.Year > year - 55 || has.Points.Available < 20 || has.Merit.Standing < 30) continue;
            var group = Done(desks.Households.Get(bank, household.Number)).Group;
            Done(await desks.Changes.Split(
                next("split", clerk), bank, new(household.Number, [going.Number], going.Number, group, 8, 10, new("老人单独居住，自愿分户", "村委会会议", $"安村议〔{year}〕11号"))));
            return;
        }
    }

    /// <summary>On New Year's Day hang December and the year's board as it should have been.</summary>
    public async Task HangLast()
    {
        openOn(new(year + 1, 1, 1));
        await Publish("good-deeds", $"{year}-12", "12月善行榜");
        await Publish("red", $"{year}", "年底最后几天的好事没有列入，更正年终红榜", tooEarly);
    }

    /// <summary>Closes the year as the book has it then.</summary>
    public async Task Close()
    {
        openOn(new(year + 1, 1, 8));
        var head = Done(await desks.Years.Get(bank, year)).Head;
        Done(await desks.Years.Close(next("year-close", clerk), bank, year, new(head)));
    }

    async Task<long> Publish(string board, string period, string reason, long? corrects = null) =>
        Done(await desks.Publications.Publish(next("publication", clerk), bank, board, new(period, reason, corrects))).Number;

    static T Done<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal
        ? throw new InvalidOperationException($"the demo's year was refused: {refusal} {string.Join(", ", refusal.Facts)}")
        : outcome.Value;
}
