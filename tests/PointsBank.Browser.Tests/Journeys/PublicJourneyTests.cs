namespace PointsBank.Browser.Tests.Journeys;

/// <summary>Anybody in front of the wall.</summary>
public sealed class PublicJourneyTests() : PageTests(DemoServer.Shared)
{
    [Theory]
    [InlineData(360, true)]
    [InlineData(360, false)]
    [InlineData(1280, true)]
    [InlineData(1280, false)]
    public async Task A_board_is_found_from_the_start_page_and_hides_who_did_not_agree(int width, bool script)
    {
        var page = await NewPage(width, script);
        await page.GotoAsync("/");
        await page.Locator("a[href='/v/anjiahe']").First.Through();
        await page.Locator("a[href^='/v/anjiahe/boards/red']").First.Through();

        var board = await page.Locator("main").InnerTextAsync();
        board.Should().Contain("张*乐").And.Contain("李建军");
    }

    [Fact]
    public async Task The_black_board_names_nobody_by_points()
    {
        var page = await NewPage(width: 1280);
        await page.GotoAsync("/v/anjiahe/boards/black");
        (await page.Locator("main").InnerTextAsync()).Should().Contain("评议会").And.NotContain("失信");
    }

    [Theory]
    [InlineData("red")]
    [InlineData("good-deeds")]
    [InlineData("stars")]
    public async Task The_sheet_for_the_wall_says_what_it_is_and_how_to_object(string kind)
    {
        var page = await NewPage(width: 1280);
        await page.GotoAsync($"/v/anjiahe/boards/{kind}/sheet?period=2025");
        var sheet = await PdfText.Read(await page.Print());
        sheet.Should().Contain("安家河村").And.Contain("2025").And.Contain("异议").And.MatchRegex("5[0-9]{3}-[0-9A-Z]{6}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_code_that_is_not_in_the_book_is_told_kindly(bool script)
    {
        Expect("404");
        var page = await NewPage(script: script);
        await page.GotoAsync("/check?bank=anjiahe");
        await page.Locator("main [name=code]").FillAsync("1-AAAAAA");
        await page.Locator("main [name=code]").PressAsync("Enter");
        await page.Locator("#problem").WaitForAsync();
    }
}
