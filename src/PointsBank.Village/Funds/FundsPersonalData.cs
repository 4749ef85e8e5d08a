using PointsBank.Village.Rooms;

namespace PointsBank.Village.Funds;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class FundsPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("gifts", "以您家姓名捐赠", """
                select 'fund' as kind, f.number, f.partner, f.fen, f.moved_on from fund_movements f
                where f.bank = @bank and f.kind = 'contribution'
                  and exists (select 1 from members m where m.bank = f.bank and m.household = @household and m.name = f.partner)
                union all
                select 'stock', s.number, s.partner, null, s.moved_on from stock_movements s
                where s.bank = @bank and s.origin = 'donation'
                  and exists (select 1 from members m where m.bank = s.bank and m.household = @household and m.name = s.partner)
                order by 5, 2
                """),
        ],
        Words =
        [
            new("gifts", "fund_movements", "partner"),
            new("gifts", "fund_movements", "receipt"),
            new("settlements", "settlement_steps", "name"),
            new("settlements", "settlement_steps", "reason"),
            new("settlements", "settlements", "name_zh"),
            new("settlements", "settlements", "name_en"),
            new("settlements", "settlement_lines", "name_zh"),
            new("settlements", "settlement_lines", "name_en"),
        ],
    };
}
