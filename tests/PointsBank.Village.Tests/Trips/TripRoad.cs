using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Trips;

namespace PointsBank.Village.Tests.Trips;

/// <summary>
/// A village with points and soap, and a trip of its shop with devices that were taken into use. It is the day of the trip.
/// </summary>
sealed class TripRoad : IDisposable
{
    public const long Bank = VillageFixture.Bank;
    public const long Shop = VillageFixture.Shop;

    TripRoad(VillageFixture village) => Village = village;

    public VillageFixture Village { get; }

    public Desks Desks => Village.Desks;

    public long Trip { get; private set; }

    /// <summary>Households 1 to 4 with so many points each, in two groups; soap at 5 points, so many pieces on each device.</summary>
    public static async Task<TripRoad> Open(
        long points = 40, long pieces = 20, int devices = 2, string split = "groups", long limit = 0,
        Func<VillageFixture, Task>? before = null)
    {
        var road = new TripRoad(await VillageFixture.Open(2));
        var village = road.Village;
        await village.Set(Setting.RedemptionMonthMost, 0, new(2020, 1, 1));
        await village.OpenHousehold("李秀英", "二组");
        await village.OpenHousehold("李桂芳", "二组");
        for (var household = 1; household <= 4; household++)
            if (points > 0)
                await village.BringForward(household, points);
        await village.Receive("soap", 1_000);
        if (before is not null) await before(village);
        var trip = village.Done(await road.Plan(devices, split, limit));
        road.Trip = trip.Number;
        foreach (var device in trip.Devices)
            village.Done(await village.TryMove("moved", "soap", pieces, to: device.Place));
        village.Done(await road.Desks.Trips.Prepare(VillageFixture.Ask(), Bank, Shop, trip.Number));
        foreach (var device in trip.Devices) village.Done(await road.Take(device.Number));
        return road;
    }

    public Task<Outcome<TripView>> Plan(int devices = 2, string split = "groups", long limit = 0) => Desks.Trips.Plan(
        VillageFixture.Ask(), Bank, Shop,
        new(
            Village.Today, [VillageFixture.Code], [.. Enumerable.Range(1, devices).Select(number => $"手机{number}")], LimitPoints: limit,
            Split: split, Groups: [new(VillageFixture.Code, "一组"), new(VillageFixture.Code, "二组")]));

    public static string Token(long device) => $"token of device {device}";

    public Task<Outcome<TripDeviceView>> Take(long device) =>
        Desks.Devices.Take(VillageFixture.Ask(), Bank, Shop, Trip, device, new(Digest.Of(Token(device)).ToString()));

    public Caller Caller(long device) =>
        Desks.Devices.FindCaller(Token(device)) ?? throw new InvalidOperationException("the device is not let in");

    public PackageView Package(long device) => Village.Done(Desks.Devices.Package(Caller(device), Bank, Trip, device));

    public static HandOutInput Soap(
        long household, long quantity = 1, HandOutAgreement? by = null, Instant? at = null, string village = VillageFixture.Code) =>
        new(village, household, [new("soap", quantity)], by ?? new("booklet"), at ?? new FakeClock().GetCurrentInstant());

    /// <summary>Tells what was handed out, under a key that is the device's own.</summary>
    public Task<Outcome<HandOutView>> Tell(long device, HandOutInput input, string? key = null, Caller? caller = null)
    {
        key ??= WriteContext.NewKeyText();
        IdempotencyKey.TryParse(key, out var parsed).Should().BeTrue();
        var context = new WriteContext(caller ?? Caller(device), parsed, Digest.Of(System.Text.Json.JsonSerializer.Serialize(input)));
        return Desks.HandOuts.Tell(context, key, Bank, Trip, device, input);
    }

    public TripResultView Result() => Village.Done(Desks.Trips.Result(Bank, Shop, Trip));

    public TripDeviceView Device(long device) => (Result()).Trip.Devices[(int)device - 1];

    public long Held(long household) => (Village.Balance(household)).Points.Held;

    public void Dispose() => Village.Dispose();
}
