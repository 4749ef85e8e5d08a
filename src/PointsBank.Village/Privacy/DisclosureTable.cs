using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Privacy;

/// <summary>What was decided to be published, and why.</summary>
static class DisclosureTable
{
    public static List<DisclosureView> Newest(DbSession db, long bank, long before, int limit) => db.Query<Row>(
        $"{Query} where bank = @bank and (@before = 0 or number < @before) order by number desc limit @limit",
        new { bank, before, limit }).ConvertAll(row => row.View);

    /// <summary>Writes a decision down, and answers its number.</summary>
    public static long Add(Writer writer, long bank, DisclosureInput decided, string actor) => writer.ExecuteScalar<long>("""
        insert into publication_assessments (bank, number, subject, purpose, data, necessity, risk, measures, decided_by,
          decided_on, review_on, document, recorded_at, actor)
        select @bank, coalesce(max(number), 0) + 1, @Subject, @Purpose, @Data, @Necessity, @Risk, @Measures, @DecidedBy, @decidedOn,
          @reviewOn, @Document, @at, @actor
        from publication_assessments where bank = @bank
        returning number
        """,
        new
        {
            bank, decided.Subject, decided.Purpose, decided.Data, decided.Necessity, decided.Risk, decided.Measures, decided.DecidedBy,
            decidedOn = decided.DecidedOn.ToIso(), reviewOn = decided.ReviewOn.ToIso(), decided.Document, at = writer.NowMilliseconds,
            actor,
        });

    public static DisclosureView? Find(DbSession db, long bank, long number) =>
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
