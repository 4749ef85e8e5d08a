using Microsoft.Data.Sqlite;
using PointsBank.Testing;

namespace PointsBank.Village.Tests.Funds;

/// <summary>What is refused leaves no trace, so one village serves all that only try.</summary>
public class FundRecordTests(FundRecordTests.LivedFund lived) : IClassFixture<FundRecordTests.LivedFund>
{
    public static TheoryData<string> LogTables =>
        ["fund_movements", "donor_consents", "settlements", "settlement_lines", "settlement_redemptions", "settlement_steps"];

    [Theory]
    [MemberData(nameof(LogTables))]
    public async Task The_database_refuses_to_change_what_was_recorded(string table) =>
        await Refuses($"update {table} set bank = bank", $"{table} is append-only");

    [Theory]
    [MemberData(nameof(LogTables))]
    public async Task The_database_refuses_to_remove_what_was_recorded(string table) =>
        await Refuses($"delete from {table}", $"{table} is append-only");

    [Theory]
    [InlineData(
        """
        insert into fund_movements select bank, 90, kind, source, purchase, partner, 20001, receipt, moved_on, 1, actor from fund_movements
          where kind = 'supplier'
        """,
        "more than is owed")]
    [InlineData("insert into settlement_steps values (1, 2, 3, 'approved', '', '', null, 0, 'staff:9')", "follow one another")]
    [InlineData("insert into settlement_steps values (1, 2, 1, 'signed_supervisor', '', '', null, 0, 'staff:9')", "CHECK constraint")]
    [InlineData("insert into settlement_steps values (1, 1, 5, 'dropped', '', '', null, 0, 'staff:9')", "CHECK constraint")]
    [InlineData("insert into settlement_steps values (1, 3, 2, 'signed_supervisor', '', '', null, 0, 'staff:9')", "follow one another")]
    [InlineData("insert into settlement_steps values (1, 4, 3, 'approved', '', '', null, 0, 'staff:7')", "three people")]
    [InlineData("insert into settlement_steps values (1, 5, 4, 'paid', '', '', null, 0, 'staff:8')", "nothing is due")]
    [InlineData("insert into settlement_redemptions values (1, 1, 1, 2, 20, 100, 0)", "in one statement")]
    [InlineData("insert into settlement_redemptions values (1, 5, 1, 4, 20, 100, 0)", "is signed")]
    [InlineData("insert into settlement_lines values (1, 4, 9, 1, 'rice', '', '', '', 100, 1, 20)", "is signed")]
    [InlineData("insert into settlement_steps values (1, 2, 1, 'dropped', '', '', null, 0, 'staff:3')", "takes something of this one off")]
    public async Task The_database_keeps_the_rules_of_statements_by_itself(string sql, string message) => await Refuses(sql, message);

    [Theory]
    [InlineData("update fund_movements set fen = fen + 1 where number = 1", "fund_movement_differs")]
    [InlineData("update fund_movements set source = 2 where number = 1", "fund_movement_differs")]
    [InlineData("update fund_movements set moved_on = '2026-01-01' where number = 1", "fund_movement_differs")]
    [InlineData("delete from fund_movements where number = 1", "fund_movement_differs")]
    [InlineData("update fund_movements set purchase = 99 where kind = 'supplier'", "purchase_overpaid")]
    [InlineData("update settlements set points = points + 1 where number = 1", "settlement_sum_differs")]
    [InlineData("update settlements set value = value + 1, due = due + 1 where number = 1", "settlement_sum_differs")]
    [InlineData("update settlements set cost = cost + 1 where number = 5", "settlement_sum_differs")]
    [InlineData("update settlements set shop = 1 where number = 2", "settlement_sum_differs")]
    [InlineData("update settlement_redemptions set points = points + 1", "settlement_sum_differs")]
    [InlineData("update settlement_lines set quantity = quantity + 1 where settlement = 1", "settlement_line_differs")]
    [InlineData("update settlement_lines set goods = 'gold' where settlement = 1", "settlement_line_differs")]
    [InlineData("delete from settlement_steps where step = 'approved'", "settlement_entry_differs")]
    [InlineData("update settlement_steps set entry = null where step = 'approved'", "settlement_entry_differs")]
    [InlineData(
        """
        insert into settlement_redemptions select bank, redemption, sign, 2, points, rate, cost from settlement_redemptions
          where settlement = 1
        """,
        "settled_twice")]
    [InlineData("delete from settlement_redemptions where settlement = 2 and sign = 1", "settled_twice")]
    public async Task One_changed_value_is_found(string sql, string code) =>
        (await lived.Scene.Village.Tamper(sql)).Should().Contain(deviation => deviation.Code == code);

    async Task Refuses(string sql, string message)
    {
        var write = () => lived.Scene.Village.Database.Write<int>(writer => writer.Execute(sql));

        (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(message);
    }

    /// <summary>
    /// Statements: 1 paid, 2 made, 3 dropped, 4 signed by both and taking off one of 2, 5 of the village's own shop, approved. Redemption 5
    /// is on none.
    /// </summary>
    public sealed class LivedFund : IAsyncLifetime
    {
        internal FundCase Scene { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Scene = await FundCase.Open();
            var (village, march, april) = (
                Scene.Village, (From: new NodaTime.LocalDate(2026, 3, 1), Until: new NodaTime.LocalDate(2026, 3, 31)),
                new NodaTime.LocalDate(2026, 4, 1));
            await village.BringForward(1, 500);
            await Scene.Give(100_000);
            var bought = await Scene.Buy("soap", 10, 30_000);
            village.Done(await Scene.TryPay(10_000, bought.Number));
            village.Done(await Scene.Fund.SetConsent(FundCase.As(FundCase.Treasurer), FundCase.Bank, new("fund", 1, true)));
            await Scene.Redeem(1, "rice", FundCase.Contract);
            village.At(2026, 3, 3);
            await Scene.Approve((await Scene.Settle(march.From, new(2026, 3, 2))).Number);
            village.Done(await Scene.TryPayStatement(1));
            var second = await Scene.Redeem(1, "rice", FundCase.Contract);
            village.At(2026, 3, 4);
            await Scene.Settle(march.From, new(2026, 3, 3));
            await Scene.Redeem(1, "rice", FundCase.Contract, 2);
            village.At(2026, 3, 5);
            village.Done(
                await Scene.Settlements.Drop(
                    VillageFixture.Ask(), FundCase.Bank, (await Scene.Settle(march.From, new(2026, 3, 4))).Number, new("错")));
            village.Done(
                await village.Desks.Redemptions.Void(
                    FundCase.As(FundCase.Supervisor), FundCase.Bank, FundCase.Contract, second.Number, new("退")));
            village.At(2026, 3, 6);
            await Scene.Sign((await Scene.Settle(march.From, new(2026, 3, 5))).Number);
            await Scene.Redeem(1, "soap", VillageFixture.Shop, 2);
            village.At(april.Year, april.Month, april.Day);
            await Scene.Approve((await Scene.Settle(march.From, march.Until, VillageFixture.Shop)).Number);
            await Scene.Redeem(1, "rice", FundCase.Contract);
            village.IsSound();
        }

        public Task DisposeAsync()
        {
            Scene.Dispose();
            return Task.CompletedTask;
        }
    }
}
