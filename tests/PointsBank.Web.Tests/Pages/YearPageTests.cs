namespace PointsBank.Web.Tests.Pages;

/// <summary>A village of which nothing is open, so that a year can end there.</summary>
public sealed class YearPageTests(DeskVillage village) : IClassFixture<DeskVillage>
{
    const string Door = "/v/anjiahe/years";
    const string Changes = "/v/anjiahe/changes";

    [Theory]
    [InlineData(Door, "supervisor", "attendant")]
    [InlineData(Door + "/2025", "clerk", "attendant")]
    [InlineData(Door + "/2025/list", "supervisor", "attendant")]
    [InlineData(Door + "/2025/sheet", "clerk", "attendant")]
    [InlineData(Door + "/2025/export?format=csv", "clerk", "attendant")]
    [InlineData(Door + "/2025/undo", "supervisor", "clerk")]
    [InlineData(Changes, "supervisor", "attendant")]
    [InlineData(Changes + "/new", "clerk", "supervisor")]
    [InlineData(Changes + "/new?household=1&kind=leave", "clerk", "supervisor")]
    public async Task Each_page_is_for_those_whose_it_is(string page, string admitted, string barred)
    {
        (await (await village.As("stranger")).Get(page)).Status.Should().Be(401);
        (await (await village.As(barred)).Get(page)).Status.Should().Be(403);
        (await (await village.As(admitted)).Get(page)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData(Door + "/2031", 400)]
    [InlineData(Door + "/soon", 400)]
    [InlineData(Changes + "/99", 404)]
    [InlineData(Changes + "/new?household=99", 404)]
    public async Task What_is_not_there_is_told_so(string page, int status) =>
        (await (await village.As("clerk")).Get(page)).Status.Should().Be(status);

    [Fact]
    public async Task A_year_is_closed_carried_over_and_undone_on_its_pages()
    {
        var (clerk, supervisor) = (await village.As("clerk"), await village.As("supervisor"));
        var guide = await clerk.Get(Door + "/2024");
        guide.Find("[data-number=households]").TextContent.Should().NotBe("0");

        var check = await clerk.Submit(guide, Door + "/2024/close/check");
        check.Title.Should().Be("Check the close");
        var closed = await clerk.Submit(check, Door + "/2024/close");
        (await clerk.Submit(check, Door + "/2024/close")).Location.Should().Be(closed.Location);
        var after = await clerk.Follow(closed);
        after.Done.Should().Contain("closed");

        var expiry = await clerk.Submit(after, Door + "/2024/expire/check");
        var expired = await clerk.Submit(expiry, Door + "/2024/expire");
        (await clerk.Submit(expiry, Door + "/2024/expire")).Location.Should().Be(expired.Location);
        (await clerk.Follow(expired)).Text.Should().Contain("Carried over; every passbook says so.");
        (await clerk.Get(Door + "/2024/list")).Text.Should().Contain("the ranks are frozen");

        var undo = await supervisor.Get(Door + "/2024/undo");
        (await supervisor.Submit(undo, Door + "/2024/undo/check")).ErrorOf("reason").Should().NotBeEmpty();
        var undoing = await supervisor.Submit(undo, Door + "/2024/undo/check", ("reason", "名单有误"));
        var undone = await supervisor.Submit(undoing, Door + "/2024/undo");
        (await supervisor.Submit(undoing, Door + "/2024/undo")).Location.Should().Be(undone.Location);
        (await supervisor.Follow(undone)).Text.Should().Contain("Not closed yet");
        village.Verify();
    }

    [Fact]
    public async Task The_sheet_has_thirty_five_households_on_a_side_in_the_order_of_their_ranks()
    {
        var own = new DeskVillage();
        try
        {
            await own.InitializeAsync();
            var context = (int number) => new PointsBank.Village.WriteContext(
                PointsBank.Village.Callers.Caller.System, PointsBank.Village.WriteContext.NewKey(), Ledger.Digest.Of($"{number}"));
            var before = own.Desks.Households.Groups(1).Sum(group => group.Households);
            for (var number = 0; number < 75 - before; number++)
                (await own.Desks.Households.Open(context(number), 1, new("一组", [new("吴远行", new(1980, 1, 1), true)]))).Refusal
                    .Should().BeNull();
            for (var number = 1; number <= 2; number++)
                (await own.Desks.Deeds.Credit(context(100 + number), 1, new(number, "C01", new(2025, 12, 30), number))).Refusal
                    .Should().BeNull();
            var clerk = await own.As("clerk");

            var sheet = await clerk.Get(Door + "/2025/sheet");

            sheet.Document.QuerySelectorAll(".list-side")
                .Select(leaf => leaf.QuerySelectorAll("tbody tr").Length)
                .Should()
                .Equal(35, 35, 5);
            sheet.TextsOf(".side-foot span:last-child").Should().Equal("Page 1 of 3", "Page 2 of 3", "Page 3 of 3");
            sheet.Document.QuerySelectorAll(".list-side thead").Should().HaveCount(3);
            sheet.Document.QuerySelectorAll(".signs").Should().ContainSingle("it is signed on the last side");
            var ranks = sheet.TextsOf(".list-side tbody td:first-child").ToList();
            ranks[..2].Should().Equal("1", "2");
            ranks[2..].Should().OnlyContain(rank => rank.Length == 0, "who earned nothing has no rank and stands behind");
            (await clerk.Get(Door + "/2025/list")).Document.QuerySelectorAll("tbody td:first-child")
                .Select(cell => cell.TextContent)
                .First()
                .Should()
                .Be("1");
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_report_that_is_no_longer_true_is_shown_anew()
    {
        var clerk = await village.As("clerk");
        var guide = await clerk.Get(Door + "/2023");

        var moved = await clerk.Submit(guide, Door + "/2023/close/check", ("head", "1-ABCDEF"));

        moved.Status.Should().Be(409);
        moved.Problem.Should().Be("The book has moved on since the report was shown");
    }

    [Fact]
    public async Task A_household_moves_after_it_was_checked_and_once()
    {
        var clerk = await village.As("clerk");
        var start = await clerk.Get(Changes + "/new");
        var form = await clerk.Submit(start, Changes + "/new", ("household", "3"), ("kind", "move"));
        form.Title.Should().Be("Move household 3");
        (await clerk.Submit(form, Changes + "/check", ("group", "九组"))).ErrorOf("reason").Should().NotBeEmpty();

        var check = await clerk.Submit(form, Changes + "/check", ("group", "九组"), ("reason", "搬家"), ("decidedBy", "村民代表会议"));
        check.TextsOf("tbody th").Should().ContainSingle(side => side.StartsWith("3 ·", StringComparison.Ordinal));
        (await clerk.Submit(check, Changes, [], Changes + "/change")).Find("[name=group]").GetAttribute("value").Should().Be("九组");
        var written = await clerk.Submit(check, Changes);
        (await clerk.Submit(check, Changes)).Location.Should().Be(written.Location);

        var page = await clerk.Follow(written);
        page.Text.Should().Contain("The change is written.").And.Contain("村民代表会议");
        village.Desks.Changes.List(1, 3, null, 9).Should().ContainSingle();
        (await clerk.Get(Changes)).RowsOf("tbody tr").Should().Contain(row => row.Contains("Move", StringComparison.Ordinal));
        village.Verify();
    }

    [Fact]
    public async Task Whoever_left_is_shown_as_ended_and_nothing_more_is_offered()
    {
        var clerk = await village.As("clerk");
        var opened = (await village.Desks.Households.Open(
            new(PointsBank.Village.Callers.Caller.System, PointsBank.Village.WriteContext.NewKey(), Ledger.Digest.Of("x")), 1,
            new("一组", [new("吴远行", new(1980, 1, 1), true)]))).Value.Number;
        var form = await clerk.Get($"{Changes}/new?household={opened}&kind=leave");
        var check = await clerk.Submit(form, Changes + "/check", ("reason", "迁居外省"), ("decidedBy", "村民代表会议"));

        (await clerk.Follow(await clerk.Submit(check, Changes))).Text.Should().Contain("Leave");
        (await clerk.Get(Changes)).TextsOf(".banner a").Should().ContainSingle(text => text.Contains("wait for another person"));
        var supervisor = await village.As("supervisor");
        const string Waiting = "/v/anjiahe/proposals";
        var number = village.Desks.Proposals.List(1, open: true, 0, 1)[0].Number;
        var sure = await supervisor.Submit(await supervisor.Get(Waiting), $"{Waiting}/{number}/check");
        sure.RowsOf("tbody tr").Should().ContainSingle(row => row.Contains("吴远行", StringComparison.Ordinal));
        var done = await supervisor.Follow(await supervisor.Submit(sure, $"{Waiting}/{number}/confirmation"));
        done.Text.Should().Contain("Proposed by").And.Contain("Confirmed by");

        var page = await clerk.Get($"/v/anjiahe/clerk/households/{opened}");
        page.Text.Should().Contain("This household left on").And.NotContain("Enter a deed");
        (await clerk.Get($"{Changes}/new?household={opened}&kind=leave")).Status.Should().Be(409);
        var gone = await clerk.Get($"/v/anjiahe/clerk/households/{opened}");
        gone.TextOf("h1").Should().NotEndWith("·", "a household without anybody has no head to name");
        gone.Document.QuerySelectorAll("a[href*='/members'], a[href$='/group']").Should().BeEmpty("nobody is added to it any more");
    }
}
