using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Trips;

namespace PointsBank.Village.Tests.Trips;

public partial class TripTests
{
    [Fact]
    public async Task A_card_is_proved_by_whoever_saw_it_and_for_one_slip_alone()
    {
        string token = "", serial = "";
        using var road = await TripRoad.Open(before: async village =>
        {
            var book = await village.Issue(1);
            (token, serial) = (book.Token!, book.Serial);
        });
        var key = WriteContext.NewKeyText();
        var proof = Digest.Of($"{key}:{Digest.Of(token)}").ToString();

        (await road.Tell(1, TripRoad.Soap(1, by: new("token", proof))))
            .ShouldBeRefused(VillageRefusals.NotAuthorised, "authorisedBy.proof");
        (await road.Tell(1, TripRoad.Soap(2, by: new("token", proof)), WriteContext.NewKeyText()))
            .ShouldBeRefused(VillageRefusals.NotAuthorised);
        var told = road.Village.Done(await road.Tell(1, TripRoad.Soap(1, by: new("token", proof)), key));

        told.Redemption.AuthorisedBy.Should().Be("token");
        road.Village.Database.Read(connection => connection.ExecuteScalar<string>("select serial from redemptions"))
            .Should()
            .Be(serial);
    }

    [Fact]
    public async Task A_card_lost_before_the_trip_proves_nothing_and_one_replaced_since_still_does()
    {
        string lost = "", used = "";
        using var road = await TripRoad.Open(before: async village =>
        {
            lost = (await village.Issue(1)).Token!;
            village.Clock.Advance(Duration.FromMinutes(1));
            used = (await village.Issue(1)).Token!;
            village.Clock.Advance(Duration.FromMinutes(1));
        });
        road.Village.Clock.Advance(Duration.FromMinutes(1));
        await road.Village.Issue(1);

        (await Prove(lost)).ShouldBeRefused(VillageRefusals.NotAuthorised);
        (await Prove(used)).Refusal.Should().BeNull();

        Task<Outcome<HandOutView>> Prove(string token)
        {
            var key = WriteContext.NewKeyText();
            return road.Tell(1, TripRoad.Soap(1, by: new("token", Digest.Of($"{key}:{Digest.Of(token)}").ToString())), key);
        }
    }

    [Fact]
    public async Task A_device_is_taken_once()
    {
        using var road = await TripRoad.Open();

        (await road.Take(1)).ShouldBeRefused(VillageRefusals.DeviceTaken);
    }

    [Fact]
    public async Task A_device_is_taken_only_when_the_trip_is_prepared()
    {
        using var road = await TripRoad.Open();
        var trip = road.Village.Done(await road.Plan());

        (await road.Desks.Devices.Take(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, trip.Number, 1, new(Digest.Of("x").ToString())))
            .ShouldBeRefused(VillageRefusals.TripNotPrepared);
    }

    [Fact]
    public async Task A_lost_device_is_not_let_in_and_gives_back_after_the_set_hours()
    {
        using var road = await TripRoad.Open(points: 40);
        road.Village.Done(await road.Tell(1, TripRoad.Soap(1)));
        road.Village.Done(await road.Desks.Devices.Revoke(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, road.Trip, 1, new("丢在路上")));

        road.Desks.Devices.FindCaller(TripRoad.Token(1)).Should().BeNull();
        road.Village.Clock.Advance(Duration.FromHours(23));
        await road.Desks.Clock.Tick();
        (road.Held(1)).Should().Be(35);
        road.Village.Clock.Advance(Duration.FromHours(1));
        await road.Desks.Clock.Tick();

        (road.Held(1), road.Held(2), road.Held(3)).Should().Be((0, 0, 40));
        (road.Device(1)).State.Should().Be("released");
        (await road.Desks.Devices.Readmit(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, road.Trip, 1, new("找到了")))
            .ShouldBeRefused(VillageRefusals.WrongDeviceState);
        road.Village.IsSound();
    }

    [Fact]
    public async Task A_device_found_in_time_tells_what_it_handed_out()
    {
        using var road = await TripRoad.Open();
        road.Village.Done(await road.Desks.Devices.Revoke(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, road.Trip, 1, new("丢在路上")));
        road.Village.Done(await road.Desks.Devices.Readmit(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, road.Trip, 1, new("找到了")));
        road.Village.Clock.Advance(Duration.FromHours(30));
        await road.Desks.Clock.Tick();

        (await road.Tell(1, TripRoad.Soap(1))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_closed_device_gives_back_the_rest_and_still_answers_for_what_it_told()
    {
        using var road = await TripRoad.Open(points: 40);
        var key = WriteContext.NewKeyText();
        road.Village.Done(await road.Tell(1, TripRoad.Soap(1), key));

        var closed = road.Village.Done(await road.Desks.Devices.Close(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, road.Trip, 1));

        (closed.State, closed.Waiting).Should().Be(("released", 0));
        (road.Held(1), road.Held(2)).Should().Be((0, 0));
        (await road.Tell(1, TripRoad.Soap(1), key)).Replayed.Should().BeTrue();
        (await road.Tell(1, TripRoad.Soap(2))).ShouldBeRefused(VillageRefusals.WrongDeviceState);
        (road.Result()).Refusals.Should().ContainSingle("the goods are gone, so somebody must settle it");
        road.Village.IsSound();
    }

    [Fact]
    public async Task One_device_does_not_close_the_other()
    {
        using var road = await TripRoad.Open();

        (await road.Desks.Devices.Close(VillageFixture.Ask() with { Caller = road.Caller(1) }, TripRoad.Bank, TripRoad.Shop, road.Trip, 2))
            .ShouldBeRefused(VillageRefusals.NotAllowed);
    }

    [Fact]
    public async Task What_is_told_after_the_set_days_is_taken_from_what_the_household_has()
    {
        using var road = await TripRoad.Open(devices: 1);
        road.Village.At(2026, 3, 9, 23, 59);
        (await road.Tell(1, TripRoad.Soap(1))).Refusal.Should().BeNull();
        road.Village.At(2026, 3, 10, 0, 0);
        await road.Desks.Clock.Tick();
        (road.Held(1), road.Held(2)).Should().Be((0, 0), "nobody waits longer than the days for sending");

        (await road.Tell(1, TripRoad.Soap(2))).Refusal.Should().BeNull("the goods are gone");
        (await road.Tell(1, TripRoad.Soap(2, 7))).Value.Left.Should().Be(0);
        (await road.Tell(1, TripRoad.Soap(2))).ShouldBeRefused(VillageRefusals.AllowancePassed);
        road.Village.Done(await road.Village.TryRedeem(1, quantity: 6));
        (await road.Tell(1, TripRoad.Soap(1, 2))).ShouldBeRefused(VillageRefusals.NotEnoughPoints);

        (road.Village.Points(1), road.Village.Points(2)).Should().Be((5, 0));
        (road.Result()).Refusals.Should().HaveCount(2);
        road.Village.IsSound();
    }
}
