using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Village;
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
        words.Keys.Select(key => new[] { "_detail_trip", "_detail_minutes", "_advice", "_detail", "_page" }
                .Aggregate(key, (left, more) => left.Replace(more, "")))
            .Distinct()
            .Should().BeSubsetOf(ProblemsApi.Kinds.Keys.Concat(SheetCodes));

    [Fact]
    public void What_is_open_is_told_without_what_is_not()
    {
        var refusal = new Refusal(VillageRefusals.HouseholdHasOpen).With("held", 0);
        foreach (var what in (string[])["claims", "reservations", "vouchers", "hours", "black", "suspensions", "objections", "proposals"])
            refusal = refusal.With(what, what switch { "claims" => "#1, #7", "black" => "#2", _ => "0" });

        Words.Chinese.Detail(refusal).Should().Be("申报 #1, #7；黑榜 #2");
        Words.English.Detail(refusal).Should().Be("claims: #1, #7; black board: #2");
    }

    [Theory]
    [InlineData(5, "请在 5 秒后再试。", "Try again in 5 seconds.")]
    [InlineData(60, "请在 1 分钟后再试。", "Try again in 1 min.")]
    [InlineData(841, "请在 15 分钟后再试。", "Try again in 15 min.")]
    public void Whoever_waits_is_told_minutes(long seconds, string chinese, string english)
    {
        var refusal = new Refusal(VillageRefusals.SignInLocked).With(Problems.RetryAfterSeconds, seconds);

        (Words.Chinese.Detail(refusal), Words.English.Detail(refusal)).Should().Be((chinese, english));
    }

    [Fact]
    public void Both_languages_have_the_same_words() => Words.English.Keys.Should().BeEquivalentTo(Words.Chinese.Keys);

    [Fact]
    public void Every_code_has_an_HTTP_status_of_a_refusal() =>
        ProblemsApi.Kinds.Values.Select(WebRefusals.StatusOf).Should().OnlyContain(status => status >= 400 && status < 600);
}
