using PointsBank.Testing;

namespace PointsBank.Village.Tests.Trips;

/// <summary>A device goes on by itself while the computer's clock is wrong, and sends later.</summary>
public class TripClockTests
{
    [Fact]
    public async Task What_was_handed_out_waits_on_the_device_while_nobody_believes_the_clock_and_nothing_of_it_is_final()
    {
        using var road = await TripRoad.Open();
        var device = road.Caller(1);
        await road.Village.GuardClock();
        var today = road.Village.Today;
        road.Village.At(2031, 1, 1);

        (await road.Tell(1, TripRoad.Soap(1), "hand-out-1", device)).ShouldBeRefused(Storage.StorageRefusals.ClockInDoubt);

        road.Village.At(today.At(new(15, 0)));
        road.Village.Done(await road.Tell(1, TripRoad.Soap(1), "hand-out-1", device)).Redemption.Points.Should().Be(5);
        (road.Result()).Refusals.Should().BeEmpty();
    }
}
