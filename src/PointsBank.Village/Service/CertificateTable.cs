using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Service;

static class CertificateTable
{
    const string Select = """
        select c.number, c.member, c.household, c.from_day, c.until_day, c.minutes, c.activities, c.total, c.stars, c.issued_on, c.salt,
          c.digest, m.name, g.name as group_name
        from service_certificates c
        join members m on m.bank = c.bank and m.number = c.member
        join households h on h.bank = c.bank and h.number = c.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        """;

    public static CertificateRow? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<CertificateRow>(
            $"{Select} where c.bank = @bank and c.number = @number", new { bank, number });

    /// <summary>Certificates, newest first, of one household where one is named.</summary>
    public static List<CertificateRow> All(DbSession db, long bank, long? household, long before, int limit) =>
        db.Query<CertificateRow>($"""
        {Select}
        where c.bank = @bank and (@household is null or c.household = @household) and (@before = 0 or c.number < @before)
          order by c.number desc limit @limit
        """, new { bank, household, limit, before });

    /// <summary>Every certificate of the village.</summary>
    public static List<CertificateRow> Every(DbSession db, long bank) =>
        db.Query<CertificateRow>($"{Select} where c.bank = @bank", new { bank });

    /// <summary>Somebody's minutes by days of deeds; a reversal counts on the day of what it undoes.</summary>
    public static long Minutes(DbSession db, long bank, CertificateInput input) => db.ExecuteScalar<long>($"""
        select cast(coalesce(sum(p.amount), 0) as bigint) from accounts a
        join postings p on p.bank = a.bank and p.account = a.number
        join entries e on e.bank = p.bank and e.number = p.entry
        left join entries o on o.bank = e.bank and o.number = e.reverses
        where a.bank = @bank and a.kind = {(int)AccountKind.MemberMinutes} and a.owner = @member
          and coalesce(o.effective_on, e.effective_on) >= @from and coalesce(o.effective_on, e.effective_on) <= @until
        """, new { bank, member = input.Member, from = input.From.ToIso(), until = input.Until.ToIso() });

    /// <summary>How many of somebody's attendances were confirmed on these days.</summary>
    public static long Activities(DbSession db, long bank, CertificateInput input) => db.ExecuteScalar<long>($"""
        select count(*) from attendance_confirmations c join entries n on n.bank = c.bank and n.number = c.entry
        where c.bank = @bank and c.member = @member and n.effective_on >= @from and n.effective_on <= @until and {AttendanceTable.IsLive}
        """, new { bank, member = input.Member, from = input.From.ToIso(), until = input.Until.ToIso() });

    /// <summary>The number of the next certificate.</summary>
    public static long Next(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from service_certificates where bank = @bank", new { bank });

    public static void Add(Writer writer, long bank, CertificateRow frozen, string actor) => writer.Execute("""
        insert into service_certificates (bank, number, member, household, from_day, until_day, minutes, activities, total, stars,
          issued_on, salt, digest, issued_at, actor)
        values (@bank, @Number, @Member, @Household, @From_Day, @Until_Day, @Minutes, @Activities, @Total, @Stars, @Issued_On,
          @Salt, @digest, @at, @actor)
        """,
        new
        {
            bank, frozen.Number, frozen.Member, frozen.Household, frozen.From_Day, frozen.Until_Day, frozen.Minutes,
            frozen.Activities, frozen.Total, frozen.Stars, frozen.Issued_On, frozen.Salt, digest = frozen.DigestIn(bank).ToArray(),
            at = writer.NowMilliseconds, actor,
        });
}
