using System.Collections.Concurrent;

namespace PointsBank.Web.Tests.Pages;

/// <summary>
/// A village with suspensions in every state, candidates, awards and certificates, and browsers in which somebody is signed in already.
/// </summary>
public sealed class FavourVisits : ApiVillage
{
    readonly ConcurrentDictionary<string, Task<PageVisitor>> visitors = new();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await FavourCalls.Fill(this);
        await Hire("leader", $$"""{"role":"group-leader","bank":"anjiahe","group":{{GroupOf(104)}}}""");
    }

    /// <summary>The number of the group that a household lives in.</summary>
    public long GroupOf(long household)
    {
        var name = Desks.Households.Get(1, household).Value.Group;
        return Desks.Households.Groups(1).Single(group => group.Name == name).Number;
    }

    public Task<PageVisitor> As(string who) => visitors.GetOrAdd(who, async _ =>
    {
        var visitor = new PageVisitor(Host);
        (await (
            who == "household"
                ? visitor.SignInPassbook(Passbooks[0].Serial, Pin)
                : visitor.SignIn(Usernames[who], Password))).Location.Should().Be("/home");
        return visitor;
    });
}

/// <summary>Favours, honours and ratings as people use them at the desk, at home and in public.</summary>
public sealed class FavourPageTests(FavourVisits village) : IClassFixture<FavourVisits>
{
    const string V = "/v/anjiahe";

    [Theory]
    [InlineData("/favours", "supervisor")]
    [InlineData("/favours/register", "clerk")]
    [InlineData("/favours/suspensions/3", "supervisor")]
    [InlineData("/favours/households/101/suspension", "clerk")]
    [InlineData("/honour-desk", "supervisor")]
    [InlineData("/ratings", "clerk")]
    [InlineData("/ratings/1", "supervisor")]
    [InlineData("/h/1/favours", "household")]
    [InlineData("/favours/reminders", "supervisor")]
    [InlineData("/favours/reminders/1/letter", "favour-assessor")]
    [InlineData("/favours/suspensions/3/letter", "clerk")]
    [InlineData("/favours/households/104", "supervisor")]
    [InlineData("/leader/favours", "leader")]
    [InlineData("/leader/favours/104", "leader")]
    public async Task The_doors_are_shut_to_strangers_and_to_those_without_the_right(string page, string role)
    {
        (await new PageVisitor(village.Host).Get(V + page)).Status.Should().Be(401);
        (await (await village.As("attendant")).Get(V + page)).Status.Should().Be(403);
        (await (await village.As(role)).Get(V + page)).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_roll_of_honour_hangs_in_public_with_names_masked()
    {
        var stranger = new PageVisitor(village.Host);

        foreach (var page in (string[])["/honours", "/honours/sheet"])
        {
            var seen = await stranger.Get(V + page);
            seen.Text.Should().Contain("赵*福").And.Contain("Good daughter-in-law").And.NotContain("赵有福");
        }
    }

    [Fact]
    public async Task A_suspension_is_read_once_more_recorded_once_and_confirmed_by_another_person()
    {
        var (clerk, supervisor) = (await village.As("clerk"), await village.As("supervisor"));
        const string At = V + "/favours/households/101/suspension";
        (await clerk.Get(V + "/favours")).Document.QuerySelector($"a[href='{At}']").Should().NotBeNull();
        // Somebody with both roles records it, and still leaves it to another person.
        await village.Hire("both", """{"role":"clerk","bank":"anjiahe"},{"role":"supervisor","bank":"anjiahe"}""");
        var both = await village.As("both");
        var form = await both.Get(At);
        (string, string?)[] typed = [
            ("session", village.Session.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("document", "会议纪要9号"),
            ("reason", "多次不参加清扫"), ("reviewOn", "2026-04-01")];

        (await both.Submit(form, At + "/check", [.. typed[..1], ("document", ""), .. typed[2..]]))
            .ErrorOf("document").Should().NotBeEmpty();
        (await both.Submit(form, At + "/check", [.. typed[..2], ("reason", "常年上访"), typed[3]])).ErrorOf("reason").Should().NotBeEmpty();
        var check = await both.Submit(form, At + "/check", typed);
        check.Text.Should().Contain("会议纪要9号");
        village.Desks.Suspensions.List(1, 101, open: true, 0, 9).Should().BeEmpty("it was only tried");
        var written = await both.Submit(check, At);
        var again = await both.Submit(check, At);

        (written.Status, again.Location).Should().Be((303, written.Location));
        var number = village.Desks.Suspensions.List(1, 101, open: true, 0, 9).Should().ContainSingle().Which.Number;
        (await clerk.Get($"{V}/favours/suspensions/{number}")).Document.QuerySelector("form[action*=confirmation]")
            .Should().BeNull("a clerk does not confirm");
        var recorded = await both.Get($"{V}/favours/suspensions/{number}");
        recorded.Text.Should().Contain("another person decides on it");
        recorded.Document.QuerySelector("form[action*=confirmation]").Should().BeNull("nor who recorded it");
        var page = await supervisor.Get($"{V}/favours/suspensions/{number}");
        (await supervisor.Follow(await Checked(supervisor, page, $"{V}/favours/suspensions/{number}/confirmation"))).Text
            .Should().Contain("in force");
        (await clerk.Get($"{V}/favours/suspensions/{number}")).Document.QuerySelector($"a[href='{At}']")
            .Should().NotBeNull("a meeting may prolong it");
    }

    [Fact]
    public async Task An_objection_is_answered_by_a_supervisor_who_had_no_part()
    {
        var (involved, other) = (await village.As("supervisor"), await village.As("other-supervisor"));
        const string At = V + "/favours/suspensions/4";
        (string, string?)[] answer = [("outcome", "upheld"), ("reason", "情况属实")];

        (await involved.Submit(await involved.Get(At), At + "/ruling/check", answer)).Status.Should().Be(409);
        (await other.Follow(await Checked(other, await other.Get(At), At + "/ruling", answer))).Text.Should().Contain("objection upheld");
    }

    [Fact]
    public async Task No_step_of_a_suspension_is_written_before_it_was_read_on_a_second_page()
    {
        var own = new FavourVisits();
        try
        {
            await own.InitializeAsync();
            var (clerk, supervisor, other) = (await own.As("clerk"), await own.As("supervisor"), await own.As("other-supervisor"));
            const string First = V + "/favours/suspensions/1", Third = V + "/favours/suspensions/3";

            (await supervisor.Submit(await supervisor.Get(First), First + "/refusal/check", ("reason", "")))
                .ErrorOf("reason")
                .Should()
                .NotBeEmpty();
            var refusal = await supervisor.Submit(await supervisor.Get(First), First + "/refusal/check", ("reason", "材料不足"));
            refusal.TextOf("main").Should().Contain("never comes into force").And.Contain("材料不足").And.Contain("多次不参加清扫");
            State(1).Should().Be("recorded", "it was only tried");
            (await supervisor.Submit(refusal, First + "/refusal", [], First + "/again"))
                .Find("[name=reason]")
                .GetAttribute("value")
                .Should()
                .Be("材料不足");
            (await supervisor.Submit(refusal, First + "/refusal")).Location.Should().Be(First + "?done=favour_refused");
            (await supervisor.Submit(refusal, First + "/refusal")).Location
                .Should().Be(First + "?done=favour_refused", "a double tap writes once");
            State(1).Should().Be("refused");

            (await clerk.Submit(await clerk.Get(Third), Third + "/objection/check")).ErrorOf("words").Should().NotBeEmpty();
            var spoken = await clerk.Submit(await clerk.Get(Third), Third + "/objection/check", ("words", "清扫那天在医院陪护"));
            own.Desks.Suspensions.Objections(1, 3, open: true, 0, 9).Should().BeEmpty();
            (await clerk.Submit(spoken, Third + "/objection")).Location.Should().Be(Third + "?done=favour_written");
            var ruling = await other.Submit(
                await other.Get(Third), Third + "/ruling/check", ("outcome", "dismissed"), ("reason", "值班表上没有请假"));
            ruling.TextOf("main").Should().Contain("Dismissed: the suspension stands.").And.Contain("清扫那天在医院陪护");
            (await other.Submit(ruling, Third + "/ruling")).Location.Should().Be(Third + "?done=favour_ruled");
            State(3).Should().Be("live");

            (await supervisor.Submit(await supervisor.Get(Third), Third + "/amendment/check", ("reason", "")))
                .ErrorOf("reason")
                .Should()
                .NotBeEmpty();
            var amendment = await supervisor.Submit(await supervisor.Get(Third), Third + "/amendment/check", ("reason", "补上了三次清扫"));
            State(3).Should().Be("live", "it was only tried");
            (await supervisor.Submit(amendment, Third + "/amendment")).Location.Should().Be(Third + "?done=favour_amended");
            State(3).Should().Be("amended");
            (await supervisor.Get(V + "/favours/suspensions/99")).Status.Should().Be(404);

            foreach (var day in (string[])["2026-02-16", "2026-02-17", "2026-02-18", "2026-02-20", "2026-02-21"])
                ApiVillage.Must(
                    await own.Post(
                        ApiVillage.Bank + "/deductions", $$"""{"household":1,"rule":"D10","effectiveOn":"{{day}}","quantity":12}""",
                        "clerk"));
            ApiVillage.Must(await own.Post(ApiVillage.Bank + "/favour-reminders", """{"household":1}""", "clerk"));
            var number = ApiVillage.Must(await own.Post(ApiVillage.Bank + "/favour-suspensions",
                $$"""{"household":1,"session":{{own.Session}},"document":"会议纪要5号","reason":"多次不参加清扫","reviewOn":"2026-04-01"}""",
                "clerk")).GetProperty("number").GetInt64();
            ApiVillage.Must(await own.Post($"{ApiVillage.Bank}/favour-suspensions/{number}/confirmation", "{}", "supervisor"));
            var household = await own.As("household");
            const string Mine = V + "/h/1/favours";
            (await household.Get(Mine)).Text.Should().Contain("Your favours are suspended").And.Contain("You were reminded on 2026-03-02");
            var objection = await household.Get(Mine + "/objection");
            (await household.Submit(objection, Mine + "/objection/check")).ErrorOf("words").Should().NotBeEmpty();
            var mine = await household.Submit(objection, Mine + "/objection/check", ("words", "那几天在外地"));
            mine.TextOf("main").Should().Contain("那几天在外地").And.Contain("会议纪要5号");
            own.Desks.Suspensions.Objections(1, number, open: true, 0, 9).Should().BeEmpty("it was only looked at");
            (await household.Submit(mine, Mine + "/objection")).Location.Should().Be(Mine + "?done=favour_objected");
            own.Desks.Suspensions.Objections(1, number, open: true, 0, 9).Should().ContainSingle();
            own.Verify();

            string State(long suspension) => own.Desks.Suspensions.Get(1, suspension).Value.State;
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_was_reminded_is_listed_and_the_household_reads_it_too()
    {
        var clerk = await village.As("clerk");

        var list = await clerk.Get(V + "/favours/reminders");

        list.RowsOf("tbody tr").Should().HaveCount(5).And.Contain(row => row.StartsWith("2026-03-02 | 101 赵有福", StringComparison.Ordinal));
        list.Document.QuerySelector($"a[href='{V}/favours/households/101']").Should().NotBeNull();
        (await clerk.Get(V + "/favours")).Document.QuerySelector($"nav.door a[href='{V}/favours/reminders']").Should().NotBeNull();
    }

    [Fact]
    public async Task A_household_without_a_phone_gets_reminder_suspension_and_their_end_on_paper()
    {
        var own = new FavourVisits();
        try
        {
            await own.InitializeAsync();
            var (clerk, supervisor) = (await own.As("clerk"), await own.As("supervisor"));
            const string Reminder = V + "/favours/reminders/1/letter", Third = V + "/favours/suspensions/3";

            (await clerk.Get(V + "/favours/reminders")).Document.QuerySelector($"a[href='{Reminder}']").Should().NotBeNull();
            (await clerk.Get(Reminder))
                .TextOf(".letter")
                .Should()
                .Contain("household 101").And.Contain("赵有福").And.Contain("standing up to 80").And.Contain(
                    "Where the standing is below 70, a meeting from 2026-03-02 until 2026-12-31")
                .And.Contain("What a law gives is not touched").And.Contain("Received");
            (await clerk.Get(V + "/favours/reminders/99/letter")).Status.Should().Be(404);

            (await clerk.Get(Third)).Document.QuerySelector($"a[href='{Third}/letter']").Should().NotBeNull();
            (await clerk.Get(Third + "/letter"))
                .TextOf(".letter")
                .Should()
                .Contain("household 104").And.Contain("会议纪要3号").And.Contain("2026-04-01").And.Contain("once your standing is 70")
                .And.Contain("object at any time until 2026-04-01").And.Contain("What a law gives is not touched");
            (await clerk.Get(V + "/favours/suspensions/1/letter"))
                .TextOf(".letter .banner")
                .Should()
                .StartWith("Draft", "nobody has confirmed it");

            await Checked(supervisor, await supervisor.Get(Third), Third + "/amendment", ("reason", "补上了三次清扫"));
            (await clerk.Get(Third + "/letter"))
                .TextOf(".letter")
                .Should()
                .Contain("End of suspension no. 3").And.Contain("made good").And.Contain("补上了三次清扫").And.Contain("favours are back")
                .And.NotContain("object at any time");
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_group_leader_sees_why_a_household_of_the_own_group_has_less_and_no_other_groups()
    {
        var leader = await village.As("leader");

        var group = await leader.Get(V + "/leader/favours");
        group.RowsOf("tbody tr").Should()
            .Contain(row => row.StartsWith("104 赵有福", StringComparison.Ordinal) && row.EndsWith("in force", StringComparison.Ordinal));
        (await leader.Get(V + "/leader/favours/104"))
            .RowsOf("tbody tr")
            .Should()
            .Contain(row => row.Contains("No | Suspended: standing 64, comes back at 70.", StringComparison.Ordinal));
        (await leader.Get(V + "/leader")).Document.QuerySelector($"a[href^='{V}/leader/favours?group=']").Should().NotBeNull();
        (await leader.Get(V + "/leader/favours?group=99")).Status.Should().Be(403);
        (await leader.Get(V + "/leader/favours/999")).Status.Should().Be(404);

        await village.Hire("other-leader", $$"""{"role":"group-leader","bank":"anjiahe","group":{{village.GroupOf(1)}}}""");
        var other = await village.As("other-leader");
        (await other.Get(V + "/leader/favours")).Text.Should().Contain("nobody is suspended");
        (await other.Get(V + "/leader/favours/104")).Status.Should().Be(403);
    }

    [Fact]
    public async Task The_district_sees_what_was_lent_in_figures_and_no_names()
    {
        var administrator = await village.As("administrator");

        var page = await administrator.Get("/office/moral-credit");

        var sum = village.Desks.Loans.Figures();
        page.RowsOf("tbody tr").First().Should().StartWith($"Anjiahe | {sum.Certified} | {sum.Certificates} | {sum.Loans} | ");
        page.RowsOf("tbody tr").Last().Should().StartWith($"Sum | {sum.Certified} | {sum.Certificates} | {sum.Loans} | ");
        page.Text.Should().NotContain("赵");
        (await administrator.Get("/office")).Document.QuerySelectorAll("main a[href='/office/moral-credit']").Should().ContainSingle();
        (await (await village.As("clerk")).Get("/office/moral-credit")).Status.Should().Be(403);
        (await new PageVisitor(village.Host).Get("/office/moral-credit")).Status.Should().Be(401);
    }

    /// <summary>A step read on its second page, and written from there.</summary>
    static async Task<PageSeen> Checked(PageVisitor visitor, PageSeen page, string step, params (string, string?)[] typed) =>
        await visitor.Submit(await visitor.Submit(page, step + "/check", typed), step);

    [Fact]
    public async Task What_a_law_gives_is_refused_beside_the_field_and_the_villages_own_gift_is_granted()
    {
        var clerk = await village.As("clerk");
        const string At = V + "/favours/register";
        var register = await clerk.Get(At);

        (await clerk.Submit(register, At, ("nameZh", "低保优先"), ("nameEn", "Priority"), ("kind", "priority")))
            .ErrorOf("nameZh")
            .Should()
            .Contain("低保");
        (await clerk.Submit(register, At, ("nameZh", "敬老红包"), ("nameEn", "Red envelope"), ("kind", "gift"))).Status.Should().Be(303);
        var granted = await clerk.Submit(
            await clerk.Get(At), V + "/favours/grants", ("favour", "1"), ("household", "106"), ("what", "礼包一份"));

        (await clerk.Follow(granted)).Text.Should().Contain("礼包一份");
        (await clerk.Submit(
            await clerk.Get(At), V + "/favours/grants", ("favour", "1"), ("household", "104"), ("what", "礼包一份"))).Status.Should().Be(409);
    }

    [Fact]
    public async Task A_household_reads_its_favours_and_asks_for_a_certificate_that_anybody_can_check()
    {
        var household = await village.As("household");
        const string At = V + "/h/1/favours";
        (await household.Get(V + "/h/2/favours")).Status.Should().Be(403);
        var mine = await household.Get(At);
        mine.Text.Should().Contain("Goods for points").And.Contain("✓ Yes");

        var check = await household.Submit(mine, At + "/certificate/check");
        check.Text.Should().Contain("by the household, with its passbook");
        var before = village.Desks.Ratings.All(1, 1, 0, 9).Count;
        var sheet = await household.Submit(check, At + "/certificate");
        (await household.Submit(check, At + "/certificate")).Location.Should().Be(sheet.Location);

        var rating = village.Desks.Ratings.All(1, 1, 0, 9).Should().HaveCount(before + 1).And.Subject.First();
        (await household.Get(sheet.Location!)).Text.Should().Contain(rating.CheckCode);
        (await new PageVisitor(village.Host).Get($"/check/anjiahe/{rating.CheckCode}")).Text.Should().Contain("valid").And.NotContain("张");
        (await household.Get(At + "/certificates/1")).Status.Should().Be(404, "that one is another household's");
    }

    [Fact]
    public async Task An_award_with_points_waits_for_the_supervisor_and_credits_them_once()
    {
        var clerk = await village.As("clerk");
        const string At = V + "/honour-desk";
        (await clerk.Submit(
            await clerk.Get(At), At + "/titles", ("code", "MF"), ("nameZh", "模范户"), ("nameEn", "Model"), ("level", "county"),
            ("body", "县文明办"), ("rule", "C01"))).Status.Should().Be(303);
        var form = await clerk.Get(At);

        var check = await clerk.Submit(
            form, At + "/awards/check", ("title", "MF"), ("candidate", ""), ("household", "106"), ("document", "县发9号"),
            ("awardedOn", "2026-03-01"));
        check.Text.Should().Contain("县发9号").And.Contain("the supervisor confirms it before it is carried out");
        (await clerk.Submit(check, At + "/awards")).Status.Should().Be(303);
        (await clerk.Submit(check, At + "/awards")).Status.Should().Be(303);
        village.Desks.Honours.Awards(1, 106, 0, 9).Should().NotContain(award => award.Title == "MF");
        var proposal = village.Desks.Proposals.List(1, open: true, 0, 9).Should().ContainSingle(item => item.Document == "县发9号").Which;
        var supervisor = await village.As("supervisor");
        var waiting = await supervisor.Get(V + "/proposals");
        waiting.Text.Should().Contain("县发9号");
        var confirm = $"{V}/proposals/{proposal.Number}/confirmation";
        (await clerk.Get(V + "/proposals")).Text.Should().NotContain("Check").And.Contain("Take back");
        var sure = await supervisor.Submit(waiting, $"{V}/proposals/{proposal.Number}/check");
        (await supervisor.Submit(sure, confirm)).Status.Should().Be(303);
        (await supervisor.Submit(sure, confirm)).Status.Should().Be(303);

        village.Desks.Honours.Awards(1, 106, 0, 9)
            .Where(award => award.Title == "MF")
            .Should()
            .ContainSingle().Which.Entry.Should()
            .NotBeNull();
        (await clerk.Submit(
            form, At + "/awards/check", ("title", "MF"), ("household", "106"), ("document", ""), ("awardedOn", "2026-03-01")))
            .ErrorOf("document")
            .Should()
            .NotBeEmpty();
    }

    [Fact]
    public async Task A_lenders_paper_is_written_down_in_yuan()
    {
        var clerk = await village.As("clerk");
        const string At = V + "/ratings";
        var before = village.Desks.Loans.Figures(1).Lent;
        (string, string?)[] typed =
            [("certificate", "1"), ("partner", "农商银行"), ("line", "100000"), ("lent", "5万"), ("agreedOn", "2026-03-02"), ("paper", "贷9号")];

        (await clerk.Submit(await clerk.Get(At), At + "/loans", typed)).ErrorOf("lent").Should().NotBeEmpty();
        typed[3].Item2 = "50000.50";
        (await clerk.Submit(await clerk.Get(At), At + "/loans", typed)).Status.Should().Be(303);

        (village.Desks.Loans.Figures(1).Lent - before).Should().Be(5_000_050);
    }
}
