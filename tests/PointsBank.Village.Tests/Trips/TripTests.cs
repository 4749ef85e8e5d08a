using PointsBank.Ledger;
using PointsBank.Papers.Names;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Trips;

namespace PointsBank.Village.Tests.Trips;

public partial class TripTests
{
    [Fact]
    public async Task Each_group_stands_on_one_device_with_all_that_its_households_have()
    {
        using var road = await TripRoad.Open(points: 40);

        var (one, two) = (road.Package(1), road.Package(2));

        one.Households.Select(household => (household.Number, household.Points)).Should().Equal((1, 40), (2, 40));
        two.Households.Select(household => (household.Number, household.Points)).Should().Equal((3, 40), (4, 40));
        (road.Held(1)).Should().Be(40);
        (await road.Village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.NotEnoughPoints);
        road.Village.IsSound();
    }

    [Fact]
    public async Task An_even_split_leaves_each_device_its_part_and_nothing_over()
    {
        using var road = await TripRoad.Open(points: 41, split: "even");

        (road.Package(1)).Households.Should().OnlyContain(household => household.Points == 21).And.HaveCount(4);
        (road.Package(2)).Households.Should().OnlyContain(household => household.Points == 20).And.HaveCount(4);
        (road.Held(1)).Should().Be(41);
        road.Village.IsSound();
    }

    [Theory]
    [InlineData(15, 0, 15)]
    [InlineData(0, 25, 20)]
    [InlineData(15, 12, 7)]
    [InlineData(0, 5, 0)]
    [InlineData(0, 0, 40)]
    public async Task What_is_set_aside_keeps_to_the_trips_limit_and_to_what_the_month_leaves(long limit, long month, long expected)
    {
        using var road = await TripRoad.Open(points: 45, limit: limit, before: async village =>
        {
            await village.Redeem(1);
            if (month > 0) await village.Set(Setting.RedemptionMonthMost, month);
        });

        (road.Held(1)).Should().Be(expected);
    }

    [Fact]
    public async Task A_household_without_points_is_on_no_list()
    {
        using var road = await TripRoad.Open(points: 0);

        (road.Package(1)).Households.Should().BeEmpty();
    }

    [Fact]
    public async Task A_trial_of_the_preparation_tells_what_it_would_come_to_and_sets_nothing_aside()
    {
        using var road = await TripRoad.Open(points: 0);
        await road.Village.BringForward(1, 30);
        var trip = road.Village.Done(await road.Plan(limit: 25));

        var tried = road.Village.Done(
            await road.Desks.Trips.Prepare(VillageFixture.Ask() with { DryRun = true }, TripRoad.Bank, TripRoad.Shop, trip.Number));
        var held = road.Held(1);
        var done = road.Village.Done(await road.Desks.Trips.Prepare(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, trip.Number));

        (tried.Households, tried.Points, held).Should().Be((1, 25, 0));
        done.Should().BeEquivalentTo(tried);
        (await road.Desks.Trips.Prepare(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, trip.Number))
            .ShouldBeRefused(VillageRefusals.TripPrepared);
    }

    [Fact]
    public async Task The_device_knows_no_name_in_full_and_nothing_that_opens_a_passbook()
    {
        string token = "";
        using var road = await TripRoad.Open(before: async village => token = (await village.Issue(1, "2468")).Token!);

        var package = road.Package(1);
        var first = package.Households[0];

        (first.Head, first.Initials).Should().Be((Mask.Name("张建国"), "zjg"));
        first.Card.Should().Be(Digest.Of(package.Salt + Digest.Of(token)).ToString());
        System.Text.Json.JsonSerializer.Serialize(package).Should().NotContain(token).And.NotContain(Digest.Of(token).ToString());
        package.Households[1].Card.Should().BeNull();
    }

    [Fact]
    public async Task What_was_handed_out_is_taken_from_what_was_held_and_the_rest_stays_held()
    {
        using var road = await TripRoad.Open(points: 40);

        var told = road.Village.Done(await road.Tell(1, TripRoad.Soap(1, 3)));

        (told.Redemption.Points, told.Left, told.Redemption.Trip).Should().Be((15, 25, road.Trip));
        (road.Village.Points(1)).Should().Be(25);
        (road.Held(1)).Should().Be(25);
        road.Village.Stock("soap").Should().Be(960, "the shop's own shelf is not touched");
        var device = road.Device(1);
        (device.Slips, device.Taken, device.Waiting).Should().Be((1, 15, 65));
        (road.Result()).Goods.Should().Contain(good => good.Device == 1 && good.Left == 17 && good.Handed == 3);
        road.Village.IsSound();
    }

    [Fact]
    public async Task A_slip_told_again_is_the_same_slip()
    {
        using var road = await TripRoad.Open();
        var key = WriteContext.NewKeyText();
        var first = road.Village.Done(await road.Tell(1, TripRoad.Soap(1), key));
        road.Village.Restart();

        var again = await road.Tell(1, TripRoad.Soap(1), key);

        again.Replayed.Should().BeTrue();
        again.Value.Redemption.Number.Should().Be(first.Redemption.Number);
        (road.Village.Points(1)).Should().Be(35);
        (await road.Tell(1, TripRoad.Soap(1, 2), key)).ShouldBeRefused(LedgerRefusals.KeyReused);
    }

    [Fact]
    public async Task No_device_spends_what_stands_on_the_other()
    {
        using var road = await TripRoad.Open();

        (await road.Tell(2, TripRoad.Soap(1))).ShouldBeRefused(VillageRefusals.UnknownHousehold);
        (await road.Tell(1, TripRoad.Soap(1), caller: road.Caller(2))).ShouldBeRefused(VillageRefusals.NotAllowed);

        (road.Village.Points(1)).Should().Be(40);
    }

    [Fact]
    public async Task More_than_is_allowed_is_refused_once_and_for_all_and_kept()
    {
        using var road = await TripRoad.Open(points: 12);
        var key = WriteContext.NewKeyText();

        (await road.Tell(1, TripRoad.Soap(1, 3), key)).ShouldBeRefused(VillageRefusals.AllowancePassed);
        (await road.Tell(1, TripRoad.Soap(1, 3), key)).ShouldBeRefused(VillageRefusals.AllowancePassed);

        var refused = (road.Result()).Refusals.Should().ContainSingle().Subject;
        (refused.Household, refused.Points, refused.Goods, refused.Refusal.Kind)
            .Should().Be((1, 15, "soap:3", VillageRefusals.AllowancePassed));
        refused.Refusal.Facts.Should().Contain(fact => fact.Key == "allowed" && fact.Value == "12");
        (await road.Tell(1, TripRoad.Soap(1, 2), key)).ShouldBeRefused(LedgerRefusals.KeyReused);
        (road.Village.Points(1)).Should().Be(12);
    }

    [Fact]
    public async Task What_was_refused_stays_refused_although_it_would_be_taken_now()
    {
        using var road = await TripRoad.Open(pieces: 1);
        var key = WriteContext.NewKeyText();
        (await road.Tell(1, TripRoad.Soap(1, 2), key)).ShouldBeRefused(VillageRefusals.NotEnoughStock);
        road.Village.Done(await road.Village.TryMove("moved", "soap", 9, to: (road.Device(1)).Place));

        (await road.Tell(1, TripRoad.Soap(1, 2), key)).ShouldBeRefused(VillageRefusals.NotEnoughStock);
        (await road.Tell(1, TripRoad.Soap(1, 2))).Refusal.Should().BeNull("under a key of its own it is another slip");
        road.Village.IsSound();
    }

    [Fact]
    public async Task Only_households_of_the_visited_groups_have_points_set_aside_and_from_the_eve_on()
    {
        using var road = await TripRoad.Open(points: 150, devices: 1, before: village => village.Set(Setting.RedemptionMonthMost, 90));
        road.Village.Done(await road.Desks.Devices.Close(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, road.Trip, 1));
        var input = new TripInput(new(2026, 3, 5), [VillageFixture.Code], ["甲"], Groups: [new(VillageFixture.Code, "二组")]);
        var trip = road.Village.Done(await road.Desks.Trips.Plan(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, input));
        trip.LimitPoints.Should().Be(100);

        road.Village.At(2026, 3, 3, 23, 59);
        (await road.Desks.Trips.Prepare(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, trip.Number))
            .ShouldBeRefused(VillageRefusals.TripTooEarly);
        road.Village.At(2026, 3, 4, 0, 0);
        road.Village.Done(await road.Desks.Trips.Prepare(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, trip.Number))
            .Should().BeEquivalentTo(new { Households = 2, Points = 180 });

        (road.Held(1), road.Held(3)).Should().Be((0, 90), "what the month still allows");
        road.Village.IsSound();
    }

    [Fact]
    public async Task Without_a_limit_of_the_month_a_hundred_points_go_with_a_household()
    {
        using var road = await TripRoad.Open(points: 150, devices: 1);

        (road.Held(1)).Should().Be(100);
    }

    [Fact]
    public async Task The_counter_tells_what_is_kept_for_the_trip_and_takes_a_household_off_a_device_that_is_still_here()
    {
        using var road = await TripRoad.Open(devices: 2, limit: 38);
        var trip = road.Village.Done(await road.Plan(1, limit: 38));
        road.Village.Done(await road.Desks.Devices.Close(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, road.Trip, 1));
        road.Village.Done(await road.Desks.Trips.Prepare(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, trip.Number));

        var refused = (await road.Village.TryRedeem(1)).Refusal!;
        refused.Kind.Should().Be(VillageRefusals.NotEnoughPoints);
        refused.Facts.Should()
            .Contain(
                new Dictionary<string, string> { ["kept"] = "38", ["trip"] = "2", ["until"] = "2026-03-10", ["untilMonth"] = "3", ["untilDay"] = "10" });

        var ask = VillageFixture.Ask();
        (await road.Desks.Trips.Remove(ask, TripRoad.Bank, TripRoad.Shop, trip.Number, new(VillageFixture.Code, 1))).Value.Points
            .Should().Be(38);
        (await road.Desks.Trips.Remove(ask, TripRoad.Bank, TripRoad.Shop, trip.Number, new(VillageFixture.Code, 1))).Replayed
            .Should().BeTrue();
        (road.Held(1)).Should().Be(0);
        road.Village.Done(await road.Village.TryRedeem(1, quantity: 8));

        road.Village.Done(
            await road.Desks.Devices.Take(
                VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, trip.Number, 1, new(Digest.Of("later").ToString())));
        (await road.Desks.Trips.Remove(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, trip.Number, new(VillageFixture.Code, 2)))
            .ShouldBeRefused(VillageRefusals.DeviceTaken);
        var context = VillageFixture.Ask() with { Caller = road.Desks.Devices.FindCaller("later")! };
        (await road.Desks.HandOuts.Tell(context, "key", TripRoad.Bank, trip.Number, 1, TripRoad.Soap(1)))
            .ShouldBeRefused(VillageRefusals.AllowancePassed);
        road.Village.IsSound();
    }

    [Theory]
    [InlineData("1970-01-03T00:00:00Z", "2026-03-01T16:00:00Z")]
    [InlineData("2026-03-02T00:30:00Z", "2026-03-02T00:30:00Z")]
    [InlineData("2030-01-01T00:00:00Z", "2026-03-02T01:00:00Z")]
    public async Task A_wrong_clock_puts_nothing_outside_the_trip(string said, string expected)
    {
        using var road = await TripRoad.Open();
        var (saidAt, servedAt) = (
            NodaTime.Text.InstantPattern.General.Parse(said).Value, NodaTime.Text.InstantPattern.General.Parse(expected).Value);

        road.Village.Done(await road.Tell(1, TripRoad.Soap(1, at: saidAt)));

        (road.Result()).Slips.Should().ContainSingle().Which.ServedAt.Should().Be(servedAt);
        road.Village.Database.Read(
            connection => connection.ExecuteScalar<long?>("select said_at from trip_allowances where redemption is not null"))
            .Should().Be(saidAt == servedAt ? null : saidAt.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Prices_are_those_of_the_preparation()
    {
        using var road = await TripRoad.Open();
        await road.Village.Sell("soap", 9);

        road.Village.Done(await road.Tell(1, TripRoad.Soap(1))).Redemption.Points.Should().Be(5);
    }

    [Fact]
    public async Task A_trip_goes_to_a_village_that_shares_the_shop()
    {
        using var road = await TripRoad.Open();
        var desks = road.Desks;
        road.Village.Done(await desks.Banks.Open(VillageFixture.Ask(), new("xiaohe", "小河村", "Xiaohe")));
        road.Village.Done(
            await desks.Households.Open(VillageFixture.Ask(), 2, new("一组", [new("赵天明", new(1970, 1, 1), IsHead: true)], null)));
        road.Village.Done(await desks.Deeds.BringForward(WriteContext.OfSystem("opening"), 2, [new(1, 20)]));
        await road.Village.OfferShop(1, 1, "xiaohe");
        road.Village.Done(
            await desks.Shops.Open(VillageFixture.Ask(), 2, new("合作超市", "Shared", "shared", OfBank: VillageFixture.Code, Of: 1)));
        var trip = road.Village.Done(
            await desks.Trips.Plan(VillageFixture.Ask(), 1, 1, new(road.Village.Today, ["xiaohe"], ["平板"], Groups: [new("xiaohe", "一组")])));
        road.Village.Done(await road.Village.TryMove("moved", "soap", 5, to: trip.Devices[0].Place));
        road.Village.Done(await desks.Trips.Prepare(VillageFixture.Ask(), 1, 1, trip.Number));
        road.Village.Done(await desks.Devices.Take(VillageFixture.Ask(), 1, 1, trip.Number, 1, new(Digest.Of("theirs").ToString())));
        var context = VillageFixture.Ask() with { Caller = desks.Devices.FindCaller("theirs")! };

        var told = road.Village.Done(await desks.HandOuts.Tell(context, "key", 1, trip.Number, 1, TripRoad.Soap(1, 2, village: "xiaohe")));

        (told.Redemption.Points, told.Left, told.Redemption.Balance).Should().Be((10, 10, 10));
        road.Village.Stock("soap", trip.Devices[0].Place).Should().Be(3);
        road.Village.IsSound();
        desks.Verification.Verify(2, full: true).Deviations.Should().BeEmpty();
    }

    [Fact]
    public async Task A_place_serves_one_trip_at_a_time_and_the_next_one_of_its_name_afterwards()
    {
        using var road = await TripRoad.Open(devices: 1);
        var place = (road.Device(1)).Place;

        var meanwhile = road.Village.Done(await road.Plan(1));
        road.Village.Done(await road.Desks.Devices.Close(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, road.Trip, 1));
        var afterwards = road.Village.Done(await road.Plan(1));

        meanwhile.Devices[0].Place.Should().NotBe(place);
        afterwards.Devices[0].Place.Should().Be(place);
        road.Village.At(2026, 3, 10);
        road.Village.Done(await road.Plan(1)).Devices[0].Place.Should().Be(place, "what was never told is past its days");
    }

    [Fact]
    public async Task A_plan_that_cannot_be_is_refused_at_its_field()
    {
        using var road = await TripRoad.Open();
        var good = new TripInput(road.Village.Today, [VillageFixture.Code], ["手机1", "手机2"], Groups: [new(VillageFixture.Code, "一组")]);

        await Refused(good with { OnDay = new(2026, 3, 1) }, VillageRefusals.TripOver, "onDay");
        await Refused(good with { UntilDay = new(2026, 3, 1) }, VillageRefusals.OutOfRange, "untilDay");
        await Refused(good with { Villages = [] }, VillageRefusals.OutOfRange, "villages");
        await Refused(good with { Villages = ["nowhere"] }, VillageRefusals.UnknownBank, "villages[0]");
        await Refused(good with { Devices = ["手机1", "手机1"] }, VillageRefusals.AlreadyExists, "devices[1]");
        await Refused(good with { Split = "by luck" }, VillageRefusals.NotInList, "split");
        await Refused(good with { Groups = [new(VillageFixture.Code, "九组", 1)] }, VillageRefusals.UnknownGroup, "groups[0].group");
        await Refused(good with { Groups = [new(VillageFixture.Code, "一组", 3)] }, VillageRefusals.OutOfRange, "groups[0].device");
        await Refused(good with { Groups = null }, VillageRefusals.MissingValue, "groups");
        await Refused(
            good with { Groups = [new(VillageFixture.Code, "一组", 1)], Split = "even" }, VillageRefusals.NotInList, "groups[0].device");
        await Refused(good with { LimitPoints = -1 }, VillageRefusals.OutOfRange, "limitPoints");

        async Task Refused(TripInput input, RefusalKind kind, string field) =>
            (await road.Desks.Trips.Plan(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, input)).ShouldBeRefused(kind, field);
    }

    [Fact]
    public async Task A_group_goes_with_the_device_that_is_named()
    {
        using var road = await TripRoad.Open();
        var trip = road.Village.Done(await road.Desks.Trips.Plan(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop,
            new(
                road.Village.Today, [VillageFixture.Code], ["甲", "乙"],
                Groups: [new(VillageFixture.Code, "二组"), new(VillageFixture.Code, "一组", 2)])));

        road.Village.Done(road.Desks.Trips.Result(TripRoad.Bank, TripRoad.Shop, trip.Number)).Groups
            .Should().Equal(new TripGroupView(VillageFixture.Code, "一组", 2), new TripGroupView(VillageFixture.Code, "二组", 1));
    }

    [Fact]
    public async Task A_household_that_owes_after_a_reversal_spends_no_more_than_it_has()
    {
        using var road = await TripRoad.Open(points: 0, devices: 1, before: async village => await village.Credit(1, "C01", 4));
        var credit = road.Village.Database.Read(
            connection => connection.ExecuteScalar<long>("select max(entry) from deeds where household = 1"));
        (road.Held(1)).Should().BeGreaterThan(5);
        road.Village.Done(await road.Village.TryReverse(credit, allowDeficit: true));

        (await road.Tell(1, TripRoad.Soap(1))).ShouldBeRefused(VillageRefusals.NotEnoughPoints);

        (road.Village.Points(1)).Should().Be(0);
    }
}
