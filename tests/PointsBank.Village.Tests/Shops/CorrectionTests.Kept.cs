using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Testing;
using static PointsBank.Testing.ShopLife;

namespace PointsBank.Village.Tests.Shops;

public partial class CorrectionTests
{
    [Theory]
    [InlineData(
        """
        insert into stock_movements (bank, number, shop, kind, entry, moved_on, actor, origin, corrects)
          values (1, 9, 1, 'received', 3, '2026-03-02', 'staff:8', 'purchase', 1)
        """,
        "another than who entered")]
    [InlineData(
        """
        insert into stock_movements (bank, number, shop, kind, entry, moved_on, actor, origin, corrects)
          values (1, 9, 1, 'received', 3, '2026-03-02', 'staff:24', 'purchase', 2)
        """,
        "a delivery that stands is corrected")]
    [InlineData(
        """
        insert into stock_movements (bank, number, shop, kind, entry, moved_on, actor, origin, corrects)
          values (1, 9, 1, 'spoiled', 3, '2026-03-02', 'staff:3', 'purchase', 1)
        """,
        "a delivery that stands is corrected")]
    [InlineData(
        """
        insert into stock_movements (bank, number, shop, kind, entry, moved_on, actor, origin, corrects)
          values (1, 9, 1, 'received', 3, '2026-03-02', 'staff:3', 'donation', 1)
        """,
        "a delivery that stands is corrected")]
    [InlineData(
        "insert into stock_lines (bank, movement, line, goods, quantity, change, cost, variance) values (1, 1, 2, 'soap', 1, 0, 0, 5)",
        "a correction alone has costs")]
    [InlineData(
        "insert into stock_lines (bank, movement, line, goods, quantity, change, cost, variance) values (1, 2, 2, 'soap', 0, -11, 0, 0)",
        "no more is taken off")]
    [InlineData("update stock_movements set corrects = null where number = 2", "append-only")]
    [InlineData("update stock_lines set variance = 1 where movement = 2", "append-only")]
    public async Task The_database_keeps_it_too(string sql, string says)
    {
        using var village = await VillageFixture.Open();
        var delivery = await village.Buy("soap", 12, 1_200);
        village.Done(await Correct(village, delivery.Number, 10, 1_000));

        var write = () => village.Database.Write<int>(writer => writer.Execute(sql));

        (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(says);
    }

    [Theory]
    [InlineData("update stock_movements set actor = 'staff:8' where number = 2", "correction_differs", "sheet 2")]
    [InlineData("update stock_movements set corrects = 7 where number = 2", "correction_differs", "sheet 2")]
    [InlineData("update stock_movements set corrects = null where number = 2", "correction_differs", "sheet 2")]
    [InlineData("update stock_lines set variance = variance + 5, cost = cost - 5 where movement = 2", "stock_cost_differs", "entry 4")]
    [InlineData("update stock_lines set variance = -199 where movement = 2", "redemption_item_differs", "entry 4")]
    [InlineData("update stock_lines set change = -13 where movement = 2", "correction_differs", "sheet 1")]
    public async Task An_edited_correction_is_found(string sql, string code, string place)
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        var delivery = await village.Buy("soap", 12, 1_200);
        await village.Redeem(1, quantity: 2);
        village.Done(await Correct(village, delivery.Number, 12, 600));
        (await village.Tamper("select 1")).Should().BeEmpty();

        (await village.Tamper(sql)).Where(deviation => deviation.Code == code).Select(deviation => deviation.Place).Should().Contain(place);
    }

    [Fact]
    public void However_the_goods_went_since_a_corrected_delivery_leaves_the_book_as_one_that_was_written_right() => Prop.ForAll(
        Gen.Choose(1, 20_000).ToArbitrary(), Gen.Choose(20, 40).ToArbitrary(),
        ArbMap.Default.GeneratorFor<(byte What, byte Many)>().ListOf().Resize(25).ToArbitrary(),
        (fen, pieces, steps) => Task.Run(() => SameAsRight(fen, pieces, steps)).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    static async Task SameAsRight(int fen, int pieces, IReadOnlyList<(byte What, byte Many)> steps)
    {
        using var right = await VillageFixture.Open();
        using var wrong = await VillageFixture.Open();
        await Live(right, pieces, fen);
        var delivery = await Live(wrong, 70, 9_999);

        wrong.Done(await Correct(wrong, delivery, pieces, fen));

        wrong.IsSound();
        (wrong.Stock("soap"), wrong.AtCost()).Should().Be((right.Stock("soap"), right.AtCost()));
        // What was spoiled is booked at the cost of its moment: the difference is one of goods handed out.
        Gone(wrong).Should().Be(Gone(right));
        wrong.Total(AccountKind.PayableToSupplier, 0, Unit.Fen).Should().Be(right.Total(AccountKind.PayableToSupplier, 0, Unit.Fen));

        static long Gone(VillageFixture one) =>
            one.Total(AccountKind.CostOfIssued, 1, Unit.Fen) + one.Total(AccountKind.CostOfLost, 1, Unit.Fen);

        async Task<long> Live(VillageFixture one, int came, int cost)
        {
            await one.Set(Banks.Setting.RedemptionMonthMost, 0);
            await one.BringForward(1, 10_000);
            var store = await one.OpenShop("store", of: 1);
            await one.Buy("soap", 7, 333);
            var sheet = await one.Buy("soap", came, cost);
            var (left, slips) = (20L, new Stack<long>());
            foreach (var (what, many) in steps)
            {
                // No more than twenty pieces go out in all, which both have.
                var quantity = Math.Min((many % 3) + 1, left);
                switch (what % 6)
                {
                    case 0 or 1 when quantity > 0: slips.Push((await one.Redeem(1, quantity: quantity)).Number); left -= quantity; break;
                    case 2 when quantity > 0: one.Done(await one.TryMove("spoiled", "soap", quantity)); left -= quantity; break;
                    case 3: await one.Buy("soap", (many % 5) + 1, many * 3); break;
                    case 4 when quantity > 0: one.Done(await one.TryMove("moved", "soap", quantity, to: store)); left -= quantity; break;
                    case 5 when slips.TryPop(out var slip):
                        one.Done(
                        await one.Desks.Redemptions.Void(VillageFixture.Ask(), Bank, 1, slip, new("退"))); break;
                    default: break;
                }
            }
            return sheet.Number;
        }
    }
}
