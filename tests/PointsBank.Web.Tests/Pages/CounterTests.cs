using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace PointsBank.Web.Tests.Pages;

/// <summary>A village whose people sit at their browsers: each signs in once, because nobody may too often.</summary>
public sealed class CounterVillage : ApiVillage
{
    readonly Dictionary<string, PageVisitor> visitors = [];

    /// <summary>Whoever that is at their browser; another <paramref name="seat"/> is another browser.</summary>
    public async Task<PageVisitor> Visitor(string who = "attendant", int seat = 1)
    {
        if (visitors.TryGetValue($"{who} {seat}", out var known)) return known;
        var visitor = visitors[$"{who} {seat}"] = new(Host);
        if (who == "household") await visitor.SignInPassbook(Passbooks[1].Serial, Pin);
        else (await visitor.SignIn(Usernames[who], Password)).Status.Should().Be(303);
        return visitor;
    }
}

/// <summary>
/// The shop's counter, without script: who comes, what they take, how they agree, and what happens when two want the same.
/// </summary>
public sealed partial class CounterTests(CounterVillage village) : IClassFixture<CounterVillage>
{
    const string Shop = "/v/anjiahe/shops/1";
    const string H1 = Shop + "/h/1";

    Task<PageVisitor> Visitor(string who = "attendant", int seat = 1) => village.Visitor(who, seat);

    long Points(int household) => (village.Desks.Journal.Balance(1, household)).Value.Points.Available;

    long Stock(string goods) => (village.Desks.Shops.Goods(1, 1)).Value.Single(good => good.Code == goods).Stock;

    long Redemptions => village.Desks.Redemptions.Of(1, 1, long.MaxValue, 1)[0].Number;

    async Task Credit(int household) => ApiVillage.Must(await village.Post(
        ApiVillage.Bank + "/credits", $$"""{"household":{{household}},"rule":"C01","effectiveOn":"2026-03-01","quantity":20}""", "clerk"));

    /// <summary>The page on which a sale is checked, for soap taken by a household that was looked up.</summary>
    static async Task<PageSeen> Check(PageVisitor visitor, int household, string goods = "G01", int quantity = 1) => await visitor.Submit(
        await visitor.Get($"{Shop}/h/{household}?q.{goods}={quantity}"), $"{Shop}/h/{household}", [], $"{Shop}/h/{household}/check");

    [Fact]
    public async Task A_whole_sale_by_card_takes_three_taps_and_never_shows_the_cards_secret_in_an_address()
    {
        var (points, stock) = (Points(1), Stock("G01"));
        var visitor = await Visitor();

        var basket = await visitor.Submit(await visitor.Get(Shop), Shop, ("card", "pb:" + village.Passbooks[0].Token));
        (basket.Status, basket.TextOf("[data-number=available]")).Should().Be((200, $"{points}"));
        basket = await visitor.Submit(basket, H1, ("add", "G01"));
        (basket.Status, basket.TextOf("[data-total]"), basket.TextOf("[data-left]")).Should().Be((200, "5", $"{points - 5}"));
        var check = await visitor.Submit(basket, H1, [], H1 + "/check");
        (check.Status, check.TextOf("[data-number=after]")).Should().Be((200, $"{points - 5}"));
        check.Document.QuerySelector("[name=pin]").Should().BeNull("the card says enough");
        var done = await visitor.Submit(check, H1 + "/redeem");

        done.Location.Should().Be($"{Shop}/slips/{Redemptions}?done=sold");
        var slip = await visitor.Follow(done);
        (slip.Done, slip.TextOf("[data-number=balance]")).Should().Be(("✓ Done. Hand the goods over.", $"{points - 5}"));
        slip.Find("#card[autofocus]").Should().NotBeNull("the next customer's card is scanned here");
        slip.Text.Should().Contain("card").And.NotContain(village.Passbooks[0].Token);
        (Points(1), Stock("G01")).Should().Be((points - 5, stock - 1));
        new[] { basket, check, slip }.Should()
            .OnlyContain(page => !page.Response.RequestMessage!.RequestUri!.ToString().Contains(village.Passbooks[0].Token));
    }

    [Fact]
    public async Task A_household_is_found_by_number_or_first_letters_and_its_basket_stands_in_the_address()
    {
        var visitor = await Visitor();
        var counter = await visitor.Get(Shop);

        (await visitor.Submit(counter, Shop, ("card", "1"))).Location.Should().Be(H1);
        (await visitor.Submit(counter, Shop, ("card", "zjg"))).Location.Should().Be(Shop + "?q=zjg");
        (await visitor.Get(Shop + "?q=zjg")).TextsOf(".hit-no").Should().Equal("1", "2", "3");
        (await visitor.Get(Shop + "?q=xyz")).Document.QuerySelector(".none").Should().NotBeNull();
        var two = await visitor.Submit(await visitor.Get(H1 + "?q.G01=1"), H1, ("add", "G01"));
        two.Location.Should().Be(H1 + "?q.G01=2");
        (await visitor.Submit(await visitor.Follow(two), H1, ("take", "G01"))).Location.Should().Be(H1 + "?q.G01=1");
        (await visitor.Submit(await visitor.Get(H1), H1, ("go", "pick"), ("pick", "xz"))).Location
            .Should().Be(H1 + "?q.G01=1", "the first letters of its name are enough");
        (await visitor.Submit(await visitor.Get(H1), H1, ("go", "pick"), ("pick", "nothing like it")))
            .ErrorOf("pick")
            .Should()
            .NotBeEmpty();
    }

    [Fact]
    public async Task What_the_script_asks_for_is_a_list_and_no_page()
    {
        var hits = await (await Visitor()).Get(Shop + "/find?q=zjg");

        hits.TextsOf(".hit-head").Should().HaveCount(3);
        hits.Document.QuerySelector("header, form, h1").Should().BeNull();
    }

    [Theory]
    [InlineData("pb:0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task A_card_that_opens_nothing_is_told_and_not_shown_again(string card)
    {
        var visitor = await Visitor();
        var page = await visitor.Submit(await visitor.Get(Shop), Shop, ("card", card));

        (page.Status, page.Problem).Should().Be((422, "The PIN or the code does not open this passbook"));
        page.Find("#card").GetAttribute("value").Should().BeNullOrEmpty();
    }

    [Fact]
    public async Task What_costs_more_than_is_left_or_is_sold_out_is_off_and_cannot_be_added()
    {
        var visitor = await Visitor();
        var points = Points(1);
        var basket = await visitor.Get($"{H1}?q.G01={points / 5}");

        basket.Find("[data-code=G01] [name=add]").HasAttribute("disabled").Should().BeTrue();
        basket.Find("[data-code=G01] [data-off=points]").HasAttribute("hidden").Should().BeFalse();
        (await visitor.Submit(basket, H1, ("add", "G01"))).Location.Should().Be($"{H1}?q.G01={points / 5}");
        (await visitor.Get(H1)).Find("[data-check]").HasAttribute("disabled").Should().BeTrue("nothing is taken");
    }

    [Fact]
    public async Task Too_few_points_are_told_on_the_page_with_the_basket_still_there()
    {
        var visitor = await Visitor();
        var page = await Check(visitor, 3, "G01", 2);

        (page.Status, page.Problem).Should().Be((409, "Not enough points"));
        page.Find("input[name='q.G01']").GetAttribute("value").Should().Be("2");
    }

    [Fact]
    public async Task Without_a_card_the_household_agrees_by_PIN_and_a_wrong_one_writes_nothing()
    {
        var (visitor, points, before) = (await Visitor(), Points(1), Redemptions);
        var check = await Check(visitor, 1);

        var none = await visitor.Submit(check, H1 + "/redeem");
        (none.Status, none.ErrorOf("pin")).Should().Be((400, "This is missing"));
        var wrong = await visitor.Submit(none, H1 + "/redeem", ("pin", "000000"));
        (wrong.Status, wrong.ErrorOf("pin"), wrong.Find("[name=pin]").GetAttribute("value"))
            .Should().Be((422, "The PIN or the code does not open this passbook", null));
        (Points(1), Redemptions).Should().Be((points, before));
        var done = await visitor.Follow(await visitor.Submit(wrong, H1 + "/redeem", ("pin", ApiVillage.Pin)));
        done.Text.Should().Contain("Agreed by").And.Contain("password");
        (Points(1)).Should().Be(points - 5);
    }

    [Theory]
    [InlineData("card")]
    [InlineData("booklet")]
    public async Task A_card_may_be_scanned_at_the_last_moment_or_the_booklet_shown(string way)
    {
        var (visitor, points) = (await Visitor(), Points(1));
        var done = await visitor.Submit(
            await Check(visitor, 1), H1 + "/redeem", way == "card" ? ("pin", "pb:" + village.Passbooks[0].Token) : ("booklet", "true"));

        (await visitor.Follow(done)).Text.Should().Contain(way == "card" ? "Agreed bycard" : "Agreed bybooklet shown");
        (Points(1)).Should().Be(points - 5);
    }

    [Fact]
    public async Task A_card_scanned_among_the_goods_is_that_households_and_another_card_another_household()
    {
        var visitor = await Visitor();
        var own = await visitor.Submit(
            await visitor.Get(H1 + "?q.G01=1"), H1, ("go", "pick"), ("pick", "pb:" + village.Passbooks[0].Token));
        var other = await visitor.Submit(
            await visitor.Get(H1 + "?q.G01=1"), H1, ("go", "pick"), ("pick", "pb:" + village.Passbooks[1].Token));

        (own.Find("[name=card]").GetAttribute("value"), own.TextOf("[data-total]")).Should().Be(("pb:" + village.Passbooks[0].Token, "5"));
        (other.TextOf("h1")[..11], other.TextOf("[data-total]")).Should().Be(("Household 2", "0"));
    }

    [Fact]
    public async Task Another_households_card_agrees_to_nothing()
    {
        var (visitor, points) = (await Visitor(), Points(1));
        var wrong = await visitor.Submit(await Check(visitor, 1), H1 + "/redeem", ("pin", "pb:" + village.Passbooks[1].Token));

        (wrong.Status, wrong.ErrorOf("pin")).Should().Be((422, "The PIN or the code does not open this passbook"));
        (Points(1)).Should().Be(points);
    }

    [Fact]
    public async Task Confirmed_twice_it_is_written_once_and_both_see_the_same_slip()
    {
        var (visitor, points) = (await Visitor(), Points(1));
        var check = await Check(visitor, 1);
        var both = await Task.WhenAll(
            visitor.Submit(check, H1 + "/redeem", ("booklet", "true")), visitor.Submit(check, H1 + "/redeem", ("booklet", "true")));

        both[0].Location.Should().Be(both[1].Location).And.StartWith($"{Shop}/slips/{Redemptions}");
        (await visitor.Submit(check, H1 + "/redeem", ("booklet", "true"))).Location
            .Should().Be(both[0].Location, "back and once more is the same slip");
        (Points(1)).Should().Be(points - 5);
    }

    [Fact]
    public async Task Of_two_who_sell_the_last_piece_one_keeps_the_basket_and_is_told_why()
    {
        ApiVillage.Must(
            await village.Post(
                ApiVillage.Bank + "/shops/1/stock-movements", """{"kind":"received","items":[{"goods":"G02","quantity":1}]}""",
                "attendant"));
        await Credit(2);
        var (one, other) = (await Visitor(), await Visitor("attendant", seat: 2));
        var (first, second) = (await Check(one, 1, "G02"), await Check(other, 2, "G02"));

        (await one.Submit(first, H1 + "/redeem", ("booklet", "true"))).Status.Should().Be(303);
        var late = await other.Submit(second, Shop + "/h/2/redeem", ("booklet", "true"));

        (late.Status, late.Problem).Should().Be((409, "Not enough in stock"));
        late.TextOf(".banner.warn").Should().Be("Soap: 0 left and 1 taken. Please take some off.");
        late.Find("input[name='q.G02']").GetAttribute("value").Should().Be("1");
        (await other.Submit(late, Shop + "/h/2", ("take", "G02"))).Location.Should().Be(Shop + "/h/2", "and so it goes on");
    }

    [Fact]
    public async Task The_printed_slip_has_two_parts_a_code_and_a_line_to_sign()
    {
        var visitor = await Visitor();
        var done = await visitor.Submit(await Check(visitor, 1), H1 + "/redeem", ("booklet", "true"));
        var slip = await visitor.Get($"{Shop}/slips/{Redemptions}/print");

        done.Status.Should().Be(303);
        slip.TextsOf(".slip-part").Should().Equal("(Household's copy)", "(Shop's copy)");
        slip.Find("svg.qr").Should().NotBeNull();
        (slip.Find(".cut"), slip.TextOf(".sign")).Item2.Should().Be("Household's signature:");
        slip.TextsOf(".sheet .code").Should()
            .HaveCount(2).And.OnlyContain(code => code == village.Desks.Redemptions.Get(1, Redemptions).Value.CheckCode);
    }

    [Fact]
    public async Task A_slip_of_today_is_taken_back_with_a_reason_once()
    {
        var (visitor, points, stock) = (await Visitor(), Points(1), Stock("G01"));
        await visitor.Submit(await Check(visitor, 1), H1 + "/redeem", ("booklet", "true"));
        var slip = $"{Shop}/slips/{Redemptions}";
        var form = await visitor.Get(slip + "/void");

        var none = await visitor.Submit(form, slip + "/void/check");
        (none.Status, none.ErrorOf("reason")).Should().Be((400, "This is missing"));
        var check = await visitor.Submit(form, slip + "/void/check", ("usual", "goods"));
        check.Text.Should().Contain("Points returned+5").And.Contain("Wrong goods");
        (await visitor.Submit(check, slip + "/void", [], slip + "/void/change"))
            .Find("[value=goods]")
            .HasAttribute("checked")
            .Should()
            .BeTrue();
        var both = await Task.WhenAll(visitor.Submit(check, slip + "/void"), visitor.Submit(check, slip + "/void"));

        both.Should().OnlyContain(page => page.Location == slip + "?done=slip_voided");
        (Points(1), Stock("G01")).Should().Be((points, stock));
        (await visitor.Follow(both[0])).Document.QuerySelector($"[href='{slip}/void']").Should().BeNull("it is taken back already");
        (await visitor.Submit(form, slip + "/void/check", ("reason", "once more"))).Problem.Should().Be("The redemption was voided before");
    }

    [Fact]
    public async Task The_closing_sheet_holds_the_days_slips_and_what_they_come_to()
    {
        var visitor = await Visitor();
        await visitor.Submit(await Check(visitor, 1), H1 + "/redeem", ("booklet", "true"));
        var shift = village.Desks.Redemptions.Day(1, 1, null, village.Desks.Banks.Today).Value;

        var sheet = await visitor.Get(Shop + "/day/print?whose=all");
        (await visitor.Get(Shop + "/day?whose=all")).TextOf("[data-number=points]").Should().Be($"{shift.Points}");
        sheet.TextsOf(".sheet tbody tr th[scope=row]").Should().Contain(shift.Slips.Select(slip => $"{slip.Number}"));
        sheet.TextsOf(".sign").Should().Equal("Attendant:", "Supervisor:", "Day:");
    }

    [Theory]
    [InlineData("", "attendant")]
    [InlineData("/h/1", "attendant")]
    [InlineData("/find", "attendant")]
    [InlineData("/slips", "attendant clerk supervisor")]
    [InlineData("/slips/1", "attendant clerk supervisor")]
    [InlineData("/slips/1/print", "attendant clerk supervisor")]
    [InlineData("/slips/1/void", "attendant supervisor")]
    [InlineData("/day", "attendant clerk supervisor")]
    [InlineData("/day/print", "attendant clerk supervisor")]
    [InlineData("/stock", "attendant clerk supervisor")]
    [InlineData("/stock/sheet", "attendant clerk supervisor")]
    [InlineData("/stock/movements", "attendant clerk supervisor")]
    [InlineData("/stock/received", "attendant clerk")]
    [InlineData("/stock/counts", "attendant clerk supervisor")]
    [InlineData("/stock/sheets/1", "attendant clerk supervisor")]
    [InlineData("/stock/sheets/1/print", "attendant clerk supervisor")]
    [InlineData("/stock/moved", "attendant clerk")]
    [InlineData("/stock/movements?find=delivery", "attendant clerk supervisor")]
    [InlineData("/prices", "attendant clerk supervisor")]
    [InlineData("/reports", "clerk supervisor")]
    [InlineData("/reports?in=yuan", "clerk supervisor")]
    [InlineData("/reports/day-book", "clerk supervisor")]
    [InlineData("/reports/count-differences", "clerk supervisor")]
    [InlineData("/reports/redeemed", "clerk supervisor")]
    [InlineData("/reports/lying?days=1&least=1", "clerk supervisor")]
    [InlineData("/goods", "clerk supervisor")]
    [InlineData("/goods/new", "clerk supervisor")]
    [InlineData("/goods/G01", "clerk supervisor")]
    public async Task Each_page_opens_for_its_roles_alone_small_and_in_one_language(string page, string roles)
    {
        (await new PageVisitor(village.Host).Get(Shop + page)).Status.Should().Be(401);
        foreach (var who in (string[])[
            "attendant", "attendant-next-door", "clerk", "clerk-elsewhere", "supervisor", "administrator", "household"])
        {
            var seen = await (await Visitor(who)).Get(Shop + page);
            seen.Status.Should().Be(roles.Split(' ').Contains(who) ? 200 : 403, who);
            if (seen.Status != 200) continue;
            seen.Bytes.Length.Should().BeLessThan(100 * 1024);
            Chinese(seen).Should().BeEmpty();
        }
    }

    [Theory]
    [InlineData("/h/999")]
    [InlineData("/slips/999")]
    [InlineData("/stock/stolen")]
    [InlineData("/stock/counted")]
    [InlineData("/stock/counts/999")]
    [InlineData("/stock/sheets/999")]
    [InlineData("/counts/999")]
    public async Task What_is_not_there_is_a_page_that_says_so(string page) =>
        (await (await Visitor()).Get(Shop + page)).Status.Should().Be(404);

    /// <summary>Chinese in an English page that is not marked as such.</summary>
    static IEnumerable<string> Chinese(PageSeen page) => page.Document.Body!.Descendants<IText>()
        .Where(text => text.ParentElement!.Closest("[lang^=zh]") is null && Han().IsMatch(text.Text)).Select(text => text.Text.Trim());

    [GeneratedRegex(@"[\u2e80-\u9fff\uff00-\uffef]")]
    private static partial Regex Han();
}
