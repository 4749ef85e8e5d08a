using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Privacy;

/// <summary>
/// A decision to publish something, with the assessment of what that means for people (Personal Information Protection Law, articles 55 and
/// 56): what for, which data, why less would not do, what could happen, and what is done against it.
/// </summary>
public sealed record DisclosureInput(
    string Subject, string Purpose, string Data, string Necessity, string Risk, string Measures, string DecidedBy, LocalDate DecidedOn,
    LocalDate ReviewOn, string? Document = null);

public sealed record DisclosureView(
    long Number, string Subject, string Purpose, string Data, string Necessity, string Risk, string Measures, string DecidedBy,
    LocalDate DecidedOn, LocalDate ReviewOn, string Document,
    string Handler, Instant RecordedAt);

/// <summary>The record of what was decided to be published, and why.</summary>
public sealed class DisclosureDesk(Database database, BankDesk banks)
{
    /// <summary>What may be published.</summary>
    public static IReadOnlyList<string> Subjects { get; } =
        ["red", "black", "good-deeds", "stars", "notices", "honours", "donations", "counts", "certificates", "other"];

    public async Task<Outcome<DisclosureView>> Record(WriteContext context, long bank, DisclosureInput input)
    {
        if (!Subjects.Contains(input.Subject)) return new Refusal(VillageRefusals.NotInList, "subject");
        if (Fields.Text(input.Purpose, "purpose", Fields.Memo, out var purpose) is { } badPurpose) return badPurpose;
        if (Fields.Text(input.Data, "data", Fields.Memo, out var data) is { } badData) return badData;
        if (Fields.Text(input.Necessity, "necessity", Fields.Memo, out var necessity) is { } badNecessity) return badNecessity;
        if (Fields.Text(input.Risk, "risk", Fields.Memo, out var risk) is { } badRisk) return badRisk;
        if (Fields.Text(input.Measures, "measures", Fields.Memo, out var measures) is { } badMeasures) return badMeasures;
        if (Fields.Text(input.DecidedBy, "decidedBy", Fields.Line, out var decidedBy) is { } badBody) return badBody;
        if (Fields.Optional(input.Document, "document", Fields.Line, out var document) is { } badDocument) return badDocument;
        if (input.DecidedOn > banks.Today) return new Refusal(VillageRefusals.DateInFuture, "decidedOn").With("today", banks.Today.ToIso());
        if (Fields.Day(input.DecidedOn, "decidedOn") is { } badDay) return badDay;
        if (input.ReviewOn <= input.DecidedOn)
            return new Refusal(VillageRefusals.OutOfRange, "reviewOn").With("least", input.DecidedOn.PlusDays(1).ToIso());
        if (Fields.Day(input.ReviewOn, "reviewOn") is { } badReview) return badReview;
        return await database.Write<DisclosureView>(context, bank, "publication-assessment", writer =>
        {
            var number = writer.ExecuteScalar<long>(
                "select coalesce(max(number), 0) + 1 from publication_assessments where bank = @bank", new { bank });
            writer.Execute("""
                insert into publication_assessments (bank, number, subject, purpose, data, necessity, risk, measures, decided_by,
                  decided_on, review_on, document, recorded_at, actor)
                values (@bank, @number, @subject, @purpose, @data, @necessity, @risk, @measures, @decidedBy, @decidedOn, @reviewOn,
                  @document, @at, @actor)
                """,
                new
                {
                    bank, number, subject = input.Subject, purpose, data, necessity, risk, measures, decidedBy,
                    decidedOn = input.DecidedOn.ToIso(), reviewOn = input.ReviewOn.ToIso(), document, at = writer.NowMilliseconds,
                    actor = context.Caller.Actor,
                });
            return Find(writer, bank, number)!;
        });
    }

    public Outcome<DisclosureView> Get(long bank, long number) => database.Read<Outcome<DisclosureView>>(db =>
        Find(db, bank, number) is { } found ? found : new Refusal(VillageRefusals.UnknownDisclosure, "assessment"));

    /// <summary>Newest first.</summary>
    public IReadOnlyList<DisclosureView> All(long bank, long? before, int limit) => database.Read(db => db.Query<Row>(
        $"{Query} where bank = @bank and (@before = 0 or number < @before) order by number desc limit @limit",
        new { bank, before = before ?? 0, limit }).Select(row => row.View).ToList());

    static DisclosureView? Find(DbSession db, long bank, long number) =>
        db.QuerySingleOrDefault<Row>($"{Query} where bank = @bank and number = @number", new { bank, number })?.View;

    static readonly string Query = $"""
        select number, subject, purpose, data, necessity, risk, measures, decided_by, decided_on, review_on, document,
          {Handler.Of("actor")} as handler, recorded_at
        from publication_assessments
        """;

    sealed class Row
    {
        public long Number { get; init; }

        public string Subject { get; init; } = "";

        public string Purpose { get; init; } = "";

        public string Data { get; init; } = "";

        public string Necessity { get; init; } = "";

        public string Risk { get; init; } = "";

        public string Measures { get; init; } = "";

        public string DecidedBy { get; init; } = "";

        public string DecidedOn { get; init; } = "";

        public string ReviewOn { get; init; } = "";

        public string Document { get; init; } = "";

        public string Handler { get; init; } = "";

        public long RecordedAt { get; init; }

        public DisclosureView View => new(
            Number, Subject, Purpose, Data, Necessity, Risk, Measures, DecidedBy, DecidedOn.ToDate(), ReviewOn.ToDate(), Document,
            Handler, RecordedAt.ToInstant());
    }
}
