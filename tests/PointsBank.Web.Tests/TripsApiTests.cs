namespace PointsBank.Web.Tests;

/// <summary>How a device talks to the program: with a token of its own, and until it is answered.</summary>
public sealed class TripsApiTests : IAsyncLifetime
{
    const string Trips = ApiVillage.Bank + "/shops/1/trips";
    const string Device = Trips + "/1/devices/1";

    readonly ApiVillage village = new();

    public async Task InitializeAsync()
    {
        await village.InitializeAsync();
        await TripCalls.Fill(village);
    }

    public Task DisposeAsync() => village.DisposeAsync();

    [Fact]
    public async Task A_hand_out_told_again_is_answered_as_the_first_time()
    {
        var first = await village.Post(Device + "/hand-outs", TripCalls.HandOut(), "device", "slip-1");
        var again = await village.Post(Device + "/hand-outs", TripCalls.HandOut(), "device", "slip-1");
        var other = await village.Post(Device + "/hand-outs", TripCalls.HandOut(quantity: 2), "device", "slip-1");

        (first.Status, again.Status, other.Status, other.Code).Should().Be((201, 200, 422, "key_reused"));
        again.Text.Should().Be(first.Text);
        first.Json.GetProperty("left").GetInt64().Should().Be(0);
        village.Verify();
    }

    [Fact]
    public async Task What_is_refused_as_a_matter_of_fact_stays_refused_with_its_words()
    {
        var first = await village.Post(Device + "/hand-outs", TripCalls.HandOut(quantity: 9), "device", "slip-2");
        var again = await village.Post(Device + "/hand-outs", TripCalls.HandOut(quantity: 9), "device", "slip-2");

        (first.Status, first.Code).Should().Be((409, "allowance_passed"));
        again.Json.GetProperty("detail").GetString().Should().Be("5 points are left here, 45 were asked for.");
        var told = ApiVillage.Must(await village.Get(Trips + "/1", "attendant"));
        told.GetProperty("refusals").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_device_comes_in_at_its_own_door_alone_and_a_lost_one_nowhere()
    {
        (await village.Get(Device + "/package", "device")).Status.Should().Be(200);
        (await village.Get(Trips + "/1/devices/4/package", "device")).Status.Should().Be(403);
        (await village.Get(ApiVillage.Bank + "/households", "device")).Status.Should().Be(403);
        (await village.Get(ApiVillage.Api + "/banks/xiaohe/shops/1/trips/1/devices/1/package", "device")).Status.Should().Be(403);
        (await village.Get(Trips + "/1/devices/2/package", "device-2")).Code.Should().Be("sign_in_expired");
        (await village.Post(Trips + "/1/devices/2/hand-outs", TripCalls.HandOut(), "device-2")).Status.Should().Be(401);
        (await village.Get(Device + "/package")).Status.Should().Be(401);
        (await village.Get(Device + "/package", "attendant")).Status.Should().Be(403);
    }

    [Fact]
    public async Task A_device_closes_itself_when_it_has_told_all()
    {
        var closed = ApiVillage.Must(await village.Post(Device + "/closing", "{}", "device"));

        closed.GetProperty("state").GetString().Should().Be("released");
        var late = await village.Post(Device + "/hand-outs", TripCalls.HandOut(), "device");
        (late.Status, late.Code).Should().Be((409, "wrong_device_state"));
    }
}
