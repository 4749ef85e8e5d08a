using PointsBank.Papers.Names;

namespace PointsBank.Village.Shops;

/// <summary>Goods found by a few keystrokes.</summary>
public static class GoodsFinder
{
    /// <summary>
    /// The goods that fit, the best first and otherwise in the shelf's order: by code, by their words in Chinese or English, by the first
    /// letters of the readings.
    /// </summary>
    public static IReadOnlyList<GoodsView> Find(IReadOnlyList<GoodsView> goods, string query, int limit) =>
        Finding.Best(goods, limit, good => Finding.Fit(query, good.Code, good.NameZh, good.NameEn));
}
