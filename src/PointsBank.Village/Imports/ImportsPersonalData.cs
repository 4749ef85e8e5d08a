using PointsBank.Village.Rooms;

namespace PointsBank.Village.Imports;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class ImportsPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("openings", "期初余额", """
                select l.proposal as number, l.points_before, l.points_after, p.recorded_at, d.kind as outcome from opening_proposal_lines l
                join opening_proposals p on p.bank = l.bank and p.number = l.proposal
                left join opening_decisions d on d.bank = l.bank and d.proposal = l.proposal
                  where l.bank = @bank and l.household = @household order by l.proposal
                """),
        ],
        Words =
        [
            new("openings", "opening_proposals", "file"),
        ],
    };
}
