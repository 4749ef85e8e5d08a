using System.Collections.Frozen;
using PointsBank.Village.Boards;

namespace PointsBank.Web.Pages.Boards;

/// <summary>What a board is called, what it is about, and its sign, as it is said in the page's language.</summary>
sealed record BoardWords(string Name, string About, string Sign)
{
    static readonly FrozenDictionary<string, BoardWords> Known = new Dictionary<string, BoardWords>
    {
        ["red"] = new("public_red", "public_red_about", "🏅"),
        ["good-deeds"] = new("public_deeds", "public_deeds_about", "🤝"),
        ["stars"] = new("public_stars", "public_stars_about", "⭐"),
        ["black"] = new("public_black", "public_black_about", "📋"),
        ["red-ten"] = new("board_red_ten", "board_red_ten_about", "🔴"),
        ["yellow-ten"] = new("board_yellow_ten", "board_yellow_ten_about", "🟡"),
    }.ToFrozenDictionary();

    /// <summary>The boards in the order in which they are read: what is good first.</summary>
    public static IReadOnlyList<BoardDefinition> InUse(Visit visit) =>
        [.. visit.Desks.BoardDefinitions.All(visit.Bank).Where(board => board.InUse).OrderBy(
            board => board.Measure is Measure.Decided or Measure.Deducted)];

    public static BoardWords Of(Visit visit, BoardDefinition board) =>
        Of(visit, board.Board, board.TitleZh, board.TitleEn, visit.IsEnglish ? board.AboutEn : board.AboutZh);

    public static BoardWords Of(Visit visit, PublicationLine published) =>
        Of(visit, published.Board, published.TitleZh, published.TitleEn, "");

    /// <summary>
    /// The village's own words; those of the pages where it has none. A board without an English name is called by its code there.
    /// </summary>
    static BoardWords Of(Visit visit, string board, string zh, string en, string about)
    {
        var known = Known.GetValueOrDefault(board) ?? new("", "", "🏷️");
        return zh.Length == 0
            ? new(visit.Say(known.Name), visit.Say(known.About), known.Sign)
            : new(visit.IsEnglish ? en.Length > 0 ? en : board : zh, about, known.Sign);
    }
}
