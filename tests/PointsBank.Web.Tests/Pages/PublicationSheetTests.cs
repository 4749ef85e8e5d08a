namespace PointsBank.Web.Tests.Pages;

/// <summary>Publications on paper, of a village of more households than go on one side.</summary>
public sealed class PublicationSheetTests(DemoHost demo) : IClassFixture<DemoHost>
{
    const string Boards = "/v/anjiahe/boards";

    [Fact]
    public async Task A_long_board_goes_on_at_the_left_of_the_next_side_so_that_ranks_are_read_in_order()
    {
        var sheet = await new PageVisitor(demo.Host).Get(Boards + "/stars/publications/26/sheet");

        var sides = sheet.Document.QuerySelectorAll(".wall");
        sides.Should().HaveCountGreaterThan(2);
        sides.Select(side => side.QuerySelectorAll("tbody tr").Length).Should().OnlyContain(lines => lines <= 50);
        sheet.Document.QuerySelectorAll(".wall tbody .rank").Select(rank => long.Parse(rank.TextContent, System.Globalization.CultureInfo.InvariantCulture)).Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task A_correction_says_on_paper_what_changed_and_nobody_on_it_is_named_who_took_that_back()
    {
        var sheet = await new PageVisitor(demo.Host).Get(Boards + "/red/publications/25/sheet");

        sheet.Document.QuerySelectorAll(".wall").Should().ContainSingle();
        sheet.Text.Should().Contain("Corrects no. 23").And.Contain("hangs until");
        sheet.Text.Should().NotContain(await WhoTookItBack());
    }

    /// <summary>The head of the one household that took back that its name stands on boards.</summary>
    async Task<string> WhoTookItBack()
    {
        var desks = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<PointsBank.Village.Desks>(demo.Host.Services);
        foreach (var line in (await desks.Years.Lines(1, 2025, null, 30)).Value)
            if (desks.Privacy.Consents.History(1, line.Household).Value.Any(said => said is { Purpose: "boards", Given: false }))
                return line.Head;
        throw new InvalidOperationException("nobody in the demo took a consent back");
    }
}
