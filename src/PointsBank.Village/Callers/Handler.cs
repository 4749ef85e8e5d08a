namespace PointsBank.Village.Callers;

/// <summary>Who did something, for people: the name of the member of staff; the label itself where it is somebody else's.</summary>
static class Handler
{
    /// <summary>The name in a select; <paramref name="actor"/> is the column with the label.</summary>
    public static string Of(string actor) =>
        $"coalesce((select s.name from staff s where {actor} like 'staff:%' and s.number = cast(substr({actor}, 7) as bigint)), {actor})";
}
