using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Shops;

public class ShiftTests
{
    [Fact]
    public async Task A_shift_tells_its_slips_and_what_was_counted_beside_what_the_book_said()
    {
        using var village = await Counter.Open();
        var shift = village.Done(await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, Counter.Shop, new([new("soap", 19)])));
        await Serve(village, 3);
        var wrong = await Serve(village, 1);
        village.Done(await village.Desks.Redemptions.Void(Counter.Attendant(), Counter.Bank, Counter.Shop, wrong.Number, new("拿错了")));
        await village.Receive("soap", 10);
        await village.Redeem(2, quantity: 2);

        var closed = village.Done(
            await village.Desks.Shifts.Close(
                Counter.Attendant(), Counter.Bank, Counter.Shop, shift.Number, new([new("soap", 24), new("rice", 5)])));

        (closed.IsOpen, closed.Slips.Count, closed.Voids, closed.Points, closed.EndedBy).Should().Be((false, 2, 1, 15, "staff:5"));
        closed.Goods.Should().Equal(
            new ShiftGoods("soap", "soap货", "soap", "块", 3, 19, 20, 24, 25),
            new ShiftGoods("rice", "rice货", "rice", "块", 0, null, null, 5, 5));
        (closed.Goods[0].Otherwise, closed.Goods[0].OpeningDifference, closed.Goods[0].ClosingDifference, closed.Differences)
            .Should().Be((8, -1, -1, 1));
        (village.ShelfOf()).Stock.Should().Be(25, "a shift's count is entered nowhere");
        village.Desks.Shifts.Of(Counter.Bank, Counter.Shop, long.MaxValue, 10).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Number = 1, Actor = "staff:5", Slips = 1, Points = 15, Differences = 1, closed.EndedAt });
        village.IsSound();
    }

    [Fact]
    public async Task An_attendant_has_one_shift_open_at_a_shop()
    {
        using var village = await Counter.Open();
        var shift = village.Done(await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, Counter.Shop, new()));

        (await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, Counter.Shop, new()))
            .ShouldBeRefused(VillageRefusals.ShiftOpen, "shop");
        village.Done(await village.Desks.Shifts.Open(Counter.Attendant("staff:6"), Counter.Bank, Counter.Shop, new())).Number
            .Should().Be(2);
        village.Desks.Shifts.Current(Counter.Bank, Counter.Shop, "staff:5")!.Number.Should().Be(shift.Number);
        village.Desks.Shifts.Current(Counter.Bank, Counter.Shop, "staff:7").Should().BeNull();

        village.Done(await village.Desks.Shifts.Close(Counter.Attendant(), Counter.Bank, Counter.Shop, shift.Number, new()));
        village.Desks.Shifts.Current(Counter.Bank, Counter.Shop, "staff:5").Should().BeNull();
        village.Done(await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, Counter.Shop, new())).Number.Should().Be(3);
    }

    [Fact]
    public async Task A_shift_is_closed_once_by_its_attendant_or_by_a_supervisor()
    {
        using var village = await Counter.Open();
        village.Done(await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, Counter.Shop, new()));

        (await village.Desks.Shifts.Close(Counter.Attendant("staff:6"), Counter.Bank, Counter.Shop, 1, new()))
            .ShouldBeRefused(VillageRefusals.NotAllowed);
        (await village.Desks.Shifts.Close(Counter.Supervisor(), Counter.Bank, 2, 1, new())).ShouldBeRefused(VillageRefusals.UnknownShift);
        (await village.Desks.Shifts.Close(Counter.Supervisor(), Counter.Bank, Counter.Shop, 9, new()))
            .ShouldBeRefused(VillageRefusals.UnknownShift);
        village.Done(await village.Desks.Shifts.Close(Counter.Supervisor(), Counter.Bank, Counter.Shop, 1, new())).EndedBy
            .Should().Be("staff:8");
        (await village.Desks.Shifts.Close(Counter.Attendant(), Counter.Bank, Counter.Shop, 1, new()))
            .ShouldBeRefused(VillageRefusals.ShiftEnded);
    }

    [Fact]
    public async Task A_count_that_makes_no_sense_is_refused_and_opens_nothing()
    {
        using var village = await Counter.Open();

        (await Open([new("soap", -1)])).ShouldBeRefused(VillageRefusals.OutOfRange, "counts[0].quantity");
        (await Open([new("soap", 1), new("soap", 2)])).ShouldBeRefused(VillageRefusals.AlreadyExists, "counts[1].goods");
        (await Open([new("soap", 1), new("gold", 2)])).ShouldBeRefused(VillageRefusals.UnknownGoods, "counts[1].goods");
        (await Open([.. Enumerable.Range(0, 46).Select(i => new ShiftCountInput($"g{i}", 1))]))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "counts");
        (await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, 9, new())).ShouldBeRefused(VillageRefusals.UnknownShop, "shop");
        village.Desks.Shifts.Of(Counter.Bank, Counter.Shop, long.MaxValue, 10).Should().BeEmpty();

        Task<Outcome<ShiftView>> Open(IReadOnlyList<ShiftCountInput> counts) =>
            village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, Counter.Shop, new(counts));
    }

    [Fact]
    public async Task A_merchants_goods_are_not_counted_by_us()
    {
        using var village = await Counter.Open();
        village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), Counter.Bank, new("小卖部", "Corner shop", "contract")));
        await village.Sell("soap", 5, shop: 2);

        (await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, 2, new([new("soap", 1)])))
            .ShouldBeRefused(VillageRefusals.NotOurStock, "counts");
        village.Done(await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, 2, new()));
    }

    [Fact]
    public async Task Where_shifts_are_asked_for_nothing_is_handed_out_before_one_is_open()
    {
        using var village = await Counter.Open();
        await village.Set(Setting.ShiftsRequired, 1);

        (await village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.ShiftNotOpen);
        village.Done(await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, Counter.Shop, new()));

        (await Serve(village, 1)).Shift.Should().Be(1);
    }

    [Fact]
    public async Task A_slip_is_voided_while_its_shift_is_open_and_after_that_by_a_supervisor_alone()
    {
        using var village = await Counter.Open();
        village.Done(await village.Desks.Shifts.Open(Counter.Attendant(), Counter.Bank, Counter.Shop, new()));
        var (first, second) = (await Serve(village, 1), await Serve(village, 2));
        village.At(2026, 3, 3);

        village.Done(await Void(Counter.Attendant(), first.Number));
        village.Done(await village.Desks.Shifts.Close(Counter.Attendant(), Counter.Bank, Counter.Shop, 1, new()));
        (await Void(Counter.Attendant(), second.Number)).ShouldBeRefused(VillageRefusals.ShiftEnded);
        village.At(2026, 3, 4);
        village.Done(await Void(Counter.Supervisor(), second.Number));

        var shift = village.Done(village.Desks.Shifts.Get(Counter.Bank, Counter.Shop, 1));
        (shift.Voids, shift.Points, shift.Goods.Single().HandedOut)
            .Should().Be((1, 10, 2), "what was taken back after the shift had left the shelf in it");
        shift.Slips.Select(slip => (slip.VoidedBy is null, slip.ReversedBy is null)).Should().Equal((false, true), (true, false));
        (village.PointsOf(1), village.ShelfOf()).Should().Be(((100, 0), (20, 0)));
        village.IsSound();

        Task<Outcome<RedemptionView>> Void(WriteContext ask, long number) =>
            village.Desks.Redemptions.Void(ask, Counter.Bank, Counter.Shop, number, new("拿错了"));
    }

    static async Task<RedemptionView> Serve(VillageFixture village, long quantity) => village.Done(
        await village.Desks.Redemptions.Redeem(
            Counter.Attendant(), Counter.Bank, Counter.Shop, new([new("soap", quantity)], Counter.Booklet, 1)));
}
