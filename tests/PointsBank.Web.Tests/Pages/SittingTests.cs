using System.Diagnostics;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using Xunit.Abstractions;

namespace PointsBank.Web.Tests.Pages;

/// <summary>A whole meeting's work through the pages, timed as whoever sits there waits for it.</summary>
public sealed class SittingTests(ClerkVisits visits, ITestOutputHelper output) : IClassFixture<ClerkVisits>
{
    const string V = "/v/anjiahe";

    /// <summary>Far above what is promised (300 ms on a quiet machine, see the output): other tests share the cores here.</summary>
    const int LongestMilliseconds = 3_000;

    [Fact]
    public async Task Two_hundred_claims_are_assessed_posted_and_entered_in_one_sitting_without_a_long_wait()
    {
        var today = visits.Desks.Banks.Today;
        var clerk = new Caller("staff:3", "clerk", [new(Role.Clerk, ClerkVisits.Bank)]);
        // The assessor judges nothing of the own household and of relatives; those wait for another.
        var self = visits.Desks.Assessments.People(ClerkVisits.Bank).Single(person => person.Name == "评议员").Staff;
        var tied = visits.Desks.Staff.Ties(ClerkVisits.Bank, self).Value.Ties.Select(tie => tie.Household).ToHashSet();
        var households = Enumerable.Range(1, 210).Select(number => (long)number).Where(number => !tied.Contains(number)).Take(200);
        var inputs = households
            .Select(household => new ClaimInput(household, "E07", today.PlusDays(-1), Channel: Channel.Organisation)).ToList();
        var claims = (
            await visits.Desks.Claims.Submit(
                new(clerk, WriteContext.NewKey(), Digest.Of("sitting")), ClerkVisits.Bank, inputs, "ticks")).Value.Items;
        var collected = await visits.Desks.Claims.Collect(
            new(clerk, WriteContext.NewKey(), Digest.Of("collect")), ClerkVisits.Bank, new([.. claims.Select(claim => claim.Number)]));
        collected.Refusal.Should().BeNull();
        var waits = new List<(string What, long Milliseconds)>();

        var assessor = await visits.SignIn("assessor");
        var form = await Timed("the form of a meeting", assessor.Get(V + "/assess/meetings/new"));
        var present = form.Document.QuerySelectorAll("input[name=present]").Select(box => ("present", box.GetAttribute("value")));
        var meeting = (await Timed("a meeting", assessor.Submit(form, V + "/assess/meetings", present))).Location!.Split('?')[0];
        for (var rounds = 0; rounds < 8; rounds++)
        {
            var page = await Timed("the list of the meeting", assessor.Get(meeting));
            if (page.Document.QuerySelector("form[action$='/check']") is null) break;
            var check = await Timed("a check of decisions", assessor.Submit(page, meeting + "/check"));
            check.Status.Should().Be(200, check.Text);
            (await Timed("decisions", assessor.Submit(check, meeting + "/decisions"))).Location.Should().NotBeNull();
        }
        claims.Select(claim => State(claim.Number)).Should().AllBe(ClaimState.Assessed);

        var desk = await visits.SignIn();
        var draft = await Timed("the draft of a notice", desk.Get(V + "/clerk/notices/new"));
        var looked = await Timed("a check of the notice", desk.Submit(draft, V + "/clerk/notices/check"));
        var posted = (await Timed("a notice", desk.Submit(looked, V + "/clerk/notices"))).Location!.Split('?')[0];
        await Timed("the notice", desk.Get(posted));
        await Timed("the notice on the wall", desk.Get(posted.Replace("/clerk", "")));
        await Timed("the sheets of the notice", desk.Get(posted.Replace("/clerk", "") + "/sheet"));

        var before = visits.LastEntry;
        visits.Host.Clock.Advance(NodaTime.Duration.FromDays(8));
        // Whoever signed in a week ago signs in again.
        desk = new PageVisitor(visits.Host);
        (await desk.SignIn("clerk", "demo-clerk")).Location.Should().Be("/home");
        var due = await Timed("what is due", desk.Get(posted + "/entry"));
        (await Timed("the entry of the notice", desk.Submit(due, posted + "/entry"))).Location.Should().NotBeNull();

        visits.LastEntry.Should().BeGreaterThanOrEqualTo(before + 200);
        claims.Select(claim => State(claim.Number)).Should().AllBe(ClaimState.Entered);
        visits.Desks.Verification.Verify(ClerkVisits.Bank, full: true).Deviations.Should().BeEmpty();
        foreach (var (what, milliseconds) in waits.GroupBy(wait => wait.What).Select(
            group => (group.Key, group.Max(wait => wait.Milliseconds))))
            output.WriteLine($"{milliseconds,5} ms {what}");
        waits.Max(wait => wait.Milliseconds).Should().BeLessThan(LongestMilliseconds);

        async Task<PageSeen> Timed(string what, Task<PageSeen> visit)
        {
            var watch = Stopwatch.StartNew();
            var page = await visit;
            waits.Add((what, watch.ElapsedMilliseconds));
            page.Status.Should().BeOneOf([200, 303], "{0}: {1}", what, page.Text);
            return page;
        }

        string State(long number) => visits.Desks.Claims.Get(clerk, ClerkVisits.Bank, number).Value.State;
    }
}
