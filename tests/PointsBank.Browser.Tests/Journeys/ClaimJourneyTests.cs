namespace PointsBank.Browser.Tests.Journeys;

/// <summary>The way from a deed to points, walked by all who have a part in it, in one village and in its order.</summary>
public sealed class ClaimJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string V = "/v/anjiahe";

    readonly DemoServer server = own;

    [Fact]
    public async Task A_deed_is_claimed_with_a_photo_collected_assessed_and_posted_and_after_objection_and_ruling_the_notice_is_entered()
    {
        // A household at home, on its telephone.
        var home = await NewPage(who: "household");
        await home.GotoAsync(V + "/h/1");
        await home.Locator($"a[href='{V}/h/1/claims']").First.Through();
        await home.Locator($"a[href='{V}/h/1/claims/new']").First.Through();
        await home.Locator("[name=rule]").SelectOptionAsync("E02");
        await home.Locator("[name=effectiveOn]").FillAsync("2026-02-27");
        await home.Locator("[name=memo]").FillAsync("建议把村口的路灯修好");
        await home.Locator("main form[method=post]").First.Submit();
        await home.Locator("form.check-form button.main").Through();
        var number = new Uri(home.Url).AbsolutePath.Split('/')[^1];
        await home.Locator("input[type=file]")
            .SetInputFilesAsync(new FilePayload { Name = "lamp.png", MimeType = "image/png", Buffer = PointsBank.Testing.Pictures.Png(5) });
        await home.Locator("form", new() { Has = home.Locator("input[type=file]") }).Submit();
        (await home.Locator(".proofs li").CountAsync()).Should().Be(1);

        // The leader in the yard, on a telephone without script.
        var leader = await NewPage(script: false, who: "group-leader");
        await leader.GotoAsync(V + "/leader");
        await leader.Locator($"a[href^='{V}/leader/claims?state=submitted']").First.Through();
        await leader.Locator($"input[name=claims][value='{number}']").CheckAsync();
        await leader.Locator("form", new() { Has = leader.Locator("input[name=claims]") }).First.Locator("button.main").Through();
        await leader.Locator("form.check-form button.main").Through();

        // The meeting, at a desk.
        var desk = await NewPage(width: 1280, who: "assessor");
        await desk.GotoAsync(V + "/assess/meetings/new");
        foreach (var present in await desk.Locator("input[name=present]").AllAsync()) await present.CheckAsync();
        await desk.Locator("main form[method=post]").Submit();
        (await desk.Locator($"#claim-{number}").InnerTextAsync()).Should().Contain("建议把村口的路灯修好");
        await desk.Locator("button.main").First.Through();
        await desk.Locator("form.check-form button.main").Through();
        await desk.GotoAsync($"{V}/assess/claims/{number}");
        (await desk.Locator("main").InnerTextAsync()).Should().Contain("+5");

        // The clerk posts it, and anybody reads it, masked, on the page and on the sheet.
        var clerk = await NewPage(width: 1280, who: "clerk");
        await clerk.GotoAsync(V + "/clerk/notices/new");
        await clerk.Locator("main form[method=post]").Submit();
        await clerk.Locator("form.check-form button.main").Through();
        var anybody = await NewPage();
        await anybody.GotoAsync(V + "/notices/16");
        (await anybody.Locator("main").InnerTextAsync()).Should().Contain("祁*林").And.NotContain("祁得林");
        await clerk.GotoAsync(V + "/notices/16/sheet?group=1");
        var sheet = await PdfText.Read(await clerk.Print());
        sheet.Should().Contain("上庄组").And.Contain("祁*林").And.NotContain("祁得林").And.Contain("2026-03-02").And.Contain("2026-03-08");

        // Of the older notice, a household says something against a neighbour's item.
        await home.GotoAsync(V + "/h/1/notices/14");
        await home.Locator($"a[href^='{V}/h/1/notices/14/objection?line=']").First.Through();
        await home.Locator("[name=words]").FillAsync("那天下雨，没有去成");
        await home.Locator("main form[method=post]").Submit();
        await home.Locator("form.check-form button.main").Through();

        // The supervisor answers both that are open and proposes to end the window by decision; the clerk is the second person.
        var supervisor = await NewPage(width: 1280, who: "supervisor");
        foreach (var outcome in (string[])["dropped", "dismissed"])
        {
            await supervisor.GotoAsync(V + "/supervisor/objections");
            await supervisor.Locator($"main a[href^='{V}/supervisor/objections/']").First.Through();
            await supervisor.Locator($"input[name=outcome][value={outcome}]").CheckAsync();
            await supervisor.Locator("[name=reason]").FillAsync("走访三户核实");
            await supervisor.Locator("main form[method=post]").First.Submit();
            await supervisor.Locator("form.check-form button.main").Through();
        }
        await supervisor.GotoAsync(V + "/clerk/notices/14/end");
        await supervisor.Locator("[name=reason]").FillAsync("村民代表会议决定");
        await supervisor.Locator("[name=document]").FillAsync("会议纪要第 3 号");
        await supervisor.Locator("main form[method=post]").Submit();
        await clerk.GotoAsync(V + "/clerk/notices/14/end");
        await clerk.GoesOn(() => clerk.Locator("main form[method=post] button.main").DblClickAsync());
        await clerk.Locator("main").WaitForAsync();
        await clerk.GotoAsync(V + "/notices/14/sheet");

        (await clerk.Locator("main").InnerTextAsync())
            .Should().Contain("2026-03-03").And.Contain("会议纪要第 3 号", "the sheet tells the early end and its document");
        (await server.IsSound()).Should().BeTrue();

        // The household reads how its own claim goes on.
        await home.GotoAsync($"{V}/h/1/claims/{number}");
        (await home.Locator(".steps li").CountAsync()).Should().Be(4);
    }
}

/// <summary>A walk from yard to yard, and a list of two hundred, each in a village of its own.</summary>
public sealed class YardJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string Yard = "/v/anjiahe/leader/claims/yard";

    [Theory]
    [InlineData(360, true)]
    [InlineData(1280, false)]
    public async Task The_yard_check_is_one_screen_of_boxes_and_one_printed_grid(int width, bool script)
    {
        var page = await NewPage(width, script, who: "group-leader");
        var rule = width == 360 ? "D01" : "D02";
        await page.GotoAsync($"{Yard}?group=1&r1={rule}");
        var boxes = page.Locator("table.yard input[type=checkbox]");
        for (var i = 0; i < 5; i++) await boxes.Nth(i).CheckAsync();
        await page.Locator("form[action$='/yard/check'] button.main").Through();
        await page.Locator("form[action$='/write'] button.main").Through();
        (await page.Locator(".banner.good").CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task The_grid_is_printed_with_a_box_for_each_household()
    {
        var page = await NewPage(width: 1280, who: "group-leader");
        await page.GotoAsync($"{Yard}/sheet?group=1&r1=D01&r2=D03");
        var paper = await PdfText.Read(await page.Print());
        paper.Should().Contain("上庄组").And.Contain("祁得林").And.Contain("D01").And.Contain("D03");
    }
}
