using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;

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

    [Fact]
    public async Task A_deduction_without_its_reminders_leads_to_where_they_are_recorded()
    {
        var desks = demo.Host.Services.GetRequiredService<Desks>();
        var claim = await desks.Claims.Submit(
            WriteContext.OfSystem("claim") with { Caller = new("staff:3", "记分员", [new(Role.Clerk, 1)]) }, 1,
            new(44, "A10", desks.Banks.Today.PlusDays(-1), Channel: "organisation"));
        claim.Refusal.Should().BeNull();
        var clerk = await SignedIn("clerk");

        var home = await clerk.Get("/v/anjiahe/clerk");
        home.TextsOf(".waiting li").Should()
            .Contain(line => line.StartsWith("Deductions without their reminders: 1", StringComparison.Ordinal));
        (await (await SignedIn("supervisor")).Get("/v/anjiahe/supervisor")).Text
            .Should().NotContain("without their reminders", "only a clerk records them");

        var page = await clerk.Get(home.Find(".waiting a[href$='/clerk/reminders#due']").GetAttribute("href")!);
        page.TextOf("#due .claim-lines").Should().Contain("A10").And.Contain("44");
        foreach (var kind in (string[])["private", "written"])
        {
            var form = await clerk.Get(page.Find("#due .button").GetAttribute("href")!);
            form.Find("[name=household]").GetAttribute("value").Should().Be("44");
            (await clerk.Submit(form, "/v/anjiahe/clerk/reminders", ("kind", kind))).Status.Should().Be(303);
        }

        (await clerk.Get("/v/anjiahe/clerk")).Text.Should().NotContain("Deductions without their reminders");
    }

    /// <summary>The days that are named; what is due without a day comes last.</summary>
    static IEnumerable<string> Days(IEnumerable<string> lines) =>
        lines.Select(line => line[^10..])
            .Where(
                end => LocalDate.MinIsoValue < (
                    NodaTime.Text.LocalDatePattern.Iso.Parse(end) is { Success: true } day ? day.Value : LocalDate.MinIsoValue));

    async Task<PageVisitor> SignedIn(string who)
    {
        var visitor = new PageVisitor(demo.Host);
        (await visitor.SignIn(who, "demo-" + who)).Location.Should().Be("/home");
        return visitor;
    }
}
