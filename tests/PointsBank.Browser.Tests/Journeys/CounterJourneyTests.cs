using System.Globalization;

namespace PointsBank.Browser.Tests.Journeys;

/// <summary>An attendant at the till, with a queue behind the customer.</summary>
public sealed class CounterJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string Counter = "/v/anjiahe/shops/1";

    readonly DemoServer server = own;

    [Theory]
    [InlineData(360, true)]
    [InlineData(360, false)]
    [InlineData(1280, true)]
    [InlineData(1280, false)]
    public async Task A_sale_by_number_from_the_first_field_to_the_slip(int width, bool script)
    {
        var page = await NewPage(width, script, who: "attendant");
        await page.GotoAsync(Counter);
        await Find(page, "30");
        var before = await page.Number("available");

        // Three toothbrushes at two points.
        for (var i = 0; i < 3; i++) await Tap(page, page.Locator("[name=add][value=G01]"), script);
        (await page.Locator("[data-total]").InnerTextAsync()).Should().Be("6");
        (await page.Locator("[data-left]").InnerTextAsync()).Should().Be((before - 6).ToString(CultureInfo.InvariantCulture));
        await page.Locator("[data-check]").Through();
        (await page.Number("after")).Should().Be(before - 6);
        await page.Locator("[name=booklet]").CheckAsync();
        await page.Locator("form.check-form button.main").Through();

        page.Url.Should().MatchRegex("/slips/\\d+");
        (await page.Number("balance")).Should().Be(before - 6);
        (await page.Locator("[name=card]").CountAsync()).Should().Be(1, "the next customer is served from here");
    }

    [Fact]
    public async Task A_printed_card_is_scanned_and_four_actions_later_the_goods_are_paid()
    {
        var clerk = await NewPage(width: 1280, who: "clerk");
        await clerk.GotoAsync("/v/anjiahe/clerk/cards?household=74");
        await clerk.Locator("main form[method=post]").Submit();
        await clerk.Locator("main form.check-form button.main").Through();
        var (code, paper) = (await QrCodes.Read(await clerk.Print()), await PdfText.Read(await clerk.Print()));
        code.Should().ContainSingle().Which.Should().MatchRegex("^pb:[0-9a-f]{32}$");
        paper.Should().Contain("74");

        var page = await NewPage(width: 1280, who: "attendant");
        await page.GotoAsync(Counter);
        await Find(page, code[0]);
        page.Url.Should().NotContain(code[0][3..], "the secret of the card stands in no address");
        var before = await page.Number("available");

        var good = page.Locator(".good:has(button.good-add:enabled)")
            .Filter(new() { Has = page.Locator("xpath=self::*[@data-price>=5]") }).First;
        var price = long.Parse((await good.GetAttributeAsync("data-price"))!, CultureInfo.InvariantCulture);
        await good.Locator("button.good-add").ClickAsync();
        await page.Locator("[data-check]").Through();
        await page.Locator("form.check-form button.main").Through();

        (await page.Number("balance")).Should().Be(before - price);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_double_click_on_the_last_button_pays_once(bool script)
    {
        var page = await NewPage(width: 1280, script, who: "attendant");
        await page.GotoAsync($"{Counter}/h/{(script ? 44 : 17)}");
        for (var i = 0; i < 3; i++) await Tap(page, page.Locator("[name=add][value=G01]"), script);
        await page.Locator("[data-check]").Through();
        await page.Locator("[name=booklet]").CheckAsync();
        var before = await server.Head();

        await page.GoesOn(() => page.Locator("form.check-form button.main").DblClickAsync());
        await page.Arrives("**/slips/*");

        (await server.Head()).Should().Be(before + 1);
        (await server.IsSound()).Should().BeTrue();
    }

    [Fact]
    public async Task The_slip_has_two_parts_with_the_same_code_and_a_square_that_leads_to_the_check()
    {
        var page = await NewPage(width: 1280, who: "attendant");
        await page.GotoAsync($"{Counter}/slips/1/print");
        var code = await page.Locator(".sheet .code").First.InnerTextAsync();

        var paper = await page.Print();
        var text = await PdfText.Read(paper);
        text.Split(code).Length.Should().Be(3, "once for the household and once for the shop");
        (await QrCodes.Read(paper)).Should().ContainSingle().Which.Should().EndWith($"/check/anjiahe/{code}");
    }

    [Fact]
    public async Task The_count_sheet_and_the_closing_sheet_come_out_of_the_printer()
    {
        var page = await NewPage(width: 1280, who: "attendant");
        await page.GotoAsync(Counter + "/stock/sheet");
        (await PdfText.Read(await page.Print())).Should().Contain("牙刷").And.Contain("G01");
        await page.GotoAsync(Counter + "/day/print");
        (await PdfText.Read(await page.Print())).Should().Contain("爱心超市");
    }

    static async Task Find(IPage page, string typed)
    {
        await page.Locator("[name=card]").FillAsync(typed);
        await page.GoesOn(() => page.Locator("[name=card]").PressAsync("Enter"));
    }

    /// <summary>With script a tap changes the numbers at once; without it the page comes again.</summary>
    static Task Tap(IPage page, ILocator button, bool script) => script ? button.ClickAsync() : page.GoesOn(() => button.ClickAsync());
}
