using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Boards;

/// <summary>Publications against the journal they were computed from, and the black board against its law.</summary>
static class BoardAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Publications, BlackEntries, BlackSteps];

    /// <summary>Each publication is what its digest says, and what the journal says up to its head.</summary>
    static void Publications(DbSession db, long bank, Audit audit)
    {
        foreach (var row in db.Query<PublicationRow>(
            $"select {PublicationRow.Columns} from board_publications where bank = @bank order by number", new { bank }))
        {
            var places = PublicationTable.Places(db, bank, row.Number);
            if (row.DigestOf(bank, places) != new Digest(row.Digest) || places.Count != row.Places)
                audit.Report("publication_differs", $"publication {row.Number}", "as it was published", "something else");
            else if (PublicationDesk.Differing(db, bank, row) is { Count: > 0 } lines)
                audit.Report("publication_differs", $"publication {row.Number}", "as the journal says", $"line {lines[0]}");
        }
    }

    /// <summary>
    /// Each decided entry was reminded of by reminders of its own, decided by a meeting on its day, and of what may be posted.
    /// </summary>
    static void BlackEntries(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "black_entry_unlawful", "decision", """
        select b.number from black_entries b
        left join rules r on r.bank = b.bank and r.version = b.rulebook and r.code = b.rule and r.kind = 'deduct' and r.posted = 1
        left join reminders p on p.bank = b.bank and p.number = b.private_reminder and p.kind = 'private' and p.household = b.household
          and p.rule = b.rule
        left join reminders w on w.bank = b.bank and w.number = b.written_reminder and w.kind = 'written' and w.household = b.household
          and w.rule = b.rule
          and w.reminded_on >= p.reminded_on and w.reminded_on < b.decided_on
        left join assessments a on a.bank = b.bank and a.number = b.session and a.held_on = b.decided_on
        where b.bank = @bank and (r.code is null or p.number is null or w.number is null or a.number is null)
        union
        select b.number from black_entries b
        join black_entries o on o.bank = b.bank and o.number < b.number
          and (o.private_reminder = b.private_reminder or o.written_reminder = b.written_reminder)
        where b.bank = @bank and exists (select 1 from black_entry_steps s
          where s.bank = o.bank and s.entry = o.number and s.state = 'posted')
        """);

    /// <summary>
    /// Each was posted once at most, by another, before it ended; ended once; and is upheld against where a ruling says so, unless it was
    /// over.
    /// </summary>
    static void BlackSteps(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "black_entry_moved_unlawfully", "decision", """
        select s.entry from black_entry_steps s join black_entries b on b.bank = s.bank and b.number = s.entry
        where s.bank = @bank and s.state = 'posted' and (b.actor = s.actor
          or exists (select 1 from black_entry_steps o where o.bank = s.bank and o.entry = s.entry and o.number <> s.number
            and (o.state = 'posted' or o.number < s.number)))
        union
        select entry from black_entry_steps where bank = @bank and state <> 'posted' group by entry having count(*) > 1
        union
        select s.entry from black_entry_steps s where s.bank = @bank and s.state = 'upheld' and not exists (
          select 1 from black_rulings r join black_objections o on o.bank = r.bank and o.number = r.objection
          where r.bank = s.bank and r.objection = s.objection and r.outcome = 'upheld' and o.entry = s.entry)
        """);
}
