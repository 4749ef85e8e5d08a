using PointsBank.Village.Service;

namespace PointsBank.Web.Tests.Pages;

/// <summary>
/// The volunteers' door and a household's service. In the demo one activity's hours wait, one is today with a waiting list, one is
/// open and one is planned.
/// </summary>
public sealed class ServicePageTests(ClerkVisits village) : IClassFixture<ClerkVisits>
{
    const string Door = "/v/anjiahe/service", Own = "/v/anjiahe/h/1/service";

    ServiceDesk Service => village.Desks.Service;

    /// <summary>The activity whose hours are written down and wait to be confirmed.</summary>
    long HoursWait => Activity("River cleaning", activity => activity.Begins.Date < Day);

    /// <summary>The activity of today whose places are taken.</summary>
    long Full => Activity("Free haircuts", activity => activity.Begins.Date == Day);

    /// <summary>The activity of another day for which people sign up.</summary>
    long Open => Activity("River cleaning", activity => activity.Begins.Date > Day && activity.State == ActivityState.Open);

    /// <summary>The activity that is not published yet.</summary>
    long Planned => Activity("Visits to elders living alone", activity => activity.State == ActivityState.Planned);

    NodaTime.LocalDate Day => village.Desks.Banks.Today;

    [Theory]
    [InlineData("", "team-leader", "attendant")]
    [InlineData("/activities/{hoursWait}", "supervisor", "group-leader")]
    [InlineData("/activities/{hoursWait}/times", "team-leader", "household")]
    [InlineData("/activities/{full}/people", "clerk", "attendant")]
    [InlineData("/activities/{full}/sheet", "clerk", "attendant")]
    [InlineData("/activities/{full}/code", "team-leader", "assessor")]
    [InlineData("/activities/{open}/terms", "clerk", "assessor")]
    [InlineData("/activities/new", "team-leader", "household")]
    [InlineData("/teams", "supervisor", "assessor")]
    [InlineData("/teams/1", "team-leader", "household")]
    [InlineData("/library", "team-leader", "attendant")]
    [InlineData("/library/new", "clerk", "team-leader")]
    [InlineData("/library/1", "clerk", "supervisor")]
    [InlineData("/volunteers", "supervisor", "team-leader")]
    [InlineData("/certificates", "clerk", "team-leader")]
    [InlineData("/exceptions", "supervisor", "team-leader")]
    public async Task Each_page_is_for_those_whose_it_is(string page, string admitted, string barred)
    {
        var at = Door + page.Replace("{hoursWait}", $"{HoursWait}").Replace("{full}", $"{Full}").Replace("{open}", $"{Open}");
        (await new PageVisitor(village.Host).Get(at)).Status.Should().Be(401);
        (await (await village.SignIn(barred)).Get(at)).Status.Should().Be(403);
        (await (await village.SignIn(admitted)).Get(at)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Hours_are_checked_and_confirmed_once_and_then_stand_in_the_passbook()
    {
        var at = $"{Door}/activities/{HoursWait}";
        (await (await village.SignIn("team-leader")).Get(at)).Text.Should().Contain("Written down by you: somebody else confirms it");
        var leader = new PageVisitor(village.Host);
        (await leader.SignIn("team2", "demo-team2")).Location.Should().Be("/home");
        var (entry, balance) = (village.LastEntry, village.BalanceOf(3));
        var page = await leader.Get(at);

        (await leader.Submit(page, at + "/confirm/check", ("tick", null))).Text.Should().Contain("Tick somebody first");
        var check = await leader.Submit(page, at + "/confirm/check");
        check.RowsOf("tbody tr").Should()
            .HaveCount(4, "one has not left").And.Contain(row => row.Contains("Ceiling of the activity", StringComparison.Ordinal));
        village.LastEntry.Should().Be(entry, "it was only tried");
        (await leader.Submit(check, at + "/confirm", [], at + "/confirm/again")).Title.Should().StartWith("River cleaning");
        var both = await Task.WhenAll(leader.Submit(check, at + "/confirm"), leader.Submit(check, at + "/confirm"));

        both.Should().OnlyContain(answer => answer.Location == at + "?done=hours_confirmed&n-count=4");
        village.LastEntry.Should().Be(entry + 4);
        (village.BalanceOf(3)).Should().Be(balance + 6);
        var after = await leader.Follow(both[0]);
        after.Done.Should().Contain("confirmed");
        after.Find("h1").TextContent.Should().Contain("Held");
        after.Text.Should().Contain("Confirmed by");
        (await leader.Submit(check, at + "/confirm", ("key", Village.WriteContext.NewKeyText()))).Problem.Should().Be("Already confirmed");
    }

    [Fact]
    public async Task The_list_at_the_door_is_copied_with_errors_beside_their_fields()
    {
        var leader = await village.SignIn("team-leader");
        var activity = await Today(40, 41, 42);
        var at = $"{Door}/activities/{activity}";
        var times = at + "/times";
        var form = await leader.Get(times);

        (await leader.Submit(form, times)).Problem.Should().Be("This is missing", "nothing was written down");
        var wrong = await leader.Submit(form, times, ("rows[1].came", "25:70"));
        wrong.ErrorOf("rows[1].came").Should().Be("Not a time");
        wrong.Find("[name='rows[1].came']").GetAttribute("value").Should().Be("25:70");
        (await leader.Submit(form, times, ("rows[2].came", "08:00"), ("rows[2].left", "07:00")))
            .ErrorOf("rows[2].left")
            .Should()
            .Be("Left before coming");
        (await leader.Submit(form, times, ("rows[2].came", "0800"), ("rows[2].left", "12:00")))
            .ErrorOf("rows[2].left")
            .Should()
            .Be("The time lies ahead");
        var written = await leader.Submit(form, times, ("rows[0].came", "800"), ("rows[0].left", "8:50"), ("rows[2].came", "08:10"));

        written.Location.Should().Be(at + "?done=times_recorded");
        Service.Attendance.Of(ClerkVisits.Bank, activity).Value.Items.Select(item => (item.Came.Minute, item.Minutes, item.Way))
            .Should().Equal((0, 50, "list"), (10, null, "list"));
        var again = await leader.Get(times);
        (await leader.Submit(again, times, ("rows[0].left", "08:40"))).Find("[name=reason]").ParentElement!.ClassName
            .Should().Contain("has-error");
        (await leader.Submit(again, times, ("rows[0].left", "08:40"), ("reason", "看错了"))).Location.Should().Be(at + "?done=times_recorded");

        var number = Service.Attendance.Of(ClerkVisits.Bank, activity).Value.Items.Single(item => item.State == "came").Number;
        var strike = await leader.Get($"{at}/strike?attendance={number}");
        (await leader.Submit(strike, at + "/strike")).ErrorOf("reason").Should().NotBeEmpty();
        (await leader.Submit(strike, at + "/strike", ("reason", "写错了人"))).Location.Should().Be(at + "?done=attendance_struck");
        (await leader.Get(at + "/strike?attendance=999")).Status.Should().Be(404);
        (await (await village.SignIn("supervisor")).Get(Door + "/exceptions"))
            .TextsOf("main h2")
            .Should()
            .HaveCount(ServiceDesk.ExceptionKinds.Count);
    }

    [Fact]
    public async Task An_activity_is_planned_published_changed_and_called_off()
    {
        var leader = await village.SignIn("team-leader");
        var form = await leader.Get(Door + "/activities/new");

        (await leader.Submit(form, Door + "/activities", ("begins", ""))).ErrorOf("begins").Should().NotBeEmpty();
        (await leader.Submit(form, Door + "/activities", ("begins", "tomorrow"))).ErrorOf("begins").Should().Be("Not a time");
        (await leader.Submit(form, Door + "/activities", ("day", "2020-01-01")))
            .ErrorOf("begins")
            .Should()
            .StartWith("The project is not run on that day");
        var planned = await leader.Submit(
            form, Door + "/activities", ("day", "2026-03-20"), ("begins", "830"), ("ends", "11:30"), ("title", "清明祭扫"));
        var at = planned.Location!.Split('?')[0];
        (await leader.Follow(planned)).Done.Should().Contain("planned");
        (await leader.Submit(await leader.Get(at), at + "/steps")).Location.Should().Be(at + "?done=activity_open");
        var terms = await leader.Get(at + "/terms");
        (await leader.Submit(terms, at + "/terms")).Problem.Should().NotBeEmpty("nothing is changed");
        (await leader.Submit(terms, at + "/terms", ("place", "烈士墓"), ("reason", "改地点"))).Location
            .Should().Be(at + "?done=activity_changed");
        var page = await leader.Get(at);
        page.Text.Should().Contain("烈士墓").And.Contain("2026-03-20 08:30–11:30");
        var cancel = page.Document.QuerySelectorAll($"form[action='{at}/steps']")
            .Single(found => found.QuerySelector("[value=cancelled]") is not null);
        cancel.QuerySelector("[name=reason]").Should().NotBeNull();
        (await leader.Submit(page, at + "/steps", ("state", "cancelled"), ("reason", ""))).ErrorOf("reason").Should().NotBeEmpty();
        (await leader.Submit(page, at + "/steps", ("state", "cancelled"), ("reason", "下雨"))).Location
            .Should().Be(at + "?done=activity_cancelled");
        (await leader.Get(at)).Text.Should().Contain("Called off").And.Contain("下雨");
        (await leader.Get(Door + "/activities/999")).Status.Should().Be(404);
    }

    [Fact]
    public async Task A_household_signs_up_waits_withdraws_and_signs_in_by_the_code_at_the_door()
    {
        var (household, leader) = (await village.SignIn("household"), await village.SignIn("team-leader"));
        var (open, full, today) = ($"{Own}/{Open}", $"{Own}/{Full}", Full);
        (await household.Get(Own)).Text.Should().Contain("Open activities").And.Contain("River cleaning");
        (await household.Get($"{Own}/{Planned}")).Status.Should().Be(404, "it is only planned");
        (await household.Get("/v/anjiahe/h/2/service")).Status.Should().Be(403);
        var form = await household.Get(open);

        (await household.Submit(form, open + "/sign-ups")).Location.Should().Be(open + "?done=signed_up");
        (await household.Submit(form, open + "/sign-ups", ("key", Village.WriteContext.NewKeyText())))
            .Problem.Should().Be("Already signed up");
        (await household.Submit(await household.Get(open), open + "/withdrawals")).Location.Should().Be(open + "?done=signed_off");
        (await household.Submit(await household.Get(full), full + "/sign-ups")).Location.Should().Be(full + "?done=on_waiting_list");

        var poster = await leader.Submit(await leader.Get($"{Door}/activities/{today}/code"), $"{Door}/activities/{today}/code");
        poster.Find(".door-code .qr").Should().NotBeNull();
        var code = Service.Activities.IssueCode(ByLeader, ClerkVisits.Bank, today, "a sheet of slips, drawn on 8 March 2026");
        var address = $"/v/anjiahe/door/{today}?code={(await code).Value.Token}";
        (await new PageVisitor(village.Host).Get(address)).Status.Should().Be(401, "first they say who they are");
        var door = await household.Follow(await household.Get(address));
        var letters = string.Join(' ', (await code).Value.Token!.ToUpperInvariant().Chunk(4).Select(four => new string(four)));
        var typed = await household.Submit(await household.Get(full), full + "/door", ("code", letters));
        typed.Find("[name=token]")
            .GetAttribute("value")
            .Should()
            .Be(door.Find("[name=token]").GetAttribute("value"), "the letters on the poster do the same");
        (await household.Submit(door, full + "/door", ("token", "0123456789abcdef0123456789abcdef")))
            .Problem.Should().Be("The code does not work");
        (await household.Submit(door, full + "/door")).Location.Should().Be(full + "?done=signed_in");
        (await household.Submit(door, full + "/door", ("key", Village.WriteContext.NewKeyText()))).Problem.Should().Be("Signed already");
    }

    [Fact]
    public async Task Somebody_is_found_by_household_and_put_on_the_list_by_the_leader()
    {
        var leader = await village.SignIn("team-leader");
        var at = $"{Door}/activities/{Open}";

        (await leader.Get(at + "/people?q=zzzz")).Text.Should().Contain("Nobody found");
        var found = await leader.Get(at + "/people?q=21");
        (await leader.Submit(found, at + "/sign-ups")).Location.Should().Be(at + "?done=signed_up");
        var page = await leader.Get(at);
        page.Text.Should().Contain("household 21");
        (await leader.Get(at + "/sheet")).RowsOf("tbody tr").Should().HaveCountGreaterThan(8);
        (await leader.Submit(page, at + "/withdrawals", ("member", "1"))).Problem.Should().Be("Not signed up");
    }

    [Fact]
    public async Task The_clerk_keeps_teams_classes_and_the_library()
    {
        var clerk = await village.SignIn();
        var teams = await clerk.Get(Door + "/teams");
        (await clerk.Submit(teams, Door + "/teams", ("name", "护河队"))).ErrorOf("name").Should().NotBeEmpty("the name is taken");
        var opened = await clerk.Submit(teams, Door + "/teams", ("name", "助学队"));
        var at = opened.Location!.Split('?')[0];
        var found = await clerk.Get(at + "?q=33");
        (await clerk.Submit(found, at + "/members")).Location.Should().Be(at + "?done=team_joined");
        (await clerk.Submit(await clerk.Get(at), at + "/leavers")).Location.Should().Be(at + "?done=team_left");
        (await clerk.Submit(await clerk.Get(at), at + "/name", ("name", "助学先锋"))).Location.Should().Be(at + "?done=team_renamed");
        (await clerk.Submit(await clerk.Get(at), at + "/end")).Location.Should().Be(at + "?done=team_ended");

        var library = await clerk.Get(Door + "/library");
        (await clerk.Submit(library, Door + "/classes", ("code", "a b"), ("nameZh", "新类"))).ErrorOf("code").Should().NotBeEmpty();
        (await clerk.Submit(
            library, Door + "/classes", ("code", "night"), ("nameZh", "夜间服务"), ("unitMinutes", "30"))).ErrorOf("unitMinutes")
            .Should().Be("The supervisor sets what makes more points of the same time");
        var supervisor = await village.SignIn("supervisor");
        (await supervisor.Submit(
            await supervisor.Get(Door + "/library"), Door + "/classes", ("code", "night"), ("nameZh", "夜间服务"), ("nameEn", "Night service"),
            ("unitMinutes", "30"))).Location.Should().Be(
            Door + "/library?done=class_set");
        var form = await clerk.Get(Door + "/library/new");
        (await clerk.Submit(form, Door + "/library", ("titleZh", "巡夜"))).ErrorOf("place").Should().NotBeEmpty();
        (await clerk.Submit(
            form, Door + "/library", ("titleZh", "巡夜"), ("titleEn", "Night watch"), ("class", "night"), ("rule", "C01"),
            ("place", "全村"))).Location.Should().Be(
            Door + "/library?done=project_published");
        (await clerk.Get(Door + "/library")).Text.Should().Contain("Night watch");
        (await clerk.Get(Door + "/library/99")).Status.Should().Be(404);
    }

    [Fact]
    public async Task A_certificate_is_issued_once_and_anybody_may_check_its_code()
    {
        var clerk = await village.SignIn();
        var link = (await clerk.Get(Door + "/volunteers")).Find("tbody a").GetAttribute("href")!;
        var form = await clerk.Get(link);

        (await clerk.Submit(form, link, ("until", "2026-12-31"))).ErrorOf("until").Should().NotBeEmpty("that is ahead");
        (await clerk.Submit(form, link, ("from", "2026-03-01"))).Problem.Should().Be("No hours in these days");
        var both = await Task.WhenAll(clerk.Submit(form, link, ("from", "2025-01-01")), clerk.Submit(form, link, ("from", "2025-01-01")));

        both.Select(answer => answer.Location).Distinct().Should().Equal(Door + "/certificates/1");
        var sheet = await clerk.Get(both[0].Location!);
        var code = sheet.TextOf(".slip-proof .code");
        var check = await new PageVisitor(village.Host).Get($"/check/anjiahe/{code}");
        check.Text.Should().Contain("Certificate of service hours").And.Contain("Minutes").And.NotContain(sheet.TextOf(".pairs .own"));
        (await new PageVisitor(village.Host).Get("/check/anjiahe/S1-AAAAAA")).Status.Should().Be(404);
        (await (await village.SignIn("household")).Get(Own + "/certificates/1")).Status.Should().Be(404, "it is somebody else's");
        (await (await village.SignIn("supervisor")).Get(Door + "/certificates")).Text.Should().Contain(code);
    }

    static Village.WriteContext ByLeader =>
        new(
            new("staff:7", "", [new(Village.Callers.Role.TeamLeader, ClerkVisits.Bank)]), Village.WriteContext.NewKey(),
            Ledger.Digest.Of("by the leader"));

    /// <summary>The demo's activity of a project, found by what else it is.</summary>
    long Activity(string project, Func<ActivityLine, bool> isIt) =>
        Service.Activities.All(ClerkVisits.Bank, new(), null, 500).Single(activity => activity.TitleEn == project && isIt(activity)).Number;

    /// <summary>An activity of this morning with the heads of these households on its list.</summary>
    async Task<long> Today(params long[] households)
    {
        var number = (
            await Service.Activities.Plan(
                ByLeader, ClerkVisits.Bank, new(1, 1, new(2026, 3, 2, 8, 0), new(2026, 3, 2, 11, 0)))).Value.Number;
        (await Service.Activities.Open(ByLeader, ClerkVisits.Bank, number)).Refusal.Should().BeNull();
        foreach (var household in households)
        {
            var head = village.Desks.Households.Get(ClerkVisits.Bank, household).Value.Members.First(member => member.IsHead).Number;
            (await Service.SignUps.SignUp(ByLeader, ClerkVisits.Bank, number, new(head))).Refusal.Should().BeNull();
        }
        return number;
    }
}
