using PointsBank.Storage;
using PointsBank.Testing;
using static PointsBank.Web.Tests.Pages.ClerkVisits;

namespace PointsBank.Web.Tests.Pages;

/// <summary>The clerk's door without script: one deed, tick lists, the journal, reversals, verifying, files; and who may come in.</summary>
public sealed class ClerkDeedsTests(ClerkVisits village) : IClassFixture<ClerkVisits>
{
    const string New = Door + "/deeds/new", Check = Door + "/deeds/check", Write = Door + "/deeds/write", Journal = Door + "/journal";

    [Fact]
    public async Task A_newcomer_gives_a_first_credit()
    {
        var clerk = await village.SignIn();
        var home = await clerk.Follow(await clerk.Get("/home"));
        home.TextsOf(".tile strong").Should().Equal("Quick entry", "Tick list", "One entry");
        var before = village.LastEntry;

        var check = await clerk.Submit(await clerk.Get(New), Check, ("household", "祁得林"), ("rule", "D04"), ("memo", "清洁日"));
        check.Title.Should().Be("Check the credit");
        check.TextOf("[data-number=points]").Should().Be("3");
        var balance = check.TextOf("[data-number=balance]");
        village.LastEntry.Should().Be(before);

        var written = await clerk.Submit(check, Write);
        written.Location.Should().Be($"{Journal}/{before + 1}?done=clerk_credit");
        (await clerk.Submit(check, Write)).Location.Should().Be(written.Location, "a double tap writes once");
        village.LastEntry.Should().Be(before + 1);
        $"{village.BalanceOf(1)}".Should().Be(balance);

        var entry = await clerk.Follow(written);
        entry.Done.Should().Contain("The credit is written");
        entry.Text.Should().Contain(village.Entry(before + 1).CheckCode).And.Contain("Points of household 1").And.Contain("清洁日");
        home = await clerk.Get(Door);
        home.TextOf("[data-kind=credit] .big-value").Should().NotBe("0");
        home.TextsOf(".entries tbody th a").Should().Contain(village.Entry(before + 1).CheckCode);
        home.Find($".entries a[href='{Journal}/{before + 1}/reversal']").TextContent.Should().Be("Undo");
    }

    [Fact]
    public async Task What_is_typed_stays_on_the_way_back()
    {
        var clerk = await village.SignIn();
        var check = await clerk.Submit(
            await clerk.Get(New), Check, ("household", "70"), ("rule", "D04"), ("quantity", "2"), ("effectiveOn", "2026-02-20"),
            ("memo", "x"));

        var form = await clerk.Submit(check, Write, [], Door + "/deeds/again");

        form.Find("[name=household]").GetAttribute("value").Should().Be("70");
        form.Find("[name=rule] [selected]").GetAttribute("value").Should().Be("D04");
        form.Find("[name=quantity]").GetAttribute("value").Should().Be("2");
        form.Find("[name=effectiveOn]").GetAttribute("value").Should().Be("2026-02-20");
        form.Find("[name=memo]").GetAttribute("value").Should().Be("x");
    }

    [Fact]
    public async Task A_day_without_a_rulebook_is_refused_and_the_chosen_rule_stays_chosen()
    {
        var clerk = await village.SignIn();

        var form = await clerk.Submit(await clerk.Get(New), Check, ("household", "70"), ("rule", "D04"), ("effectiveOn", "2019-02-20"));

        form.Status.Should().Be(422);
        form.Find("[name=rule] [selected]").GetAttribute("value").Should().Be("D04");
    }

    [Theory]
    [InlineData("", "D04", "No household is given.")]
    [InlineData("祁得林", "", "No rule is given.")]
    [InlineData("nobody", "D04", "No household fits \"nobody\".")]
    [InlineData("安建军", "D04", "Several households fit \"安建军\": choose one or give the number.")]
    public async Task What_is_missing_or_unclear_is_told_beside_its_field(string household, string rule, string words)
    {
        var clerk = await village.SignIn();
        var before = village.LastEntry;

        var page = await clerk.Submit(await clerk.Get(New), Check, ("household", household), ("rule", rule));

        (page.Status, page.Problem, village.LastEntry).Should().Be((422, words, before));
        page.TextsOf("p.error").Should().Contain("✗ " + words);
    }

    [Fact]
    public async Task One_of_several_that_fit_is_chosen()
    {
        var clerk = await village.SignIn();
        var page = await clerk.Submit(await clerk.Get(New), Check, ("household", "安建军"), ("rule", "D04"));

        var check = await clerk.Submit(page, Check, ("chosen", "20"));

        check.Text.Should().Contain("20 安建军");
    }

    [Fact]
    public async Task Before_a_deduction_a_reminder_is_asked_for()
    {
        var clerk = await village.SignIn();
        var form = await clerk.Get(New + "?household=71&rule=D10");
        form.TextOf(".taken").Should().NotBeEmpty("the address names the household");

        var check = await clerk.Submit(form, Check);
        check.Title.Should().Be("Check the deduction");
        check.TextOf(".banner.warn").Should().StartWith("A reminder goes first");
        var page = await clerk.Follow(await clerk.Submit(check, Write));

        page.Done.Should().Contain("The deduction is written");
        village.Entry(village.LastEntry).Merit.Should().Be(-2);
    }

    [Fact]
    public async Task A_list_is_ticked_checked_changed_and_written()
    {
        var clerk = await village.SignIn();
        var before = village.LastEntry;
        var list = await clerk.Submit(
            await clerk.Get(Door + "/ticks"), Door + "/ticks", ("rule", "E01"), ("on", "2026-03-02"), ("memo", "组会"));
        list.TextOf("h2").Should().Be("A member attends the village or group meeting · 上庄组");
        list.Document.QuerySelectorAll("input[name=tick]").Should().HaveCount(41);

        var check = await clerk.Submit(list, Door + "/ticks/check", ("tick", "5"), ("tick", "9"), ("tick", "1"));
        check.TextsOf("tbody th").Should().Equal("1", "2", "3");
        list = await clerk.Submit(check, Door + "/ticks/write", [], Door + "/ticks/again");
        list.Document.QuerySelectorAll("input[name=tick][checked]")
            .Select(box => box.GetAttribute("value"))
            .Should()
            .BeEquivalentTo("1", "5", "9");
        var member = list.Find("select[name=m5] option:nth-child(2)").GetAttribute("value");
        check = await clerk.Submit(list, Door + "/ticks/check", ("m5", member));
        var written = await clerk.Submit(check, Door + "/ticks/write");

        village.LastEntry.Should().Be(before + 3);
        var result = await clerk.Follow(written);
        result.Find("a.button.main").GetAttribute("href").Should().StartWith(Door + "/ticks?rule=E01&on=2026-03-02&quantity=1&memo=");
        var next = await clerk.Get(result.Find("a.button.main").GetAttribute("href")!);
        next.TextOf("h2").Should().NotContain("上庄组", "the next group follows");
        var entries = Enumerable.Range(1, 3).Select(at => village.Desks.Journal.Entry(Bank, before + at).Value).ToList();
        entries.Select(entry => entry.Note).Should().AllBe("组会");
        entries.Select(entry => entry.Source).Should().BeEquivalentTo("", "", $"member:{member}");
    }

    [Fact]
    public async Task A_list_without_ticks_or_with_a_day_that_is_none_is_told()
    {
        var clerk = await village.SignIn();
        var list = await clerk.Get(Door + "/ticks?rule=E01");

        var page = await clerk.Submit(list, Door + "/ticks/check");
        (page.Status, page.TextOf("p.error")).Should().Be((400, "✗ Nobody is ticked yet."));

        page = await clerk.Get(Door + "/ticks?rule=E01&on=yesterday&quantity=0");
        page.Status.Should().Be(400);
        page.ErrorOf("on").Should().StartWith("Not a date");
        page.ErrorOf("quantity").Should().StartWith("The number is out of range");
    }

    [Fact]
    public async Task A_sheet_to_tick_by_hand_has_every_name_of_the_group()
    {
        var sheet = await (await village.SignIn()).Get(Door + "/ticks/sheet?rule=E01&group=上庄组");

        sheet.Document.QuerySelectorAll(".sheet.a4 tbody tr").Should().HaveCount(41);
        sheet.TextOf(".sheet").Should().Contain("祁得林").And.Contain("Signature");
    }

    [Fact]
    public async Task An_entry_is_reversed_once_with_a_reason_and_a_deficit_only_when_a_supervisor_says_so()
    {
        var (clerk, supervisor) = (await village.SignIn(), await village.SignIn("supervisor"));
        await village.Desks.Deeds.Credit(Context(), Bank, new(72, "A08", new(2026, 3, 1)));
        var (credit, balance) = (village.LastEntry, village.BalanceOf(72));
        // Points go down to nothing by deductions, so that the credit's are spent.
        for (var i = 0; i < 2; i++) await village.Desks.Deeds.Deduct(Context(), Bank, new(72, "A11", new(2026, 3, 1)));
        for (var i = 0; i < 2; i++) await village.Desks.Deeds.Deduct(Context(), Bank, new(72, "B11", new(2026, 3, 1)));
        balance = village.BalanceOf(72);
        balance.Should().BeLessThan(30);
        var page = await supervisor.Get($"{Journal}/{credit}/reversal");
        page.Document.QuerySelector("[name=deficit]").Should().BeNull("it is offered only where points are spent");
        page = await clerk.Submit(
            await clerk.Get($"{Journal}/{credit}/reversal"), $"{Journal}/{credit}/reversal/check", ("reason", "twice"));
        page.Text.Should().Contain("A supervisor takes this one back");
        page.Document.QuerySelector("[name=deficit]").Should().BeNull("a clerk leaves nobody in debt");
        (await clerk.Get(Journal + "/1/reversal")).Status.Should().Be(403, "the year of this one is closed");
        page = await supervisor.Get($"{Journal}/{credit}/reversal");

        page = await supervisor.Submit(page, $"{Journal}/{credit}/reversal/check");
        page.ErrorOf("reason").Should().StartWith("This is missing");
        page = await supervisor.Submit(page, $"{Journal}/{credit}/reversal/check", ("reason", "other"));
        page.ErrorOf("own").Should().StartWith("This is missing");
        page = await supervisor.Submit(page, $"{Journal}/{credit}/reversal/check", ("reason", "unfounded"), ("own", "查过了"));
        page.Problem.Should().Be("The balance is too low");
        page = await supervisor.Submit(page, $"{Journal}/{credit}/reversal/check", ("deficit", "true"));
        page.TextOf("[data-number=balance]").Should().Be($"{balance} → −{30 - balance}");
        page.TextOf(".banner.warn").Should().StartWith("The balance will be below zero");
        (await supervisor.Submit(page, $"{Journal}/{credit}/reversal", [], $"{Journal}/{credit}/reversal/again"))
            .Find("[name=own]")
            .GetAttribute("value")
            .Should()
            .Be("查过了");

        var before = village.LastEntry;
        var written = await supervisor.Submit(page, $"{Journal}/{credit}/reversal");
        (await supervisor.Submit(page, $"{Journal}/{credit}/reversal")).Location.Should().Be(written.Location, "a double tap writes once");
        (village.LastEntry, village.BalanceOf(72)).Should().Be((before + 1, balance - 30));
        var entry = await supervisor.Follow(written);
        entry.Done.Should().Contain("Corrected");
        entry.Text.Should().Contain("查无此事 查过了").And.Contain($"This entry reverses entry {credit}").And.Contain("with a deficit");
        entry.Document.QuerySelector($"a[href='{Journal}/{before + 1}/reversal']").Should().BeNull("a reversal is not reversed");

        page = await supervisor.Submit(
            await supervisor.Get($"{Journal}/{credit}/reversal"), $"{Journal}/{credit}/reversal/check", ("reason", "twice"));
        page.Problem.Should().Be("The entry was reversed before");
    }

    [Theory]
    [InlineData("kind=deduction", "Deduction")]
    [InlineData("kind=redemption&household=41", "Redemption")]
    [InlineData("rule=e01&from=2025-01-01&to=2025-01-31&handler=staff:3", "Credit")]
    public async Task The_journal_is_searched(string query, string kind)
    {
        var page = await (await village.SignIn()).Get($"{Journal}?{query}");

        page.TextsOf(".entries tbody td:nth-child(6)").Should().NotBeEmpty().And.OnlyContain(text => text.StartsWith(kind));
        if (query.Contains("household"))
            page.TextsOf(".entries tbody td:nth-child(3)").Should().OnlyContain(text => text.StartsWith("41 "));
        if (query.Contains("to=")) page.TextsOf(".entries tbody td:nth-child(2)").Should().OnlyContain(text => text.StartsWith("2025-01"));
    }

    [Fact]
    public async Task The_journal_goes_on_page_by_page_with_what_was_asked()
    {
        var clerk = await village.SignIn();
        var first = await clerk.Get(Journal + "?kind=redemption");

        var second = await clerk.Get(first.Find("a[rel=next]").GetAttribute("href")!);

        second.TextsOf(".entries tbody td:nth-child(6)").Should().NotBeEmpty().And.OnlyContain(text => text == "Redemption");
        second.TextsOf(".entries tbody th").Should().NotIntersectWith(first.TextsOf(".entries tbody th"));
    }

    [Fact]
    public async Task Only_reversed_entries_are_found()
    {
        var clerk = await village.SignIn();
        await village.Desks.Deeds.Credit(Context(), Bank, new(73, "D04", new(2026, 3, 1)));
        var entry = village.LastEntry;
        await village.Desks.Reversals.Reverse(Context(), Bank, entry, new("x"));

        (await clerk.Get(Journal + "?reversed=true&household=73"))
            .TextsOf(".entries tbody th")
            .Should()
            .Equal(village.Entry(entry).CheckCode);
    }

    [Theory]
    [InlineData("kind=nothing", "kind")]
    [InlineData("household=安建军", "household")]
    [InlineData("household=nobody", "household")]
    [InlineData("from=soon", "from")]
    public async Task A_question_that_makes_no_sense_is_told_beside_its_field(string query, string field)
    {
        var page = await (await village.SignIn()).Get($"{Journal}?{query}");

        page.Status.Should().BeInRange(400, 404);
        page.ErrorOf(field).Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("/journal/0")]
    [InlineData("/journal/999999")]
    [InlineData("/journal/x")]
    [InlineData("/journal/999999/reversal")]
    public async Task An_entry_that_does_not_exist_is_told(string address) =>
        (await (await village.SignIn()).Get(Door + address)).Status.Should().Be(404);

    [Fact]
    public async Task The_book_is_verified_and_the_home_page_says_when()
    {
        var clerk = await village.SignIn();

        var page = await clerk.Get(Door + "/verify?run=full");

        page.TextOf(".banner.good").Should().StartWith("✓ The book is sound");
        page.Text.Should().Contain(village.Desks.Journal.Head(Bank).CheckCode);
        (await clerk.Get(Door)).Text.Should().Contain("2026-03-02 09:00 · sound up to entry");
    }

    [Theory]
    [InlineData("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "journal-anjiahe-2026-03-02.xlsx")]
    [InlineData("csv", "text/csv", "journal-anjiahe-2026-03-02.csv")]
    [InlineData("hledger", "text/plain", "journal-anjiahe-2026-03-02.journal")]
    public async Task The_journal_goes_out_as_a_file(string format, string type, string name)
    {
        var file = await (await village.SignIn()).Get($"{Door}/export?format={format}");

        (file.Status, file.Response.Content.Headers.ContentType!.MediaType, file.Response.Content.Headers.ContentDisposition!.FileName)
            .Should()
            .Be((200, type, name));
        file.Bytes.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_format_that_does_not_exist_is_told() =>
        (await (await village.SignIn()).Get(Door + "/export?format=pdf")).Status.Should().Be(400);

    [Fact]
    public async Task A_backup_is_a_whole_book()
    {
        using var folder = new TempFolder();
        var clerk = await village.SignIn();

        var backup = await clerk.Submit(await clerk.Get(Door + "/sheets"), Door + "/backup");
        village.Desks.Seals.List(ClerkVisits.Bank, null, 1).Single().Cause.Should().Be("backup", "it begins with a seal");
        await File.WriteAllBytesAsync(folder.File("copy.db"), backup.Bytes);

        backup.Response.Content.Headers.ContentDisposition!.FileName.Should().Be("pointsbank-anjiahe-2026-03-02.db");
        var proof = Verifier.VerifyFile(folder.File("copy.db"), PointsBank.Village.VillageAudit.Passes).Single();
        proof.Deviations.Should().BeEmpty();
        proof.UpTo.Entry.Value.Should().BeGreaterThan(5_000);
        var administrator = await village.SignIn("administrator");
        var whole = await administrator.Submit(await administrator.Get("/office"), "/office/backup");
        whole.Response.Content.Headers.ContentDisposition!.FileName.Should().Be("pointsbank-2026-03-02.db");
        whole.Bytes.Should().HaveCountGreaterThan(1_000_000);
    }

    [Fact]
    public async Task A_supervisor_has_a_door_of_their_own()
    {
        var supervisor = await village.SignIn("supervisor");

        var home = await supervisor.Follow(await supervisor.Get("/home"));

        home.Title.Should().Be("Supervisor");
        home.TextsOf("nav.door a").Should().Equal(
            "Supervisor", "Changes to confirm", "Changes of settings",
                "Opening balances", "Rulebooks to confirm", "Objections", "Claims", "Notices", "Boards",
            "Favours", "Volunteers", "Slips, take back", "Fund", "Household changes", "Year end", "Reports", "Journal",
            "Verify the book", "Privacy");
        foreach (var page in (string[])["", "/100", "/100/reversal"]) (await supervisor.Get(Journal + page)).Status.Should().Be(200);
        foreach (var page in (string[])["/verify", "/export", "/hits/households?q=1"])
            (await supervisor.Get(Door + page)).Status.Should().Be(200);
    }

    public static TheoryData<string, string> Closed
    {
        get
        {
            var closed = new TheoryData<string, string>();
            foreach (var page in (string[])[
                "", "/slips", "/slips/written?from=1&to=1", "/ticks", "/ticks/sheet?rule=E01", "/deeds/new", "/sheets"])
                foreach (var role in (string[])["attendant", "household", "supervisor"])
                    closed.Add(role, Door + page);
            foreach (var page in (string[])[
                "/journal", "/journal/1", "/journal/1/reversal", "/verify", "/export", "/hits/households", "/hits/rules", "/hits/members"])
                foreach (var role in (string[])["attendant", "household"])
                    closed.Add(role, Door + page);
            closed.Add("clerk", "/v/anjiahe/supervisor");
            return closed;
        }
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task Nobody_else_comes_in(string role, string address)
    {
        (await (await village.SignIn(role)).Get(address)).Status.Should().Be(403);
        (await new PageVisitor(village.Host).Get(address)).Status.Should().Be(401);
    }

    static Village.WriteContext Context() => new(new("staff:3", "clerk", []), Village.WriteContext.NewKey(), Ledger.Digest.Of("test"));
}
