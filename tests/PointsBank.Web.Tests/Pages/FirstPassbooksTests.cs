using PointsBank.Village;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Passbooks for all who have none: chosen, checked, issued once, printed.</summary>
public sealed class FirstPassbooksTests(DeskVillage village) : IClassFixture<DeskVillage>
{
    const string First = "/v/anjiahe/clerk/first-passbooks";

    [Fact]
    public async Task They_are_the_clerks_of_the_village_alone()
    {
        foreach (var page in (string[])[First, First + "/covers?first=0001-000001-6&last=0001-000002-4"])
        {
            (await (await village.As("clerk")).Get(page)).Status.Should().Be(200, page);
            foreach (var who in (string[])["supervisor", "attendant", "clerk-elsewhere", "administrator"])
                (await (await village.As(who)).Get(page)).Status.Should().Be(403, who);
            (await (await village.As("stranger")).Get(page)).Status.Should().Be(401);
        }
    }

    [Fact]
    public async Task A_village_without_households_is_led_to_the_list()
    {
        ApiVillage.Must(await village.Post("/api/v1/banks", """{"code":"xincun","nameZh":"新村","nameEn":"Xincun"}""", "administrator"));
        await village.Hire("clerk-of-new", """{"role":"clerk","bank":"xincun"}""");

        var page = await (await village.As("clerk-of-new")).Get("/v/xincun/clerk/first-passbooks");

        page.Find(".card a").TextContent.Should().Be("Bring in the list");
        page.Text.Should().NotContain("Every household has a passbook");
    }

    [Fact]
    public async Task A_step_that_only_a_form_reaches_leads_to_its_form()
    {
        var clerk = await village.As("clerk");

        (await clerk.Get(First + "/check")).Location.Should().Be(First);
        (await (await village.As("stranger")).Get(First + "/check")).Location.Should().Be(First);
        (await clerk.Get("/v/anjiahe/clerk/journal?after=abc")).Status.Should().Be(200);
        (await clerk.Get("/v/anjiahe/clerk/journal?first=abc")).Status.Should().Be(400);
    }

    [Fact]
    public async Task A_group_gets_its_passbooks_in_three_clicks_and_the_same_form_again_prints_the_same_cards()
    {
        var clerk = await village.As("clerk");
        var group = "发本组" + village.NewKey();
        var (bare, kept) = (new List<long>(), await Open(group));
        await village.Desks.Passbooks.Issue(WriteContext.OfSystem("test"), 1, kept, new("first"));
        for (var i = 0; i < 9; i++) bare.Add(await Open(group));
        var elsewhere = await village.Desks.Households.Open(
            WriteContext.OfSystem("test"), 2, new(group, [new("邻村人", new(1980, 1, 1), IsHead: true)]));

        (await clerk.Get("/v/anjiahe/clerk")).Find($".waiting a[href='{First}']").TextContent.Should().Contain("without a passbook");
        (await clerk.Get("/v/anjiahe/clerk/households")).Find($"a[href='{First}']").TextContent.Should().StartWith("Issue passbooks (");
        var choose = await clerk.Get(First);
        choose.Find($"option[value='{group}']").TextContent.Should().Be($"{group} (9 without)");

        var check = await clerk.Submit(choose, First + "/check", ("group", group));
        check.TextsOf("dd").Should().Equal("9", "2", "1");
        check.TextsOf(".names li").Should().HaveCount(9);
        village.Desks.Passbooks.Of(1, bare[0]).Should().BeEmpty("nothing is written before it is confirmed");

        var sheet = await clerk.Submit(check, First);
        var again = await clerk.Submit(check, First);

        (sheet.Status, sheet.Location).Should().Be((200, null), "the sheet is the answer; a secret is never in an address");
        sheet.Done.Should().Be("✓ Passbooks issued: 9. Households that kept theirs: 1.");
        sheet.Document.QuerySelectorAll(".cards").Select(page => page.QuerySelectorAll(".qr-card").Length).Should().Equal(8, 1);
        again.TextsOf(".qr-card .code").Should().Equal(sheet.TextsOf(".qr-card .code"));
        again.Find(".qr-card .qr path").GetAttribute("d").Should().Be(sheet.Find(".qr-card .qr path").GetAttribute("d"));
        foreach (var household in bare) village.Desks.Passbooks.Of(1, household).Should().ContainSingle();
        village.Desks.Passbooks.Of(1, kept).Should().ContainSingle();
        village.Desks.Passbooks.Of(2, elsewhere.Value.Number).Should().BeEmpty("it is another village's");

        var covers = await clerk.Get(sheet.Find("a[href*='/covers?']").GetAttribute("href")!);
        covers.TextsOf(".booklet-cover .code").Should().Equal(sheet.TextsOf(".qr-card .code"));
        covers.Document.QuerySelectorAll(".booklet-back").Should().HaveCount(9);
    }

    [Fact]
    public async Task Another_form_issues_none_where_somebody_was_faster()
    {
        var clerk = await village.As("clerk");
        var group = "抢先组" + village.NewKey();
        var household = await Open(group);
        (await clerk.Submit(await clerk.Get(First), First + "/check", ("group", "没有这个组"))).ErrorOf("group").Should().NotBeEmpty();
        async Task<PageSeen> Checked() => await clerk.Submit(await clerk.Get(First), First + "/check", ("group", group));
        var (one, other) = (await Checked(), await Checked());

        (await clerk.Submit(one, First)).Status.Should().Be(200);
        (await clerk.Submit(other, First)).Location.Should().Be(First, "there is nobody without one any more");
        village.Desks.Passbooks.Of(1, household).Should().ContainSingle();
    }

    async Task<long> Open(string group) =>
        (await village.Desks.Households.Open(
            WriteContext.OfSystem("test"), 1, new(group, [new("王小川", new(1980, 1, 1), IsHead: true)]))).Value.Number;
}
