using System.Collections.Concurrent;

namespace PointsBank.Web.Tests.Pages;

/// <summary>A village with boards published and a decision that hangs, and browsers in which somebody is signed in already.</summary>
public sealed class BoardVillage : ApiVillage
{
    readonly ConcurrentDictionary<string, Task<PageVisitor>> visitors = new();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await ClaimCalls.Fill(this);
        await BoardCalls.Fill(this);
    }

    public Task<PageVisitor> As(string who) => visitors.GetOrAdd(who, async _ =>
    {
        var visitor = new PageVisitor(Host);
        if (who == "household") (await visitor.SignInPassbook(Passbooks[0].Serial, Pin)).Location.Should().Be("/home");
        else if (who != "stranger") (await visitor.SignIn(Usernames[who], Password)).Location.Should().Be("/home");
        return visitor;
    });
}

/// <summary>Boards as they are published, defined and corrected, and the way onto the black board, page by page.</summary>
public sealed class BoardPageTests(BoardVillage village) : IClassFixture<BoardVillage>
{
    const string Desk = "/v/anjiahe/board-desk", Black = Desk + "/black", Boards = "/v/anjiahe/boards", Own = "/v/anjiahe/h/1/black";

    [Theory]
    [InlineData("stranger", Desk, 401)]
    [InlineData("attendant", Desk, 403)]
    [InlineData("assessor", Desk, 403)]
    [InlineData("clerk", Desk, 200)]
    [InlineData("administrator", Desk, 200)]
    [InlineData("clerk", Desk + "/boards/red/definition", 403)]
    [InlineData("administrator", Desk + "/boards/red/definition", 200)]
    [InlineData("supervisor", Desk + "/boards/blue/publish", 404)]
    [InlineData("supervisor", Desk + "/boards/red/publish", 200)]
    [InlineData("attendant", Black, 403)]
    [InlineData("assessor", Black, 200)]
    [InlineData("assessor", Black + "/new", 200)]
    [InlineData("supervisor", Black + "/new", 403)]
    [InlineData("clerk", Black + "/objections", 403)]
    [InlineData("supervisor", Black + "/objections", 200)]
    [InlineData("supervisor", Black + "/999", 404)]
    [InlineData("supervisor", Black + "?state=gone", 400)]
    [InlineData("stranger", Black + "/1/letter", 401)]
    [InlineData("attendant", Black + "/1/letter", 403)]
    [InlineData("household", Black + "/1/letter", 403)]
    [InlineData("assessor", Black + "/1/letter", 200)]
    [InlineData("supervisor", Black + "/999/letter", 404)]
    [InlineData("stranger", Own, 401)]
    [InlineData("household", Own, 200)]
    [InlineData("household", "/v/anjiahe/h/2/black", 403)]
    [InlineData("stranger", Boards + "/red/publications/2", 200)]
    [InlineData("stranger", Boards + "/red/publications/2/sheet", 200)]
    [InlineData("stranger", Boards + "/red/publications/2/recomputation", 200)]
    [InlineData("stranger", Boards + "/red/publications/99", 404)]
    [InlineData("stranger", Boards + "/stars/publications/2", 404)]
    public async Task Each_page_is_for_whoever_it_is_for(string who, string page, int status) =>
        (await (await village.As(who)).Get(page)).Status.Should().Be(status);

    [Fact]
    public async Task A_board_is_looked_at_published_once_and_computed_again_by_anybody()
    {
        const string Publish = Desk + "/boards/good-deeds/publish";
        var clerk = await village.As("clerk");
        var form = await clerk.Get(Publish);
        (await clerk.Submit(form, Publish + "/check", ("reason", ""))).ErrorOf("reason").Should().Be("This is missing");
        (await clerk.Submit(form, Publish + "/check", ("reason", "失信公示"))).ErrorOf("reason").Should().NotBeEmpty();
        var check = await clerk.Submit(form, Publish + "/check", ("reason", "每月张榜"), ("period", "2026-03"));
        check.RowsOf(".board tbody tr").Should().Contain(row => row.Contains("Cleaning day", StringComparison.Ordinal));
        village.Desks.Publications.List(1, "good-deeds", true, 0, 9).Should().BeEmpty("it was only looked at");
        (await clerk.Submit(check, Publish, [], Publish + "/change")).Find("[name=reason]").GetAttribute("value").Should().Be("每月张榜");

        var both = await Task.WhenAll(clerk.Submit(check, Publish), clerk.Submit(check, Publish));

        var published = village.Desks.Publications.List(1, "good-deeds", true, 0, 9).Should().ContainSingle().Subject;
        var address = $"{Boards}/good-deeds/publications/{published.Number}";
        both.Should().OnlyContain(done => done.Location == address + "?done=board_published");
        var stranger = await village.As("stranger");
        (await stranger.Get(Boards + "/good-deeds?period=2026-03")).Document.QuerySelector($"a[href='{address}']").Should().NotBeNull();
        (await stranger.Get(address + "/recomputation")).Text.Should().Contain("every line is the same");
        (await stranger.Get(address + "/sheet"))
            .TextOf(".sheet")
            .Should()
            .Contain(published.HeadCode).And.Contain("hangs until").And.Contain("disagrees");
        (await clerk.Submit(
            form, Publish + "/check", ("reason", "又一次"), ("period", "2026-03"),
            ("key", Guid.CreateVersion7().ToString("D")))).Status.Should().Be(409);
    }

    [Fact]
    public async Task A_publication_that_corrects_another_says_so()
    {
        var page = await (await village.As("stranger")).Get(Boards + "/red/publications/2");

        page.Text.Should().Contain("Corrects no. 1").And.Contain("Nothing changed");
        (await (await village.As("stranger")).Get(Boards + "/red/publications/1")).Text.Should().Contain("Corrected by no. 2");
        (await (await village.As("clerk")).Get(Desk + "/boards/red/publish?corrects=2")).Text.Should().Contain("Corrects no. 2");
        page.Response.Headers.GetValues("X-Robots-Tag").Should().Equal("noindex");
    }

    [Fact]
    public async Task A_supervisor_defines_a_board_of_the_villages_own()
    {
        const string Define = Desk + "/boards/tidy/definition";
        var supervisor = await village.As("supervisor");
        var form = await supervisor.Get(Define);
        (await supervisor.Submit(form, Define + "/check", ("titleZh", ""))).ErrorOf("titleZh").Should().Be("This is missing");
        (await supervisor.Submit(form, Define + "/check", ("titleZh", "榜"), ("measure", "deeds"), ("scope", "groups")))
            .ErrorOf("scope")
            .Should()
            .NotBeEmpty();
        var check = await supervisor.Submit(
            form, Define + "/check", ("titleZh", "洁美榜"), ("titleEn", "Tidy yards"), ("measure", "credited"), ("period", "month"),
            ("top", "5"));
        (await supervisor.Submit(check, Define)).Location.Should().Be(Desk + "?done=board_defined");

        var stranger = await village.As("stranger");
        (await stranger.Get("/v/anjiahe")).TextsOf(".boards .tile strong").Should().Contain("Tidy yards");
        (await stranger.Get(Boards + "/tidy?period=2026-03")).Title.Should().Contain("Tidy yards");
        (await supervisor.Get(Desk)).Text.Should().Contain("Tidy yards");
    }

    [Fact]
    public async Task A_decision_goes_its_way_from_the_clerk_to_the_wall_and_off_it_again()
    {
        var own = new BoardVillage();
        try
        {
            await own.InitializeAsync();
            var (clerk, supervisor, second, household, stranger) =
                (await own.As("clerk"), await own.As("supervisor"), await own.As("second-supervisor"), await own.As("household"), await own.As("stranger"));
            // Somebody with both roles records it, and still leaves it to another person.
            await own.Hire("both", """{"role":"clerk","bank":"anjiahe"},{"role":"supervisor","bank":"anjiahe"}""");
            var recorder = await own.As("both");
            var form = await recorder.Get(Black + "/new");
            var empty = await recorder.Submit(form, Black + "/check");
            foreach (var field in (string[])["writtenReminder", "session", "document", "reason"])
                empty.ErrorOf(field).Should().Be("This is missing", field);
            (string, string?)[] typed = [
                ("writtenReminder", $"{own.Black.Written}"), ("session", $"{own.Black.Session}"), ("document", "整改9号"),
                ("reason", "仍乱倒垃圾")];
            (await recorder.Submit(form, Black + "/check", [.. typed.Where(field => field.Item1 != "reason"), ("reason", "张建国家里贫困")]))
                .ErrorOf("reason").Should().NotBeEmpty();
            var check = await recorder.Submit(form, Black + "/check", typed);
            var both = await Task.WhenAll(recorder.Submit(check, Black), recorder.Submit(check, Black));
            both.Should().OnlyContain(done => done.Location == Black + "/4?done=black_recorded");
            (await stranger.Get(Boards + "/black")).Text.Should().NotContain("整改9号");

            var unposted = await recorder.Get(Black + "/4");
            unposted.Text.Should().Contain("another person decides on it");
            unposted.Document.QuerySelector("form[action*=posting]").Should().BeNull();
            var page = await supervisor.Get(Black + "/4");
            var posting = await supervisor.Submit(page, Black + "/4/posting/check");
            (await supervisor.Submit(posting, Black + "/4/posting")).Location.Should().Be(Black + "/4?done=black_posted");
            var wall = await stranger.Get(Boards + "/black");
            wall.RowsOf(".board tbody tr").Should().HaveCount(2)
                .And.Contain(row => row.Contains("上庄组", StringComparison.Ordinal) && row.Contains("整改9号", StringComparison.Ordinal));
            wall.Text.Should().NotContain("张*国", "the village tells the group alone").And.NotContain("张建国");
            (await stranger.Get(Boards + "/black/sheet")).Text.Should().Contain("整改9号").And.NotContain("张建国");

            (await household.Get("/v/anjiahe/h/1")).Document.QuerySelector($"a[href='{Own}']").Should().NotBeNull();
            var mine = await household.Get(Own);
            mine.Text.Should().Contain("整改7号").And.NotContain("整改9号", "that is another household's");
            (await household.Submit(mine, Own + "/1/objection/check")).ErrorOf("words").Should().Be("This is missing");
            var objection = await household.Submit(mine, Own + "/1/objection/check", ("words", "那天不是我家倒的"));
            (await household.Submit(objection, Own + "/1/objection")).Location.Should().Be(Own + "?done=black_objected");
            (await supervisor.Get(Black + "/objections/2")).Text.Should().Contain("Ask another supervisor");
            var answer = await second.Get(Black + "/objections/2");
            answer.Text.Should().Contain("那天不是我家倒的").And.Contain("household 1");
            (await second.Submit(answer, Black + "/objections/2/check")).ErrorOf("outcome").Should().Be("This is missing");
            var ruling = await second.Submit(answer, Black + "/objections/2/check", ("outcome", "upheld"), ("reason", "看过照片"));
            ruling.TextOf("main").Should().Contain("看过照片").And.Contain("upheld, off");
            (await stranger.Get(Boards + "/black")).Text.Should().Contain("整改7号", "the answer was only tried");
            (await second.Submit(ruling, Black + "/objections/2", [], Black + "/objections/2/again"))
                .Find("[name=reason]").TextContent.Should()
                .Be("看过照片");
            (await second.Submit(ruling, Black + "/objections/2")).Location.Should().Be(Black + "/objections/2?done=black_ruled");
            (await stranger.Get(Boards + "/black")).Text.Should().NotContain("整改7号");
            (await household.Get(Own)).Text.Should().NotContain("整改7号");
            (await clerk.Get(Black + "/1")).Status.Should().Be(404, "what is over is the supervisor's alone");
            (await clerk.Get(Black + "/1/letter")).Status.Should().Be(404, "and so is its letter");
            var off = await supervisor.Get(Black + "/1/letter");
            off.TextOf(".letter").Should()
                .Contain("off the black board").And.Contain("objection upheld, off").And.NotContain("object at any time");

            (await supervisor.Submit(await supervisor.Get(Black + "/4"), Black + "/4/end/check"))
                .ErrorOf("note")
                .Should()
                .Be("This is missing");
            var end = await supervisor.Submit(await supervisor.Get(Black + "/4"), Black + "/4/end/check", ("note", "已清理"));
            (await supervisor.Submit(end, Black + "/4/end")).Location.Should().Be(Black + "/4?done=black_ended");
            (await stranger.Get(Boards + "/black")).Text.Should().Contain("Nobody stands on the black board now");
            (await own.Get(ApiVillage.Bank + "/black-entries/4", "clerk")).Status.Should().Be(404);
            (await supervisor.Get(Black + "?state=amended")).Text.Should().Contain("made good");
            own.Verify();
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_household_without_a_phone_gets_its_entry_on_paper_with_how_to_object_and_how_it_comes_off()
    {
        var clerk = await village.As("clerk");
        (await clerk.Get(Black + "/1")).Document.QuerySelector($"a[href='{Black}/1/letter']").Should().NotBeNull();
        var head = village.Desks.Households.Get(1, 1).Value.Head;

        var letter = await clerk.Get(Black + "/1/letter");

        letter.TextOf(".letter-to").Should().Contain("household 1").And.Contain(head);
        letter.TextOf(".certificate").Should()
            .Contain("整改7号").And.Contain("两次提醒后仍未清理").And.Contain("2026-03-02 to").And.Contain(
                PointsBank.Papers.Names.Mask.Name(head)).And.NotContain(head);
        letter.TextOf(".letter").Should()
            .Contain("object at any time until").And.Contain("anybody you send").And.Contain("comes off early").And.Contain("2026-03-02").And.Contain("Received");
        letter.Document.QuerySelectorAll(".letter .banner").Should().BeEmpty();

        (await clerk.Get(Black + "/2")).Document.QuerySelector($"a[href='{Black}/2/letter']").Should().BeNull("nobody has posted it");
        (await clerk.Get(Black + "/2/letter")).TextOf(".letter .banner").Should().StartWith("Draft");
    }

    [Fact]
    public async Task What_somebody_says_at_the_desk_about_an_entry_is_written_down()
    {
        var clerk = await village.As("clerk");
        var page = await clerk.Get(Black + "/1");

        (await clerk.Submit(page, Black + "/1/objections/check")).ErrorOf("words").Should().Be("This is missing");
        var check = await clerk.Submit(page, Black + "/1/objections/check", ("words", "他家那天没人"), ("objector", "王大娘"));
        check.TextOf("main").Should().Contain("他家那天没人").And.Contain("王大娘");
        (await clerk.Get(Black + "/1")).Text.Should().NotContain("他家那天没人", "it was only looked at");
        (await clerk.Submit(check, Black + "/1/objections")).Location.Should().Be(Black + "/1?done=black_objected");

        (await clerk.Get(Black + "/1")).Text.Should().Contain("他家那天没人").And.NotContain("王大娘");
        (await (await village.As("supervisor")).Get(Black + "/objections?show=all")).Text.Should().Contain("他家那天没人");
    }
}
