using System.Text;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Web.Tests.Pages;

/// <summary>A rulebook from a sheet: what is wrong with it, what it would change, and its adoption, once.</summary>
public sealed class ClerkRulebookTests(DeskVillage village) : IClassFixture<DeskVillage>
{
    const string Rulebook = "/v/anjiahe/clerk/rulebook";
    const string Proposed = "/v/anjiahe/supervisor/rulebooks";
    const string Header =
        "code,category_zh,category_en,item_zh,item_en,kind,basis,points,cap_period,cap_points,evidence,direct,ordinary,posted\n";

    [Fact]
    public async Task The_rules_in_force_are_read_by_clerks_and_supervisors_printed_and_exported()
    {
        foreach (var who in (string[])["clerk", "supervisor"])
        {
            var page = await (await village.As(who)).Get(Rulebook + "?version=1");
            page.Text.Should().Contain("Cleaning day").And.Contain("Litter");
            page.Document.QuerySelectorAll($"a[href='{Rulebook}/import']").Length.Should().Be(who == "clerk" ? 1 : 0);
        }
        var clerk = await village.As("clerk");
        (await clerk.Get(Rulebook + "/print?version=1")).Find(".sheet").TextContent.Should().Contain("Cleaning day");
        foreach (var format in (string[])["csv", "xlsx"])
        {
            var file = await clerk.Get($"{Rulebook}/sheet?version=1&format={format}");
            RulebookSheet.Read(new MemoryStream(file.Bytes), "rules." + format, "sixty").Rules
                .Should().Equal(village.Desks.Rulebooks.All(1).Single(book => book.Version == 1).Rules);
        }
        foreach (var (page, supervisor) in (IEnumerable<(string, int)>)[
            ("", 200), ("/print", 200), ("/import", 403), ("/default?mode=sixty", 403)])
        {
            (await (await village.As("supervisor")).Get(Rulebook + page)).Status.Should().Be(supervisor);
            (await (await village.As("attendant")).Get(Rulebook + page)).Status.Should().Be(403);
            (await (await village.As("stranger")).Get(Rulebook + page)).Status.Should().Be(401);
        }
    }

    [Theory]
    [InlineData("en", "Points", "whole number")]
    [InlineData("zh-CN", "积分", "不是整数")]
    public async Task Each_bad_cell_is_told_by_line_and_column_in_words(string language, string column, string problem)
    {
        var clerk = await village.As("clerk", language);
        var page = await clerk.Upload(await clerk.Get(Rulebook + "/import"), Rulebook + "/check", "file", "rules.csv",
            Encoding.UTF8.GetBytes(
                Header + "C01,人居,,清洁日,,credit,per_event,5,none,0,,yes,yes,yes\nC02,人居,,种树,,credit,per_event,five,none,0,,yes,yes,yes\n"));

        page.Status.Should().Be(400);
        var row = page.TextsOf("tbody tr").Should().ContainSingle().Subject;
        row.Should().StartWith($"3 {column}").And.EndWith("five");
        row.Should().Contain(problem);
    }

    [Fact]
    public async Task No_file_is_told_beside_its_field()
    {
        var clerk = await village.As("clerk");
        (await clerk.Submit(await clerk.Get(Rulebook + "/import"), Rulebook + "/check")).ErrorOf("file").Should().Be("This is missing");
    }

    [Fact]
    public async Task A_new_version_is_compared_with_the_one_in_force_proposed_once_and_decided_by_the_supervisor()
    {
        var clerk = await village.As("clerk");
        var before = await village.Everything();
        var proposal = await clerk.Upload(
            await clerk.Get(Rulebook + "/import"), Rulebook + "/check", "file", "rules.csv", Encoding.UTF8.GetBytes(
            Header + "C01,人居环境,Surroundings,村组清洁日,Cleaning "
                + "day,credit,per_event,7,month,21,照片,yes,yes,yes\nC05,人居环境,Surroundings,种树,Plant a "
                    + "tree,credit,per_event,4,none,0,照片,no,yes,yes\n"));

        proposal.Status.Should().Be(200, proposal.Text);
        proposal.TextsOf(".big").Should().Equal("Rules 2", "Added 1", "Changed 1", "Removed 3");
        proposal.TextsOf("table:has(del) tbody tr").Should()
            .Contain(row => row.StartsWith("C01 Cleaning day Points 5 7")).And.Contain(row => row.Contains("Cap's period None Month"));
        (await village.Everything()).Should().Be(before, "looking changes nothing");

        var unnamed = await clerk.Submit(proposal, Rulebook, ("title", ""), ("validFrom", "soon"));
        (unnamed.ErrorOf("title"), unnamed.ErrorOf("adoptedBy"), unnamed.ErrorOf("validFrom"))
            .Should().Be(("This is missing", "This is missing", "Not a date"));
        unnamed.TextsOf(".big").Should().Equal("Rules 2", "Added 1", "Changed 1", "Removed 3");

        (string, string?)[] typed = [("title", "二〇二六年细则"), ("validFrom", "2026-04-01"), ("adoptedBy", "村民代表会议")];
        var adopted = await clerk.Submit(unnamed, Rulebook, typed);
        (await clerk.Submit(unnamed, Rulebook, typed)).Location.Should().Be(adopted.Location);
        adopted.Location.Should().Be(Rulebook + "?version=2&done=rulebook_proposed");
        village.Desks.Rulebooks.All(1).Should().HaveCount(2);
        var waits = await clerk.Follow(adopted);
        waits.Done.Should().Contain("waits for the supervisor");
        waits.Text.Should().Contain("二〇二六年细则").And.Contain("Waits for a second person").And.Contain("Plant a tree");
        (await (await village.As("stranger")).Get("/v/anjiahe/rulebook?on=2026-04-01")).Text
            .Should().NotContain("二〇二六年细则").And.NotContain("Plant a tree");

        (await clerk.Get(Proposed)).Status.Should().Be(403);
        var supervisor = await village.As("supervisor");
        (await supervisor.Get("/v/anjiahe/supervisor")).Find($"a[href='{Proposed}'].row-link").TextContent
            .Should().Be("Rulebooks to be confirmed: 1");
        (await supervisor.Get(Proposed)).Find($"a[href='{Proposed}/2']").TextContent.Should().Contain("2026-04-01");
        var page = await supervisor.Get(Proposed + "/2");
        page.TextsOf(".big").Should().Equal("Rules 2", "Added 1", "Changed 1", "Removed 3");
        page.TextsOf("table:has(del) tbody tr").Should().Contain(row => row.StartsWith("C01 Cleaning day Points 5 7"));
        (await supervisor.Get(Proposed + "/9")).Status.Should().Be(404);
        var confirmed = await supervisor.Follow(await supervisor.Submit(page, Proposed + "/2/confirmation"));

        confirmed.Done.Should().Contain("holds from its first day");
        confirmed.Text.Should().Contain("Not yet in force");
        village.Desks.Rulebooks.All(1).Single(book => book.Version == 2).State.Should().Be(RulebookState.Confirmed);
        (await (await village.As("stranger")).Get("/v/anjiahe/rulebook?on=2026-04-01")).Text.Should().Contain("Plant a tree");
        (await supervisor.Submit(page, Proposed + "/2/refusal")).Status.Should().Be(409);
        (await supervisor.Get(Proposed)).Text.Should().Contain("No rulebook waits");
    }

    [Fact]
    public async Task A_first_day_that_is_over_is_told_beside_its_field()
    {
        var clerk = await village.As("clerk");
        var proposal = await clerk.Get(Rulebook + "/default?mode=sixty");

        var late = await clerk.Submit(proposal, Rulebook, ("title", "细则"), ("validFrom", "2020-01-01"), ("adoptedBy", "会议"));

        late.Status.Should().Be(409);
        late.ErrorOf("validFrom").Should().StartWith("The first day of the rulebook lies in the past");
    }

    [Fact]
    public async Task Rules_that_were_changed_on_the_way_are_refused()
    {
        var clerk = await village.As("clerk");
        var proposal = await clerk.Get(Rulebook + "/default?mode=red-yellow");
        proposal.TextsOf(".big").First().Should().Be("Rules 20");
        var before = await village.Everything();

        foreach (var rules in (string[])[
            "not base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(Header + "R01,类,,事,,credit,per_event,-5,none,0,,yes,yes,yes\n"))])
            (await clerk.Submit(proposal, Rulebook, ("rules", rules), ("title", "细则"), ("adoptedBy", "会议"))).Status.Should().Be(400);
        (await village.Everything()).Should().Be(before);
    }
}
