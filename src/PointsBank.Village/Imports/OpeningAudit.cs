using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Imports;

/// <summary>Balances brought forward by a decision, against the journal.</summary>
static class OpeningAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Lines, Decisions];

    /// <summary>
    /// Each line that was decided for has its entry, by whoever decided, that moved just its points; and the other way round. Of what waits
    /// or was refused nothing is in the book.
    /// </summary>
    static void Lines(DbSession db, long bank, Audit audit) => Differences.Report(
        db, bank, audit, "opening_differs", "proposal", $"""
        select substr(source, 9) from (
          select 1 as told, 0 as happened, 'opening:' || l.proposal as source, l.household as owner, l.points_after as amount, d.actor
          from opening_decisions d join opening_proposal_lines l on l.bank = d.bank and l.proposal = d.proposal
          where d.bank = @bank and d.kind in ('alone', 'confirmed')
          union all
          select 0, 1, e.source, a.owner, p.amount, e.actor from entries e
          join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
          join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.HouseholdPoints}
          where e.bank = @bank and e.kind = {(int)EntryKind.Opening} and e.source like 'opening:%'
        ) as both_sides
        group by source, owner, amount, actor having sum(told) <> 1 or sum(happened) <> 1
        """);

    /// <summary>
    /// Whoever proposed does not confirm. One person decided alone only while the book had nothing but balances brought forward and their
    /// reversals. What was brought forward before is what the line says: the reversals that the same write made after the last balance are
    /// its own. No proposal is empty.
    /// </summary>
    static void Decisions(DbSession db, long bank, Audit audit) => Differences.Report(
        db, bank, audit, "opening_decision_differs", "proposal", $"""
        select p.number from opening_proposals p join opening_decisions d on d.bank = p.bank and d.proposal = p.number
        where p.bank = @bank
          and ((d.kind = 'confirmed' and d.actor = p.actor) or (d.kind = 'alone' and d.actor <> p.actor) or d.recorded_at < p.recorded_at)
        union
        select p.number from opening_proposals p
        where p.bank = @bank and not exists (select 1 from opening_proposal_lines l where l.bank = p.bank and l.proposal = p.number)
        union
        select d.proposal from opening_decisions d
        join entries e on e.bank = d.bank and e.kind = {(int)EntryKind.Opening} and e.source = 'opening:' || d.proposal
        where d.bank = @bank and d.kind = 'alone' and exists (
          select 1 from entries b where b.bank = e.bank and b.number < e.number and b.kind <> {(int)EntryKind.Opening}
            and not (b.kind = {(int)EntryKind.Reversal} and exists (
              select 1 from entries o where o.bank = b.bank and o.number = b.reverses and o.kind = {(int)EntryKind.Opening})))
        union
        select l.proposal from opening_proposal_lines l
        join opening_decisions d on d.bank = l.bank and d.proposal = l.proposal and d.kind in ('alone', 'confirmed')
        join accounts a on a.bank = l.bank and a.kind = {(int)AccountKind.HouseholdPoints} and a.owner = l.household and a.unit = 'points'
        join postings p on p.bank = a.bank and p.account = a.number
        join entries e on e.bank = p.bank and e.number = p.entry
          and e.kind = {(int)EntryKind.Opening} and e.source = 'opening:' || l.proposal
        where l.bank = @bank and l.points_before <> (
          select cast(coalesce(sum(q.amount), 0) as bigint) from postings q
          join entries f on f.bank = q.bank and f.number = q.entry
          left join entries o on o.bank = f.bank and o.number = f.reverses
          where q.bank = a.bank and q.account = a.number and q.number < p.number and coalesce(o.kind, f.kind) = {(int)EntryKind.Opening}
            and not (f.kind = {(int)EntryKind.Reversal} and f.fingerprint = e.fingerprint and f.number > (
              select coalesce(max(s.entry), 0) from postings s
              join entries t on t.bank = s.bank and t.number = s.entry and t.kind = {(int)EntryKind.Opening}
              where s.bank = a.bank and s.account = a.number and s.number < p.number)))
        """);
}
