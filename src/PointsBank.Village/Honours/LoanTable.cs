using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Honours;

/// <summary>Loans that were agreed on by a rating certificate, version by version.</summary>
static class LoanTable
{
    const string IsLast =
        "not exists (select 1 from rating_loans n where n.bank = l.bank and n.number = l.number and n.version > l.version)";

    /// <summary>The number of the next loan.</summary>
    public static long Next(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from rating_loans where bank = @bank", new { bank });

    public static void Add(Writer writer, long bank, (long Number, long Version) loan, LoanInput input, string actor) =>
        writer.Execute("""
            insert into rating_loans (bank, number, version, certificate, partner, line, lent, agreed_on, paper, recorded_at, actor)
            values (@bank, @Number, @Version, @Certificate, @Partner, @Line, @Lent, @day, @Paper, @at, @actor)
            """,
            new
            {
                bank, loan.Number, loan.Version, input.Certificate, input.Partner, input.Line, input.Lent, day = input.AgreedOn.ToIso(),
                input.Paper, at = writer.NowMilliseconds, actor,
            });

    /// <summary>How many loans there are, with what was promised and lent.</summary>
    public static (long Loans, long Line, long Lent) Sums(DbSession db, long bank) => db.QuerySingle<(long, long, long)>($"""
        select count(*), cast(coalesce(sum(l.line), 0) as bigint), cast(coalesce(sum(l.lent), 0) as bigint) from rating_loans l
          where l.bank = @bank and {IsLast}
        """, new { bank });

    /// <summary>Loans, newest first.</summary>
    public static List<LoanView> List(DbSession db, long bank, long? number, long before, int limit) =>
        db.Query<(
            long Number, long Version, long Certificate, long Household, string Head, string Group, string Partner, long Line, long Lent,
            string Day, string Paper, string Handler)>($"""
            select l.number, l.version, l.certificate, c.household,
              coalesce((select p.name from members p where p.bank = c.bank and p.household = c.household and p.is_head = 1), ''), g.name,
              l.partner, l.line, l.lent, l.agreed_on, l.paper, {Handler.Of("l.actor")}
            from rating_loans l
            join rating_certificates c on c.bank = l.bank and c.number = l.certificate
            join households h on h.bank = c.bank and h.number = c.household
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            where l.bank = @bank and (@number is null or l.number = @number) and (@before = 0 or l.number < @before) and {IsLast}
            order by l.number desc limit @limit
            """, new { bank, number, before, limit })
            .Select(row => new LoanView(
                row.Number, row.Version, row.Certificate, row.Household, row.Head, row.Group, row.Partner, row.Line, row.Lent,
                row.Day.ToDate(), row.Paper, row.Handler)).ToList();
}
