using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Rooms;

/// <summary>What speaks against another cost of a delivery that is owed to its supplier.</summary>
/// <param name="Against">Of a bank, the delivery's sheet and the change of its cost in fen; null where nothing does.</param>
sealed record CostRule(Func<Writer, long, long, long, Refusal?> Against);
