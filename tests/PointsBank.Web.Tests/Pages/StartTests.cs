using NodaTime;

namespace PointsBank.Web.Tests.Pages;

/// <summary>The way in and out, the language, and what a page says when it says no.</summary>
public sealed class StartTests(ApiVillage village) : IClassFixture<ApiVillage>
{
    PageVisitor Visitor(string language = "en") => new(village.Host, language);

    [Fact]
    public async Task The_start_page_shows_the_doors_and_the_villages()
    {
        var page = await Visitor().Get("/");

        page.Status.Should().Be(200);
        page.TextsOf(".tile strong").Should().Equal("My passbook", "Shop counter", "Clerk", "Anjiahe", "Xiaohe");
    }

    [Theory]
    [InlineData("/office", 403)]
    [InlineData("/v/anjiahe/supervisor", 403)]
    [InlineData("/v/anjiahe/clerk/households/none", 404)]
    [InlineData("/v/anjiahe/nowhere/at/all", 404)]
    public async Task A_page_that_says_no_shows_who_is_signed_in_and_their_own_doors(string at, int status)
    {
        var visitor = Visitor();
        await visitor.SignIn(village.Usernames["clerk"], ApiVillage.Password);

        var page = await visitor.Get(at);

        page.Status.Should().Be(status);
        page.TextOf(".top .who").Should().Be("王秀兰");
        page.Document.QuerySelectorAll("a[href='/sign-in']").Should().BeEmpty();
        if (status == 403) page.Find("main a[href='/v/anjiahe/clerk']").TextContent.Should().Contain("Anjiahe");
        (await visitor.Submit(page, "/sign-out")).Location.Should().StartWith("/?done=signed_out");
        (await visitor.Get(at)).Document.QuerySelectorAll(".top .who").Should().BeEmpty("nobody is signed in any more");
    }

    [Theory]
    [InlineData("zh-CN", "村里的积分银行")]
    [InlineData("en", "The village's points bank")]
    [InlineData("fr", "村里的积分银行")]
    public async Task A_page_speaks_the_language_the_browser_likes_best(string language, string title) =>
        (await Visitor(language).Get("/")).Title.Should().Be(title);

    [Fact]
    public async Task The_language_chosen_on_a_page_stays()
    {
        var visitor = Visitor("zh-CN");
        var back = await visitor.Submit(await visitor.Get("/sign-in"), "/language", ("to", "en"));

        (back.Status, back.Location).Should().Be((303, "/sign-in"));
        (await visitor.Get("/")).Title.Should().Be("The village's points bank");
    }

    [Theory]
    [InlineData("zh-CN", "积分银行 ")]
    [InlineData("en", "PointsBank ")]
    public async Task The_foot_of_a_page_names_the_version(string language, string product)
    {
        foreach (var address in (string[])["/", "/sign-in", "/v/anjiahe", "/check"])
            (await Visitor(language).Get(address)).TextOf("footer.foot .version").Should().Be(product + Product.Version, address);
    }

    [Theory]
    [InlineData("clerk", "/v/anjiahe/clerk")]
    [InlineData("supervisor", "/v/anjiahe/supervisor")]
    [InlineData("attendant", "/v/anjiahe/shops/1")]
    [InlineData("administrator", "/office")]
    public async Task Whoever_has_one_door_goes_straight_through_it(string who, string door)
    {
        var visitor = Visitor();
        (await visitor.SignIn(village.Usernames[who], ApiVillage.Password)).Location.Should().Be("/home");

        (await visitor.Get("/home")).Location.Should().Be(door);
    }

    [Fact]
    public async Task A_household_signs_in_with_its_passbook_and_out_again()
    {
        var visitor = Visitor();
        (await visitor.SignInPassbook(village.Passbooks[0].Serial, ApiVillage.Pin)).Location.Should().Be("/home");
        (await visitor.Get("/home")).Location.Should().Be("/v/anjiahe/h/1");

        var start = await visitor.Get("/");
        (await visitor.Submit(start, "/sign-out")).Location.Should().Be("/?done=signed_out");
        (await visitor.Get("/home")).Status.Should().Be(401);
    }

    [Fact]
    public async Task A_wrong_password_says_so_and_keeps_the_name_but_not_the_password()
    {
        var page = await Visitor().SignIn(village.Usernames["clerk"], "not the password");

        page.Status.Should().Be(401);
        page.ErrorOf("username").Should().NotBeEmpty();
        (page.Find("[name=username]").GetAttribute("value"), page.Find("[name=password]").GetAttribute("value"))
            .Should().Be((village.Usernames["clerk"], null));
    }

    [Fact]
    public async Task An_empty_form_names_its_fields()
    {
        var page = await Visitor().SignIn("", "");

        page.Status.Should().Be(400);
        (page.ErrorOf("username"), page.ErrorOf("password")).Should().Be(("This is missing", "This is missing"));
    }

    [Fact]
    public async Task After_signing_in_one_is_where_one_wanted_to_go_but_never_on_another_site()
    {
        var visitor = Visitor();
        var asked = await visitor.Get("/password");
        asked.Status.Should().Be(401);
        var there = await visitor.Submit(asked, "/sign-in", ("username", village.Usernames["clerk"]), ("password", ApiVillage.Password));
        there.Location.Should().Be("/password");

        foreach (var elsewhere in (string[])["//evil.example", "https://evil.example", "/\\evil.example", "/sign-in"])
        {
            var other = Visitor();
            (await other.Submit(
                await other.Get("/sign-in"), "/sign-in", ("username", village.Usernames["clerk"]), ("password", ApiVillage.Password),
                ("return", elsewhere)))
                .Location.Should().Be("/home", elsewhere);
        }
    }

    /// <summary>
    /// What browsers read as another site, or cannot be in a header, or no browser sends, and where one is afterwards instead.
    /// </summary>
    public static TheoryData<string, string> Returns => new()
    {
        { "/\t/evil.example", "/" }, { "/\n/evil.example", "/" }, { "/\r\n/evil.example", "/" }, { "/\u2028/evil.example", "/" },
        { "/\u2029x", "/" }, { "/\u0085x", "/" },
        { "//evil.example", "/" }, { "///evil.example", "/" }, { "/\\evil.example", "/" }, { "\\\\evil.example", "/" },
        { "/\\t\\evil.example", "/" }, { "/ /evil.example", "/" },
        { "\t//evil.example", "/" }, { "https://evil.example", "/" }, { "https:evil.example", "/" }, { "javascript:alert(1)", "/" },
        { "evil.example", "/" }, { "~/evil", "/" }, { "?a", "/" }, { "", "/" },
        { "/v/anjiahe?q=张", "/v/anjiahe?q=%E5%BC%A0" }, { "/v/安家河", "/v/%E5%AE%89%E5%AE%B6%E6%B2%B3" }, { "/x\ud800", "/x%EF%BF%BD" },
        { "/x\u202e", "/x%E2%80%AE" }, { "/x\ufffe", "/x%EF%BF%BD" },
        { "/check?bank=anjiahe&code=1", "/check?bank=anjiahe&code=1" }, { "/a//b", "/a//b" }, { "/%2f/evil.example", "/%2f/evil.example" },
    };

    [Theory]
    [MemberData(nameof(Returns))]
    public async Task After_choosing_the_language_one_is_on_a_page_of_ours_whatever_the_form_says(string wanted, string there)
    {
        var visitor = Visitor();
        var page = await visitor.Get("/check");

        // A browser's form cannot hold half a pair of a sign; a program's can.
        var chosen = await visitor.Submit(page, "/language", ("to", "en"), ("return", wanted));

        (chosen.Status, chosen.Location).Should().Be((303, there));
    }

    [Fact]
    public async Task A_door_that_passes_on_what_the_address_says_passes_on_an_address()
    {
        var visitor = Visitor();
        await visitor.SignInPassbook(village.Passbooks[0].Serial, ApiVillage.Pin);

        var door = await visitor.Get("/v/anjiahe/door/%0d%0aSet-Cookie:x=1%E2%80%A8张?code=%0d%0ax");

        door.Status.Should().Be(303);
        door.Location.Should().StartWith("/v/anjiahe/h/1/service/").And.MatchRegex("^[!-~]+$");
    }

    [Fact]
    public async Task A_first_password_is_changed_before_anything_else()
    {
        await village.Post(
            "/api/v1/staff", """{"username":"first","name":"新人","password":"known to two","grants":[{"role":"clerk","bank":"anjiahe"}]}""",
            "administrator");
        var visitor = Visitor();
        (await visitor.SignIn("first", "known to two")).Location.Should().Be("/password");
        (await visitor.Get("/home")).Location.Should().Be("/password");

        var page = await visitor.Get("/password");
        (await visitor.Submit(
            page, "/password", ("presentPassword", "known to two"), ("password", "only mine now"), ("again", "only mine no")))
            .ErrorOf("again")
            .Should()
            .NotBeEmpty();
        (await visitor.Submit(page, "/password", ("presentPassword", "known to two"), ("password", "short"), ("again", "short")))
            .ErrorOf("password")
            .Should()
            .NotBeEmpty();
        (await visitor.Submit(
            page, "/password", ("presentPassword", "known to two"), ("password", "known to two"), ("again", "known to two")))
            .ErrorOf("password")
            .Should()
            .StartWith("The new password is the present one");
        (await visitor.Submit(page, "/password", ("presentPassword", "known to two"), ("password", "first2026"), ("again", "first2026")))
            .ErrorOf("password")
            .Should()
            .StartWith("Too easy to guess");
        (await visitor.Submit(
            page, "/password", ("presentPassword", "known to one"), ("password", "only mine now"), ("again", "only mine now")))
            .ErrorOf("presentPassword")
            .Should()
            .StartWith("The present password is wrong");
        var elsewhere = Visitor();
        await elsewhere.SignIn("first", "known to two");

        (await visitor.Submit(
            page, "/password", ("presentPassword", "known to two"), ("password", "only mine now"),
            ("again", "only mine now"))).Location.Should().Be("/home?done=password_changed");

        (await visitor.Get("/home")).Location.Should().Be("/v/anjiahe/clerk");
        (await elsewhere.Get("/home")).Status.Should().Be(401, "the new password signs out whoever came with the old one");
        (await elsewhere.SignIn("first", "only mine now")).Location.Should().Be("/home");
    }

    [Theory]
    [InlineData("/nowhere", 404)]
    [InlineData("/home", 401)]
    [InlineData("/v/nowhere", 404)]
    public async Task A_problem_is_a_page_to_a_browser(string address, int status)
    {
        var page = await Visitor().Get(address);

        page.Status.Should().Be(status);
        page.Response.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        page.Problem.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_form_that_does_not_come_from_a_page_of_ours_is_refused()
    {
        var visitor = Visitor();
        var page = await visitor.Get("/sign-in");
        var stale = await visitor.Submit(
            page, "/sign-in", ("__RequestVerificationToken", null), ("username", village.Usernames["clerk"]),
            ("password", ApiVillage.Password));
        var foreign = await Visitor().Submit(page, "/sign-in", ("username", village.Usernames["clerk"]), ("password", ApiVillage.Password));

        (stale.Status, stale.Problem).Should().Be((400, "The page is too old"));
        foreign.Status.Should().Be(400, "its cookie belongs to another browser");
    }

    [Theory]
    [InlineData("cross-site", 400)]
    [InlineData("same-site", 400)]
    [InlineData("same-origin", 303)]
    [InlineData("none", 303)]
    public async Task A_form_that_the_browser_says_another_site_sends_is_refused(string from, int status)
    {
        var visitor = Visitor();
        var page = await visitor.Get("/sign-in");
        visitor.Says("Sec-Fetch-Site", from);

        (await visitor.Submit(page, "/sign-in", ("username", village.Usernames["clerk"]), ("password", ApiVillage.Password)))
            .Status.Should().Be(status);
    }

    [Fact]
    public async Task A_form_that_a_stranger_was_shown_goes_nowhere_but_where_strangers_send_theirs()
    {
        var visitor = Visitor();
        var shown = await visitor.Get("/sign-in");
        await visitor.Submit(shown, "/sign-in", ("username", village.Usernames["clerk"]), ("password", ApiVillage.Password));
        var token = shown.Find("[name=__RequestVerificationToken]").GetAttribute("value")!;

        var planted = await visitor.Post("/v/anjiahe/changes/check", new FormUrlEncodedContent(
            [new("__RequestVerificationToken", token), new("kind", "leave"), new("household", "1")]));
        planted.Problem.Should().Be("The page is too old");
        (await visitor.Submit(shown, "/sign-in", ("username", village.Usernames["supervisor"]), ("password", ApiVillage.Password)))
            .Status.Should().Be(303);
    }

    [Fact]
    public async Task Signing_in_where_somebody_was_signed_in_ends_that_sign_in()
    {
        var visitor = Visitor();
        var before = await visitor.SignIn(village.Usernames["clerk"], ApiVillage.Password);
        var cookie = before.Response.Headers.GetValues("Set-Cookie").First(set => set.Contains("sign-in", StringComparison.Ordinal))
            .Split(';')[0];
        await visitor.SignIn(village.Usernames["supervisor"], ApiVillage.Password);

        var other = new PageVisitor(village.Host);
        other.Says("Cookie", cookie);
        (await other.Get("/home")).Status.Should().Be(401);
    }

    [Fact]
    public async Task Whoever_asks_for_the_head_alone_is_answered_as_to_a_reading()
    {
        using var page = await Visitor().Send(HttpMethod.Head, "/", null);
        using var nowhere = await Visitor().Send(HttpMethod.Head, "/nowhere", null);

        ((int)page.StatusCode, page.Content.Headers.ContentType!.MediaType).Should().Be((200, "text/html"));
        ((int)nowhere.StatusCode).Should().Be(404);
    }

    [Fact]
    public async Task A_range_that_a_part_of_the_page_does_not_have_is_answered_by_its_length()
    {
        var visitor = Visitor();
        visitor.Says("Range", "bytes=99999999-");

        using var answer = await visitor.Send(HttpMethod.Get, "/assets/pages.css", null);

        ((int)answer.StatusCode, answer.Content.Headers.ContentRange!.HasLength).Should().Be((416, true));
    }

    [Fact]
    public async Task The_API_takes_no_cookie_and_a_page_no_token()
    {
        var visitor = Visitor();
        await visitor.SignIn(village.Usernames["clerk"], ApiVillage.Password);

        (await visitor.Get("/api/v1/me")).Status.Should().Be(401);
        (await village.Get("/home", "clerk")).Status.Should().Be(401);
    }

    [Fact]
    public async Task Too_many_attempts_are_a_page_that_says_when_to_come_back()
    {
        var own = new ApiVillage();
        try
        {
            await own.InitializeAsync();
            var visitor = new PageVisitor(own.Host);
            for (var i = 0; i < 5; i++) (await visitor.SignIn("nobody", "wrong password")).Status.Should().Be(401);

            var page = await visitor.SignIn("nobody", "wrong password");
            page.Status.Should().Be(429);
            page.Problem.Should().NotBeEmpty();
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_sign_in_ends_with_its_time_and_the_page_says_so()
    {
        var own = new ApiVillage();
        try
        {
            await own.InitializeAsync();
            var visitor = new PageVisitor(own.Host);
            await visitor.SignInPassbook(own.Passbooks[0].Serial, ApiVillage.Pin);
            (await visitor.Get("/home")).Status.Should().Be(303);

            own.Host.Clock.Advance(Duration.FromHours(1));
            var page = await visitor.Get("/home");
            (page.Status, page.Find("[name=return]").GetAttribute("value")).Should().Be((401, "/home"));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task Pages_tell_the_browser_what_not_to_do_and_their_parts_may_be_kept()
    {
        var page = await Visitor().Get("/");
        page.Response.Headers.GetValues("Content-Security-Policy")
            .Single()
            .Should()
            .Contain("script-src 'self'").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe");
        page.Response.Headers.CacheControl!.NoStore.Should().BeTrue();

        var style = await Visitor().Get(page.Find("link[rel=stylesheet]").GetAttribute("href")!);
        (style.Status, style.Response.Content.Headers.ContentType!.MediaType, style.Response.Headers.CacheControl!.MaxAge)
            .Should().Be((200, "text/css", TimeSpan.FromDays(365)));
        style.Response.Headers.CacheControl.NoStore.Should().BeFalse();
        style.Response.Headers.ETag!.IsWeak.Should().BeFalse();
        style.Response.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        style.OnTheWire.Should().BeLessThan(style.Bytes.Length / 3, "it was packed when the program was built");
        var unmarked = await Visitor().Get("/assets/pages.css");
        unmarked.Response.Headers.CacheControl!.NoCache.Should().BeTrue("without the fingerprint it may change");
        (await Visitor().Get("/assets/nothing.css")).Status.Should().Be(404);
    }
}
