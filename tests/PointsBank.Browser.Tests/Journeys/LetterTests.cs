using static PointsBank.Browser.Tests.Journeys.Desk;

namespace PointsBank.Browser.Tests.Journeys;

/// <summary>Letters to households without a phone, as they come out of the printer.</summary>
public sealed class LetterTests() : PageTests(DemoServer.Shared)
{
    [Theory]
    [InlineData("clerk", "/clerk/reminders/57/letter", "书面提醒")]
    [InlineData("clerk", "/favours/reminders/1/letter", "优惠提醒")]
    [InlineData("clerk", "/board-desk/black/1/letter", "黑榜决定通知书")]
    [InlineData("supervisor", "/board-desk/black/2/letter", "黑榜撤下通知书")]
    [InlineData("clerk", "/favours/suspensions/1/letter", "暂停优惠通知书")]
    [InlineData("clerk", "/favours/suspensions/2/letter", "暂停优惠结束通知书")]
    public async Task A_letter_is_one_page_in_large_type_with_a_line_to_sign_however_long_its_reason_is(
        string who, string letter, string title)
    {
        var page = await NewPage(who: who);
        await page.GotoAsync(V + letter);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        (await page.EvaluateAsync<double>(
            "Math.min(...[...document.querySelectorAll('.letter, .letter *')].map(part => parseFloat(getComputedStyle(part).fontSize)))"))
            .Should().BeGreaterThan(14 * 96 / 72.0 - .1, "people over 60 read it");

        // 400 characters are the most that a form takes.
        await page.EvaluateAsync(
            "[...document.querySelectorAll('.certificate dd')].at(-1).textContent = '两次提醒后仍未清理'.repeat(50).slice(0, 400)");

        (await PdfText.Pages(await page.Print())).Should().ContainSingle().Which.Should().Contain(title).And.Contain("送达签收");
    }
}
