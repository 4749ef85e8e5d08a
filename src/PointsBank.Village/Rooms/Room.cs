using PointsBank.Storage;

namespace PointsBank.Village.Rooms;

/// <summary>
/// What a folder of the village contributes to the whole. Whoever needs all of something asks the rooms, and knows none of them; a new room
/// is its folder and one line in <see cref="VillageRooms"/>.
/// </summary>
sealed record Room
{
    /// <summary>Its tables against the journal and each other.</summary>
    public IReadOnlyList<Verifier.Pass> Audits { get; init; } = [];

    /// <summary>What it says when an entry that it knows is to be taken back.</summary>
    public IReadOnlyList<ReversalRule> Reversals { get; init; } = [];

    /// <summary>What it keeps open about a household.</summary>
    public IReadOnlyList<OpenItem> OpenItems { get; init; } = [];

    /// <summary>Why a household has fewer points to spend than it thinks.</summary>
    public IReadOnlyList<Shortfall> Shortfalls { get; init; } = [];

    /// <summary>What it has against another cost of a delivery.</summary>
    public IReadOnlyList<CostRule> CostRules { get; init; } = [];

    /// <summary>What it knows about people.</summary>
    public PersonalData Personal { get; init; } = new();
}
