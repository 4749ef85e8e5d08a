using PointsBank.Demo;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Shops;

public class GoodsFinderTests
{
    [Theory]
    [InlineData("g04", "G04")]
    [InlineData("ys", "G01")]
    [InlineData("xyf", "G12")]
    [InlineData("香皂", "G04")]
    [InlineData("soap", "G04")]
    public void A_good_is_found_by_code_first_letters_and_words(string typed, string code) =>
        GoodsFinder.Find(Shelf, typed, 10)[0].Code.Should().Be(code);

    [Fact]
    public void What_is_not_on_the_shelf_is_not_found() => GoodsFinder.Find(Shelf, "茅台", 10).Should().BeEmpty();

    static GoodsView[] Shelf { get; } =
        [.. DemoPlan.Make(new(2026, 3, 2)).Goods.Select(
            good => new GoodsView(good.Code, good.NameZh, good.NameEn, good.UnitZh, good.Emoji, good.Price, 1))];
}
