using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Favours;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Favours;

/// <summary>
/// A village whose households begin the year at 100: reminded below 80, suspended below 70. Household 1 fell to 68 by what was deducted;
/// each has 40 points.
/// </summary>
static class FavourLife
{
    public const long Bank = VillageFixture.Bank, Shop = VillageFixture.Shop;

    public static Caller OtherSupervisor { get; } = new("staff:1", "another supervisor", [new(Role.Supervisor, Bank)]);

    public static async Task<VillageFixture> Open()
    {
        var village = await OpenWithPeople();
        await village.Set(Setting.BaseStanding, 100, new(2020, 1, 1));
        for (var household = 1; household <= 3; household++) await village.BringForward(household, 80);
        await village.Receive("soap", 100);
        await village.Sink();
        return village;
    }

    /// <summary>Takes a household to 68.</summary>
    public static async Task Sink(this VillageFixture village, long household = 1)
    {
        foreach (var rule in (string[])["A11", "A10", "D10"]) await village.Deduct(household, rule);
    }

    public static Task<Outcome<FavourReminderView>> TryRemind(this VillageFixture village, long household = 1) =>
        village.Desks.Suspensions.Remind(As(VillageFixture.Clerk), Bank, new(household));

    public static async Task<Outcome<SuspensionView>> TryRecord(
        this VillageFixture village, long household = 1, long? session = null, int days = 30, string reason = "多次不参加村里清扫",
        long? prolongs = null, Caller? by = null) =>
        await village.Desks.Suspensions.Record(
            As(by ?? VillageFixture.Clerk), Bank,
            new(household, session ?? await village.Meet(), "会议纪要3号", reason, village.Today.PlusDays(days), Prolongs: prolongs));

    public static Task<Outcome<SuspensionView>> TryConfirm(this VillageFixture village, long suspension, Caller? by = null) =>
        village.Desks.Suspensions.Confirm(As(by ?? Supervisor), Bank, suspension);

    /// <summary>Reminded, decided and confirmed.</summary>
    public static async Task<long> Suspend(this VillageFixture village, long household = 1, int days = 30)
    {
        village.Done(await village.TryRemind(household));
        var number = village.Done(await village.TryRecord(household, days: days)).Number;
        village.Done(await village.TryConfirm(number));
        return number;
    }

    public static string State(this VillageFixture village, long suspension) =>
        village.Done(village.Desks.Suspensions.Get(Bank, suspension)).State;

    public static HouseholdFavoursView Look(this VillageFixture village, long household = 1, Caller? by = null) =>
        village.Done(village.Desks.Favours.Of(by ?? VillageFixture.Clerk, Bank, household));

    public static Task<Outcome<FavourObjectionView>> TryObjectTo(this VillageFixture village, long suspension, long household = 1) =>
        village.Desks.Suspensions.Object(As(HouseholdOf(household)), Bank, household, new(suspension, "那天我在医院陪护"));

    /// <summary>All is as the journal says, but for a year's list that was written by hand.</summary>
    public static void IsSoundBesideTheYear(this VillageFixture village) =>
        village.Desks.Verification.Verify(Bank, full: true).Deviations.Where(
            deviation => !deviation.Code.StartsWith("year_", StringComparison.Ordinal))
            .Should().BeEmpty();

    /// <summary>Closes a year as it would be: ranks and stars as given, household by household.</summary>
    public static async Task CloseYear(
        this VillageFixture village, int year, params IReadOnlyList<(long Household, long Standing, long Rank, long Stars)> list) =>
        village.Done(
        await village.Database.Write<int>(writer =>
        {
            writer.Execute(
                "insert into year_closes values (1, @year, 1, 1, '1-ABCDEF', 20, 20, 3, @households, null, @day, 0, 'staff:3')",
                new { year, households = list.Count, day = $"{year + 1}-01-10" });
            foreach (var (household, standing, rank, stars) in list)
                writer.Execute(
                    "insert into year_standings values (1, @year, 1, @household, @standing, @rank, @stars)",
                    new { year, household, standing, rank, stars });
            return list.Count;
        }));
}
