using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Imports;

/// <summary>Balances that somebody proposed to bring forward, line by line, and who decided on them.</summary>
static class OpeningProposalTable
{
    public const string Source = "opening:";

    /// <summary>Whether one person may: until the book has an entry that neither brings a balance forward nor reverses one.</summary>
    public static bool OnePersonMay(DbSession db, long bank) => db.ExecuteScalar<long>($"""
        select not exists (select 1 from entries e where e.bank = @bank and e.kind <> {(int)EntryKind.Opening}
          and not (e.kind = {(int)EntryKind.Reversal} and exists (
            select 1 from entries o where o.bank = e.bank and o.number = e.reverses and o.kind = {(int)EntryKind.Opening})))
        """, new { bank }) == 1;

    /// <summary>
    /// Adds a proposal, and answers its number. The same lines do not wait twice; what one person decides alone is a proposal of its own.
    /// </summary>
    public static long Add(Writer writer, long bank, string file, IReadOnlyList<OpeningChange> changes, string actor, bool alone)
    {
        if (!alone && Waiting(writer, bank, changes) is { } waiting) return waiting;
        var number = writer.ExecuteScalar<long>("""
            insert into opening_proposals (bank, number, file, recorded_at, actor)
            select @bank, coalesce(max(number), 0) + 1, @file, @at, @actor from opening_proposals where bank = @bank returning number
            """, new { bank, file, at = writer.NowMilliseconds, actor });
        writer.Execute("""
            insert into opening_proposal_lines (bank, proposal, household, points_before, points_after)
            values (@bank, @number, @Household, @Before, @After)
            """, changes.Select(change => new { bank, number, change.Household, change.Before, change.After }));
        return number;
    }

    public static void Decide(Writer writer, long bank, long proposal, string kind, string actor) => writer.Execute(
        "insert into opening_decisions (bank, proposal, kind, recorded_at, actor) values (@bank, @proposal, @kind, @at, @actor)",
        new { bank, proposal, kind, at = writer.NowMilliseconds, actor });

    public static Maker MadeBy(DbSession db, long bank, long number) => db.QuerySingle<Maker>(
        "select actor, recorded_at as at from opening_proposals where bank = @bank and number = @number", new { bank, number });

    public static bool IsBy(DbSession db, long bank, long number, string actor) => db.ExecuteScalar<long>(
        "select count(*) from opening_proposals where bank = @bank and number = @number and actor = @actor",
        new { bank, number, actor }) > 0;

    /// <summary>Whether a household of the proposal is the own one of this member of staff, or a relative's.</summary>
    public static bool IsKin(DbSession db, long bank, long proposal, long staff) => db.ExecuteScalar<long>("""
        select count(*) from opening_proposal_lines l
        join staff_ties t on t.bank = l.bank and t.household = l.household and t.staff = @staff
        where l.bank = @bank and l.proposal = @proposal
        """, new { bank, proposal, staff }) > 0;

    public static List<OpeningChange> Changes(DbSession db, long bank, long proposal) => db.Query<OpeningChange>("""
        select household as Household, points_before as Before, points_after as After from opening_proposal_lines
        where bank = @bank and proposal = @proposal order by household
        """, new { bank, proposal });

    public static long Count(DbSession db, long bank, int most) => db.ExecuteScalar<long>($"""
        select count(*) from (select p.number from opening_proposals p where p.bank = @bank and {Undecided} limit @most) as waiting
        """, new { bank, most });

    /// <summary>The last first; one of them where it is named.</summary>
    public static IReadOnlyList<OpeningProposalView> List(
        DbSession db, long bank, long? number, bool open, long before, int limit) => db.Query<
        (long Number, string File, long Households, long Before, long After, string By, long At, string? State,
         string? Decider, long? On)>($"""
            select p.number, p.file,
              (select count(*) from opening_proposal_lines l where l.bank = p.bank and l.proposal = p.number),
              (select cast(coalesce(sum(b.points_before), 0) as bigint) from opening_proposal_lines b
                where b.bank = p.bank and b.proposal = p.number),
              (select cast(coalesce(sum(a.points_after), 0) as bigint) from opening_proposal_lines a
                where a.bank = p.bank and a.proposal = p.number),
              {Handler.Of("p.actor")}, p.recorded_at, {SecondPerson.Outcome}, {Handler.Of("d.actor")}, d.recorded_at
            from opening_proposals p left join opening_decisions d on d.bank = p.bank and d.proposal = p.number
            where p.bank = @bank and (@number is null or p.number = @number) and (@open = 0 or d.kind is null)
              and (@before = 0 or p.number < @before)
            order by p.number desc limit @limit
            """, new { bank, number, open = open ? 1 : 0, before, limit })
        .Select(row => new OpeningProposalView(
            row.Number, row.File, row.Households, row.Before, row.After, row.By, row.At.ToInstant(), row.State ?? "open",
            row.State is null ? null : row.Decider, row.On?.ToInstant())).ToList();

    /// <summary>The lines behind a household's number, with whose they are.</summary>
    public static IReadOnlyList<OpeningLineView> Lines(DbSession db, long bank, long proposal, long after, int limit) =>
        db.Query<(long Household, string Group, string Head, long Before, long After)>("""
        select l.household, g.name, coalesce(m.name, ''), l.points_before, l.points_after
        from opening_proposal_lines l
        join households h on h.bank = l.bank and h.number = l.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        left join members m on m.bank = h.bank and m.household = h.number and m.is_head = 1
        where l.bank = @bank and l.proposal = @proposal and l.household > @after order by l.household limit @limit
        """, new { bank, proposal, after, limit })
        .Select(row => new OpeningLineView(row.Household, row.Group, row.Head, row.Before, row.After)).ToList();

    const string Undecided = "not exists (select 1 from opening_decisions d where d.bank = p.bank and d.proposal = p.number)";

    /// <summary>The proposal of just these lines on which nobody has decided.</summary>
    static long? Waiting(DbSession db, long bank, IReadOnlyList<OpeningChange> changes)
    {
        var asked = changes.ToHashSet();
        var waiting = db.Query<long>(
            $"select p.number from opening_proposals p where p.bank = @bank and {Undecided} order by p.number", new { bank });
        foreach (var number in waiting.ToList())
            if (asked.SetEquals(Changes(db, bank, number))) return number;
        return null;
    }

    /// <summary>The entries that brought a household's balance forward and were not reversed.</summary>
    public static List<(long Entry, long Points)> Brought(DbSession db, long bank, long household) =>
        db.Query<(long Entry, long Points)>($"""
        select p.entry, p.amount from accounts a
        join postings p on p.bank = a.bank and p.account = a.number
        join entries e on e.bank = p.bank and e.number = p.entry and e.kind = {(int)EntryKind.Opening}
        where a.bank = @bank and a.kind = {(int)AccountKind.HouseholdPoints} and a.owner = @household and a.unit = 'points'
          and not exists (select 1 from entries r where r.bank = e.bank and r.reverses = e.number)
        order by p.entry
        """, new { bank, household });
}
