using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Households;

/// <summary>Households' changes against the journal: what went with them is what their entries moved; who ended has nothing left.</summary>
static class ChangeAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Changes, Ends];

    const string Held = "(1, 2, 3)";

    /// <summary>
    /// Each change has its entry, and in the other bank its counterpart, that moved just what it says; and the other way round.
    /// </summary>
    static void Changes(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "change_differs", "entry", $"""
        select entry from (
          select 1 as told, 0 as happened, coalesce(entry, 0) as entry, 1 as kind, household as owner, -points as amount
            from household_changes where bank = @bank and points <> 0
          union all
          select 1, 0, coalesce(entry, 0), 2, household, -merit from household_changes where bank = @bank and merit <> 0
          union all
          select 1, 0, coalesce(entry, 0), 1, other_household, points from household_changes
            where bank = @bank and other_bank = @bank and points <> 0
          union all
          select 1, 0, coalesce(entry, 0), 2, other_household, merit from household_changes
            where bank = @bank and other_bank = @bank and merit <> 0 and kind <> 'leave'
          union all
          select 1, 0, coalesce(c.entry, 0), 3, m.member, -m.minutes from household_changes c
          join household_change_members m on m.bank = c.bank and m.change = c.number where c.bank = @bank and m.minutes <> 0
          union all
          select 1, 0, coalesce(other_entry, 0), 1, other_household, points from household_changes
            where other_bank = @bank and bank <> @bank and points <> 0
          union all
          select 1, 0, coalesce(other_entry, 0), 2, other_household, merit from household_changes
            where other_bank = @bank and bank <> @bank and merit <> 0
          union all
          select 1, 0, coalesce(c.other_entry, 0), 3, m.other_member, m.minutes from household_changes c
          join household_change_members m on m.bank = c.bank and m.change = c.number
            where c.other_bank = @bank and c.bank <> @bank and m.minutes <> 0
          union all
          select 0, 1, e.number, a.kind, a.owner, p.amount from entries e
          join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
          join accounts a on a.bank = p.bank and a.number = p.account and a.kind in {Held}
          where e.bank = @bank and (e.source like 'change:%' or e.source like 'moved:%')
        ) as both_sides
        group by entry, kind, owner, amount having sum(told) <> 1 or sum(happened) <> 1
        """);

    /// <summary>
    /// A household that ended did so by a change, has no passbook in use and nothing in its points. A head may lag behind, so the last
    /// posting tells.
    /// </summary>
    static void Ends(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "household_end_differs", "household", $"""
        select x.household from household_ends x
        where x.bank = @bank and not exists (select 1 from household_changes c where c.bank = x.bank and c.household = x.household
          and c.kind = case x.kind when 'merged' then 'merge' when 'moved' then 'move' else 'leave' end)
        union
        select x.household from household_ends x join passbooks p on p.bank = x.bank and p.household = x.household and p.ended_at is null
          where x.bank = @bank
        union
        select x.household from household_ends x
        join accounts a on a.bank = x.bank and a.kind = {(int)AccountKind.HouseholdPoints} and a.owner = x.household
        where x.bank = @bank and (select cast(coalesce(sum(p.amount), 0) as bigint) from postings p
          where p.bank = a.bank and p.account = a.number) <> 0
        """);
}
