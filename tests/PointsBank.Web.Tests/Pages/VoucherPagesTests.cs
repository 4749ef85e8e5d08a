namespace PointsBank.Web.Tests.Pages;

/// <summary>Vouchers, without script: issued, printed, scanned at the counter, reported lost.</summary>
public sealed class VoucherPagesTests(CounterVillage village) : IClassFixture<CounterVillage>
{
    const string Shop = "/v/anjiahe/shops/1";
    const string H1 = Shop + "/h/1";
    const string Vouchers = "/v/anjiahe/vouchers";

    Task<PageVisitor> Visitor(string who = "attendant", int seat = 1) => village.Visitor(who, seat);

    (long Balance, long Held) Points()
    {
        var points = (village.Desks.Journal.Balance(1, 1)).Value.Points;
        return (points.Balance, points.Held);
    }

    async Task<PageSeen> Check(PageVisitor visitor, params (string, string?)[] typed) =>
        await visitor.Submit(await visitor.Get(Vouchers + "/new?household=1"), Vouchers + "/check", typed);

    /// <summary>One voucher as it is printed, number and code.</summary>
    async Task<string> Issue(PageVisitor visitor, int value)
    {
        ApiVillage.Must(
            await village.Post(
                ApiVillage.Bank + "/credits", """{"household":1,"rule":"C01","effectiveOn":"2026-03-01","quantity":20}""", "clerk"));
        return (await visitor.Submit(await Check(visitor, ($"v.{value}", "1")), Vouchers + "/issue", ("booklet", "true")))
            .TextOf(".voucher-code");
    }

    [Fact]
    public async Task Vouchers_are_checked_agreed_to_and_printed_and_a_repetition_prints_the_same()
    {
        var before = Points();
        var visitor = await Visitor();

        var check = await Check(visitor, ("v.20", "1"), ("v.5", "2"));
        check.Text.Should().Contain("1 of 20 points").And.Contain("2 of 5 points").And.Contain($"{before.Balance - before.Held - 30}");
        (Points()).Should().Be(before, "a check holds nothing");
        (await visitor.Submit(check, Vouchers + "/issue")).ErrorOf("pin").Should().Be("This is missing");
        (await visitor.Submit(check, Vouchers + "/issue", ("pin", "0000"))).ErrorOf("pin").Should().NotBeEmpty();
        (await visitor.Submit(check, Vouchers + "/issue", [], Vouchers + "/new"))
            .Find("[name='v.5']")
            .GetAttribute("value")
            .Should()
            .Be("2");
        var sheet = await visitor.Submit(check, Vouchers + "/issue", ("pin", ApiVillage.Pin));
        var again = await visitor.Submit(check, Vouchers + "/issue", ("pin", ApiVillage.Pin));

        sheet.TextsOf(".voucher-worth strong").Should().Equal("20", "5", "5");
        sheet.TextsOf(".voucher-code").Should()
            .OnlyHaveUniqueItems().And.AllSatisfy(code => code.Should().MatchRegex("^[0-9]+-[2-9A-HJ-NP-Z]{6}$"));
        again.TextsOf(".voucher-code").Should().Equal(sheet.TextsOf(".voucher-code"));
        (Points()).Should().Be((before.Balance, before.Held + 30));
        sheet.Response.RequestMessage!.RequestUri!.Query.Should().BeEmpty("no secret stands in an address");
    }

    [Fact]
    public async Task What_is_missing_or_too_much_is_said_on_the_form()
    {
        var visitor = await Visitor();

        (await Check(visitor)).Text.Should().Contain("This is missing");
        (await Check(visitor, ("v.5", "21"))).ErrorOf("v.5").Should().NotBeEmpty();
        (await Check(visitor, ("v.100", "20"))).Problem.Should().Be("Not enough points");
        (await Check(visitor, ("v.5", "1"), ("household", "99"))).ErrorOf("household").Should().NotBeEmpty();
        (await visitor.Get(Vouchers + "/new?household=99")).Status.Should().Be(404);
        (await visitor.Get(Vouchers + "/new")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_scanned_voucher_opens_its_household_pays_and_gives_back_what_is_left()
    {
        var visitor = await Visitor();
        var code = await Issue(visitor, 20);
        var before = Points();

        var basket = await visitor.Submit(await visitor.Get(Shop), Shop, ("card", "PV：" + code.ToLowerInvariant()));
        (basket.Status, basket.TextOf("[data-number=available]")).Should().Be((200, "20"));
        var tooMuch = await visitor.Submit(basket, H1, [("q.G01", "5")], H1 + "/check");
        tooMuch.Problem.Should().Be("The voucher is not enough");
        var check = await visitor.Submit(basket, H1, [("q.G01", "3")], H1 + "/check");
        check.Text.Should().Contain("The 5 points left in the voucher go back");
        check.Document.QuerySelector("[name=pin]").Should().BeNull("the voucher says enough");
        var both = await Task.WhenAll(visitor.Submit(check, H1 + "/redeem"), visitor.Submit(check, H1 + "/redeem"));

        both.Should().OnlyContain(page => page.Location == both[0].Location && page.Status == 303);
        (await visitor.Follow(both[0])).Text.Should().Contain("Agreed byvoucher");
        (Points()).Should().Be((before.Balance - 15, before.Held - 20));
        (await visitor.Submit(await visitor.Get(Shop), Shop, ("card", code))).Problem.Should().Be("This voucher was used before");
    }

    [Fact]
    public async Task A_wrong_code_opens_nothing()
    {
        var visitor = await Visitor();
        var number = (await Issue(visitor, 5)).Split('-')[0];

        (await visitor.Submit(await visitor.Get(Shop), Shop, ("card", $"{number}-AAAAAA"))).Problem
            .Should().Be("The voucher's number or code is not right");
    }

    [Fact]
    public async Task A_lost_voucher_is_made_void_by_the_clerk_with_a_reason()
    {
        var code = await Issue(await Visitor(), 5);
        var (before, number) = (Points(), code.Split('-')[0]);
        var (clerk, at) = (await Visitor("clerk"), $"{Vouchers}/{number}/void");

        var form = await clerk.Get(at);
        (await clerk.Submit(form, at)).ErrorOf("reason").Should().Be("This is missing");
        var both = await Task.WhenAll(clerk.Submit(form, at, ("reason", "lost")), clerk.Submit(form, at, ("reason", "lost")));

        both.Should().OnlyContain(page => page.Location == Vouchers + "?done=voucher_voided");
        (Points()).Should().Be((before.Balance, before.Held - 5));
        (await clerk.Get(Vouchers + "?state=void")).Text.Should().Contain("lost");
        (await clerk.Submit(await clerk.Get(at), at, ("reason", "lost"))).Problem.Should().Be("This voucher was reported lost");
        (await clerk.Get(Vouchers + "/9999/void")).Status.Should().Be(404);
        var visitor = await Visitor();
        (await visitor.Submit(await visitor.Get(Shop), Shop, ("card", code))).Problem.Should().Be("This voucher was reported lost");
    }

    [Theory]
    [InlineData("", "attendant attendant-next-door clerk supervisor")]
    [InlineData("/new", "attendant attendant-next-door clerk")]
    [InlineData("/1/void", "clerk supervisor")]
    public async Task Each_page_opens_for_its_roles_alone(string page, string roles)
    {
        await Issue(await Visitor(), 5);

        (await new PageVisitor(village.Host).Get(Vouchers + page)).Status.Should().Be(401);
        foreach (var who in (string[])[
            "attendant", "attendant-next-door", "clerk", "clerk-elsewhere", "supervisor", "administrator", "household"])
            (await (await Visitor(who)).Get(Vouchers + page)).Status.Should().Be(roles.Split(' ').Contains(who) ? 200 : 403, who);
    }
}
