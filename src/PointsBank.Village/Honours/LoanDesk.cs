using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Honours;

/// <summary>What households' papers from lenders say, recorded when they bring them; and what that came to, without persons.</summary>
public sealed class LoanDesk(Database database, BankDesk banks)
{
    const long MaxFen = 1_000_000_000_000;

    public Task<Outcome<LoanView>> Record(WriteContext context, long bank, LoanInput input) =>
        Write(context, bank, "rating-loan", input, null);

    /// <summary>A corrected version of a paper; the earlier one stays on record.</summary>
    public Task<Outcome<LoanView>> Correct(WriteContext context, long bank, long loan, LoanInput input) =>
        Write(context, bank, "rating-loan-correction", input, loan);

    /// <summary>Papers as they hold, newest first.</summary>
    public IReadOnlyList<LoanView> All(long bank, long before, int limit) =>
        database.Read(db => LoanTable.List(db, bank, null, before, limit));

    public Outcome<LoanView> Get(long bank, long loan) => database.Read<Outcome<LoanView>>(db =>
        LoanTable.List(db, bank, loan, 0, 1) is [var found] ? found : new Refusal(VillageRefusals.UnknownLoan, "loan"));

    /// <summary>The figures of one village.</summary>
    public MoralCreditView Figures(long bank) => Sum([Line(banks.Get(bank), bank)]);

    /// <summary>The figures of every village.</summary>
    public MoralCreditView Figures() => Sum([.. banks.All().Select(view => Line(view, banks.Find(view.Code)!.Value))]);

    async Task<Outcome<LoanView>> Write(WriteContext context, long bank, string action, LoanInput input, long? loan)
    {
        if (Fields.Text(input.Partner, "partner", Fields.Line, out var partner) is { } badPartner) return badPartner;
        if (Fields.Text(input.Paper, "paper", Fields.Line, out var paper) is { } badPaper) return badPaper;
        if (Fields.Range(input.Line, "line", 1, MaxFen) is { } badLine) return badLine;
        if (Fields.Range(input.Lent, "lent", 0, input.Line) is { } badLent) return badLent;
        if (input.AgreedOn > banks.Today) return new Refusal(VillageRefusals.DateInFuture, "agreedOn").With("today", banks.Today.ToIso());
        return await database.Write<LoanView>(context, bank, action, writer =>
        {
            var db = writer;
            var earlier = loan is { } known && LoanTable.List(db, bank, known, 0, 1) is [var found] ? found : null;
            if (loan is not null && earlier is null) return new Refusal(VillageRefusals.UnknownLoan, "loan");
            if (RatingTable.Find(db, bank, input.Certificate) is not { } certificate
                || (earlier?.Household ?? certificate.Household) != certificate.Household)
                return new Refusal(VillageRefusals.UnknownCertificate, "certificate");
            var voided = certificate.VoidReason is null ? null : certificate.View(banks.Today).Void;
            if (input.AgreedOn < certificate.IssuedOn.ToDate()
                || input.AgreedOn > certificate.ValidUntil.ToDate()
                || input.AgreedOn >= voided?.VoidedOn)
                return new Refusal(VillageRefusals.CertificateNotValid, "agreedOn").With("from", certificate.IssuedOn)
                    .With("until", certificate.ValidUntil);
            var number = loan ?? LoanTable.Next(db, bank);
            LoanTable.Add(
                writer, bank, (number, (earlier?.Version ?? 0) + 1), input with { Partner = partner, Paper = paper },
                context.Caller.Actor);
            return LoanTable.List(db, bank, number, 0, 1)[0];
        });
    }

    MoralCreditLine Line(BankView view, long bank) => database.Read(db =>
    {
        var (certified, certificates) = RatingTable.Counts(db, bank);
        var (loans, line, lent) = LoanTable.Sums(db, bank);
        return new MoralCreditLine(view.Code, view.NameZh, view.NameEn, certified, certificates, loans, line, lent);
    });

    static MoralCreditView Sum(IReadOnlyList<MoralCreditLine> lines) => new(
        lines, lines.Sum(line => line.Certified), lines.Sum(line => line.Certificates), lines.Sum(line => line.Loans),
        lines.Sum(line => line.Line), lines.Sum(line => line.Lent));
}
