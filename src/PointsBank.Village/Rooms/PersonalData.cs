namespace PointsBank.Village.Rooms;

/// <summary>What a room knows about people.</summary>
sealed record PersonalData
{
    /// <summary>What a household gets of it when it asks for its data.</summary>
    public IReadOnlyList<ExportSection> Exports { get; init; } = [];

    /// <summary>Where people write words, which an erasure empties or strikes out.</summary>
    public IReadOnlyList<ErasedWords> Words { get; init; } = [];

    /// <summary>What is kept for so many months and no longer.</summary>
    public IReadOnlyList<RetentionKind> Retention { get; init; } = [];
}
