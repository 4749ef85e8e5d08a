using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Village.Trips;
using static PointsBank.Demo.DemoLife;

namespace PointsBank.Demo;

/// <summary>
/// What waits at the demo village's counter: yesterday's shift, three orders kept ready and one that was cancelled, four vouchers of which
/// one is lost, a trip for tomorrow. It redeems nothing, so the published totals stay as they are.
/// </summary>
sealed class DemoCounter(DemoLife life)
{
    const long Shop = 1;

    readonly Desks desks = life.Desks;
    readonly long bank = life.Bank;
    readonly Caller attendant = life.Staff.Attendant;

    public void Tell() => life.On(life.Span.Last, async () =>
    {
        var goods = Done(desks.Shops.Goods(bank, Shop))
            .Where(good => good.IsOffered && good is { Price: >= 5 and <= 10, Available: >= 6 })
            .Take(3)
            .ToList();
        var shift = Done(
            await desks.Shifts.Open(
                life.Next("shift", attendant), bank, Shop, new([.. goods.Select(good => new ShiftCountInput(good.Code, good.Stock))])));
        Done(await desks.Shifts.Close(
            life.Next("shift-end", attendant), bank, Shop, shift.Number,
            new([.. goods.Select((good, i) => new ShiftCountInput(good.Code, i == 0 ? good.Stock - 1 : good.Stock))])));

        var households = WellOff(5);
        var cancelled = await Order(households[0], goods[0].Code, 1, "phone");
        Done(await desks.Reservations.Cancel(life.Next("order-cancel", attendant), bank, Shop, cancelled));
        await Order(households[1], goods[0].Code, 2, "phone");
        await Order(households[2], goods[1].Code, 1, "desk");
        await Order(households[3], goods[^1].Code, 2, "phone");
        Done(await desks.Vouchers.Issue(
            life.Next("vouchers", attendant), bank,
            new([10, 5, 5, 5], new AuthorisationInput("booklet"), "the demo's vouchers are good for nothing else", households[4])));
        Done(await desks.Vouchers.Void(life.Next("voucher-void", attendant), bank, 4, new("洗衣服时洗烂了")));
        Done(
            await desks.Trips.Plan(
                life.Next("trip", attendant), bank, Shop,
                new(life.Today.PlusDays(1), [DemoPlan.VillageCode], ["平板甲", "手机乙"], LimitPoints: 40,
            Groups: [.. DemoPlanNames.Groups.Take(2).Select(group => new TripGroupInput(DemoPlan.VillageCode, group.Name))])));
    });

    /// <summary>Households that nobody signs in as, and that can spare something.</summary>
    List<long> WellOff(int count)
    {
        var found = new List<long>();
        for (var household = 40L; found.Count < count; household++)
            if (Done(desks.Journal.Balance(bank, household)).Points.Available >= 40)
                found.Add(household);
        return found;
    }

    async Task<long> Order(long household, string goods, long quantity, string channel) =>
        Done(
            await desks.Reservations.Place(
                life.Next("order", attendant), bank, Shop, new(household, [new(goods, quantity)], channel))).Number;
}
