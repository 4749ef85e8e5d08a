namespace PointsBank.Village.Tests.Shops;

/// <summary>
/// Each test looks at its own copy of one village's file. Holds: 1 and 2 of reservation 1, 3 and 4 of reservation 2, 5 to 7 of the
/// vouchers.
/// </summary>
public class CounterAuditTests(CounterLawTests.LivedVillage lived) : IClassFixture<CounterLawTests.LivedVillage>
{
    [Theory]
    [InlineData("update reservations set points = 99 where number = 2", "reservation_differs", "reservation 2")]
    [InlineData("update reservations set household = 1 where number = 2", "reservation_differs", "reservation 2")]
    [InlineData("update reservations set household = 2 where number = 1", "reservation_differs", "reservation 1")]
    [InlineData("update reservations set ready_until = ready_until + 1 where number = 2", "reservation_differs", "reservation 2")]
    [InlineData("update reservations set hold = 9 where number = 2", "reservation_differs", "reservation 0")]
    [InlineData("update reservations set actor = 'staff:9' where number = 2", "reservation_differs", "reservation 2")]
    [InlineData("update reservation_items set price = 6 where reservation = 1", "reservation_differs", "reservation 1")]
    [InlineData("update redemptions set reservation = 2 where reservation = 1", "reservation_differs", "reservation 2")]
    [InlineData("update redemptions set reservation = null where reservation = 1", "reservation_differs", "reservation 1")]
    [InlineData("delete from reservations where number = 2", "reservation_differs", "reservation 0")]
    [InlineData("update reservation_items set quantity = 3 where reservation = 2", "reservation_item_differs", "hold 4")]
    [InlineData("update reservation_items set goods = 'soap' where reservation = 2", "reservation_item_differs", "hold 4")]
    [InlineData("update reservation_items set hold = null where reservation = 2", "reservation_item_differs", "hold 2")]
    [InlineData("delete from hold_ends where hold = 2", "reservation_item_differs", "hold 2")]
    [InlineData("delete from reservation_items where reservation = 2", "reservation_item_differs", "hold 4")]
    [InlineData("update vouchers set points = 50 where number = 3", "voucher_differs", "voucher 3")]
    [InlineData("update vouchers set household = 2 where number = 3", "voucher_differs", "voucher 3")]
    [InlineData("update vouchers set valid_until = valid_until + 1 where number = 3", "voucher_differs", "voucher 3")]
    [InlineData("delete from vouchers where number = 3", "voucher_differs", "voucher 0")]
    [InlineData("update redemptions set voucher = 3 where voucher = 1", "voucher_differs", "voucher 3")]
    [InlineData("delete from voucher_voids", "voucher_differs", "voucher 2")]
    [InlineData("update voucher_voids set voucher = 3", "voucher_differs", "voucher 3")]
    [InlineData("update voucher_voids set actor = 'staff:9'", "voucher_differs", "voucher 2")]
    [InlineData("update redemptions set shift = 2 where number = 1", "shift_differs", "redemption 1")]
    [InlineData("update redemptions set shift = 9 where number = 1", "shift_differs", "redemption 1")]
    [InlineData("update shifts set actor = 'staff:9' where number = 1", "shift_differs", "redemption 1")]
    [InlineData("update shift_ends set ended_at = 1 where shift = 1", "shift_differs", "redemption 2")]
    public async Task One_changed_value_is_named_with_its_place(string sql, string code, string place)
    {
        (await lived.Village.Tamper(sql)).Should().Contain(deviation => deviation.Code == code && deviation.Place == place);
    }

    [Fact]
    public async Task What_nobody_touched_is_sound()
    {
        (await lived.Village.Tamper("select 1")).Should().BeEmpty();
        lived.Village.IsSound();
    }
}
