using PointsBank.Village.Rulebooks;
using PointsBank.Web.Pages.Deeds;

namespace PointsBank.Web.Pages.Rulebooks;

/// <summary>A rule in a line of text.</summary>
static class RuleWords
{
    /// <summary>The deed, in the visitor's language where the village wrote it in both.</summary>
    public static string Item(Visit visit, Rule rule) =>
        visit.IsEnglish && !string.IsNullOrWhiteSpace(rule.ItemEn) ? rule.ItemEn : rule.ItemZh;

    public static string Class(Visit visit, Rule rule) =>
        visit.IsEnglish && !string.IsNullOrWhiteSpace(rule.ClassEn) ? rule.ClassEn : rule.ClassZh;

    /// <summary>Such as <c>D04 · +2</c> and what is counted.</summary>
    public static string Hint(Visit visit, Rule rule) =>
        $"{rule.Code} · {(rule.IsCredit ? "+" : "−")}{rule.Points} · {visit.Say("clerk_basis_" + rule.Basis)}";

    /// <summary>All of it, to choose from a list.</summary>
    public static string Line(Visit visit, Rule rule) =>
        $"{rule.Code} {Item(visit, rule)} ({(rule.IsCredit ? "+" : "−")}{rule.Points} · {visit.Say("clerk_basis_" + rule.Basis)})";

    /// <summary>With its sign, a true minus among digits.</summary>
    public static string Signed(long points) => points > 0 ? $"+{points}" : points < 0 ? $"−{-points}" : "0";

    /// <summary>A balance, its sign only where it is below zero.</summary>
    public static string Whole(long points) => points < 0 ? Signed(points) : points.Plain();

    /// <summary>What a claim would give or take by its rule.</summary>
    public static string Worth(Village.Claims.ClaimLine claim) => Signed(claim.Kind == "credit" ? claim.Worth : -claim.Worth);

    /// <summary>The rules of a day; none where no rulebook is in force.</summary>
    public static IReadOnlyList<Rule> Open(Visit visit, NodaTime.LocalDate day) =>
        visit.Desks.Rulebooks.On(visit.Bank, day) is { Refusal: null } book ? book.Value.Rules : [];

    /// <summary>The rules of a day under which points are entered without claim and notice, as confirmed hours are.</summary>
    public static IReadOnlyList<Rule> Direct(Visit visit, NodaTime.LocalDate day)
    {
        var any = visit.Desks.Banks.SettingsOf(visit.Bank).On(visit.Today, Village.Banks.Setting.ClerkCreditsAnyRule) != 0;
        return [.. Open(visit, day).Where(rule => any || rule.Direct)];
    }

    /// <summary>Rules to choose from, in the rulebook's order.</summary>
    public static IReadOnlyList<(string Value, string Words)> Options(Visit visit, IEnumerable<Rule> rules) =>
        [("", visit.Say("clerk_choose_rule")), .. rules.Select(rule => (rule.Code, Line(visit, rule)))];
}
