namespace PointsBank.Village.Years;

/// <summary>A close that was not undone; the names are those of the columns.</summary>
sealed record CloseRow(
    long Year, long Sequence, long HeadEntry, string HeadCode, long Households, long? CarryOver, string ExpiresOn, long RecordedAt,
    string Handler);
