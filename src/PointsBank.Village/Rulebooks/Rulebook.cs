using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;

namespace PointsBank.Village.Rulebooks;

/// <summary>One item of a rulebook. Points are whole numbers, always given as more than zero; the kind says which way they go.</summary>
/// <param name="Code">Such as <c>C01</c>.</param>
/// <param name="ClassZh">The class's heading in Chinese.</param>
/// <param name="ClassEn">The class's heading in English.</param>
/// <param name="ItemZh">The deed in Chinese.</param>
/// <param name="ItemEn">The deed in English.</param>
/// <param name="Kind"><c>credit</c> or <c>deduct</c>.</param>
/// <param name="Basis"><c>per_event</c>, <c>per_hour</c>, <c>per_month</c> or <c>per_year</c>.</param>
/// <param name="Points">Points for one of them.</param>
/// <param name="CapPeriod"><c>none</c>, <c>month</c> or <c>year</c>.</param>
/// <param name="CapPoints">The most points a household gets (or loses) under it in that period; 0 for no cap.</param>
/// <param name="Evidence">What proves it.</param>
/// <param name="Direct">Whether a clerk enters it without claim and notice.</param>
/// <param name="Ordinary">Whether it counts towards the household's ceilings; bravery, enlistment and awards do not.</param>
/// <param name="Posted">Whether it may be shown in public at all; illness, school and family matters may not.</param>
public sealed record Rule(
    string Code, string ClassZh, string ClassEn, string ItemZh, string ItemEn, string Kind, string Basis, long Points, string CapPeriod,
    long CapPoints,
    string Evidence, bool Direct, bool Ordinary, bool Posted)
{
    public bool IsCredit => Kind == "credit";

    /// <summary>The cap within a month: the stated one, or one month's worth for what is given by the month; null for none.</summary>
    public long? MonthCap => CapPeriod == "month" ? CapPoints : Basis == "per_month" ? Points : null;

    /// <summary>The cap within a year: the stated one, or one year's worth for what is given by the year; null for none.</summary>
    public long? YearCap => CapPeriod == "year" ? CapPoints : Basis == "per_year" ? Points : null;
}

/// <summary>
/// A version of the village's rules, in force from a day until the next version's, if it was adopted <c>alone</c> before the first entry or
/// <c>confirmed</c> by a second person; <c>open</c>, <c>refused</c> or <c>taken_back</c> it never is. A deed is judged by the one in force
/// on its day.
/// </summary>
public sealed record RulebookView(
    int Version, string Title, string Mode, LocalDate ValidFrom, string AdoptedBy, IReadOnlyList<Rule> Rules,
    string State = RulebookState.Alone)
{
    /// <summary>Whether it was decided that these rules hold from their first day on.</summary>
    public bool IsDecided() => State is RulebookState.Alone or RulebookState.Confirmed;
}

/// <summary>What was decided on a version.</summary>
public static class RulebookState
{
    public const string Open = "open", Alone = "alone", Confirmed = "confirmed", Refused = "refused", TakenBack = "taken_back";
}

/// <summary>Who proposed a version and who decided on it.</summary>
public sealed record RulebookHands(string ProposedBy, Instant ProposedAt, string? DecidedBy, Instant? DecidedAt);

/// <summary>
/// A rulebook to adopt. The mode is <c>sixty</c> (classes A to E) or <c>red-yellow</c> (R and Y); a village runs one of them.
/// </summary>
public sealed record RulebookInput(string Title, string Mode, LocalDate ValidFrom, string AdoptedBy, IReadOnlyList<Rule> Rules);

/// <summary>All versions of a bank's rulebook in order of their first days; of the same day the one that was decided last counts.</summary>
sealed class RulebookShelf(IEnumerable<RulebookView> versions)
{
    readonly List<(RulebookView View, Dictionary<string, Rule> Rules)> books =
        [.. versions.Select(book => (book, book.Rules.ToDictionary(rule => rule.Code)))];

    public IReadOnlyList<RulebookView> All => [.. books.Select(book => book.View)];

    public RulebookView? On(LocalDate day) => InForce(day).View;

    /// <summary>A rule of a version by which something was judged before.</summary>
    public Rule Of(int version, string code) => books.Find(book => book.View.Version == version).Rules[code];

    public Outcome<(int Version, Rule Rule)> Find(LocalDate day, string code)
    {
        var (view, rules) = InForce(day);
        if (view is null) return new Refusal(VillageRefusals.NoRulebook, "effectiveOn");
        return rules.TryGetValue(code, out var rule) || rules.TryGetValue(TypedName.Code(code).ToUpperInvariant(), out rule)
            ? (view.Version, rule)
            : new Refusal(VillageRefusals.UnknownRule, "rule").With("rulebook", view.Version);
    }

    (RulebookView View, Dictionary<string, Rule> Rules) InForce(LocalDate day) =>
        books.FindLast(book => book.View.IsDecided() && book.View.ValidFrom <= day);
}
