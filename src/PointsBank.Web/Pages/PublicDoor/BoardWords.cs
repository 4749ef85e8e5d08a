using System.Collections.Frozen;

namespace PointsBank.Web.Pages.PublicDoor;

/// <summary>What a board is called, what it is about, and its sign.</summary>
sealed record BoardWords(string Name, string About, string Sign)
{
    static readonly FrozenDictionary<string, BoardWords> Known = new Dictionary<string, BoardWords>
    {
        ["red"] = new("public_red", "public_red_about", "🏅"),
        ["good-deeds"] = new("public_deeds", "public_deeds_about", "🤝"),
        ["stars"] = new("public_stars", "public_stars_about", "⭐"),
        ["black"] = new("public_black", "public_black_about", "📋"),
    }.ToFrozenDictionary();

    /// <summary>The boards in the order in which they are read: what is good first.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["red", "good-deeds", "stars", "black"];

    public static BoardWords Of(string kind) => Known[kind];
}
