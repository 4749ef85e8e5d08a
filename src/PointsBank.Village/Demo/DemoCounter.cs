using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village.Shops;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Demo;

/// <summary>
/// What waits at the demo village's counter: yesterday's shift, three orders kept ready and one that was cancelled, four vouchers of which one is
/// lost. It redeems nothing, so the published totals stay as they are.
/// </summary>
sealed class DemoCounter(Desks desks, Action<LocalDate> openOn, long bank, LocalDate today, Func<string, Caller?, WriteContext> next)
{
    const long Shop = 1;

    readonly Caller attendant = new("staff:4", "店员", [new(Role.Attendant, bank)]);

    public async Task Tell()
    {
        openOn(today.PlusDays(-1));
        var goods = Done(await desks.Shops.Goods(bank, Shop)).Where(good => good.IsOffered && good is { Price: >= 5 and <= 10, Available: >= 6 }).Take(3).ToList();
        var shift = Done(await desks.Shifts.Open(next("shift", attendant), bank, Shop, new([.. goods.Select(good => new ShiftCountInput(good.Code, good.Stock))])));
        Done(await desks.Shifts.Close(
            next("shift-end", attendant), bank, Shop, shift.Number, new([.. goods.Select((good, i) => new ShiftCountInput(good.Code, i == 0 ? good.Stock - 1 : good.Stock))])));

        var households = await WellOff(5);
        var cancelled = await Order(households[0], goods[0].Code, 1, "phone");
        Done(await desks.Reservations.Cancel(next("order-cancel", attendant), bank, Shop, cancelled));
        openOn(today);
        await Order(households[1], goods[0].Code, 2, "phone");
        await Order(households[2], goods[1].Code, 1, "desk");
        await Order(households[3], goods[^1].Code, 2, "phone");
        Done(await desks.Vouchers.Issue(next("vouchers", attendant), bank, new([10, 5, 5, 5], new AuthorisationInput("booklet"), "the demo's vouchers are good for nothing else", households[4])));
        Done(await desks.Vouchers.Void(next("voucher-void", attendant), bank, 4, new("洗衣服时洗烂了")));
        Done(await desks.Trips.Plan(next("trip", attendant), bank, Shop, new(today.PlusDays(1), [DemoPlan.VillageCode], ["平板甲", "手机乙"], LimitPoints: 40,
            Groups: [.. desks.Households.Groups(bank).Where(group => group.Households > 0).Take(2).Select(group => new Trips.TripGroupInput(DemoPlan.VillageCode, group.Name))])));
    }

    /// <summary>Households that nobody signs in as, and that can spare something.</summary>
    async Task<List<long>> WellOff(int count)
    {
        var found = new List<long>();
        for (var household = 40L; found.Count < count; household++)
            if (Done(await desks.Journal.Balance(bank, household)).Points.Available >= 40)
                found.Add(household);
        return found;
    }

    async Task<long> Order(long household, string goods, long quantity, string channel) =>
        Done(await desks.Reservations.Place(next("order", attendant), bank, Shop, new(household, [new(goods, quantity)], channel))).Number;

    static T Done<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal
        ? throw new InvalidOperationException($"the demo's counter was refused: {refusal} {string.Join(", ", refusal.Facts)}")
        : outcome.Value;
}
