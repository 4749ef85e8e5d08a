using System.Collections.Concurrent;

namespace PointsBank.Web.Tests.Pages;

/// <summary>A village with suspensions in every state, candidates, awards and certificates, and browsers in which somebody is signed in already.</summary>
public sealed class FavourVisits : ApiVillage
{
    readonly ConcurrentDictionary<string, Task<PageVisitor>> visitors = new();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await FavourCalls.Fill(this);
    }

    public Task<PageVisitor> As(string who) => visitors.GetOrAdd(who, async _ =>
    {
        var visitor = new PageVisitor(Host);
        (await (who == "household" ? visitor.SignInPassbook(Passbooks[0].Serial, Pin) : visitor.SignIn(Usernames[who], Password))).Location.Should().Be("/home");
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
        var form = await clerk.Get(At);
        (string, string?)[] typed = [("session", village.Session.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("document", "会议纪要9号"), ("reason", "多次不参加清扫"), ("reviewOn", "2026-04-01")];

        (await clerk.Submit(form, At + "/check", [.. typed[..1], ("document", ""), .. typed[2..]])).ErrorOf("document").Should().NotBeEmpty();
        (await clerk.Submit(form, At + "/check", [.. typed[..2], ("reason", "常年上访"), typed[3]])).ErrorOf("reason").Should().NotBeEmpty();
        var check = await clerk.Submit(form, At + "/check", typed);
        check.Text.Should().Contain("会议纪要9号");
        village.Desks.Suspensions.List(1, 101, open: true, 0, 9).Should().BeEmpty("it was only tried");
        var written = await clerk.Submit(check, At);
        var again = await clerk.Submit(check, At);

        (written.Status, again.Location).Should().Be((303, written.Location));
        var number = village.Desks.Suspensions.List(1, 101, open: true, 0, 9).Should().ContainSingle().Which.Number;
        (await clerk.Get($"{V}/favours/suspensions/{number}")).Document.QuerySelector("form[action$=confirmation]").Should().BeNull("a clerk does not confirm");
        var page = await supervisor.Get($"{V}/favours/suspensions/{number}");
        (await supervisor.Follow(await supervisor.Submit(page, $"{V}/favours/suspensions/{number}/confirmation"))).Text.Should().Contain("in force");
        (await supervisor.Submit(await supervisor.Get($"{V}/favours/suspensions/{number}"), $"{V}/favours/suspensions/{number}/amendment", ("reason", ""))).ErrorOf("reason").Should().NotBeEmpty();
    }

    [Fact]
    public async Task An_objection_is_answered_by_a_supervisor_who_had_no_part()
    {
        var (involved, other) = (await village.As("supervisor"), await village.As("other-supervisor"));
        const string At = V + "/favours/suspensions/4";
        (string, string?)[] answer = [("outcome", "upheld"), ("reason", "情况属实")];

        (await involved.Submit(await involved.Get(At), At + "/ruling", answer)).Status.Should().Be(409);
        (await other.Follow(await other.Submit(await other.Get(At), At + "/ruling", answer))).Text.Should().Contain("objection upheld");
    }

    [Fact]
    public async Task What_a_law_gives_is_refused_beside_the_field_and_the_villages_own_gift_is_granted()
    {
        var clerk = await village.As("clerk");
        const string At = V + "/favours/register";
        var register = await clerk.Get(At);

        (await clerk.Submit(register, At, ("nameZh", "低保优先"), ("nameEn", "Priority"), ("kind", "priority"))).ErrorOf("nameZh").Should().Contain("低保");
        (await clerk.Submit(register, At, ("nameZh", "敬老红包"), ("nameEn", "Red envelope"), ("kind", "gift"))).Status.Should().Be(303);
        var granted = await clerk.Submit(await clerk.Get(At), V + "/favours/grants", ("favour", "1"), ("household", "106"), ("what", "礼包一份"));

        (await clerk.Follow(granted)).Text.Should().Contain("礼包一份");
        (await clerk.Submit(await clerk.Get(At), V + "/favours/grants", ("favour", "1"), ("household", "104"), ("what", "礼包一份"))).Status.Should().Be(409);
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
    public async Task An_award_with_points_is_read_once_more_and_credits_them_once()
    {
        var clerk = await village.As("clerk");
        const string At = V + "/honour-desk";
        (await clerk.Submit(await clerk.Get(At), At + "/titles", ("code", "MF"), ("nameZh", "模范户"), ("nameEn", "Model"), ("level", "county"), ("body", "县文明办"), ("rule", "C01"))).Status.Should().Be(303);
        var form = await clerk.Get(At);

        var check = await clerk.Submit(form, At + "/awards/check", ("title", "MF"), ("candidate", ""), ("household", "106"), ("document", "县发9号"), ("awardedOn", "2026-03-01"));
        check.Text.Should().Contain("县发9号").And.Contain("points are credited once");
        (await clerk.Submit(check, At + "/awards")).Status.Should().Be(303);
        (await clerk.Submit(check, At + "/awards")).Status.Should().Be(303);

        village.Desks.Honours.Awards(1, 106, 0, 9).Where(award => award.Title == "MF").Should().ContainSingle().Which.Entry.Should().NotBeNull();
        (await clerk.Submit(form, At + "/awards/check", ("title", "MF"), ("household", "106"), ("document", ""), ("awardedOn", "2026-03-01"))).ErrorOf("document").Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_lenders_paper_is_written_down_in_yuan()
    {
        var clerk = await village.As("clerk");
        const string At = V + "/ratings";
        var before = village.Desks.Loans.Figures(1).Lent;
        (string, string?)[] typed = [("certificate", "1"), ("partner", "农商银行"), ("line", "100000"), ("lent", "5万"), ("agreedOn", "2026-03-02"), ("paper", "贷9号")];

        (await clerk.Submit(await clerk.Get(At), At + "/loans", typed)).ErrorOf("lent").Should().NotBeEmpty();
        typed[3].Item2 = "50000.50";
        (await clerk.Submit(await clerk.Get(At), At + "/loans", typed)).Status.Should().Be(303);

        (village.Desks.Loans.Figures(1).Lent - before).Should().Be(5_000_050);
    }
}
