using System.Globalization;

namespace PointsBank.Web.Tests.Pages;

/// <summary>
/// Goods kept ready, without script: a household orders from its passbook or rings, the attendant hands out all or a part.
/// </summary>
public sealed class OrderPagesTests(CounterVillage village) : IClassFixture<CounterVillage>
{
    const string Shop = "/v/anjiahe/shops/1";
    const string H1 = Shop + "/h/1";
    const string Own = "/v/anjiahe/h/2";
    const string Goods = Own + "/shops/1";

    Task<PageVisitor> Visitor(string who = "attendant", int seat = 1) => village.Visitor(who, seat);

    /// <summary>What a household has, and of that what is held.</summary>
    (long Balance, long Held) Points(int household)
    {
        var points = (village.Desks.Journal.Balance(1, household)).Value.Points;
        return (points.Balance, points.Held);
    }

    long Held() => (village.Desks.Shops.Goods(1, 1)).Value.Single(good => good.Code == "G01").Held;

    long Latest => village.Desks.Reservations.Of(1, null, null, null, long.MaxValue, 1)[0].Number;

    async Task Credit(int household) => ApiVillage.Must(await village.Post(
        ApiVillage.Bank + "/credits", $$"""{"household":{{household}},"rule":"C01","effectiveOn":"2026-03-01","quantity":20}""", "clerk"));

    /// <summary>An order by telephone, of so many pieces; the page that shows it.</summary>
    async Task<PageSeen> Reserve(PageVisitor visitor, int quantity)
    {
        await Credit(1);
        var check = await visitor.Submit(await visitor.Get($"{H1}?q.G01={quantity}"), H1, [], H1 + "/order/check");
        return await visitor.Follow(await visitor.Submit(check, H1 + "/order"));
    }

    [Fact]
    public async Task A_household_orders_from_its_passbook_sees_it_wait_and_cancels_it()
    {
        await Credit(2);
        var (before, held) = (Points(2), Held());
        var visitor = await Visitor("household");

        var goods = await visitor.Get(Goods);
        goods.TextOf("[data-number=available]").Should().Be($"{before.Balance - before.Held}");
        var one = await visitor.Follow(await visitor.Submit(goods, Goods, ("add", "G01")));
        one.TextOf("[data-total]").Should().Be("5");
        var check = await visitor.Submit(await visitor.Get(Goods + "?q.G01=2"), Goods, [], Goods + "/check");
        check.Text.Should().Contain("2026-03-09").And.Contain($"{before.Balance - before.Held - 10}");
        (Points(2)).Should().Be(before, "a check holds nothing");
        (await visitor.Submit(check, Goods + "/order", [], Goods)).Location.Should().Be(Goods + "?q.G01=2");
        var both = await Task.WhenAll(visitor.Submit(check, Goods + "/order"), visitor.Submit(check, Goods + "/order"));

        both.Should().OnlyContain(page => page.Location == Own + "/orders?done=order_placed");
        (Points(2), Held()).Should().Be(((before.Balance, before.Held + 10), held + 2));
        var orders = await visitor.Follow(both[0]);
        orders.Text.Should().Contain($"Order {Latest}").And.Contain("waiting").And.Contain("Kept until 2026-03-09");
        var cancel = $"{Own}/orders/{Latest}/cancel";
        var gone = await visitor.Follow(await visitor.Submit(await visitor.Get(cancel), cancel));
        (gone.Done, Points(2), Held()).Should().Be(("✓ Cancelled; its points are free again.", before, held));
        gone.Text.Should().Contain("cancelled");
        (await visitor.Submit(await visitor.Get(cancel), cancel)).Problem.Should().Be("This order was cancelled");
    }

    [Fact]
    public async Task An_order_that_cannot_be_keeps_what_was_tapped_and_says_why()
    {
        var visitor = await Visitor("household");

        var refused = await visitor.Submit(await visitor.Get(Goods + "?q.G01=900"), Goods, [], Goods + "/check");
        (refused.Status, refused.Find("[name='q.G01']").GetAttribute("value")).Should().Be((409, "900"));
        refused.Find("[data-speak=problem]").Should().NotBeNull("who cannot read has it read out");
        (await visitor.Submit(await visitor.Get(Goods), Goods, [], Goods + "/check")).Status.Should().Be(400);
        (await visitor.Get(Own + "/shops/9")).Status.Should().Be(404);
        (await visitor.Get(Own + "/orders/99999/cancel")).Status.Should().Be(404);
    }

    [Fact]
    public async Task The_attendant_orders_for_who_rings_and_hands_a_part_out_and_a_double_tap_writes_once()
    {
        var visitor = await Visitor();
        var held = Held();
        var order = await Reserve(visitor, 4);
        var (before, at) = (Points(1), $"{Shop}/orders/{Latest}");
        order.Text.Should().Contain("by phone").And.Contain("waiting");
        (Held()).Should().Be(held + 4);
        (await visitor.Get(H1)).Find($"[href='{at}']").Should().NotBeNull("whoever stands there is told what waits");
        (await visitor.Get(Shop + "/orders/picking")).Text.Should().Contain("张*国").And.NotContain("张建国");

        (await visitor.Submit(order, at + "/check", ("q.G01", "5"))).ErrorOf("q.G01").Should().StartWith("That is more than was ordered");
        (await visitor.Submit(order, at + "/check", ("q.G01", "0"))).Status.Should().Be(400);
        (await visitor.Submit(order, at + "/check", ("q.G01", "x"))).ErrorOf("q.G01").Should().NotBeEmpty();
        var check = await visitor.Submit(order, at + "/check", ("q.G01", "3"));
        (check.TextOf("[data-number=after]"), check.Text.Contains("5 points not taken go back"))
            .Should().Be(($"{before.Balance - 15}", true));
        (await visitor.Submit(check, at + "/pick-up")).ErrorOf("pin").Should().Be("This is missing");
        (await visitor.Submit(check, at + "/pick-up", ("pin", "0000"))).ErrorOf("pin").Should().NotBeEmpty();
        (await visitor.Submit(check, at + "/pick-up", [], at + "/change")).Find("[name='q.G01']").GetAttribute("value").Should().Be("3");
        var both = await Task.WhenAll(
            visitor.Submit(check, at + "/pick-up", ("pin", ApiVillage.Pin)),
            visitor.Submit(check, at + "/pick-up", ("pin", ApiVillage.Pin)));

        both.Should()
            .OnlyContain(page => page.Location != null && page.Location.StartsWith(Shop + "/slips/") && page.Location == both[0].Location);
        (Points(1), Held()).Should().Be(((before.Balance - 15, before.Held - 20), held));
        var done = await visitor.Get(at);
        done.Text.Should().Contain("picked up").And.Contain("(3 taken)");
        done.Document.QuerySelector($"form[action='{at}/check']").Should().BeNull();
        (await visitor.Submit(order, at + "/check", ("q.G01", "1"))).Problem.Should().Be("This order was picked up before");
    }

    [Fact]
    public async Task The_card_in_the_field_of_the_password_picks_up_and_another_households_does_not()
    {
        var visitor = await Visitor();
        var order = await Reserve(visitor, 1);
        var at = $"{Shop}/orders/{Latest}";
        var check = await visitor.Submit(order, at + "/check");

        (await visitor.Submit(check, at + "/pick-up", ("pin", "pb:" + village.Passbooks[1].Token))).ErrorOf("pin").Should().NotBeEmpty();
        (await visitor.Submit(check, at + "/pick-up", ("pin", "pb:" + village.Passbooks[0].Token))).Location
            .Should().StartWith(Shop + "/slips/");
    }

    [Fact]
    public async Task The_attendant_cancels_and_the_list_tells_what_became_of_each()
    {
        var visitor = await Visitor();
        await Reserve(visitor, 1);
        var at = $"{Shop}/orders/{Latest}";

        var list = await visitor.Follow(await visitor.Submit(await visitor.Get(at + "/cancel"), at + "/cancel"));
        (list.Status, list.Done).Should().Be((200, "✓ Cancelled; its points are free again."));
        list.Document.QuerySelector($"[href='{at}']").Should().BeNull("it waits no more");
        (await visitor.Get(Shop + "/orders?state=cancelled")).Find($"[href='{at}']").Should().NotBeNull();
        (await visitor.Get(Shop + "/orders?state=all")).Find($"[href='{at}']").Should().NotBeNull();
    }

    [Theory]
    [InlineData("/orders", "attendant clerk supervisor")]
    [InlineData("/orders/picking", "attendant clerk supervisor")]
    [InlineData("/orders/{0}", "attendant clerk supervisor")]
    [InlineData("/orders/{0}/cancel", "attendant clerk")]
    public async Task Each_page_opens_for_its_roles_alone(string page, string roles)
    {
        await Reserve(await Visitor(), 1);
        var address = Shop + string.Format(CultureInfo.InvariantCulture, page, Latest);

        (await new PageVisitor(village.Host).Get(address)).Status.Should().Be(401);
        foreach (var who in (string[])[
            "attendant", "attendant-next-door", "clerk", "clerk-elsewhere", "supervisor", "administrator", "household"])
            (await (await Visitor(who)).Get(address)).Status.Should().Be(roles.Split(' ').Contains(who) ? 200 : 403, who);
        (await (await Visitor()).Get(Shop + "/orders/99999")).Status.Should().Be(404);
    }

    [Theory]
    [InlineData("/orders")]
    [InlineData("/shops/1")]
    public async Task A_households_orders_are_its_own(string page)
    {
        (await new PageVisitor(village.Host).Get(Own + page)).Status.Should().Be(401);
        foreach (var who in (string[])["attendant", "clerk", "supervisor", "administrator"])
            (await (await Visitor(who)).Get(Own + page)).Status.Should().Be(403, who);
        (await (await Visitor("household")).Get("/v/anjiahe/h/1" + page)).Status.Should().Be(403);
        (await (await Visitor("household")).Get(Own + page)).Status.Should().Be(200);
    }
}
