using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Notices;

/// <summary>Notices, objections and rulings against the claims that they are about.</summary>
static class NoticeAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Apart, Windows];

    /// <summary>
    /// Nobody ruled on an objection who wrote or collected the claim or sat, without keeping out, in the meeting that decided it.
    /// </summary>
    static void Apart(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "claim_ruled_by_its_maker", "claim", """
        select o.claim from rulings r
        join objections o on o.bank = r.bank and o.number = r.objection
        join claims c on c.bank = o.bank and c.number = o.claim
        where r.bank = @bank and (c.recorded_by = r.actor
          or exists (select 1 from claim_steps s where s.bank = c.bank and s.claim = c.number and s.state in ('collected', 'assessed')
            and s.actor = r.actor)
          or exists (select 1 from claim_steps s join assessment_people p on p.bank = s.bank and p.session = s.session
            and r.actor = 'staff:' || p.staff
            where s.bank = c.bank and s.claim = c.number and s.state = 'assessed'
              and not exists (select 1 from assessment_recusals k
                where k.bank = p.bank and k.session = p.session and k.claim = s.claim and k.staff = p.staff)))
        """);

    /// <summary>What hangs on the wall says the points that were granted.</summary>
    static void Windows(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "notice_item_differs", "claim", """
        select claim from (
          select 1 as told, 0 as happened, notice, claim, points from notice_items where bank = @bank
          union all
          select 0, 1, s.notice, s.claim, s.points from claim_steps s
          join claim_steps b on b.bank = s.bank and b.claim = s.claim and b.sequence = s.sequence - 1 and b.state = 'assessed'
          where s.bank = @bank and s.state = 'on_notice'
        ) as both_sides
        group by notice, claim, points having sum(told) <> 1 or sum(happened) <> 1
        """);
}
