using static PointsBank.Browser.Tests.Journeys.Desk;

namespace PointsBank.Browser.Tests.Journeys;

/// <summary>Boards from the desk to the wall, whose name stands there, and the way onto the black board and off it again.</summary>
public sealed class BoardJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string Boards = V + "/boards", BoardDesk = V + "/board-desk", Black = BoardDesk + "/black";

    readonly DemoServer server = own;

    [Theory]
    [InlineData(1280, true, "red", "2026", "16", "安*军", "安建军", "129", "2026-05-30")]
    [InlineData(360, false, "good-deeds", "2026-02", "24", "安*军", "安建军", "44", "2026-03-31")]
    public async Task A_board_is_published_once_computed_again_by_anybody_and_corrected_by_a_new_one(
        int width, bool script, string board, string period, string household, string masked, string name, string another, string until)
    {
        var clerk = await NewPage(who: "clerk");
        await clerk.Enter(household, "D04", "2026-02-28");

        // The supervisor, from their own page.
        var supervisor = await NewPage(width, script, who: "supervisor");
        await supervisor.GotoAsync("/home");
        await supervisor.Locator($"a[href='{BoardDesk}']").First.Through();
        await supervisor.Locator($"a[href='{BoardDesk}/boards/{board}/publish']").Through();
        await supervisor.Locator("[name=period]").SelectOptionAsync(period);
        await supervisor.Locator("[name=reason]").FillAsync($"月末张榜 {board}");
        await supervisor.Locator("main form[method=post]").Submit();
        (await supervisor.Locator(".board").InnerTextAsync()).Should().Contain(masked);
        await supervisor.ConfirmTwice($"**/boards/{board}/publications/*");
        var first = new Uri(supervisor.Url).AbsolutePath;
        await supervisor.GotoAsync(BoardDesk);
        (await supervisor.Locator("tr", new() { HasText = $"月末张榜 {board}" }).CountAsync()).Should().Be(1, "a double click publishes once");

        // Anybody looks, computes it again, and asks for its code.
        var anybody = await NewPage(360, script);
        (await anybody.ReadAt(first)).Should().Contain(masked).And.NotContain(name);
        var code = (await anybody.Locator("dd.code").First.InnerTextAsync()).Trim();
        await anybody.Locator($"a[href='{first}/recomputation']").Through();
        (await anybody.Locator(".banner.good").InnerTextAsync()).Should().Contain(code);
        (await anybody.ReadAt($"/check/anjiahe/{code}")).Should().Contain("✓");
        (await anybody.Printed(first + "/sheet")).Should()
            .Contain(masked).And.Contain(code).And.Contain(until).And.Contain("异议").And.NotContain(name);

        // Another deed turns up; what hangs stays as it is, and a new one says what it changed.
        await clerk.Enter(another, "D04", "2026-02-28");
        await supervisor.GotoAsync($"{BoardDesk}/boards/{board}/publish?corrects={first.Split('/')[^1]}");
        await supervisor.Locator("[name=reason]").FillAsync("补记一户");
        await supervisor.Locator("main form[method=post]").Submit();
        await supervisor.ConfirmTwice($"**/boards/{board}/publications/*");
        (await anybody.ReadAt(first)).Should().NotContain(name);
        await anybody.Locator(".banner.warn a").Through();
        anybody.Url.Should().EndWith(new Uri(supervisor.Url).AbsolutePath, "whoever comes by the old one is sent on");
        (await anybody.Locator(".difference li").CountAsync()).Should().Be(1);
        await anybody.GotoAsync(first + "/recomputation");
        (await anybody.Locator(".banner.good").CountAsync()).Should().Be(1);
        (await server.IsSound()).Should().BeTrue();
    }

    [Fact]
    public async Task A_name_stands_on_boards_while_the_household_agrees_and_is_off_at_once_when_it_no_longer_does()
    {
        var clerk = await NewPage(who: "clerk");
        await clerk.Enter("1", "D04");
        var home = await NewPage(width: 360, who: "household");
        await Say(home, "true");
        var anybody = await NewPage();
        (await anybody.ReadAt(Boards + "/good-deeds?period=2026-03")).Should().Contain("祁得林");

        var supervisor = await NewPage(width: 1280, who: "supervisor");
        await supervisor.GotoAsync(BoardDesk + "/boards/good-deeds/publish");
        await supervisor.Locator("[name=period]").SelectOptionAsync("2026-03");
        await supervisor.Locator("[name=reason]").FillAsync("三月善行榜");
        await supervisor.Locator("main form[method=post]").Submit();
        await supervisor.Confirm();
        var hangs = new Uri(supervisor.Url).AbsolutePath;
        (await anybody.Printed(hangs + "/sheet")).Should().Contain("祁得林");

        var without = await NewPage(width: 360, script: false, who: "household");
        await Say(without, "false");

        foreach (var page in (string[])[Boards + "/good-deeds?period=2026-03", hangs, hangs + "/recomputation"])
            (await anybody.ReadAt(page)).Should().Contain("祁*林").And.NotContain("祁得林", page);
        foreach (var sheet in (string[])[Boards + "/good-deeds/sheet?period=2026-03", hangs + "/sheet"])
            (await anybody.Printed(sheet)).Should().Contain("祁*林").And.NotContain("祁得林", sheet);
        (await without.ReadAt(V + "/h/1/privacy")).Should().Contain("2026-03-02", "what was said stays on record");

        static async Task Say(IPage home, string yes)
        {
            await home.GotoAsync(V + "/h/1");
            await home.Locator($"a[href='{V}/h/1/privacy']").First.Through();
            await home.Locator($"form:has(input[name=purpose][value=boards]):has(input[name=given][value={yes}])").First.Submit();
            await home.Confirm();
            (await home.Locator(".banner.good").CountAsync()).Should().Be(1);
        }
    }

    [Fact]
    public async Task A_decision_hangs_after_two_reminders_and_a_meeting_is_objected_to_and_comes_off_when_made_good_and_nobody_finds_it_again()
    {
        // Told in private, then in writing.
        var clerk = await NewPage(width: 1280, who: "clerk");
        foreach (var (kind, day) in (IEnumerable<(string, string)>)[("private", "2026-02-10"), ("written", "2026-02-20")])
        {
            await clerk.GotoAsync(V + "/clerk/reminders");
            await clerk.Locator("[name=household]").FillAsync("1");
            await clerk.Locator("[name=rule]").SelectOptionAsync("D11");
            await clerk.Locator("[name=kind]").SelectOptionAsync(kind);
            await clerk.Locator("[name=remindedOn]").FillAsync(day);
            await clerk.Locator("main form[method=post]").First.Submit();
        }

        // What the meeting decided afterwards, as the assessor writes it down.
        var assessor = await NewPage(width: 360, script: false, who: "assessor");
        await assessor.GotoAsync(Black);
        await assessor.Locator($"a[href='{Black}/new']").Through();
        var reminder = await assessor.Locator("[name=writtenReminder] option", new() { HasText = "祁得林" }).GetAttributeAsync("value");
        await assessor.Locator("[name=writtenReminder]").SelectOptionAsync(reminder!);
        await assessor.Locator("[name=session]").SelectOptionAsync("14");
        await assessor.Locator("[name=document]").FillAsync("整改9号");
        await assessor.Locator("[name=reason]").FillAsync("提醒两次后仍在地头焚烧秸秆");
        await assessor.Locator("[name=days]").FillAsync("10");
        await assessor.Locator("main form[method=post]").Submit();
        await assessor.ConfirmTwice("**/black/*?done=*");
        var entry = new Uri(assessor.Url).AbsolutePath;
        var anybody = await NewPage();
        (await anybody.ReadAt(Boards + "/black")).Should().NotContain("整改9号", "nothing hangs before a supervisor read its papers");

        var supervisor = await NewPage(width: 1280, who: "supervisor");
        await supervisor.GotoAsync(entry);
        await supervisor.Locator($"form[action='{entry}/posting/check']").Submit();
        await supervisor.Confirm();
        (await anybody.ReadAt(Boards + "/black")).Should().Contain("上庄组").And.Contain("整改9号").And.Contain("2026-03-11").And.NotContain("祁");
        (await anybody.Printed(Boards + "/black/sheet")).Should().Contain("上庄组").And.Contain("整改9号").And.Contain("异议").And.NotContain("祁");

        await supervisor.GotoAsync(BoardDesk + "/boards/black/publish");
        await supervisor.Locator("[name=reason]").FillAsync("三月公开栏");
        await supervisor.Locator("main form[method=post]").Submit();
        await supervisor.Confirm();
        var hangs = new Uri(supervisor.Url).AbsolutePath;
        (await anybody.ReadAt(hangs)).Should().Contain("上庄组").And.Contain("整改9号").And.NotContain("祁");

        // The household reads why, and says no in its own words.
        var home = await NewPage(width: 360, who: "household");
        await home.GotoAsync(V + "/h/1");
        await home.Locator($"a[href='{V}/h/1/black']").First.Through();
        (await home.Said()).Should().Contain("提醒两次后仍在地头焚烧秸秆").And.Contain("整改9号");
        await home.Locator("[name=words]").FillAsync("那天烧的是果树枝，不是秸秆");
        await home.Locator("main form[method=post]").Submit();
        await home.Confirm();

        // Who posted it does not answer; somebody who had no part does.
        await supervisor.GotoAsync(Black + "/objections");
        await supervisor.Locator($"main td a[href^='{Black}/objections/']").First.Through();
        var objection = new Uri(supervisor.Url).AbsolutePath;
        (await supervisor.Locator("[name=outcome]").CountAsync()).Should().Be(0);
        var second = await NewSupervisor();
        await second.GotoAsync(objection);
        await second.Locator("[name=outcome]").SelectOptionAsync("dismissed");
        await second.Locator("[name=reason]").FillAsync("看过照片，是秸秆");
        await second.Locator("main form[method=post]").Submit();
        (await second.Said()).Should().Contain("看过照片，是秸秆");
        (await anybody.ReadAt(Boards + "/black")).Should().Contain("整改9号");

        // It is made good, and comes off before its last day.
        await supervisor.GotoAsync(entry);
        await supervisor.Locator("[name=kind]").SelectOptionAsync("amended");
        await supervisor.Locator("[name=note]").FillAsync("已清理并签了承诺");
        await supervisor.Locator($"form[action='{entry}/end/check']").Submit();
        await supervisor.ConfirmTwice("**/black/*?done=*");

        foreach (var page in (string[])[Boards + "/black", V, Boards + "/black/sheet", hangs, hangs + "/recomputation", hangs + "/sheet"])
            (await anybody.ReadAt(page)).Should().NotContain("整改9号").And.NotContain("祁");
        (await home.ReadAt(V + "/h/1/black")).Should().NotContain("整改9号");
        foreach (var page in (IPage[])[clerk, assessor])
        {
            (await page.GotoAsync(entry))!.Status.Should().Be(404);
            (await page.ReadAt(Black)).Should().NotContain("祁得林");
        }
        (await supervisor.ReadAt(Black + "?state=amended")).Should().Contain("祁得林");
        (await server.IsSound()).Should().BeTrue();
    }

    /// <summary>The administrator takes on another one, who sets a password of their own first.</summary>
    async Task<IPage> NewSupervisor()
    {
        var administrator = await NewPage(width: 1280, who: "administrator");
        await administrator.GotoAsync("/office/staff/new");
        await administrator.Locator("[name=name]").FillAsync("监督员乙");
        await administrator.Locator("[name=username]").FillAsync("supervisor-b");
        await administrator.Locator("[name=password]").FillAsync("first-of-all");
        await administrator.Locator("[name='grants[0].role']").SelectOptionAsync("supervisor");
        await administrator.Locator("[name='grants[0].place']").SelectOptionAsync("anjiahe");
        await administrator.Locator("main form[method=post]").First.Submit();
        var page = await NewPage(width: 1280);
        await page.SignIn("username", "supervisor-b", "password", "first-of-all");
        await page.Locator("[name=presentPassword]").FillAsync("first-of-all");
        await page.Locator("[name=password]").FillAsync("my-own-word");
        await page.Locator("[name=again]").FillAsync("my-own-word");
        await page.Locator("main form[method=post]").Submit();
        return page;
    }
}
