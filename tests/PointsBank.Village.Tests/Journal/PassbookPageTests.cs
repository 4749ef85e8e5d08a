using PointsBank.Testing;
using PointsBank.Village.Journal;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Tests.Journal;

public class PassbookPageTests
{
    [Fact]
    public async Task A_passbook_reads_newest_first_with_the_words_of_rules_and_goods()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 2);
        await village.Credit(1, "A03");
        await village.Redeem(1);

        var lines = Page(village, null, 10).Items;

        lines.Select(line => (line.No, line.Matter, line.In, line.Out, line.Balance, line.Kind)).Should().Equal(
            (2, "soap货×1", 0, 5, 0, "redemption"), (1, "拾到财物主动交还失主", 5, 0, 5, "credit"));
    }

    [Fact]
    public async Task A_line_tells_what_was_done_with_the_day_of_the_deed_and_the_day_it_was_entered()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "D05", quantity: 3, on: new(2026, 2, 20), memo: "清理河道");
        await village.Credit(1, "A03", on: new(2026, 3, 1));
        var wordy = await village.Credit(1, "E07", memo: new string('好', 60));
        await village.Reverse(wordy.Entry);

        var lines = Page(village, null, 10).Items.Reverse().ToList();

        lines.Select(line => (line.Date, line.RecordedOn))
            .Take(2)
            .Should()
            .Equal((new(2026, 2, 20), new(2026, 3, 2)), (new(2026, 3, 1), new(2026, 3, 2)));
        (lines[0].Matter, lines[0].MatterEn, lines[0].Item).Should().Be(("清理河道，3小时", "", "义务植树、护林、巡河、巡渠"));
        lines[1].Matter.Should().Be("拾到财物主动交还失主", "nobody wrote anything");
        lines[2].Matter.Should().HaveLength(40).And.EndWith("…");
        lines[3].Matter.Should().Be(lines[2].Matter, "what was undone is told in the same words");
    }

    [Fact]
    public async Task Pages_walk_back_to_the_first_line_without_gap_or_repeat()
    {
        using var village = await VillageFixture.Open();
        for (var i = 0; i < 7; i++) await village.BringForward(1, 5);

        var numbers = new List<long>();
        long? after = null;
        do
        {
            var page = Page(village, after, 3);
            numbers.AddRange(page.Items.Select(line => line.No));
            after = page.Next is { } next ? long.Parse(next, System.Globalization.CultureInfo.InvariantCulture) : null;
        }
        while (after is not null);

        numbers.Should().Equal(7, 6, 5, 4, 3, 2, 1);
    }

    [Theory]
    [InlineData(0, 100, new long[] { 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(long.MinValue, 2, new long[] { 1, 2 })]
    [InlineData(2, 3, new long[] { 3, 4, 5 })]
    [InlineData(6, 3, new long[] { 7 })]
    [InlineData(7, 3, new long[0])]
    [InlineData(long.MaxValue, 3, new long[0])]
    [InlineData(2, 0, new long[0])]
    public async Task Lines_after_a_line_come_in_order_to_be_printed(long line, int most, long[] numbers)
    {
        using var village = await VillageFixture.Open();
        for (var i = 0; i < 7; i++)
        {
            await village.BringForward(1, 5);
            await village.BringForward(2, 5);
        }

        var lines = village.Done(village.Desks.Journal.LinesAfter(VillageFixture.Bank, 1, line, most));

        lines.Select(found => found.No).Should().Equal(numbers);
        lines.Should().BeEquivalentTo(Page(village, null, 10).Items.Where(found => numbers.Contains(found.No)));
    }

    [Fact]
    public async Task A_household_without_an_account_has_no_lines_and_an_unknown_one_is_refused()
    {
        using var village = await VillageFixture.Open();

        village.Done(village.Desks.Journal.LinesAfter(VillageFixture.Bank, 1, 0, 10)).Should().BeEmpty();
        village.Desks.Journal.LinesAfter(VillageFixture.Bank, 99, 0, 10).ShouldBeRefused(VillageRefusals.UnknownHousehold, "household");
    }

    [Fact]
    public async Task Another_households_mark_is_refused()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 5);
        await village.BringForward(2, 5);
        var postings = village.Done(village.Desks.Journal.Entry(VillageFixture.Bank, 2)).Postings;
        postings.Should().HaveCount(2);

        village.Desks.Journal.Passbook(VillageFixture.Bank, 1, null, null, 4, 10).ShouldBeRefused(VillageRefusals.NotInList, "after");
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(2L, 1)]
    [InlineData(1L, 0)]
    [InlineData(0L, 0)]
    [InlineData(long.MinValue, 0)]
    [InlineData(long.MaxValue, 3)]
    public async Task Entries_before_a_number_are_those_and_no_others(long? before, int count)
    {
        using var village = await VillageFixture.Open();
        for (var i = 0; i < 3; i++) await village.BringForward(1, 5);

        village.Desks.Journal.Entries(VillageFixture.Bank, before, 10).Should().HaveCount(count);
    }

    [Fact]
    public async Task A_check_code_tells_that_the_entry_exists_its_day_kind_and_amount_and_no_more()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "A03");

        village.Done(village.Desks.CheckCodes.Check(VillageFixture.Bank, deed.CheckCode.ToLowerInvariant()))
            .Should().Be(new CheckView(true, village.Today, "credit", 5));
        village.Desks.CheckCodes.Check(VillageFixture.Bank, "1-000000").ShouldBeRefused(VillageRefusals.UnknownCheckCode);
        village.Desks.CheckCodes.Check(VillageFixture.Bank, "nonsense").ShouldBeRefused(VillageRefusals.UnknownCheckCode);
    }

    static PassbookPage Page(VillageFixture village, long? after, int limit) =>
        village.Done(village.Desks.Journal.Passbook(VillageFixture.Bank, 1, null, null, after, limit));
}
