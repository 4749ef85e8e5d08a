using PointsBank.Village.Rulebooks;

namespace PointsBank.Demo;

/// <summary>The little of a rule that the plan needs, so that the plan does not lean on the rest of the village.</summary>
public sealed record DemoRule(string Code, string Kind, string Basis, int Points, string CapPeriod, int CapPoints, bool IsDirect)
{
    /// <summary>From this many points an event the rule is an award or an act of courage, outside the household's ceilings.</summary>
    public const int OutsideCeilingsFrom = 20;

    public bool IsCredit => Kind == "credit";

    public bool CountsTowardsCeilings => IsCredit && Points < OutsideCeilingsFrom;

    /// <summary>The 60 items A01 to E12 of the default rulebook; its red and yellow tens restate the same conduct.</summary>
    public static IReadOnlyList<DemoRule> BuiltIn() =>
        [.. RulebookSheet.Default("sixty", default).Rules.Select(rule =>
            new DemoRule(rule.Code, rule.Kind, rule.Basis, (int)rule.Points, rule.CapPeriod, (int)rule.CapPoints, rule.Direct))];
}
