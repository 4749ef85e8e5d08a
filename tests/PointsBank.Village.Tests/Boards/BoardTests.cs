using FsCheck;
using FsCheck.Fluent;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Journal;

namespace PointsBank.Village.Tests.Boards;

public class BoardTests
{
    [Fact]
    public async Task Equal_standing_shares_a_rank_on_the_board_and_in_the_passbook_alike()
    {
        using var village = await VillageFixture.Open(households: 4);
        await village.Credit(1, "C09");
        await village.Credit(2, "A09");
        await village.Credit(3, "A09");
        await village.Credit(4, "A03");

        foreach (var period in (string[])["2026", "2026-Q1", "2026-03"])
            (Board(village, "red", period))
                .Select(line => (line.Rank, line.Standing))
                .Should()
                .Equal((1, 30), (2, 10), (2, 10), (4, 5));
        for (var household = 1; household <= 4; household++)
            (village.Balance(household)).Merit.Rank.Should().Be(household switch { 1 => 1, 4 => 4, _ => 2 });
    }

    [Fact]
    public async Task Each_period_counts_its_own_deeds()
    {
        using var village = await VillageFixture.Open(at: new(2026, 5, 4, 9, 0));
        await village.Credit(1, "A03", on: new(2025, 12, 31));
        await village.Credit(1, "A03", on: new(2026, 1, 1));
        await village.Credit(1, "A03", on: new(2026, 3, 31));
        await village.Credit(1, "A03", on: new(2026, 4, 1));

        (Board(village, "red", "2025")).Single().Standing.Should().Be(5);
        (Board(village, "red", "2026")).Single().Standing.Should().Be(15);
        (Board(village, "red", "2026-Q1")).Single().Standing.Should().Be(10);
        (Board(village, "red", "2026-04")).Single().Standing.Should().Be(5);
        (Board(village, "red", "2026-02")).Should().BeEmpty();
    }

    [Fact]
    public async Task Last_years_board_is_shown_until_somebody_stands_on_this_ones_and_a_year_without_a_deed_is_known_to_be_empty()
    {
        using var village = await VillageFixture.Open(at: new(2026, 1, 5, 9, 0));
        var (boards, red) = (village.Desks.Boards, village.Desks.BoardDefinitions.Find(VillageFixture.Bank, "red")!);
        async Task<string> Shown() => village.Done(boards.Latest(VillageFixture.Bank, red, null, 10)).Period;
        await village.Credit(1, "A03", on: new(2025, 12, 31));
        (boards.IsEmpty(VillageFixture.Bank, 2025), boards.IsEmpty(VillageFixture.Bank, 2026), await Shown())
            .Should().Be((false, true, "2025"));

        await village.Deduct(2, "D10", on: new(2026, 1, 3));
        (boards.IsEmpty(VillageFixture.Bank, 2026), await Shown())
            .Should().Be((false, "2025"), "who was only deducted stands on no red board");
        await village.Credit(1, "A03", on: new(2026, 1, 2));
        (await Shown()).Should().Be("2026");
    }

    [Theory]
    [InlineData("stars")]
    [InlineData("red")]
    [InlineData("good-deeds")]
    public async Task A_village_in_its_first_year_opens_on_that_year_also_while_nobody_stands_on_a_board(string kind)
    {
        using var village = await VillageFixture.Open(at: new(2026, 5, 4, 9, 0));
        var (boards, board) = (village.Desks.Boards, village.Desks.BoardDefinitions.Find(VillageFixture.Bank, kind)!);
        string Shown() => village.Done(boards.Latest(VillageFixture.Bank, board, null, 10)).Period;

        (Shown()).Should().Be("2026", "nothing was ever entered");
        await village.Deduct(2, "D10", on: new(2026, 5, 3));
        (Shown()).Should().Be("2026");
        await village.Credit(1, "A03", on: new(2026, 5, 3));
        (Shown()).Should().Be("2026", "5 points are no star, and there is no year to go back to");
        await village.Deduct(2, "D10", on: new(2025, 12, 31));
        (Shown()).Should().Be("2026", "nobody stands on the board of the year before either");
    }

    [Fact]
    public async Task A_name_stands_in_full_only_while_the_head_agrees()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A03");

        (Board(village, "red", "2026")).Single().Name.Should().Be("张*国");
        await village.Consents(1);
        (Board(village, "red", "2026")).Single().Name.Should().Be("张建国");
        (Board(village, "good-deeds", "2026")).Single().Name.Should().Be("张建国");
        await village.Consents(1, given: false);
        (Board(village, "red", "2026")).Single().Name.Should().Be("张*国");
    }

    [Fact]
    public async Task A_household_whose_head_is_a_minor_stands_on_no_board_and_leaves_its_rank_empty()
    {
        using var village = await VillageFixture.Open(households: 1);
        await village.OpenHousehold("小明明", born: new(2008, 3, 3));
        await village.Credit(2, "C09");
        await village.Credit(1, "A03");
        await village.Consents(2);

        foreach (var kind in (string[])["red", "good-deeds"])
            (Board(village, kind, "2026")).Select(line => (line.Rank, line.Name)).Should().Equal((2, "张*国"));
        village.At(2026, 3, 3);
        (Board(village, "red", "2026")).Select(line => line.Name).Should().Equal("小*明", "张*国");
    }

    [Fact]
    public async Task A_deed_of_a_minor_is_not_listed_though_the_household_is()
    {
        using var village = await VillageFixture.Open(households: 0);
        var opened = village.Done(await village.Desks.Households.Open(VillageFixture.Ask(), VillageFixture.Bank, new("一组",
            [new("李大山", new(1980, 1, 1), IsHead: true), new("李小山", new(2015, 1, 1))])));
        await village.Credit(1, "A03", member: opened.Members[1].Number);

        (Board(village, "good-deeds", "2026")).Should().BeEmpty();
        (Board(village, "red", "2026")).Should().ContainSingle();
    }

    [Fact]
    public async Task No_number_of_deducted_points_brings_anybody_onto_the_black_board()
    {
        using var village = await VillageFixture.Open();
        await village.Deduct(1, "A10", quantity: 3);

        (Board(village, "black", "2026")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_household_that_is_no_more_stands_on_no_board_and_above_nobody()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "C09");
        await village.Credit(2, "A09");
        await village.EndHousehold(1);

        foreach (var period in (string[])["2026", "2026-03"])
            (Board(village, "red", period)).Select(line => line.Rank).Should().Equal(1);
        (Board(village, "good-deeds", "2026-03")).Should().ContainSingle();
        (village.Balance(2)).Merit.Rank.Should().Be(1);
    }

    [Fact]
    public async Task A_rank_goes_through_the_households_that_are_no_more_and_not_through_everybody()
    {
        using var village = await VillageFixture.Open();

        var steps = village.Database.Read(connection => connection.Query<(long, long, long, string Step)>(
            $"explain query plan {BoardTable.CountAbove}", new { bank = 1, year = 2026, standing = 5 }).Select(row => row.Step).ToList());

        steps.Should().NotContain(step => step.Contains("SCAN", StringComparison.Ordinal));
        steps.Should()
            .Contain(step => step.StartsWith("SEARCH x", StringComparison.Ordinal) && step.EndsWith("(bank=?)", StringComparison.Ordinal))
            .And.Contain(
                step => step.StartsWith("SEARCH a", StringComparison.Ordinal) && step.Contains("owner=?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Good_deeds_are_listed_without_reversed_ones_and_without_what_may_not_be_posted()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A03");
        var mistaken = await village.Credit(2, "C09");
        await village.Credit(3, "B03");
        await village.Reverse(mistaken.Entry);

        var line = (Board(village, "good-deeds", "2026")).Should().ContainSingle().Subject;
        (line.ItemZh, line.Standing, line.Day).Should().Be(("拾到财物主动交还失主", 5, village.Today));
    }

    [Fact]
    public async Task Stars_come_with_standing_and_the_star_board_lists_those_who_have_one()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.StarStep, 10);
        await village.Credit(1, "C09", quantity: 2);
        await village.Credit(2, "A09");
        await village.Credit(3, "A03");

        (Board(village, "stars", "2026")).Select(line => line.Stars).Should().Equal(5, 1);
        foreach (var (household, stars) in ((long, int)[])[(1, 5), (2, 1), (3, 0)])
            (village.Balance(household)).Merit.Stars.Should().Be(stars, "the honour of the start makes no stars there either");
    }

    [Fact]
    public async Task Nobody_has_a_star_or_a_rank_on_the_first_of_January_and_who_earned_nothing_has_none_later()
    {
        using var village = await VillageFixture.Open(households: 4, at: new(2026, 1, 1, 9, 0));
        Setting.BaseStanding.Default.Should().Be(100);

        (Board(village, "stars", "2026")).Should().BeEmpty();
        (village.Balance(1)).Merit.Should().Be(new MeritBalance(2026, 0, null, 0));

        await village.Credit(1, "C09");
        await village.Credit(2, "A03");
        await village.Deduct(2, "D10", quantity: 2);
        await village.Deduct(3, "A10");
        (Board(village, "stars", "2026")).Select(line => (line.Standing, line.Stars)).Should().Equal((30, 1));
        (Board(village, "red", "2026")).Select(line => (line.Rank, line.Standing)).Should().Equal((1, 30), (2, 1));
        foreach (var household in (int[])[3, 4])
            (village.Balance(household)).Merit.Should().Match<MeritBalance>(merit => merit.Rank == null && merit.Stars == 0);
        village.IsSound();
    }

    [Fact]
    public async Task Deeds_of_as_many_points_stand_by_their_days_and_have_no_rank()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A03", on: new(2026, 2, 27));
        await village.Credit(2, "A03", on: new(2026, 3, 1));
        await village.Credit(3, "A03", on: new(2026, 2, 28));

        (Board(village, "good-deeds", "2026"))
            .Select(line => (line.Rank, line.Day!.Value.Day))
            .Should()
            .Equal((null, 1), (null, 28), (null, 27));
        var first = village.Done(village.Desks.Boards.Compute(VillageFixture.Bank, "good-deeds", "2026", null, 2));
        village.Done(
            village.Desks.Boards.Compute(
                VillageFixture.Bank, "good-deeds", "2026", first.Next, 2)).Items.Select(line => line.Day!.Value.Day)
            .Should().Equal(27);
        village.Hanging(await village.Publish("good-deeds", "2026-02"))
            .Select(line => (line.Rank, line.Day!.Value.Day))
            .Should()
            .Equal((null, 28), (null, 27));

        await village.Credit(1, "C09");
        (Board(village, "good-deeds", "2026")).Select(line => line.Rank).Should().Equal(1, 2, 2, 2);
    }

    [Fact]
    public async Task Twenty_points_deducted_in_the_year_leave_three_stars_on_the_board_as_in_the_passbook()
    {
        using var village = await VillageFixture.Open();
        await village.Set(Setting.StarStep, 10);
        await village.Deduct(1, "A11");
        await village.Credit(1, "C09", quantity: 2);
        await village.Deduct(2, "D11");
        await village.Credit(2, "C09", quantity: 2);

        (Board(village, "stars", "2026")).Select(line => (line.Standing, line.Stars)).Should().Equal((52, 5), (40, 3));
        var published = village.Done(
            await village.Desks.Publications.Publish(ClaimLife.As(ClaimLife.Supervisor), VillageFixture.Bank, "stars", new("2026", "年榜")));
        village.Done(
            village.Desks.Publications.Get(VillageFixture.Bank, "stars", published.Number, isStaff: false)).Items.Select(line => line.Stars)
                .Should()
            .Equal(5, 3);
        village.Done(village.Desks.Publications.Recompute(VillageFixture.Bank, "stars", published.Number, isStaff: false)).IsEqual
            .Should().BeTrue();
        (village.Balance(1)).Merit.Stars.Should().Be(3);
    }

    [Theory]
    [InlineData("2026-Q5")]
    [InlineData("2026-13")]
    [InlineData("2026-00")]
    [InlineData("9999")]
    [InlineData("26")]
    [InlineData("今年")]
    [InlineData("2026-3")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_period_that_is_none_is_refused(string? period)
    {
        using var village = await VillageFixture.Open(households: 0);

        (village.Desks.Boards.Compute(VillageFixture.Bank, "red", period!, null, 10))
            .ShouldBeRefused(VillageRefusals.NotInList, "period");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1")]
    [InlineData("-.1")]
    [InlineData("5.-1")]
    public async Task A_mark_that_no_page_gave_is_refused(string after)
    {
        using var village = await VillageFixture.Open(households: 0);

        (village.Desks.Boards.Compute(VillageFixture.Bank, "red", "2026", after, 10))
            .ShouldBeRefused(VillageRefusals.NotInList, "after");
    }

    [Theory]
    [InlineData("red", "2026")]
    [InlineData("red", "2026-Q1")]
    [InlineData("good-deeds", "2026")]
    public async Task The_mark_of_a_page_says_a_place_and_no_household(string kind, string period)
    {
        using var village = await VillageFixture.Open(households: 11);
        await village.Credit(4, "A03");
        await village.Credit(9, "A03");

        async Task<string?> Mark(string? after) =>
            village.Done(village.Desks.Boards.Compute(VillageFixture.Bank, kind, period, after, 1)).Next;
        var first = await Mark(null);

        first.Should().Be("5.1");
        (await Mark(first)).Should().Be("5.2");
        (await Mark("5.2")).Should().BeNull();
    }

    [Theory]
    [InlineData("red", "2026")]
    [InlineData("red", "2026-Q1")]
    [InlineData("good-deeds", "2026")]
    public async Task Pages_walk_the_whole_board_without_gap_or_repeat(string kind, string period)
    {
        using var village = await VillageFixture.Open(households: 11);
        for (var household = 1; household <= 11; household++)
        {
            await village.Credit(household, household % 3 == 0 ? "C09" : "A09", quantity: household % 2 + 1);
            if (household % 2 == 0) await village.Deduct(household, "A10", quantity: household % 3 + 1);
        }
        var whole = Board(village, kind, period);

        foreach (var size in (int[])[1, 2, 3, 5])
        {
            var walked = new List<BoardLine>();
            string? mark = null;
            do
            {
                var page = village.Done(village.Desks.Boards.Compute(VillageFixture.Bank, kind, period, mark, size));
                walked.AddRange(page.Items);
                mark = page.Next;
            }
            while (mark is not null);
            walked.Should().Equal(whole);
        }
    }

    [Fact]
    public void After_anything_a_village_does_the_board_says_what_the_journal_says() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<byte[]>().Resize(24).ToArbitrary(),
        dice => Task.Run(() => BoardIsAsTheJournalSays(dice)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    static async Task BoardIsAsTheJournalSays(byte[] dice)
    {
        using var village = await VillageFixture.Open(households: 5);
        var entries = new List<long>();
        foreach (var die in dice)
        {
            var household = die % 5 + 1;
            var deed = (die / 5) switch
            {
                < 12 => await village.TryCredit(household, "A03"),
                < 24 => await village.TryCredit(household, "C09"),
                < 36 => await village.TryCredit(household, "A02", on: new(2026, 1, 15)),
                < 46 => await village.TryDeduct(household, "A10"),
                _ => default,
            };
            if (die / 5 >= 46 && entries.Count > 0) await village.TryReverse(entries[die % entries.Count], allowDeficit: true);
            else if (die / 5 < 46 && deed.Refusal is null) entries.Add(deed.Value.Entry);
        }

        var journal = village.Desks.Journal.Entries(VillageFixture.Bank, null, 10_000).SelectMany(entry => entry.Postings);
        var standings = Enumerable.Range(1, 5).Select(household =>
            (Household: household, Standing: journal.Where(
                posting => posting.Account == $"HouseholdMerit:{household}:merit:2026").Sum(posting => posting.Amount))).ToList();
        var expected = standings.Where(row => row.Standing > 0).OrderByDescending(row => row.Standing).ThenBy(row => row.Household)
            .Select(row => ((long?)standings.Count(other => other.Standing > row.Standing) + 1, row.Standing));
        (Board(village, "red", "2026")).Select(line => (line.Rank, line.Standing)).Should().Equal(expected);
        (Board(village, "red", "2026-Q1")).Select(line => (line.Rank, line.Standing)).Should().Equal(expected);
        foreach (var (household, standing) in standings)
            (village.Desks.Boards.StandingOf(VillageFixture.Bank, household, 2026)).Rank
                .Should().Be(standing > 0 ? standings.Count(other => other.Standing > standing) + 1 : null);
        village.IsSound();
    }

    static IReadOnlyList<BoardLine> Board(VillageFixture village, string kind, string period) =>
        village.Done(village.Desks.Boards.Compute(VillageFixture.Bank, kind, period, null, 1_000)).Items;
}
