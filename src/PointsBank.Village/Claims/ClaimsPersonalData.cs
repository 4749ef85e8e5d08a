using PointsBank.Papers.Names;
using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Claims;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class ClaimsPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("claims", "积分申报", $"""
                select c.number, c.effective_on, c.rule, c.member, c.quantity, c.channel, case when c.channel = 'villagers' then ''
                  else c.claimed_by end as claimed_by, c.document, c.witnesses, c.memo,
                  c.state, {Handler.Of("c.recorded_by")} as handler, c.recorded_at
                from claims c where c.bank = @bank and c.household = @household order by c.number
                """),
            new("claim_steps", "申报经过", $"""
                select s.claim, s.sequence, s.state, s.points, s.notice, s.entry, s.note, {Handler.Of("s.actor")} as handler, s.recorded_at
                from claims c join claim_steps s on s.bank = c.bank and s.claim = c.number where c.bank = @bank and c.household = @household
                  order by s.claim, s.sequence
                """),
            new("evidence", "佐证材料", """
                select e.claim, e.sequence, f.kind, f.size, e.added_at, z.erased_at
                from claims c join claim_evidence e on e.bank = c.bank and e.claim = c.number
                  join evidence_files f on f.bank = e.bank and f.digest = e.digest
                left join evidence_erasures z on z.bank = f.bank and z.digest = f.digest where c.bank = @bank and c.household = @household
                  order by e.claim, e.sequence
                """),
            new(
                "reminders", "提醒",
                $"""
                select number, rule, kind, reminded_on, memo, {Handler.Of("actor")} as handler, recorded_at from reminders
                  where bank = @bank and household = @household order by number
                """),
        ],
        Words =
        [
            new("claims", "claims", "memo", ErasedWords.OfPerson),
            new("claims", "claims", "witnesses", ErasedWords.OfPerson),
            new("claims", "claims", "document", ErasedWords.OfPerson),
            new("claims", "claims", "claimed_by", $"({ErasedWords.OfPerson}) or (claimant = @household and @member = 0)", Erased.Mark),
            new("claims", "claim_steps", "note", $"""
                exists (select 1 from claims c
                where c.bank = claim_steps.bank and c.number = claim_steps.claim and c.{ErasedWords.OfPerson})
                """),
            new("reminders", "reminders", "memo", ErasedWords.OfHousehold),
            new("meetings", "assessments", "place"),
        ],
        Retention =
        [
            new("reminders", 24, 6, """
                select m.number as k from reminders m
                where m.bank = @bank and m.recorded_at < @before and m.memo <> ''
                  and not exists (select 1 from claims c where c.bank = m.bank and c.household = m.household and c.rule = m.rule
                    and c.state in ('submitted', 'collected', 'assessed', 'on_notice', 'objected'))
                """,
                "update reminders set memo = '' where bank = @bank and number = @k"),
        ],
    };
}
