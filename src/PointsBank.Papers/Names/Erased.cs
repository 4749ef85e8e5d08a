namespace PointsBank.Papers.Names;

/// <summary>What stands where a name was erased: a mark and a day on which nobody in a village's book was born.</summary>
public static class Erased
{
    public const string Mark = "已注销";

    public const string Birth = "1900-01-01";

    /// <summary>Whether this is no name any more.</summary>
    public static bool Is(string name) => name == Mark;
}
