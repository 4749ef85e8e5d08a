using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;

namespace PointsBank.Village.Tests.Households;

public class PrintTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task A_first_booklet_begins_with_the_first_line_and_goes_on_where_it_was_left()
    {
        using var village = await WithLines(5);
        var book = await village.Issue(1);
        Position(village, book).Should().Be(new PrintPositionView(0, 1, 5, 24));

        village.Done(await Record(village, book, 3, 4)).Should().Be(new PrintPositionView(3, 4, 5, 24));
        await village.BringForward(1, 5);
        await Record(village, book, 6, 7);

        Position(village, book).Should().Be(new PrintPositionView(6, 7, 6, 24));
        village.IsSound();
    }

    [Fact]
    public async Task A_replacement_goes_on_after_what_the_booklets_before_it_hold_at_the_top_of_its_page()
    {
        using var village = await WithLines(5);
        var first = await village.Issue(1);
        await Record(village, first, 3, 9);
        await village.Issue(2);

        var second = await village.Issue(1);
        Position(village, second).Should().Be(new PrintPositionView(3, 1, 5, 24));
        var third = await village.Issue(1);
        Position(village, third).Should().Be(new PrintPositionView(3, 1, 5, 24), "nothing was printed into the second");
        await Record(village, third, 0, 1);

        Position(village, third).Should().Be(new PrintPositionView(0, 1, 5, 24), "somebody chose to begin anew");
        Position(village, first).Should().Be(new PrintPositionView(3, 9, 5, 24));
        (await Record(village, first, 4, 10)).ShouldBeRefused(VillageRefusals.UnknownPassbook, "serial");
    }

    [Theory]
    [InlineData(-1, 1, "uptoLine")]
    [InlineData(4, 1, "uptoLine")]
    [InlineData(1, 0, "nextRow")]
    [InlineData(1, 11, "nextRow")]
    public async Task A_position_outside_the_account_or_the_page_is_refused(long uptoLine, long nextRow, string field)
    {
        using var village = await WithLines(3);
        await village.Set(Setting.PassbookRows, 10);
        var book = await village.Issue(1);

        (await Record(village, book, uptoLine, nextRow)).ShouldBeRefused(VillageRefusals.OutOfRange, field);

        village.Done(await Record(village, book, 3, 10)).Should().Be(new PrintPositionView(3, 10, 3, 10));
    }

    [Fact]
    public async Task Where_pages_became_shorter_than_what_was_printed_a_new_page_begins()
    {
        using var village = await WithLines(3);
        var book = await village.Issue(1);
        await Record(village, book, 3, 20);

        await village.Set(Setting.PassbookRows, 12);

        Position(village, book).Should().Be(new PrintPositionView(3, 1, 3, 12));
    }

    [Fact]
    public async Task A_household_without_an_account_has_nothing_to_print()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(2);

        Position(village, book).Should().Be(new PrintPositionView(0, 1, 0, 24));
        village.Done(await Record(village, book, 0, 2)).NextRow.Should().Be(2);
        (await Record(village, book, 1, 2)).ShouldBeRefused(VillageRefusals.OutOfRange, "uptoLine");
        village.Desks.Passbooks.PrintPosition(Bank, "0001-000099-0").ShouldBeRefused(VillageRefusals.UnknownPassbook, "serial");
        village.Desks.Passbooks.PrintPosition(2, book.Serial).ShouldBeRefused(VillageRefusals.UnknownPassbook, "serial");
    }

    [Fact]
    public async Task A_print_is_recorded_once_for_each_key()
    {
        using var village = await WithLines(3);
        var book = await village.Issue(1);
        var ask = VillageFixture.Ask();
        await village.Desks.Passbooks.RecordPrint(ask, Bank, book.Serial, 2, 3);
        await Record(village, book, 3, 4);

        (await village.Desks.Passbooks.RecordPrint(ask, Bank, book.Serial, 2, 3)).Replayed.Should().BeTrue();

        Position(village, book).UptoLine.Should().Be(3);
    }

    static async Task<VillageFixture> WithLines(int lines)
    {
        var village = await VillageFixture.Open();
        for (var i = 0; i < lines; i++) await village.BringForward(1, 5);
        return village;
    }

    static PrintPositionView Position(VillageFixture village, PassbookView book) =>
        village.Done(village.Desks.Passbooks.PrintPosition(Bank, book.Serial));

    static Task<Ledger.Outcome<PrintPositionView>> Record(VillageFixture village, PassbookView book, long uptoLine, long nextRow) =>
        village.Desks.Passbooks.RecordPrint(VillageFixture.Ask(), Bank, book.Serial, uptoLine, nextRow);
}
