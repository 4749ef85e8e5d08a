using static PointsBank.Browser.Tests.Journeys.Desk;

namespace PointsBank.Browser.Tests.Journeys;

/// <summary>What the village gives, to whom and why not, and what it honours and certifies.</summary>
public sealed class FavourJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string Favours = V + "/favours", Honours = V + "/honour-desk", Ratings = V + "/ratings";

    readonly DemoServer server = own;

    [Fact]
    public async Task A_favour_of_the_village_is_registered_one_of_the_law_is_not_and_a_household_loses_its_own_by_decision_and_has_them_back_at_the_level()
    {
        var clerk = await NewPage(width: 1280, who: "clerk");
        await clerk.GotoAsync(Favours);
        await clerk.Locator($"a[href='{Favours}/register']").First.Through();
        await Register("低保优先");
        (await clerk.Locator(".field.has-error .error").InnerTextAsync()).Should().Contain("低保");
        await Register("春节礼包");
        (await clerk.Locator(".banner.good").CountAsync()).Should().Be(1);

        var home = await NewPage(width: 360, script: false, who: "household");
        await home.GotoAsync(V + "/h/1");
        await home.Locator($"a[href='{V}/h/1/favours']").First.Through();
        (await Row(home, "积分兑换")).Should().Contain("✓");
        (await Row(home, "春节礼包")).Should().Contain("✗").And.Contain("10");

        // Where the clerk may enter anything, two deductions bring the standing below the level; first comes a reminder, then a meeting's
        // decision, then a second person.
        await server.Decide(("clerkDeductsDirectly", 1), ("clerkCreditsAnyRule", 1));
        await clerk.Enter("1", "A11");
        await clerk.Enter("1", "A12");
        await clerk.GotoAsync(Favours);
        await clerk.Locator("tr", new() { HasText = "祁得林" }).Locator($"form[action='{Favours}/reminders']").Submit();
        var assessor = await NewPage(width: 1280, who: "assessor");
        await assessor.GotoAsync(V + "/assess/meetings/new");
        foreach (var present in await assessor.Locator("input[name=present]").AllAsync()) await present.CheckAsync();
        await assessor.Locator("main form[method=post]").Submit();
        var meeting = new Uri(assessor.Url).AbsolutePath.Split('/')[^1];
        await clerk.Locator($"a[href='{Favours}/households/1/suspension']").Through();
        await clerk.Locator("[name=session]").SelectOptionAsync(meeting);
        await clerk.Locator("[name=document]").FillAsync("会议纪要9号");
        await clerk.Locator("[name=reason]").FillAsync("参与赌博，占地建房限期不改");
        await clerk.Locator("main form[method=post]").Submit();
        await clerk.ConfirmTwice("**/suspensions/*");
        var suspension = new Uri(clerk.Url).AbsolutePath;
        (await Row(home, "积分兑换")).Should().Contain("✓", "nobody confirmed it yet");
        var supervisor = await NewPage(width: 360, script: false, who: "supervisor");
        await supervisor.GotoAsync(suspension);
        await supervisor.Locator($"form[action='{suspension}/confirmation/check']").Submit();
        await supervisor.ConfirmTwice("**/suspensions/*?done=*");

        (await Row(home, "积分兑换")).Should().Contain("✗");
        (await home.Said()).Should().Contain("会议纪要9号").And.Contain("参与赌博").And.Contain("70");
        await clerk.GotoAsync(Favours + "/register");
        var grant = clerk.Locator("form[action$='/grants']");
        await grant.Locator("[name=household]").FillAsync("1");
        await grant.Locator("[name=what]").FillAsync("礼包一份");
        await grant.Submit();
        (await clerk.Locator(".field.has-error .error").InnerTextAsync()).Should().Contain("暂停");

        // Two good deeds, and its standing is back at the level: no form, no favour asked.
        await clerk.Enter("1", "D08");
        (await Row(home, "积分兑换")).Should().Contain("✗", "the level is not reached yet");
        await clerk.Enter("1", "E05");
        (await Row(home, "积分兑换")).Should().Contain("✓");
        (await home.Said()).Should().NotContain("参与赌博");
        (await server.IsSound()).Should().BeTrue();

        async Task Register(string name)
        {
            await clerk.Locator("[name=nameZh]").FillAsync(name);
            await clerk.Locator("[name=nameEn]").FillAsync("Gift");
            await clerk.Locator("[name=kind]").SelectOptionAsync("gift");
            await clerk.Locator("[name=leastStanding]").FillAsync("10");
            await clerk.Locator("form", new() { Has = clerk.Locator("[name=nameZh]") }).Submit();
        }

        static async Task<string> Row(IPage home, string favour)
        {
            await home.ReloadAsync();
            return await home.Locator("tr", new() { HasText = favour }).InnerTextAsync();
        }
    }

    [Fact]
    public async Task From_the_years_list_to_an_award_on_the_wall_and_from_a_households_wish_to_a_certificate_that_a_bank_can_check()
    {
        var clerk = await NewPage(width: 1280, who: "clerk");
        // The first of the closed year's list are proposed; the meeting accepts one.
        await clerk.GotoAsync(Honours);
        var title = clerk.Locator("form[action$='/titles']");
        foreach (var (name, value) in (IEnumerable<(string, string)>)[
            ("code", "MF"), ("nameZh", "文明模范户"), ("nameEn", "Model household"), ("body", "安家河村委会"), ("rule", "D04")])
            await title.Locator($"[name={name}]").FillAsync(value);
        await title.Submit();
        await clerk.Locator("form[action$='/candidates']").Locator("[name=title]").SelectOptionAsync("MF");
        await clerk.Locator("form[action$='/candidates']").Submit();
        var assessor = await NewPage(width: 360, script: false, who: "assessor");
        await assessor.GotoAsync(Honours);
        var candidate = await assessor.Locator("[name=candidate] option", new() { HasText = "柏志强" }).First.GetAttributeAsync("value");
        await assessor.Locator("[name=candidate]").SelectOptionAsync(candidate!);
        await assessor.Locator("[name=session]").SelectOptionAsync("14");
        await assessor.Locator("form[action$='/decisions']").Submit();
        var before = await server.Head();
        await clerk.GotoAsync(Honours);
        var award = clerk.Locator("form[action$='/awards/check']");
        await award.Locator("[name=title]").SelectOptionAsync("MF");
        await award.Locator("[name=candidate]").SelectOptionAsync(candidate!);
        await award.Locator("[name=document]").FillAsync("安村发9号");
        await award.Submit();
        await clerk.ConfirmTwice("**/proposals?done=*");
        var supervisor = await NewPage(width: 1280, who: "supervisor");
        await supervisor.GotoAsync(V + "/proposals");
        await supervisor.Locator("form[action$='/check'] button").First.Through();
        await supervisor.ConfirmTwice("**/honour-desk?done=*");
        (await server.Head()).Should().Be(before + 1, "the title's points are credited, once");

        var anybody = await NewPage();
        await anybody.GotoAsync(V);
        await anybody.Locator($"a[href='{V}/honours']").First.Through();
        (await anybody.Said()).Should().Contain("文明模范户").And.Contain("柏*强").And.NotContain("柏志强");
        (await anybody.Printed(V + "/honours/sheet"))
            .Should().Contain("文明模范户").And.Contain("柏*强").And.Contain("2026-03-02").And.NotContain("柏志强");

        // The household chooses a PIN at the desk, and asks at home, on its telephone.
        await clerk.GotoAsync(V + "/clerk/households/177");
        var serial = (await clerk.Locator("th.code").First.InnerTextAsync()).Trim();
        await clerk.Locator("a[href$='/pin']").Through();
        foreach (var name in (string[])["pin", "again"]) await clerk.Locator($"[name={name}]").FillAsync("860527");
        await clerk.Locator("main form[method=post]").Submit();
        var home = await NewPage(width: 360, script: false);
        await home.SignIn("serial", serial, "pin", "860527");
        await home.Locator($"a[href='{V}/h/177/favours']").First.Through();
        await home.Locator("[name=year]").SelectOptionAsync("2025");
        await home.Locator("form[action$='/certificate/check']").Submit();
        await home.Confirm();
        var paper = await home.Print();
        (await PdfText.Pages(paper))
            .Should()
            .ContainSingle().Which.Should()
            .Contain("胡涛").And.Contain("★★★★★").And.Contain("177").And.Contain("2026-08-29");

        // The bank scans it.
        var address = (await QrCodes.Read(paper)).Should().ContainSingle().Subject;
        var answer = await anybody.ReadAt(new Uri(address).PathAndQuery);
        answer.Should().Contain("✓").And.Contain("有效").And.Contain("2026-08-29").And.NotContain("胡");

        // What the bank agreed is written down from the household's paper; of the figures nobody can be read.
        await clerk.GotoAsync(Ratings);
        var loan = clerk.Locator("form[action$='/loans']");
        foreach (var (name, value) in (IEnumerable<(string, string)>)[
            ("partner", "农商银行"), ("line", "50000"), ("lent", "30000"), ("paper", "贷款合同9号")])
            await loan.Locator($"[name={name}]").FillAsync(value);
        await loan.Submit();
        (await clerk.Said()).Should().Contain("农商银行").And.Contain("50000.00").And.Contain("30000.00");

        // Another household asks at the desk.
        var issue = clerk.Locator($"form[action='{Ratings}']");
        await issue.Locator("[name=household]").FillAsync("50");
        await issue.Locator("[name=year]").FillAsync("2025");
        await issue.Submit();
        (await PdfText.Read(await clerk.Print())).Should().Contain("张桃花");

        // A certificate that was made void says so to whoever asks.
        supervisor = await NewPage(width: 1280, who: "supervisor");
        await supervisor.GotoAsync(Ratings);
        await supervisor.Locator("form[action$='/void'] [name=certificate]").SelectOptionAsync(address.Split('/')[^1]);
        await supervisor.Locator("form[action$='/void'] [name=reason]").FillAsync("户主更正");
        await supervisor.Locator("form[action$='/void']").Submit();
        (await anybody.ReadAt(new Uri(address).PathAndQuery)).Should().Contain("已失效");
        (await home.ReadAt(new Uri(home.Url).AbsolutePath)).Should().Contain("已失效");
        (await server.IsSound()).Should().BeTrue();
    }
}
