using System.Globalization;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;

namespace PointsBank.Web.Tests.Pages;

/// <summary>The assessors' door: a meeting is opened, claims are decided a page at a time, and the minutes are signed.</summary>
public sealed class AssessTests(ClerkVisits village) : IClassFixture<ClerkVisits>
{
    const string Door = "/v/anjiahe/assess";

    Task<PageVisitor> Assessor() => village.SignIn("assessor");

    static Caller Clerk => Caller.System with { Grants = [new(Role.Clerk)] };

    /// <summary>A number that no claim has.</summary>
    long NoClaim => village.Desks.Claims.List(Clerk, ClerkVisits.Bank, new(), 0, 1).Value[0].Number + 1;

    ClaimLine Claim(long number) => village.Desks.Claims.List(Clerk, ClerkVisits.Bank, new(), number + 1, 1).Value[0];

    /// <summary>Opens a meeting with everybody whom the demo knows, and answers its address.</summary>
    async Task<string> Meet()
    {
        var visitor = await Assessor();
        var form = await visitor.Get(Door + "/meetings/new");
        var everybody = form.Document.QuerySelectorAll("[name=present]").Select(box => ("present", box.GetAttribute("value"))).ToList();
        var opened = await visitor.Submit(form, Door + "/meetings", everybody.Prepend(("place", "村委会")));
        opened.Status.Should().Be(303);
        return opened.Location![..opened.Location!.IndexOf('?', StringComparison.Ordinal)];
    }

    [Theory]
    [InlineData("")]
    [InlineData("/meetings/new")]
    [InlineData("/meetings/1/close")]
    [InlineData("/meetings/1/minutes")]
    [InlineData("/claims/1")]
    public async Task The_door_is_shut_to_strangers_and_to_those_without_the_right(string page)
    {
        (await new PageVisitor(village.Host).Get(Door + page)).Status.Should().Be(401);
        (await (await village.SignIn("attendant")).Get(Door + page)).Status.Should().Be(403);
        (await (await Assessor()).Get(Door + page)).Status.Should().BeOneOf([200, 303]);
    }

    [Fact]
    public async Task The_home_page_tells_the_next_day_and_what_waits_in_each_group()
    {
        var home = await (await Assessor()).Get(Door);

        home.Text.Should().Contain("2026-03-28");
        home.TextsOf("tbody th").Should().NotBeEmpty();
        home.Text.Should().Contain("No. 1 · ");
    }

    [Fact]
    public async Task A_meeting_needs_a_day_that_has_come()
    {
        var visitor = await Assessor();
        var form = await visitor.Get(Door + "/meetings/new");

        (await visitor.Submit(form, Door + "/meetings", ("heldOn", ""))).ErrorOf("heldOn").Should().Be("This is missing");
        (await visitor.Submit(form, Door + "/meetings", ("heldOn", "2026-03-09"))).ErrorOf("heldOn").Should().NotBeEmpty();
        (await visitor.Submit(form, Door + "/meetings", ("present", "999"))).Document.QuerySelector("fieldset .error")
            .Should().NotBeNull("nobody has this number");
    }

    [Fact]
    public async Task A_page_of_claims_is_checked_and_then_decided_once()
    {
        var (visitor, meeting) = (await Assessor(), await Meet());
        var page = await visitor.Get(meeting);
        var claims = page.Document.QuerySelectorAll("[name=claim]")
            .Select(field => long.Parse(field.GetAttribute("value")!, CultureInfo.InvariantCulture))
            .ToList();
        claims.Should().NotBeEmpty();
        var (first, last) = (claims[0], claims[^1]);
        // Only the first and the last are decided; the others wait.
        var typed = claims.Where(claim => claim != first && claim != last).Select(claim => ($"o{claim}", (string?)"")).ToList();

        var wrong = await visitor.Submit(page, meeting + "/check", [.. typed, ($"o{first}", "rejected")]);
        (wrong.Status, wrong.ErrorOf($"r{first}")).Should().Be((400, "This is missing"), "nobody is refused without a reason");
        wrong.TextsOf(".wrong-fields a").Should().ContainSingle().Which.Should().EndWith(" · Reason").And.MatchRegex("^[0-9]+ .");
        wrong.Find($"[name=o{first}] option[selected]").GetAttribute("value").Should().Be("rejected", "what was chosen stays");
        (await visitor.Submit(page, meeting + "/check", [.. typed, ($"p{first}", "many")])).ErrorOf($"p{first}").Should().NotBeEmpty();
        (await visitor.Submit(page, meeting + "/check", [.. typed, ($"p{first}", "999"), ($"r{first}", "x")]))
            .ErrorOf($"p{first}")
            .Should()
            .NotBeEmpty("more than the rule gives");
        var none = await visitor.Submit(page, meeting + "/check", claims.Select(claim => ($"o{claim}", (string?)"")));
        none.Problem.Should().Be("This is missing");

        var check = await visitor.Submit(page, meeting + "/check", [.. typed, ($"p{first}", "１"), ($"r{first}", "只做了一半")]);
        check.TextOf("[data-number=granted]").Should().Be("2");
        check.Text.Should().Contain("只做了一半");
        Claim(first).State.Should().Be(ClaimState.Collected, "it was only tried");
        (await visitor.Submit(check, meeting + "/decisions", [], meeting + "/again"))
            .Find($"[name=p{first}]")
            .GetAttribute("value")
            .Should()
            .Be("１");

        var both = await Task.WhenAll(visitor.Submit(check, meeting + "/decisions"), visitor.Submit(check, meeting + "/decisions"));

        both.Should().OnlyContain(done => done.Location == meeting + "?done=assess_decided&n-count=2");
        (Claim(first).State, Claim(first).Points).Should().Be((ClaimState.Assessed, 1L));
        (Claim(last).Points ?? 0).Should().Be(Claim(last).Worth);
        var after = await visitor.Get(both[0].Location!);
        after.Done.Should().Contain("The decisions are written: 2.");
        after.Document.QuerySelector($"[name=o{first}]").Should().BeNull("it waits no more");
        (await visitor.Get(meeting + "/minutes")).Text.Should().Contain("只做了一半").And.Contain("not closed yet");
    }

    [Fact]
    public async Task Who_came_later_is_added_and_a_closed_meeting_is_its_minutes()
    {
        var visitor = await Assessor();
        var form = await visitor.Get(Door + "/meetings/new");
        var opened = await visitor.Submit(form, Door + "/meetings");
        var meeting = opened.Location![..opened.Location!.IndexOf('?', StringComparison.Ordinal)];
        var page = await visitor.Get(meeting);

        // Alone with oneself there is no quorum, and typing does not help: the claims wait.
        (await visitor.Submit(page, meeting + "/check")).Problem.Should().Be("Too few uninvolved people are present");
        var person = page.Find("details [name=present]").GetAttribute("value");
        (await visitor.Submit(page, meeting + "/present", ("present", person))).Location.Should().Be(meeting + "?done=assess_present");
        var close = await visitor.Get(meeting + "/close");
        var closed = await visitor.Submit(close, meeting + "/close");

        closed.Location.Should().Be(meeting + "/minutes?done=assess_closed");
        (await visitor.Submit(close, meeting + "/close")).Location.Should().Be(closed.Location, "a double tap closes once");
        (await visitor.Get(meeting)).Location.Should().Be(meeting + "/minutes");
        (await visitor.Get(meeting + "/minutes")).TextsOf(".sign").Should().HaveCount(2);
        (await (await village.SignIn("supervisor")).Get(meeting + "/minutes")).Status.Should().Be(200, "the supervisor reads the minutes");
        (await visitor.Submit(page, meeting + "/check")).Status.Should().Be(409, "it is closed");
    }

    [Fact]
    public async Task A_claim_tells_whose_it_is_and_all_that_happened_to_it()
    {
        // A telephone was found on the road this week, and given back.
        var claim = village.Desks.Claims.List(Clerk, ClerkVisits.Bank, new(Household: 2), 0, 50).Value.First(claim => claim.Rule == "A03");
        var page = await (await Assessor()).Get($"{Door}/claims/{claim.Number}");

        page.Text.Should().Contain(claim.Head).And.Contain("在村口捡到手机").And.Contain("都去看过");
        (await (await Assessor()).Get($"{Door}/claims/{NoClaim}")).Status.Should().Be(404);
        (await (await Assessor()).Get($"{Door}/claims/{claim.Number}/evidence/1")).Status.Should().Be(404, "no file was added");
        (await (await Assessor()).Get(Door + "/meetings/9999")).Status.Should().Be(404);
    }
}
