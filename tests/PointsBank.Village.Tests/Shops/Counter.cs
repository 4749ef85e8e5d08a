using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Shops;

/// <summary>
/// A stocked counter: 20 pieces of soap at 5 points that cost 3 yuan each, 5 of rice at 20; households 1 and 2 with 100 points each.
/// </summary>
static class Counter
{
    public const long Bank = VillageFixture.Bank, Shop = VillageFixture.Shop;

    public const string Seed = "a sheet of slips, drawn on 8 March 2026";

    public static async Task<VillageFixture> Open()
    {
        var village = await VillageFixture.Open();
        village.Done(await village.Desks.Stock.Move(
            VillageFixture.Ask(), Bank, Shop, new("received", [new("soap", 20, 6000)], Origin: "purchase", Partner: "县供销社")));
        await village.Sell("rice", 20);
        await village.Receive("rice", 5);
        await village.BringForward(1, 100);
        await village.BringForward(2, 100);
        return village;
    }

    public static WriteContext As(string actor, params Role[] roles) =>
        VillageFixture.Ask() with { Caller = new(actor, actor, [.. roles.Select(role => new Grant(role, Bank))]) };

    public static WriteContext Attendant(string actor = "staff:5") => As(actor, Role.Attendant);

    public static WriteContext Supervisor() => As("staff:8", Role.Supervisor);

    public static WriteContext Household(long number) =>
        VillageFixture.Ask() with { Caller = new($"household:{number}", "", [new(Role.Household, Bank)], number) };

    public static AuthorisationInput Booklet { get; } = new("booklet");

    public static async Task<ReservationView> Reserve(
        this VillageFixture village, long household = 1, long quantity = 2, string goods = "soap", long shop = Shop) =>
        village.Done(await village.TryReserve(household, quantity, goods, shop));

    public static Task<Outcome<ReservationView>> TryReserve(
        this VillageFixture village, long household = 1, long quantity = 2, string goods = "soap", long shop = Shop) =>
        village.Desks.Reservations.Place(Attendant(), Bank, shop, new(household, [new(goods, quantity)], "phone"));

    public static Task<Outcome<RedemptionView>> TryPickUp(
        this VillageFixture village, long reservation, IReadOnlyList<RedemptionLineInput>? items = null, bool adult = false,
        long shop = Shop, AuthorisationInput? by = null) =>
        village.Desks.Reservations.PickUp(Attendant(), Bank, shop, reservation, new(by ?? Booklet, items, adult));

    public static Task<Outcome<VouchersView>> TryIssue(this VillageFixture village, long household, params long[] points) =>
        village.Desks.Vouchers.Issue(VillageFixture.Ask(), Bank, new(points, Booklet, Seed, household));

    public static async Task<IReadOnlyList<VoucherView>> IssueVouchers(this VillageFixture village, long household, params long[] points) =>
        village.Done(await village.TryIssue(household, points)).Vouchers;

    public static Task<Outcome<RedemptionView>> TrySpend(
        this VillageFixture village, long voucher, string code, long quantity = 1, long? household = null, WriteContext? ask = null) =>
        village.Desks.Redemptions.Redeem(
            ask ?? Attendant(), Bank, Shop, new([new("soap", quantity)], new("voucher", Voucher: voucher, Code: code), household));

    /// <summary>Balance and what of it is held.</summary>
    public static (long Balance, long Held) PointsOf(this VillageFixture village, long household)
    {
        var points = (village.Balance(household)).Points;
        return (points.Balance, points.Held);
    }

    /// <summary>Pieces on the shelf and what of them is held.</summary>
    public static (long Stock, long Held) ShelfOf(this VillageFixture village, string goods = "soap")
    {
        var good = village.Done(village.Desks.Shops.Goods(Bank, Shop)).Single(good => good.Code == goods);
        return (good.Stock, good.Held);
    }

    public static async Task Refuses(this VillageFixture village, string sql, string message)
    {
        var write = () => village.Database.Write<int>(writer => writer.Execute(sql));

        (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(message);
    }
}
