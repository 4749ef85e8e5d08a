using Microsoft.Extensions.DependencyInjection;
using PointsBank.Testing;
using PointsBank.Village;

namespace PointsBank.Web.Tests.Pages;

/// <summary>What anyone may see without signing in.</summary>
public sealed class PublicTests(ApiVillage village) : IClassFixture<ApiVillage>
{
    const string Boards = "/v/anjiahe/boards";

    PageVisitor Visitor(string language = "en") => new(village.Host, language);

    [Fact]
    public async Task The_village_leads_to_its_boards_its_rules_and_the_check_of_a_code()
    {
        var visitor = Visitor();
        var page = await visitor.Get("/v/anjiahe");

        page.Title.Should().Be("Anjiahe PointsBank");
        page.TextsOf(".boards .tile strong").Should()
            .Equal("Red board", "Good deeds", "Star board", "Black board", "Notices", "Thanks to our givers");
        foreach (var link in page.Document.QuerySelectorAll(".boards a, nav.door a").Select(link => link.GetAttribute("href")!))
            (await visitor.Get(link)).Status.Should().Be(200, link);
    }

    [Theory]
    [InlineData("/v/nowhere", 404)]
    [InlineData("/v/nowhere/boards/red", 404)]
    [InlineData("/v/nowhere/rulebook", 404)]
    [InlineData("/check/nowhere/1-AAAAAA", 404)]
    [InlineData(Boards + "/blue", 404)]
    [InlineData(Boards + "/blue/sheet", 404)]
    [InlineData(Boards + "/red?period=yesterday", 400)]
    [InlineData(Boards + "/red?after=x", 400)]
    [InlineData("/v/anjiahe/rulebook?on=2020-01-01", 404)]
    [InlineData("/v/anjiahe/rulebook?on=x", 400)]
    public async Task What_is_not_there_is_said_on_a_page(string address, int status)
    {
        var page = await Visitor().Get(address);

        (page.Status, page.Response.Content.Headers.ContentType!.MediaType).Should().Be((status, "text/html"));
        page.Problem.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_name_is_masked_until_its_bearer_agrees()
    {
        (await Visitor().Get(Boards + "/red?period=2026")).RowsOf(".board tbody tr").Should().Equal("1 | 张*国 上庄组 | ★★★★★ | 100");

        ApiVillage.Must(await village.Put(ApiVillage.Bank + "/households/1/members/1/consents/boards", """{"given":true}""", "clerk"));
        (await Visitor().Get(Boards + "/red?period=2026")).TextsOf(".board strong").Should().Equal("张建国");

        ApiVillage.Must(await village.Put(ApiVillage.Bank + "/households/1/members/1/consents/boards", """{"given":false}""", "clerk"));
        (await Visitor().Get(Boards + "/good-deeds?period=2026-03"))
            .RowsOf(".board tbody tr")
            .First()
            .Should()
            .Be("1 | Cleaning day 2026-03-01 | 张*国 上庄组 | 100");
    }

    [Fact]
    public async Task Nothing_comes_onto_the_black_board_by_points_and_it_says_what_it_is_not()
    {
        ApiVillage.Must(
            await village.Post(
                ApiVillage.Bank + "/deductions", """{"household":2,"rule":"D10","effectiveOn":"2026-03-02","quantity":4}""", "clerk"));

        foreach (var address in (string[])[Boards + "/black?period=2026-Q1", Boards + "/black/sheet?period=2026-03"])
        {
            var page = await Visitor("zh-CN").Get(address);
            page.RowsOf("main table tbody tr").Should().BeEmpty();
            page.Text.Should().NotContain("建国").And.NotContain("失信").And.Contain("黑榜上现在没有人")
                .And.Contain("不是按分数排的").And.NotContain("从账上算出来");
        }
    }

    [Fact]
    public async Task A_board_goes_to_earlier_and_later_periods_but_not_into_the_future()
    {
        var page = await Visitor().Get(Boards + "/red?period=2026-02");
        (page.Find(".periods [rel=prev]").GetAttribute("href"), page.Find(".periods [rel=next]").GetAttribute("href"))
            .Should().Be((Boards + "/red?period=2026-01", Boards + "/red?period=2026-03"));
        page.Document.QuerySelectorAll(".periods a:not([rel])")
            .Select(link => (link.TextContent, link.GetAttribute("href"), link.GetAttribute("aria-current")))
            .Should()
            .Equal(
            ("Year", Boards + "/red?period=2026", null), ("Quarter", Boards + "/red?period=2026-Q1", null),
            ("Month", Boards + "/red?period=2026-02", "true"));
        page.Title.Should().EndWith("February 2026");

        (await Visitor().Get(Boards + "/red?period=2026-Q1")).Document.QuerySelector(".periods [rel=next]").Should().BeNull();
        (await Visitor().Get(Boards + "/red?period=1968")).Document.QuerySelector(".periods [rel=prev]")
            .Should().BeNull("nothing can lie so far back");
    }

    [Fact]
    public async Task As_long_as_this_years_board_is_empty_last_years_is_shown()
    {
        ApiVillage.Must(
            await village.Post(
                "/api/v1/banks/xiaohe/credits", """{"household":1,"rule":"C01","effectiveOn":"2025-06-01","quantity":2}""",
                "clerk-elsewhere"));

        (await Visitor().Get("/v/xiaohe/boards/red")).Title.Should().EndWith("2025");
        (await Visitor().Get("/v/xiaohe/boards/red?period=2026")).Text.Should().Contain("Nobody stands on it");
        (await Visitor().Get(Boards + "/red")).Title.Should().EndWith("2026");
    }

    [Fact]
    public async Task A_year_without_a_deed_is_not_computed_to_find_out_that_nobody_stands_in_it()
    {
        var computed = 0;
        string Count(string sql)
        {
            if (sql.Contains("select standing, households from standing_counts", StringComparison.Ordinal))
                Interlocked.Increment(ref computed);
            return BankLaw.Check(sql);
        }
        await using var host = new VillageHost { Tune = options => options with { Rewrite = Count } };
        var desks = host.Services.GetRequiredService<Desks>();
        (await desks.Banks.Open(WriteContext.OfSystem("bank"), new("anjiahe", "安家河村", "Anjiahe"))).Refusal.Should().BeNull();

        (desks.Boards.Latest(1, desks.BoardDefinitions.Find(1, "red")!, null, 10)).Value.Period.Should().Be("2026");

        computed.Should().Be(1);
    }

    [Fact]
    public async Task A_sheet_for_the_wall_says_of_when_it_is_where_it_comes_from_and_how_to_object()
    {
        var page = await Visitor().Get(Boards + "/red/sheet?period=2026&top=10");

        page.TextOf(".sheet").Should()
            .Contain("Anjiahe Red board").And.Contain("2026").And.Contain(village.Desks.Journal.Head(1).CheckCode).And.Contain("2026-03-02")
            .And.Contain("disagrees").And.Contain("not cash");
        page.TextOf(".periods [aria-current]").Should().Be("First 10");
        foreach (var link in page.Document.QuerySelectorAll(".periods a"))
            (await Visitor().Get(link.GetAttribute("href")!)).TextOf(".periods [aria-current]").Should().Be(link.TextContent.Trim());
        (await Visitor().Get(Boards + "/red/sheet?period=2026&top=7")).TextOf(".periods [aria-current]").Should().Be("First 30");
    }

    [Fact]
    public async Task Boards_are_not_for_search_engines() =>
        (await Visitor().Get(Boards + "/red")).Response.Headers.GetValues("X-Robots-Tag").Should().Equal("noindex");

    [Fact]
    public async Task A_code_is_found_however_it_is_typed_and_tells_day_kind_and_amount_alone()
    {
        var visitor = Visitor();
        var form = await visitor.Get("/v/anjiahe");
        var page = await visitor.Submit(form, "/check", ("code", $" {village.CheckCode.ToLowerInvariant()} "));

        page.Status.Should().Be(200);
        page.TextsOf(".answer dd").Should().Equal(village.CheckCode, "2026-03-01", "Credit", "100");
        page.Text.Should().NotContain("张").And.NotContain("清洁日");
        (await visitor.Get($"/check/anjiahe/{village.CheckCode}")).TextsOf(".answer dd").Should().Equal(page.TextsOf(".answer dd"));
    }

    [Fact]
    public async Task A_supervisor_seals_the_book_and_whoever_has_the_code_asks_for_it_without_signing_in()
    {
        var supervisor = Visitor();
        await supervisor.SignIn(village.Usernames["supervisor"], ApiVillage.Password);
        var verified = await supervisor.Get("/v/anjiahe/clerk/verify?run=full");
        var done = await supervisor.Follow(await supervisor.Submit(verified, "/v/anjiahe/clerk/seals"));
        var code = done.TextsOf("dd .code").Single(text => text.StartsWith('F'));

        var page = await Visitor().Get($"/check/anjiahe/{code}");
        var sheet = await Visitor().Get(Boards + "/red/sheet?period=2026");

        page.TextsOf(".answer dd").First().Should().Be(code);
        page.TextsOf(".answer dd").Last().Should().Be("✓ still as it was sealed");
        sheet.Text.Should().Contain(code, "the board's sheet says by which seal it is checked");
        (await Visitor().Get("/check/anjiahe/F1-AAAAAA")).Status.Should().Be(404);
    }

    [Theory]
    [InlineData("/check?bank=anjiahe&code=1-AAAAAA", 404, "code")]
    [InlineData("/check?bank=anjiahe&code=nothing%20at%20all", 404, "code")]
    [InlineData("/check?bank=nowhere&code=1-AAAAAA", 404, "bank")]
    [InlineData("/check?code=1-AAAAAA", 404, "bank")]
    [InlineData("/check/anjiahe/1-AAAAAA", 404, "code")]
    public async Task A_code_that_nothing_answers_to_is_said_beside_its_field(string address, int status, string field)
    {
        var page = await Visitor().Get(address);

        page.Status.Should().Be(status);
        page.ErrorOf(field).Should().NotBeEmpty();
        page.Document.QuerySelector(".answer").Should().BeNull();
    }

    [Fact]
    public async Task The_check_asks_which_village_and_waits_for_a_code()
    {
        var page = await Visitor().Get("/check?bank=xiaohe");

        (page.Status, page.Problem).Should().Be((200, ""));
        page.Find("option[selected]").TextContent.Should().Be("Xiaohe");
    }

    [Fact]
    public async Task Whoever_tries_codes_by_the_hundred_is_asked_to_wait()
    {
        var own = new ApiVillage();
        try
        {
            await own.InitializeAsync();
            var visitor = new PageVisitor(own.Host);
            for (var i = 0; i < 60; i++) (await visitor.Get($"/check?bank=anjiahe&code={i + 1}-AAAAAA")).Status.Should().Be(404);

            var page = await visitor.Get("/check/anjiahe/1-AAAAAA");
            (page.Status, page.Response.Headers.RetryAfter is not null).Should().Be((429, true));
            page.Problem.Should().NotBeEmpty();
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("zh-CN", "人居环境", "C01 | 村组清洁日 | +5 分／次 | 照片")]
    [InlineData("en", "Surroundings", "C01 | Cleaning day | +5 each time | 照片")]
    public async Task Anyone_may_read_the_rules_by_class(string language, string heading, string rule)
    {
        var page = await Visitor(language).Get("/v/anjiahe/rulebook?on=2026-03-02");
        page.TextsOf("main h2").Should().Contain(heading);
        page.RowsOf(".rules tbody tr").Should().Contain(rule);

        var sheet = await Visitor(language).Get(page.Find("a[href*='rulebook/sheet']").GetAttribute("href")!);
        sheet.RowsOf(".rules tbody tr").Should().Contain(rule);
    }

    [Fact]
    public async Task A_visitor_who_is_signed_in_stays_so_in_public()
    {
        var visitor = Visitor();
        await visitor.SignInPassbook(village.Passbooks[0].Serial, ApiVillage.Pin);

        var page = await visitor.Get(Boards + "/red");
        page.TextOf(".who").Should().Be(village.Passbooks[0].Serial);
        (await visitor.Get("/v/anjiahe")).TextsOf("main .button").Should().Contain("My doors").And.NotContain("Sign in");
    }
}
