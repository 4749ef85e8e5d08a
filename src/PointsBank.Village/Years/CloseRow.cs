namespace PointsBank.Village.Years;

/// <summary>A close that was not undone; the names are those of the columns.</summary>
sealed record CloseRow(
    long Year, long Sequence, long Head_Entry, string HeadCode, long Households, long? Carry_Over, string Expires_On, long RecordedAt,
    string Handler);
