using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Trips;

namespace PointsBank.Village.Tests.Trips;

/// <summary>How a device of the mobile shop ends: with the work of whoever took it, and with the trip.</summary>
public class DeviceEndTests
{
    [Fact]
    public async Task A_device_is_no_member_of_staff()
    {
        using var road = await TripRoad.Open();

        var device = road.Caller(1);

        (device.Actor, device.IsDevice, device.StaffNumber).Should().Be(("staff:3", true, null));
        (await road.Desks.Staff.ChangePassword(new(device, WriteContext.NewKey(), default), new("a", "correct horse")))
            .ShouldBeRefused(VillageRefusals.NotAllowed);
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("rights")]
    [InlineData("password")]
    [InlineData("signed-out")]
    public async Task A_device_ends_with_the_work_of_whoever_took_it_and_another_may_take_it_over(string end)
    {
        using var road = await TripRoad.Open();
        var village = road.Village;
        var (zhao, qian) = (await Hire(village, "zhao"), await Hire(village, "qian"));
        var trip = village.Done(await road.Plan(devices: 2, limit: 5));
        village.Done(await road.Desks.Trips.Prepare(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, trip.Number));
        village.Done(await Take(1, zhao, "zhao's"));
        village.Done(await Take(2, qian, "qian's"));

        village.Done(await (end switch
        {
            "ended" => road.Desks.Staff.End(VillageFixture.Ask(), zhao),
            "rights" => road.Desks.Staff.SetGrants(VillageFixture.Ask(), zhao, new([new("clerk", VillageFixture.Code)])),
            "password" => road.Desks.Staff.SetPassword(VillageFixture.Ask(), zhao, new("set anew horse")),
            _ => road.Desks.Staff.RevokeTokens(VillageFixture.Ask(), zhao),
        }));

        road.Desks.Devices.FindCaller("zhao's").Should().BeNull();
        road.Desks.Devices.FindCaller("qian's")!.Actor.Should().Be($"staff:{qian}");
        var device = village.Done(road.Desks.Trips.Get(TripRoad.Bank, TripRoad.Shop, trip.Number)).Devices[0];
        (device.State, device.Reason).Should().Be(("revoked", $"holder-{end}"));

        village.Done(await road.Desks.Devices.Readmit(As(qian), TripRoad.Bank, TripRoad.Shop, trip.Number, 1, new("我接着用")));
        road.Desks.Devices.FindCaller("zhao's")!.Actor.Should().Be($"staff:{qian}", "whoever readmits it answers for it");
        village.Done(await road.Desks.Staff.End(VillageFixture.Ask(), qian));
        road.Desks.Devices.FindCaller("zhao's").Should().BeNull();

        Task<Ledger.Outcome<TripDeviceView>> Take(long number, long staff, string token) =>
            road.Desks.Devices.Take(As(staff), TripRoad.Bank, TripRoad.Shop, trip.Number, number, new(Ledger.Digest.Of(token).ToString()));
    }

    [Fact]
    public async Task No_two_devices_have_one_token_whatever_became_of_the_first()
    {
        using var road = await TripRoad.Open();
        var zhao = await Hire(road.Village, "zhao");
        var trips =
            new[] { road.Village.Done(await road.Plan(devices: 2, limit: 5)), road.Village.Done(await road.Plan(devices: 1, limit: 5)) };
        foreach (var trip in trips)
            road.Village.Done(await road.Desks.Trips.Prepare(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, trip.Number));
        road.Village.Done(await Take(trips[0], 1, "zhao's"));

        (await Take(trips[0], 2, "zhao's")).ShouldBeRefused(VillageRefusals.DeviceTokenUsed, "tokenHash");
        (await Take(trips[1], 1, "zhao's")).ShouldBeRefused(VillageRefusals.DeviceTokenUsed, "tokenHash");
        road.Village.Done(await road.Desks.Devices.Revoke(As(zhao), TripRoad.Bank, TripRoad.Shop, trips[0].Number, 1, new("丢在路上")));
        (await Take(trips[0], 2, "zhao's")).ShouldBeRefused(VillageRefusals.DeviceTokenUsed, "tokenHash");
        road.Village.Done(await Take(trips[0], 2, "another"));

        Task<Ledger.Outcome<TripDeviceView>> Take(TripView trip, long number, string token) =>
            road.Desks.Devices.Take(As(zhao), TripRoad.Bank, TripRoad.Shop, trip.Number, number, new(Ledger.Digest.Of(token).ToString()));
    }

    [Fact]
    public async Task A_device_stays_with_whoever_keeps_serving_in_its_shop()
    {
        using var road = await TripRoad.Open();
        var zhao = await Hire(road.Village, "zhao");
        var trip = road.Village.Done(await road.Plan(devices: 1, limit: 5));
        road.Village.Done(await road.Desks.Trips.Prepare(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, trip.Number));
        road.Village.Done(
            await road.Desks.Devices.Take(
                As(zhao), TripRoad.Bank, TripRoad.Shop, trip.Number, 1, new(Ledger.Digest.Of("zhao's").ToString())));

        road.Village.Done(await road.Desks.Staff.SetGrants(VillageFixture.Ask(), zhao, new([new("keeper", VillageFixture.Code)])));
        road.Desks.Devices.FindCaller("zhao's").Should().NotBeNull();
        road.Village.Done(await road.Desks.Staff.ChangePassword(As(zhao), new("a first horse", "my own horse")));
        road.Desks.Devices.FindCaller("zhao's").Should().NotBeNull("it is on the road, and nobody else knew the old password");
    }

    [Fact]
    public async Task A_closed_device_is_told_no_household_and_one_whose_trip_is_over_nothing()
    {
        using var road = await TripRoad.Open();
        (road.Package(1)).Households.Should().NotBeEmpty();
        road.Village.Done(await road.Desks.Devices.Close(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, road.Trip, 1));
        (road.Package(1)).Households.Should().BeEmpty();

        road.Village.At(2026, 3, 10, 0, 0);

        foreach (var device in (long[])[1, 2])
            (road.Desks.Devices.Package(road.Caller(device), TripRoad.Bank, road.Trip, device))
                .ShouldBeRefused(VillageRefusals.NotAllowed);
        road.Village.At(2026, 4, 9, 0, 0);
        road.Desks.Devices.FindCaller(TripRoad.Token(2)).Should().BeNull();
    }

    [Fact]
    public async Task A_clock_put_back_makes_no_device_last_longer()
    {
        using var road = await TripRoad.Open();

        road.Village.Clock.Advance(-Duration.FromDays(210));

        road.Desks.Devices.FindCaller(TripRoad.Token(1)).Should().BeNull();
    }

    static WriteContext As(long staff) =>
        VillageFixture.Ask() with { Caller = new($"staff:{staff}", "", [new(Role.Attendant, TripRoad.Bank, TripRoad.Shop)]) };

    static async Task<long> Hire(VillageFixture village, string username) => village.Done(await village.Desks.Staff.Add(
        VillageFixture.Ask(), new(username, username, "a first horse", [new("attendant", VillageFixture.Code, TripRoad.Shop)]))).Number;
}
