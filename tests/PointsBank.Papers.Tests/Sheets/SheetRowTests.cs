// One cell at a time: what each word accepts, and the problem it leaves behind otherwise.
using NodaTime;
using PointsBank.Papers.Sheets;
using static PointsBank.Papers.Tests.Sheets.SheetCase;

namespace PointsBank.Papers.Tests.Sheets;

public sealed class SheetRowTests
{
    [Theory]
    [InlineData("5", 5)]
    [InlineData("  ５０ ", 50)]
    [InlineData("\u3000１2\u3000", 12)]
    [InlineData("-5", -5)]
    [InlineData("'-5", -5)]
    [InlineData("－５", -5)]
    [InlineData("+100", 100)]
    [InlineData("007", 7)]
    [InlineData("5.0", 5)]
    [InlineData("５．００", 5)]
    [InlineData("\u221215", -15)]
    public void Whole_numbers_are_read(string cell, long expected) =>
        Cell("积分", cell).Whole(Points, -100, 100).Should().Be(expected);

    [Theory]
    [InlineData("", SheetCode.MissingValue)]
    [InlineData(" ", SheetCode.MissingValue)]
    [InlineData("5.5", SheetCode.NotAWholeNumber)]
    [InlineData("10,00", SheetCode.NotAWholeNumber)]
    [InlineData("1,000", SheetCode.OutOfRange)]
    [InlineData("1 000", SheetCode.OutOfRange)]
    [InlineData("１，０００", SheetCode.OutOfRange)]
    [InlineData("五", SheetCode.NotAWholeNumber)]
    [InlineData("-", SheetCode.NotAWholeNumber)]
    [InlineData("--5", SheetCode.NotAWholeNumber)]
    [InlineData("1 0", SheetCode.NotAWholeNumber)]
    [InlineData("٥", SheetCode.NotAWholeNumber)]
    [InlineData("1e2", SheetCode.NotAWholeNumber)]
    [InlineData("101", SheetCode.OutOfRange)]
    [InlineData("-101", SheetCode.OutOfRange)]
    [InlineData("9223372036854775808", SheetCode.OutOfRange)]
    [InlineData("99999999999999999999999999", SheetCode.OutOfRange)]
    public void Other_numbers_are_a_problem_of_their_cell(string cell, string code)
    {
        var sheet = Csv($"积分,end\n\"{cell}\",.\n");

        sheet.Rows[0].Whole(Points, -100, 100).Should().Be(0);
        sheet.Rows[0].IsSound.Should().BeFalse();
        sheet.Problems.Should()
            .Equal(code == SheetCode.OutOfRange ? new SheetProblem(2, "积分", code, cell, -100, 100) : new(2, "积分", code, cell));
    }

    [Theory]
    [InlineData("2026-03-01")]
    [InlineData("2026-3-1")]
    [InlineData("2026/3/1")]
    [InlineData(" 2026/03/01 ")]
    [InlineData("2026年3月1日")]
    [InlineData("２０２６年０３月０１日")]
    public void Dates_are_read_in_the_ways_people_write_them(string cell) =>
        Cell("日期", cell).Date(Day).Should().Be(new LocalDate(2026, 3, 1));

    [Theory]
    [InlineData("", SheetCode.MissingValue)]
    [InlineData("2026-02-29", SheetCode.NotADate)]
    [InlineData("2026年4月31日", SheetCode.NotADate)]
    [InlineData("2026-13-01", SheetCode.NotADate)]
    [InlineData("2026-3/1", SheetCode.NotADate)]
    [InlineData("3/1/2026", SheetCode.NotADate)]
    [InlineData("26-3-1", SheetCode.NotADate)]
    [InlineData("12026-3-1", SheetCode.NotADate)]
    [InlineData("-2026-3-1", SheetCode.NotADate)]
    [InlineData("1899-12-31", SheetCode.NotADate)]
    [InlineData("2201-01-01", SheetCode.NotADate)]
    [InlineData("46082", SheetCode.NotADate)]
    public void Other_dates_are_a_problem_of_their_cell(string cell, string code)
    {
        var sheet = Csv($"日期,end\n\"{cell}\",.\n");

        sheet.Rows[0].Date(Day).Should().Be(default(LocalDate));
        sheet.Problems.Should().Equal(new SheetProblem(2, "日期", code, cell));
    }

    [Fact]
    public void Text_is_trimmed_composed_and_counted_in_characters()
    {
        Cell("name", " 𠮷𠮷 ").Text(Name, 2).Should().Be("𠮷𠮷");
        Cell("name", "e\u0301").Text(Name, 1).Should().Be("é");
        Cell("name", "葛\U000E0100").Text(Name, 2).Should().Be("葛\U000E0100", "a variation selector is part of a name");
    }

    [Theory]
    [InlineData("王\u200B五", "王五")]
    [InlineData("王\u200F五", "王五")]
    [InlineData("王\u2060五", "王五")]
    [InlineData("\uFEFF王五", "王五")]
    [InlineData("王\u202E五", "王五")]
    [InlineData("王\n五", "王 五")]
    [InlineData("王\t五", "王 五")]
    [InlineData("王\u007F五", "王五")]
    [InlineData("王\u00A0五", "王 五")]
    public void Invisible_characters_and_breaks_are_cleaned(string cell, string seen) => Cell("户主", cell).Text(Name, 9).Should().Be(seen);

    [Theory]
    [InlineData("王\uFFFD五", "王[U+FFFD]五")]
    [InlineData("王\uFFFE五", "王[U+FFFE]五")]
    public void Lost_characters_are_refused_and_shown(string cell, string shown)
    {
        var sheet = Csv($"户主,end\n\"{cell}\",.\n");

        sheet.Rows[0].Text(Name, 9).Should().BeEmpty();
        sheet.Rows[0].OptionalText(Name, 9).Should().BeNull();
        sheet.Problems[0].Should().Be(new SheetProblem(2, "户主", SheetCode.LostCharacter, shown));
    }

    [Fact]
    public void Text_that_is_too_long_or_missing_is_a_problem()
    {
        var sheet = Csv("name,end\n𠮷𠮷𠮷,.\n,.\n");

        sheet.Rows[0].Text(Name, 2).Should().BeEmpty();
        sheet.Rows[1].OptionalText(Name, 2).Should().BeNull();
        sheet.Rows[1].IsSound.Should().BeTrue();
        sheet.Rows[1].Text(Name, 2);

        sheet.Problems.Should().Equal(
            new SheetProblem(2, "name", SheetCode.TooLong, "𠮷𠮷𠮷"),
            new SheetProblem(3, "name", SheetCode.MissingValue, ""));
    }

    [Fact]
    public void A_choice_is_one_of_its_list()
    {
        var choices = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["yes"] = 1, ["是"] = 1, ["否"] = 2 };
        var sheet = Csv("a,end\n 是 ,.\nYES,.\n也许,.\n,.\n");
        var column = new SheetColumn("a");

        sheet.Rows.Select(row => row.OneOf(column, choices)).Should().Equal(1, 1, 0, 0);

        sheet.Problems.Should().Equal(
            new SheetProblem(4, "a", SheetCode.NotInList, "也许"),
            new SheetProblem(5, "a", SheetCode.MissingValue, ""));
    }

    [Fact]
    public void A_missing_column_is_said_once_and_optional_text_does_not_mind()
    {
        var sheet = Csv("户号\nH1\nH2\n");

        foreach (var row in sheet.Rows)
        {
            row.OptionalText(Name, 9).Should().BeNull();
            row.IsSound.Should().BeTrue();
            row.Whole(Points, 0, 9);
            row.Date(Points);
            row.IsSound.Should().BeFalse();
        }

        sheet.Problems.Should().Equal(new SheetProblem(1, "points", SheetCode.MissingColumn, ""));
        sheet.Require(Household).Should().BeTrue();
        sheet.Require(Household, Day).Should().BeFalse();
        sheet.Problems.Should().HaveCount(2);
    }

    [Fact]
    public void Problems_stop_at_a_bound_but_rows_stay_unsound()
    {
        var sheet = Csv("points\n" + string.Concat(Enumerable.Repeat("x\n", Sheet.MaxProblems + 5)));

        foreach (var row in sheet.Rows)
            row.Whole(Points, 0, 9);

        sheet.Problems.Should().HaveCount(Sheet.MaxProblems);
        sheet.Rows[^1].IsSound.Should().BeFalse();
    }
}
