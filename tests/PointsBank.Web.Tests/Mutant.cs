using System.Text.RegularExpressions;

namespace PointsBank.Web.Tests;

/// <summary>
/// A statement from which one condition is left out: on the bank, on what is joined to it, or on which row a change is for.
/// </summary>
public sealed partial record Mutant(string Original, int Condition, string Text)
{
    /// <summary>Every statement that forgets one thing of this one.</summary>
    /// <remarks>A walk from row to row that forgets its village would never end, so those are left out.</remarks>
    public static IEnumerable<Mutant> Of(string statement) =>
        (statement.TrimStart().StartsWith("with recursive", StringComparison.Ordinal) ? [] : Conditions(statement))
        .Select(
            (condition, i) => new Mutant(
                statement, i,
                $"{statement[..condition.Index]}{Nothing(condition.Value)}{statement[(condition.Index + condition.Length)..]}"));

    /// <summary>The statement's text as one line.</summary>
    public string Line => $"condition {Condition} of: {Blanks().Replace(Original, " ").Trim()}";

    static IEnumerable<Match> Conditions(string statement)
    {
        var begin = statement.TrimStart().StartsWith("update", StringComparison.Ordinal)
            || statement.TrimStart().StartsWith("delete", StringComparison.Ordinal)
            ? statement.IndexOf("where ", StringComparison.Ordinal)
            : -1;
        return begin < 0 ? OnBank().Matches(statement) : OnRow().Matches(statement).Where(condition => condition.Index > begin);
    }

    /// <summary>True of every row, and the parameter is still there to be bound.</summary>
    static string Nothing(string condition) =>
        condition[(condition.LastIndexOf(' ') + 1)..] is var right && right[0] == '@' ? $"{right} is {right}" : "1 = 1";

    [GeneratedRegex(@"\b(?:\w+\.)?bank = (?:@\w+|\w+\.bank)\b")]
    private static partial Regex OnBank();

    [GeneratedRegex(@"\b(?:\w+\.)?\w+ = @\w+\b")]
    private static partial Regex OnRow();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
