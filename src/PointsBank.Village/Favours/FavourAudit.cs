using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Favours;

/// <summary>
/// Suspensions against what they follow from: nobody is without favours but by a decision that two people made after a reminder.
/// </summary>
static class FavourAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Suspensions, Ends, Favours];

    static void Suspensions(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "suspension_differs", "suspension", """
        select s.number from favour_suspensions s
        left join favour_reminders r on r.bank = s.bank and r.number = s.reminder and r.household = s.household and r.standing < r.level
        left join assessments a on a.bank = s.bank and a.number = s.session and a.held_on >= r.reminded_on
        where s.bank = @bank and (r.number is null or a.number is null or s.standing >= s.restores_at)
        union
        select c.suspension from favour_confirmations c
        left join favour_suspensions s on s.bank = c.bank and s.number = c.suspension
        where c.bank = @bank and (s.number is null or s.actor = c.actor)
        """);

    /// <summary>
    /// An end follows from what it says: an upheld objection, a review day that passed; and one household has one suspension in force.
    /// </summary>
    static void Ends(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "suspension_end_differs", "suspension", """
        select x.suspension from favour_suspension_ends x
        left join favour_suspensions s on s.bank = x.bank and s.number = x.suspension
        where x.bank = @bank and (s.number is null or (x.kind = 'lapsed' and x.ended_on <= s.review_on)
          or (x.kind = 'ruled' and not exists (select 1 from favour_objections o
            join favour_rulings r on r.bank = o.bank and r.objection = o.number
            where o.bank = s.bank and o.suspension = s.number and r.outcome = 'upheld')))
        union
        select max(s.number) from favour_suspensions s
        join favour_confirmations c on c.bank = s.bank and c.suspension = s.number
        where s.bank = @bank and not exists (select 1 from favour_suspension_ends x where x.bank = s.bank and x.suspension = s.number)
        group by s.household having count(*) > 1
        """);

    /// <summary>Versions follow one another, and what was granted was a favour.</summary>
    static void Favours(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "favour_differs", "favour", """
        select number from favours where bank = @bank group by number having max(version) <> count(*)
        union
        select g.favour from favour_grants g left join favours f on f.bank = g.bank and f.number = g.favour and f.version = g.version
        where g.bank = @bank and (f.number is null or f.ended = 1)
        """);
}
