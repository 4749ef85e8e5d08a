using NodaTime;
using PointsBank.Village.Claims;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Notices at the clerk's desk and on the wall: posted, read, made longer, ended, entered.</summary>
public sealed class NoticePageTests(ClerkVisits village) : IClassFixture<ClerkVisits>
{
    const string Door = ClerkVisits.Door + "/notices", Wall = "/v/anjiahe/notices";

    [Theory]
    [InlineData("", "supervisor")]
    [InlineData("/new", "clerk")]
    [InlineData("/1", "supervisor")]
    [InlineData("/1/extension", "clerk")]
    [InlineData("/1/end", "supervisor")]
    [InlineData("/1/objections/new", "clerk")]
    public async Task The_desk_is_shut_to_strangers_and_to_those_without_the_right(string page, string role)
    {
        (await new PageVisitor(village.Host).Get(Door + page)).Status.Should().Be(401);
        (await (await village.SignIn("assessor")).Get(Door + page)).Status.Should().Be(403);
        (await (await village.SignIn(role)).Get(Door + page)).Status.Should().Be(200);
    }

    [Fact]
    public async Task What_hangs_on_the_wall_is_masked_and_marked_for_anybody()
    {
        var (stranger, hanging) = (new PageVisitor(village.Host), village.HangingNotice);
        var heads = village.Desks.Notices.Claims(ClerkVisits.Bank, hanging).Value.Select(item => item.Claim.Head).ToList();

        var list = await stranger.Get(Wall);
        list.Text.Should().Contain($"Notice {hanging}").And.Contain("1 objected");
        list.Response.Headers.GetValues("X-Robots-Tag").Should().Equal("noindex");
        var page = await stranger.Get($"{Wall}/{hanging}");
        page.Text.Should().Contain("Objected, waits for a ruling").And.Contain("No name", "a deduction names nobody");
        heads.Should().OnlyContain(head => !page.Text.Contains(head, StringComparison.Ordinal));
        page.Document.QuerySelector("a[href*=objection]").Should().BeNull("who is not signed in cannot object here");
        var group = page.Find(".periods a[href*=group]").GetAttribute("href")!;
        var ofGroup = await stranger.Get(group);
        ofGroup.TextsOf("main h2").Should().HaveCount(1);
        (await stranger.Get(Wall + "/99")).Status.Should().Be(404);
        (await stranger.Get($"{Wall}/{hanging}?after=x")).Status.Should().Be(200);

        var sheet = await stranger.Get($"{Wall}/{hanging}/sheet");
        sheet.TextsOf(".wall-title").Should()
            .HaveCount(page.TextsOf(".periods a[href*='group=']:not([href*=direct])").Count(), "a sheet for each group");
        (await stranger.Get(group.Replace($"/{hanging}?", $"/{hanging}/sheet?", StringComparison.Ordinal)))
            .TextsOf(".wall-title")
            .Should()
            .HaveCount(1);
        sheet.Document.QuerySelectorAll(".qr").Should().NotBeEmpty();
        heads.Should().OnlyContain(head => !sheet.Text.Contains(head, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_notice_is_checked_and_posted_once_and_made_longer_with_a_reason()
    {
        var visitor = await village.SignIn();
        var next = Newest + 1;
        var slip = await visitor.Submit(
            await visitor.Get(ClerkVisits.Door + "/deeds/new"), ClerkVisits.Door + "/deeds/check", ("household", "7"), ("rule", "D04"),
            ("effectiveOn", "2026-03-01"));
        (await visitor.Submit(slip, ClerkVisits.Door + "/deeds/write")).Status.Should().Be(303);
        var form = await visitor.Get(Door + "/new");

        (await visitor.Submit(form, Door + "/check", ("opensOn", "2026-02-01"))).ErrorOf("opensOn").Should().NotBeEmpty("the past is past");
        (await visitor.Submit(form, Door + "/check", ("days", "2"))).ErrorOf("days").Should().NotBeEmpty("three days at least");
        (await visitor.Submit(form, Door + "/check", ("days", "a few"))).ErrorOf("days").Should().NotBeEmpty();
        var check = await visitor.Submit(form, Door + "/check", ("opensOn", "2026-03-02"), ("days", "5"), ("hangDays", "6"));
        check.Text.Should().Contain("2026-03-02 to 2026-03-06").And.Contain("2026-03-07");
        Newest.Should().Be(next - 1, "it was only tried");
        (await visitor.Submit(check, Door, [], Door + "/again")).Find("[name=days]").GetAttribute("value").Should().Be("5");
        var both = await Task.WhenAll(visitor.Submit(check, Door), visitor.Submit(check, Door));

        both.Should()
            .OnlyContain(
                page => page.Location == $"{Door}/{next}?done=notice_posted&n-count={village.Desks.Notices.Get(ClerkVisits.Bank, next).Value.Items.Count}");
        Newest.Should().Be(next);
        var direct = await new PageVisitor(village.Host).Get($"{Wall}/{next}?direct=true");
        direct.TextsOf("tbody tr").Should()
            .Contain(row => row.Contains("2026-03-01", StringComparison.Ordinal), "what a clerk entered without a notice hangs there too");
        (await visitor.Submit(await visitor.Get(Door + "/new"), Door + "/check")).Problem.Should().Be("There is nothing due now");

        var extension = await visitor.Get($"{Door}/{next}/extension");
        (await visitor.Submit(extension, $"{Door}/{next}/extension", ("closesOn", "2026-03-09")))
            .ErrorOf("reason")
            .Should()
            .Be("This is missing");
        (await visitor.Submit(extension, $"{Door}/{next}/extension", ("closesOn", "2026-03-06"), ("reason", "下雨")))
            .ErrorOf("closesOn")
            .Should()
            .NotBeEmpty("that is no longer");
        (await visitor.Submit(extension, $"{Door}/{next}/extension", ("closesOn", "2026-03-09"), ("reason", "下大雨"))).Location
            .Should().Be($"{Door}/{next}?done=notice_extended");
        (await new PageVisitor(village.Host).Get($"{Wall}/{next}")).Text
            .Should().Contain("2026-03-09").And.Contain("下大雨", "the wall says why");
        (await visitor.Get(Door)).TextsOf("tbody th").First().Should().Be($"Notice {next}");
    }

    long Newest => village.Desks.Notices.List(ClerkVisits.Bank, 0, 1).Single().Number;
}

/// <summary>A notice to its end; the clock moves on, so this village is for itself.</summary>
public sealed class NoticeEndTests(ClerkVisits village) : IClassFixture<ClerkVisits>
{
    readonly long hanging = village.HangingNotice;

    string Door => $"{ClerkVisits.Door}/notices/{hanging}";

    [Fact]
    public async Task When_the_window_has_closed_all_that_nobody_objects_to_is_entered_at_once()
    {
        var (visitor, last) = (await village.SignIn(), village.LastEntry);
        village.Desks.Notices.Get(ClerkVisits.Bank, hanging).Value.Notice.Window.Should().Be("open");
        var early = await visitor.Get(Door + "/entry");
        early.Problem.Should().Be("The time for objections is still open");

        // The supervisor proposes to end it before its time, says why and by which document, and the clerk is the second person.
        village.Host.Clock.Advance(Duration.FromHours(1));
        var supervisor = await village.SignIn("supervisor");
        var end = await supervisor.Get(Door + "/end");
        (await supervisor.Submit(end, Door + "/end")).ErrorOf("reason").Should().Be("This is missing");
        (await supervisor.Submit(end, Door + "/end", ("reason", "全村大会已逐项通过"))).ErrorOf("document").Should().Be("This is missing");
        (await visitor.Get(Door + "/end")).Document.QuerySelector($"form[action='{Door}/end']")
            .Should().BeNull("the clerk does not propose it");
        (await supervisor.Submit(end, Door + "/end", ("reason", "全村大会已逐项通过"), ("document", "会议纪要第 3 号"))).Location
            .Should().Be(Door + "?done=notice_end_proposed");
        var own = await supervisor.Get(Door + "/end");
        own.Text.Should().Contain("another person decides on it");
        own.Document.QuerySelectorAll("form[action$='/confirmation']").Should().BeEmpty();
        var alone = await supervisor.Submit(end, Door + "/end", [("key", null)], Door + "/end/confirmation");
        alone.Status.Should().BeGreaterThan(399, "who proposed it does not confirm it");
        (await visitor.Submit(await visitor.Get(Door + "/end"), Door + "/end/confirmation")).Location
            .Should().Be(Door + "?done=notice_ended");
        (await visitor.Get($"/v/anjiahe/notices/{hanging}/sheet")).Text
            .Should().Contain("Objections ended early, on 2026-03-03").And.Contain("会议纪要第 3 号");
        (await visitor.Get(Door + "/entry")).Problem.Should()
            .Be("The time for objections is still open", "the end of tomorrow is the earliest");
        village.Host.Clock.Advance(Duration.FromDays(2));
        // Whoever signed in two days ago signs in again.
        visitor = new PageVisitor(village.Host);
        (await visitor.SignIn("clerk", "demo-clerk")).Location.Should().Be("/home");

        var due = village.Desks.Notices.Get(ClerkVisits.Bank, hanging).Value.Notice.Due;
        var check = await visitor.Get(Door + "/entry");
        check.TextOf("[data-number=entered]").Should().Be($"{due}");
        check.TextOf("[data-number=objected]").Should().Be("1");
        village.LastEntry.Should().Be(last, "it was only tried");
        var both = await Task.WhenAll(visitor.Submit(check, Door + "/entry"), visitor.Submit(check, Door + "/entry"));

        both.Should()
            .OnlyContain(
                page => page.Location == $"{Door}/entered?from={last + 1}&to={last + due}&done=notice_entered&n-count={due}&n-left=0");
        village.LastEntry.Should().Be(last + due);
        var entered = await visitor.Get(both[0].Location!);
        entered.TextsOf("tbody tr").Should().HaveCount((int)due);
        entered.Done.Should().Be($"✓ Entered: {due}. Not entered: 0.");
        (await visitor.Get(Door + "/entry")).Problem.Should().Be("There is nothing due now", "what is objected to waits for its ruling");
        (await visitor.Get(Door + "/entered?from=1&to=0")).Status.Should().Be(404);
        village.Desks.Notices.Claims(ClerkVisits.Bank, hanging).Value.Select(item => item.Claim.State)
            .Distinct()
            .Should()
            .BeEquivalentTo([ClaimState.Entered, ClaimState.Objected]);
    }
}
