using PointsBank.Village.Callers;
using PointsBank.Village.Evidence;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Privacy;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class PrivacyPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("consents", "同意记录", $"""
                select c.member, m.name, c.purpose, c.given, c.how, c.document, c.recorded_at, {Handler.Of("c.actor")} as handler
                from consents c join members m on m.bank = c.bank and m.number = c.member where c.bank = @bank and m.household = @household
                  order by c.recorded_at, c.member, c.purpose, c.sequence
                """),
            new("erasures", "注销", """
                select e.number, e.member, e.asked_at, d.outcome, d.ended_at
                from erasures e left join erasure_ends d on d.bank = e.bank and d.erasure = e.number
                  where e.bank = @bank and e.household = @household order by e.number
                """),
            new("requests", "办理记录", $"""
                select action, {Handler.Of("actor")} as handler, recorded_at from requests
                where bank = @bank and (actor = @actor or answer like @named or answer like @last) order by recorded_at, action
                """),
        ],
        Words =
        [
            new("consents", "consents", "document", """
                exists (select 1 from members m
                where m.bank = consents.bank and m.number = consents.member and m.household = @household
                  and (@member = 0 or m.number = @member))
                """),
            new("boards", "publication_assessments", "purpose"),
            new("boards", "publication_assessments", "data"),
            new("boards", "publication_assessments", "necessity"),
            new("boards", "publication_assessments", "risk"),
            new("boards", "publication_assessments", "measures"),
            new("boards", "publication_assessments", "decided_by"),
            new("boards", "publication_assessments", "document"),
        ],
        Retention =
        [
            new("evidence", 24, 6, """
            select f.digest as k from evidence_files f
            where f.bank = @bank and f.added_at < @before and length(f.content) > 0
              and not exists (select 1 from goods g where g.bank = f.bank and g.picture = f.digest)
              and not exists (select 1 from claim_evidence e
                join claims c on c.bank = e.bank and c.number = e.claim
                join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
                where e.bank = f.bank and e.digest = f.digest
                  and (s.recorded_at >= @before or c.state in ('submitted', 'collected', 'assessed', 'on_notice', 'objected')))
            """) { Empty = (writer, bank, run, key) => EvidenceTable.Empty(writer, bank, (byte[])key, run: run) },
            new("answers", 12, 1,
                "select r.key as k from requests r where r.bank = @bank and r.recorded_at < @before and r.answer <> ''",
                "update requests set answer = '' where bank = @bank and key = @k"),
        ],
    };
}
