namespace PointsBank.Browser.Tests.Journeys;

/// <summary>
/// What is typed stays in the browser until it is written: over a reload, a link, the browser's own way back, and a sign-in that ended.
/// </summary>
public sealed class DraftJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string Door = "/v/anjiahe/clerk";

    readonly DemoServer server = own;

    [Fact]
    public async Task Twenty_seven_lines_are_there_again_after_a_reload_and_after_a_link_and_gone_once_they_are_written()
    {
        var page = await NewPage(width: 1280, who: "clerk");
        await page.GotoAsync(Door + "/slips");
        for (var line = 1; line <= 27; line++)
        {
            await page.Keyboard.TypeAsync($"{line + 40}");
            if (line == 1)
            {
                await page.Keyboard.PressAsync("Enter");
                await page.Keyboard.TypeAsync("D04");
            }
            await page.Keyboard.PressAsync("Shift+Enter");
        }

        await page.ReloadAsync();
        (await page.Locator("[name=h1]").InputValueAsync()).Should().BeEmpty();
        (await page.Locator(".draft").InnerTextAsync()).Should().Contain("27");
        await page.GotoAsync(Door);
        await page.GotoAsync(Door + "/slips");
        await page.Locator("button[data-draft-go]").ClickAsync();

        (await page.Locator("[name=h27]").InputValueAsync()).Should().Be("67");
        (await page.Locator("[name=r1]").InputValueAsync()).Should().Be("D04");
        (await page.Locator(".draft").CountAsync()).Should().Be(0);
        var before = await server.Head();
        await page.Locator(".slips-form button.main").Through();
        (await page.Locator("main .banner.bad").AllInnerTextsAsync()).Should().BeEmpty();
        await page.Locator("main form button.main").Through();
        (await server.Head()).Should().Be(before + 27);

        await page.GotoAsync(Door + "/slips");
        (await page.Locator(".draft").CountAsync()).Should().Be(0, "what is written is no draft");
    }

    [Fact]
    public async Task What_was_checked_and_left_is_still_offered_and_can_be_dropped()
    {
        var page = await NewPage(width: 360, who: "clerk");
        await page.GotoAsync(Door + "/slips");
        await page.Locator("[name=h1]").FillAsync("100");
        await page.Locator("[name=r1]").FillAsync("D04");
        await page.Locator(".slips-form button.main").Through();
        await page.GotoAsync(Door + "/slips");

        await page.Locator("button[data-draft-drop]").ClickAsync();
        await page.ReloadAsync();

        (await page.Locator(".draft").CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Who_goes_back_from_the_check_to_mend_a_line_is_offered_no_draft_beside_it()
    {
        var page = await NewPage(width: 1280, who: "clerk");
        await page.GotoAsync(Door + "/slips");
        await page.Locator("[name=h1]").FillAsync("100");
        await page.Locator("[name=r1]").FillAsync("d04");
        await page.Locator(".slips-form button.main").Through();
        await page.Locator("button[formaction$='/again']").Through();

        (await page.Locator("[name=r1]").InputValueAsync()).Should().Be("D04");
        (await page.Locator(".draft").CountAsync()).Should().Be(0);
        await page.GotoAsync(Door + "/slips");
        (await page.Locator(".draft").CountAsync()).Should().Be(1, "it is not written yet");
        await page.Locator("button[data-draft-drop]").ClickAsync();
    }

    [Fact]
    public async Task Who_may_not_send_what_somebody_else_typed_here_is_told_that_it_is_kept()
    {
        var page = await NewPage(width: 1280);
        await page.GotoAsync("/sign-in");
        await SignIn(page);
        await page.GotoAsync(Door + "/slips");
        await page.Locator("[name=h1]").FillAsync("141");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(Door);
        await other.Locator("form[action='/sign-out'] button").Through();
        await other.CloseAsync();
        Expect("401");
        Expect("403");

        await page.Locator(".slips-form button.main").Through();
        await SignIn(page, "attendant");
        await page.Locator("form.check-form button.main").Through();

        (await page.Locator("[data-kept-draft]").InnerTextAsync()).Should().Contain("店");
        await page.GotoAsync("/sign-in");
        await SignIn(page);
        await page.GotoAsync(Door + "/slips");
        (await page.Locator(".draft").CountAsync()).Should().Be(1);
        await page.Locator("button[data-draft-drop]").ClickAsync();
    }

    [Fact]
    public async Task What_was_begun_twice_and_written_the_second_time_is_offered_no_more()
    {
        var page = await NewPage(width: 1280, who: "clerk");
        await page.GotoAsync(Door + "/slips");
        await page.Locator("[name=h1]").FillAsync("100");
        await page.Locator("[name=r1]").FillAsync("D04");
        await page.GotoAsync(Door + "/slips");
        (await page.Locator(".draft").CountAsync()).Should().Be(1);
        // A script fills the second form in, as a browser does by itself: no draft of it is kept.
        await page.EvaluateAsync(
            "() => { document.querySelector('[name=h1]').value = '101'; document.querySelector('[name=r1]').value = 'D04'; }");
        await page.Locator(".slips-form button.main").Through();
        await page.Locator("main form button.main").Through();

        await page.GotoAsync(Door + "/slips");

        (await page.Locator(".draft").CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_form_left_open_until_its_sign_in_was_over_is_sent_after_signing_in_again()
    {
        // A sign-in of its own, because it ends here.
        var page = await NewPage(width: 1280);
        await page.GotoAsync("/sign-in");
        await SignIn(page);
        await page.GotoAsync(Door + "/slips");
        await page.Locator("[name=h1]").FillAsync("141");
        await page.Locator("[name=r1]").FillAsync("D04");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(Door);
        await other.Locator("form[action='/sign-out'] button").Through();
        await other.CloseAsync();
        Expect("401");

        await page.Locator(".slips-form button.main").Through();
        await SignIn(page);
        await page.Locator("form.check-form button.main").Through();

        (await page.Locator("main tbody tr").InnerTextAsync()).Should().Contain("141");
    }

    static async Task SignIn(IPage page, string who = "clerk")
    {
        var form = page.Locator("form", new() { Has = page.Locator("[name=username]") });
        await form.Locator("[name=username]").FillAsync(who);
        await form.Locator("[name=password]").FillAsync("demo-" + who);
        await form.Submit();
    }
}
