using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Banks;

namespace PointsBank.Web.Tests.Pages;

/// <summary>The administrator's office: from nothing to a village that works; settings from a day on; who may do what.</summary>
public sealed class OfficeTests(DeskVillage village) : IClassFixture<DeskVillage>
{
    [Theory]
    [InlineData("/office")]
    [InlineData("/office/banks")]
    [InlineData("/office/banks/new")]
    [InlineData("/office/banks/anjiahe/settings")]
    [InlineData("/office/staff")]
    [InlineData("/office/staff/new")]
    [InlineData("/office/staff/2")]
    public async Task The_office_is_the_administrators_alone(string page)
    {
        (await (await village.As("administrator")).Get(page)).Status.Should().Be(200);
        foreach (var who in (string[])["clerk", "supervisor", "attendant"])
            (await (await village.As(who)).Get(page)).Status.Should().Be(403, who);
        (await (await village.As("stranger")).Get(page)).Status.Should().Be(401);
    }

    [Fact]
    public async Task An_empty_installation_is_led_step_by_step_to_a_village_that_works()
    {
        await using var host = new VillageHost();
        string password;
        using (var database = Database.Open(host.Options))
            password = (await new Desks(database, host.Clock).Staff.AddFirstAdministrator())!;
        var administrator = new PageVisitor(host);
        await SignInFirst(administrator, "admin", password);

        var empty = await administrator.Get("/office");
        empty.TextOf("[aria-current=step] strong").Should().Be("Open a bank");
        var form = await administrator.Get(empty.Find("[aria-current=step] a").GetAttribute("href")!);
        (await administrator.Submit(form, "/office/banks", ("code", "Not A Code"), ("nameZh", "河村"), ("nameEn", "He")))
            .ErrorOf("code").Should().Contain("small letters, digits or hyphens");
        (string, string?)[] bank = [("code", "hecun"), ("nameZh", "河村"), ("nameEn", "Hecun")];
        var opened = await administrator.Submit(form, "/office/banks", bank);
        (await administrator.Submit(form, "/office/banks", bank)).Location.Should().Be(opened.Location);
        (await administrator.Submit(await administrator.Get("/office/banks/new"), "/office/banks", bank))
            .ErrorOf("code")
            .Should()
            .NotBeEmpty("there is one with this code");

        var steps = await administrator.Follow(opened);
        steps.TextOf("[aria-current=step] strong").Should().Be("Set how many points a year may issue");
        var ceiling = steps.Find("[aria-current=step] a").GetAttribute("href")!;
        (await administrator.Submit(
            await administrator.Get(ceiling), ceiling, ("values.issueCeiling", "20000"),
            ("document", "代表会议决议 2026-1"))).Status.Should().Be(303);
        (await administrator.Get("/office")).TextOf("[aria-current=step] strong").Should().Be("Add a clerk");
        var staff = await administrator.Get("/office/staff/new");
        (await administrator.Submit(staff, "/office/staff")).ErrorOf("grants[0].role").Should().Be("This is missing");
        var added = await administrator.Submit(
            staff, "/office/staff", ("name", "王秀兰"), ("username", "wang"), ("password", "first password"), ("grants[1].role", "clerk"),
            ("grants[1].place", "hecun"));
        added.Status.Should().Be(303, added.Text);
        (await administrator.Get("/office"))
            .TextOf("[aria-current=step] strong")
            .Should()
            .Be("The clerk signs in and changes the password");

        var clerk = new PageVisitor(host);
        (await clerk.SignIn("wang", "first password")).Location.Should().Be("/password");
        (await clerk.Get("/v/hecun/clerk/households")).Location.Should().Be("/password", "a first password opens nothing");
        await SignInFirst(clerk, "wang", "first password");
        (await administrator.Get("/office")).TextOf("[aria-current=step] strong").Should().Be("A rulebook is adopted");
        var home = await clerk.Get("/v/hecun/clerk");
        home.Find("[aria-current=step] a")
            .GetAttribute("href")
            .Should()
            .Be("/v/hecun/clerk/rulebook", "the clerk of a new village is shown the way too");
        home.Document.QuerySelectorAll(".setup-roles a").Should().BeEmpty("people are added by the administrator");

        var offered = await clerk.Get("/v/hecun/clerk/rulebook");
        var proposal = await clerk.Get(offered.Find("a[href$='mode=sixty']").GetAttribute("href")!);
        await clerk.Submit(proposal, "/v/hecun/clerk/rulebook", ("adoptedBy", "村民代表会议"));
        (await administrator.Get("/office")).TextOf("[aria-current=step] strong").Should().Be("Households are entered");

        await clerk.Submit(
            await clerk.Get("/v/hecun/clerk/households/new"), "/v/hecun/clerk/households", ("group", "一组"), ("members[0].name", "李四"),
            ("members[0].birthDate", "1970-01-01"));
        (await administrator.Get("/office")).TextOf("[aria-current=step] strong").Should().Be("The other members are entered");

        var check = await clerk.Upload(
            await clerk.Get("/v/hecun/clerk/sheets"), "/v/hecun/clerk/imports/check", "file", "members.csv",
            System.Text.Encoding.UTF8.GetBytes("户号,姓名,出生日期\n1,李小四,1995-01-01\n"), ("kind", "members"));
        (await clerk.Follow(await clerk.Submit(check, "/v/hecun/clerk/imports")))
            .TextsOf("[aria-labelledby=after-import] a").Should().Contain("Issue the passbooks").And.Contain("Import opening balances");
        (await administrator.Get("/office")).TextOf("[aria-current=step] strong").Should().Be("Every household gets its passbook");

        var issue = (await clerk.Get("/v/hecun/clerk")).Find("[aria-current=step] a").GetAttribute("href")!;
        (await clerk.Submit(await clerk.Submit(await clerk.Get(issue), issue + "/check"), issue)).Done.Should().Contain("issued: 1");
        var last = await administrator.Get("/office");
        last.TextOf("[aria-current=step] strong").Should().Be("Open a shop");
        var shop = last.Find("[aria-current=step] a").GetAttribute("href")!;
        var saved = await administrator.Submit(await administrator.Get(shop), shop, ("nameZh", "爱心超市"), ("kind", "village"));
        (await administrator.Follow(saved)).Done.Should().Contain("The shop is open");

        var roles = await administrator.Get("/office");
        roles.TextOf("[aria-current=step] strong").Should().Be("Everybody whom it takes is there");
        roles.TextsOf(".setup-roles li > strong:first-child")
            .Should().Equal("Clerk", "Supervisor", "Group leader", "Assessor", "Attendant", "Keeper of goods", "Treasurer");
        roles.TextsOf(".setup-roles li").First().Should().Contain("People: 1");
        roles.TextsOf(".setup-roles li").Skip(1).Should().OnlyContain(role => role.Contains("Missing", StringComparison.Ordinal));
        roles.TextsOf(".setup-roles li").ElementAt(2).Should().Contain("一组", "that group has no leader");
        for (var hired = 0; hired < 7; hired++)
        {
            var add = (await administrator.Get("/office")).Find(".setup-roles a").GetAttribute("href")!;
            var offer = await administrator.Get(add);
            offer.Find("[name='grants[0].role'] [selected]").GetAttribute("value").Should().Be(add.Split("role=")[1].Split('&')[0]);
            offer.Find("[name='grants[0].place'] [selected]")
                .GetAttribute("value")
                .Should()
                .Be(add.Split("place=")[1], "the place is proposed too");
            (await administrator.Submit(
                offer, "/office/staff", ("name", "新来的"), ("username", $"new{hired}"),
                ("password", "first password"))).Status.Should().Be(303, add);
        }
        (await administrator.Get("/office")).Document.QuerySelectorAll(".steps").Should().BeEmpty("all is done");
        (await administrator.Get("/office/banks")).Text.Should().Contain("Ready");
    }

    [Fact]
    public async Task The_list_of_villages_leads_to_a_new_shop_and_every_link_of_the_way_is_open_to_the_administrator()
    {
        var administrator = await village.As("administrator");
        var banks = await administrator.Get("/office/banks");
        banks.Find("a[href='/v/xiaohe/shops/new']").TextContent.Should().Be("Open a shop");
        foreach (var at in (string[])["/v/xiaohe/shops/new", "/v/xiaohe/shops/offers", "/v/anjiahe/shops/1/sharings"])
        {
            var page = await administrator.Get(at);
            foreach (var link in page.Document.QuerySelectorAll("a[href^='/']").Select(link => link.GetAttribute("href")!).Distinct())
                (await administrator.Get(link)).Status.Should().BeLessThan(400, $"{at} leads to {link}");
        }
        var form = await administrator.Get("/v/xiaohe/shops/new");
        var saved = await administrator.Submit(form, "/v/xiaohe/shops/new", ("nameZh", "东头超市"), ("kind", "village"));
        var after = await administrator.Get(saved.Location!);
        (after.Status, after.Done).Should().Be((200, "✓ The shop is open."));
    }

    [Fact]
    public async Task Only_what_was_changed_is_set_from_its_day_on()
    {
        var administrator = await village.As("administrator");
        const string At = "/office/banks/xiaohe/settings";
        var form = await administrator.Get(At);
        form.Document.QuerySelectorAll("[name^='values.']")
            .Select(field => field.GetAttribute("name"))
            .Distinct()
            .Should()
            .HaveCount(Setting.All.Length, "every setting is here");
        form.TextsOf("h2").Should().Contain(["Ceilings", "Shop", "Favours"]);
        form.Document.QuerySelectorAll("input[type=checkbox][name='values.redemptionWeekdays']").Should().HaveCount(7);

        var bad = await administrator.Submit(form, At, ("values.passbookRows", "99"), ("values.starStep", ""), ("validFrom", "2026-04-01"));
        bad.ErrorOf("values.passbookRows").Should().Contain("60");
        bad.ErrorOf("values.starStep").Should().Be("This is missing");
        (await administrator.Submit(form, At)).Location.Should().Be(At + "?done=office_settings_same");

        (await administrator.Submit(form, At, ("values.passbookRows", "30"), ("validFrom", "2026-04-01"))).Location
            .Should().Be(At + "?done=office_settings_set");
        var settings = village.Desks.Banks.SettingsOf(village.Desks.Banks.Find("xiaohe")!.Value);
        (settings.On(new(2026, 3, 31), Setting.PassbookRows), settings.On(new(2026, 4, 1), Setting.PassbookRows)).Should().Be((24, 30));
        settings.After(new(2026, 3, 2), Setting.StarStep).Should().BeEmpty("it was not changed");
        (await administrator.Get(At)).Text.Should().Contain("From 2026-04-01: 30");
    }

    [Fact]
    public async Task What_money_hangs_on_wants_a_document_and_a_second_person()
    {
        var administrator = await village.As("administrator");
        const string At = "/office/banks/anjiahe/settings";
        var form = await administrator.Get(At);
        var missing = await administrator.Submit(form, At, ("values.issueCeiling", "2000000"));
        missing.ErrorOf("document").Should().Be("This is missing");
        var link = missing.Find("#problem a");
        link.TextContent.Should().Be(missing.TextOf("label[for='f-document']"), "sixty fields stand between the banner and this one");
        missing.Find(link.GetAttribute("href")!).GetAttribute("name").Should().Be("document");

        (await administrator.Submit(form, At, ("values.issueCeiling", "2000000"), ("document", "代表会议决议 7"))).Location
            .Should().Be(At + "?done=office_settings_proposed");
        var bank = village.Desks.Banks.Find("anjiahe")!.Value;
        village.Desks.Banks.SettingsOf(bank).On(village.Desks.Banks.Today, Setting.IssueCeiling).Should().Be(1_000_000);
        var waiting = village.Desks.Banks.Proposals(bank, open: true, 0, 9)[0];
        var page = await administrator.Get(At);
        page.Text.Should().Contain("1,000,000 → 2,000,000").And.Contain("代表会议决议 7");
        page.Text.Should().Contain("another person decides on it");
        page.Document.QuerySelectorAll("form[action$='/confirmation']").Should().BeEmpty("not by who proposed it");
        page.TextOf("form[action$='/refusal'] button").Should().Be("Take back");
        (await administrator.Submit(page, At, [], $"{At}/proposals/{waiting.Number}/confirmation")).Status.Should().Be(409);
        (await administrator.Get("/office")).Document.QuerySelectorAll(".waiting").Should().BeEmpty("it waits for somebody else");

        await village.Hire("second-administrator", """{"role":"administrator"}""");
        var second = await village.As("second-administrator");
        (await second.Get("/office")).Find($".waiting a[href='{At}']")
            .TextContent.Should().Contain("Changes of settings to be confirmed: 1");
        var seen = await second.Get(At);
        seen.Document.QuerySelectorAll("form[action$='/confirmation']").Should().ContainSingle();
        seen.TextOf("form[action$='/refusal'] button").Should().Be("Refuse it");
        var supervisor = await village.As("supervisor");
        const string Of = "/v/anjiahe/supervisor/settings";
        (await supervisor.Get("/v/anjiahe/supervisor")).TextOf($".waiting a[href='{Of}']")
            .Should().Be("Changes of settings to be confirmed: 1");
        (await supervisor.Submit(await supervisor.Get(Of), $"{Of}/proposals/{waiting.Number}/confirmation")).Location
            .Should().Be(Of + "?done=office_proposal_confirmed");
        (await supervisor.Get("/v/anjiahe/supervisor")).Document.QuerySelector($".waiting a[href='{Of}']").Should().BeNull("it is decided");
        village.Desks.Banks.SettingsOf(bank).On(village.Desks.Banks.Today, Setting.IssueCeiling).Should().Be(2_000_000);
        (await administrator.Get(At)).RowsOf("table tbody tr").First().Should()
            .StartWith("Most points issued in a year: 2,000,000").And.Contain("2,000,000").And.Contain("代表会议决议 7").And.Contain("Confirmed");
    }

    [Fact]
    public async Task What_is_sent_along_with_a_guarded_setting_waits_with_it_and_its_proposer_takes_both_back()
    {
        var administrator = await village.As("administrator");
        const string At = "/office/banks/anjiahe/settings";
        await administrator.Submit(
            await administrator.Get(At), At, ("values.noticeDays", "9"), ("values.passbookRows", "30"), ("document", "代表会议决议 8"));

        var page = await administrator.Get(At);
        page.TextsOf(".facts .hint").Should().Equal("sent with the others, and waits too");
        var refusal = page.Find("form[action$='/refusal']").GetAttribute("action")!;
        var back = await administrator.Follow(await administrator.Submit(page, refusal));

        back.Done.Should().Contain("It is taken back");
        back.RowsOf("table tbody tr").First().Should().Contain("代表会议决议 8").And.Contain("Taken back by whoever proposed it");
    }

    [Fact]
    public async Task Rights_change_passwords_are_set_anew_and_work_ends()
    {
        var administrator = await village.As("administrator");
        await administrator.Submit(
            await administrator.Get("/office/staff/new"), "/office/staff", ("name", "陈店员"), ("username", "chen"),
            ("password", "first password"),
            ("grants[0].role", "attendant"), ("grants[0].place", "anjiahe/1"));
        var at = $"/office/staff/{village.Desks.Staff.All().Single(somebody => somebody.Username == "chen").Number}";
        var chen = new PageVisitor(village.Host);
        await SignInFirst(chen, "chen", "first password");
        (await chen.Get("/v/anjiahe/clerk/households")).Status.Should().Be(403);

        var bad = await administrator.Submit(
            await administrator.Get(at), at + "/grants", ("grants[1].role", "supervisor"), ("grants[1].place", ""));
        bad.ErrorOf("grants[1].place").Should().Be("This is missing");
        await administrator.Submit(
            await administrator.Get(at), at + "/grants", ("grants[0].role", "clerk"), ("grants[0].place", "anjiahe"));
        (await chen.Get("/v/anjiahe/clerk/households")).Status.Should().Be(200, "from the next request on");

        await administrator.Submit(await administrator.Get(at), at + "/sign-out");
        (await chen.Get("/home")).Status.Should().Be(401);
        (await administrator.Submit(await administrator.Get(at), at + "/password", ("password", "short")))
            .ErrorOf("password")
            .Should()
            .NotBeEmpty();
        await administrator.Submit(await administrator.Get(at), at + "/password", ("password", "another first one"));
        (await chen.SignIn("chen", "another first one")).Location.Should().Be("/password");

        (await administrator.Submit(await administrator.Get(at), at + "/end")).Status.Should().Be(400, "it is asked whether one is sure");
        (await administrator.Submit(await administrator.Get(at), at + "/end", ("sure", "true"))).Location
            .Should().Be("/office/staff?done=staff_ended");
        (await chen.SignIn("chen", "another first one")).Status.Should().Be(401);
    }

    [Fact]
    public async Task Nobody_ends_their_own_work()
    {
        var administrator = await village.As("administrator");
        var page = await administrator.Get("/office/staff/1");
        page.Text.Should().Contain("Nobody changes their own rights");

        var other = await administrator.Get("/office/staff/2");
        var refused = await administrator.Submit(other, "/office/staff/2/end", [("sure", "true")], "/office/staff/1/end");
        refused.Status.Should().Be(403);
    }

    static async Task SignInFirst(PageVisitor visitor, string username, string first)
    {
        await visitor.SignIn(username, first);
        await visitor.Submit(
            await visitor.Get("/password"), "/password", ("presentPassword", first), ("password", ApiVillage.Password),
            ("again", ApiVillage.Password));
        (await visitor.SignIn(username, ApiVillage.Password)).Location.Should().Be("/home");
    }
}
