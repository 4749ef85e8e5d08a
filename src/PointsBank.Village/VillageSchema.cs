using PointsBank.Storage;

namespace PointsBank.Village;

/// <summary>The schema of every database of the product: the ledger's tables, and the village's.</summary>
public static class VillageSchema
{
    public static IReadOnlyList<Migration> Migrations { get; } = [.. Migration.Ledger, .. Migration.In(typeof(VillageSchema).Assembly)];
}
