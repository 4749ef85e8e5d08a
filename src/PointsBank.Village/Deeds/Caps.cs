using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village.Banks;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Deeds;

/// <summary>What a household has under one rule, and in all ordinary ones, in the month and the year of a day.</summary>
readonly record struct Counted(long RuleInMonth, long RuleInYear, long OrdinaryInMonth, long OrdinaryInYear)
{
    public static Counted operator +(Counted one, Counted other) => new(
        one.RuleInMonth + other.RuleInMonth, one.RuleInYear + other.RuleInYear, one.OrdinaryInMonth + other.OrdinaryInMonth,
        one.OrdinaryInYear + other.OrdinaryInYear);
}

/// <summary>How much of one rule, and of all ordinary ones, a household may get in a month and a year.</summary>
static class Caps
{
    /// <summary>The cap that so many points more would pass; null for none.</summary>
    public static Refusal? Passed(Rule rule, Settings settings, LocalDate day, Counted already, long value)
    {
        if (rule.MonthCap is { } monthCap && already.RuleInMonth + value > monthCap)
            return Passed(VillageRefusals.RuleCapReached, monthCap, already.RuleInMonth, value);
        if (rule.YearCap is { } yearCap && already.RuleInYear + value > yearCap)
            return Passed(VillageRefusals.RuleCapReached, yearCap, already.RuleInYear, value);
        if (!rule.IsCredit || !rule.Ordinary) return null;
        var monthCeiling = settings.On(day, Setting.MonthCeiling);
        if (already.OrdinaryInMonth + value > monthCeiling)
            return Passed(VillageRefusals.MonthCeilingReached, monthCeiling, already.OrdinaryInMonth, value);
        var yearCeiling = settings.On(day, Setting.YearCeiling);
        return already.OrdinaryInYear + value > yearCeiling
            ? Passed(VillageRefusals.YearCeilingReached, yearCeiling, already.OrdinaryInYear, value)
            : null;
    }

    static Refusal Passed(RefusalKind kind, long cap, long already, long asked) =>
        new Refusal(kind, "quantity").With("cap", cap).With("already", already).With("asked", asked);
}
