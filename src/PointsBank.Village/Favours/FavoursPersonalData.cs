using PointsBank.Village.Rooms;

namespace PointsBank.Village.Favours;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class FavoursPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new(
                "favours", "享受优惠",
                "select number, favour, what, granted_on from favour_grants where bank = @bank and household = @household order by number"),
            new("suspensions", "暂停优惠", """
                select s.number, s.document, s.reason, s.standing, s.restores_at as level, s.from_day, s.review_on, e.kind,
                  e.reason as end_reason, e.ended_on
                from favour_suspensions s left join favour_suspension_ends e on e.bank = s.bank and e.suspension = s.number
                  where s.bank = @bank and s.household = @household order by s.number
                """),
            new("suspension_objections", "对暂停的异议", """
                select o.number, o.suspension, o.channel, o.words, o.recorded_at, r.outcome, r.reason
                from favour_objections o join favour_suspensions s on s.bank = o.bank and s.number = o.suspension
                left join favour_rulings r on r.bank = o.bank and r.objection = o.number where o.bank = @bank and s.household = @household
                  order by o.number
                """),
        ],
        Words =
        [
            new("favours", "favours", "name_zh"),
            new("favours", "favours", "name_en"),
            new("favours", "favours", "note"),
            new("favours", "favour_grants", "what", ErasedWords.OfHousehold, ErasedWords.Gone),
            new("favours", "favour_suspensions", "reason", ErasedWords.OfHousehold, ErasedWords.Gone),
            new("favours", "favour_suspension_ends", "reason", """
                exists (select 1 from favour_suspensions s
                where s.bank = favour_suspension_ends.bank and s.number = favour_suspension_ends.suspension and s.household = @household
                  and @member = 0)
                """, ErasedWords.Gone),
            new("favours", "favour_objections", "words", """
                exists (select 1 from favour_suspensions s
                where s.bank = favour_objections.bank and s.number = favour_objections.suspension and s.household = @household
                  and @member = 0)
                """, ErasedWords.Gone),
            new("favours", "favour_suspensions", "document"),
            new("favours", "favour_rulings", "reason", """
                exists (select 1 from favour_objections o join favour_suspensions s on s.bank = o.bank and s.number = o.suspension
                where o.bank = favour_rulings.bank and o.number = favour_rulings.objection and s.household = @household and @member = 0)
                """, ErasedWords.Gone),
        ],
        Retention =
        [
            new("suspensions", 36, 12, """
                select s.number as k from favour_suspensions s join favour_suspension_ends e on e.bank = s.bank and e.suspension = s.number
                where s.bank = @bank and e.recorded_at < @before and s.reason <> '—'
                """,
                "update favour_suspensions set reason = '—' where bank = @bank and number = @k",
                "update favour_suspension_ends set reason = '—' where bank = @bank and suspension = @k and reason <> ''",
                """
                update favour_rulings set reason = '—' where bank = @bank
                  and objection in (select o.number from favour_objections o where o.bank = @bank and o.suspension = @k)
                """,
                "update favour_objections set words = '—' where bank = @bank and suspension = @k"),
        ],
    };
}
