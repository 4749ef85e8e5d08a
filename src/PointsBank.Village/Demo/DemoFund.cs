using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village.Shops;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Demo;

/// <summary>
/// The demo village's fund: what came in last year and this, goods bought on credit and given, a contract shop. It issues and redeems no points, so the
/// published totals stay as they are.
/// </summary>
sealed class DemoFund(Desks desks, Action<LocalDate> openOn, long bank, LocalDate today, Func<string, Caller?, WriteContext> next)
{
    readonly Caller clerk = new("staff:3", "记分员", [new(Role.Clerk, bank)]);
    readonly Caller keeper = new("staff:8", "保管员", [new(Role.Keeper, bank)]);
    readonly Caller treasurer = new("staff:9", "会计", [new(Role.Treasurer, bank)]);

    public async Task Tell()
    {
        openOn(today.PlusDays(-4));
        var last = today.Year - 1;
        await Give("government", "镇政府", 600_000, new(last, 3, 5), named: true, "ZF-031");
        await Give("helping_unit", "县农商行", 300_000, new(last, 5, 20), named: true, "BF-007");
        await Give("dividend", "村集体经济合作社", 450_000, new(last, 12, 18), named: true, "FH-012");
        await Give("donation", "张秀英", 20_000, new(last, 9, 9), named: false, "JK-021");
        await Give("donation", "李建军", 50_000, new(last, 10, 1), named: true, "JK-024");

        openOn(today.PlusDays(-3));
        var bought = await Receive("purchase", "县供销社", new("G28", 20, 64_000), new("G30", 10, 58_000), new("G12", 40, 18_000));
        var given = await Receive("donation", "爱心粮油店", new("G26", 20, 50_000), new("G15", 30, 18_000));
        Done(await desks.Fund.SetConsent(next("consent", treasurer), bank, new("stock", given, true)));

        openOn(today.PlusDays(-2));
        Done(await desks.Fund.Pay(next("payment", treasurer), bank, new("supplier", 80_000, bought, Receipt: "FK-001", Memo: "首付款")));
        Done(await desks.Fund.Pay(next("payment", treasurer), bank, new("spent", 12_600, To: "文印店", Memo: "印制积分存折", Receipt: "FK-002")));

        var contract = Done(await desks.Shops.Open(next("shop", clerk), bank, new("村口便民店", "Village gate store", "contract"))).Number;
        foreach (var (code, zh, en, unit, emoji, price) in ((string, string, string, string, string, long)[])
            [("G01", "大米10公斤", "Rice 10 kg", "袋", "🍚", 70), ("G02", "鸡蛋", "Eggs, thirty", "板", "🥚", 21), ("G03", "纯牛奶", "Milk, twelve cartons", "箱", "🥛", 38)])
            Done(await desks.Shops.SetGoods(next("goods", clerk), bank, contract, new(code, zh, en, unit, emoji, price, "村委会")));
    }

    async Task Give(string source, string from, long fen, LocalDate day, bool named, string receipt) =>
        Done(await desks.Fund.Contribute(next("contribution", treasurer), bank, new(source, from, fen, named, receipt, day)));

    async Task<long> Receive(string origin, string partner, params StockLineInput[] items) =>
        Done(await desks.Stock.Move(next("stock", keeper), bank, 1, new("received", items, Origin: origin, Partner: partner))).Number;

    static T Done<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal ? throw new InvalidOperationException($"the demo was refused: {refusal}") : outcome.Value;
}
