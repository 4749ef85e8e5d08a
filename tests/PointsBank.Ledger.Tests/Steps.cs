// How FsCheck makes random steps, shared with Storage.Tests: few households and keys, so that steps meet; amounts near the edges.
using FsCheck;
using FsCheck.Fluent;
using PointsBank.Testing;

namespace PointsBank.Ledger.Tests;

static class Steps
{
    static readonly Gen<ScenarioStep> Any =
        from action in Gen.Choose(0, 9)
        from household in Gen.Choose(1, 3)
        from other in Gen.Choose(0, 9)
        from amount in Gen.Frequency((3, Gen.Choose(1, 12).Select(amount => (long)amount)), (2, Gen.Elements(ScenarioStep.EdgeAmounts)))
        from key in Gen.Choose(0, 200)
        select new ScenarioStep(action, household, other, amount, key);

    static readonly Arbitrary<ScenarioStep[]> Many = Arb.From(Any.ArrayOf(), Shorter);

    /// <summary>Plays many random rounds; a failure names the seed that repeats it, and the fewest steps that show it.</summary>
    public static Task Hold(int rounds, int longest, Func<ScenarioStep[], Task> property) => Task.Run(() => Prop
        .ForAll(Many, steps => property(steps).GetAwaiter().GetResult())
        .Check(Config.QuickThrowOnFailure.WithMaxTest(rounds).WithStartSize(10).WithEndSize(longest)));

    static IEnumerable<ScenarioStep[]> Shorter(ScenarioStep[] steps)
    {
        if (steps.Length > 3)
        {
            yield return steps[(steps.Length / 2)..];
            yield return steps[..(steps.Length / 2)];
        }
        for (var without = 0; without < steps.Length; without++)
            yield return [.. steps[..without], .. steps[(without + 1)..]];
    }
}
