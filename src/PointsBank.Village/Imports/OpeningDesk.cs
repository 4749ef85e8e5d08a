using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Reversals;

namespace PointsBank.Village.Imports;

/// <summary>
/// Balances that a file brings forward: <c>open</c>, brought <c>alone</c> before any other entry, <c>confirmed</c>, <c>refused</c> or
/// <c>taken_back</c> by whoever proposed them; of how many households, and the points of all of them before and after.
/// </summary>
public sealed record OpeningProposalView(
    long Number, string File, long Households, long PointsBefore, long PointsAfter, string ProposedBy, Instant ProposedAt, string State,
    string? DecidedBy, Instant? DecidedAt);

/// <summary>A household's balance brought forward: as the book said when it was proposed (0: none), and as it is to be.</summary>
public sealed record OpeningLineView(long Household, string Group, string Head, long PointsBefore, long PointsAfter);

/// <summary>Two people for points that no deed explains: one brings the sheet, a supervisor reads its lines and decides.</summary>
public sealed class OpeningDesk(Database database, DeedDesk deeds, ReversalDesk reversals)
{
    /// <summary>What was proposed, the last first; only what waits where <paramref name="open"/> is set.</summary>
    public IReadOnlyList<OpeningProposalView> Proposals(long bank, bool open, long before, int limit) =>
        database.Read(db => OpeningProposalTable.List(db, bank, null, open, before, limit));

    public Outcome<OpeningProposalView> Get(long bank, long number) =>
        database.Read(db => OpeningProposalTable.List(db, bank, number, false, 0, 1)) is [var found]
            ? found
            : new Refusal(VillageRefusals.UnknownOpening, "proposal");

    /// <summary>The lines of a proposal in order of their households.</summary>
    public Outcome<IReadOnlyList<OpeningLineView>> Lines(long bank, long number, long after, int limit) => Get(bank, number).Then(
        _ => database.Read(db => OpeningProposalTable.Lines(db, bank, number, after, limit)));

    /// <summary>How many wait, counted no further than <paramref name="most"/>.</summary>
    public long Waiting(long bank, int most) => database.Read(db => OpeningProposalTable.Count(db, bank, most));

    /// <summary>Whether this caller proposed them, and so leaves it to another person to confirm them.</summary>
    public bool IsProposedBy(Caller caller, long bank, long number) =>
        database.Read(db => OpeningProposalTable.IsBy(db, bank, number, caller.Actor));

    /// <summary>Whether the own household or a relative's is among them, so that this caller decides nothing.</summary>
    public bool IsKin(Caller caller, long bank, long number) =>
        caller.StaffNumber is { } staff && database.Read(db => OpeningProposalTable.IsKin(db, bank, number, staff));

    /// <summary>
    /// Another person brings the proposed balances forward, if what they were compared with still stands, or refuses them. Nobody decides
    /// on the own household or a relative's.
    /// </summary>
    public Task<Outcome<OpeningProposalView>> Decide(WriteContext context, long bank, long number, bool confirms) =>
        database.Write<OpeningProposalView>(context, bank, confirms ? "opening-confirmation" : "opening-refusal", writer =>
        {
            if (OpeningProposalTable.List(writer, bank, number, false, 0, 1) is not [var proposal])
                return new Refusal(VillageRefusals.UnknownOpening, "proposal");
            if (proposal.State != "open") return new Refusal(VillageRefusals.OpeningDecided, "proposal").With("state", proposal.State);
            if (confirms && SecondPerson.Lacks(
                writer, context.Caller, OpeningProposalTable.MadeBy(writer, bank, number), "proposal") is { } same)
                return same;
            if (context.Caller.StaffNumber is { } staff && OpeningProposalTable.IsKin(writer, bank, number, staff))
                return new Refusal(VillageRefusals.OwnOrRelated, "proposal");
            OpeningProposalTable.Decide(writer, bank, number, confirms ? "confirmed" : "refused", context.Caller.Actor);
            if (confirms && Bring(writer, context, bank, number) is { } refusal) return refusal;
            return OpeningProposalTable.List(writer, bank, number, false, 0, 1)[0];
        });

    Refusal? Bring(Writer writer, WriteContext context, long bank, long number)
    {
        var part = 0;
        foreach (var change in OpeningProposalTable.Changes(writer, bank, number))
        {
            if (HouseholdDesk.Barred(writer, bank, change.Household, "proposal") is { } barred)
                return barred.With("household", change.Household);
            var now = OpeningProposalTable.Brought(writer, bank, change.Household).Sum(entry => entry.Points);
            if (now != change.Before)
                return new Refusal(VillageRefusals.OpeningMoved, "proposal")
                    .With("household", change.Household).With("before", change.Before).With("now", now);
            var source = $"{OpeningProposalTable.Source}{number}";
            if (OpeningImport.Write(deeds, reversals, writer, context, bank, change, source, () => context.Key.Part(part++)) is { } refusal)
                return refusal with { Field = "proposal" };
        }
        return null;
    }
}
