using System.Globalization;

namespace PointsBank.Village.Rulebooks;

/// <summary>One field of a rule that is not as it was, by its name outside.</summary>
public sealed record RuleFieldChange(string Field, string Old, string New);

public sealed record RuleChange(Rule Old, Rule New, IReadOnlyList<RuleFieldChange> Fields);

/// <summary>What a proposed rulebook would change, for those who are to adopt it. A rule is the same one where its code is.</summary>
public sealed record RulebookDiff(IReadOnlyList<Rule> Added, IReadOnlyList<Rule> Removed, IReadOnlyList<RuleChange> Changed, int Unchanged)
{
    /// <summary>Whether nothing would change.</summary>
    public bool IsEmpty => Added.Count + Removed.Count + Changed.Count == 0;

    static readonly (string Name, Func<Rule, string?> Of)[] Fields =
    [
        ("classZh", rule => rule.ClassZh), ("classEn", rule => rule.ClassEn), ("itemZh", rule => rule.ItemZh),
        ("itemEn", rule => rule.ItemEn), ("kind", rule => rule.Kind), ("basis", rule => rule.Basis), ("points", rule => Text(rule.Points)),
        ("capPeriod", rule => rule.CapPeriod), ("capPoints", rule => Text(rule.CapPoints)), ("evidence", rule => rule.Evidence),
        ("direct", rule => Text(rule.Direct)), ("ordinary", rule => Text(rule.Ordinary)), ("posted", rule => Text(rule.Posted)),
    ];

    /// <summary>
    /// In the order of the proposed rules; what is removed in the order it had. Without a rulebook in force everything is new.
    /// </summary>
    public static RulebookDiff Between(RulebookView? inForce, IReadOnlyList<Rule> proposed)
    {
        var before = (inForce?.Rules ?? []).ToDictionary(rule => rule.Code);
        var codes = proposed.Select(rule => rule.Code).ToHashSet();
        var kept = proposed.Where(rule => before.ContainsKey(rule.Code)).Select(rule => ChangeOf(before[rule.Code], rule)).ToList();
        return new(
            [.. proposed.Where(rule => !before.ContainsKey(rule.Code))],
            [.. (inForce?.Rules ?? []).Where(rule => !codes.Contains(rule.Code))],
            [.. kept.Where(change => change.Fields.Count > 0)], kept.Count(change => change.Fields.Count == 0));
    }

    static RuleChange ChangeOf(Rule old, Rule proposed) => new(
        old, proposed,
        [.. Fields.Select(
            field => new RuleFieldChange(field.Name, field.Of(old) ?? "", field.Of(proposed) ?? "")).Where(
                change => change.Old != change.New)]);

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    static string Text(bool yes) => yes ? "yes" : "no";
}
