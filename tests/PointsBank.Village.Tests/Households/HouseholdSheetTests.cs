using PointsBank.Testing;
using PointsBank.Village.Households;
using PointsBank.Village.Imports;

namespace PointsBank.Village.Tests.Households;

public class HouseholdSheetTests
{
    const long Bank = VillageFixture.Bank;

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task What_is_exported_is_imported_again_into_an_empty_bank(string format)
    {
        using var village = await Lived();
        using var empty = await VillageFixture.Open(households: 0);

        await Import(empty, "households", format, stream => HouseholdSheet.Write(village.Desks.Households, Bank, format, stream));
        await Import(empty, "members", format, stream => HouseholdSheet.WriteMembers(village.Desks.Households, Bank, format, stream));

        Told(empty).Should().Equal(Told(village));
        Told(empty).Should().HaveCount(6);
    }

    [Fact]
    public async Task The_sheet_shows_how_many_they_are_and_which_passbook_they_use()
    {
        using var village = await Lived();
        using var stream = new MemoryStream();

        HouseholdSheet.Write(village.Desks.Households, Bank, "csv", stream);

        System.Text.Encoding.UTF8.GetString(stream.ToArray()).Should().Be(
            "\uFEFFhousehold,group,head,birth_date,related,members,passbook\r\n1,一组,张建国,1970-05-01,0,1,\r\n2,一组,张建国2,1970-05-01,0,2,0001-000002-4\r\n7,\"'=二,组\",𠮷田,1960-02-29,1,3,\r\n");
    }

    [Fact]
    public async Task Households_without_a_passbook_are_listed_and_counted()
    {
        using var village = await Lived();
        village.Desks.Households.PassbookCounts(Bank).Should().Be(new PassbookCountsView(2, 1));

        village.Desks.Households.WithoutPassbook(Bank, 10)
            .Should().Equal(new HouseholdLine(1, "一组", "张建国", 1), new HouseholdLine(7, "=二,组", "𠮷田", 3));
        village.Desks.Households.WithoutPassbook(Bank, 1).Select(line => line.Number).Should().Equal(1);

        await village.Issue(1, "2468");
        village.Desks.Households.PassbookCounts(Bank).Should().Be(new PassbookCountsView(1, 1));
        village.Desks.Households.WithoutPassbook(Bank, 10).Select(line => line.Number).Should().Equal(7);
    }

    [Fact]
    public async Task An_unknown_format_is_a_bug()
    {
        using var village = await VillageFixture.Open();

        var write = () => HouseholdSheet.Write(village.Desks.Households, Bank, "pdf", Stream.Null);

        write.Should().Throw<ArgumentException>();
    }

    static async Task<VillageFixture> Lived()
    {
        var village = await VillageFixture.Open(households: 2);
        village.Done(await village.Desks.Households.Open(VillageFixture.Ask(), Bank, new(
            "=二,组",
            [new(
                "𠮷田", new(1960, 2, 29), IsHead: true,
                RelatedToCommittee: true), new("-小\"田", new(1990, 1, 1), RelatedToCommittee: true), new("小田", new(2015, 6, 30))],
            7)));
        village.Done(await village.Desks.Households.AddMember(VillageFixture.Ask(), Bank, 2, new("李四", new(1950, 10, 1))));
        await village.Issue(2);
        await village.Issue(2);
        return village;
    }

    static async Task Import(VillageFixture village, string kind, string format, Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        stream.Position = 0;
        var view = village.Done(
            await village.Desks.Imports.Import(VillageFixture.Ask(kind), Bank, kind, stream, $"{kind}.{format}", new ImportOptions()));
        view.Problems.Should().BeEmpty();
    }

    static List<string> Told(VillageFixture village) => [.. from line in village.Desks.Households.Search(Bank, null, 0, 100)
        let household = village.Done(village.Desks.Households.Get(Bank, line.Number))
        from member in household.Members
        select $"{household.Number} {household.Group} {member.Name} {member.BirthDate} {member.IsHead} {member.RelatedToCommittee}"];
}
