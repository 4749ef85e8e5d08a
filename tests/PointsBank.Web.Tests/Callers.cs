namespace PointsBank.Web.Tests;

/// <summary>Every kind of caller there is, for the tables of who may do what.</summary>
static class Callers
{
    /// <summary>What they are called in the tables; <c>nobody</c> comes without a token.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "nobody", "household", "other-household", "attendant", "attendant-next-door", "keeper", "treasurer", "clerk", "clerk-elsewhere",
        "supervisor", "supervisor-elsewhere", "leader",
        "team-leader", "assessor", "administrator", "device",
    ];

    /// <summary>Those whom the village's own story does not need.</summary>
    public static async Task Hire(ApiVillage village)
    {
        if (village.Tokens.ContainsKey("team-leader")) return;
        await village.Hire("team-leader", """{"role":"team-leader","bank":"anjiahe","team":1}""");
        await village.Hire("supervisor-elsewhere", """{"role":"supervisor","bank":"xiaohe"}""");
    }

    /// <summary>A row of such a table.</summary>
    public static string Row(string name, IEnumerable<string> cells) =>
        $"{name,-86}{string.Concat(cells.Select(cell => $"{cell,-21}"))}".TrimEnd();
}
