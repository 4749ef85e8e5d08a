using NodaTime;

namespace PointsBank.Village.Favours;

/// <summary>
/// A favour of the village's own: <c>honour</c>, <c>gift</c> or <c>priority</c>. The least standing counts from the base of the year and
/// may be below it; null asks for nothing. The most deducted is of points in the year.
/// </summary>
public sealed record FavourInput(
    string NameZh, string NameEn, string Kind, long? LeastStanding = null, long? MostDeducted = null, string? Note = null);

/// <summary>A favour as it is in force; number 0 is the redemption of points, which every village has.</summary>
public sealed record FavourView(
    long Number, long Version, string NameZh, string NameEn, string Kind, long? LeastStanding, long? MostDeducted, string Note, bool Ended)
{
    /// <summary>The kind of the favour that is built in.</summary>
    public const string Redemption = "redemption";

    /// <summary>The kinds that a village may enter.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["honour", "gift", "priority"];

    /// <summary>Goods for points: nothing but a suspension stands in its way.</summary>
    public static FavourView OfRedemption { get; } = new(0, 1, "积分兑换", "Goods for points", Redemption, null, null, "", false);
}

/// <summary>
/// Why a household does not have a favour: <c>suspended</c>, <c>standing_below</c> or <c>deducted_above</c>, with what is asked and what it
/// has.
/// </summary>
public sealed record FavourReason(string Code, long Asked, long Has);

public sealed record FavourFor(FavourView Favour, bool Eligible, IReadOnlyList<FavourReason> Reasons);

/// <summary>
/// What a household may have and why not: its standing of the year, the levels at which it is reminded and at which a meeting may suspend,
/// what was deducted, the suspension where there is one, and what the clock or a meeting may do next.
/// </summary>
public sealed record HouseholdFavoursView(
    long Household, int Year, long Base, long Standing, long RemindLevel, long PauseLevel, long Deducted, SuspensionView? Suspension,
    IReadOnlyList<FavourFor> Items,
    IReadOnlyList<FavourObjectionView> Objections);

/// <summary>A gift handed over, or precedence given.</summary>
public sealed record FavourGrantInput(long Favour, long Household, string What, LocalDate? GrantedOn = null);

public sealed record FavourGrantView(
    long Number, long Favour, string NameZh, string NameEn, string Kind, long Household, string Head, LocalDate GrantedOn, string What,
    string Handler);
