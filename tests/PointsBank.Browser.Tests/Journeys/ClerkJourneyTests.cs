namespace PointsBank.Browser.Tests.Journeys;

/// <summary>A clerk on the first day, and on an evening with a pile of slips.</summary>
public sealed class ClerkJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string Door = "/v/anjiahe/clerk";

    readonly DemoServer server = own;

    [Theory]
    [InlineData(360, true, "11")]
    [InlineData(360, false, "12")]
    [InlineData(1280, true, "13")]
    [InlineData(1280, false, "14")]
    public async Task From_the_start_page_to_a_first_credit(int width, bool script, string household)
    {
        var page = await NewPage(width, script);
        await page.GotoAsync("/");
        await page.Locator("a[href='/sign-in']").First.Through();
        var form = page.Locator("form", new() { Has = page.Locator("[name=username]") });
        await form.Locator("[name=username]").FillAsync("clerk");
        await form.Locator("[name=password]").FillAsync("demo-clerk");
        await form.Submit();
        new Uri(page.Url).AbsolutePath.Should().Be(Door);

        await page.Locator($"a[href='{Door}/deeds/new']").First.Through();
        await Fill(page, household);
        await page.Locator("main form[method=post]").Submit();
        (await page.Number("points")).Should().Be(3);
        var before = await server.Head();
        await page.Locator("form.check-form button.main").Through();

        (await server.Head()).Should().Be(before + 1);
        (await page.Locator(".banner.good").CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task Forty_slips_are_typed_checked_and_written_without_the_mouse()
    {
        var page = await NewPage(width: 1280, who: "clerk");
        await page.GotoAsync(Door + "/slips");
        var before = await server.Head();

        for (var line = 1; line <= 40; line++)
        {
            await page.Keyboard.TypeAsync($"{40 + line}");
            if (line == 1)
            {
                await page.Keyboard.PressAsync("Enter");
                await page.Keyboard.TypeAsync("D04");
            }
            await page.Keyboard.PressAsync("Shift+Enter");
        }
        for (var i = 0; i < 20 && !await page.EvaluateAsync<bool>("() => document.activeElement.matches('.slips-form button.main')"); i++)
            await page.Keyboard.PressAsync("Tab");
        await page.GoesOn(() => page.Keyboard.PressAsync("Enter"));
        (await page.Locator("main tbody tr").CountAsync()).Should().Be(40);
        await page.Locator("main form button.main:focus").WaitForAsync();
        await page.GoesOn(() => page.Keyboard.PressAsync("Enter"));

        (await page.Locator("main tbody tr").CountAsync()).Should().Be(40);
        (await server.Head()).Should().Be(before + 40);
        (await server.IsSound()).Should().BeTrue();
    }

    [Fact]
    public async Task Slips_typed_without_script_are_written_too()
    {
        var page = await NewPage(width: 360, script: false, who: "clerk");
        await page.GotoAsync(Door + "/slips");
        var before = await server.Head();
        foreach (var (line, household) in (IEnumerable<(int, string)>)[(1, "101"), (2, "102"), (3, "103")])
        {
            await page.Locator($"[name=h{line}]").FillAsync(household);
            await page.Locator($"[name=r{line}]").FillAsync("D04");
        }
        await page.Locator(".slips-form button.main").Through();
        await page.Locator("main form button.main").Through();

        (await server.Head()).Should().Be(before + 3);
    }

    [Theory]
    [InlineData(true, "121")]
    [InlineData(false, "122")]
    public async Task A_double_click_writes_once(bool script, string household)
    {
        var page = await Checked(script, household);
        var before = await server.Head();

        await page.GoesOn(() => page.Locator("form.check-form button.main").DblClickAsync());
        await page.Locator(".banner.good").WaitForAsync();

        (await server.Head()).Should().Be(before + 1);
    }

    [Fact]
    public async Task Back_to_the_form_after_writing_and_on_again_asks_before_it_writes_a_second_one()
    {
        var page = await Checked(script: true, "131");
        await page.Locator("form.check-form button.main").Through();
        var written = await server.Head();

        await page.GotoAsync(Door + "/deeds/new");
        await Fill(page, "131");
        await page.Locator("main form[method=post]").Submit();

        (await page.Locator(".banner.warn").CountAsync()).Should().BeGreaterThan(0, "the same deed on the same day is worth a second look");
        (await server.Head()).Should().Be(written);
    }

    [Fact]
    public async Task The_cards_of_a_group_are_eight_on_a_sheet()
    {
        var page = await NewPage(width: 1280, who: "clerk");
        await page.GotoAsync(Door + "/cards?group=大滩组");
        await page.Locator("main form[method=post]").Submit();
        await page.Locator("main form.check-form button.main").Through();

        var paper = await page.Print();
        var codes = await QrCodes.Read(paper);
        var sheets = await PdfText.Pages(paper);
        (codes.Count, codes.Distinct().Count(), sheets.Count).Should().Be((25, 25, 4));
        sheets.Take(3).Select(sheet => sheet.Split("0001-0").Length - 1).Should().AllBeEquivalentTo(8);
    }

    [Fact]
    public async Task The_booklet_is_printed_on_from_where_it_is_free()
    {
        var page = await NewPage(width: 1280, who: "clerk");
        await page.GotoAsync(Door + "/households/1/booklet");
        var first = await PdfText.Read(await page.Print());
        first.Should().Contain("2025-").And.Contain("记分员");
        await page.Locator(".print-bar button.main").Last.Through();

        await page.GotoAsync(Door + "/households/1/booklet");
        (await page.Locator(".booklet-page").CountAsync()).Should().Be(0, "all of it is printed");
    }

    async Task<IPage> Checked(bool script, string household)
    {
        var page = await NewPage(width: 1280, script, who: "clerk");
        await page.GotoAsync(Door + "/deeds/new");
        await Fill(page, household);
        await page.Locator("main form[method=post]").Submit();
        return page;
    }

    static async Task Fill(IPage page, string household)
    {
        await page.Locator("[name=household]").FillAsync(household);
        await page.Locator("[name=rule]").SelectOptionAsync("D04");
    }
}
