namespace PointsBank.Village.Years;

/// <summary>A close that was not undone; the names are those of the columns.</summary>
sealed record CloseRow(
    long Year, long Sequence, long Head_Entry, string Head_Code, long Households, long? Carry_Over, string Expires_On, long Recorded_At,
    string Handler);
