using PointsBank.Papers.Sheets;
using PointsBank.Web.Api;
using PointsBank.Web.Http;

namespace PointsBank.Web.Tests;

public sealed class WordsTests
{
    static IEnumerable<string> SheetCodes => typeof(SheetCode).GetFields().Select(constant => (string)constant.GetValue(null)!);

    public static TheoryData<Words> Both => [Words.Chinese, Words.English];

    [Theory]
    [MemberData(nameof(Both))]
    public void Every_code_has_a_title_and_an_advice(Words words)
    {
        foreach (var code in ProblemsApi.Kinds.Keys.Concat(SheetCodes))
        {
            words.Keys.Should().Contain(code);
            words.Advice(code).Should().NotBeNullOrWhiteSpace(code);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void No_words_are_left_from_codes_that_are_gone(Words words) =>
        words.Keys.Select(key => key.Replace("_detail_trip", "").Replace("_advice", "").Replace("_detail", "").Replace("_page", ""))
            .Distinct()
            .Should().BeSubsetOf(ProblemsApi.Kinds.Keys.Concat(SheetCodes));

    [Fact]
    public void Both_languages_have_the_same_words() => Words.English.Keys.Should().BeEquivalentTo(Words.Chinese.Keys);

    [Fact]
    public void Every_code_has_an_HTTP_status_of_a_refusal() =>
        ProblemsApi.Kinds.Values.Select(WebRefusals.StatusOf).Should().OnlyContain(status => status >= 400 && status < 600);
}
