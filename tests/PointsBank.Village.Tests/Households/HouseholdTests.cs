using Microsoft.Data.Sqlite;
using PointsBank.Testing;
using PointsBank.Village.Households;

namespace PointsBank.Village.Tests.Households;

public class HouseholdTests
{
    [Theory]
    [InlineData("610102196001011234")]
    [InlineData("李四１３８００００００００")]
    public async Task A_number_of_a_person_is_no_name_and_is_never_kept(string name)
    {
        using var village = await VillageFixture.Open(households: 1);

        (await village.Desks.Households.Open(
                VillageFixture.Ask(), VillageFixture.Bank, new("二组", [new(name, new(1980, 1, 1), IsHead: true)])))
            .ShouldBeRefused(NameRefusals.NumberInName, "members[0].name");
    }

    [Fact]
    public async Task A_household_opens_with_the_next_number_and_its_group()
    {
        using var village = await VillageFixture.Open(households: 1);

        var household = village.Done(await village.Desks.Households.Open(
            VillageFixture.Ask(), VillageFixture.Bank,
            new(" 二组 ", [new(" 李四 ", new(1980, 1, 1), IsHead: true), new("李小四", new(2015, 1, 1))])));

        (household.Number, household.Group, household.Head, household.Passbook).Should().Be((2, "二组", "李四", null));
        household.Members.Select(member => member.Name).Should().Equal("李四", "李小四");
        village.Desks.Households.Groups(VillageFixture.Bank)
            .Select(group => (group.Name, group.Households))
            .Should()
            .Equal(("一组", 1), ("二组", 1));
    }

    [Fact]
    public async Task A_number_that_is_taken_is_refused()
    {
        using var village = await VillageFixture.Open(households: 1);

        (await village.Desks.Households.Open(
            VillageFixture.Ask(), VillageFixture.Bank, new("一组", [new("王五", new(1980, 1, 1), IsHead: true)], 1)))
            .ShouldBeRefused(VillageRefusals.AlreadyExists, "number");
    }

    [Fact]
    public async Task A_household_has_exactly_one_head()
    {
        using var village = await VillageFixture.Open(households: 1);

        (await village.Desks.Households.Open(VillageFixture.Ask(), VillageFixture.Bank, new("一组", [new("甲", new(1980, 1, 1))])))
            .ShouldBeRefused(VillageRefusals.MissingValue, "members.isHead");
        (await village.Desks.Households.Open(
            VillageFixture.Ask(), VillageFixture.Bank, new("一组", [new("甲", new(1980, 1, 1), true), new("乙", new(1980, 1, 1), true)])))
            .ShouldBeRefused(VillageRefusals.MissingValue, "members.isHead");
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_head()
    {
        using var village = await VillageFixture.Open(households: 1);

        var write = () => village.Database.Write<int>(writer => writer.Execute(
            "insert into members (bank, number, household, name, birth_date, is_head, related) values (1, 99, 1, '乙', '1980-01-01', 1, 0)"));

        (await write.Should().ThrowAsync<SqliteException>()).Which.SqliteErrorCode.Should().Be(19);
    }

    [Fact]
    public async Task A_new_head_takes_the_old_ones_place()
    {
        using var village = await VillageFixture.Open(households: 1);

        var household = village.Done(
            await village.Desks.Households.AddMember(
                VillageFixture.Ask(), VillageFixture.Bank, 1, new("张小国", new(1995, 1, 1), IsHead: true)));

        household.Head.Should().Be("张小国");
        household.Members.Count(member => member.IsHead).Should().Be(1);
    }

    [Fact]
    public async Task The_head_does_not_step_back_without_a_successor()
    {
        using var village = await VillageFixture.Open(households: 1);

        (await village.Desks.Households.ChangeMember(
            VillageFixture.Ask(), VillageFixture.Bank, 1, 1, new("张建国", new(1970, 5, 1), IsHead: false)))
            .ShouldBeRefused(VillageRefusals.MissingValue, "isHead");
    }

    [Fact]
    public async Task A_member_is_renamed_and_a_household_moves_to_another_group()
    {
        using var village = await VillageFixture.Open(households: 1);

        village.Done(
            await village.Desks.Households.ChangeMember(
                VillageFixture.Ask(), VillageFixture.Bank, 1, 1, new("张卫国", new(1970, 5, 1), true, true)));
        var household = village.Done(await village.Desks.Households.Move(VillageFixture.Ask(), VillageFixture.Bank, 1, new("三组")));

        (household.Head, household.Group, household.Members[0].RelatedToCommittee).Should().Be(("张卫国", "三组", true));
        (await village.Desks.Households.Move(VillageFixture.Ask(), VillageFixture.Bank, 99, new("三组")))
            .ShouldBeRefused(VillageRefusals.UnknownHousehold);
        (await village.Desks.Households.ChangeMember(VillageFixture.Ask(), VillageFixture.Bank, 1, 99, new("无", new(1970, 5, 1))))
            .ShouldBeRefused(VillageRefusals.UnknownMember);
    }

    [Fact]
    public async Task No_sheet_fills_a_household_beyond_its_most_members()
    {
        using var village = await VillageFixture.Open(households: 1);

        (await village.Desks.Households.AddMembers(
            VillageFixture.Ask(), VillageFixture.Bank,
            [.. Enumerable.Range(1, HouseholdDesk.MaxMembers).Select(i => (1L, new MemberInput($"孩{i}", new(2010, 1, 1))))]))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "members");
    }

    [Theory]
    [InlineData("", "missing_value")]
    [InlineData("张\uFFFD三", "lost_character")]
    [InlineData("张?三", "lost_character")]
    [InlineData("张□三", "lost_character")]
    [InlineData("张三张三张三张三张三张三张三张三张三张三张三张三张三张三张三张三张三张三张三张三张", "too_long")]
    public async Task A_name_that_is_none_is_refused(string name, string code)
    {
        using var village = await VillageFixture.Open(households: 1);

        (await village.Desks.Households.AddMember(
            VillageFixture.Ask(), VillageFixture.Bank, 1, new(name, new(1990, 1, 1)))).Refusal!.Kind.Code.Should().Be(code);
    }

    [Fact]
    public async Task Nobody_is_born_tomorrow_or_a_hundred_and_fifty_years_ago()
    {
        using var village = await VillageFixture.Open(households: 1);

        (await village.Desks.Households.AddMember(VillageFixture.Ask(), VillageFixture.Bank, 1, new("小", new(2026, 3, 3))))
            .ShouldBeRefused(VillageRefusals.DateInFuture, "birthDate");
        (await village.Desks.Households.AddMember(VillageFixture.Ask(), VillageFixture.Bank, 1, new("小", new(2026, 3, 2)))).Refusal
            .Should().BeNull();
        (await village.Desks.Households.AddMember(VillageFixture.Ask(), VillageFixture.Bank, 1, new("老", new(1876, 1, 1))))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "birthDate");
    }

    [Theory]
    [InlineData("12", new long[] { 12 })]
    [InlineData("𠮷", new long[] { 14 })]
    [InlineData("二组", new long[] { 13, 14 })]
    [InlineData("李", new long[] { 12, 13 })]
    [InlineData("%", new long[] { 15 })]
    [InlineData("_", new long[] { 16 })]
    [InlineData("!", new long[] { 17 })]
    [InlineData("无此人", new long[] { })]
    [InlineData("", new long[] { 1, 12, 13, 14, 15, 16, 17 })]
    [InlineData("  李四 ", new long[] { 12 })]
    public async Task Households_are_found_by_number_name_and_group_and_signs_stand_for_themselves(string search, long[] found)
    {
        using var village = await VillageFixture.Open(households: 1);
        await village.OpenHousehold("李四", number: 12);
        await village.OpenHousehold("李小龙", "二组", 13);
        await village.OpenHousehold("𠮷田", "二组", 14);
        await village.OpenHousehold("百%分", "三组", 15);
        await village.OpenHousehold("下_划", "三组", 16);
        await village.OpenHousehold("叹!号", "三组", 17);

        village.Desks.Households.Search(VillageFixture.Bank, search, 0, 100).Select(line => line.Number).Should().Equal(found);
    }

    [Fact]
    public async Task Pages_of_households_walk_on_from_the_last_number()
    {
        using var village = await VillageFixture.Open(households: 5);

        var all = new List<long>();
        for (var after = 0L; village.Desks.Households.Search(
            VillageFixture.Bank, null, after, 2) is { Count: > 0 } page; after = page[^1].Number)
            all.AddRange(page.Select(line => line.Number));

        all.Should().Equal(1, 2, 3, 4, 5);
    }

    [Fact]
    public async Task Consent_is_recorded_and_the_last_word_counts()
    {
        using var village = await VillageFixture.Open(households: 1);

        await village.Consents(1);
        village.Done(village.Desks.Households.Get(VillageFixture.Bank, 1)).Members[0].Consents.Should().Equal(Purpose.Boards);
        await village.Consents(1, given: false);
        village.Done(village.Desks.Households.Get(VillageFixture.Bank, 1)).Members[0].Consents.Should().BeEmpty();

        (await village.Desks.Households.SetConsent(VillageFixture.Ask(), VillageFixture.Bank, 1, 1, "adverts", true))
            .ShouldBeRefused(VillageRefusals.NotInList, "purpose");
        (await village.Desks.Households.SetConsent(VillageFixture.Ask(), VillageFixture.Bank, 1, 99, Purpose.Boards, true))
            .ShouldBeRefused(VillageRefusals.UnknownMember);
    }
}
