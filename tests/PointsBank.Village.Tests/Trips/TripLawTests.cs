using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Testing;

namespace PointsBank.Village.Tests.Trips;

/// <summary>
/// What holds of trips whatever devices send, and what the database and the audit make of it where somebody goes past the desks.
/// </summary>
[Trait("Pace", "slow")]
public class TripLawTests
{
    const long Points = 30;
    const long Pieces = 14;

    /// <summary>Each step: a device, a household, how many pieces, and what becomes of the sending.</summary>
    [Fact]
    public void Whatever_devices_send_and_send_again_in_any_order_nothing_is_spent_twice() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(byte Device, byte Household, byte How)>().ListOf().Resize(50).ToArbitrary(),
        steps => Task.Run(() => SpentOnce(steps)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    static async Task SpentOnce(IEnumerable<(byte Device, byte Household, byte How)> steps)
    {
        using var road = await TripRoad.Open(Points, Pieces, split: "even");
        var village = road.Village;
        var sent = new List<(long Device, string Key, TripSlip Slip)>();
        foreach (var (who, whom, how) in steps)
        {
            var slip = new TripSlip(whom % 4 + 1, how % 5 + 1);
            var device = who % 2 + 1;
            sent.Add((device, WriteContext.NewKeyText(), slip));
            if (how % 7 != 0) await Send(sent[^1]);
            // Earlier ones are sent again, answered or not; and the program ends and begins again.
            if (how % 3 == 0) await Send(sent[whom % sent.Count]);
            if (how % 11 == 0) village.Restart();
        }
        foreach (var one in sent.AsEnumerable().Reverse()) await Send(one);
        foreach (var one in sent) await Send(one);

        var result = road.Result();
        (result.Slips.Count + result.Refusals.Count).Should().Be(sent.Count, "each is taken or refused, once");
        for (var household = 1; household <= 4; household++)
        {
            var spent = result.Slips.Where(slip => slip.Household == household).Sum(slip => slip.Points);
            (village.Points(household)).Should().Be(Points - spent).And.BeGreaterThanOrEqualTo(0);
        }
        foreach (var good in result.Goods) (good.Left + good.Handed, good.Left >= 0).Should().Be((Pieces, true));
        village.IsSound();

        async Task Send((long Device, string Key, TripSlip Slip) one) =>
            await road.Tell(one.Device, TripRoad.Soap(one.Slip.Household, one.Slip.Quantity), one.Key);
    }

    sealed record TripSlip(long Household, long Quantity);

    [Theory]
    [InlineData(
        """
        insert into trip_allowances select bank, trip, device, village, household, 2, points, 999, 1, null, recorded_at from trip_allowances
          where household = 1
        """,
        "an allowance is only spent")]
    [InlineData(
        """
        insert into trip_allowances select bank, trip, device, village, household, 3, 1, 999, 1, null, recorded_at from trip_allowances
          where household = 1
        """,
        "an allowance is only spent")]
    [InlineData(
        """
        insert into trip_allowances select bank, trip, 2, village, household, 1, 5, hold, null, null, recorded_at from trip_allowances
          where household = 1
        """,
        "a prepared trip sets nothing more aside")]
    [InlineData(
        """
        insert into trip_allowances select bank, trip, 2, village, household, 1, 0, hold, null, null, recorded_at from trip_allowances
          where household = 1
        """,
        "a prepared trip sets nothing more aside")]
    [InlineData(
        """
        insert into trip_device_events select bank, trip, device, 2, 'taken', zeroblob(32), '', recorded_at, actor from trip_device_events
          where device = 1
        """,
        "UNIQUE")]
    [InlineData(
        """
        insert into trip_device_events select bank, trip, 2, 2, 'closed', token_hash, '', recorded_at, actor from trip_device_events
          where device = 1
        """,
        "CHECK")]
    [InlineData("insert into trip_devices select bank, trip, 3, name, place, salt from trip_devices where number = 1", "UNIQUE")]
    public async Task The_database_refuses_what_no_desk_would_write(string sql, string says)
    {
        using var road = await TripRoad.Open();

        Refused(road, sql).Should().Contain(says);
    }

    [Fact]
    public async Task Nothing_happens_any_more_to_a_device_that_gave_back()
    {
        using var road = await TripRoad.Open();
        road.Village.Done(await road.Desks.Devices.Close(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, road.Trip, 1));

        Refused(
            road,
            """
            insert into trip_device_events select bank, trip, device, 9, 'readmitted', null, '', recorded_at, actor from trip_device_events
              where device = 1 and sequence = 1
            """)
            .Should().Contain("went back");
    }

    [Theory]
    [InlineData("trips")]
    [InlineData("trip_villages")]
    [InlineData("trip_devices")]
    [InlineData("trip_groups")]
    [InlineData("trip_prices")]
    [InlineData("trip_preparations")]
    [InlineData("trip_device_events")]
    [InlineData("trip_allowances")]
    [InlineData("trip_refusals")]
    public async Task The_database_refuses_to_change_and_to_remove_what_was_recorded(string table)
    {
        using var road = await TripRoad.Open(points: 4);
        (await road.Tell(1, TripRoad.Soap(1))).ShouldBeRefused(VillageRefusals.AllowancePassed);

        Refused(road, $"update {table} set bank = bank").Should().Contain($"{table} is append-only");
        Refused(road, $"delete from {table}").Should().Contain($"{table} is append-only");
    }

    [Theory]
    [InlineData("update trip_allowances set points = points + 1 where sequence = 1 and household = 2", "trip_hold_differs")]
    [InlineData("delete from trip_allowances where household = 2", "trip_hold_differs")]
    [InlineData("update redemptions set device = 2", "trip_redemption_differs")]
    [InlineData("update trip_allowances set redemption = 77 where sequence = 2", "trip_redemption_differs")]
    [InlineData(
        "delete from hold_ends where outcome = 2 and hold = (select hold from trip_allowances where household = 3)", "trip_hold_stands")]
    public async Task An_audit_finds_what_was_tampered_with(string sql, string code)
    {
        using var road = await TripRoad.Open();
        road.Village.Done(await road.Tell(1, TripRoad.Soap(1)));
        road.Village.Done(await road.Desks.Devices.Close(VillageFixture.Ask(), TripRoad.Bank, TripRoad.Shop, road.Trip, 2));

        (await road.Village.Tamper(sql)).Select(deviation => deviation.Code).Should().Contain(code);
    }

    static string Refused(TripRoad road, string sql)
    {
        var outcome = "";
        var act = () => road.Village.Database.Write<bool>(writer =>
        {
            try
            {
                writer.Execute(sql);
            }
            catch (SqliteException refused)
            {
                outcome = refused.Message;
            }
            return true;
        });
        act().GetAwaiter().GetResult();
        return outcome;
    }
}
