using NodaTime;

namespace PointsBank.Web.Tests.Pages;

/// <summary>The home of the clerk and of the supervisor begins with what waits, the earliest due first.</summary>
public sealed class WaitingTests(DemoHost demo) : IClassFixture<DemoHost>
{
    [Fact]
    public async Task Claims_and_an_objection_that_wait_stand_at_the_top_by_their_due_day()
    {
        var (clerk, supervisor) = (await SignedIn("clerk"), await SignedIn("supervisor"));

        var mine = (await clerk.Get("/v/anjiahe/clerk")).TextsOf(".waiting li").ToList();
        var theirs = (await supervisor.Get("/v/anjiahe/supervisor")).TextsOf(".waiting li").ToList();

        mine.Should().Contain(line => line.StartsWith("Claims for the meeting to assess: ", StringComparison.Ordinal));
        theirs.Should().Contain(line => line.StartsWith("Objections to a notice, to be answered: ", StringComparison.Ordinal));
        foreach (var list in (IEnumerable<List<string>>)[mine, theirs])
            Days(list).Should().NotBeEmpty().And.BeInAscendingOrder();
    }

    /// <summary>The days that are named; what is due without a day comes last.</summary>
    static IEnumerable<string> Days(IEnumerable<string> lines) =>
        lines.Select(line => line[^10..]).Where(end => LocalDate.MinIsoValue < (NodaTime.Text.LocalDatePattern.Iso.Parse(end) is { Success: true } day ? day.Value : LocalDate.MinIsoValue));

    async Task<PageVisitor> SignedIn(string who)
    {
        var visitor = new PageVisitor(demo.Host);
        (await visitor.SignIn(who, "demo-" + who)).Location.Should().Be("/home");
        return visitor;
    }
}
