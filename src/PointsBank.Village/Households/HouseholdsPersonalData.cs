using PointsBank.Village.Rooms;

namespace PointsBank.Village.Households;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class HouseholdsPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("household", "户", """
                select h.number, g.name as group_name, h.opened_at, e.ended_on, e.kind as end_kind
                from households h join village_groups g on g.bank = h.bank and g.number = h.group_no
                left join household_ends e on e.bank = h.bank and e.household = h.number where h.bank = @bank and h.number = @household
                """),
            new(
                "members", "家庭成员",
                """
                select number, name, birth_date, is_head, related from members where bank = @bank and household = @household order by number
                """),
            new(
                "leavings", "去世、搬走的成员",
                """
                select member, left_on, kind, recorded_at from member_leavings where bank = @bank and household = @household order by member
                """),
            new(
                "passbooks", "存折",
                """
                select serial, issued_at, ended_at, end_reason from passbooks where bank = @bank and household = @household
                  order by issued_at, serial
                """),
            new("changes", "分户并户", """
                select number, kind, points, merit as standing, reason, decided_by, document, changed_on from household_changes
                  where bank = @bank and household = @household order by number
                """),
        ],
        Words =
        [
            new("changes", "household_changes", "reason", ErasedWords.OfHousehold, ErasedWords.Gone),
            new("changes", "household_changes", "decided_by"),
            new("changes", "household_changes", "document"),
            new("changes", "village_groups", "name", Mark: ErasedWords.NumberedMark),
            new("changes", "passbooks", "end_reason"),
        ],
    };
}
