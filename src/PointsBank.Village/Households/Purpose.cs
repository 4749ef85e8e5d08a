namespace PointsBank.Village.Households;

/// <summary>What somebody may agree to.</summary>
public static class Purpose
{
    /// <summary>The name stands in full on public boards.</summary>
    public const string Boards = "boards";

    /// <summary>The name stands in full on public notices, where the village shows names there.</summary>
    public const string Notices = "notices";

    /// <summary>The name stands in full on the public roll of honour.</summary>
    public const string Honours = "honours";

    public static IReadOnlyList<string> All { get; } = [Boards, Notices, Honours];
}
