using PointsBank.Testing;
using PointsBank.Village.Households;
using PointsBank.Village.Imports;

namespace PointsBank.Village.Tests.Boards;

/// <summary>
/// What may stand in a public reason: days, meetings and ordinary words, but no protected matter and no name, however it is spaced.
/// </summary>
public class PublicWordsTests
{
    [Theory]
    [InlineData("2026-03-05 村民代表会议纪要")]
    [InlineData("2026年3月5日村民代表会议第12次会议")]
    [InlineData("20260305 会议纪要")]
    [InlineData("２０２６－０３－０５ 会议纪要")]
    [InlineData("2026-03-05 14:30 议定")]
    [InlineData("2025-2026 年度评议")]
    [InlineData("低保民主评议会决定")]
    [InlineData("县残疾人联合会来函")]
    [InlineData("民族团结进步表彰大会")]
    public void Days_and_names_of_meetings_pass(string text) => ProtectedMatters.In(text, "reason").Should().BeNull();

    [Theory]
    [InlineData("因上访", "上访")]
    [InlineData("因上　访", "上访")]
    [InlineData("因 上·访", "上访")]
    [InlineData("Ｐｅｔｉｔｉｏｎ", "petition")]
    [InlineData("家有残疾人", "残疾")]
    [InlineData("电话１３８１２３４５６７８", "13812345678")]
    [InlineData("电话 138-1234-5678", "138-1234-5678")]
    [InlineData("证号 610821198003124518", "610821198003124518")]
    public void Protected_matters_do_not_however_they_are_spaced(string text, string word) =>
        ProtectedMatters.In(text, "reason")!.Facts.Should().ContainSingle().Which.Value.Should().Be(word);

    [Theory]
    [InlineData("李明乱倒垃圾", true)]
    [InlineData("李　明乱倒垃圾", true)]
    [InlineData("阿依古丽.买买提乱倒垃圾", true)]
    [InlineData("村里人人高兴", false)]
    [InlineData("注意安全、公共卫生", false)]
    public async Task A_name_is_found_however_it_is_spaced_and_a_name_that_is_an_ordinary_word_is_not_taken_for_one(string text, bool names)
    {
        using var village = await VillageFixture.Open(households: 0);
        const string Sheet = "户号,村民小组,户主,出生日期\n1,一组,李　明,1970-01-02\n2,一组,阿依古丽·买买提,1970-01-02\n3,一组,高兴,1970-01-02\n4,一组,安全,1970-01-02\n";
        var bytes = System.Text.Encoding.UTF8.GetBytes(Sheet);
        village.Done(
            await village.Desks.Imports.Import(
                VillageFixture.Ask(), VillageFixture.Bank, "households", new MemoryStream(bytes), "户.csv",
                new ImportOptions())).New.Should().Be(4);

        village.Database.Read(connection => PublicName.In(connection, VillageFixture.Bank, text, "reason") is not null).Should().Be(names);
    }
}
