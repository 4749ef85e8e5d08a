using PointsBank.Ledger;
using PointsBank.Village.Shops;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Demo;

/// <summary>
/// What the demo village's keeper did: a donation came, and keeper and attendant counted three goods, of which one was short by a piece. It redeems
/// nothing, so the published totals stay as they are.
/// </summary>
sealed class DemoStock(Desks desks, long bank, Func<string, Caller?, WriteContext> next)
{
    const long Shop = 1;

    readonly Caller keeper = new("staff:8", "保管员", [new(Role.Keeper, bank)]);
    readonly Caller attendant = new("staff:4", "店员", [new(Role.Attendant, bank)]);

    public async Task Tell()
    {
        Done(await desks.Stock.Move(
            next("stock-donation", keeper), bank, Shop,
            new("received", [new("G26", 6, 15_000), new("G28", 10, 42_000), new("G30", 4, 30_000)], Memo: "开春慰问", Origin: "donation", Partner: "县供销社", Receipt: "捐0007")));
        var stock = Done(await desks.Shops.Goods(bank, Shop)).ToDictionary(good => good.Code, good => good.Stock);
        var count = Done(await desks.Counts.Open(next("count", keeper), bank, Shop)).Number;
        CountInput found = new([new("G26", stock["G26"] - 1), new("G28", stock["G28"]), new("G30", stock["G30"])]);
        foreach (var counter in (Caller[])[keeper, attendant]) Done(await desks.Counts.Enter(next("count-figures", counter), bank, Shop, count, found));
        Done(await desks.Counts.Close(next("count-close", keeper), bank, Shop, count, new([new("G26", "missing")])));
    }

    static T Done<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal
        ? throw new InvalidOperationException($"the demo's stock was refused: {refusal} {string.Join(", ", refusal.Facts)}")
        : outcome.Value;
}
