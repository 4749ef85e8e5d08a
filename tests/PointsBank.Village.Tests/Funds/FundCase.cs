using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Coverage;
using PointsBank.Village.Funds;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Funds;

/// <summary>
/// A village with a treasurer, a supervisor and an attendant, a fund, its own shop 1 and a contract shop 2 with rice at 20 points.
/// </summary>
sealed class FundCase : IDisposable
{
    public const long Bank = VillageFixture.Bank;
    public const long Contract = 2;

    FundCase(VillageFixture village) => Village = village;

    public VillageFixture Village { get; }

    public FundDesk Fund => Village.Desks.Fund;

    public SettlementDesk Settlements => Village.Desks.Settlements;

    public static Caller Treasurer { get; } = new("staff:8", "treasurer", [new(Role.Treasurer, Bank)]);

    public static Caller Supervisor { get; } = new("staff:7", "supervisor", [new(Role.Supervisor, Bank)]);

    public static Caller Attendant { get; } =
        new("staff:4", "attendant", [new(Role.Attendant, Bank, Contract), new(Role.Attendant, Bank, VillageFixture.Shop)]);

    public static async Task<FundCase> Open()
    {
        var village = await VillageFixture.Open();
        await village.Set(Setting.RedemptionMonthMost, 0);
        await village.Set(Setting.MonthCeiling, 100_000);
        await village.Set(Setting.YearCeiling, 100_000);
        village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), Bank, new("便民商店", "Corner shop", "contract")));
        await village.Sell("rice", 20, shop: Contract);
        return new(village);
    }

    public static WriteContext As(Caller caller, string what = "fund") => new(caller, WriteContext.NewKey(), Digest.Of(what));

    public async Task<FundMovementView> Give(
        long fen, string source = "government", bool named = false, string from = "镇政府", LocalDate? on = null) =>
        Village.Done(await Fund.Contribute(As(Treasurer), Bank, new(source, from, fen, named, "R1", on)));

    public async Task<StockView> Buy(string goods, long quantity, long cost, bool paidNow = false) =>
        Village.Done(await Village.Desks.Stock.Move(
        As(ShopLife.KeeperWithPurse), Bank, VillageFixture.Shop,
        new("received", [new(goods, quantity, cost)], Origin: "purchase", Partner: "供销社", PaidNow: paidNow)));

    public async Task<StockView> Donate(string goods, long quantity, long cost, string donor = "李四") =>
        Village.Done(await Village.Desks.Stock.Move(
        VillageFixture.Ask(), Bank, VillageFixture.Shop,
        new("received", [new(goods, quantity, cost)], Origin: "donation", Partner: donor)));

    public Task<Outcome<FundMovementView>> TryPay(long fen, long? purchase = null) =>
        Fund.Pay(As(Treasurer), Bank, purchase is null ? new("spent", fen, To: "邮局", Memo: "邮费") : new("supplier", fen, purchase));

    public CoverageView Coverage() => Fund.Coverage(Bank);

    public async Task<RedemptionView> Redeem(long household, string goods, long shop, long quantity = 1) =>
        Village.Done(await Village.TryRedeem(household, goods, quantity, shop: shop));

    public Task<Outcome<SettlementView>> TrySettle(LocalDate from, LocalDate until, long shop = Contract) =>
        Settlements.Make(VillageFixture.Ask(), Bank, new(shop, from, until));

    public async Task<SettlementView> Settle(LocalDate from, LocalDate until, long shop = Contract) =>
        Village.Done(await TrySettle(from, until, shop));

    /// <summary>Shop and supervisor sign, the clerk approves.</summary>
    public async Task<SettlementView> Approve(long number)
    {
        await Sign(number);
        return Village.Done(await Settlements.Approve(VillageFixture.Ask(), Bank, number));
    }

    public async Task Sign(long number)
    {
        Village.Done(await Settlements.SignForShop(As(Attendant), Bank, number, new()));
        Village.Done(await Settlements.SignForSupervision(As(Supervisor), Bank, number));
    }

    public Task<Outcome<SettlementView>> TryPayStatement(long number) => Settlements.Pay(As(Treasurer), Bank, number, new("F7"));

    public long Fen(AccountKind kind, long owner = 0) => Village.Total(kind, owner, Unit.Fen);

    public void Dispose() => Village.Dispose();
}
