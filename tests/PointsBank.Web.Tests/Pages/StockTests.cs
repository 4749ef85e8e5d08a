namespace PointsBank.Web.Tests.Pages;

/// <summary>The shop behind the counter: goods received, counted, moved and priced, and a shop opened.</summary>
public sealed class StockTests(CounterVillage village) : IClassFixture<CounterVillage>
{
    const string Shop = "/v/anjiahe/shops/1";

    Task<PageVisitor> Visitor(string who = "attendant") => village.Visitor(who);

    long Stock(string goods, long shop = 1) =>
        (village.Desks.Shops.Goods(1, shop)).Value.Single(good => good.Code == goods).Stock;

    [Fact]
    public async Task Several_goods_are_received_at_once_checked_first_and_written_once()
    {
        var (visitor, one, two) = (await Visitor(), Stock("G01"), Stock("G02"));
        var form = await visitor.Get(Shop + "/stock/received");

        (await visitor.Submit(form, Shop + "/stock/received/check")).Status.Should().Be(400, "nothing is filled in");
        (await visitor.Submit(form, Shop + "/stock/received/check", ("q.G01", "many"), ("origin", "")))
            .ErrorOf("q.G01")
            .Should()
            .NotBeEmpty();
        var check = await visitor.Submit(
            form, Shop + "/stock/received/check", ("q.G01", "２０"), ("q.G02", "3"), ("memo", "供销社"), ("origin", ""));
        check.TextsOf("tbody tr > *").Should().Equal("🧼 Soap", $"{one}", "+20", $"{one + 20}", "🧼 Soap", $"{two}", "+3", $"{two + 3}");
        (Stock("G01")).Should().Be(one, "it was only tried");
        (await visitor.Submit(check, Shop + "/stock/received", [], Shop + "/stock/received/change"))
            .Find("[name='q.G02']")
            .GetAttribute("value")
            .Should()
            .Be("3");
        var both = await Task.WhenAll(visitor.Submit(check, Shop + "/stock/received"), visitor.Submit(check, Shop + "/stock/received"));

        both.Should().OnlyContain(page => page.Location == Shop + "/stock?done=stock_received");
        (Stock("G01"), Stock("G02")).Should().Be((one + 20, two + 3));
        (await visitor.Get(Shop + "/stock/movements"))
            .TextsOf("tbody tr")
            .First()
            .Should()
            .Contain("received").And.Contain("+20").And.Contain("供销社");
    }

    /// <summary>A keeper of shop 1.</summary>
    async Task<PageVisitor> Keeper()
    {
        if (!village.Usernames.ContainsKey("keeper")) await village.Hire("keeper", """{"role":"keeper","bank":"anjiahe","shop":1}""");
        return await Visitor("keeper");
    }

    [Fact]
    public async Task A_purchase_says_what_it_cost_in_yuan_and_a_donation_is_printed_as_a_receipt()
    {
        var keeper = await Keeper();
        var form = await keeper.Get(Shop + "/stock/received");

        (await keeper.Submit(form, Shop + "/stock/received/check", ("q.G01", "2"), ("c.G01", "9.999"), ("partner", "县供销社")))
            .ErrorOf("c.G01")
            .Should()
            .NotBeEmpty();
        (await keeper.Submit(form, Shop + "/stock/received/check", ("q.G01", "2"), ("partner", "县供销社")))
            .ErrorOf("c.G01")
            .Should()
            .Be("This is missing");
        (await keeper.Submit(form, Shop + "/stock/received/check", ("q.G01", "2"), ("c.G01", "9")))
            .ErrorOf("partner")
            .Should()
            .Be("This is missing");
        (await keeper.Submit(
            form, Shop + "/stock/received/check", ("q.G01", "2"), ("c.G01", "9"), ("partner", "县供销社"), ("paidNow", "true"))).Problem
            .Should().Be("The treasurer pays from the fund");
        var check = await keeper.Submit(
            form, Shop + "/stock/received/check", ("q.G01", "2"), ("c.G01", "９.5"), ("partner", "县供销社"), ("receipt", "0012345"));
        check.TextsOf("tbody tr td:last-child").Should().Equal("9.50");
        check.Text.Should().Contain("Owed to the supplier");
        var bought = await keeper.Follow(await keeper.Submit(check, Shop + "/stock/received"));
        (bought.Status, bought.Done).Should().Be((200, "✓ Goods received."));
        bought.Text.Should().Contain("县供销社").And.Contain("0012345").And.Contain("9.50");

        var given = await keeper.Submit(
            form, Shop + "/stock/received/check", ("origin", "donation"), ("q.G01", "3"), ("q.G02", "1"), ("c.G01", "12"),
            ("partner", "爱心企业"));
        given.TextsOf(".banner.warn li").Should()
            .Equal("1 donated goods have neither a sum nor a reckoned cost; they count as worth nothing.");
        var written = await keeper.Submit(given, Shop + "/stock/received", ("key", "donation-1"));
        var receipt = await keeper.Get(written.Location!.Split('?')[0] + "/print");

        receipt.Text.Should().Contain("Donation receipt and inventory").And.Contain("爱心企业").And.Contain("12.00").And.Contain("Thank you");
        (await keeper.Get(Shop + "/stock")).Text.Should().Contain("All of it, in all places, is worth");
    }

    [Fact]
    public async Task A_delivery_that_was_written_wrongly_is_put_right_by_another_person_from_its_sheet()
    {
        var (keeper, clerk, one) = (await Keeper(), await Visitor("clerk"), Stock("G01"));
        var form = await keeper.Get(Shop + "/stock/received");
        var written = await keeper.Submit(
            await keeper.Submit(
                form, Shop + "/stock/received/check", ("q.G01", "20"), ("c.G01", "800"), ("partner", "县供销社"), ("receipt", "017-9")),
            Shop + "/stock/received");
        var sheet = written.Location!.Split('?')[0];
        (await keeper.Get(sheet + "/correction")).Text.Should().Contain("Another person corrects a delivery than the one who entered it");
        var own = await keeper.Get(sheet);
        own.TextsOf("a.button").Should().NotContain("A delivery was written wrongly");
        own.Text.Should().Contain("another person signs in and corrects it");
        (await clerk.Get(Shop + "/stock")).TextsOf("a.button").Should().Contain(text => text.Contains("A delivery was written wrongly"));
        (await clerk.Get(sheet)).TextsOf("a.button").Should().Contain("A delivery was written wrongly");

        var ask = await clerk.Get(sheet + "/correction");
        (ask.Find("[name='q.G01']").GetAttribute("value"), ask.Find("[name='c.G01']").GetAttribute("value")).Should().Be(("20", "800.00"));
        (await clerk.Submit(ask, sheet + "/correction/check", ("reason", "录错"))).Problem.Should().Contain("That is what the book says");
        (await clerk.Submit(ask, sheet + "/correction/check", ("c.G01", "80"))).ErrorOf("reason").Should().Be("This is missing");
        (await clerk.Submit(ask, sheet + "/correction/check", ("c.G01", "8.888"), ("reason", "录错"))).ErrorOf("c.G01").Should().NotBeEmpty();
        var check = await clerk.Submit(ask, sheet + "/correction/check", ("q.G01", "１2"), ("c.G01", "80"), ("reason", "把12块写成20块，多写一个零"));
        check.TextsOf("tbody td").First().Should().Be("−8");
        check.TextsOf("tfoot td").Should().Equal("-720.00");
        check.Text.Should().Contain("Owed to the supplier: -720.00 yuan");
        (Stock("G01")).Should().Be(one + 20, "it was only tried");
        (await clerk.Submit(check, sheet + "/correction", [], sheet + "/correction/change"))
            .Find("[name='q.G01']")
            .GetAttribute("value")
            .Should()
            .Be("１2");
        var both = await Task.WhenAll(clerk.Submit(check, sheet + "/correction"), clerk.Submit(check, sheet + "/correction"));

        (Stock("G01")).Should().Be(one + 12);
        both[0].Location.Should().Be(both[1].Location);
        var correction = await clerk.Follow(both[0]);
        correction.Done.Should().Be("✓ The delivery is corrected.");
        correction.Text.Should().Contain("县供销社").And.Contain("017-9").And.Contain("把12块写成20块");
        (await clerk.Get(sheet)).TextsOf(".banner.warn").Should().ContainSingle().Which.Should().StartWith("This delivery was corrected:");
        (await clerk.Get(both[0].Location!.Split('?')[0] + "/print")).Text
            .Should().Contain("Stock sheet: delivery corrected").And.NotContain("Thank you");
        (await clerk.Get(Shop + "/stock/movements?find=delivery"))
            .TextsOf("tbody tr")
            .First()
            .Should()
            .Contain("delivery corrected").And.Contain("−8");
    }

    [Fact]
    public async Task Two_people_count_blind_until_both_agree_and_the_result_hangs_in_public()
    {
        var (keeper, attendant, stranger, one) = (await Keeper(), await Visitor(), new PageVisitor(village.Host), Stock("G01"));
        (await keeper.Get(Shop + "/stock/sheet")).TextsOf(".sheet tbody td").Should().NotContain($"{one}");
        var list = await keeper.Get(Shop + "/stock/counts");
        var opened = await Task.WhenAll(keeper.Submit(list, Shop + "/stock/counts"), keeper.Submit(list, Shop + "/stock/counts"));
        var at = opened[0].Location!.Split('?')[0];
        opened.Should().OnlyContain(page => page.Location == at + "?done=count_opened");

        var form = await keeper.Get(at + "/figures");
        form.Text.Should().NotContain($"{one}");
        (await keeper.Submit(form, at + "/figures")).Status.Should().Be(400, "nothing is filled in");
        (await keeper.Submit(form, at + "/figures", ("q.G01", $"{one - 2}"))).Location.Should().Be(at + "?done=count_figures");
        (await keeper.Get(at)).Text.Should().NotContain($"{one - 2}").And.Contain("Counted by the first person only");
        (await attendant.Submit(await attendant.Get(at + "/figures"), at + "/figures", ("q.G01", $"{one - 1}"))).Status.Should().Be(303);
        (await attendant.Get(at)).TextsOf(".banner.warn strong").Should().Contain("The two differ on 1 goods. Both count these once more:");
        (await (await Visitor("clerk")).Get(at + "/figures")).Status.Should().Be(409, "two others count");
        (await attendant.Submit(await attendant.Get(at + "/figures"), at + "/figures", ("q.G01", $"{one - 2}"))).Status.Should().Be(303);

        var agreed = await attendant.Get(at);
        (await attendant.Submit(agreed, at + "/close")).ErrorOf("reason.G01").Should().StartWith("A difference needs its reason");
        (await stranger.Get(at.Replace("/stock", ""))).Status.Should().Be(404, "it is still open");
        var both = await Task.WhenAll(
            attendant.Submit(agreed, at + "/close", ("reason.G01", "missing")),
            attendant.Submit(agreed, at + "/close", ("reason.G01", "missing")));

        both.Should().OnlyContain(page => page.Location == at + "?done=count_entered");
        (Stock("G01")).Should().Be(one - 2);
        var wall = await stranger.Get(at.Replace("/stock", ""));
        wall.RowsOf("tbody tr").Single().Should().StartWith("Soap | ").And.Contain($"{one - 2} | −2").And.EndWith("missing");
        (await stranger.Get(at.Replace("/stock", "") + "/sheet")).Status.Should().Be(200);
        (await attendant.Get(Shop + "/day/print")).Text.Should().Contain("What the day's counts found").And.Contain($"{one - 2} −2");
        (await keeper.Get(Shop + "/reports/count-differences")).RowsOf("tbody tr").First().Should().Contain("missing");
    }

    [Fact]
    public async Task A_count_that_nobody_began_is_dropped()
    {
        var clerk = await Visitor("clerk");
        var page = await clerk.Follow(
            await clerk.Submit(await clerk.Get("/v/anjiahe/shops/2/stock/counts"), "/v/anjiahe/shops/2/stock/counts"));
        var at = page.Document.QuerySelectorAll("form").Select(form => form.GetAttribute("action")!)
            .Single(action => action.EndsWith("/drop", StringComparison.Ordinal));

        (await clerk.Submit(page, at)).Location.Should().Be("/v/anjiahe/shops/2/stock/counts?done=count_dropped");
        (await clerk.Submit(page, at, ("key", "again"))).Status.Should().Be(409);
    }

    [Theory]
    [InlineData("/stock", 200)]
    [InlineData("/stock/received", 200)]
    [InlineData("/stock/counts", 200)]
    [InlineData("/stock/movements", 200)]
    [InlineData("/goods", 200)]
    [InlineData("/goods/G01", 200)]
    [InlineData("/prices", 200)]
    [InlineData("/reports", 200)]
    [InlineData("/reports/lying", 200)]
    [InlineData("/slips", 403)]
    [InlineData("", 403)]
    public async Task A_keeper_keeps_goods_and_sells_nothing(string page, int status)
    {
        var seen = await (await Keeper()).Get(Shop + page);

        seen.Status.Should().Be(status);
        (await (await Keeper()).Get("/v/anjiahe/shops/2" + page)).Status.Should().Be(403, "it is not their shop");
        if (status == 200 && page == "/reports/lying") seen.Text.Should().NotContain("Households with", "a keeper sees no household");
    }

    [Fact]
    public async Task Goods_are_moved_to_the_other_shop_or_written_off_and_never_more_than_there_are()
    {
        var (visitor, here, there) = (await Visitor(), Stock("G01"), Stock("G01", 2));
        var form = await visitor.Get(Shop + "/stock/moved");

        (await visitor.Submit(form, Shop + "/stock/moved/check", ("q.G01", $"{here + 1}"))).Problem.Should().Be("Not enough in stock");
        var check = await visitor.Submit(form, Shop + "/stock/moved/check", ("q.G01", "4"));
        (await visitor.Submit(check, Shop + "/stock/moved")).Status.Should().Be(303);
        var spoiled = await visitor.Submit(
            await visitor.Get(Shop + "/stock/spoiled"), Shop + "/stock/spoiled/check", ("q.G01", "1"), ("memo", "damp"));
        (await visitor.Submit(spoiled, Shop + "/stock/spoiled")).Status.Should().Be(303);

        (Stock("G01"), Stock("G01", 2)).Should().Be((here - 5, there + 4));
        (await visitor.Get(Shop + "/stock/movements"))
            .TextsOf("tbody tr")
            .ElementAt(1)
            .Should()
            .Contain("moved → Points shop").And.Contain("−4");
    }

    [Fact]
    public async Task A_new_good_needs_a_free_code_an_approver_and_a_price_and_is_written_once()
    {
        var visitor = await Visitor("clerk");
        var form = await visitor.Get(Shop + "/goods/new");

        var empty = await visitor.Submit(form, Shop + "/goods/check");
        (empty.ErrorOf("price"), empty.ErrorOf("approvedBy"), empty.ErrorOf("nameZh"))
            .Should().Be(("This is missing", "This is missing", "This is missing"));
        (string, string?)[] typed = [
            ("nameZh", "毛巾"), ("nameEn", "Towel"), ("unitZh", "条"), ("emoji", "🧣"), ("price", "6"), ("approvedBy", "村委会"),
            ("monthMost", "2"), ("adultsOnly", "true"), ("cost", "4.50"), ("leastStock", "9")];
        (await visitor.Submit(form, Shop + "/goods/check", [.. typed, ("code", "G01")])).ErrorOf("code").Should().NotBeEmpty("soap has it");
        var check = await visitor.Submit(form, Shop + "/goods/check", typed);
        check.Text.Should().Contain("Towel").And.Contain("G03");
        var both = await Task.WhenAll(visitor.Submit(check, Shop + "/goods"), visitor.Submit(check, Shop + "/goods"));

        both.Should().OnlyContain(page => page.Location == Shop + "/goods?done=goods_set");
        (village.Desks.Shops.Goods(1, 1)).Value.Single(good => good.NameZh == "毛巾")
            .Should().BeEquivalentTo(new { MonthMost = 2, AdultsOnly = true, Cost = 450, LeastStock = 9 });
    }

    [Fact]
    public async Task A_new_price_holds_from_its_day()
    {
        var visitor = await Visitor("supervisor");
        var form = await visitor.Get(Shop + "/goods/G02");
        var check = await visitor.Submit(form, Shop + "/goods/check", ("price", "8"), ("approvedBy", "村委会"));
        check.TextsOf("dd.large").ElementAt(1).Should().Be("5→ 8");

        (await visitor.Submit(check, Shop + "/goods")).Status.Should().Be(303);
        (await visitor.Get(Shop + "/prices")).TextsOf(".prices strong").Should().Contain("8");
        (await visitor.Get(Shop + "/goods/G02")).TextsOf("tbody td.num").Should().Equal("8", "5");
    }

    [Fact]
    public async Task A_picture_is_uploaded_shown_and_never_anything_else()
    {
        var keeper = await Keeper();
        var (form, action) = (await keeper.Get(Shop + "/goods/G01"), Shop + "/goods/G01/picture");

        (await keeper.Submit(form, action)).ErrorOf("picture").Should().Be("This is missing");
        (await keeper.Upload(form, action, "picture", "x.gif", "GIF89a"u8.ToArray())).ErrorOf("picture").Should().NotBeEmpty();
        (await keeper.Upload(form, action, "picture", "x.png", PointsBank.Testing.Pictures.Png(9))).Location
            .Should().Be(Shop + "/goods/G01?done=goods_picture");
        var shown = await keeper.Get((await keeper.Get(Shop + "/goods")).Find("img.goods-picture").GetAttribute("src")!);

        (shown.Status, shown.Response.Content.Headers.ContentType!.MediaType).Should().Be((200, "image/png"));
    }

    [Fact]
    public async Task A_clerk_opens_a_shop_and_an_attendant_goes_straight_to_the_own_one()
    {
        (await (await Visitor()).Get("/v/anjiahe/shops")).Location.Should().Be(Shop);
        (await (await Visitor("attendant-next-door")).Get("/v/anjiahe/shops")).Location.Should().Be("/v/anjiahe/shops/2");
        (await (await Visitor()).Get("/v/anjiahe/shops/new")).Status.Should().Be(403);
        var clerk = await Visitor("clerk");
        var form = await clerk.Get("/v/anjiahe/shops/new");

        (await clerk.Submit(form, "/v/anjiahe/shops/new")).ErrorOf("nameZh").Should().Be("This is missing");
        var opened = await Task.WhenAll(
            clerk.Submit(form, "/v/anjiahe/shops/new", ("nameZh", "流动超市"), ("nameEn", "Mobile shop")),
            clerk.Submit(form, "/v/anjiahe/shops/new", ("nameZh", "流动超市"), ("nameEn", "Mobile shop")));
        opened.Should().OnlyContain(page => page.Location == "/v/anjiahe/shops?done=shop_opened");
        (await clerk.Submit(form, "/v/anjiahe/shops/new", ("nameZh", "仓库"), ("kind", "store"), ("key", "store-1")))
            .ErrorOf("of")
            .Should()
            .Be("This is missing");
        (await clerk.Follow(opened[0])).TextsOf(".tile strong").Should().Equal("Points shop", "Points shop", "Mobile shop");
    }
}
