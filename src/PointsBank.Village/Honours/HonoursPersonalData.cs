using PointsBank.Village.Rooms;

namespace PointsBank.Village.Honours;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class HonoursPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("candidates", "评先推荐", """
                select c.number, c.title, c.year, c.reason, d.outcome, d.document from honour_candidates c
                left join honour_decisions d on d.bank = c.bank and d.candidate = c.number where c.bank = @bank and c.household = @household
                  order by c.number
                """),
            new(
                "awards", "荣誉",
                """
                select number, title, member, body, document, awarded_on, entry from awards where bank = @bank and household = @household
                  order by number
                """),
            new(
                "ratings", "星级户证明",
                """
                select number, year, standing, stars, issued_on, valid_until from rating_certificates
                  where bank = @bank and household = @household order by number
                """),
            new("loans", "道德信贷", """
                select l.number, l.version, l.certificate, l.partner, l.line as credit_line, l.lent, l.agreed_on, l.paper
                from rating_loans l join rating_certificates c on c.bank = l.bank and c.number = l.certificate
                  where c.bank = @bank and c.household = @household order by l.number, l.version
                """),
        ],
        Words =
        [
            new("honours", "honour_titles", "name_zh"),
            new("honours", "honour_titles", "name_en"),
            new("honours", "honour_titles", "body"),
            new("honours", "honour_candidates", "reason", ErasedWords.OfHousehold, ErasedWords.Gone),
            new("honours", "honour_decisions", "document"),
            new("honours", "awards", "body"),
            new("honours", "awards", "document"),
            new("honours", "rating_loans", "partner"),
            new("honours", "rating_loans", "paper"),
            new("honours", "honour_decisions", "reason", """
                exists (select 1 from honour_candidates c
                where c.bank = honour_decisions.bank and c.number = honour_decisions.candidate and c.household = @household and @member = 0)
                """, ErasedWords.Gone),
            new("honours", "award_removals", "reason", """
                exists (select 1 from awards a
                where a.bank = award_removals.bank and a.number = award_removals.award and a.household = @household and @member = 0)
                """, ErasedWords.Gone),
            new("honours", "rating_voids", "reason", """
                exists (select 1 from rating_certificates c
                where c.bank = rating_voids.bank and c.number = rating_voids.certificate and c.household = @household and @member = 0)
                """, ErasedWords.Gone),
        ],
    };
}
