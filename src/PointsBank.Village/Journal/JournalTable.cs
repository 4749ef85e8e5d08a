using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Journal;

/// <summary>The book as it is read: entries by what they are, and what stands beside them.</summary>
static class JournalTable
{
    /// <summary>
    /// The numbers of the entries that pass, newest first, before the last one of the page before. One walk down the book, which ends with
    /// the page.
    /// </summary>
    public static List<long> Numbers(DbSession db, long bank, EntryFilter filter, long? before, int limit)
    {
        List<string> conditions = ["e.bank = @bank", "e.number < @before"];
        if (filter.First is not null) conditions.Add("e.number >= @first");
        if (filter.Last is not null) conditions.Add("e.number <= @last");
        if (filter.Kind is not null) conditions.Add("e.kind = @kind");
        if (filter.Actor is not null) conditions.Add("e.actor = @actor");
        if (filter.Rule is not null) conditions.Add("e.rule = @rule");
        if (filter.From is not null) conditions.Add("e.effective_on >= @from");
        if (filter.To is not null) conditions.Add("e.effective_on <= @to");
        if (filter.Reversed is { } reversed)
            conditions.Add($"{(reversed ? "" : "not ")}exists (select 1 from entries v where v.bank = e.bank and v.reverses = e.number)");
        if (filter.Household is not null)
            conditions.Add($"""
                exists (select 1 from postings p where p.bank = e.bank and p.number >= e.first_posting
                  and p.number < e.first_posting + e.postings
                  and p.account in (select a.number from accounts a where a.bank = @bank
                    and a.kind in ({(int)AccountKind.HouseholdPoints}, {(int)AccountKind.HouseholdMerit}) and a.owner = @household))
                """);
        return db.Query<long>(
            $"select e.number from entries e where {string.Join(" and ", conditions)} order by e.number desc limit @limit",
            new
            {
                bank, before = before ?? long.MaxValue, limit,
                kind = (long)Enum.GetValues<EntryKind>().FirstOrDefault(kind => JournalDesk.KindOf(kind) == filter.Kind),
                actor = filter.Actor, rule = filter.Rule, from = filter.From?.ToIso(), to = filter.To?.ToIso(),
                household = filter.Household, first = filter.First, last = filter.Last,
            });
    }

    /// <summary>
    /// What was recorded since a moment by kind, of all or of one person: the book is in order of recording, so its end is looked at and
    /// not all of it.
    /// </summary>
    public static Dictionary<EntryKind, EntrySum> SumsSince(DbSession db, long bank, Instant since, string? actor) =>
        db.Query<(long Kind, long Entries, long Points, long Merit)>($"""
            select e.kind, count(distinct e.number),
              cast(coalesce(sum(case when a.kind = {(int)AccountKind.HouseholdPoints} then p.amount end), 0) as bigint),
              cast(coalesce(sum(case when a.kind = {(int)AccountKind.HouseholdMerit} then p.amount end), 0) as bigint)
            from entries e
            join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
            join accounts a on a.bank = p.bank and a.number = p.account
            where e.bank = @bank and (@actor = '' or e.actor = @actor)
              and e.number > coalesce((select b.number from entries b where b.bank = @bank and b.recorded_at < @midnight
                order by b.number desc limit 1), 0)
            group by e.kind
            """, new { bank, actor = actor ?? "", midnight = since.ToUnixTimeMilliseconds() })
            .ToDictionary(row => (EntryKind)row.Kind, row => new EntrySum(row.Entries, row.Points, row.Merit));

    /// <summary>An entry for a list, with its rule, its note and what it undoes; made once for a page and disposed with it.</summary>
    public static Statement Lines(DbSession db) => new(db, $"""
        select e.kind, e.recorded_at, e.effective_on, {Handler.Of("e.actor")}, e.reason, e.first_posting, e.first_posting + e.postings,
          e.rule,
          coalesce(r.item_zh, ''), coalesce(r.item_en, ''), n.text, e.reverses, v.number, e.hash
        from entries e
        left join rules r on r.bank = e.bank and r.version = e.rulebook and r.code = e.rule
        left join entry_notes n on n.bank = e.bank and n.entry = e.number
        left join entries v on v.bank = e.bank and v.reverses = e.number
        where e.bank = @bank and e.number = @number
        """, "@bank", "@number");

    /// <summary>What some postings moved of households' points and merit; the same.</summary>
    public static Statement Moves(DbSession db) => new(db, $"""
        select a.owner, a.kind, p.amount from postings p join accounts a on a.bank = p.bank and a.number = p.account
        where p.bank = @bank and p.number >= @first and p.number < @until
          and a.kind in ({(int)AccountKind.HouseholdPoints}, {(int)AccountKind.HouseholdMerit})
        order by p.number
        """, "@bank", "@first", "@until");

    public static string? NoteOf(DbSession db, long bank, EntryNumber entry) => db.QuerySingleOrDefault<string>(
        "select text from entry_notes where bank = @bank and entry = @number", new { bank, number = entry.Value });

    /// <summary>The entry that reversed it; null for none.</summary>
    public static long? ReversalOf(DbSession db, long bank, EntryNumber entry) => db.QuerySingleOrDefault<long?>(
        "select number from entries where bank = @bank and reverses = @number", new { bank, number = entry.Value });

    /// <summary>The name of a member of staff; null where nobody has the number.</summary>
    public static string? NameOf(DbSession db, long number) =>
        db.QuerySingleOrDefault<string>("select name from staff where number = @number", new { number });
}
