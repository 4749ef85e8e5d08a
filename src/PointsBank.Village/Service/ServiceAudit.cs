using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Service;

/// <summary>
/// Confirmed hours against the journal, the chain of carried minutes, activities against their steps, certificates against their digests.
/// </summary>
static class ServiceAudit
{
    public static IReadOnlyList<Verifier.Pass> Passes { get; } = [Confirmations, Worths, Carried, Activities, Certificates];

    /// <summary>
    /// Each confirmation has its entry, that gave its minutes to its member on the day of its times; and the other way round.
    /// </summary>
    static void Confirmations(DbSession db, long bank, Audit audit) =>
        Report(db, bank, audit, "confirmation_differs", "entry", $"""
        select number from (
          select 1 as told, 0 as happened, c.entry as number, c.member, c.minutes, c.rule, c.rulebook,
            'attendance:' || c.attendance as source
          from attendance_confirmations c
          join attendances a on a.bank = c.bank and a.number = c.attendance and a.member = c.member
          join attendance_times t on t.bank = c.bank and t.attendance = c.attendance and t.sequence = c.times
            and t.left_at - t.came_at = 60000 * c.minutes
          where c.bank = @bank
          union all
          select 0, 1, e.number, a.owner, p.amount, e.rule, e.rulebook, e.source
          from entries e
          join postings p on p.bank = e.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings
          join accounts a on a.bank = p.bank and a.number = p.account and a.kind = {(int)AccountKind.MemberMinutes}
          where e.bank = @bank and e.reverses is null and e.source like 'attendance:%'
        ) as both_sides
        group by number, member, minutes, rule, rulebook, source
        having sum(told) <> 1 or sum(happened) <> 1
        union all
        select c.entry from attendance_confirmations c left join entries e on e.bank = c.bank and e.number = c.entry
          where c.bank = @bank and e.number is null
        """);

    /// <summary>Its units follow from its minutes by the rule, and what was granted is what the household got.</summary>
    static void Worths(DbSession db, long bank, Audit audit) =>
        Report(db, bank, audit, "confirmation_worth_differs", "entry", """
        select c.entry from attendance_confirmations c
        left join rules r on r.bank = c.bank and r.version = c.rulebook and r.code = c.rule
        left join attendances a on a.bank = c.bank and a.number = c.attendance
        left join deeds d on d.bank = c.bank and d.household = a.household and d.entry = c.entry
        where c.bank = @bank and (r.code is null or coalesce(d.points, 0) <> c.quantity * r.points
          or (r.basis = 'per_hour'
            and (c.used <> (c.quantity + c.lapsed) * c.unit_minutes or c.carried + c.minutes - c.used >= c.unit_minutes
            or (c.used > 0 and c.carried + c.minutes < c.used)))
          or (r.basis <> 'per_hour' and (c.used <> c.minutes or c.quantity + c.lapsed <> 1)))
        """);

    /// <summary>What was carried to a confirmation is what those before it left over that counted then.</summary>
    static void Carried(DbSession db, long bank, Audit audit) =>
        Report(db, bank, audit, "carried_minutes_differ", "entry", """
        select c.entry from attendance_confirmations c
        where c.bank = @bank and c.carried <> (
          select cast(coalesce(sum(o.minutes - o.used), 0) as bigint) from attendance_confirmations o
          where o.bank = c.bank and o.member = c.member and o.class = c.class and o.rule = c.rule and o.entry < c.entry
            and not exists (select 1 from entries e where e.bank = o.bank and e.reverses = o.entry and e.number < c.entry))
        """);

    /// <summary>An activity stands where its last step says.</summary>
    static void Activities(DbSession db, long bank, Audit audit) =>
        Report(db, bank, audit, "activity_differs", "activity", """
        select a.number from activities a
        left join activity_steps s on s.bank = a.bank and s.activity = a.number and s.sequence = a.steps
        where a.bank = @bank and (s.state is null or s.state <> a.state or s.place <> a.place or s.begins_at <> a.begins_at
          or s.ends_at <> a.ends_at or s.wanted <> a.wanted
          or a.steps <> (select count(*) from activity_steps l where l.bank = a.bank and l.activity = a.number))
        """);

    /// <summary>A certificate says what it said when it was issued.</summary>
    static void Certificates(DbSession db, long bank, Audit audit)
    {
        foreach (var row in CertificateTable.Every(db, bank))
            if (row.DigestIn(bank) is var digest && digest != new Digest(row.Digest))
                audit.Report(
                    "certificate_differs", $"certificate {row.Number.Text()}", new Digest(row.Digest).ToString(), digest.ToString());
    }

    static void Report(DbSession db, long bank, Audit audit, string code, string place, string sql)
    {
        foreach (var name in db.Query<string>(sql, new { bank }).Distinct())
            audit.Report(code, $"{place} {name}", "as the journal says", "something else");
    }
}
