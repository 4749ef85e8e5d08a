using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Tests.Rulebooks;

public class RuleFinderTests
{
    [Theory]
    [InlineData("d01", "D01")]
    [InlineData("Ｄ０１", "D01")]
    [InlineData("yptyzj", "D01")]
    [InlineData("tyzj", "D01")]
    [InlineData("庭院整洁", "D01")]
    [InlineData("jyyw", "C09")]
    [InlineData("jyywjryw", "C09")]
    [InlineData("为、救", "C09")]
    [InlineData("lost property", "A03")]
    [InlineData("HAND  back", "A03")]
    [InlineData("jiaohuan", null)]
    [InlineData("无此条", null)]
    [InlineData("", null)]
    [InlineData(" ", null)]
    public void A_rule_is_found_by_code_first_letters_characters_and_English_words(string typed, string? code) =>
        Codes(typed).FirstOrDefault().Should().Be(code);

    [Fact]
    public void The_beginning_of_a_code_finds_all_that_follow_in_the_rulebooks_order() =>
        Codes("E1").Should().Equal("E10", "E11", "E12");

    [Fact]
    public void An_item_that_begins_so_stands_before_one_that_holds_it_and_a_class_comes_last()
    {
        Codes("志愿服务").Should().StartWith(["C01", "C10", "C02"], "C01 and C10 speak of it, the rest of the class stands under it");
        Codes("垃圾").Should().Equal("D03", "D10", "D11");
        Codes("爱护公物").Should().HaveCount(12).And.OnlyContain(code => code[0] == 'D');
        Codes("volunteer").Should().StartWith("C01").And.HaveCountGreaterThan(11);
    }

    [Fact]
    public void A_character_of_several_readings_is_found_by_any_of_them()
    {
        Codes("cytj").Should().Contain("C06");
        Codes("cydj").Should().Contain("C06");
    }

    [Fact]
    public void No_more_rules_come_than_were_asked_for() =>
        RuleFinder.Find(Book, "c", 3).Select(rule => rule.Code).Should().Equal("C01", "C02", "C03");

    static IEnumerable<string> Codes(string typed) => RuleFinder.Find(Book, typed, 100).Select(rule => rule.Code);

    static RulebookView Book { get; } = Adopted();

    static RulebookView Adopted()
    {
        var input = RulebookSheet.Default("sixty", new(2024, 1, 1));
        return new(1, input.Title, input.Mode, input.ValidFrom, input.AdoptedBy, input.Rules);
    }
}
