using PointsBank.Testing;
using PointsBank.Village;
using PointsBank.Village.Claims;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Objections: from a household's own door, spoken at the desk, and answered by the supervisor.</summary>
public sealed class ObjectionPageTests(ClerkVisits village) : IClassFixture<ClerkVisits>
{
    const string Home = "/v/anjiahe/h/1", Own = Home + "/notices";

    const string Rulings = "/v/anjiahe/supervisor/objections", Reports = "/v/anjiahe/supervisor/reports";

    readonly long notice = village.HangingNotice;

    string Desk => $"{ClerkVisits.Door}/notices/{notice}";

    /// <summary>The objection that waits in the demo.</summary>
    PointsBank.Village.Notices.ObjectionView Waiting =>
        village.Desks.Objections.List(ClerkVisits.Bank, false, notice, long.MaxValue, 9).Single(objection => objection.Objector == "王大爷");

    /// <summary>Lines that nobody in the demo objects to.</summary>
    List<long> Untouched =>
        [.. village.Desks.Notices.Claims(ClerkVisits.Bank, notice).Value.Select(item => item.Line)
            .Where(line => line != Waiting.Line).Order()];

    NoticeItemState Item(long line)
    {
        var item = village.Desks.Notices.Claims(ClerkVisits.Bank, notice).Value.Single(found => found.Line == line);
        return new(item.Claim.State, item.Claim.Points, item.OpenObjections);
    }

    sealed record NoticeItemState(string State, long? Points, long Open);

    [Fact]
    public async Task A_household_objects_in_its_own_words_once_and_nobody_but_the_supervisor_learns_who()
    {
        var household = await village.SignIn("household");
        (await household.Get(Own)).Text.Should().Contain($"Notice {notice}");
        var page = await household.Get($"{Own}/{notice}");
        var line = Untouched[^1];
        var form = await household.Get(page.Find($"a[href$='objection?line={line}']").GetAttribute("href")!);
        var objection = $"{Own}/{notice}/objection";

        (await household.Submit(form, objection + "/check")).ErrorOf("words").Should().Be("This is missing");
        var check = await household.Submit(form, objection + "/check", ("words", "那天他不在村里"));
        check.Text.Should().Contain("那天他不在村里");
        Item(line).Open.Should().Be(0, "it was only tried");
        (await household.Submit(check, objection, [], objection + "/again")).TextOf("textarea").Should().Be("那天他不在村里");
        var both = await Task.WhenAll(household.Submit(check, objection), household.Submit(check, objection));

        both.Should().OnlyContain(done => done.Location == $"{Own}/{notice}?done=objection_sent");
        var sent = await household.Get(both[0].Location!);
        sent.Done.Should().Contain("Your objection is sent");
        sent.Document.QuerySelectorAll($"a[href='{objection}?line={line}']").Should().BeEmpty("once is enough");
        sent.TextsOf("td.stands").Should().Contain(text => text.Contains("You have objected", StringComparison.Ordinal));
        Item(line).Should().Be(new NoticeItemState(ClaimState.Objected, Item(line).Points, 1));
        (await household.Submit(await household.Get($"{objection}?line={line}"), objection + "/check", ("words", "再说一次"))).Status
            .Should().Be(409, "a household objects to an item once");
        (await household.Get(objection + "?line=999")).Status.Should().Be(404);
        var desk = await (await village.SignIn()).Get(Desk);
        desk.Text.Should().Contain("那天他不在村里").And.NotContain("household 1");
        var number = village.Desks.Objections.List(ClerkVisits.Bank, false, notice, long.MaxValue, 9)
            .Single(found => found.Line == line).Number;
        (await (await village.SignIn("supervisor")).Get($"{Rulings}/{number}")).Text.Should().Contain("household 1");

        (await household.Get(Own)).TextOf("#own-objections + * tbody tr").Should().Contain("那天他不在村里").And.Contain("To be answered by");
        (await household.Get(Home)).Text.Should().NotContain("New answers");
        var ruled = await village.Desks.Objections.Rule(
            new(ClaimLife.Supervisor, WriteContext.NewKey(), default), ClerkVisits.Bank, number, new("dismissed", "当天有签到"));
        ruled.Refusal.Should().BeNull();
        (await household.Get(Home)).Find($"a[href='{Own}#own-objections']").TextContent
            .Should().Contain("New answers to your objections: 1");
        (await household.Get(Own)).TextOf("#own-objections + * tbody tr").Should().Contain("Dismissed").And.Contain("当天有签到");
        (await household.Get(Home)).Text.Should().NotContain("New answers", "it was read here");
    }

    [Fact]
    public async Task What_somebody_says_at_the_desk_is_written_down_with_or_without_a_name()
    {
        var clerk = await village.SignIn();
        var line = Untouched[0];
        var form = await clerk.Get($"{Desk}/objections/new?line={line}");

        (await clerk.Submit(form, Desk + "/objections/check", ("line", ""))).ErrorOf("line").Should().Be("This is missing");
        (await clerk.Submit(form, Desk + "/objections/check", ("words", "不对"), ("line", "99")))
            .ErrorOf("line")
            .Should()
            .NotBeEmpty("no such line hangs there");
        (await clerk.Submit(form, Desk + "/objections/check", ("words", "不对"), ("household", "没有这个人")))
            .ErrorOf("household")
            .Should()
            .NotBeEmpty();
        var check = await clerk.Submit(form, Desk + "/objections/check", ("words", "她没有去"), ("channel", "voice"), ("objector", "王大娘"));
        check.Text.Should().Contain("王大娘").And.Contain("Only the supervisor sees who objects");
        (await clerk.Submit(check, Desk + "/objections", [], Desk + "/objections/again"))
            .Find("[name=objector]")
            .GetAttribute("value")
            .Should()
            .Be("王大娘");
        var both = await Task.WhenAll(clerk.Submit(check, Desk + "/objections"), clerk.Submit(check, Desk + "/objections"));

        both.Should().OnlyContain(done => done.Location == Desk + "?done=objection_written");
        Item(line).Open.Should().Be(1);
        (await clerk.Get(Desk)).Text.Should().Contain("她没有去").And.NotContain("王大娘");
    }

    [Theory]
    [InlineData(Rulings)]
    [InlineData(Rulings + "/1")]
    [InlineData(Reports)]
    [InlineData(Reports + "/exceptions")]
    public async Task Rulings_and_reports_are_the_supervisors_alone(string page)
    {
        (await new PageVisitor(village.Host).Get(page)).Status.Should().Be(401);
        (await (await village.SignIn()).Get(page)).Status.Should().Be(403);
        (await (await village.SignIn("supervisor")).Get(page)).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_ruling_is_checked_written_once_and_stands()
    {
        var supervisor = await village.SignIn("supervisor");
        var (line, ruling) = (Waiting.Line, $"{Rulings}/{Waiting.Number}");
        var (list, page) = (await supervisor.Get(Rulings), await supervisor.Get(ruling));
        list.Text.Should().Contain("那天是另外一家去的");
        page.Text.Should().Contain("王大爷").And.Contain("What happened");
        var before = Item(line);

        var empty = await supervisor.Submit(page, ruling + "/check");
        empty.ErrorOf("reason").Should().Be("This is missing");
        empty.Document.QuerySelector("fieldset .error").Should().NotBeNull("an outcome is chosen, never assumed");
        (await supervisor.Submit(page, ruling + "/check", ("outcome", "corrected"), ("reason", "少一半")))
            .ErrorOf("points")
            .Should()
            .Be("This is missing");
        (await supervisor.Submit(page, ruling + "/check", ("outcome", "corrected"), ("reason", "多给"), ("points", "99")))
            .ErrorOf("points")
            .Should()
            .NotBeEmpty();
        var check = await supervisor.Submit(page, ruling + "/check", ("outcome", "corrected"), ("reason", "两家一起做的"), ("points", "1"));
        check.TextOf("[data-number=points]").Should().Be($"+{before.Points} → +1");
        Item(line).Should().Be(before, "it was only tried");
        (await supervisor.Submit(check, ruling, [], ruling + "/again")).Find("[name=points]").GetAttribute("value").Should().Be("1");
        var both = await Task.WhenAll(supervisor.Submit(check, ruling), supervisor.Submit(check, ruling));

        both.Should().OnlyContain(done => done.Location == ruling + "?done=ruling_written");
        Item(line).Should().Be(new NoticeItemState(ClaimState.OnNotice, 1, 0));
        var ruled = await supervisor.Get(ruling);
        ruled.Text.Should().Contain("两家一起做的");
        ruled.Document.QuerySelector("[name=outcome]").Should().BeNull("a ruling cannot be changed");
        (await supervisor.Get(Rulings + "?show=all")).Text.Should().Contain("Corrected");
        (await new PageVisitor(village.Host).Get($"/v/anjiahe/notices/{notice}")).Find("del").TextContent
            .Should().Be($"{before.Points}", "the wall shows what was posted and what holds");
        (await supervisor.Get(Rulings + "/999")).Status.Should().Be(404);
    }

    [Fact]
    public async Task The_reports_count_claims_and_list_what_to_look_at()
    {
        var supervisor = await village.SignIn("supervisor");

        var claims = await supervisor.Get(Reports);
        claims.TextsOf("h2").Should().Equal("By group", "By way in", "How long each step took");
        claims.RowsOf("tbody tr").Should().Contain(row => row.Contains(" → ", StringComparison.Ordinal));
        (await supervisor.Get(Reports + "?from=2020-01-01&until=2020-02-01")).Text.Should().Contain("No claims in this time");
        (await supervisor.Get(Reports + "?from=x")).Status.Should().Be(400);
        (await supervisor.Get(Reports + "/exceptions")).TextsOf("h2").Should().EndWith("Nothing found of these");
    }
}
