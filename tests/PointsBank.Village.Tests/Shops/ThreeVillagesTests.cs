using FsCheck;
using FsCheck.Fluent;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Deeds;
using PointsBank.Village.Shops;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Shops;

/// <summary>
/// Three villages and two shops: the first village owns both, the others redeem at its first shop as at their own. Whatever is received,
/// moved, redeemed, voided, counted, kept ready, picked up, put on vouchers and left to expire, in any order, points, pieces and fen
/// neither appear nor vanish in any of the three books.
/// </summary>
[Trait("Pace", "slow")]
public class ThreeVillagesTests
{
    const int Villages = 3, Households = 2, Months = 24;
    static readonly string[] Goods = ["soap", "rice"];

    [Fact]
    public void Points_goods_and_fen_are_conserved_whatever_three_villages_and_two_shops_do() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(byte What, byte Who, byte How, byte Much)>().ListOf().Resize(90).ToArbitrary(),
        steps => Task.Run(() => Conserved(steps)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    static async Task Conserved(IEnumerable<(byte What, byte Who, byte How, byte Much)> steps)
    {
        using var story = await Story.Open();
        foreach (var step in steps)
        {
            await story.Happens(step);
            story.NobodyOwes();
        }
        story.AllIsConserved();
        story.Village.Restart();
        story.AllIsConserved();
    }

    sealed class Story : IDisposable
    {
        readonly List<(long Bank, long Shop, long Slip)> slips = [];
        readonly List<(long Bank, long Shop, long Number)> reservations = [];
        readonly List<(long Bank, VoucherView Voucher)> vouchers = [];
        int days;

        Story(VillageFixture village) => Village = village;

        public VillageFixture Village { get; }

        Desks Desks => Village.Desks;

        public static async Task<Story> Open()
        {
            var village = await VillageFixture.Open(Households, new(2026, 3, 2, 9, 0));
            var story = new Story(village);
            await village.Sell("rice", 30);
            village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), 1, new("二店", "Second")));
            foreach (var goods in Goods) await village.Sell(goods, goods == "soap" ? 5 : 30, shop: 2);
            for (var bank = 2; bank <= Villages; bank++)
            {
                village.Done(await village.Desks.Banks.Open(VillageFixture.Ask(), new($"village{bank}", "邻村", "Next village")));
                for (var i = 0; i < Households; i++)
                    village.Done(
                        await village.Desks.Households.Open(
                            VillageFixture.Ask(), bank, new("一组", [new("李大山", new(1960, 1, 1), IsHead: true)])));
                await village.OfferShop(1, 1, $"village{bank}");
                village.Done(
                    await village.Desks.Shops.Open(
                        VillageFixture.Ask(), bank, new("联村超市", "Shared shop", "shared", "institute", VillageFixture.Code, 1)));
            }
            for (var bank = 1L; bank <= Villages; bank++)
                village.Done(
                    await village.Desks.Deeds.BringForward(
                        WriteContext.OfSystem("opening"), bank,
                        [.. Enumerable.Range(1, Households).Select(household => new OpeningInput(household, 400))]));
            village.Done(
                await village.Desks.Stock.Move(
                    VillageFixture.Ask(), 1, 1,
                    new("received", [new("soap", 60, 18_001), new("rice", 30)], Origin: "donation", Partner: "乡友")));
            return story;
        }

        public async Task Happens((byte What, byte Who, byte How, byte Much) step)
        {
            var (what, who, how, much) = step;
            var bank = (who % Villages) + 1L;
            var household = (how % Households) + 1L;
            var (goods, shop) = (Goods[who / 3 % 2], bank == 1 && how % 3 == 0 ? 2L : 1L);
            var quantity = (much % 4) + 1;
            switch (what % 12)
            {
                case 0 or 1 or 2:
                    var slip = await Desks.Redemptions.Redeem(
                        VillageFixture.Ask(), bank, shop, new([new(goods, quantity)], new("booklet"), household));
                    if (slip.Refusal is null) slips.Add((bank, shop, slip.Value.Number));
                    break;
                case 3 when slips.Count > 0:
                    var (voidBank, voidShop, number) = slips[much % slips.Count];
                    await Desks.Redemptions.Void(As(Supervisor), voidBank, voidShop, number, new("退"));
                    break;
                case 4:
                    await Desks.Stock.Move(VillageFixture.Ask(), 1, shop, how % 2 == 0
                        ? new("received", [new(goods, quantity * 5L, much * 37L)], Origin: "purchase", Partner: "供销社")
                        : new("received", [new(goods, quantity)], Origin: "donation", Partner: "乡友"));
                    break;
                case 5:
                    await Desks.Stock.Move(
                        VillageFixture.Ask(), 1, shop,
                        how % 2 == 0 ? new("spoiled", [new(goods, quantity)]) : new("moved", [new(goods, quantity)], 3 - shop));
                    break;
                case 6:
                    var counted = await Village.TryCount(goods, Math.Max(0, Village.Stock(goods, shop) + (much % 5) - 2), shop);
                    // One that would leave less than is set aside stays open until it is dropped.
                    if (counted.Refusal is not null)
                        foreach (var count in Desks.Counts.Of(VillageFixture.Bank, shop, null, 1).Where(count => count.State == "open"))
                            Village.Done(await Desks.Counts.Drop(As(ShopLife.Keeper), VillageFixture.Bank, shop, count.Number));
                    break;
                case 7 or 8:
                    var placed = await Desks.Reservations.Place(
                        VillageFixture.Ask(), bank, shop,
                        new(household, [new(goods, quantity), new(goods == "soap" ? "rice" : "soap", 1)], "desk"));
                    if (placed.Refusal is null) reservations.Add((bank, shop, placed.Value.Number));
                    break;
                case 9 when reservations.Count > 0:
                    var (readyBank, readyShop, ready) = reservations[much % reservations.Count];
                    if (how % 4 == 0) await Desks.Reservations.Cancel(VillageFixture.Ask(), readyBank, readyShop, ready);
                    else if (await Desks.Reservations.PickUp(
                        VillageFixture.Ask(), readyBank, readyShop, ready,
                        new(new("booklet"), how % 2 == 0 ? null : [new(goods, 1)])) is { Refusal: null } taken)
                        slips.Add((readyBank, readyShop, taken.Value.Number));
                    break;
                case 10:
                    if (vouchers.Count > 0 && how % 2 == 0)
                    {
                        var (voucherBank, voucher) = vouchers[much % vouchers.Count];
                        var spent = await Desks.Redemptions.Redeem(
                            VillageFixture.Ask(), voucherBank, 1,
                            new([new("soap", quantity)], new("voucher", Voucher: voucher.Number, Code: voucher.Code)));
                        if (spent.Refusal is null) slips.Add((voucherBank, 1, spent.Value.Number));
                    }
                    else if (await Desks.Vouchers.Issue(
                        VillageFixture.Ask(), bank,
                        new([20], new("booklet"), "a sheet of slips, drawn on 8 March 2026", household)) is { Refusal: null } issued)
                        vouchers.Add((bank, issued.Value.Vouchers[0]));
                    break;
                case 11 when ++days <= Months:
                    // Time passes: what was kept ready lapses, a month's limit begins anew.
                    Village.Clock.Advance(NodaTime.Duration.FromDays(much % 20));
                    await Desks.Clock.Tick();
                    break;
            }
        }

        public void NobodyOwes()
        {
            for (var bank = 1L; bank <= Villages; bank++)
                for (var household = 1; household <= Households; household++)
                    Available(bank, AccountKind.HouseholdPoints, household, Unit.Points).Should().BeGreaterThanOrEqualTo(0);
            foreach (var goods in Goods)
                for (var shop = 1; shop <= 2; shop++)
                    Available(1, AccountKind.GoodsShelf, shop, Unit.Goods(goods)).Should().BeGreaterThanOrEqualTo(0);
        }

        public void AllIsConserved()
        {
            for (var bank = 1L; bank <= Villages; bank++)
            {
                var kept = Enumerable.Range(1, Households)
                    .Sum(household => Balance(bank, AccountKind.HouseholdPoints, household, Unit.Points));
                kept.Should()
                    .Be(
                        (400 * Households) - Balance(
                            bank, AccountKind.Redeemed, 1, Unit.Points) - Balance(bank, AccountKind.Redeemed, 2, Unit.Points));
                Desks.Verification.Verify(bank, full: true).Deviations.Should().BeEmpty();
            }
            foreach (var goods in Goods.Select(Unit.Goods))
                (Both(AccountKind.GoodsShelf, goods) + Both(
                    AccountKind.GoodsIssued, goods) + Both(AccountKind.GoodsLost, goods) + Both(AccountKind.GoodsSource, goods))
                    .Should().Be(0);
            var cost = Enumerable.Range(1, 4).Select(good => (Good: good, Fen: Balance(1, AccountKind.GoodsAtCost, good, Unit.Fen)))
                .ToList();
            cost.Should().OnlyContain(pool => pool.Fen >= 0);
            (cost.Sum(pool => pool.Fen) + Both(AccountKind.CostOfIssued, Unit.Fen) + Both(AccountKind.CostOfLost, Unit.Fen)
                + Balance(1, AccountKind.FundSource, 6, Unit.Fen) + Balance(1, AccountKind.PayableToSupplier, 0, Unit.Fen)).Should().Be(0);

            long Both(AccountKind kind, Unit unit) => Balance(1, kind, 1, unit) + Balance(1, kind, 2, unit);
        }

        public void Dispose() => Village.Dispose();

        long Balance(long bank, AccountKind kind, long owner, Unit unit) =>
            Village.Database.ReadAccount(bank, new(kind, owner, unit))?.Balance.Value ?? 0;

        long Available(long bank, AccountKind kind, long owner, Unit unit) =>
            Village.Database.ReadAccount(bank, new(kind, owner, unit))?.Available.Value ?? 0;
    }
}
