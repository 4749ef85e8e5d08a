using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Claims;

/// <summary>
/// Claims against their law, the journal and the holds: each stands where its steps lead, is entered as it was decided, and holds what it
/// should.
/// </summary>
static class ClaimAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Steps, Moves, Entries, Holds, Impartial];

    /// <summary>A claim's state is its last step's, and its steps are numbered without a gap.</summary>
    static void Steps(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "claim_state_differs", "claim", """
        select c.number from claims c left join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
        where c.bank = @bank and (s.state is null or s.state <> c.state)
        union
        select claim from claim_steps where bank = @bank group by claim having max(sequence) <> count(*)
        union
        select s.claim from claim_steps s left join claims c on c.bank = s.bank and c.number = s.claim
          where s.bank = @bank and (c.number is null or s.sequence > c.steps)
        """);

    /// <summary>Each step follows the one before it as the law of moves allows.</summary>
    static void Moves(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "claim_moved_unlawfully", "claim", """
        select claim from (
          select claim, state, lag(state, 1, '') over (partition by claim order by sequence) as before from claim_steps where bank = @bank
        ) as walked
        where not exists (select 1 from claim_moves m where m.from_state = walked.before and m.to_state = walked.state)
        """);

    /// <summary>
    /// An entered claim has one entry, for its household, rule, day and points as they were decided; the other way round too; and a
    /// reversed one its mirror.
    /// </summary>
    static void Entries(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "claim_entry_differs", "claim", $"""
        select claim from (
          select 1 as told, 0 as happened, s.claim, s.entry, c.rule, c.rulebook, c.effective_on, c.household,
            case when c.kind = 'credit' then s.points else -s.points end as points
          from claim_steps s join claims c on c.bank = s.bank and c.number = s.claim where s.bank = @bank and s.state = 'entered'
          union all
          select 0, 1, {LabelNumber.Of("e.source", "claim:")}, e.number, e.rule, e.rulebook, e.effective_on, a.owner, p.amount
          from entries e
          join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
          join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.HouseholdMerit}
          where e.bank = @bank and e.source like 'claim:%' and e.reverses is null
        ) as both_sides
        group by claim, entry, rule, rulebook, effective_on, household, points having sum(told) <> 1 or sum(happened) <> 1
        union
        select s.claim from claim_steps s
        join claim_steps b on b.bank = s.bank and b.claim = s.claim and b.state = 'entered'
        left join entries v on v.bank = b.bank and v.reverses = b.entry
        left join claim_steps r on r.bank = b.bank and r.claim = b.claim and r.state = 'reversed'
        where s.bank = @bank and s.state = 'entered' and coalesce(v.number, 0) <> coalesce(r.entry, 0)
        """);

    /// <summary>A posted credit holds its points on the issuance account of its year until it leaves the wall; nothing else does.</summary>
    static void Holds(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "claim_hold_differs", "claim", $"""
        select claim from (
          select 1 as told, 0 as happened, c.number as claim, s.hold, s.points, cast(substr(c.effective_on, 1, 4) as bigint) as period
            from claims c
          join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
          where c.bank = @bank and c.kind = 'credit' and c.state in ('on_notice', 'objected')
          union all
          select 0, 1, coalesce((select s.claim from claim_steps s where s.bank = h.bank and s.hold = h.number order by s.sequence limit 1),
            0), h.number, h.amount, a.period
          from holds h
          join accounts a on a.bank = h.bank and a.number = h.account and a.kind = {(int)AccountKind.Issuance}
          where h.bank = @bank and h.reason = 'on_notice'
            and not exists (select 1 from hold_ends e where e.bank = h.bank and e.hold = h.number)
        ) as both_sides
        group by claim, hold, points, period having sum(told) <> 1 or sum(happened) <> 1
        """);

    /// <summary>Nobody judged what passed through their hands, unless the step says so.</summary>
    static void Impartial(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "claim_judged_by_its_maker", "claim", """
        select s.claim from claim_steps s join claims c on c.bank = s.bank and c.number = s.claim
        where s.bank = @bank and s.state in ('assessed', 'rejected') and s.one_person = 0
          and (c.recorded_by = s.actor
            or exists (select 1 from claim_steps k where k.bank = s.bank and k.claim = s.claim and k.state = 'collected'
            and k.actor = s.actor))
        """);
}
