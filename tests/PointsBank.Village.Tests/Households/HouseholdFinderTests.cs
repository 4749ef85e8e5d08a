using PointsBank.Demo;
using PointsBank.Papers.Names;
using PointsBank.Testing;
using PointsBank.Village.Households;

namespace PointsBank.Village.Tests.Households;

public class HouseholdFinderTests
{
    const long Bank = VillageFixture.Bank;

    [Theory]
    [InlineData("1", new long[] { 1, 12, 13 })]
    [InlineData("12", new long[] { 12 })]
    [InlineData("１２", new long[] { 12 })]
    [InlineData("zjg", new long[] { 1, 13 })]
    [InlineData("ＺＪＧ", new long[] { 1, 13 })]
    [InlineData("zj", new long[] { 12, 1, 13 })]
    [InlineData("szz zjg", new long[] { 1 })]
    [InlineData("sz　zj", new long[] { 12, 1 })]
    [InlineData("上庄 12", new long[] { 12 })]
    [InlineData("上庄 13", new long[] { })]
    [InlineData("上庄 建国", new long[] { 1 })]
    [InlineData("xhz 1", new long[] { 13 })]
    [InlineData("下河组", new long[] { 4, 13 })]
    [InlineData("xhz", new long[] { 4, 13 })]
    [InlineData("建国", new long[] { 1, 13 })]
    [InlineData("lym", new long[] { 12 })]
    [InlineData("英妹", new long[] { 12 })]
    [InlineData("zhang", new long[] { 1, 13 })]
    [InlineData("Zhang Jian Guo", new long[] { 1, 13 })]
    [InlineData("zxcr", new long[] { 4 })]
    [InlineData("扎西才让", new long[] { 4 })]
    [InlineData("扎西·才", new long[] { 4 })]
    [InlineData("gz", new long[] { 30 })]
    [InlineData("lv", new long[] { 31 })]
    [InlineData("%", new long[] { })]
    [InlineData("qqq", new long[] { })]
    [InlineData("0", new long[] { })]
    [InlineData("  ", new long[] { })]
    public async Task A_household_is_found_by_a_few_keystrokes(string typed, long[] found)
    {
        using var village = await VillageFixture.Open(households: 0);
        await village.OpenHousehold("张建国", "上庄组", 1);
        await village.OpenHousehold("扎西·才让", "下河组", 4);
        await village.OpenHousehold("曾嘉", "上庄组", 12);
        await village.OpenHousehold("张建国", "下河组", 13);
        await village.OpenHousehold("尕藏", "红沟组", 30);
        await village.OpenHousehold("吕芳", "红沟组", 31);
        village.Done(await village.Desks.Households.AddMember(VillageFixture.Ask(), Bank, 12, new("李英妹", new(1980, 1, 1))));

        Found(village, typed).Should().Equal(found);
    }

    [Fact]
    public async Task The_best_fit_comes_first()
    {
        using var village = await VillageFixture.Open(households: 0);
        await village.OpenHousehold("王芳", number: 120);
        await village.OpenHousehold("王芳", number: 12);
        await village.OpenHousehold("马伟", number: 3);
        await village.OpenHousehold("马文元", number: 2);
        village.Done(await village.Desks.Households.AddMember(VillageFixture.Ask(), Bank, 120, new("马薇", new(1980, 1, 1))));

        Found(village, "12").Should().Equal([12, 120], "the number itself stands before those that begin with it");
        Found(village, "mw").Should().Equal([3, 2, 120], "a head called so stands before one whose name goes on, and heads before members");
        Found(village, "马").Should().Equal([2, 3, 120]);
        village.Desks.Finder.Find(Bank, "mw", 1).Should().ContainSingle().Which.Should().Be(new HouseholdLine(3, "一组", "马伟", 1));
        village.Desks.Finder.Find(Bank, "mw", 0).Should().BeEmpty();
        village.Desks.Finder.Find(Bank + 1, "mw", 10).Should().BeEmpty();
    }

    [Fact]
    public async Task A_passbook_finds_its_household_until_another_takes_its_place()
    {
        using var village = await VillageFixture.Open();
        var lost = (await village.Issue(2)).Serial;
        Found(village, lost).Should().Equal(2);
        Found(village, lost.Replace("-", "", StringComparison.Ordinal)).Should().Equal(2);
        Found(village, "0001-00000").Should().Equal(2);

        var found = (await village.Issue(2)).Serial;

        Found(village, lost).Should().BeEmpty();
        Found(village, found).Should().Equal(2);
        village.Done(await village.Desks.Passbooks.Void(VillageFixture.Ask(), Bank, found, new("丢失")));
        Found(village, found).Should().BeEmpty();
    }

    [Fact]
    public async Task The_index_follows_every_change_to_households()
    {
        using var village = await VillageFixture.Open(households: 1);
        Found(village, "zjg").Should().Equal(1);

        village.Done(
            await village.Desks.Households.ChangeMember(VillageFixture.Ask(), Bank, 1, 1, new("仇卫国", new(1970, 5, 1), IsHead: true)));
        Found(village, "zjg").Should().BeEmpty();
        Found(village, "qwg").Should().Equal(1);

        village.Done(await village.Desks.Households.Move(VillageFixture.Ask(), Bank, 1, new("松林组")));
        Found(village, "slz qwg").Should().Equal(1);

        village.Done(await village.Desks.Households.AddMember(VillageFixture.Ask(), Bank, 1, new("仇小龙", new(1995, 1, 1))));
        Found(village, "qxl").Should().Equal(1);

        village.Done(await village.Desks.Households.AddMembers(VillageFixture.Ask(), Bank, [(1, new("仇小凤", new(1996, 1, 1)))]));
        Found(village, "qxf").Should().Equal(1);

        await village.OpenHousehold("鲁犇", number: 7);
        Found(village, "lb").Should().Equal(7);

        village.Done(
            await village.Desks.Households.OpenAll(VillageFixture.Ask(), Bank, [new("一组", [new("柏堃", new(1970, 5, 1), IsHead: true)], 8)]));
        Found(village, "bk").Should().Equal(8);
    }

    [Fact]
    public async Task Households_stand_by_group_and_within_it_by_the_names_of_their_heads()
    {
        using var village = await VillageFixture.Open(households: 0);
        await village.OpenHousehold("张伟", "下河组", 1);
        await village.OpenHousehold("张建国", "上庄组", 2);
        await village.OpenHousehold("单雄信", "下河组", 3);
        await village.OpenHousehold("吕芳", "上庄组", 4);
        await village.OpenHousehold("张建国", "上庄组", 5);
        await village.OpenHousehold("鲁犇", "上庄组", 6);

        village.Desks.Finder.ByName(Bank, null).Select(line => line.Number).Should().Equal(3, 1, 6, 4, 2, 5);
        village.Desks.Finder.ByName(Bank, "上庄组").Select(line => line.Number).Should().Equal(6, 4, 2, 5);
        village.Desks.Finder.ByName(Bank, "无此组").Should().BeEmpty();
    }

    [Fact]
    public async Task In_the_demo_village_every_head_is_found_by_initials_and_by_group_and_initials()
    {
        using var village = await VillageFixture.Open(households: 0);
        var plan = DemoPlan.Make(new(2026, 3, 2));
        var groups = plan.Groups.ToDictionary(group => group.Number, group => group.Name);
        village.Done(
            await village.Desks.Households.OpenAll(VillageFixture.Ask(), Bank, [.. plan.Households.Select(household => new HouseholdInput(
            groups[household.GroupNumber],
            [.. household.Members.Select(member => new MemberInput(member.Name, member.BirthDate, member.IsHead))], household.Number))]));

        Found(village, "ajx").First().Should().Be(8);
        Found(village, "oyyg").Should().Equal(84);
        Found(village, "smys").Should().Equal(180);
        Found(village, "张建国").Take(3).Should().Equal(30, 112, 214);
        Found(village, "dtz zjg").First().Should().Be(214);
        foreach (var line in village.Desks.Households.Search(Bank, null, 0, 1000))
        {
            var initials = Pinyin.Initials(line.Head);
            Found(village, initials).Should().Contain(line.Number);
            village.Desks.Finder.Find(Bank, $"{Pinyin.InitialsOf(line.Group)} {initials}", 10).Should().Contain(line);
        }
        village.Desks.Finder.ByName(Bank, null).Should().HaveCount(226);
    }

    static IEnumerable<long> Found(VillageFixture village, string typed) =>
        village.Desks.Finder.Find(Bank, typed, 1000).Select(line => line.Number);
}
