using NodaTime;

namespace PointsBank.Web.Tests.Pages;

/// <summary>What somebody typed survives the end of a sign-in, a link from another site, and a second bank on the same machine.</summary>
public sealed class KeptFormTests : IAsyncLifetime
{
    const string Door = "/v/anjiahe/clerk";

    readonly ApiVillage village = new();

    public Task InitializeAsync() => village.InitializeAsync();

    public Task DisposeAsync() => village.DisposeAsync();

    [Fact]
    public async Task A_form_survives_the_end_of_the_sign_in_and_is_sent_after_signing_in_again()
    {
        var visitor = await Clerk();
        var page = await visitor.Get(Door + "/slips");
        village.Host.Clock.Advance(Duration.FromDays(2));

        var ended = await visitor.Submit(page, Door + "/slips/check", ("h1", "1"), ("r1", "C01"), ("t1", "清理河道"));
        ended.Status.Should().Be(401);
        var wrong = await visitor.Submit(ended, "/sign-in", ("username", village.Usernames["clerk"]), ("password", "not the password"));
        wrong.Status.Should().Be(401);
        var resumed = await visitor.Submit(wrong, "/sign-in", ("username", village.Usernames["clerk"]), ("password", ApiVillage.Password));
        resumed.TextOf("[data-typed]").Should().Contain("清理河道", "whoever sends it sees what it says");
        resumed.TextOf("[data-as]").Should().Contain(page.TextOf(".who"), "it says in whose name it goes in");
        resumed.TextOf(".who").Should().Be(page.TextOf(".who"), "they are signed in");
        var check = await visitor.Submit(resumed, Door + "/slips/check");

        (check.Status, check.Text.Contains("清理河道", StringComparison.Ordinal)).Should().Be((200, true), check.Text);
        (await visitor.Submit(check, Door + "/slips/write")).Location.Should().Contain("done=clerk_slips");
    }

    [Fact]
    public async Task Secrets_are_not_carried_through_a_sign_in()
    {
        var visitor = await Clerk();
        var page = await visitor.Get(Door + "/slips");
        village.Host.Clock.Advance(Duration.FromDays(2));

        var ended = await visitor.Submit(
            page, Door + "/slips/check", ("h1", "1"), ("authorisedBy.pin", "135790"), ("password", "a longer secret"));

        ended.Document.QuerySelectorAll("[name='kept.h1']").Should().NotBeEmpty();
        System.Text.Encoding.UTF8.GetString(ended.Bytes).Should().NotContain("135790").And.NotContain("a longer secret");
    }

    [Fact]
    public async Task Another_sites_form_is_not_kept_for_whoever_signs_in()
    {
        var stranger = new PageVisitor(village.Host);
        await stranger.Get("/sign-in");
        var content = new FormUrlEncodedContent([KeyValuePair.Create("h1", "1"), KeyValuePair.Create("r1", "C01")]);

        var answer = await stranger.Post(Door + "/slips/check", content);

        answer.Status.Should().Be(401);
        answer.Document.QuerySelectorAll("[name^='kept.']").Should().BeEmpty();
    }

    [Fact]
    public async Task Nobody_sends_anothers_form_under_the_own_name_but_finds_it_to_send_once_more()
    {
        var visitor = await Clerk();
        var page = await visitor.Get(Door + "/slips");
        // Somebody who may send the same form, with a right of their own.
        await village.Hire("second-clerk", """{"role":"clerk","bank":"anjiahe"}""");
        (await visitor.SignIn(village.Usernames["second-clerk"], ApiVillage.Password)).Location.Should().Be("/home");

        var answer = await visitor.Submit(page, Door + "/slips/check", ("h1", "1"), ("r1", "C01"), ("t1", "清理河道"));

        answer.Status.Should().Be(400);
        answer.Document.QuerySelector("form[action$='/slips/write']").Should().BeNull();
        answer.TextOf("[data-as]").Should().Contain(answer.TextOf(".who"));
        var again = await visitor.Get("/sign-in");
        again.TextOf(".banner").Should().Contain(answer.TextOf(".who"), "whoever is signed in is told so");
        var check = await visitor.Submit(answer, Door + "/slips/check");
        (check.Status, check.Text.Contains("清理河道", StringComparison.Ordinal)).Should().Be((200, true), check.Text);
    }

    [Fact]
    public async Task A_link_from_another_site_leaves_the_open_form_as_it_is()
    {
        var visitor = await Clerk();
        var page = await visitor.Get(Door + "/slips");
        var cookie = page.Response.Headers.TryGetValues("Set-Cookie", out var first) ? first : [];
        var signIn = await new PageVisitor(village.Host).Get("/sign-in");

        signIn.Response.Headers.GetValues("Set-Cookie").Single(header => header.StartsWith("pointsbank-form-", StringComparison.Ordinal))
            .Should()
            .Contain("samesite=lax", "a cookie that a link from elsewhere does not bring is made anew, and the open form is stale");
        cookie.Should()
            .NotContain(header => header.StartsWith("pointsbank-form-", StringComparison.Ordinal), "the one from before is kept");
    }

    [Fact]
    public async Task Two_banks_on_one_machine_have_cookies_of_their_own()
    {
        await using var other = new VillageHost();
        var (one, two) = (await new PageVisitor(village.Host).Get("/sign-in"), await new PageVisitor(other).Get("/sign-in"));

        NameOf(one).Should().NotBe(NameOf(two)).And.StartWith("pointsbank-form-");

        static string NameOf(PageSeen page) => page.Response.Headers.GetValues("Set-Cookie").First().Split('=')[0];
    }

    async Task<PageVisitor> Clerk()
    {
        var visitor = new PageVisitor(village.Host);
        (await visitor.SignIn(village.Usernames["clerk"], ApiVillage.Password)).Location.Should().Be("/home");
        return visitor;
    }
}
