using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;

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
            var number = DisclosureTable.Add(
                writer, bank, new(
                    input.Subject, purpose, data, necessity, risk, measures, decidedBy, input.DecidedOn, input.ReviewOn, document),
                context.Caller.Actor);
            return DisclosureTable.Find(writer, bank, number)!;
        });
    }

    public Outcome<DisclosureView> Get(long bank, long number) => database.Read<Outcome<DisclosureView>>(db =>
        DisclosureTable.Find(db, bank, number) is { } found ? found : new Refusal(VillageRefusals.UnknownDisclosure, "assessment"));

    /// <summary>Newest first.</summary>
    public IReadOnlyList<DisclosureView> All(long bank, long? before, int limit) => database.Read(db =>
        DisclosureTable.Newest(db, bank, before ?? 0, limit));
}
