using PointsBank.Village.Rooms;

namespace PointsBank.Village.Shops;

/// <summary>Goods, stock and the counter: what this folder contributes.</summary>
static class ShopsRoom
{
    public static Room Room { get; } = new()
    {
        Audits = [.. ShopAudit.Passes, .. CounterAudit.Passes, .. StockAudit.Passes],
        Reversals = [new HandedReversal(), new StockReversal()],
        OpenItems = [new("reservations", OpenFor.Held, ReservationTable.OpenOf), new("vouchers", OpenFor.Held, VoucherTable.OpenOf)],
        Personal = ShopsPersonalData.All,
    };
}
