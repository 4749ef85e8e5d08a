using PointsBank.Storage;
using PointsBank.Testing;

namespace PointsBank.Village.Tests.Journal;

/// <summary>Each test looks at its own copy of one village's file.</summary>
[Trait("Pace", "slow")]
public class VillageAuditTests(VillageAuditTests.LivedVillage lived) : IClassFixture<VillageAuditTests.LivedVillage>
{
    [Theory]
    [InlineData("update deeds set points = points + 1 where entry = 3", "deed_differs", "entry 3")]
    [InlineData("update deeds set household = 2 where entry = 3", "deed_differs", "entry 3")]
    [InlineData("update deeds set effective_on = '2026-02-01' where entry = 3", "deed_differs", "entry 3")]
    [InlineData("update deeds set rule = 'A01' where entry = 3", "deed_differs", "entry 3")]
    [InlineData("update deeds set member = 2 where entry = 3", "deed_differs", "entry 3")]
    [InlineData("update deeds set reverses = null where entry = 5", "deed_differs", "entry 5")]
    [InlineData("update deeds set effective_on = '2026-02-01' where entry = 5", "deed_differs", "entry 5")]
    [InlineData("delete from deeds where entry = 3", "deed_differs", "entry 3")]
    [InlineData(
        """
        insert into deeds select bank, household, '2026-02-09', 99, rule, rulebook, member, quantity, points, kind, ordinary, posted,
          reverses, source from deeds where entry = 3
        """,
        "deed_differs", "entry 99")]
    [InlineData("update deeds set posted = 1 - posted where entry = 3", "deed_differs_from_rule", "entry 3")]
    [InlineData("update deeds set ordinary = 1 - ordinary where entry = 3", "deed_differs_from_rule", "entry 3")]
    [InlineData("update rules set points = 6 where code = 'A03'", "deed_differs_from_rule", "entry 3")]
    [InlineData("update redemptions set points = points + 1", "redemption_differs", "entry 7")]
    [InlineData("update redemptions set household = 2", "redemption_differs", "entry 7")]
    [InlineData("update redemptions set redeemed_on = '2026-03-03'", "redemption_differs", "entry 7")]
    [InlineData("update redemption_items set price = price + 1", "redemption_differs", "entry 7")]
    [InlineData("delete from redemptions", "redemption_differs", "entry 7")]
    [InlineData("update redemption_items set quantity = 2, price = 5", "redemption_item_differs", "entry 7")]
    [InlineData("update redemption_items set goods = 'rice'", "redemption_item_differs", "entry 7")]
    [InlineData("update stock_lines set change = 11 where movement = 1", "stock_line_differs", "entry 2")]
    [InlineData("update stock_movements set shop = 2 where number = 1", "stock_line_differs", "entry 2")]
    [InlineData("delete from stock_lines where movement = 1", "stock_line_differs", "entry 2")]
    [InlineData("update stock_movements set to_shop = 1 where number = 2", "stock_line_differs", "entry 6")]
    [InlineData("delete from households where number = 1", "unknown_household", "account 2")]
    [InlineData("update cards set serial = '0001-000099-0'", "unknown_passbook", "passbook 0001-000099-0")]
    [InlineData("update passbook_prints set serial = '0001-000099-0'", "unknown_passbook", "passbook 0001-000099-0")]
    [InlineData("update passbook_prints set upto_line = upto_line + 1", "print_past_last_line", "passbook 0001-000001-6")]
    [InlineData("update passbooks set household = 3", "print_past_last_line", "passbook 0001-000001-6")]
    public async Task One_changed_value_is_named_with_its_entry(string sql, string code, string place)
    {
        (await lived.Village.Tamper(sql)).Should().Contain(deviation => deviation.Code == code && deviation.Place == place);
    }

    [Theory]
    [InlineData("update postings set amount = amount + 1 where number = 9")]
    [InlineData("update postings set balance_after = balance_after + 1 where number = 9")]
    [InlineData("update entries set actor = 'staff:9' where number = 3")]
    [InlineData("update entries set recorded_at = recorded_at + 1 where number = 3")]
    [InlineData("update account_heads set balance = balance + 5, total_in = total_in + 5 where account = 2")]
    [InlineData("update standing_counts set households = households + 1")]
    [InlineData("update entry_notes set text = '别的'")]
    [InlineData("delete from entries where number = 8")]
    public async Task One_changed_value_of_the_ledger_itself_is_found(string sql)
    {
        (await lived.Village.Tamper(sql)).Should().NotBeEmpty();
    }

    [Fact]
    public async Task What_nobody_touched_is_sound()
    {
        using var village = await Lived();

        (await village.Tamper("select 1")).Should().BeEmpty();
        village.IsSound();
    }

    [Fact]
    public async Task A_later_check_goes_on_from_where_the_book_was_last_sound()
    {
        using var village = await Lived();
        var whole = village.Desks.Verification.Verify(VillageFixture.Bank, full: false);
        await village.Credit(1, "A03");

        var later = village.Desks.Verification.Verify(VillageFixture.Bank, full: false);

        (whole.Sound, whole.FromEntry).Should().Be((true, 0));
        (later.Sound, later.FromEntry, later.UpToEntry).Should().Be((true, whole.UpToEntry, whole.UpToEntry + 1));
    }

    [Fact]
    public async Task A_print_up_to_the_last_line_is_sound_although_the_accounts_head_lags_behind()
    {
        using var folder = new TempFolder();
        var clock = new FakeClock();
        using var database = Database.Open(
            new() { File = folder.File("lagging.db"), Clock = clock, Migrations = VillageSchema.Migrations, HeadsPerCommit = 0 });
        var desks = new Desks(database, clock);
        await desks.Banks.Open(VillageFixture.Ask("bank"), new(VillageFixture.Code, "安家河村", "Anjiahe"));
        await desks.Households.Open(VillageFixture.Ask(), VillageFixture.Bank, new("一组", [new("李四", new(1970, 1, 1), IsHead: true)]));
        foreach (var points in (long[])[30, 20])
            await desks.Deeds.BringForward(WriteContext.OfSystem($"opening {points}"), VillageFixture.Bank, [new(1, points)]);
        var book = (await desks.Passbooks.Issue(VillageFixture.Ask(), VillageFixture.Bank, 1, new())).Value;

        (await desks.Passbooks.RecordPrint(VillageFixture.Ask(), VillageFixture.Bank, book.Serial, 1, 3)).Value.Lines.Should().Be(2);

        database.Read(connection => connection.ExecuteScalar<long>("select coalesce(max(postings), 0) from account_heads"))
            .Should().Be(1, "the heads lag behind the second");
        desks.Verification.Verify(VillageFixture.Bank, full: true).Deviations.Should().BeEmpty();
    }

    /// <summary>Entries: 1 brought forward, 2 received, 3 credit, 4 deduction and 5 its reversal, 6 moved, 7 redeemed, 8 credit.</summary>
    static async Task<VillageFixture> Lived()
    {
        var village = await VillageFixture.Open();
        village.Done(await village.Desks.Shops.Open(VillageFixture.Ask(), VillageFixture.Bank, new("二店", "Second")));
        foreach (var shop in (long[])[1, 2])
            foreach (var goods in (string[])["soap", "rice"])
                await village.Sell(goods, 5, shop: shop);
        await village.BringForward(1, 50);
        await village.Receive("soap", 10);
        await village.Credit(1, "A03", on: new(2026, 2, 10), memo: "拾金不昧");
        var deduction = await village.Deduct(1, "A10", on: new(2026, 2, 11));
        await village.Reverse(deduction.Entry);
        village.Done(await village.TryMove("moved", "soap", 3, to: 2));
        await village.Redeem(1);
        await village.Credit(2, "C01", member: 2);
        var book = await village.Issue(1);
        village.Done(await village.Desks.Passbooks.RecordPrint(VillageFixture.Ask(), VillageFixture.Bank, book.Serial, 5, 6));
        return village;
    }

    public sealed class LivedVillage : IAsyncLifetime
    {
        public VillageFixture Village { get; private set; } = null!;

        public async Task InitializeAsync() => Village = await Lived();

        public Task DisposeAsync()
        {
            Village.Dispose();
            return Task.CompletedTask;
        }
    }
}
