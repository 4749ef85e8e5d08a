// The little of a rule that the plan needs, so that the plan does not lean on the rest of the village.
using System.Globalization;
using CsvHelper;

namespace PointsBank.Village.Demo;

public sealed record DemoRule(string Code, string Kind, string Basis, int Points, string CapPeriod, int CapPoints, bool IsDirect)
{
    /// <summary>From this many points an event the rule is an award or an act of courage, outside the household's ceilings.</summary>
    public const int OutsideCeilingsFrom = 20;

    public bool IsCredit => Kind == "credit";

    public bool CountsTowardsCeilings => IsCredit && Points < OutsideCeilingsFrom;

    /// <summary>The 60 items of part A01 to E12; the red and yellow tens restate the same conduct and are left out.</summary>
    public static IReadOnlyList<DemoRule> Parse(string csvText)
    {
        using var csv = new CsvReader(new StringReader(csvText), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rules = new List<DemoRule>();
        while (csv.Read())
        {
            var code = Text("code");
            if (code[0] is >= 'A' and <= 'E')
            {
                rules.Add(new DemoRule(code, Text("kind"), Text("basis"), Number("points"), Text("cap_period"), Number("cap_points"), Text("direct") == "yes"));
            }
        }

        return rules;

        string Text(string column) => csv.GetField(column) ?? throw new InvalidOperationException($"The rulebook has no {column}");
        int Number(string column) => int.Parse(Text(column), CultureInfo.InvariantCulture);
    }

    public static IReadOnlyList<DemoRule> BuiltIn()
    {
        using var stream = typeof(DemoRule).Assembly.GetManifestResourceStream("rulebook.csv")
            ?? throw new InvalidOperationException("The default rulebook is not in the assembly");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
