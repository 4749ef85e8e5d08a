namespace PointsBank.Browser.Tests.Journeys;

/// <summary>Somebody over sixty, or their child in the city, with the passbook in hand.</summary>
public sealed class HouseholdJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string Door = "/v/anjiahe/h/1";

    [Theory]
    [InlineData(360, true)]
    [InlineData(360, false)]
    [InlineData(1280, true)]
    [InlineData(1280, false)]
    public async Task Balance_lines_why_and_the_code_checked_by_anybody(int width, bool script)
    {
        var page = await NewPage(width, script, who: "household");
        await page.GotoAsync("/home");
        new Uri(page.Url).AbsolutePath.Should().Be(Door);
        (await page.Locator(".big-value").AllInnerTextsAsync()).Should().NotBeEmpty();

        await page.GotoAsync(Door + "/lines");
        await page.Locator($"main a[href^='{Door}/lines/']").First.Through();
        var code = await page.Locator("main .code").First.InnerTextAsync();
        await page.GotoAsync($"/check/anjiahe/{code.Trim()}");
        (await page.Locator("main").InnerTextAsync()).Should().Contain("2026-");
    }

    [Fact]
    public async Task Reading_aloud_is_offered_where_the_browser_can_speak()
    {
        var page = await NewPage(who: "household");
        await page.GotoAsync(Door);
        var speaks = await page.EvaluateAsync<bool>("() => 'speechSynthesis' in window");
        (await page.Locator("[data-speak]").First.IsVisibleAsync()).Should().Be(speaks);

        var mute = await NewPage(script: false, who: "household");
        await mute.GotoAsync(Door);
        (await mute.Locator("[data-speak]").First.IsVisibleAsync()).Should().BeFalse();
    }

    [Fact]
    public async Task The_statement_comes_out_of_the_printer_with_its_balances()
    {
        var page = await NewPage(width: 1280, who: "household");
        await page.GotoAsync(Door + "/statement?year=2025");
        var paper = await PdfText.Read(await page.Print());
        paper.Should().Contain("祁得林").And.Contain("2025-").And.Contain("12");
    }
}

/// <summary>A household that changes its PIN; it signs everybody out, so it has a village of its own.</summary>
public sealed class PinJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string Door = "/v/anjiahe/h/1";
    const string Serial = "0001-000001-6";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_PIN_is_changed_and_opens_the_passbook_and_everybody_is_signed_out(bool script)
    {
        var page = await NewPage(script: script);
        await SignIn(page, "246810");
        await Change(page, "246810", "975310");
        (await page.Locator(".banner.good").CountAsync()).Should().Be(1);
        await page.GotoAsync(Door + "/sign-out-everywhere");
        await page.Locator("main form").Submit();

        await SignIn(page, "975310");
        new Uri(page.Url).AbsolutePath.Should().Be(Door);
        await Change(page, "975310", "246810");
    }

    static async Task SignIn(IPage page, string pin)
    {
        await page.GotoAsync("/sign-in");
        var form = page.Locator("form", new() { Has = page.Locator("[name=serial]") });
        await form.Locator("[name=serial]").FillAsync(Serial);
        await form.Locator("[name=pin]").FillAsync(pin);
        await form.Submit();
    }

    static async Task Change(IPage page, string from, string to)
    {
        await page.GotoAsync(Door + "/pin");
        await page.Locator("[name=oldPin]").FillAsync(from);
        await page.Locator("[name=newPin]").FillAsync(to);
        await page.Locator("[name=again]").FillAsync(to);
        await page.Locator("main form").Submit();
    }
}
