using PointsBank.Village.Staff;

namespace PointsBank.Web.Tests.Pages;

public sealed partial class ClaimPagesTests
{
    [Fact]
    public async Task Reminders_are_recorded_before_a_deduction()
    {
        var clerk = await village.SignIn();
        const string Reminders = ClerkVisits.Door + "/reminders";
        var page = await clerk.Get(Reminders);
        page.TextsOf("select[name=rule] option").Skip(1).Should().OnlyContain(option => option.Contains('−'));
        (await clerk.Submit(page, Reminders)).ErrorOf("household").Should().NotBeEmpty();
        var before = village.Desks.Reminders.List(Bank, 50, 0, 50).Count;

        var done = await clerk.Submit(page, Reminders, ("household", "50"), ("rule", "D10"), ("kind", "written"), ("memo", "门口堆垃圾"));
        (await clerk.Submit(
            page, Reminders, ("household", "50"), ("rule", "D10"), ("kind", "written"),
            ("memo", "门口堆垃圾"))).Location.Should().Be(done.Location);

        village.Desks.Reminders.List(Bank, 50, 0, 50).Should().HaveCount(before + 1);
        (await clerk.Follow(done)).Text.Should().Contain("The reminder is on record").And.Contain("门口堆垃圾");
    }

    [Fact]
    public async Task A_written_reminder_is_printed_as_a_letter_and_one_said_in_private_is_not()
    {
        var clerk = await village.SignIn();
        const string Reminders = ClerkVisits.Door + "/reminders";
        var page = await clerk.Get(Reminders);
        await clerk.Submit(page, Reminders, ("household", "51"), ("rule", "D10"), ("kind", "private"), ("memo", "当面说过"));
        page = await clerk.Get(Reminders);
        await clerk.Submit(page, Reminders, ("household", "51"), ("rule", "D10"), ("kind", "written"), ("memo", "柴草占道"));
        var (written, said) = (
            village.Desks.Reminders.List(Bank, 51, 0, 9)[0].Number, village.Desks.Reminders.List(Bank, 51, 0, 9)[1].Number);
        var list = await clerk.Get(Reminders + "?household=51");

        list.Document.QuerySelectorAll("a[href$='/letter']")
            .Should()
            .ContainSingle().Which.GetAttribute("href")
            .Should()
            .Be($"{Reminders}/{written}/letter");
        var letter = await clerk.Get($"{Reminders}/{written}/letter");
        letter.TextOf(".letter").Should()
            .Contain("household 51").And.Contain(
                village.Desks.Households.Get(Bank, 51).Value.Head).And.Contain("D10").And.Contain("柴草占道").And.Contain("nothing is deducted by it")
            .And.Contain("points may be deducted").And.Contain("black board").And.Contain("Received");
        (await clerk.Get($"{Reminders}/{said}/letter")).Status.Should().Be(404);
        (await clerk.Get(Reminders + "/9999/letter")).Status.Should().Be(404);
        (await new PageVisitor(village.Host).Get($"{Reminders}/{written}/letter")).Status.Should().Be(401);
    }

    [Fact]
    public async Task The_office_keeps_whose_kin_somebody_is()
    {
        var office = await village.SignIn("administrator");
        const string Ties = "/office/staff/3/ties?bank=anjiahe";
        var page = await office.Get(Ties);
        (await office.Submit(page, Ties, ("ties[0].household", "99999"))).ErrorOf("ties[0].household").Should().NotBeEmpty();

        var done = await office.Submit(page, Ties, ("ties[0].household", "3"), ("ties[2].household", "4"), ("ties[2].tie", "relative"));

        village.Desks.Staff.Ties(Bank, 3).Value.Ties.Should().Equal(new TieInput(3, "own"), new TieInput(4, "relative"));
        (await office.Follow(done)).Text.Should().Contain(village.Desks.Households.Get(Bank, 4).Value.Head);
        (await office.Get("/office/staff/3")).Find("a[href='/office/staff/3/ties']").TextContent.Should().NotBeEmpty();
    }

    async Task Claim(string role, string root, long household, string rule, string day)
    {
        var visitor = await village.SignIn(role);
        var check = await visitor.Submit(
            await visitor.Get($"{root}/new?household={household}"), root + "/check", ("rule", rule), ("effectiveOn", day));
        (await visitor.Submit(check, root + "/write")).Status.Should().Be(303, check.Text);
    }

    int Count(long? household = null) => village.Desks.Claims.List(Everything, Bank, new(Household: household), 0, 10_000).Value.Count;

    string State(PageSeen page) => village.Desks.Claims.Get(Everything, Bank, Number(page)).Value.State;
}
