using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Households;

/// <summary>Passbooks, cards and prints against households and accounts.</summary>
static class PassbookAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Passbooks, Cards, Prints];

    /// <summary>A household's number in passbooks and accounts is a household's.</summary>
    static void Passbooks(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "unknown_household", "account", $"""
        select a.number from accounts a left join households h on h.bank = a.bank and h.number = a.owner
        where a.bank = @bank and a.kind in ({(int)AccountKind.HouseholdPoints}, {(int)AccountKind.HouseholdMerit}) and h.number is null
        """);

    /// <summary>Each card and each print is a passbook's.</summary>
    static void Cards(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "unknown_passbook", "passbook", """
        select c.serial from cards c left join passbooks p on p.bank = c.bank and p.serial = c.serial
          where c.bank = @bank and p.serial is null
        union
        select r.serial from passbook_prints r left join passbooks p on p.bank = r.bank and p.serial = r.serial
          where r.bank = @bank and p.serial is null
        """);

    /// <summary>No booklet is printed further than its account goes. A head may lag behind the journal: what follows it counts.</summary>
    static void Prints(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "print_past_last_line", "passbook", $"""
        select r.serial from passbook_prints r
        join passbooks p on p.bank = r.bank and p.serial = r.serial
        join books b on b.bank = r.bank
        left join accounts a on a.bank = p.bank and a.kind = {(int)AccountKind.HouseholdPoints} and a.owner = p.household
          and a.unit = 'points' and a.period = 0
        left join account_heads h on h.bank = a.bank and h.account = a.number
        where r.bank = @bank and r.upto_line > coalesce(h.postings, 0) and not exists (
          select 1 from postings q where q.bank = r.bank and q.number > b.heads_as_of and q.account = a.number
            and q.sequence >= r.upto_line)
        """);
}
