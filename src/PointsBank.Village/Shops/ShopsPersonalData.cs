using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Shops;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class ShopsPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("redemptions", "兑换", $"""
                select r.number, r.redeemed_on, i.goods, i.quantity, i.price, r.points, r.authorised_by, r.entry,
                  {Handler.Of("r.actor")} as handler
                from redemptions r join redemption_items i on i.bank = r.bank and i.redemption = r.number
                  where r.bank = @bank and r.household = @household order by r.number, i.line
                """),
            new("reservations", "预订", """
                select r.number, i.goods, i.quantity, i.price, r.points, r.channel, r.placed_at, r.ready_until as until_at
                from reservations r join reservation_items i on i.bank = r.bank and i.reservation = r.number
                  where r.bank = @bank and r.household = @household order by r.number, i.line
                """),
            new("vouchers", "兑换券", """
                select v.number, v.points, v.issued_at, v.valid_until as until_at, d.reason, d.voided_at
                from vouchers v left join voucher_voids d on d.bank = v.bank and d.voucher = v.number
                  where v.bank = @bank and v.household = @household order by v.number
                """),
        ],
        Words =
        [
            new("vouchers", "voucher_voids", "reason", """
                exists (select 1 from vouchers v
                where v.bank = voucher_voids.bank and v.number = voucher_voids.voucher and v.household = @household and @member = 0)
                """),
            new("gifts", "stock_movements", "partner"),
            new("gifts", "stock_movements", "receipt"),
            new("stock", "stock_lines", "reason"),
            new("stock", "shops", "name_zh"),
            new("stock", "shops", "name_en"),
            new("stock", "goods", "name_zh"),
            new("stock", "goods", "name_en"),
            new("stock", "prices", "approved_by"),
        ],
    };
}
