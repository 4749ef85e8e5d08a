using System.Collections.Immutable;
using Dapper;
using PointsBank.Storage;
using PointsBank.Village.Evidence;

namespace PointsBank.Village.Privacy;

/// <summary>A kind of data that is kept for so many months and no longer. To add one is a line here.</summary>
/// <param name="Code">Its name.</param>
/// <param name="Default">For how many months it is kept out of the box.</param>
/// <param name="Least">The fewest months a village may choose.</param>
/// <param name="Due">What is older than <c>@before</c> and needed by nothing that is still open; the key of each as <c>k</c>.</param>
/// <param name="Erase">How one of them goes, by its key <c>@k</c>.</param>
sealed record RetentionKind(string Code, int Default, int Least, string Due, params ImmutableArray<string> Erase)
{
    public const int MostMonths = 1_200;

    public static RetentionKind Evidence { get; } = new("evidence", 24, 6, """
        select f.digest as k from evidence_files f
        where f.bank = @bank and f.added_at < @before and length(f.content) > 0
          and not exists (select 1 from goods g where g.bank = f.bank and g.picture = f.digest)
          and not exists (select 1 from claim_evidence e
            join claims c on c.bank = e.bank and c.number = e.claim
            join claim_steps s on s.bank = c.bank and s.claim = c.number and s.sequence = c.steps
            where e.bank = f.bank and e.digest = f.digest and (s.recorded_at >= @before or c.state in ('submitted', 'collected', 'assessed', 'on_notice', 'objected')))
        """);

    public static ImmutableArray<RetentionKind> All { get; } =
    [
        Evidence,
        new("notes", 60, 12,
            "select n.entry as k from entry_notes n join entries e on e.bank = n.bank and e.number = n.entry where n.bank = @bank and e.recorded_at < @before",
            "delete from entry_notes where bank = @bank and entry = @k"),
        new("answers", 12, 1,
            "select r.key as k from requests r where r.bank = @bank and r.recorded_at < @before and r.answer <> ''",
            "update requests set answer = '' where bank = @bank and key = @k"),
        new("objections", 24, 6, """
            select o.number as k from objections o join rulings r on r.bank = o.bank and r.objection = o.number
            where o.bank = @bank and r.recorded_at < @before and (o.words <> '' or o.objector <> '' or r.reason <> '')
            """,
            "update objections set words = '', objector = '' where bank = @bank and number = @k",
            "update rulings set reason = '' where bank = @bank and objection = @k"),
        new("black_entries", 24, 6, """
            select b.number as k from black_entries b
            where b.bank = @bank and b.recorded_at < @before and b.reason <> '—'
              and not exists (select 1 from black_objections o where o.bank = b.bank and o.entry = b.number
                and not exists (select 1 from black_rulings r where r.bank = o.bank and r.objection = o.number))
            """,
            "update black_entries set reason = '—' where bank = @bank and number = @k",
            "update black_entry_steps set note = '—' where bank = @bank and entry = @k and note <> ''",
            "update black_rulings set reason = '—' where bank = @bank and objection in (select o.number from black_objections o where o.bank = @bank and o.entry = @k)",
            "update black_objections set words = '', objector = '' where bank = @bank and entry = @k"),
        new("suspensions", 36, 12, """
            select s.number as k from favour_suspensions s join favour_suspension_ends e on e.bank = s.bank and e.suspension = s.number
            where s.bank = @bank and e.recorded_at < @before and s.reason <> '—'
            """,
            "update favour_suspensions set reason = '—' where bank = @bank and number = @k",
            "update favour_suspension_ends set reason = '—' where bank = @bank and suspension = @k and reason <> ''",
            "update favour_rulings set reason = '—' where bank = @bank and objection in (select o.number from favour_objections o where o.bank = @bank and o.suspension = @k)",
            "update favour_objections set words = '—' where bank = @bank and suspension = @k"),
        new("reminders", 24, 6, """
            select m.number as k from reminders m
            where m.bank = @bank and m.recorded_at < @before and m.memo <> ''
              and not exists (select 1 from claims c where c.bank = m.bank and c.household = m.household and c.rule = m.rule
                and c.state in ('submitted', 'collected', 'assessed', 'on_notice', 'objected'))
            """,
            "update reminders set memo = '' where bank = @bank and number = @k"),
        new("tokens", 3, 1,
            "select t.hash as k from tokens t where (t.bank = @bank or t.bank is null) and t.expires_at < @before",
            "delete from tokens where hash = @k"),
    ];

    /// <summary>Erases one of what is due; a file leaves a row that says why it is empty.</summary>
    public void Apply(Writer writer, long bank, long run, object key)
    {
        if (this == Evidence) EmptiedFiles.Empty(writer, bank, (byte[])key, run: run);
        var parameters = new DynamicParameters(new { bank });
        parameters.Add("k", key);
        foreach (var sql in Erase) writer.Connection.Execute(sql, parameters);
    }
}
