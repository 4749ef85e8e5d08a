using System.Text;
using PointsBank.Papers.Sheets;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Tests.Rulebooks;

public class RulebookSheetTests
{
    /// <summary>Words for giving money.</summary>
    static readonly string[] Gifts = ["捐款", "捐资", "捐钱", "出资", "现金"];

    [Theory]
    [InlineData("sixty", "csv", false)]
    [InlineData("sixty", "csv", true)]
    [InlineData("sixty", "xlsx", false)]
    [InlineData("sixty", "xlsx", true)]
    [InlineData("red-yellow", "csv", true)]
    [InlineData("red-yellow", "xlsx", false)]
    public void What_is_written_reads_back_as_the_same_rules(string mode, string format, bool inChinese)
    {
        // Each default turned round, so that what is read back was written and not assumed; and words that a sheet could take for something
        // else.
        var rules = RulebookSheet.Default(mode, new(2024, 1, 1)).Rules.Select(
            rule => rule with { Direct = true, Ordinary = !rule.Ordinary, Posted = !rule.Posted }).ToList();
        rules[0] = rules[0] with
        {
            ItemZh = "=好事，“一”件",
            ItemEn = "a \"good\" deed, or two",
            Evidence = new string('佐', 120),
            ClassZh = new string('类', 120),
        };
        rules[1] = rules[1] with { ItemEn = "", ClassEn = "", Evidence = "" };

        Read(Written(rules, mode, format, inChinese), format, mode)
            .Should().BeEquivalentTo(new RulebookDraft(rules, 0, []), options => options.WithStrictOrdering());
    }

    [Fact]
    public void A_sheet_for_people_has_their_words_in_it()
    {
        var text = Encoding.UTF8.GetString(Written(RulebookSheet.Default("sixty", new(2024, 1, 1)).Rules, "sixty", "csv", inChinese: true));

        text.Should().Contain("编号,类别,类别英文,条目,条目英文,加减,计分方式,分值,封顶周期,封顶分值,佐证,直接入账,计入总封顶,可公示");
        text.Should().Contain("sign-in sheet,否,是,是").And.NotContain("per_event").And.NotContain("credit,");
    }

    [Theory]
    [InlineData("sixty")]
    [InlineData("red-yellow")]
    public void Points_are_not_bought(string mode)
    {
        var credits = RulebookSheet.Default(mode, new(2024, 1, 1)).Rules.Where(rule => rule.Kind == "credit").ToList();

        credits.Should().NotBeEmpty();
        credits.Where(rule => Gifts.Any(word => rule.ItemZh.Contains(word, StringComparison.Ordinal))
            || (rule.ItemEn ?? "").Contains("money", StringComparison.OrdinalIgnoreCase)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("sixty", "C01 C02 D04 D05 D09")]
    [InlineData("red-yellow", "R01")]
    public void Hours_and_days_that_a_list_proves_are_entered_directly_and_nothing_else(string mode, string direct) =>
        string.Join(' ', RulebookSheet.Default(mode, new(2024, 1, 1)).Rules.Where(rule => rule.Direct).Select(rule => rule.Code))
            .Should().Be(direct);

    [Fact]
    public void No_rule_asks_for_a_paper_that_nothing_makes()
    {
        var done = RulebookSheet.Default("sixty", new(2024, 1, 1)).Rules.Single(rule => rule.Code == "C04");

        (done.Evidence, done.ItemZh.Contains("事单", StringComparison.Ordinal)).Should().Be(("受助人确认|helped person confirms", false));
    }

    [Fact]
    public void A_draft_names_every_bad_cell_and_how_many_rows_were_of_the_other_mode()
    {
        const string Text = """
            code,category_zh,item_zh,kind,basis,points,cap_period,cap_points
            A01,甲类,好事,credit,per_event,2,none,0
            R01,红,好事,credit,per_event,2,none,0
            A 2,甲类,好事,credit,per_event,2,none,0
            A01,甲类,好事,credit,per_event,2,none,0
            A03,甲类,好事,credit,per_day,2,none,0
            """;

        var draft = Read(Encoding.UTF8.GetBytes(Text), "csv", "sixty");

        draft.Rules.Select(rule => rule.Code).Should().Equal(["A01", "A2"], "a blank in a code is a slip of the hand");
        draft.OfOtherMode.Should().Be(1);
        draft.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)).Should().BeEquivalentTo(
            [(5, "code", "twice_in_sheet"), (6, "basis", "not_in_list")]);
    }

    [Fact]
    public void A_file_that_is_no_sheet_is_a_draft_with_a_problem()
    {
        Read([0x50, 0x4b, 3, 4, 5], "xlsx", "sixty").Problems.Should().Contain(problem => problem.Code == SheetCode.NotASheet);
    }

    [Fact]
    public void A_format_that_nobody_reads_is_a_bug()
    {
        var writing = () => Written([], "sixty", "pdf", false);

        writing.Should().Throw<ArgumentException>();
    }

    static RulebookDraft Read(byte[] file, string format, string mode) => RulebookSheet.Read(new MemoryStream(file), $"细则.{format}", mode);

    static byte[] Written(IReadOnlyList<Rule> rules, string mode, string format, bool inChinese)
    {
        using var file = new MemoryStream();
        RulebookSheet.Write(new(1, "积分细则", mode, new(2024, 1, 1), "村民代表会议", rules), format, file, inChinese);
        return file.ToArray();
    }
}
