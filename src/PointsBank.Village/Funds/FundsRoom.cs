using PointsBank.Village.Rooms;

namespace PointsBank.Village.Funds;

/// <summary>Money and statements: what this folder contributes.</summary>
static class FundsRoom
{
    public static Room Room { get; } = new()
    {
        Audits = FundAudit.Passes,
        Reversals = [new FundReversal()],
        CostRules = [new(FundTable.PaidAlready)],
        Personal = FundsPersonalData.All,
    };
}
