using PointsBank.Ledger;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Testing;

/// <summary>What keepers do with goods, for tests that tell a story.</summary>
public static class ShopLife
{
    const long Bank = VillageFixture.Bank;

    public static Caller Keeper { get; } = new("staff:8", "keeper", [new(Role.Keeper, Bank)]);

    /// <summary>The keeper of a small village, who is its treasurer too.</summary>
    public static Caller KeeperWithPurse { get; } = Keeper with { Grants = [.. Keeper.Grants, new(Role.Treasurer, Bank)] };

    public static Caller Attendant { get; } = new("staff:4", "attendant", [new(Role.Attendant, Bank)]);

    public static async Task<long> OpenCount(this VillageFixture village, long shop = VillageFixture.Shop) =>
        village.Done(await village.Desks.Counts.Open(As(Keeper), Bank, shop)).Number;

    public static Task<Outcome<CountView>> TryFind(
        this VillageFixture village, Caller by, long count, string goods, long found, long? counter = null,
        long shop = VillageFixture.Shop) =>
        village.Desks.Counts.Enter(As(by), Bank, shop, count, new([new(goods, found)], counter));

    public static async Task<CountView> Find(
        this VillageFixture village, Caller by, long count, string goods, long found, long shop = VillageFixture.Shop) =>
        village.Done(await village.TryFind(by, count, goods, found, shop: shop));

    public static Task<Outcome<CountView>> TryClose(
        this VillageFixture village, long count, Caller? by = null, long shop = VillageFixture.Shop,
        params (string Goods, string Reason)[] reasons) =>
        village.Desks.Counts.Close(
            As(by ?? Keeper), Bank, shop, count, new([.. reasons.Select(reason => new CountReasonInput(reason.Goods, reason.Reason))]));

    public static CountResult ResultOf(this VillageFixture village, long count, long shop = VillageFixture.Shop) =>
        village.Done(village.Desks.Counts.Result(Bank, shop, count));

    /// <summary>Keeper and attendant find the same number of pieces, and that is entered.</summary>
    public static async Task<Outcome<CountView>> TryCount(
        this VillageFixture village, string goods, long found, long shop = VillageFixture.Shop)
    {
        var count = await village.OpenCount(shop);
        await village.Find(Keeper, count, goods, found, shop);
        await village.Find(Attendant, count, goods, found, shop);
        var change = found - village.Stock(goods, shop);
        return await village.TryClose(count, shop: shop, reasons: change == 0 ? [] : [(goods, change < 0 ? "missing" : "found")]);
    }

    public static async Task<CountResult> Count(this VillageFixture village, string goods, long found, long shop = VillageFixture.Shop) =>
        village.ResultOf(village.Done(await village.TryCount(goods, found, shop)).Number, shop);

    /// <summary>Opens a shop of another kind beside or behind the first.</summary>
    public static async Task<long> OpenShop(this VillageFixture village, string kind, long? of = null, string? ofBank = null)
    {
        if (ofBank is not null) await village.OfferShop(village.Desks.Banks.Find(ofBank)!.Value, of!.Value, VillageFixture.Code);
        return village.Done(await village.Desks.Shops.Open(As(Keeper), Bank, new("二店", "Second", kind, Of: of, OfBank: ofBank))).Number;
    }

    /// <summary>One village offers its shop to another, by somebody who accepts nothing.</summary>
    public static async Task OfferShop(this VillageFixture village, long owner, long shop, string to) =>
        village.Done(await village.Desks.Sharings.Offer(As(new("staff:77", "next door", [new(Role.Clerk, owner)])), owner, shop, new(to)));

    public static Task<Outcome<StockView>> TryBuy(
        this VillageFixture village, string goods, long quantity, long cost, bool paidNow = false, long shop = VillageFixture.Shop) =>
        village.Desks.Stock.Move(
            As(paidNow ? KeeperWithPurse : Keeper), Bank, shop,
            new(
                "received", [new(goods, quantity, cost)], Origin: "purchase", Partner: "县供销社", Receipt: "A-1", PaidNow: paidNow,
                Confirmed: true));

    public static async Task<StockView> Buy(
        this VillageFixture village, string goods, long quantity, long cost, bool paidNow = false, long shop = VillageFixture.Shop) =>
        village.Done(await village.TryBuy(goods, quantity, cost, paidNow, shop));

    public static async Task<StockView> Donate(this VillageFixture village, string goods, long quantity, long? cost = null) =>
        village.Done(await village.Desks.Stock.Move(
        As(Keeper), Bank, VillageFixture.Shop,
        new("received", [new(goods, quantity, cost)], Origin: "donation", Partner: "爱心企业", Receipt: "D-1", Confirmed: true)));

    /// <summary>Cash in the fund, as a contribution would bring it.</summary>
    public static async Task Fund(this VillageFixture village, long fen) => village.Done(await village.Database.Write<long>(writer =>
    {
        var context = VillageFixture.Ask();
        return writer.Book(Bank).Post(
            new Draft
            {
                Kind = EntryKind.Transfer,
                EffectiveOn = village.Today,
                Actor = context.Caller.Actor,
                Key = context.Key,
                Fingerprint = context.Fingerprint,
                Reason = "contribution",
                Source = "",
                Legs = [new(new(AccountKind.FundSource, 1, Unit.Fen), new(-fen)), new(new(AccountKind.FundCash, 0, Unit.Fen), new(fen))],
            },
            writer.Now).Then(entry => entry.Number.Value);
    }));

    /// <summary>What the pieces of a good cost, in fen; <paramref name="number"/> is the good's.</summary>
    public static long AtCost(this VillageFixture village, long number = 1) => village.Total(AccountKind.GoodsAtCost, number, Unit.Fen);
}
