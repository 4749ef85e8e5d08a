using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Journal;

namespace PointsBank.Village.Tests.Journal;

/// <summary>
/// One day's book: 1 stock received, 2 household 1 credited A03 for 1 March, 3 household 2 credited A01 for 2 March, 4 brought forward for
/// 3, 5 household 1 redeems soap, 6 household 1 loses D10, 7 the reversal of 3 by another clerk.
/// </summary>
public class EntryFilterTests
{
    static readonly Caller Other = new("staff:4", "another", [new(Role.Clerk, VillageFixture.Bank)]);

    [Fact]
    public async Task Nothing_asked_lists_everything_newest_first()
    {
        using var village = await Day();

        Numbers(village, EntryFilter.All).Should().Equal(7, 6, 5, 4, 3, 2, 1);
    }

    [Theory]
    [InlineData("credit", new long[] { 3, 2 })]
    [InlineData("deduction", new long[] { 6 })]
    [InlineData("redemption", new long[] { 5 })]
    [InlineData("reversal", new long[] { 7 })]
    [InlineData("opening", new long[] { 4 })]
    [InlineData("stock", new long[] { 1 })]
    [InlineData("transfer", new long[0])]
    [InlineData("nonsense", new long[0])]
    public async Task By_kind(string kind, long[] expected)
    {
        using var village = await Day();

        Numbers(village, new(Kind: kind)).Should().Equal(expected);
        EntryFilter.Kinds.Contains(kind).Should().Be(kind != "nonsense");
    }

    [Theory]
    [InlineData(1, new long[] { 6, 5, 2 })]
    [InlineData(2, new long[] { 7, 3 })]
    [InlineData(3, new long[] { 4 })]
    [InlineData(4, new long[0])]
    public async Task By_household(long household, long[] expected)
    {
        using var village = await Day();

        Numbers(village, new(Household: household)).Should().Equal(expected);
    }

    [Fact]
    public async Task By_who_entered_it_by_day_by_rule_and_by_what_became_of_it()
    {
        using var village = await Day();

        Numbers(village, new(Actor: "staff:4")).Should().Equal(7);
        Numbers(village, new(From: new(2026, 3, 2))).Should().Equal(7, 6, 5, 4, 3, 1);
        Numbers(village, new(To: new(2026, 3, 1))).Should().Equal(2);
        Numbers(village, new(From: new(2026, 3, 1), To: new(2026, 3, 1))).Should().Equal(2);
        Numbers(village, new(Rule: "A01")).Should().Equal(7, 3);
        Numbers(village, new(Reversed: true)).Should().Equal(3);
        Numbers(village, new(Reversed: false)).Should().Equal(7, 6, 5, 4, 2, 1);
    }

    [Fact]
    public async Task All_that_is_asked_must_hold()
    {
        using var village = await Day();

        Numbers(village, new("credit", 2, "staff:3", new(2026, 3, 2), new(2026, 3, 2), "A01", true)).Should().Equal(3);
        Numbers(village, new("credit", 1, Rule: "A01")).Should().BeEmpty();
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended()
    {
        using var village = await Day();
        var filter = new EntryFilter(Reversed: false);

        var pages = new List<long[]>();
        for (long? before = null; pages.Count == 0 || pages[^1].Length == 4; before = pages[^1][^1])
            pages.Add([.. village.Desks.Journal.Lines(VillageFixture.Bank, filter, before, 4).Select(line => line.Number)]);

        pages.Should().BeEquivalentTo((long[][])[[7, 6, 5, 4], [2, 1]], options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task A_line_says_to_people_what_the_entry_was()
    {
        using var village = await Day();

        var lines = village.Desks.Journal.Lines(VillageFixture.Bank, EntryFilter.All, null, 10).ToDictionary(line => line.Number);

        lines[2].Should().BeEquivalentTo(new EntryLine(
            2, "credit", village.Clock.GetCurrentInstant(), new(2026, 3, 1), "staff:3", "direct_by_setting", [1], 5, 5, "A03", "拾到财物主动交还失主",
            "Hand back lost property", "还了钱包", null, null, village.Done(village.Desks.Journal.Entry(VillageFixture.Bank, 2)).CheckCode));
        (lines[3].ReversedBy, lines[7].Reverses, lines[7].Rule, lines[7].Points, lines[7].Merit).Should().Be((7, 3, "A01", -2, -2));
        (lines[5].Matter, lines[5].MatterEn, lines[5].Points, lines[5].Merit).Should().Be(("soap货×1", "soap ×1", -5, 0));
        (lines[6].Matter, lines[6].Points, lines[6].Merit).Should().Be(("乱倒垃圾污水，当面提醒后仍不清理", 0, -2), "nothing was left to take");
        (lines[4].Households.Single(), lines[4].Points, lines[4].Matter, lines[4].Note).Should().Be((3, 7, "", null));
        lines[1].Households.Should().BeEmpty();
    }

    [Fact]
    public async Task The_reversal_of_a_redemption_names_its_goods_and_staff_goes_by_name()
    {
        using var village = await VillageFixture.Open();
        var clerk = village.Done(
            await village.Desks.Staff.Add(
                VillageFixture.Ask(), new("chen", "陈会计", "a-password-of-the-clerk", [new("clerk", VillageFixture.Code)])));
        await village.Receive("soap", 2);
        await village.BringForward(1, 5);
        var slip = await village.Redeem(1);
        var ask = VillageFixture.Ask() with
        {
            Caller = new($"staff:{clerk.Number}", "", [
            new(PointsBank.Village.Callers.Role.Supervisor, VillageFixture.Bank)])
        };
        village.Done(await village.Desks.Reversals.Reverse(ask, VillageFixture.Bank, slip.Entry, new("退货")));

        var line = village.Desks.Journal.Lines(VillageFixture.Bank, EntryFilter.All, null, 1).Single();

        (line.Kind, line.Matter, line.Points, line.Handler, line.Note).Should().Be(("reversal", "soap货×1", 5, "陈会计", "退货"));
    }

    [Fact]
    public async Task The_filtered_journal_for_programs_has_the_same_entries()
    {
        using var village = await Day();
        var filter = new EntryFilter(Reversed: false);

        village.Desks.Journal.Entries(VillageFixture.Bank, filter, null, 10).Select(entry => (entry.Number, entry.CheckCode))
            .Should()
            .Equal(village.Desks.Journal.Lines(VillageFixture.Bank, filter, null, 10).Select(line => (line.Number, line.CheckCode)));
        village.Desks.Journal.Entries(VillageFixture.Bank, filter, 5, 2).Select(entry => entry.Number).Should().Equal(4, 2);
    }

    static IEnumerable<long> Numbers(VillageFixture village, EntryFilter filter) =>
        village.Desks.Journal.Lines(VillageFixture.Bank, filter, null, 50).Select(line => line.Number);

    static async Task<VillageFixture> Day()
    {
        var village = await VillageFixture.Open();
        await village.Receive("soap", 10);
        await village.Credit(1, "A03", on: new(2026, 3, 1), memo: "还了钱包");
        var wrong = await village.Credit(2, "A01");
        await village.BringForward(3, 7);
        await village.Redeem(1);
        await village.Deduct(1, "D10");
        village.Done(
            await village.Desks.Reversals.Reverse(
                VillageFixture.Ask() with { Caller = Other }, VillageFixture.Bank, wrong.Entry, new("记错了")));
        return village;
    }
}
