using PointsBank.Village.Rooms;

namespace PointsBank.Village.Notices;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class NoticesPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("objections", "您家提出的异议", """
                select o.number, o.notice, o.claim, o.channel, o.words, o.recorded_at, r.outcome, r.points, r.reason
                from objections o left join rulings r on r.bank = o.bank and r.objection = o.number
                  where o.bank = @bank and o.household = @household order by o.number
                """),
            new("objected", "对您家事项的异议", """
                select o.number, o.notice, o.claim, o.recorded_at, r.outcome, r.points, r.reason
                from objections o join claims c on c.bank = o.bank and c.number = o.claim
                  left join rulings r on r.bank = o.bank and r.objection = o.number
                where o.bank = @bank and c.household = @household order by o.number
                """),
        ],
        Words =
        [
            new("objections", "objections", "objector", ErasedWords.OfHousehold),
            new("objections", "objections", "words", ErasedWords.OfHousehold),
            new("objections", "rulings", "reason", """
                exists (select 1 from objections o
                where o.bank = rulings.bank and o.number = rulings.objection and o.household = @household and @member = 0)
                """),
            new("notices", "notice_changes", "reason"),
            new("notices", "notice_changes", "document"),
            new("notices", "notice_end_proposals", "reason"),
            new("notices", "notice_end_proposals", "document"),
        ],
        Retention =
        [
            new("objections", 24, 6, """
                select o.number as k from objections o join rulings r on r.bank = o.bank and r.objection = o.number
                where o.bank = @bank and r.recorded_at < @before and (o.words <> '' or o.objector <> '' or r.reason <> '')
                """,
                "update objections set words = '', objector = '' where bank = @bank and number = @k",
                "update rulings set reason = '' where bank = @bank and objection = @k"),
        ],
    };
}
