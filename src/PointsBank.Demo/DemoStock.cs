using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using static PointsBank.Demo.DemoLife;

namespace PointsBank.Demo;

/// <summary>
/// What the demo village's keeper did on the last day: a donation came, and keeper and attendant counted three goods, of which one was
/// short by a piece. It redeems nothing, so the published totals stay as they are.
/// </summary>
sealed class DemoStock(DemoLife life)
{
    const long Shop = 1;

    public void Tell() => life.On(life.Span.Last, async () =>
    {
        var (desks, bank, keeper, attendant) = (life.Desks, life.Bank, life.Staff.Keeper, life.Staff.Attendant);
        Done(await desks.Stock.Move(
            life.Next("stock-donation", keeper), bank, Shop,
            new(
                "received", [new("G26", 6, 15_000), new("G28", 10, 42_000), new("G30", 4, 30_000)], Memo: "入户慰问", Origin: "donation",
                Partner: "县供销社", Receipt: "捐0007")));
        var stock = Done(desks.Shops.Goods(bank, Shop)).ToDictionary(good => good.Code, good => good.Stock);
        var count = Done(await desks.Counts.Open(life.Next("count", keeper), bank, Shop)).Number;
        CountInput found = new([new("G26", stock["G26"] - 1), new("G28", stock["G28"]), new("G30", stock["G30"])]);
        foreach (var counter in (Caller[])[keeper, attendant])
            Done(await desks.Counts.Enter(life.Next("count-figures", counter), bank, Shop, count, found));
        Done(await desks.Counts.Close(life.Next("count-close", keeper), bank, Shop, count, new([new("G26", "missing")])));
    });
}
