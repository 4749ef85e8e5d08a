using NodaTime;

namespace PointsBank.Village.Boards;

/// <summary>What stands beside a decided entry: why, by which document, and until when.</summary>
public sealed record DecidedLine(string Reason, string Document, LocalDate DecidedOn, LocalDate ShownUntil);

/// <summary>
/// One place on a board. The name is masked unless the head of the household, of age, agreed to stand there in full; it is empty where the
/// board names nobody, and a household whose head is a minor has no line. It has no rank where all places are equal: then deeds stand by
/// their days.
/// </summary>
public sealed record BoardLine(
    long? Rank, string Group, string Name, long Standing, int Stars, string? ItemZh = null, string? ItemEn = null, LocalDate? Day = null,
    int? Deeds = null, DecidedLine? Decided = null);

/// <summary>A board as it is at this moment. Places with equal standing share a rank, the next rank counts them all (1, 2, 2, 4).</summary>
public sealed record BoardView(
    string Kind, string Period, string HeadCode, LocalDate ComputedOn, IReadOnlyList<BoardLine> Items, string? Next);

/// <summary>What a household earned in a year, its rank among the households and its stars; no rank where it earned nothing.</summary>
public sealed record StandingView(int Year, long Standing, long? Rank, long Households, int Stars)
{
    /// <summary>Whether no more households stand above it than below; only then is a rank told unasked.</summary>
    public bool IsInUpperHalf => Rank is { } rank && 2 * rank <= Households + 1;
}
