using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Honours;

/// <summary>What households' papers from lenders say, recorded when they bring them; and what that came to, without persons.</summary>
public sealed class LoanDesk(Database database, BankDesk banks)
{
    const long MostFen = 1_000_000_000_000;

    public Task<Outcome<LoanView>> Record(WriteContext context, long bank, LoanInput input) =>
        Write(context, bank, "rating-loan", input, null);

    /// <summary>A corrected version of a paper; the earlier one stays on record.</summary>
    public Task<Outcome<LoanView>> Correct(WriteContext context, long bank, long loan, LoanInput input) =>
        Write(context, bank, "rating-loan-correction", input, loan);

    /// <summary>Papers as they hold, newest first.</summary>
    public IReadOnlyList<LoanView> All(long bank, long before, int limit) =>
        database.Read(db => Load(db, bank, null, before, limit));

    public Outcome<LoanView> Get(long bank, long loan) => database.Read<Outcome<LoanView>>(db =>
        Load(db, bank, loan, 0, 1) is [var found] ? found : new Refusal(VillageRefusals.UnknownLoan, "loan"));

    /// <summary>The figures of one village.</summary>
    public MoralCreditView Figures(long bank) => Sum([Line(banks.Get(bank), bank)]);

    /// <summary>The figures of every village.</summary>
    public MoralCreditView Figures() => Sum([.. banks.All().Select(view => Line(view, banks.Find(view.Code)!.Value))]);

    async Task<Outcome<LoanView>> Write(WriteContext context, long bank, string action, LoanInput input, long? loan)
    {
        if (Fields.Text(input.Partner, "partner", Fields.Line, out var partner) is { } badPartner) return badPartner;
        if (Fields.Text(input.Paper, "paper", Fields.Line, out var paper) is { } badPaper) return badPaper;
        if (Fields.Range(input.Line, "line", 1, MostFen) is { } badLine) return badLine;
        if (Fields.Range(input.Lent, "lent", 0, input.Line) is { } badLent) return badLent;
        if (input.AgreedOn > banks.Today) return new Refusal(VillageRefusals.DateInFuture, "agreedOn").With("today", banks.Today.ToIso());
        return await database.Write<LoanView>(context, bank, action, writer =>
        {
            var db = writer;
            var earlier = loan is { } known && Load(db, bank, known, 0, 1) is [var found] ? found : null;
            if (loan is not null && earlier is null) return new Refusal(VillageRefusals.UnknownLoan, "loan");
            if (RatingDesk.Find(db, bank, input.Certificate) is not { } certificate
                || (earlier?.Household ?? certificate.Household) != certificate.Household)
                return new Refusal(VillageRefusals.UnknownCertificate, "certificate");
            var voided = certificate.VoidReason is null ? null : certificate.View(banks.Today).Void;
            if (input.AgreedOn < certificate.IssuedOn.ToDate()
                || input.AgreedOn > certificate.ValidUntil.ToDate()
                || input.AgreedOn >= voided?.VoidedOn)
                return new Refusal(VillageRefusals.CertificateNotValid, "agreedOn").With("from", certificate.IssuedOn)
                    .With("until", certificate.ValidUntil);
            var number = loan
                ?? db.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from rating_loans where bank = @bank", new { bank });
            db.Execute("""
                insert into rating_loans (bank, number, version, certificate, partner, line, lent, agreed_on, paper, recorded_at, actor)
                values (@bank, @number, @version, @certificate, @partner, @line, @lent, @day, @paper, @at, @actor)
                """,
                new
                {
                    bank, number, version = (earlier?.Version ?? 0) + 1, certificate = input.Certificate, partner, line = input.Line,
                    lent = input.Lent, day = input.AgreedOn.ToIso(), paper,
                    at = writer.NowMilliseconds, actor = context.Caller.Actor,
                });
            return Load(db, bank, number, 0, 1)[0];
        });
    }

    MoralCreditLine Line(BankView view, long bank) => database.Read(db =>
    {
        var (certified, certificates) = db.QuerySingle<(long, long)>("""
            select count(distinct c.household), count(*) from rating_certificates c
            where c.bank = @bank and not exists (select 1 from rating_voids v where v.bank = c.bank and v.certificate = c.number)
            """, new { bank });
        var (loans, line, lent) = db.QuerySingle<(long, long, long)>($"""
            select count(*), cast(coalesce(sum(l.line), 0) as bigint), cast(coalesce(sum(l.lent), 0) as bigint) from rating_loans l
              where l.bank = @bank and {IsLast}
            """, new { bank });
        return new MoralCreditLine(view.Code, view.NameZh, view.NameEn, certified, certificates, loans, line, lent);
    });

    static MoralCreditView Sum(IReadOnlyList<MoralCreditLine> lines) => new(
        lines, lines.Sum(line => line.Certified), lines.Sum(line => line.Certificates), lines.Sum(line => line.Loans),
        lines.Sum(line => line.Line), lines.Sum(line => line.Lent));

    const string IsLast =
        "not exists (select 1 from rating_loans n where n.bank = l.bank and n.number = l.number and n.version > l.version)";

    static List<LoanView> Load(DbSession db, long bank, long? number, long before, int limit) =>
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
