using PointsBank.Web.Pages.Parts;

namespace PointsBank.Web.Tests.Pages;

/// <summary>A village whose fund has money, a purchase on credit, gifts and a contract shop with statements.</summary>
public sealed class FundVillage : IAsyncLifetime
{
    readonly Dictionary<string, PageVisitor> visitors = [];

    public ApiVillage Village { get; } = new();

    public PointsBank.Village.Funds.FundDesk Fund => Village.Desks.Fund;

    public PointsBank.Village.Funds.SettlementDesk Settlements => Village.Desks.Settlements;

    public long Cash => Fund.Cash(1);

    public async Task InitializeAsync()
    {
        await Village.InitializeAsync();
        await FundCalls.Fill(Village);
        foreach (var who in (string[])["treasurer", "clerk", "supervisor", "attendant", "merchant"])
        {
            visitors[who] = new(Village.Host);
            (await visitors[who].SignIn(Village.Usernames[who], ApiVillage.Password)).Location.Should().Be("/home");
        }
    }

    public PageVisitor As(string who) => visitors[who];

    public Task DisposeAsync() => Village.DisposeAsync();
}

public sealed class FundPageTests(FundVillage village) : IClassFixture<FundVillage>
{
    const string Door = "/v/anjiahe/fund";

    [Theory]
    [InlineData("", "treasurer", "attendant")]
    [InlineData("/movements", "supervisor", "attendant")]
    [InlineData("/movements/1", "clerk", "merchant")]
    [InlineData("/movements/1/void", "treasurer", "clerk")]
    [InlineData("/book", "supervisor", "merchant")]
    [InlineData("/givers", "clerk", "supervisor")]
    [InlineData("/contributions/new", "treasurer", "clerk")]
    [InlineData("/payments/new", "treasurer", "supervisor")]
    [InlineData("/statements", "merchant", null)]
    [InlineData("/statements/new", "clerk", "merchant")]
    [InlineData("/statements/1", "attendant", null)]
    [InlineData("/statements/1/sheet", "supervisor", null)]
    public async Task Each_page_is_for_those_whose_it_is(string page, string admitted, string? barred)
    {
        (await new PageVisitor(village.Village.Host).Get(Door + page)).Status.Should().Be(401);
        if (barred is not null) (await village.As(barred).Get(Door + page)).Status.Should().Be(403);
        (await village.As(admitted).Get(Door + page)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("/movements/99")]
    [InlineData("/statements/99")]
    [InlineData("/statements/x/sheet")]
    public async Task What_is_not_there_is_told_so(string page) => (await village.As("treasurer").Get(Door + page)).Status.Should().Be(404);

    [Fact]
    public async Task The_first_page_tells_cover_cash_and_what_waits()
    {
        var page = await village.As("treasurer").Get(Door);

        page.Find("[data-number=cover]").TextContent.Should().EndWith("%");
        page.TextOf("[data-number=cash]").Should().Be($"¥{Yuan.Of(village.Cash)}");
        page.Text.Should().Contain("供销社").And.Contain("Fewer than two whole months");
        page.Find("svg.plot title").TextContent.Should().StartWith("Points issued");
        page.Document.QuerySelectorAll("[style], script:not([src])").Should().BeEmpty();
    }

    [Fact]
    public async Task Money_is_typed_in_yuan_checked_and_entered_once()
    {
        var (treasurer, before) = (village.As("treasurer"), village.Cash);
        var form = await treasurer.Get(Door + "/contributions/new");

        var empty = await treasurer.Submit(form, Door + "/contributions/check");
        (empty.Status, empty.ErrorOf("from"), empty.ErrorOf("fen")).Should().Be((400, "This is missing", "This is missing"));
        foreach (var bad in (string[])["12.345", "-5", "1e3", "0x10", "."])
            (await treasurer.Submit(form, Door + "/contributions/check", ("source", "donation"), ("from", "王五"), ("fen", bad)))
                .ErrorOf("fen")
                .Should()
                .NotBeEmpty();
        var check = await treasurer.Submit(
            form, Door + "/contributions/check", ("source", "donation"), ("from", "王五"), ("fen", "１,２３４.5"), ("named", "true"),
            ("receivedOn", "2026-03-01"));
        check.Text.Should().Contain("¥1234.50").And.Contain("may be named");
        village.Cash.Should().Be(before, "it was only tried");
        (await treasurer.Submit(check, Door + "/contributions", [], Door + "/contributions/change"))
            .Find("[name=from]")
            .GetAttribute("value")
            .Should()
            .Be("王五");

        var both = await Task.WhenAll(treasurer.Submit(check, Door + "/contributions"), treasurer.Submit(check, Door + "/contributions"));

        both.Select(answer => (answer.Status, answer.Location)).Distinct().Should().ContainSingle().Which.Status.Should().Be(303);
        village.Cash.Should().Be(before + 123_450);
        (await treasurer.Follow(both[0])).Done.Should().Contain("Entered");
        (await new PageVisitor(village.Village.Host).Get("/v/anjiahe/donations")).Text.Should().Contain("王五").And.Contain("¥1234.50");
    }

    [Fact]
    public async Task A_purchase_is_paid_in_part_and_never_above_what_is_owed()
    {
        var treasurer = village.As("treasurer");
        var purchase = village.Fund.Owed(1).Single();
        var form = await treasurer.Get($"{Door}/payments/new?purchase={purchase.Movement}");
        form.Find("[name=fen]").GetAttribute("value").Should().Be(Yuan.Of(purchase.Owed));

        (await treasurer.Submit(form, Door + "/payments/check", ("fen", "90000000"))).Problem.Should().NotBeEmpty();
        (await treasurer.Submit(form, Door + "/payments/check", ("fen", "90.01"))).ErrorOf("fen").Should().Contain("90.00");
        (await treasurer.Submit(form, Door + "/payments/check", ("purchase", "0"), ("fen", "1"))).ErrorOf("memo").Should().NotBeEmpty();
        var check = await treasurer.Submit(form, Door + "/payments/check", ("fen", "0.01"));
        var paid = await treasurer.Follow(await treasurer.Submit(check, Door + "/payments"));

        paid.Done.Should().Contain("Paid");
        village.Fund.Owed(1).Single().Owed.Should().Be(purchase.Owed - 1);
    }

    [Fact]
    public async Task A_movement_is_voided_once_with_a_reason()
    {
        var treasurer = village.As("treasurer");
        const string At = Door + "/movements/2/void";
        var form = await treasurer.Get(At);

        (await treasurer.Submit(form, At + "/check")).ErrorOf("reason").Should().NotBeEmpty();
        var check = await treasurer.Submit(form, At + "/check", ("reason", "金额录错"));
        (await treasurer.Follow(await treasurer.Submit(check, At))).Text.Should().Contain("made this void");
        (await treasurer.Submit(form, At + "/check", ("reason", "再来"))).Problem.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_giver_is_named_in_public_only_where_it_is_noted()
    {
        var (treasurer, stranger) = (village.As("treasurer"), new PageVisitor(village.Village.Host));
        (await stranger.Get("/v/anjiahe/donations"))
            .RowsOf("tbody tr")
            .Should()
            .Contain(row => row.Contains("A kind giver | Goods given | Soap 10", StringComparison.Ordinal));

        var givers = await treasurer.Get(Door + "/givers");
        (await treasurer.Follow(await treasurer.Post(Door + "/givers", new FormUrlEncodedContent(
            [.. FormOf(givers), new("gift", "stock"), new(
                "number",
                village.Village.Fund.Gift.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("named", "true")])))).Done.Should().Contain("Noted");

        (await stranger.Get("/v/anjiahe/donations"))
            .RowsOf("tbody tr")
            .Should()
            .Contain(row => row.Contains("供销社 | Goods given", StringComparison.Ordinal));
        (await stranger.Get("/v/anjiahe/donations/sheet")).Status.Should().Be(200);

        static IEnumerable<KeyValuePair<string, string>> FormOf(PageSeen page) =>
            page.Find($"form[action='{Door}/givers']").QuerySelectorAll("input[name=__RequestVerificationToken], input[name=key]")
                .Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!));
    }

    [Fact]
    public async Task A_statement_is_drafted_made_signed_by_both_sides_approved_and_paid()
    {
        var (clerk, merchant, supervisor, treasurer) = (
            village.As("clerk"), village.As("merchant"), village.As("supervisor"), village.As("treasurer"));
        var form = await clerk.Get(Door + "/statements/new");
        (await clerk.Submit(form, Door + "/statements/check", ("until", "2026-03-02"))).ErrorOf("until").Should().NotBeEmpty();
        var draft = await clerk.Submit(
            form, Door + "/statements/check", ("shop", $"{village.Village.Fund.Shop}"), ("from", "2026-02-28"), ("until", "2026-02-28"));
        draft.Text.Should().Contain("Due: ¥5.00");
        village.Settlements.All(1, null, null, 99).Should().HaveCount(5, "a draft is not kept");

        var made = await clerk.Submit(draft, Door + "/statements");
        (await clerk.Submit(draft, Door + "/statements")).Location.Should().Be(made.Location);
        const string At = Door + "/statements/6";
        (await supervisor.Get(At)).Text.Should().Contain("Waits for: Sign for the shop");
        await Take(merchant, "signed_shop");
        await Take(supervisor, "signed_supervisor");
        (await supervisor.Get(At)).Text.Should().Contain("Waits for: Approve");
        await Take(clerk, "approved");
        var before = village.Cash;
        await Take(treasurer, "paid");

        village.Cash.Should().Be(before - 500);
        (await merchant.Get(At)).Text.Should().Contain("paid");

        async Task Take(PageVisitor who, string step)
        {
            var check = await who.Submit(await who.Get(At), $"{At}/{step}/check");
            (await who.Submit(check, $"{At}/{step}", [], $"{At}/{step}/change")).Status.Should().Be(200);
            (await who.Follow(await who.Submit(check, $"{At}/{step}"))).Done.Should().Contain("Noted");
        }
    }

    [Fact]
    public async Task A_clerk_writes_down_who_signed_and_a_statement_is_dropped_with_a_reason()
    {
        var clerk = village.As("clerk");
        const string At = Door + "/statements/1";
        (await clerk.Submit(await clerk.Get(At), At + "/signed_shop/check")).ErrorOf("name").Should().NotBeEmpty();
        var check = await clerk.Submit(await clerk.Get(At), At + "/signed_shop/check", ("name", "店主老周"));
        (await clerk.Follow(await clerk.Submit(check, At + "/signed_shop"))).Text.Should().Contain("店主老周");

        (await clerk.Submit(await clerk.Get(At), At + "/dropped/check")).ErrorOf("reason").Should().NotBeEmpty();
        var drop = await clerk.Submit(await clerk.Get(At), At + "/dropped/check", ("reason", "日期写错"));
        (await clerk.Follow(await clerk.Submit(drop, At + "/dropped"))).Text.Should().Contain("dropped");
    }

    [Fact]
    public async Task A_statement_is_printed_the_same_again_whatever_happens_after()
    {
        const string Sheet = Door + "/statements/4/sheet";
        var first = (await village.As("clerk").Get(Sheet)).TextOf(".sheet");
        ApiVillage.Must(await village.Village.Post($"{ApiVillage.Bank}/shops/{village.Village.Fund.Shop}/goods",
            """{"code":"G01","nameZh":"大香皂","nameEn":"Big soap","unitZh":"块","emoji":"🧼","price":9,"approvedBy":"村委会"}""", "clerk"));

        (await village.As("clerk").Get(Sheet)).TextOf(".sheet").Should().Be(first);
    }

    [Fact]
    public async Task The_clerk_is_warned_where_little_more_can_be_issued()
    {
        (await village.As("clerk").Get("/v/anjiahe/clerk")).Document.QuerySelector(".banner.warn").Should().BeNull();
        using var small = new WarnedFund();

        (await small.Warning()).Should().Contain("The cover is used up");
    }

    /// <summary>A village of its own, because a warning is everybody's.</summary>
    sealed class WarnedFund : IDisposable
    {
        readonly ApiVillage village = new();

        public async Task<string> Warning()
        {
            await village.InitializeAsync();
            await village.Hire("treasurer", """{"role":"treasurer","bank":"anjiahe"}""");
            ApiVillage.Must(
                await village.Post(
                    ApiVillage.Bank + "/fund/contributions", """{"source":"government","from":"镇政府","fen":500}""", "treasurer"));
            var clerk = new PageVisitor(village.Host);
            await clerk.SignIn(village.Usernames["clerk"], ApiVillage.Password);
            return (await clerk.Get("/v/anjiahe/clerk")).TextOf(".banner.warn");
        }

        public void Dispose() => village.DisposeAsync().GetAwaiter().GetResult();
    }
}
