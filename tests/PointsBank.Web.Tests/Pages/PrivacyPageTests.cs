using System.Text.Json;
using PointsBank.Papers.Names;
using PointsBank.Village;
using PointsBank.Village.Privacy;

namespace PointsBank.Web.Tests.Pages;

/// <summary>A village in which somebody left, with people who are signed in.</summary>
public sealed class PrivacyVillage : IAsyncLifetime
{
    readonly Dictionary<string, PageVisitor> visitors = [];

    public ApiVillage Village { get; } = new();

    public PrivacyDesk Privacy => Village.Desks.Privacy;

    public PageVisitor As(string who) => visitors[who];

    public async Task InitializeAsync()
    {
        await Village.InitializeAsync();
        await PrivacyCalls.Fill(Village);
        foreach (var who in (string[])["clerk", "supervisor", "attendant"])
        {
            visitors[who] = new(Village.Host);
            (await visitors[who].SignIn(Village.Usernames[who], ApiVillage.Password)).Location.Should().Be("/home");
        }
        visitors["household"] = new(Village.Host);
        (await visitors["household"].SignInPassbook(Village.Passbooks[0].Serial, ApiVillage.Pin)).Location.Should().Be("/home");
    }

    public Task DisposeAsync() => Village.DisposeAsync();
}

public sealed class PrivacyPageTests(PrivacyVillage village) : IClassFixture<PrivacyVillage>
{
    const string Desk = "/v/anjiahe/privacy/desk";
    const string Own = "/v/anjiahe/h/1/privacy";

    [Theory]
    [InlineData("", "clerk", "attendant")]
    [InlineData("/retention", "supervisor", "attendant")]
    [InlineData("/erasures", "clerk", "household")]
    [InlineData("/erasures/1", "supervisor", "attendant")]
    [InlineData("/publications", "clerk", "attendant")]
    [InlineData("/publications/new", "supervisor", "household")]
    [InlineData("/publications/1", "clerk", "attendant")]
    [InlineData("/households/1", "supervisor", "attendant")]
    [InlineData("/households/1/export?format=json", "clerk", "supervisor")]
    public async Task Each_page_is_for_those_whose_it_is(string page, string admitted, string barred)
    {
        (await new PageVisitor(village.Village.Host).Get(Desk + page)).Status.Should().Be(401);
        (await village.As(barred).Get(Desk + page)).Status.Should().Be(403);
        (await village.As(admitted).Get(Desk + page)).Status.Should().Be(200);
    }

    [Fact]
    public async Task Anybody_reads_in_plain_words_what_is_kept_and_for_how_long()
    {
        var page = await new PageVisitor(village.Village.Host).Get("/v/anjiahe/privacy");

        page.Status.Should().Be(200);
        page.RowsOf("tbody tr").Should()
            .Contain(
                row => row.StartsWith("Entries of points") && row.EndsWith("Always")).And.HaveCount(
                    1 + VillageRooms.Personal.Retention.Count);
        (await new PageVisitor(village.Village.Host).Get(Own)).Status.Should().Be(401);
        (await village.As("household").Get("/v/anjiahe/h/2/privacy")).Status.Should().Be(403);
    }

    [Fact]
    public async Task A_household_agrees_and_takes_it_back_itself_and_at_once()
    {
        var visitor = village.As("household");
        var page = await visitor.Get(Own);

        var check = await visitor.Submit(page, Own + "/check", ("member", "2"), ("purpose", "boards"), ("given", "true"));
        check.TextOf(".check .facts").Should().Contain("李秀英");
        var key = check.Find("form.check-form [name=key]").GetAttribute("value");
        var done = await visitor.Submit(check, Own + "/consents");
        var again = await visitor.Submit(check, Own + "/consents");

        (done.Status, again.Status).Should().Be((303, 303));
        (await visitor.Follow(done)).Done.Should().Contain("at once");
        key.Should().NotBeNullOrEmpty();
        village.Privacy.Consents.History(1, 1).Value.Where(entry => entry.Member == 2)
            .Should()
            .ContainSingle().Which.Should()
            .BeEquivalentTo(new { Given = true, How = "household" });
        var shown = await visitor.Get(Own);
        shown.TextsOf("tbody tr").Should().ContainSingle(row => row.Contains("李秀英"));
        (await visitor.Submit(shown, Own + "/check", ("member", "99"), ("purpose", "boards"), ("given", "true"))).Status.Should().Be(404);
    }

    [Theory]
    [InlineData("household", Own + "/export?format=json")]
    [InlineData("clerk", Desk + "/households/1/export?format=json")]
    public async Task A_households_data_is_taken_along_as_a_file(string who, string address)
    {
        var file = await village.As(who).Get(address);

        file.Response.Content.Headers.ContentDisposition!.FileName.Should().Be("household-1.json");
        JsonDocument.Parse(file.Bytes).RootElement.GetProperty("members").GetArrayLength().Should().Be(2);
        (await village.As(who).Get(address.Replace("json", "pdf"))).Status.Should().Be(400);
    }

    [Fact]
    public async Task A_clerk_asks_for_an_erasure_and_a_supervisor_carries_it_out()
    {
        var (supervisor, member) = (village.As("supervisor"), village.Village.Left[2]);
        // Somebody with both roles asks for it, and still leaves it to another person.
        await village.Village.Hire("both", """{"role":"clerk","bank":"anjiahe"},{"role":"supervisor","bank":"anjiahe"}""");
        var both = new PageVisitor(village.Village.Host);
        await both.SignIn(village.Village.Usernames["both"], ApiVillage.Password);
        var form = await both.Get(Desk + "/erasures?household=70");
        (await both.Submit(form, Desk + "/erasures/check", ("household", "1"))).Problem.Should().Contain("still here");
        (await both.Submit(form, Desk + "/erasures/check", ("household", ""))).ErrorOf("household").Should().NotBeEmpty();
        var check = await both.Submit(form, Desk + "/erasures/check", ("household", "70"), ("member", $"{member}"));
        check.Text.Should().Contain("离丙");
        var asked = await both.Submit(check, Desk + "/erasures");
        var at = asked.Location!.Split('?')[0];
        (await both.Submit(check, Desk + "/erasures")).Location.Should().StartWith(at, "a double tap asks once");
        var own = await both.Get(at);
        own.Text.Should().Contain("another person decides on it");
        own.Document.QuerySelectorAll("form[action*=execution], form[action$=refusal]").Should().BeEmpty();

        var page = await supervisor.Get(at);
        var sure = await supervisor.Submit(page, at + "/execution/check");
        sure.Text.Should().Contain("no way back");
        (await supervisor.Submit(sure, at + "/execution")).Status.Should().Be(303);

        (await supervisor.Get(at)).Text.Should().NotContain("离丙").And.Contain("Erased");
        village.Village.Desks.Database.Read(
            connection => connection.ExecuteScalar<string>("select name from members where bank = 1 and number = @member", new { member }))
                .Should()
            .Be(Erased.Mark);
        (await supervisor.Submit(await supervisor.Get(Desk + "/erasures/2"), Desk + "/erasures/2/refusal")).Status.Should().Be(303);
        village.Privacy.Erasures.Get(1, 2).Value.State.Should().Be("refused");
    }

    [Fact]
    public async Task The_desk_notes_what_was_said_on_paper_and_who_left()
    {
        var clerk = village.As("clerk");
        var page = await clerk.Get(Desk + "/households/70");
        (await clerk.Submit(page, Desk + "/households/70/consents", ("how", "paper"), ("document", "")))
            .ErrorOf("document")
            .Should()
            .NotBeEmpty();
        (await clerk.Submit(page, Desk + "/households/70/consents", ("how", "paper"), ("document", "12"))).Status.Should().Be(303);
        (await clerk.Submit(page, Desk + "/households/70/leavings", ("leaver", $"{village.Village.Left[5]}"), ("leftOn", "2026-04-01")))
            .ErrorOf("leftOn")
            .Should()
            .NotBeEmpty();
        (await clerk.Submit(page, Desk + "/households/70/leavings", ("leaver", $"{village.Village.Left[5]}"))).Status.Should().Be(303);

        var shown = await clerk.Get(Desk + "/households/70");
        shown.RowsOf("tbody tr").Should().ContainSingle().Which.Should().EndWith("Agreed | On paper 12 · 王秀兰");
        village.Privacy.Leavings.Of(1, 70).Should().Contain(left => left.Member == village.Village.Left[5]);
        (await clerk.Submit(await clerk.Get(Desk), Desk + "/find", ("household", "70"))).Location.Should().Be(Desk + "/households/70");
    }

    [Fact]
    public async Task A_supervisor_sets_months_and_sees_what_is_due()
    {
        var supervisor = village.As("supervisor");
        var page = await supervisor.Get(Desk + "/retention");

        (await supervisor.Submit(page, Desk + "/retention", ("months.evidence", "1"))).ErrorOf("months.evidence").Should().NotBeEmpty();
        (await supervisor.Submit(page, Desk + "/retention", ("months.evidence", "36"))).Status.Should().Be(303);

        village.Privacy.Retention.Months(1)["evidence"].Should().Be(36);
        (await village.As("clerk").Get(Desk + "/retention")).Document.QuerySelector("form.form").Should().BeNull("a clerk looks");
    }

    [Fact]
    public async Task A_decision_to_publish_is_weighed_checked_kept_and_printed()
    {
        var clerk = village.As("clerk");
        var form = await clerk.Get(Desk + "/publications/new");
        (await clerk.Submit(form, Desk + "/publications/check")).ErrorOf("purpose").Should().NotBeEmpty();
        (string, string?)[] typed = [
            ("subject", "notices"), ("purpose", "监督"), ("data", "打码姓名"), ("necessity", "必要"), ("risk", "小"), ("measures", "打码"),
            ("decidedBy", "村委会")];

        var check = await clerk.Submit(form, Desk + "/publications/check", typed);
        var kept = await clerk.Submit(check, Desk + "/publications");
        var again = await clerk.Submit(check, Desk + "/publications");

        again.Location.Should().Be(kept.Location);
        (await clerk.Follow(kept)).TextOf(".sheet").Should().Contain("Notices").And.Contain("打码姓名").And.Contain("2027-03-02");
    }
}
