using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Names;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Evidence;
using PointsBank.Village.Funds;
using PointsBank.Village.Households;
using PointsBank.Village.Rooms;
using PointsBank.Village.Seals;

namespace PointsBank.Village.Privacy;

/// <summary>Whose name is to be erased: a member who left, or without a member all of a household that is no more.</summary>
public sealed record ErasureInput(long Household, long? Member = null);

/// <summary>How many rows of a kind an erasure touched.</summary>
public sealed record ErasureCount(string Kind, long Rows);

/// <summary>An erasure: <c>asked</c>, <c>done</c> or <c>refused</c>. It names nobody.</summary>
public sealed record ErasureView(
    long Number, long Household, long? Member, string State, Instant AskedAt, string AskedBy, Instant? EndedAt, string? EndedBy,
    IReadOnlyList<ErasureCount> Counts);

/// <summary>
/// Erases who somebody was and leaves the chain whole: amounts, days and numbers stay, names and words go. One person asks, another carries
/// it out. Copies of the file that were made before are outside of what a program can reach.
/// </summary>
public sealed class ErasureDesk
{
    readonly Database database;
    readonly IReadOnlyList<ErasedWords> written;

    internal ErasureDesk(Database database, IReadOnlyList<ErasedWords> written) => (this.database, this.written) = (database, written);

    /// <summary>Raised after names were erased, so that nothing remembers them.</summary>
    public event Action<long>? Changed;

    /// <summary>Erasures, newest first.</summary>
    public IReadOnlyList<ErasureView> All(long bank, long? before, int limit) => database.Read(db =>
        ErasureTable.Newest(db, bank, before ?? 0, limit));

    public Outcome<ErasureView> Get(long bank, long number) => database.Read<Outcome<ErasureView>>(db =>
        ErasureTable.Find(db, bank, number) is { } found ? found : new Refusal(VillageRefusals.UnknownErasure, "erasure"));

    public async Task<Outcome<ErasureView>> Ask(WriteContext context, long bank, ErasureInput input) =>
        await database.Write<ErasureView>(context, bank, "erasure", writer =>
        {
            var member = input.Member ?? 0;
            if (Hindrance(writer, bank, input.Household, member) is { } refusal) return refusal;
            if (ErasureTable.IsAsked(writer, bank, input.Household, member))
                return new Refusal(VillageRefusals.ErasureAsked, "household");
            return ErasureTable.Find(writer, bank, ErasureTable.Ask(writer, bank, input.Household, member, context.Caller.Actor))!;
        });

    /// <summary>Carries it out. Whoever asked does not, and nothing of theirs may still be on its way.</summary>
    public async Task<Outcome<ErasureView>> CarryOut(WriteContext context, long bank, long number)
    {
        var outcome = await database.Write<ErasureView>(context, bank, "erasure-done", writer =>
        {
            if (Open(writer, context, bank, number) is { Refusal: { } refusal }) return refusal;
            var erasure = ErasureTable.Find(writer, bank, number)!;
            if (Hindrance(writer, bank, erasure.Household, erasure.Member ?? 0) is { } hindrance) return hindrance;
            ErasureTable.End(writer, bank, number, "done", context.Caller.Actor);
            foreach (var (kind, rows) in Erase(writer, context, bank, erasure).Where(count => count.Rows > 0).GroupBy(
                count => count.Kind, (kind, counts) => (kind, counts.Sum(count => count.Rows))))
                ErasureTable.Count(writer, bank, number, kind, rows);
            return ErasureTable.Find(writer, bank, number)!;
        });
        Changed?.Invoke(bank);
        // Of a repetition too: the first may have been cut off between the two.
        if (outcome.Refusal is null && !context.DryRun && (await database.WriteAnew()).Refusal is { } refusal) return refusal;
        return outcome;
    }

    /// <summary>Says no to it.</summary>
    public async Task<Outcome<ErasureView>> Refuse(WriteContext context, long bank, long number) =>
        await database.Write<ErasureView>(context, bank, "erasure-refused", writer =>
        {
            if (Open(writer, context, bank, number) is { Refusal: { } refusal }) return refusal;
            ErasureTable.End(writer, bank, number, "refused", context.Caller.Actor);
            return ErasureTable.Find(writer, bank, number)!;
        });

    /// <summary>Whether this caller asked for it, and so leaves it to another person to decide on it.</summary>
    public bool IsAskedBy(Caller caller, long bank, long number) =>
        database.Read(db => ErasureTable.Asker(db, bank, number)) == caller.Actor;

    static Outcome<ErasureView> Open(DbSession db, WriteContext context, long bank, long number)
    {
        var asker = ErasureTable.Asker(db, bank, number);
        if (asker is null) return new Refusal(VillageRefusals.UnknownErasure, "erasure");
        if (asker == context.Caller.Actor) return new Refusal(VillageRefusals.MakerIsChecker, "erasure");
        var found = ErasureTable.Find(db, bank, number)!;
        return found.State == "asked" ? found : new Refusal(VillageRefusals.ErasureDecided, "erasure");
    }

    /// <summary>Why nobody can be erased here; null where it can be.</summary>
    static Refusal? Hindrance(DbSession db, long bank, long household, long member)
    {
        if (MemberTable.Count(db, bank, household, member) == 0)
            return member == 0 ? new(VillageRefusals.UnknownHousehold, "household") : new Refusal(VillageRefusals.UnknownMember, "member");
        if (!ErasureTable.IsGone(db, bank, household, member)) return new(VillageRefusals.StillHere, member == 0 ? "household" : "member");
        var open = ErasureTable.OpenClaims(db, bank, household, member);
        return open > 0 ? new Refusal(VillageRefusals.StillOpen, "household").With("claims", open) : null;
    }

    List<(string Kind, long Rows)> Erase(Writer writer, WriteContext context, long bank, ErasureView erasure)
    {
        var (db, household, member) = (writer, erasure.Household, erasure.Member ?? 0);
        var counts = new List<(string, long)> { ("files", Files(writer, bank, erasure)) };
        var people = ErasureTable.Names(db, bank, household, member);

        // A name that somebody else bears too is theirs where it stands in other people's words; it goes only where it is surely this
        // person's.
        counts.Add(("notes", ErasureTable.NotesOf(db, bank, household, member)));
        // The answers that repetitions get are of no use to anybody who reads them later, so others lose nothing where their words are the
        // same.
        foreach (var told in written.Where(words => words.IsEmptied).SelectMany(
            words => ErasureTable.OwnWords(db, words, bank, household, member))
            .Where(told => told != Erased.Mark).Distinct().ToList()) counts.Add(("answers", ErasureTable.Answers(db, bank, told)));
        foreach (var words in written)
            counts.Add((words.Kind, ErasureTable.EmptyWords(db, words, bank, household, member)));
        if (member == 0)
        {
            counts.Add(("answers", ErasureTable.AnswersTo(db, bank, household)));
            counts.Add(("sign_ins", ErasureTable.SignIns(db, bank, household)));
            counts.Add(("sign_ins", ErasureTable.Pins(db, bank, household)));
        }
        ErasureTable.Members(db, bank, household, member);
        counts.Add(("members", people.Count));
        foreach (var (_, name) in people)
        {
            counts.Add(("answers", ErasureTable.Answers(db, bank, name)));
            if (ErasureTable.IsBorne(db, bank, name)) continue;
            HideGifts(writer, context, bank, name);
            counts.Add(("notes", ErasureTable.NotesWith(db, bank, name)));
            foreach (var words in written)
                counts.Add((words.Kind, ErasureTable.StrikeOut(db, words, bank, name)));
        }
        SealedWords.Forget(db, bank);
        return counts;
    }

    /// <summary>Files that prove this person's claims and nothing else.</summary>
    static long Files(Writer writer, long bank, ErasureView erasure)
    {
        var digests = ErasureTable.FilesOf(writer, bank, erasure.Household, erasure.Member ?? 0);
        foreach (var digest in digests) EvidenceTable.Empty(writer, bank, digest, erasure: erasure.Number);
        return digests.Count;
    }

    /// <summary>A gift whose giver is erased is anonymous from now on.</summary>
    static void HideGifts(Writer writer, WriteContext context, long bank, string name)
    {
        foreach (var (gift, number) in ErasureTable.GiftsOf(writer, bank, name))
            FundTable.Consent(writer, bank, gift, number, false, context.Caller.Actor);
    }
}
