using NodaTime;

namespace PointsBank.Village.Boards;

/// <summary>A board to publish, why, and the publication that it corrects, if so.</summary>
public sealed record PublicationInput(string Period, string Reason, long? Corrects = null);

/// <summary>
/// A publication, without its places: what it was computed from, why and until when it hangs, and the digest of all that. It never changes.
/// </summary>
public sealed record PublicationLine(
    long Number, string Board, string TitleZh, string TitleEn, string Period, long HeadEntry, string HeadCode, int Rulebook,
    LocalDate PublishedOn, LocalDate ShownUntil, string Reason,
    long? Corrects, long? CorrectedBy, long Places, string Digest);

/// <summary>
/// A publication with its places; names are as they may be shown at this moment, and who may not be shown any more is left out.
/// </summary>
public sealed record PublicationView(PublicationLine Publication, string Measure, string Scope, IReadOnlyList<BoardLine> Items);

/// <summary>A publication computed again from the journal up to its head: whether it is the same, and which of its lines are not.</summary>
public sealed record RecomputationView(long Number, bool IsEqual, long HeadEntry, string HeadCode, long Places, IReadOnlyList<long> Lines);

/// <summary>
/// A line that came, went or changed: the place as it stands or stood, and the rank and score before; null where it was not there.
/// </summary>
public sealed record DifferenceLine(BoardLine Line, long? RankBefore, long? ScoreBefore);

/// <summary>What a correction changed of the publication that it corrects.</summary>
public sealed record DifferenceView(
    long Number, long Corrects, IReadOnlyList<DifferenceLine> Came, IReadOnlyList<DifferenceLine> Went,
    IReadOnlyList<DifferenceLine> Changed);
