using PointsBank.Testing;
using PointsBank.Village.Boards;
using static PointsBank.Village.Tests.Boards.BoardLife;

namespace PointsBank.Village.Tests.Boards;

/// <summary>Which boards a village has.</summary>
public class DefinitionTests
{
    [Fact]
    public async Task A_village_that_defined_nothing_has_four_boards_and_two_more_with_a_rulebook_of_two_lists()
    {
        using var village = await VillageFixture.Open();
        var desk = village.Desks.BoardDefinitions;

        desk.All(Bank).Where(board => board.InUse).Select(board => board.Board).Should().Equal("red", "good-deeds", "stars", "black");
        desk.All(Bank).Where(board => !board.InUse).Select(board => board.Board).Should().Equal("red-ten", "yellow-ten");
        desk.Find(Bank, "blue").Should().BeNull();
    }

    [Fact]
    public async Task What_a_board_is_called_names_nobody()
    {
        using var village = await VillageFixture.Open();
        await village.OpenHousehold("李大山");

        (await Define(village, "tidy", new("洁美榜", Measure.Credited, AboutZh: "向李大山家学习")))
            .ShouldBeRefused(VillageRefusals.ProtectedMatter, "aboutZh");
    }

    [Fact]
    public async Task A_board_of_the_villages_own_counts_what_it_says()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "C09");
        await village.Credit(1, "A03");
        await village.Credit(2, "C09");
        village.Done(await Define(village, "tidy", new("洁美榜", Measure.Credited, Rules: "C", Period: "month")));
        village.Done(await Define(village, "over", new("先锋榜", Measure.Standing, Threshold: 31)));

        (village.Board("tidy", "2026-03"))
            .Select(line => (line.Rank, line.Standing, line.Deeds))
            .Should()
            .Equal((1, 30, 1), (1, 30, 1));
        (village.Board("over")).Select(line => line.Standing).Should().Equal(35);
        village.Hanging(await village.Publish("tidy", "2026-03")).Should().HaveCount(2);
        village.Hanging(await village.Publish("over", "2026")).Select(line => line.Standing).Should().Equal(35);
        village.IsSound();
    }

    public static TheoryData<string, BoardInput, string> Wrong => new()
    {
        { "Red", new("榜", "standing"), "board" }, { "r", new("榜", "standing"), "board" }, { "-r", new("榜", "standing"), "board" },
        { new('a', 21), new("榜", "standing"), "board" },
        { "red榜", new("榜", "standing"), "board" },
        { "red", new("", "standing"), "titleZh" }, { "red", new(new('榜', 41), "standing"), "titleZh" },
        { "red", new("失信榜", "standing"), "titleZh" },
        { "red", new("榜", "standing", AboutZh: "贫困户"), "aboutZh" }, { "red", new("榜", "wealth"), "measure" },
        { "red", new("榜", "decided"), "measure" },
        { "black", new("榜", "standing"), "measure" }, { "red", new("榜", "standing", Rules: "C%"), "rules" },
        { "red", new("榜", "standing", Period: "week"), "period" },
        { "stars", new("榜", "stars", Period: "month"), "period" }, { "red", new("榜", "standing", Top: 0), "top" },
        { "stars", new("榜", "stars", Threshold: 6), "threshold" },
        { "red", new("榜", "standing", Scope: "villages"), "scope" }, { "red", new("榜", "deeds", Scope: "groups"), "scope" },
        { "red", new("榜", "standing", Days: 0), "days" },
        { "red", new("榜", "standing", Publisher: "household"), "publisher" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_definition_that_is_none_is_refused_at_its_field(string board, BoardInput input, string field)
    {
        using var village = await VillageFixture.Open(households: 0);

        (await Define(village, board, input)).Refusal!.Field.Should().Be(field);
    }

    static Task<Ledger.Outcome<BoardDefinition>> Define(VillageFixture village, string board, BoardInput input) =>
        village.Desks.BoardDefinitions.Define(ClaimLife.As(ClaimLife.Supervisor), Bank, board, input);
}
