using PointsBank.Papers.Names;

namespace PointsBank.Village.Rulebooks;

/// <summary>Rules found by a few keystrokes.</summary>
public static class RuleFinder
{
    /// <summary>
    /// The rules that fit, the best first and otherwise in the rulebook's order: by code, by the item's words in Chinese or English, by the
    /// first letters of its readings, by the class's words. Where nothing is typed nothing is found.
    /// </summary>
    public static IReadOnlyList<Rule> Find(RulebookView book, string query, int limit) =>
        Finding.Best(book.Rules, limit, rule => Finding.Fit(query, rule.Code, rule.ItemZh, rule.ItemEn, rule.ClassZh, rule.ClassEn));
}
