namespace PointsBank.Web.Tests.Pages;

/// <summary>The shop behind the counter: goods received, counted, moved and priced, and a shop opened.</summary>
public sealed class StockTests(CounterVillage village) : IClassFixture<CounterVillage>
{
    const string Shop = "/v/anjiahe/shops/1";

    Task<PageVisitor> Visitor(string who = "attendant") => village.Visitor(who);

    async Task<long> Stock(string goods, long shop = 1) => (await village.Desks.Shops.Goods(1, shop)).Value.Single(good => good.Code == goods).Stock;

    [Fact]
    public async Task Several_goods_are_received_at_once_checked_first_and_written_once()
    {
        var (visitor, one, two) = (await Visitor(), await Stock("G01"), await Stock("G02"));
        var form = await visitor.Get(Shop + "/stock/received");

        (await visitor.Submit(form, Shop + "/stock/received/check")).Status.Should().Be(400, "nothing is filled in");
        (await visitor.Submit(form, Shop + "/stock/received/check", ("q.G01", "many"))).ErrorOf("q.G01").Should().NotBeEmpty();
        var check = await visitor.Submit(form, Shop + "/stock/received/check", ("q.G01", "２０"), ("q.G02", "3"), ("memo", "供销社"));
        check.TextsOf("tbody tr > *").Should().Equal("🧼 Soap", $"{one}", "+20", $"{one + 20}", "🧼 Soap", $"{two}", "+3", $"{two + 3}");
        (await Stock("G01")).Should().Be(one, "it was only tried");
        (await visitor.Submit(check, Shop + "/stock/received", [], Shop + "/stock/received/change")).Find("[name='q.G02']").GetAttribute("value").Should().Be("3");
        var both = await Task.WhenAll(visitor.Submit(check, Shop + "/stock/received"), visitor.Submit(check, Shop + "/stock/received"));

        both.Should().OnlyContain(page => page.Location == Shop + "/stock?done=stock_received");
        (await Stock("G01"), await Stock("G02")).Should().Be((one + 20, two + 3));
        (await visitor.Get(Shop + "/stock/movements")).TextsOf("tbody tr").First().Should().Contain("received").And.Contain("+20").And.Contain("供销社");
    }

    [Fact]
    public async Task A_count_hides_the_book_names_two_people_and_writes_the_differences_alone()
    {
        var (visitor, one, two) = (await Visitor(), await Stock("G01"), await Stock("G02"));
        var form = await visitor.Get(Shop + "/stock/counted");
        (await visitor.Get(Shop + "/stock/sheet")).TextsOf(".sheet tbody td").Should().NotContain($"{one}");
        (await visitor.Get(Shop + "/stock/sheet?book=1")).TextsOf(".sheet tbody td").Should().Contain($"{one}");
        form.TextsOf(".stock-lines .hint").Should().Equal("G01", "G02");

        var missing = await visitor.Submit(form, Shop + "/stock/counted/check", ("q.G01", $"{one - 2}"));
        (missing.ErrorOf("counter1"), missing.ErrorOf("counter2")).Should().Be(("This is missing", "This is missing"));
        var check = await visitor.Submit(missing, Shop + "/stock/counted/check", ("q.G01", $"{one - 2}"), ("counter1", "王一"), ("counter2", "李二"));
        check.TextsOf(".banner.warn li").Should().Equal("1 goods differ. Please count them once more.", "1 goods were not counted and stay as they are.");
        check.TextsOf("tr.marked > *").Should().Equal("🧼 Soap", $"{one}", "−2", $"{one - 2}");
        (await visitor.Submit(check, Shop + "/stock/counted")).Location.Should().Be(Shop + "/stock?done=stock_counted");

        (await Stock("G01"), await Stock("G02")).Should().Be((one - 2, two));
        (await visitor.Get(Shop + "/day/print")).Text.Should().Contain("What the day's counts found").And.Contain($"{one - 2}−2");
    }

    [Fact]
    public async Task Goods_are_moved_to_the_other_shop_or_written_off_and_never_more_than_there_are()
    {
        var (visitor, here, there) = (await Visitor(), await Stock("G01"), await Stock("G01", 2));
        var form = await visitor.Get(Shop + "/stock/moved");

        (await visitor.Submit(form, Shop + "/stock/moved/check", ("q.G01", $"{here + 1}"))).Problem.Should().Be("Not enough in stock");
        var check = await visitor.Submit(form, Shop + "/stock/moved/check", ("q.G01", "4"));
        (await visitor.Submit(check, Shop + "/stock/moved")).Status.Should().Be(303);
        var spoiled = await visitor.Submit(await visitor.Get(Shop + "/stock/spoiled"), Shop + "/stock/spoiled/check", ("q.G01", "1"), ("memo", "damp"));
        (await visitor.Submit(spoiled, Shop + "/stock/spoiled")).Status.Should().Be(303);

        (await Stock("G01"), await Stock("G01", 2)).Should().Be((here - 5, there + 4));
        (await visitor.Get(Shop + "/stock/movements")).TextsOf("tbody tr").ElementAt(1).Should().Contain("moved → Shop of love").And.Contain("−4");
    }

    [Fact]
    public async Task A_new_good_needs_a_free_code_an_approver_and_a_price_and_is_written_once()
    {
        var visitor = await Visitor("clerk");
        var form = await visitor.Get(Shop + "/goods/new");

        var empty = await visitor.Submit(form, Shop + "/goods/check");
        (empty.ErrorOf("price"), empty.ErrorOf("approvedBy"), empty.ErrorOf("nameZh")).Should().Be(("This is missing", "This is missing", "This is missing"));
        (string, string?)[] typed = [("nameZh", "毛巾"), ("nameEn", "Towel"), ("unitZh", "条"), ("emoji", "🧣"), ("price", "6"), ("approvedBy", "村委会")];
        (await visitor.Submit(form, Shop + "/goods/check", [.. typed, ("code", "G01")])).ErrorOf("code").Should().NotBeEmpty("soap has it");
        var check = await visitor.Submit(form, Shop + "/goods/check", typed);
        check.Text.Should().Contain("Towel").And.Contain("G03");
        var both = await Task.WhenAll(visitor.Submit(check, Shop + "/goods"), visitor.Submit(check, Shop + "/goods"));

        both.Should().OnlyContain(page => page.Location == Shop + "/goods?done=goods_set");
        (await village.Desks.Shops.Goods(1, 1)).Value.Count(good => good.NameZh == "毛巾").Should().Be(1);
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
            clerk.Submit(form, "/v/anjiahe/shops/new", ("nameZh", "流动超市"), ("nameEn", "Mobile shop")), clerk.Submit(form, "/v/anjiahe/shops/new", ("nameZh", "流动超市"), ("nameEn", "Mobile shop")));
        opened.Should().OnlyContain(page => page.Location == "/v/anjiahe/shops?done=shop_opened");
        (await clerk.Follow(opened[0])).TextsOf(".tile strong").Should().Equal("Shop of love", "Shop of love", "Mobile shop");
    }
}
