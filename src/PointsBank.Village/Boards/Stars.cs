namespace PointsBank.Village.Boards;

/// <summary>A household's stars: one for each step of its standing, five at most, and no more than a veto leaves.</summary>
public static class Stars
{
    public const int Most = 5;

    public static int Of(long standing, long step, long most = Most) => (int)Math.Clamp(standing / step, 0, Math.Min(most, Most));
}
