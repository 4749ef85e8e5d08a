using PointsBank.Village.Rooms;

namespace PointsBank.Village.Proposals;

/// <summary>What this folder knows about people: what a household gets of it, and which words are struck out.</summary>
static class ProposalsPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("proposals", "待第二人确认", """
                select p.number, p.kind, p.points, p.merit as standing, p.subject, p.reason, p.decided_by, p.document,
                  p.recorded_at as proposed_at, coalesce(d.kind, 'open') as outcome
                from proposals p left join proposal_decisions d on d.bank = p.bank and d.proposal = p.number
                where p.bank = @bank and p.household = @household order by p.number
                """),
        ],
        Words =
        [
            new("changes", "proposals", "reason", ErasedWords.OfHousehold, ErasedWords.Gone),
            new("changes", "proposals", "subject"),
            new("changes", "proposals", "decided_by"),
            new("changes", "proposals", "document"),
        ],
    };
}
