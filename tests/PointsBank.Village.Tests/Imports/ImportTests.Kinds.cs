using PointsBank.Papers.Sheets;
using PointsBank.Testing;
using PointsBank.Village.Imports;

namespace PointsBank.Village.Tests.Imports;

/// <summary>Balances from paper with their total, a list of everybody, and lists of another kind than the one that was chosen.</summary>
public partial class ImportTests
{
    [Fact]
    public async Task A_paper_that_lists_households_without_points_is_taken_with_its_total()
    {
        using var village = await VillageFixture.Open(households: 4);
        const string Paper = "户号,积分\n1,30\n2,0\n3,45\n4,0\n合计,75\n";

        var trial = village.Done(await Import(village, "opening", Paper, dryRun: true));
        var view = village.Done(await Import(village, "opening", Paper));

        (trial.Total, trial.New, trial.Same).Should().Be((new ImportTotal(4, 75, 2), 2, 2));
        (view.Total, view.New, view.Problems.Count).Should().Be((trial.Total, 2, 0));
        (village.Points(1), village.Points(2), village.Points(3)).Should().Be((30, 0, 45));
        village.Done(await Import(village, "opening", Paper + "\n")).New.Should().Be(0);
    }

    static string HeadOf(VillageFixture village, long household) =>
        village.Done(village.Desks.Households.Get(VillageFixture.Bank, household)).Head;

    [Theory]
    [InlineData("户主")]
    [InlineData("户主姓名")]
    [InlineData("姓名")]
    public async Task A_balance_beside_a_name_that_is_not_the_households_is_refused(string header)
    {
        using var village = await VillageFixture.Open(households: 3);
        string Paper(string second) => $"户号,{header},积分\n1,{HeadOf(village, 1)},30\n2,{second},10\n3,,5\n";

        var moved = village.Done(await Import(village, "opening", Paper(HeadOf(village, 3))));
        var right = village.Done(await Import(village, "opening", Paper(" " + HeadOf(village, 2))));

        moved.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)).Should().Equal((3, header, SheetCode.OtherName));
        (right.New, right.Problems.Count, right.UnreadColumns!.Count).Should().Be((3, 0, 0));
        (village.Points(1), village.Points(2), village.Points(3)).Should().Be((30, 10, 5));
    }

    [Fact]
    public async Task A_list_of_everybody_may_carry_the_number_on_the_heads_row_alone()
    {
        using var village = await VillageFixture.Open(households: 0);
        var sparse = Roster.Replace("11,一组,王芳", ",,王芳").Replace("11,一组,李小四", ",,李小四");

        var households = village.Done(await Import(village, "households", sparse));
        var members = village.Done(await Import(village, "members", sparse));

        (households.New, households.Problems.Count, members.New, members.Same, members.Below).Should().Be((2, 0, 2, 2, 2));
        village.Done(village.Desks.Households.Get(VillageFixture.Bank, 11)).Members.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_number_without_a_head_in_a_list_of_everybody_is_no_household_left_out_in_silence()
    {
        using var village = await VillageFixture.Open(households: 0);

        var view = village.Done(await Import(village, "households", Roster.Replace("赵六,本人", "赵六,")));
        var twice = village.Done(await Import(village, "households", Roster.Replace("12,二组", "11,二组")));

        view.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)).Should().Equal((5, "与户主关系", SheetCode.NoHead));
        twice.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)).Should().Equal((5, "户号", SheetCode.Twice));
    }

    [Fact]
    public async Task A_head_without_a_number_gives_none_to_those_below()
    {
        using var village = await VillageFixture.Open(households: 0);
        village.Done(await Import(village, "households", Roster));
        var sparse = Roster.Replace("12,二组,赵六", ",二组,赵六") + ",,赵小六,长子,2001-02-03\n";

        var members = village.Done(await Import(village, "members", sparse));

        members.Problems.Select(problem => (problem.Line, problem.Code)).Should().Equal((5, "missing_value"), (6, "missing_value"));
    }

    const string Roster = """
        户号,村民小组,姓名,与户主关系,出生日期
        11,一组,李四,户主,1960-01-02
        11,一组,王芳,妻,1962-03-04
        11,一组,李小四,长子,1990-05-06
        12,二组,赵六,本人,1975-03-04

        """;

    [Fact]
    public async Task A_list_of_everybody_makes_the_households_first_and_then_their_members()
    {
        using var village = await VillageFixture.Open(households: 0);

        var early = village.Done(await Import(village, "members", Roster));
        early.Problems.Should().OnlyContain(problem => problem.Code == "unknown_household");
        var households = village.Done(await Import(village, "households", Roster));
        var members = village.Done(await Import(village, "members", Roster));

        (households.New, households.Others, households.Problems.Count).Should().Be((2, 2, 0));
        (members.New, members.Same, members.UnreadColumns!.Count)
            .Should().Be((2, 2, 1), "the heads are there, and the group is the household's");
        village.Done(village.Desks.Households.Get(VillageFixture.Bank, 11)).Members.Select(member => (member.Name, member.IsHead))
            .Should().BeEquivalentTo([("李四", true), ("王芳", false), ("李小四", false)]);
        village.Done(await Import(village, "households", Roster + "\n")).Same.Should().Be(2);
    }

    [Fact]
    public async Task A_list_of_everybody_without_a_head_says_what_it_lacks()
    {
        using var village = await VillageFixture.Open(households: 0);

        var view = village.Done(await Import(village, "households", Roster.Replace("户主,1", "父,1").Replace("本人", "母")));

        view.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)).Should().Equal((2, "与户主关系", "no_head"));
    }

    [Theory]
    [InlineData("households", "户号,姓名,出生日期\n1,张小国,2001-02-03\n", "members")]
    [InlineData("households", "户号,积分\n1,30\n", "opening")]
    [InlineData("members", "户号,村民小组,户主\n1,一组,张三\n", "households")]
    [InlineData("opening", "编号,类别\nC01,环境\n", "rulebook")]
    [InlineData("opening", "户号,余额\n1,30\n", null)]
    public async Task A_list_of_another_kind_is_called_by_its_name(string chosen, string sheet, string? looks)
    {
        using var village = await VillageFixture.Open(households: 1);

        var view = village.Done(await Import(village, chosen, sheet));

        view.Problems.Should().NotBeEmpty();
        view.LooksLike.Should().Be(looks);
    }
}
