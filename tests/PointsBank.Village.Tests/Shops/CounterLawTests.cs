using PointsBank.Testing;

namespace PointsBank.Village.Tests.Shops;

/// <summary>
/// What the database itself refuses at the counter. What is refused leaves no trace, so one village serves all that only try.
/// </summary>
public class CounterLawTests(CounterLawTests.LivedVillage lived) : IClassFixture<CounterLawTests.LivedVillage>
{
    public static TheoryData<string> LogTables =>
        ["shifts", "shift_ends", "shift_counts", "reservations", "reservation_items", "vouchers", "voucher_voids"];

    [Theory]
    [MemberData(nameof(LogTables))]
    public Task The_database_refuses_to_change_what_was_recorded(string table) =>
        lived.Village.Refuses($"update {table} set bank = bank", $"{table} is append-only");

    [Theory]
    [MemberData(nameof(LogTables))]
    public Task The_database_refuses_to_remove_what_was_recorded(string table) =>
        lived.Village.Refuses($"delete from {table}", $"{table} is append-only");

    [Theory]
    [InlineData(
        "insert into shifts select bank, 9, shop, opened_at, actor from shifts where number = 2", "this attendant has a shift open here")]
    [InlineData("insert into shifts values (1, 0, 1, 0, 'staff:9')", "CHECK")]
    [InlineData("insert into shifts values (1, 9, 7, 0, 'staff:9')", "FOREIGN KEY")]
    [InlineData("insert into shift_ends select * from shift_ends", "UNIQUE")]
    [InlineData("insert into shift_ends values (1, 9, 0, 'staff:9')", "FOREIGN KEY")]
    [InlineData("insert into shift_counts values (1, 2, 'opening', 'rice', -1, 0)", "CHECK")]
    [InlineData("insert into shift_counts values (1, 2, 'midway', 'rice', 1, 0)", "CHECK")]
    [InlineData("insert into shift_counts values (1, 9, 'opening', 'rice', 1, 0)", "FOREIGN KEY")]
    [InlineData("insert into shift_counts select * from shift_counts", "UNIQUE")]
    [InlineData(
        """
        insert into reservations select bank, 9, shop, household, points, hold, channel, placed_at, ready_until, actor from reservations
          where number = 1
        """,
        "UNIQUE")]
    [InlineData(
        """
        insert into reservations select bank, 0, shop, household, points, 99, channel, placed_at, ready_until, actor from reservations
          where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into reservations select bank, 9, shop, household, 0, 99, channel, placed_at, ready_until, actor from reservations
          where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into reservations select bank, 9, shop, household, points, 99, 'pigeon', placed_at, ready_until, actor from reservations
          where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into reservations select bank, 9, 7, household, points, 99, channel, placed_at, ready_until, actor from reservations
          where number = 1
        """,
        "FOREIGN KEY")]
    [InlineData(
        """
        insert into reservations select bank, 9, shop, 77, points, 99, channel, placed_at, ready_until, actor from reservations
          where number = 1
        """,
        "FOREIGN KEY")]
    [InlineData("insert into reservation_items values (1, 1, 0, 'rice', 1, 1, null)", "CHECK")]
    [InlineData("insert into reservation_items values (1, 1, 2, 'rice', 0, 1, null)", "CHECK")]
    [InlineData("insert into reservation_items values (1, 1, 2, 'rice', 1, 0, null)", "CHECK")]
    [InlineData("insert into reservation_items values (1, 9, 2, 'rice', 1, 1, null)", "FOREIGN KEY")]
    [InlineData("insert into reservation_items values (1, 1, 1, 'rice', 1, 1, null)", "UNIQUE")]
    [InlineData(
        """
        insert into vouchers select bank, 9, household, points, hold, code_hash, issued_at, valid_until, actor, key_name from vouchers
          where number = 1
        """,
        "UNIQUE")]
    [InlineData(
        """
        insert into vouchers select bank, 0, household, points, 99, code_hash, issued_at, valid_until, actor, key_name from vouchers
          where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into vouchers select bank, 9, household, 0, 99, code_hash, issued_at, valid_until, actor, key_name from vouchers
          where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into vouchers select bank, 9, household, points, 99, zeroblob(31), issued_at, valid_until, actor, key_name from vouchers
          where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into vouchers select bank, 9, 77, points, 99, code_hash, issued_at, valid_until, actor, key_name from vouchers
          where number = 1
        """,
        "FOREIGN KEY")]
    [InlineData("insert into voucher_voids select * from voucher_voids", "UNIQUE")]
    [InlineData("insert into voucher_voids values (1, 9, 'x', 0, 'staff:9')", "FOREIGN KEY")]
    [InlineData("insert into tries values (1, zeroblob(32), 0, 0)", "CHECK")]
    [InlineData("insert into tries values (1, zeroblob(31), 1, 0)", "CHECK")]
    [InlineData(
        """
        insert into redemptions select bank, 9, shop, household, 99, redeemed_on, points, authorised_by, serial, actor, location,
          goods_entry, cost, shift, reservation, voucher, trip, device, served_at from redemptions where reservation is not null
        """,
        "UNIQUE")]
    [InlineData(
        """
        insert into redemptions select bank, 9, shop, household, 99, redeemed_on, points, authorised_by, serial, actor, location,
          goods_entry, cost, shift, reservation, voucher, trip, device, served_at from redemptions where voucher is not null
        """,
        "UNIQUE")]
    [InlineData(
        """
        insert into redemptions select bank, 9, shop, household, 99, redeemed_on, points, 'pin', serial, actor, location, goods_entry, cost,
          shift, reservation, 9, trip, device, served_at from redemptions where voucher is not null
        """,
        "CHECK")]
    public Task The_database_refuses_what_cannot_be(string sql, string message) => lived.Village.Refuses(sql, message);

    /// <summary>Shift 1 is closed, 2 open; reservation 1 is picked up, 2 waits; voucher 1 is spent, 2 void, 3 open.</summary>
    internal static async Task<VillageFixture> Lived()
    {
        var village = await Counter.Open();
        village.Done(await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, Counter.Shop, new([new("soap", 20)])));
        await village.Reserve();
        await village.Reserve(2, 1, "rice");
        village.Done(await village.TryPickUp(1));
        var vouchers = await village.IssueVouchers(1, 5, 10, 20);
        village.Done(await village.TrySpend(1, vouchers[0].Code!));
        village.Done(await village.Desks.Vouchers.Void(VillageFixture.Ask(), Counter.Bank, 2, new("丢了")));
        village.Done(await village.Desks.Shifts.Close(Counter.Attendant(), Counter.Bank, Counter.Shop, 1, new([new("soap", 16)])));
        village.Clock.Advance(NodaTime.Duration.FromMinutes(5));
        village.Done(await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, Counter.Shop, new([new("soap", 17)])));
        return village;
    }

    public sealed class LivedVillage : IAsyncLifetime
    {
        internal VillageFixture Village { get; private set; } = null!;

        public async Task InitializeAsync() => Village = await Lived();

        public Task DisposeAsync()
        {
            Village.Dispose();
            return Task.CompletedTask;
        }
    }
}
