using NodaTime;
using PointsBank.Papers.Typing;

namespace PointsBank.Papers.Tests.Typing;

/// <summary>The one reader of what people type.</summary>
public class TypingTests
{
    static readonly LocalDate SecondOfMarch = new(2026, 3, 2);

    [Theory]
    [InlineData("3-1", "2026-03-01")]
    [InlineData("3-2", "2026-03-02")]
    [InlineData("3-5", "2025-03-05")]
    [InlineData("3月5日", "2025-03-05")]
    [InlineData("３．５", "2025-03-05")]
    [InlineData("0228", "2026-02-28")]
    [InlineData("1", "2026-03-01")]
    [InlineData("5", "2026-02-05")]
    [InlineData("12/31", "2025-12-31")]
    public void A_day_without_its_year_is_the_nearest_that_is_not_in_the_future(string text, string day)
    {
        var typed = TypedDay.Near(text, SecondOfMarch)!.Value;

        (typed.Day.ToString("uuuu-MM-dd", null), typed.IsWithoutYear).Should().Be((day, true));
    }

    [Theory]
    [InlineData("2025-3-5")]
    [InlineData("2025年3月5日")]
    [InlineData("20250305")]
    public void A_day_with_its_year_is_taken_as_it_is(string text) =>
        TypedDay.Near(text, SecondOfMarch).Should().Be(new TypedDay(new(2025, 3, 5), false));

    [Theory]
    [InlineData("2-30")]
    [InlineData("13-1")]
    [InlineData("0")]
    [InlineData("31")]
    [InlineData("1-2-3")]
    [InlineData("-9998-01-01")]
    [InlineData("1899-12-31")]
    [InlineData("2201-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("")]
    [InlineData("x")]
    public void What_is_no_day_of_a_book_is_none(string text) => TypedDay.Near(text, SecondOfMarch).Should().BeNull();

    [Theory]
    [InlineData("第一行\r\n第二行", "第一行 第二行")]
    [InlineData("a\tb", "a b")]
    [InlineData(" \u200B好\u2060事\uFEFF ", "好事")]
    [InlineData("a\u2028b", "a b")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("李　明", "李　明")]
    [InlineData("e\u0301", "é")]
    [InlineData("\uFFFE", "\uFFFD")]
    [InlineData("a\0b", "ab")]
    public void Free_text_is_cleaned(string typed, string kept) => CleanText.Line(typed).Should().Be(kept);

    [Fact]
    public void Half_of_a_pair_becomes_a_lost_character_and_line_breaks_stay_while_text_comes_in()
    {
        CleanText.WellFormed("a\uD800b\r\nc\uFDD0").Should().Be("a\uFFFDb\r\nc\uFFFD");
        CleanText.Line("x\uDC00").Should().Be("x\uFFFD");
    }

    [Fact]
    public void Cleaning_twice_is_cleaning_once()
    {
        const string Alphabet = "a 1李　\n\r\t\u200B\u00A0\uFFFE\uD83D\uDE00\uD800e\u0301\u0338\u2028";
        var random = new Random(5);
        for (var i = 0; i < 3_000; i++)
        {
            var line = CleanText.Line(new string(random.GetItems<char>(Alphabet, random.Next(12))));
            CleanText.Line(line).Should().Be(line);
            line.IsNormalized().Should().BeTrue();
        }
    }

    [Theory]
    [InlineData("一组", "1组", true)]
    [InlineData("一 组", "１组", true)]
    [InlineData("第十二组", "12组", true)]
    [InlineData("二十组", "20组", true)]
    [InlineData("一组", "二组", false)]
    [InlineData("上庄组", "下庄组", false)]
    public void Groups_are_compared_by_what_people_mean(string one, string other, bool same) =>
        (TypedName.GroupKey(one) == TypedName.GroupKey(other)).Should().Be(same);
}
