namespace PointsBank.Web.Tests.Pages;

/// <summary>Publications on paper, of a village of more households than go on one side.</summary>
public sealed class PublicationSheetTests(DemoHost demo) : IClassFixture<DemoHost>
{
    const string Boards = "/v/anjiahe/boards";

    [Fact]
    public async Task A_long_board_goes_on_at_the_left_of_the_next_side_so_that_ranks_are_read_in_order()
    {
        var stars = Publications("stars")[0];
        var sheet = await new PageVisitor(demo.Host).Get($"{Boards}/stars/publications/{stars.Number}/sheet");

        var sides = sheet.Document.QuerySelectorAll(".wall");
        sides.Should().HaveCountGreaterThan(2);
        sides.Select(side => side.QuerySelectorAll("tbody tr").Length).Should().OnlyContain(lines => lines <= 50);
        sheet.Document.QuerySelectorAll(".wall tbody .rank")
            .Select(rank => long.Parse(rank.TextContent, System.Globalization.CultureInfo.InvariantCulture))
            .Should()
            .BeInAscendingOrder();
    }

    [Fact]
    public async Task A_correction_says_on_paper_what_changed_and_nobody_on_it_is_named_who_took_that_back()
    {
        var correction = Publications("red").First(publication => publication.Corrects is not null);
        var sheet = await new PageVisitor(demo.Host).Get($"{Boards}/red/publications/{correction.Number}/sheet");

        sheet.Document.QuerySelectorAll(".wall").Should().ContainSingle();
        sheet.Text.Should().Contain($"Corrects no. {correction.Corrects}").And.Contain("hangs until");
        sheet.Text.Should().NotContain(WhoTookItBack());
    }

    IReadOnlyList<PointsBank.Village.Boards.PublicationLine> Publications(string board) =>
        Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<PointsBank.Village.Desks>(demo.Host.Services)
            .Publications.List(1, board, isStaff: true, long.MaxValue, 99);

    /// <summary>The head of the one household that took back that its name stands on boards.</summary>
    string WhoTookItBack()
    {
        var desks = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<PointsBank.Village.Desks>(demo.Host.Services);
        foreach (var line in (desks.Years.Lines(1, 2025, null, 30)).Value)
            if (desks.Privacy.Consents.History(1, line.Household).Value.Any(said => said is { Purpose: "boards", Given: false }))
                return line.Head;
        throw new InvalidOperationException("nobody in the demo took a consent back");
    }
}
