using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Shops;
using static PointsBank.Demo.DemoLife;

namespace PointsBank.Demo;

/// <summary>
/// The demo village's fund: what came in as the years went by, goods bought on credit and given, a contract shop. It issues and redeems no
/// points, so the published totals stay as they are.
/// </summary>
sealed class DemoFund(DemoLife life)
{
    readonly Desks desks = life.Desks;
    readonly long bank = life.Bank;
    readonly DemoStaff staff = life.Staff;

    public void Tell()
    {
        foreach (var year in life.Span.Years)
        {
            Give("government", "镇政府", 600_000, new(year, 3, 5), named: true, $"ZF-{year}-031");
            Give("helping_unit", "县农商行", 300_000, new(year, 5, 20), named: true, $"BF-{year}-007");
            Give("donation", "张秀英", 20_000, new(year, 9, 9), named: false, $"JK-{year}-021");
            Give("donation", "李建军", 50_000, new(year, 10, 1), named: true, $"JK-{year}-024");
            Give("dividend", "村集体经济合作社", 450_000, new(year, 12, 18), named: true, $"FH-{year}-012");
        }
        var bought = 0L;
        life.On(life.Today.PlusDays(-3), async () =>
        {
            bought = await Receive("purchase", "县供销社", new("G28", 20, 64_000), new("G30", 10, 58_000), new("G12", 40, 18_000));
            var given = await Receive("donation", "爱心粮油店", new("G26", 20, 50_000), new("G15", 30, 18_000));
            Done(await desks.Fund.SetConsent(life.Next("consent", staff.Treasurer), bank, new("stock", given, true)));
        });
        life.On(life.Today.PlusDays(-2), async () =>
        {
            Done(
                await desks.Fund.Pay(
                    life.Next("payment", staff.Treasurer), bank, new("supplier", 80_000, bought, Receipt: "FK-001", Memo: "首付款")));
            Done(
                await desks.Fund.Pay(
                    life.Next("payment", staff.Treasurer), bank, new("spent", 12_600, To: "文印店", Memo: "印制积分存折", Receipt: "FK-002")));

            var contract = Done(
                await desks.Shops.Open(life.Next("shop", staff.Clerk), bank, new("村口便民店", "Village gate store", "contract"))).Number;
            foreach (var (code, zh, en, unit, emoji, price) in ((string, string, string, string, string, long)[])
                [("G01", "大米10公斤", "Rice 10 kg", "袋", "🍚", 70), ("G02", "鸡蛋", "Eggs, thirty", "板", "🥚", 21), (
                    "G03", "纯牛奶", "Milk, twelve cartons", "箱", "🥛", 38)])
                Done(
                    await desks.Shops.SetGoods(
                        life.Next("goods", staff.Clerk), bank, contract, new(code, zh, en, unit, emoji, price, "村委会")));
        });
    }

    void Give(string source, string from, long fen, LocalDate day, bool named, string receipt) => life.On(day, async () =>
        Done(await desks.Fund.Contribute(life.Next("contribution", staff.Treasurer), bank, new(source, from, fen, named, receipt, day))));

    async Task<long> Receive(string origin, string partner, params StockLineInput[] items) =>
        Done(
            await desks.Stock.Move(
                life.Next("stock", staff.Keeper), bank, 1, new("received", items, Origin: origin, Partner: partner))).Number;
}
