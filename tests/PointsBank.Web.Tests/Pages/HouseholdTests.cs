using PointsBank.Village.Journal;
using PointsBank.Web.Pages.Households.Personal;

namespace PointsBank.Web.Tests.Pages;

/// <summary>A village whose people are signed in once and stay so, because a door that is tried too often shuts.</summary>
public sealed class SignedInVillage : ApiVillage
{
    readonly Dictionary<string, PageVisitor> visitors = [];

    public async Task<PageVisitor> Household(int index, string language)
    {
        var who = $"{index} {language}";
        if (visitors.TryGetValue(who, out var known)) return known;
        var visitor = new PageVisitor(Host, language);
        (await visitor.SignInPassbook(Passbooks[index].Serial, Pin)).Location.Should().Be("/home");
        return visitors[who] = visitor;
    }

    public async Task<PageVisitor> Staff(string who)
    {
        if (visitors.TryGetValue(who, out var known)) return known;
        var visitor = new PageVisitor(Host);
        (await visitor.SignIn(Usernames[who], Password)).Location.Should().Be("/home");
        return visitors[who] = visitor;
    }
}

/// <summary>A household at its own passbook.</summary>
public sealed class HouseholdTests(SignedInVillage village) : IClassFixture<SignedInVillage>
{
    const string Home = "/v/anjiahe/h/1";

    static readonly string[] Pages = ["", "/lines", "/lines/1", "/statement", "/members", "/pin", "/sign-out-everywhere"];

    public static TheoryData<string> Everywhere => [.. Pages];

    [Fact]
    public async Task The_passbook_shows_whose_it_is_what_there_is_and_where_the_household_stands()
    {
        var page = await (await Household(0)).Get(Home);

        page.TextsOf(".cover dd").Should().Equal("1", "上庄组", "张建国", village.Passbooks[0].Serial);
        page.TextOf("[data-number=available]").Should().Be("95");
        var standing = village.Desks.Boards.StandingOf(1, 1, 2026);
        page.TextsOf(".year dd").Should().Equal("100", $"{standing.Rank} of {standing.Households} households", "★★★★★");
        page.Document.QuerySelector(".leaf-held").Should().BeNull("nothing is set aside");
        page.TextsOf(".booklet tbody .matter").Should().Equal(["Soap ×1", "清洁日"], "what was written down says more than the rule");
        foreach (var link in page.Document.QuerySelectorAll("main a, nav.door a").Select(link => link.GetAttribute("href")!))
            link.Should().StartWith(Home);
    }

    [Fact]
    public async Task A_rank_below_the_middle_is_told_and_read_aloud_only_when_it_is_asked_for()
    {
        var others = new List<OwnHousehold>();
        for (var i = 0; i < 8; i++) others.Add(await OwnHousehold.Open(village));
        var own = others[0];
        await own.Credit();
        foreach (var other in others.Skip(1)) await Task.WhenAll(other.Credit(), other.Credit());
        var visitor = await own.SignIn();

        var page = await visitor.Get(own.Home);
        page.TextsOf(".year dt").Should().NotContain("Rank");
        page.TextsOf("#aloud li").Should().Contain("In 2026 you have 5 points.");
        var asked = await visitor.Get(page.Find("a[href$='rank=true']").GetAttribute("href")!);
        asked.TextsOf(".year dt").Should().Contain("Rank");
        asked.TextsOf("#aloud li").Should().Contain(sentence => sentence.Contains("rank", StringComparison.Ordinal));

        var idle = await OwnHousehold.Open(village);
        (await (await idle.SignIn()).Get(idle.Home + "?rank=true")).Text.Should().Contain("No points yet, so no rank.");
    }

    [Fact]
    public async Task A_line_has_the_day_of_the_deed_and_the_day_on_which_it_was_entered()
    {
        var page = await (await Household(0)).Get(Home + "/lines");

        page.TextsOf(".booklet tbody .date").Should().Equal("2026-03-02", "2026-03-01 entered 2026-03-02");
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Nobody_but_the_household_opens_its_passbook(string page)
    {
        var stranger = await Visitor().Get(Home + page);
        (stranger.Status, stranger.Find("[name=return]").GetAttribute("value"))
            .Should().Be((401, Home + page), "after signing in one is where one wanted to go");

        (await (await Household(0)).Get(Home + page)).Status.Should().Be(200);
        (await (await Household(1)).Get(Home + page)).Status.Should().Be(403);
        foreach (var who in (string[])["clerk", "supervisor", "attendant", "administrator"])
            (await (await village.Staff(who)).Get(Home + page)).Status.Should().Be(403, who);
    }

    [Fact]
    public async Task The_same_number_in_another_village_is_another_household()
    {
        var visitor = await Household(0);

        (await visitor.Get("/v/xiaohe/h/1")).Status.Should().Be(403);
        (await visitor.Get("/v/nowhere/h/1")).Status.Should().Be(403, "whoever may not know it is not told that it is not there");
    }

    [Fact]
    public async Task Lines_are_those_of_the_booklet_each_with_its_reason()
    {
        var visitor = await Household(0, "zh-CN");
        var page = await visitor.Get(Home + "/lines");

        page.RowsOf(".booklet tbody tr").First().Should()
            .StartWith("2 | 2026-03-02 | 香皂×1 |  | −5 | 95 | 王秀兰 | ").And.EndWith(" | 这笔怎么来的");
        page.RowsOf(".booklet tbody tr").Last().Should()
            .Be($"1 | 2026-03-01 记于 2026-03-02 | 清洁日 | +100 |  | 100 | 王秀兰 | {village.CheckCode} | 这笔怎么来的");
        page.TextsOf(".periods a").Should().Equal("全部", "2026 年");
        (await visitor.Get(Home + "/lines?year=2025")).Text.Should().Contain("还没有记录");
        (await visitor.Get(Home + "/lines?year=x")).Status.Should().Be(400);
    }

    [Fact]
    public async Task Many_lines_are_turned_page_by_page_and_the_last_page_is_the_last()
    {
        var own = await OwnHousehold.Open(village);
        for (var i = 0; i < 45; i++) await own.Credit();
        var visitor = await own.SignIn();

        var (numbers, next) = (new List<string>(), own.Home + "/lines?year=2026");
        for (var pages = 0; next is not null; pages++)
        {
            pages.Should().BeLessThan(3);
            var page = await visitor.Get(next);
            numbers.AddRange(page.TextsOf(".booklet tbody .no"));
            next = page.Document.QuerySelector(".pager [rel=next]")?.GetAttribute("href");
        }
        numbers.Should().Equal(Enumerable.Range(1, 45).Reverse().Select(number => $"{number}"));
    }

    [Fact]
    public async Task A_line_says_by_which_rule_it_stands_there_who_entered_it_and_how_to_check_it()
    {
        var visitor = await Household(0);
        var page = await visitor.Get(Home + "/lines/1");

        page.TextOf(".why-matter").Should().Be("清洁日");
        page.TextsOf(".facts dd").Should()
            .Contain("Cleaning day C01").And.Contain("Surroundings").And.Contain("5 each time × 20 = 100").And.Contain("积分细则 · version 1")
            .And.Contain("村民代表会议 · in force from 2025-01-01").And.Contain("王秀兰").And.Contain("清洁日").And.Contain($"{village.Credit}");
        page.TextOf(".check-code").Should().Be(village.CheckCode);
        (await visitor.Get(page.Find("main a[href^='/check/']").GetAttribute("href")!)).Status.Should().Be(200);
        page.Text.Should().Contain("line 1 is wrong");

        (await visitor.Get(Home + "/lines/2"))
            .TextsOf(".facts dd")
            .Should()
            .Contain($"{village.Redemption}").And.Contain("Points shop").And.Contain("Soap ×1");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("x")]
    public async Task A_line_that_is_not_there_is_not_found(string line) =>
        (await (await Household(0)).Get($"{Home}/lines/{line}")).Status.Should().Be(404);

    [Fact]
    public async Task A_correction_and_what_it_corrects_lead_to_each_other()
    {
        var own = await OwnHousehold.Open(village);
        var entry = await own.Credit();
        ApiVillage.Must(await village.Post($"{ApiVillage.Bank}/entries/{entry}/reversal", """{"reason":"户号录错"}""", "clerk"));
        var visitor = await own.SignIn();

        (await visitor.Get(own.Home + "/lines/1")).Find(".banner.warn a").GetAttribute("href").Should().Be(own.Home + "/lines/2");
        var second = await visitor.Get(own.Home + "/lines/2");
        second.Find(".banner.warn a").GetAttribute("href").Should().Be(own.Home + "/lines/1");
        second.TextOf(".why-matter").Should().Be("Reversal Cleaning day");
    }

    [Fact]
    public async Task A_deduction_that_found_too_little_says_so()
    {
        var own = await OwnHousehold.Open(village);
        await own.Credit();
        ApiVillage.Must(
            await village.Post(
                ApiVillage.Bank + "/deductions", $$"""{"household":{{own.Number}},"rule":"D10","effectiveOn":"2026-03-02","quantity":3}""",
                "clerk"));

        (await (await own.SignIn()).Get(own.Home + "/lines/2")).Text
            .Should().Contain("The rule takes 9 points. There were not enough to spend, so 5 were taken");
    }

    [Fact]
    public async Task A_statement_adds_up_and_names_the_head_of_the_book()
    {
        var visitor = await Household(0);
        var year = await visitor.Get(Home + "/statement?year=2026");
        year.RowsOf(".statement .sum").Should().Equal("Opening balance | 0 | ", "In all | 100 | 5 | ", "Closing balance | 95 | ");
        year.TextOf(".sheet").Should()
            .Contain("张建国").And.Contain(village.Passbooks[0].Serial).And.Contain(
                village.Desks.Journal.Head(1).CheckCode).And.Contain("not cash");

        var day = await visitor.Get(Home + "/statement?from=2026-03-02&to=2026-03-02");
        day.RowsOf(".statement .sum").Should().Equal("Opening balance | 100 | ", "In all | 0 | 5 | ", "Closing balance | 95 | ");
        (await visitor.Get(Home + "/statement?from=2026-03-02&to=2026-03-01")).RowsOf(".statement .sum")
            .Should().Equal("Opening balance | 0 | ", "In all | 100 | 5 | ", "Closing balance | 95 | ");
    }

    [Fact]
    public async Task A_day_that_is_none_is_said_beside_its_field()
    {
        var page = await (await Household(0)).Get(Home + "/statement?from=yesterday");

        page.Status.Should().Be(400);
        page.ErrorOf("from").Should().NotBeEmpty();
    }

    [Fact]
    public void A_statement_tells_when_a_deed_was_entered_late()
    {
        var booklet = new Booklet(
            [Line(1, "2025-12-01", 10, 10), Line(2, "2026-01-05", -4, 6), Line(3, "2025-12-30", 3, 9), Line(4, "2026-02-01", 1, 10)]);

        var (old, now) = (booklet.Between(new(2025, 1, 1), new(2025, 12, 31)), booklet.Between(new(2026, 1, 1), new(2026, 12, 31)));

        (old.Opening, old.In, old.Out, old.Closing, old.IsInOrder).Should().Be((0, 13, 0, 13, false));
        (now.Opening, now.In, now.Out, now.Closing, now.IsInOrder).Should().Be((13, 1, 4, 10, false));
        booklet.Between(new(2025, 1, 1), new(2026, 12, 31)).IsInOrder.Should().BeTrue();
        booklet.Years.Should().Equal(2026, 2025);
        booklet.Page(2025, long.MaxValue, 1).Should().BeEquivalentTo((new[] { Line(3, "2025-12-30", 3, 9) }, "3"));
        booklet.Page(2025, 3, 1).Next.Should().BeNull();
    }

    [Theory]
    [InlineData("zh-CN", "您家可用积分 95 分。", "3月2日，香皂×1，支出 5 分，余额 95 分。")]
    [InlineData("en", "You have 95 points to spend.", "March 2: Soap ×1, 5 points out, balance 95.")]
    public async Task What_is_read_aloud_is_in_the_language_of_the_page_and_shows_only_where_a_script_runs(
        string language, string first, string line)
    {
        var page = await (await Household(0, language)).Get(Home);

        page.TextsOf("#aloud li").First().Should().Be(first);
        page.TextsOf("#aloud li").Should().Contain(line);
        (page.Find("[data-speak=aloud]").HasAttribute("hidden"), page.Find("#aloud").HasAttribute("hidden")).Should().Be((true, true));
        page.Document.Scripts.Should().Contain(script => script.Source!.StartsWith("/assets/speak."));
    }

    [Fact]
    public async Task Members_and_consents_are_shown_and_changed_at_the_desk_alone()
    {
        var page = await (await Household(0)).Get(Home + "/members");

        page.TextsOf("main tbody th").Should().Equal("张建国", "李秀英");
        page.Text.Should()
            .Contain("1962-05-08").And.Contain("No full name on boards").And.Contain("withdrawn at the village desk at any time");
        page.Document.QuerySelectorAll("main form").Should().BeEmpty();

        ApiVillage.Must(await village.Put(ApiVillage.Bank + "/households/1/members/2/consents/boards", """{"given":true}""", "clerk"));
        (await (await Household(0)).Get(Home + "/members")).TextsOf(".consent").Should().Equal(
            "— No full name on boards", "— No full name on notices", "— No full name on the roll of honour",
            "✓ Agreed to the full name on boards", "— No full name on notices",
            "— No full name on the roll of honour");
    }

    [Fact]
    public async Task A_household_changes_its_PIN_once_however_often_the_form_is_sent()
    {
        var own = await OwnHousehold.Open(village);
        var visitor = await own.SignIn();
        var form = await visitor.Get(own.Home + "/pin");

        var empty = await Change(form, "", "", "");
        (empty.Status, empty.ErrorOf("oldPin"), empty.ErrorOf("newPin")).Should().Be((400, "This is missing", "This is missing"));
        (await Change(form, ApiVillage.Pin, "864209", "864208")).ErrorOf("again").Should().NotBeEmpty();
        (await Change(form, ApiVillage.Pin, "12", "12")).ErrorOf("newPin").Should().NotBeEmpty();
        var wrong = await Change(form, "000000", "864209", "864209");
        wrong.ErrorOf("oldPin").Should().NotBeEmpty();
        wrong.Document.QuerySelectorAll("input[type=password][value]").Should().BeEmpty("a PIN is not sent back");
        (await Visitor().SignInPassbook(own.Serial, ApiVillage.Pin)).Location.Should().Be("/home", "nothing was changed yet");

        for (var i = 0; i < 2; i++)
        {
            var changed = await Change(form, ApiVillage.Pin, "864209", "864209");
            (changed.Status, changed.Location).Should().Be((303, own.Home + "?done=pin_changed"));
            (await visitor.Follow(changed)).Done.Should().NotBeEmpty();
        }
        (await Visitor().SignInPassbook(own.Serial, "864209")).Location.Should().Be("/home");
        (await Visitor().SignInPassbook(own.Serial, ApiVillage.Pin)).Status.Should().Be(401);

        Task<PageSeen> Change(PageSeen page, string old, string pin, string again) =>
            visitor.Submit(page, own.Home + "/pin", ("oldPin", old), ("newPin", pin), ("again", again));
    }

    [Fact]
    public async Task Another_households_PIN_is_not_changed_from_here()
    {
        var visitor = await Household(0);
        var form = await visitor.Get(Home + "/pin");
        var fields = form.Document.QuerySelectorAll("main form input[type=hidden]")
            .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!));

        var answer = await visitor.Post("/v/anjiahe/h/2/pin", new FormUrlEncodedContent(
            [.. fields, new("oldPin", ApiVillage.Pin), new("newPin", "111111"), new("again", "111111")]));

        answer.Status.Should().Be(403);
    }

    [Fact]
    public async Task Signing_out_everywhere_is_asked_once_more_and_ends_every_sign_in_of_the_household()
    {
        var own = await OwnHousehold.Open(village);
        var (here, there, neighbour) = (await own.SignIn(), await own.SignIn(), await Household(1));

        var asked = await here.Get(own.Home + "/sign-out-everywhere");
        (await there.Get(own.Home)).Status.Should().Be(200, "asking ends nothing");
        var stale = await here.Submit(asked, own.Home + "/sign-out-everywhere", ("__RequestVerificationToken", null));
        stale.Status.Should().Be(400);
        var done = await here.Submit(asked, own.Home + "/sign-out-everywhere");

        (done.Status, done.Location).Should().Be((303, "/?done=signed_out_everywhere"));
        (await here.Follow(done)).Done.Should().NotBeEmpty();
        ((await here.Get(own.Home)).Status, (await there.Get(own.Home)).Status, (await neighbour.Get("/v/anjiahe/h/2")).Status)
            .Should().Be((401, 401, 200));
    }

    PageVisitor Visitor(string language = "en") => new(village.Host, language);

    Task<PageVisitor> Household(int index, string language = "en") => village.Household(index, language);

    static PassbookLine Line(long no, string day, long amount, long balance) => new(
        no, NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value, NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value, "", "", "", "",
        Math.Max(amount, 0), Math.Max(-amount, 0), balance, "credit", "system", $"{no}-AAAAAA", no, null);

    /// <summary>A household of one test alone, with a passbook and nothing in it.</summary>
    sealed record OwnHousehold(ApiVillage Village, long Number, string Serial)
    {
        public string Home => $"/v/anjiahe/h/{Number}";

        public static async Task<OwnHousehold> Open(ApiVillage village)
        {
            var number = ApiVillage.Must(await village.Post(ApiVillage.Bank + "/households",
                """{"group":"下河组","members":[{"name":"王五","birthDate":"1970-01-01","isHead":true}]}""",
                "clerk")).GetProperty("number").GetInt64();
            var passbook = ApiVillage.Must(
                await village.Post(
                    $"{ApiVillage.Bank}/households/{number}/passbooks", $$"""{"reason":"first","pin":"{{ApiVillage.Pin}}"}""", "clerk"));
            return new(village, number, passbook.GetProperty("serial").GetString()!);
        }

        /// <summary>Five points; the number of the entry.</summary>
        public async Task<long> Credit() => ApiVillage.Must(await Village.Post(
            ApiVillage.Bank + "/credits", $$"""{"household":{{Number}},"rule":"C01","effectiveOn":"2026-03-02","quantity":1}""",
            "clerk")).GetProperty("entry").GetInt64();

        public async Task<PageVisitor> SignIn()
        {
            var visitor = new PageVisitor(Village.Host);
            (await visitor.SignInPassbook(Serial, ApiVillage.Pin)).Location.Should().Be("/home");
            return visitor;
        }
    }
}
