using Microsoft.Data.Sqlite;
using PointsBank.Testing;
using static PointsBank.Testing.ShopLife;

namespace PointsBank.Village.Tests.Shops;

/// <summary>
/// What the database itself refuses of shops, goods and counts. One shop has soap; count 1 was entered, count 2 is open with figures of
/// both, count 3 at the second shop was dropped. What is refused leaves no trace, so all tests share it.
/// </summary>
public class ShopConstraintTests(ShopConstraintTests.LivedVillage lived) : IClassFixture<ShopConstraintTests.LivedVillage>
{
    [Theory]
    [InlineData("stock_counts")]
    [InlineData("stock_count_lines")]
    [InlineData("stock_count_ends")]
    public async Task What_was_counted_is_neither_changed_nor_removed(string table)
    {
        await Refused($"update {table} set bank = bank", $"{table} is append-only");
        await Refused($"delete from {table}", $"{table} is append-only");
    }

    [Theory]
    [InlineData("bank = 2")]
    [InlineData("number = 9")]
    [InlineData("kind = 'contract'")]
    [InlineData("goods_bank = 2")]
    [InlineData("goods_shop = 2")]
    public async Task A_shop_stays_what_it_is(string change) =>
        await Refused($"update shops set {change} where number = 1", "a shop stays what it is");

    [Theory]
    [InlineData("bank = 2")]
    [InlineData("shop = 2")]
    [InlineData("code = 'tea'")]
    [InlineData("number = 9")]
    public async Task A_good_keeps_its_number(string change) => await Refused($"update goods set {change}", "a good keeps its number");

    [Theory]
    [InlineData("delete from shops where number = 2", "shops are never deleted")]
    [InlineData("delete from goods", "goods are never deleted")]
    [InlineData("insert into shops (bank, number, name_zh, name_en, opened_at, kind) values (1, 9, '店', 'shop', 0, 'kiosk')", "CHECK")]
    [InlineData("insert into shops (bank, number, name_zh, name_en, opened_at, owned_by) values (1, 9, '店', 'shop', 0, 'moon')", "CHECK")]
    [InlineData(
        """
        insert into goods (bank, shop, code, name_zh, name_en, unit_zh, emoji, position, number)
          values (1, 1, 'tea', '茶', 'tea', '包', '', 2, 1)
        """,
        "UNIQUE")]
    [InlineData("update goods set least_stock = -1", "CHECK")]
    [InlineData("update goods set visit_most = -1", "CHECK")]
    [InlineData("update goods set month_most = -1", "CHECK")]
    [InlineData("update goods set year_most = -1", "CHECK")]
    [InlineData("update goods set adults_only = 2", "CHECK")]
    [InlineData("update goods set cost = -1", "CHECK")]
    [InlineData("update goods set picture = zeroblob(31)", "CHECK")]
    [InlineData(
        """
        insert into stock_movements (bank, number, shop, kind, moved_on, actor, origin)
          values (1, 9, 1, 'received', '2026-03-02', 'x', 'theft')
        """,
        "CHECK")]
    [InlineData(
        "insert into stock_movements (bank, number, shop, kind, moved_on, actor, paid) values (1, 9, 1, 'received', '2026-03-02', 'x', 2)",
        "CHECK")]
    [InlineData(
        "insert into stock_movements (bank, number, shop, kind, moved_on, actor) values (1, 9, 1, 'counted', '2026-03-02', 'x')",
        "what was counted is entered by its count")]
    [InlineData(
        "insert into stock_movements (bank, number, shop, kind, moved_on, actor, count) values (1, 9, 1, 'spoiled', '2026-03-02', 'x', 2)",
        "what was counted is entered by its count")]
    [InlineData(
        "insert into stock_movements (bank, number, shop, kind, moved_on, actor, count) values (1, 9, 1, 'counted', '2026-03-02', 'x', 1)",
        "UNIQUE")]
    [InlineData(
        "insert into stock_counts (bank, number, shop, opened_at, actor) values (1, 9, 1, 0, 'x')", "a count is open at this place")]
    [InlineData("insert into stock_counts (bank, number, shop, opened_at, actor) values (1, 0, 2, 0, 'x')", "CHECK")]
    [InlineData("insert into stock_counts (bank, number, shop, opened_at, actor) values (1, 9, 8, 0, 'x')", "FOREIGN KEY")]
    [InlineData("insert into stock_count_lines values (1, 2, 3, 'soap', 1, 1, 0, 0, 'staff:9')", "CHECK")]
    [InlineData("insert into stock_count_lines values (1, 2, 1, 'soap', 0, 1, 0, 0, 'staff:8')", "CHECK")]
    [InlineData("insert into stock_count_lines values (1, 2, 1, 'soap', 1, 1, 0, 0, 'staff:8')", "UNIQUE")]
    [InlineData("insert into stock_count_lines values (1, 2, 1, 'soap', 2, -1, 0, 0, 'staff:8')", "CHECK")]
    [InlineData("insert into stock_count_lines values (1, 8, 1, 'soap', 1, 1, 0, 0, 'staff:8')", "FOREIGN KEY")]
    [InlineData("insert into stock_count_lines values (1, 2, 2, 'rice', 1, 1, 0, 0, 'staff:8')", "a count is made by two people")]
    [InlineData("insert into stock_count_lines values (1, 2, 1, 'rice', 1, 1, 0, 0, 'staff:4')", "a count is made by two people")]
    [InlineData("insert into stock_count_lines values (1, 1, 1, 'rice', 1, 1, 0, 0, 'staff:8')", "the count has ended")]
    [InlineData("insert into stock_count_lines values (1, 3, 1, 'rice', 1, 1, 0, 0, 'staff:8')", "the count has ended")]
    [InlineData("insert into stock_count_ends values (1, 2, 'forgotten', null, 0, 'x')", "CHECK")]
    [InlineData("insert into stock_count_ends values (1, 2, 'entered', null, 0, 'x')", "CHECK")]
    [InlineData("insert into stock_count_ends values (1, 2, 'dropped', 1, 0, 'x')", "CHECK")]
    [InlineData("insert into stock_count_ends values (1, 1, 'dropped', null, 0, 'x')", "UNIQUE")]
    [InlineData("insert into stock_count_ends values (1, 8, 'dropped', null, 0, 'x')", "FOREIGN KEY")]
    public async Task What_makes_no_sense_is_not_kept(string sql, string message) => await Refused(sql, message);

    async Task Refused(string sql, string message)
    {
        var write = () => lived.Village.Database.Write<int>(writer => writer.Execute(sql));

        (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(message);
    }

    public sealed class LivedVillage : IAsyncLifetime
    {
        public VillageFixture Village { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Village = await VillageFixture.Open();
            await Village.Receive("soap", 10);
            await Village.Count("soap", 9);
            var second = await Village.OpenCount();
            await Village.Find(Keeper, second, "soap", 9);
            await Village.Find(Attendant, second, "soap", 8);
            var third = await Village.OpenCount(await Village.OpenShop("village"));
            Village.Done(await Village.Desks.Counts.Drop(ClaimLife.As(Keeper), 1, 2, third));
        }

        public Task DisposeAsync()
        {
            Village.Dispose();
            return Task.CompletedTask;
        }
    }
}
