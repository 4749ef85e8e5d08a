using static PointsBank.Browser.Tests.Journeys.Desk;

namespace PointsBank.Browser.Tests.Journeys;

/// <summary>The year's end.</summary>
public sealed class YearJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string Years = V + "/years", Year = Years + "/2025";

    readonly DemoServer server = own;

    [Theory]
    [InlineData(1280, true)]
    [InlineData(360, false)]
    public async Task A_year_is_reported_closed_carried_over_printed_undone_and_closed_again(int width, bool script)
    {
        var (clerk, supervisor) = (await NewPage(width, script, who: "clerk"), await NewPage(width, script, who: "supervisor"));
        // The village closed its year in January; somebody found a mistake in the list.
        await Undo("漏记一户，重新核对");
        await clerk.GotoAsync("/home");
        await clerk.Locator($"a[href='{Years}']").First.Through();
        await clerk.Locator($"a[href='{Year}']").Through();
        var report = await Sums(clerk);
        report.Carried.Should().BePositive();
        report.Expired.Should().BePositive();
        (report.Carried + report.Expired).Should().Be(report.Old);
        var head = await server.Head();

        await Close();
        (await server.Head()).Should().Be(head, "a close moves no points");
        (await clerk.Locator("form[action$='/close/check']").CountAsync()).Should().Be(0);
        var ranks = await Ranks();

        // The day of grace, 10 January, is past.
        await clerk.GotoAsync(Year);
        await clerk.Locator("form[action$='/expire/check']").Submit();
        await clerk.ConfirmTwice("**/years/2025?done=year_expired");
        var written = await server.Head() - head;
        written.Should().BePositive();
        (await Ranks()).Should().Equal(ranks, "the standing is frozen");
        await clerk.GotoAsync(Year + "/sheet");
        var sheets = await PdfText.Pages(await clerk.Print());
        string.Concat(sheets).Should().Contain("胡涛").And.Contain("祁得林").And.Contain("2025").And.MatchRegex("[0-9]{4}-[0-9A-Z]{6}");
        sheets.Should().OnlyContain(sheet => sheet.Contains('户'), "no page is empty, and each has its heads");

        // A mistake in it is undone as a whole, by entries that say why.
        await Undo("名单有误，重新核对");
        (await server.Head()).Should().Be(head + (2 * written), "each entry has its mirror");
        await clerk.GotoAsync(Year);
        (await Sums(clerk)).Should().Be(report);
        await Close();
        (await Ranks()).Should().Equal(ranks);
        (await server.IsSound()).Should().BeTrue();

        async Task Close()
        {
            await clerk.Locator("form[action$='/close/check']").Submit();
            (await Sums(clerk)).Should().Be(report, "what is agreed to is what was reported");
            await clerk.ConfirmTwice("**/years/2025?done=year_closed");
        }

        async Task Undo(string reason)
        {
            await supervisor.GotoAsync(Year);
            await supervisor.Locator($"a[href='{Year}/undo']").Through();
            await supervisor.Locator("[name=reason]").FillAsync(reason);
            await supervisor.Locator("main form[method=post]").Submit();
            await supervisor.ConfirmTwice("**/years/2025?done=year_undone");
        }

        async Task<IReadOnlyList<string>> Ranks()
        {
            await clerk.GotoAsync(Year + "/list");
            return await clerk.Locator("tbody tr")
                .EvaluateAllAsync<string[]>("rows => rows.map(row => [0, 1, 3, 4].map(at => row.children[at].textContent).join(' '))");
        }

        static async Task<(long Households, long Old, long Carried, long Expired)> Sums(IPage page) =>
            (await page.Number("households"), await page.Number("old"), await page.Number("carried"), await page.Number("expired"));
    }

}

/// <summary>
/// A household of which a part goes its own way, in a village of its own, because its year's end cannot be undone afterwards.
/// </summary>
public sealed class SplitJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string Changes = V + "/changes";

    readonly DemoServer server = own;

    [Fact]
    public async Task A_part_of_a_household_takes_points_along_and_has_a_passbook_of_its_own()
    {
        var clerk = await NewPage(width: 360, script: false, who: "clerk");
        // First what was left of the closed year is carried over.
        await clerk.GotoAsync(V + "/years/2025");
        await clerk.Locator("form[action$='/expire/check']").Submit();
        await clerk.Confirm();
        await clerk.GotoAsync(V + "/clerk/households/1");
        var points = await clerk.Number("available");
        await clerk.Locator($"a[href='{Changes}/new?household=1']").Through();
        await clerk.Locator("label", new() { HasText = "孙兰英" }).Locator("input").CheckAsync();
        await clerk.Locator("[name=head]").SelectOptionAsync(new SelectOptionValue { Label = "孙兰英" });
        await clerk.Locator("[name=points]").FillAsync("5");
        await clerk.Locator("[name=reason]").FillAsync("分家另住");
        await clerk.Locator("[name=decidedBy]").FillAsync("3月1日村民代表会议");
        await clerk.Locator("main form[method=post]").Submit();
        (await clerk.Said()).Should().Contain("祁得林").And.Contain("孙兰英");
        var head = await server.Head();
        await clerk.ConfirmTwice("**/proposals?done=*");
        (await server.Head()).Should().Be(head, "it waits for another person");

        // The supervisor looks at both sides and confirms.
        var supervisor = await NewPage(width: 360, script: false, who: "supervisor");
        await supervisor.GotoAsync("/home");
        await supervisor.Locator($"main a[href='{V}/proposals']").First.Through();
        await supervisor.Locator("form[action$='/check'] button").First.Through();
        (await supervisor.Said()).Should().Contain("祁得林").And.Contain("孙兰英").And.Contain("分家另住");
        await supervisor.ConfirmTwice("**/changes/*?done=*");
        (await server.Head()).Should().Be(head + 1, "one entry carries the points over");

        // The passbook, and its card.
        await clerk.GotoAsync(new Uri(supervisor.Url).AbsolutePath);
        await clerk.Locator("a[href$='/passbooks/new']").Through();
        var household = new Uri(clerk.Url).Segments[^3].Trim('/');
        await clerk.Locator("main form[method=post]").Submit();
        await clerk.Confirm();
        await clerk.GotoAsync($"{V}/clerk/cards?household={household}");
        await clerk.Locator("main form[method=post]").Submit();
        await clerk.Confirm();
        var card = await clerk.Print();
        (await PdfText.Read(card)).Should().Contain("孙兰英");
        (await QrCodes.Read(card)).Should().ContainSingle();
        await clerk.GotoAsync($"{V}/clerk/households/{household}");
        (await clerk.Number("available")).Should().Be(5);
        (await clerk.Said()).Should().Contain("孙兰英").And.NotContain("祁得林");
        await clerk.GotoAsync(V + "/clerk/households/1");
        (await clerk.Number("available")).Should().Be(points - 5);
        (await server.IsSound()).Should().BeTrue();
    }
}
