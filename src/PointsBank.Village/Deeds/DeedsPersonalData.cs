using PointsBank.Village.Rooms;

namespace PointsBank.Village.Deeds;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class DeedsPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("deeds", "积分事项", """
                select d.entry, d.effective_on, d.rule, r.item_zh, d.member, d.quantity, d.points, d.kind, d.reverses
                from deeds d left join rules r on r.bank = d.bank and r.version = d.rulebook and r.code = d.rule
                  where d.bank = @bank and d.household = @household order by d.effective_on, d.entry
                """),
        ],
    };
}
