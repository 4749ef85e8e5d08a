namespace PointsBank.Village.Callers;

/// <summary>Who did something, for people: the name of the member of staff; the label itself where it is somebody else's.</summary>
static class Handler
{
    /// <summary>
    /// The name in a select; <paramref name="actor"/> is the column with the label. No statement of ours has an alias <c>who</c>, which
    /// would hide that column.
    /// </summary>
    public static string Of(string actor) =>
        $"coalesce((select who.name from staff who where who.number = {LabelNumber.Of(actor, "staff:")}), {actor})";
}
