using PointsBank.Papers.Names;

namespace PointsBank.Papers.Tests.Names;

/// <summary>A name is masked as people count its characters, and a family name of two stays whole.</summary>
public class MaskTests
{
    /// <summary>The sixty at the end of the Hundred Family Names, as it is printed.</summary>
    const string OfTheHundredFamilyNames = """
        万俟司马上官欧阳夏侯诸葛闻人东方赫连皇甫尉迟公羊澹台公冶宗政濮阳淳于单于太叔申屠公孙仲孙轩辕令狐钟离宇文长孙慕容鲜于闾丘司徒司空亓官司寇子车颛孙端木巫马公西漆雕乐正壤驷公良拓跋夹谷宰父谷梁段干百里呼延
        东郭南门羊舌微生梁丘左丘东门西门南宫第五
        """;

    [Fact]
    public void A_family_name_of_two_characters_stays_whole_and_the_given_name_is_masked() =>
        string.Concat(OfTheHundredFamilyNames.Where(sign => !char.IsWhiteSpace(sign))).Chunk(2).Select(two => new string(two))
            .Where(family => Mask.Name(family + "建国") != family + "**").Should().BeEmpty();

    [Theory]
    [InlineData("张三", "张*")]
    [InlineData("张建国", "张*国")]
    [InlineData("欧阳建国", "欧阳**")]
    [InlineData("欧阳锋", "欧阳*")]
    [InlineData("欧阳", "欧*")]
    [InlineData("万俟明", "万俟*")]
    [InlineData("澹台灭明", "澹台**")]
    [InlineData("申屠刚", "申屠*")]
    [InlineData("闻人牧", "闻人*")]
    [InlineData("完颜阿骨打", "完颜***")]
    [InlineData("独孤求败", "独孤**")]
    [InlineData("𠮷田", "𠮷*")]
    [InlineData("𠮷田一", "𠮷*一")]
    [InlineData("阿卜杜拉", "阿**拉")]
    [InlineData("王", "*")]
    [InlineData("", "*")]
    [InlineData("刘　明", "刘*")]
    [InlineData("张 国强", "张*强")]
    [InlineData("欧 阳雪 莲", "欧阳**")]
    public void A_name_is_masked_as_people_count_characters(string name, string masked) => Mask.Name(name).Should().Be(masked);
}
