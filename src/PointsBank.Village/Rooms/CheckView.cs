using NodaTime;

namespace PointsBank.Village.Rooms;

/// <summary>
/// What the book says to a code on a paper: that it still says the same, the day, the kind and the amount, and nothing else.
/// </summary>
public sealed record CheckView(bool Exists, LocalDate Day, string Kind, long Amount)
{
    /// <summary>The last day on which a rating certificate is valid; null for what has no such day.</summary>
    public LocalDate? ValidUntil { get; init; }

    /// <summary>
    /// Whether a rating certificate is still valid: neither void nor past its last day. Of a seal, whether all that was sealed in the
    /// village still says the same. Null for all else.
    /// </summary>
    public bool? Valid { get; init; }
}
