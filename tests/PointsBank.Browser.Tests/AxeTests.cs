namespace PointsBank.Browser.Tests;

/// <summary>A page that shuts people out is found.</summary>
public sealed class AxeTests() : PageTests(DemoServer.Shared)
{
    [Fact]
    public async Task A_picture_without_words_shuts_people_out()
    {
        var page = await NewPage();
        await page.Show("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='>");

        await page.Invoking(page => page.ShouldBeAccessible())
            .Should()
            .ThrowAsync<Exception>()
            .WithMessage("*image-alt (critical), 1 times*<img src=*");
    }

    [Fact]
    public async Task Small_targets_beside_each_other_are_found()
    {
        var page = await NewPage();
        await page.Show(
            "<button style='width:12px;height:12px;padding:0'>甲</button><button style='width:12px;height:12px;padding:0'>乙</button>");

        await page.Invoking(page => page.ShouldBeAccessible()).Should().ThrowAsync<Exception>().WithMessage("*target-size*");
    }

    [Fact]
    public async Task A_page_is_wider_than_a_phone()
    {
        var page = await NewPage(width: 360);
        await page.Show("<p style='width: 400px'>宽");

        await page.Invoking(page => page.ShouldFitItsWidth()).Should().ThrowAsync<Exception>();
    }

    [Theory]
    [InlineData("<div class='table-box' style='overflow-x: auto'><table><tr><td style='min-width: 400px'>宽")]
    [InlineData("<table><tr><td style='max-width: 20px; white-space: nowrap'>记于 2026-05-08<td>余额")]
    public async Task A_table_cannot_be_read_on_a_phone(string table)
    {
        var page = await NewPage(width: 360);
        await page.Show(table);

        await page.Invoking(page => page.ShouldReadInItsTables()).Should().ThrowAsync<Exception>();
    }

    [Fact]
    public async Task A_plain_page_shuts_nobody_out()
    {
        var page = await NewPage(width: 360, dark: true);
        await page.Show("<h1>积分存折</h1><p>余额：15 分");

        await page.ShouldBeAccessible();
        await page.ShouldFitItsWidth();
    }
}
