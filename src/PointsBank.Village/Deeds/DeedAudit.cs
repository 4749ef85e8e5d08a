using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Audits;

namespace PointsBank.Village.Deeds;

/// <summary>Deeds against the journal and the rules.</summary>
static class DeedAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Deeds, DeedRules];

    // The passes lay what the table says and what the journal says one on the other and look for what does not lie double: one sort of both
    // sides, where a full join would search the one side again for each row of the other.

    /// <summary>
    /// Each deed has its entry, under its rule and day, that moved the household's merit by its points; and the other way round.
    /// </summary>
    static void Deeds(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "deed_differs", "entry", $"""
        select number from (
          select 1 as told, 0 as happened, entry as number, household, rule, rulebook, effective_on, coalesce(reverses, 0) as reverses,
            case when source <> '' then source when member is null then '' else 'member:' || member end as source,
            case when kind = 'credit' then points else -points end as points
          from deeds where bank = @bank
          union all
          select 0, 1, e.number, a.owner, e.rule, e.rulebook, coalesce(o.effective_on, e.effective_on), coalesce(e.reverses, 0), e.source,
            p.amount
          from postings p
          join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.HouseholdMerit}
          join entries e on e.bank = p.bank and e.number = p.entry
          left join entries o on o.bank = e.bank and o.number = e.reverses
          where p.bank = @bank and e.source not like 'change:%' and e.source not like 'moved:%'
        ) as both_sides
        group by number, household, rule, rulebook, effective_on, reverses, source, points
        having sum(told) <> 1 or sum(happened) <> 1
        """);

    /// <summary>
    /// Each deed is worth what the rule of its rulebook says, or less where a meeting decided so, and counts towards ceilings and boards as
    /// that says.
    /// </summary>
    static void DeedRules(DbSession db, long bank, Audit audit) =>
        Differences.Report(db, bank, audit, "deed_differs_from_rule", "entry", """
        select d.entry from deeds d
        left join rules r on r.bank = d.bank and r.version = d.rulebook and r.code = d.rule
        where d.bank = @bank and (r.code is null or d.kind <> r.kind or d.ordinary <> r.ordinary or d.posted <> r.posted
          or (d.source not like 'claim:%' and d.points <> d.quantity * r.points) or abs(d.points) > abs(d.quantity) * r.points
          or (d.reverses is null) <> (d.quantity > 0))
        """);
}
