using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Honours;

/// <summary>Awards against their decisions and entries, certificates against their digests, loans against their certificates.</summary>
static class HonourAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Awards, Entries, Certificates, Loans];

    /// <summary>A candidate on the list stood there, and who was awarded was accepted.</summary>
    static void Awards(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "award_differs", "award", """
        select a.number from awards a
        left join honour_candidates c on c.bank = a.bank and c.number = a.candidate
        left join honour_decisions d on d.bank = c.bank and d.candidate = c.number
        where a.bank = @bank and a.candidate is not null
          and (d.outcome is null or d.outcome <> 'accepted' or c.household <> a.household or c.title <> a.title
            or coalesce(c.member, 0) <> coalesce(a.member, 0))
        """);

    /// <summary>Each award under a rule has the entry that names it, and no other entry does.</summary>
    static void Entries(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "award_entry_differs", "award", $"""
        select a.number from awards a
        join honour_titles t on t.bank = a.bank and t.code = a.title and t.version = a.version
        left join entries e on e.bank = a.bank and e.number = a.entry and e.source = 'award:' || a.number and e.rule = t.rule
          and e.effective_on = a.awarded_on
        where a.bank = @bank and (t.rule is not null or a.entry is not null) and e.number is null
        union
        select {LabelNumber.Of("e.source", "award:")} from entries e
        where e.bank = @bank and e.reverses is null and e.source like 'award:%'
          and not exists (select 1 from awards a where a.bank = e.bank and a.entry = e.number)
        """);

    static void Certificates(DbSession db, long bank, Audit audit)
    {
        foreach (var row in db.Query<RatingRow>($"{RatingTable.Select} where c.bank = @bank", new { bank }))
            if (row.DigestIn(bank) is var digest && digest != new Digest(row.Digest))
                audit.Report("rating_differs", $"certificate {row.Number.Text()}", new Digest(row.Digest).ToString(), digest.ToString());
    }

    /// <summary>Versions follow one another, of a certificate that was valid on the day.</summary>
    static void Loans(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "loan_differs", "loan", """
        select number from rating_loans where bank = @bank group by number having max(version) <> count(*)
        union
        select l.number from rating_loans l left join rating_certificates c on c.bank = l.bank and c.number = l.certificate
        where l.bank = @bank and (c.number is null or l.agreed_on < c.issued_on or l.agreed_on > c.valid_until)
        """);
}
