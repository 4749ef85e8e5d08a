namespace PointsBank.Web.Tests.Pages;

/// <summary>Shifts at the counter, without script, and what a supervisor takes back after them.</summary>
public sealed class ShiftPagesTests(CounterVillage village) : IClassFixture<CounterVillage>
{
    const string Shop = "/v/anjiahe/shops/1";
    const string H1 = Shop + "/h/1";
    const string Shifts = Shop + "/shifts";

    Task<PageVisitor> Visitor(string who = "attendant", int seat = 1) => village.Visitor(who, seat);

    [Fact]
    public async Task A_shift_is_opened_counted_served_in_closed_and_a_slip_of_it_taken_back_later()
    {
        var (visitor, supervisor) = (await Visitor(), await Visitor("supervisor"));
        var stock = (village.Desks.Shops.Goods(1, 1)).Value.Single(good => good.Code == "G01").Stock;
        (await visitor.Get(Shop)).Find($"[href='{Shifts}/open']").Should().NotBeNull();

        var form = await visitor.Get(Shifts + "/open");
        form.Text.Should().NotContain($"{stock}", "whoever sees the book's figure counts that");
        (await visitor.Submit(form, Shifts + "/open", ("q.G01", "many"))).ErrorOf("q.G01").Should().NotBeEmpty();
        var both = await Task.WhenAll(
            visitor.Submit(form, Shifts + "/open", ("q.G01", $"{stock - 1}")),
            visitor.Submit(form, Shifts + "/open", ("q.G01", $"{stock - 1}")));
        both.Should().OnlyContain(page => page.Location == Shop + "?done=shift_opened");
        var shift = village.Desks.Shifts.Of(1, 1, long.MaxValue, 1)[0].Number;
        (await visitor.Submit(form, Shifts + "/open", ("key", "another"))).Problem.Should().Be("Your shift here is open already");
        (await visitor.Get(Shop)).Find($"[href='{Shifts}/{shift}']").Should().NotBeNull();

        var check = await visitor.Submit(await visitor.Get(H1 + "?q.G01=2"), H1, [], H1 + "/check");
        var slip = (await visitor.Submit(check, H1 + "/redeem", ("booklet", "true"))).Location!.Split('?')[0];
        var seen = await visitor.Get($"{Shifts}/{shift}");
        (seen.TextOf("[data-number=points]"), seen.Document.QuerySelector($"[href='{slip}']") is null).Should().Be(("10", false));

        var close = $"{Shifts}/{shift}/close";
        var closed = await visitor.Follow(await visitor.Submit(await visitor.Get(close), close, ("q.G01", $"{stock - 2}")));
        (closed.Done, closed.Document.QuerySelector($"[href='{close}']")).Should().Be(("✓ The shift is closed.", null));
        closed.RowsOf("tbody tr").First().Should().Be($"Soap | {stock - 1}(−1) | 2 | 0 | {stock - 2} | {stock - 2} | 0");
        (await visitor.Get($"{Shifts}/{shift}/print")).TextsOf(".sign").Should().Equal("Attendant:", "Supervisor:", "Day:");
        (await visitor.Submit(await visitor.Get(close), close)).Problem.Should().Be("That shift has ended");

        village.Host.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        (await visitor.Get(slip)).Document.QuerySelector($"[href='{slip}/void']").Should().BeNull("its shift has ended");
        (await visitor.Submit(await visitor.Get(slip + "/void"), slip + "/void/check", ("usual", "goods"))).Problem
            .Should().Be("That shift has ended");
        (await supervisor.Follow(await supervisor.Get($"{Shop}/slips?number={slip.Split('/')[^1]}")))
            .Find($"[href='{slip}/void']")
            .Should()
            .NotBeNull();
        var confirm = await supervisor.Submit(await supervisor.Get(slip + "/void"), slip + "/void/check", ("usual", "goods"));
        (await supervisor.Follow(await supervisor.Submit(confirm, slip + "/void"))).Done.Should().StartWith("✓ Taken back");
        (await visitor.Get($"{Shifts}/{shift}")).Text.Should().Contain("reversed later");
    }

    [Fact]
    public async Task A_supervisor_closes_what_was_forgotten_and_another_attendant_cannot()
    {
        var seat = await Visitor("attendant-next-door");
        await seat.Submit(await seat.Get("/v/anjiahe/shops/2/shifts/open"), "/v/anjiahe/shops/2/shifts/open");
        var number = village.Desks.Shifts.Of(1, 2, long.MaxValue, 1)[0].Number;
        var (supervisor, close) = (await Visitor("supervisor"), $"/v/anjiahe/shops/2/shifts/{number}/close");

        (await (await Visitor()).Get(close)).Status.Should().Be(403);
        (await supervisor.Submit(await supervisor.Get(close), close)).Location
            .Should().Be($"/v/anjiahe/shops/2/shifts/{number}?done=shift_closed");
    }

    [Fact]
    public async Task A_number_that_is_no_slip_here_shows_the_list()
    {
        (await (await Visitor("supervisor")).Get(Shop + "/slips?number=99999")).Status.Should().Be(200);
        (await (await Visitor("supervisor")).Get(Shop + "/slips?number=x")).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("", "attendant clerk supervisor")]
    [InlineData("/open", "attendant")]
    public async Task Each_page_opens_for_its_roles_alone(string page, string roles)
    {
        (await new PageVisitor(village.Host).Get(Shifts + page)).Status.Should().Be(401);
        foreach (var who in (string[])[
            "attendant", "attendant-next-door", "clerk", "clerk-elsewhere", "supervisor", "administrator", "household"])
            (await (await Visitor(who)).Get(Shifts + page)).Status.Should().Be(roles.Split(' ').Contains(who) ? 200 : 403, who);
        foreach (var missing in (string[])["/999", "/999/print", "/999/close"])
            (await (await Visitor()).Get(Shifts + missing)).Status.Should().Be(404);
    }
}
